/*
 * ike_peer.c - addresses, identities and keys, matched as strongSwan does.
 */
#include "vpn/ike_peer.h"

#include <string.h>
#include <strings.h>

#include "base/bits.h"
#include "vpn/plan.h"

enum {
	EXACT = 129,  /* the fit of a single address */
	VERSION = 4,  /* a version that is said counts that much */
	OF_LOCAL = 8, /* weights of the two addresses */
	OF_PEER = 16,
	ID_ANY = 1,
	ID_PART = 2,
	ID_EQUAL = 20
};

/* ---------------------------------------------------------- addresses */

/* The next part of "A,B, C"; false: there is none. */
static bool
next_part(const char **p, const char **at, size_t *n)
{
	*p += strspn(*p, ", \t");
	*at = *p;
	*n = strcspn(*p, ", \t");
	*p += *n;
	return *n > 0;
}

sn_addr
sn__first_address(const char *text)
{
	sn_addr addr = {0, 0, 0, {0}};
	const char *at;
	size_t n;

	while (next_part(&text, &at, &n))
		if (!sn_addr_parse(&addr, at, n, NULL))
			return addr;
	return (sn_addr){0, 0, 0, {0}};
}

static bool
is_private(sn_addr a)
{
	sn_prefix p = sn__prefix(
	    a.family, sn__addr_bits(a), a.family == SN_IPV4 ? 32 : 128);

	return sn__all_private(&p, 1);
}

/* Behind NAT an end has the address @own, and the other one sees @seen. */
static bool
is_translated(sn_addr own, sn_addr seen)
{
	return own.family == seen.family && is_private(own) &&
	       !is_private(seen);
}

bool
sn__is_translated(const char *own, const char *seen)
{
	sn_addr a, b;

	return !sn_addr_parse(&a, own, strlen(own), NULL) &&
	       !sn_addr_parse(&b, seen, strlen(seen), NULL) &&
	       is_translated(a, b);
}

/* @own: of the end's own addresses, and not of the other's. */
static unsigned
part_fit(const char *at, size_t n, sn_addr host, bool own)
{
	sn_prefix p;
	sn_range r;
	sn_addr a;

	if ((n == 4 && !memcmp(at, "%any", 4)) ||
	    (n == 7 && !memcmp(at, "0.0.0.0", 7)) ||
	    (n == 2 && !memcmp(at, "::", 2)))
		return 1;
	if (!sn_addr_parse(&a, at, n, NULL))
		return !host.family || !sn_addr_compare(a, host)
			   ? EXACT
			   : is_translated(own ? a : host, own ? host : a);
	if (!sn_prefix_parse(&p, at, n, 0, NULL))
		return !host.family || sn_prefix_contains_addr(p, host)
			   ? p.len + 1u
			   : 0;
	if (!sn_range_parse(&r, at, n, 0, NULL))
		return !host.family ||
		       (r.first.family == host.family &&
			   sn_addr_compare(r.first, host) <= 0 &&
			   sn_addr_compare(host, r.last) <= 0);
	return 1; /* a name: what it stands for is not known */
}

static unsigned
address_fit(const char *list, sn_addr host, bool own)
{
	unsigned best = 0;
	const char *at;
	size_t n;

	if (!*list)
		return 1;
	while (next_part(&list, &at, &n)) {
		unsigned fit = part_fit(at, n, host, own);

		best = fit > best ? fit : best;
	}
	return best;
}

unsigned
sn__connection_fit(const sn_ike_config *c, const struct sn__ike_connection *of,
    const struct sn__hosts *h, uint32_t version)
{
	unsigned local, peer;

	if (of->refused || (version && of->version && of->version != version))
		return 0;
	local = address_fit(
	    sn__ike_text(c, of->address[SN_LOCAL]), h->of[SN_LOCAL], true);
	peer = address_fit(
	    sn__ike_text(c, of->address[SN_PEER]), h->of[SN_PEER], false);
	if (!local || !peer)
		return 0;
	return local * OF_LOCAL + peer * OF_PEER +
	       (of->version && version ? VERSION : 0);
}

/* --------------------------------------------------------- identities */

static bool
is_any(const char *id)
{
	return !*id || !strcmp(id, "%any");
}

/* Without the mark that makes a name of what would be an address. */
static const char *
plain(const char *id)
{
	if (id[0] == '@' && id[1] != '#' && id[1] != '@')
		return id + 1;
	if (!strncmp(id, "@@", 2))
		return id + 2;
	if (!strncmp(id, "fqdn:", 5))
		return id + 5;
	if (!strncmp(id, "email:", 6))
		return id + 6;
	return id;
}

unsigned
sn__id_fit(const char *id, const char *pattern)
{
	size_t n, m;

	if (is_any(pattern))
		return ID_ANY;
	if (is_any(id))
		return 0;
	id = plain(id);
	pattern = plain(pattern);
	if (!strcasecmp(id, pattern))
		return ID_EQUAL;
	n = strlen(id);
	m = strlen(pattern);
	/* "*.example" and "*@example". */
	return m > 1 && pattern[0] == '*' && n >= m - 1 &&
		       !strcasecmp(id + n - (m - 1), pattern + 1)
		   ? ID_PART
		   : 0;
}

/* --------------------------------------------------------------- keys */

static unsigned
owner_fit(const sn_ike_config *c, const struct sn__ike_key *key, const char *id)
{
	unsigned best = 0;

	if (!key->owners.n)
		return ID_ANY;
	for (uint32_t i = 0; i < key->owners.n; i++) {
		unsigned fit = sn__id_fit(
		    id, sn__ike_text(c, c->owner[key->owners.first + i]));

		best = fit > best ? fit : best;
	}
	return best;
}

const char *
sn__best_key(const sn_ike_config *c, const char *me, const char *other)
{
	unsigned best_me = 0, best_other = 0;
	const char *found = NULL;

	/* Of equal ones the last that was loaded. */
	for (size_t i = c->keys; i-- > 0;) {
		unsigned m = owner_fit(c, &c->key[i], me);
		unsigned o = owner_fit(c, &c->key[i], other);

		if (o > best_other || (o == best_other && m > best_me)) {
			best_me = m;
			best_other = o;
			found = sn__ike_text(c, c->key[i].secret);
		}
	}
	return found;
}

bool
sn__has_key(const sn_ike_config *c, const char *me, const char *other,
    const char *secret)
{
	for (size_t i = 0; i < c->keys; i++)
		if ((owner_fit(c, &c->key[i], me) ||
			owner_fit(c, &c->key[i], other)) &&
		    !strcasecmp(sn__ike_text(c, c->key[i].secret), secret))
			return true;
	return false;
}
