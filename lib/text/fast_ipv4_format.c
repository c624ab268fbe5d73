/*
 * fast_ipv4_format.c - the table of fast_ipv4_format.h.
 */
#include "text/fast_ipv4_format.h"

#include "text/value_format.h"

void
sn__format4_init(sn__format4 *t)
{
	memset(t, 0, sizeof(*t));
	for (unsigned i = 0; i < 256; i++) {
		char *end = sn__put_decimal(t->octet[i].text, i);

		*end++ = '.';
		t->octet[i].size = (uint32_t)(end - t->octet[i].text);
	}
}
