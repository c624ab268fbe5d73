/*
 * bulk_address.h - an address that stands anywhere in a text.
 */
#ifndef SN_BULK_ADDRESS_H
#define SN_BULK_ADDRESS_H

#include "base/ascii.h"
#include "text/item.h"

/* The longest address has 45 bytes, in one of which IPv4 ends. */
enum { SN__ADDRESS_MOST = 45 };

/* What is left of a line, which starts at @start. */
typedef struct sn__extract {
	const char *start;
	const char *p;
	const char *end;
} sn__extract;

/* What no address ends or starts next to; bytes of UTF-8 are not. */
static inline bool
sn__is_word(char c)
{
	return sn__is_alnum(c) || c == '_';
}

/*
 * Reads the address at @p: its end, or NULL where there is none. A zone is
 * passed over. Padded octets are read, and make *item unusual.
 */
const char *sn__address_at(const sn__extract *x, const char *p, sn__item *item);

#endif
