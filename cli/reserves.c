/*
 * reserves.c - space that selectors of a plan keep: --reserve.
 */
#include "reserves.h"

#include <string.h>

int
reserves_add(struct reserves *r, const char *arg, const struct common *c,
    sn_plan_request *request)
{
	struct segments *to = &r->undecided;
	const char *prefixes = arg;
	uint64_t bits;
	size_t before;
	int exit_code;

	if (parse_number(arg, 128, &bits)) {
		request->spare_bits = (uint8_t)bits;
		return 0;
	}
	if (!strncmp(arg, "local:", 6)) {
		to = &r->side[SN_LOCAL];
		prefixes += 6;
	} else if (!strncmp(arg, "peer:", 5)) {
		to = &r->side[SN_PEER];
		prefixes += 5;
	}
	before = to->n;
	exit_code = segments_add(to, "--reserve", prefixes, c);
	if (!exit_code && to->n == before)
		exit_code =
		    usage_error("plan", "--reserve: no prefix in '%s'", arg);
	return exit_code;
}

/* How long a prefix @p shares with the nearest of the segments. */
static unsigned
nearness(sn_prefix p, const sn_prefix *segment, size_t n)
{
	unsigned best = 0;
	sn_prefix common;

	for (size_t i = 0; i < n; i++)
		if (!sn_prefix_common(&common, p, segment[i]) &&
		    common.len >= best)
			best = common.len;
	return best;
}

int
reserves_decide(struct reserves *r, sn_plan_request *request)
{
	char text[SN_PREFIX_TEXT_MAX];

	for (size_t i = 0; i < r->undecided.n; i++) {
		sn_prefix p = r->undecided.p[i];
		unsigned l = nearness(p, request->local, request->local_count);
		unsigned q = nearness(p, request->peer, request->peer_count);
		int exit_code;

		sn_prefix_format(text, sizeof(text), p);
		if (l == q)
			return usage_error("plan",
			    "--reserve %s is as near to one side as to the "
			    "other: say local:%s or peer:%s",
			    text, text, text);
		exit_code = segments_add_prefix(
		    &r->side[l > q ? SN_LOCAL : SN_PEER], p);
		if (exit_code)
			return exit_code;
	}
	request->spare_local = r->side[SN_LOCAL].p;
	request->spare_local_count = r->side[SN_LOCAL].n;
	request->spare_peer = r->side[SN_PEER].p;
	request->spare_peer_count = r->side[SN_PEER].n;
	return 0;
}

void
reserves_free(struct reserves *r)
{
	segments_free(&r->side[SN_LOCAL]);
	segments_free(&r->side[SN_PEER]);
	segments_free(&r->undecided);
}
