/*
 * special.c - addresses that no host beyond a link has, whatever a segment or a
 * pool says: those of special purposes.
 */
#include "vpn/special.h"

#include <stdio.h>

#define HIGH(words, len)                    \
 {                                          \
  (uint64_t)(words) << 48, 0, SN_IPV6, len, \
  {                                         \
   0                                        \
  }                                         \
 }

static const sn_prefix space[] = {
    {0, 0, SN_IPV4, 8, {0}},
    {0, 0x7f000000, SN_IPV4, 8, {0}},
    {0, 0xa9fe0000, SN_IPV4, 16, {0}},
    {0, 0xe0000000, SN_IPV4, 4, {0}},
    {0, 0xf0000000, SN_IPV4, 4, {0}},
    {0, 0, SN_IPV6, 128, {0}},
    {0, 1, SN_IPV6, 128, {0}},
    HIGH(0xfe80, 10),
    HIGH(0xff00, 8),
};
enum { SPACES = sizeof(space) / sizeof(*space) };

#define LOOPBACK   "loopback, which never leaves a host"
#define LINK_LOCAL "link-local, which no router forwards"
#define MULTICAST  "multicast: groups, not hosts"

static const struct {
	const char *what;
	const char *source;
} about[SPACES] = {
    {"for a host that has no address yet", SOURCE_RFC1122},
    {LOOPBACK, SOURCE_RFC1122},
    {LINK_LOCAL, SOURCE_RFC3927},
    {MULTICAST, SOURCE_RFC5771},
    {"reserved, and dropped by most hosts and routers", SOURCE_RFC1112},
    {"no address", SOURCE_RFC4291},
    {LOOPBACK, SOURCE_RFC4291},
    {LINK_LOCAL, SOURCE_RFC4291},
    {MULTICAST, SOURCE_RFC4291},
};

const sn_prefix *
sn__special_space(size_t *n)
{
	*n = SPACES;
	return space;
}

/* Says of side @s that segments are inside range @k, and which is the first. */
static sn_status
say_inside(struct sn__planning *in, unsigned s, unsigned k)
{
	const sn_plan_request *r = in->request;
	const sn_prefix *p = s == SN_LOCAL ? r->local : r->peer, *first = NULL;
	size_t n = s == SN_LOCAL ? r->local_count : r->peer_count;
	char text[SN_PREFIX_TEXT_MAX], range[SN_PREFIX_TEXT_MAX];

	for (size_t i = 0; i < n; i++)
		if (sn_prefix_contains(space[k], p[i]) &&
		    (!first || sn_prefix_compare(p[i], *first) < 0))
			first = &p[i];
	if (!first)
		return SN_OK;
	sn_prefix_format(text, sizeof(text), *first);
	sn_prefix_format(range, sizeof(range), space[k]);
	return sn__advise(&in->plan->advice, "special-addresses",
	    SN_SEVERITY_WARNING, about[k].source,
	    "%s of the %s side is hardly meant: %s is %s.", text,
	    s == SN_LOCAL ? "local" : "peer", range, about[k].what);
}

sn_status
sn__plan_say_special(struct sn__planning *in)
{
	sn_status status = SN_OK;

	for (unsigned s = 0; s < 2; s++)
		for (unsigned k = 0; k < SPACES && !status; k++)
			status = say_inside(in, s, k);
	return status;
}

sn_status
sn__pool_say_special(sn_plan *plan, const sn_prefix *pool, size_t n)
{
	char text[SN_PREFIX_TEXT_MAX], more[48] = "";
	unsigned first = 0;
	size_t found = 0;

	for (unsigned k = 0; k < SPACES; k++)
		for (size_t i = 0; i < n; i++)
			if (sn_prefix_overlaps(space[k], pool[i])) {
				first = found++ ? first : k;
				break;
			}
	if (!found)
		return SN_OK;
	sn_prefix_format(text, sizeof(text), space[first]);
	if (found > 1)
		snprintf(
		    more, sizeof(more), ", and %zu more like it", found - 1);
	return sn__advise(&plan->advice, "nat-pool-special",
	    SN_SEVERITY_WARNING, about[first].source,
	    "The pool has addresses that no host can have, which are passed "
	    "over: %s is %s%s.",
	    text, about[first].what, more);
}
