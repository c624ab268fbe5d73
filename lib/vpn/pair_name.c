/*
 * pair_name.c - what the name of a connection adds for a pair: "-" and the
 * pair, or "-" and 13 digits of base 32 of a 64-bit hash of that.
 */
#include "vpn/pair_name.h"

#include "base/hash.h"
#include "text/value_format.h"

/* A last step spreads the low bits. */
uint64_t
sn__name_hash(const char *text)
{
	return sn__hash_bytes(text, strlen(text)) *
	       UINT64_C(0x9e3779b97f4a7c15);
}

/* Writes "-" and @p with "-" for all that is no letter or digit. */
static size_t
put_prefix(char *to, sn_prefix p)
{
	char *end = sn__put_addr(to + 1, p.family, sn__prefix_bits(p));

	*end++ = '/';
	end = sn__put_decimal(end, p.len);
	*end = '\0';
	to[0] = '-';
	for (char *c = to + 1; c < end; c++) /* '.', '/' and ':' */
		*c = *c < '0' || *c == ':' ? '-' : *c;
	return (size_t)(end - to);
}

size_t
sn__put_pair(char to[SN__PAIR_MAX], sn_prefix local, sn_prefix peer)
{
	size_t n = put_prefix(to, local);

	return n + put_prefix(to + n, peer);
}

size_t
sn__put_pair_hash(char to[SN__PAIR_MAX], sn_prefix local, sn_prefix peer)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	uint64_t hash;
	size_t n = 0;

	(void)sn__put_pair(to, local, peer);
	hash = sn__name_hash(to);
	to[n++] = '-';
	for (unsigned i = 0; i < SN__HASH_DIGITS; i++) {
		to[n++] = digits[hash % 32];
		hash /= 32;
	}
	to[n] = '\0';
	return n;
}

bool
sn__is_pair_suffix(const char *suffix, const sn_connection *c)
{
	char text[SN__PAIR_MAX];

	if (c->local_count != 1 || c->peer_count != 1)
		return false;
	(void)sn__put_pair(text, c->local[0], c->peer[0]);
	if (!strcmp(text, suffix))
		return true;
	(void)sn__put_pair_hash(text, c->local[0], c->peer[0]);
	return !strcmp(text, suffix);
}
