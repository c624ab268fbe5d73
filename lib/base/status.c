/*
 * status.c - what a status means, in words, and which version this is.
 */
#include "supernet.h"

#define TEXT_(x) #x
#define TEXT(x)	 TEXT_(x)

const char *
sn_strerror(int status)
{
	static const char *const text[] = {
	    "done",
	    "out of memory",
	    "an argument is outside its range",
	    "not in the grammar",
	    "host bits are set",
	    "the last address is below the first",
	    "IPv4 and IPv6 are mixed",
	    "no such element",
	    "no answer satisfies the constraints",
	    "input or output failed",
	    "stopped by a callback",
	    "a limit would be passed",
	};

	if (status > 0 || status <= -(int)(sizeof(text) / sizeof(*text)))
		return "unknown status";
	return text[-status];
}

const char *
sn_version(void)
{
	return TEXT(SN_VERSION_MAJOR) "." TEXT(SN_VERSION_MINOR) "." TEXT(
	    SN_VERSION_PATCH);
}
