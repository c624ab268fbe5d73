/*
 * check_finding.c - the findings of a check: what each one says, how severe it
 * is, and what it cites.
 */
#include "profile/sources.h"
#include "routes/check.h"

static const struct {
	const char *code;
	uint32_t severity;
	const char *text;
	const char *source;
} codes[SN__CODES] = {
    [SN__EQUAL_PRIORITY] = {"equal-priority-overlap", SN_SEVERITY_ERROR,
	"overlap with equal priority and different next hops: the order of "
	"delivery decides, which is not certain; give the more specific row "
	"a smaller priority",
	SOURCE_ALIBABA_FAQ},
    [SN__EQUAL_DESTINATION] = {"equal-prefix-rows", SN_SEVERITY_WARNING,
	"the same prefixes with different next hops, and neither is standby: "
	"which one is used is not certain",
	SOURCE_ALIBABA_DIAGNOSE},
    [SN__FORBIDDEN] = {"destination-reserved", SN_SEVERITY_ERROR,
	"the destination equals, lies inside or contains a range that the "
	"gateway forbids",
	""},
    [SN__DEFAULT_ROW] = {"default-route-row", SN_SEVERITY_ERROR,
	"a destination of the whole address space, which the gateway does not "
	"take in a manual row; add more specific rows instead",
	""},
    [SN__LIMIT_POLICY] = {"policy-limit-exceeded", SN_SEVERITY_ERROR,
	"more policy rows than the gateway takes; it can be raised there", ""},
    [SN__LIMIT_DESTINATION] = {"destination-limit-exceeded", SN_SEVERITY_ERROR,
	"more destination rows than the gateway takes; it can be raised there",
	""},
    [SN__MISSING] = {"missing-row", SN_SEVERITY_ERROR,
	"a row of the plan that the table lacks; add it", ""},
    [SN__DEFAULT_AUTO] = {"default-route-auto", SN_SEVERITY_WARNING,
	"an automatic row to the whole address space; delete it and add more "
	"specific rows",
	SOURCE_ALIBABA_ADVICE},
    [SN__DEAD] = {"never-matches", SN_SEVERITY_WARNING,
	"no packet gets to this row: rows that are looked up before it cover "
	"all of it; delete it, or give it a smaller priority",
	SOURCE_ALIBABA_POLICY},
    [SN__DUPLICATE] = {"duplicate-row", SN_SEVERITY_WARNING,
	"the same prefixes and next hop twice; delete one", ""},
    [SN__SUPERFLUOUS] = {"superfluous-row", SN_SEVERITY_WARNING,
	"a row that the plan does not have; delete it", ""},
    [SN__HOST_BITS] = {"host-bits", SN_SEVERITY_WARNING,
	"a prefix with host bits set, read as the network it lies in",
	SOURCE_ALIBABA_TERRAFORM_CIDR},
    [SN__STANDBY_PRIORITY] = {"standby-differs", SN_SEVERITY_WARNING,
	"an active row and its standby have different priorities",
	SOURCE_ALIBABA_POLICY},
    [SN__STANDBY_ALONE] = {"standby-alone", SN_SEVERITY_WARNING,
	"a row of weight 0 without an active row of the same prefixes: active "
	"and standby rows need identical source and destination",
	SOURCE_ALIBABA_SDK},
    [SN__STANDBY_IGNORED] = {"standby-not-honoured", SN_SEVERITY_WARNING,
	"a row of weight 0 beside another one, and the gateway ignores "
	"weights: which of them is used is not certain; delete one, the second "
	"tunnel of a connection stands in for the first",
	""},
    [SN__PRIORITY_RANGE] = {"priority-range", SN_SEVERITY_WARNING,
	"a priority outside 1 to 100", SOURCE_ALIBABA_SDK},
    [SN__ASYMMETRIC] = {"asymmetric-path", SN_SEVERITY_WARNING,
	"traffic and its answers take different next hops: the other row "
	"has source and destination exchanged",
	""},
    [SN__UNPUBLISHED] = {"not-published", SN_SEVERITY_ACTION,
	"not published, so that no traffic comes to the gateway for it; "
	"publish it",
	""},
    [SN__SAME_PREFIXES] = {"equal-priority-overlap", SN_SEVERITY_ERROR,
	"the same source and destination with equal priority and different "
	"next hops: the order of delivery decides, which is not certain; make "
	"one the standby (weight 0), or give it another priority; such rows "
	"also block the upgrade to two tunnels",
	SOURCE_ALIBABA_FAQ},
    [SN__LATE_STANDBY] = {"standby-by-priority", SN_SEVERITY_WARNING,
	"used only while the other row, of the same prefixes, is not in force: "
	"a standby row has weight 0 and the same priority",
	SOURCE_ALIBABA_POLICY},
    [SN__NO_ROWS] = {"no-rows", SN_SEVERITY_WARNING,
	"no row was read: nothing was checked", ""},
};

bool
sn__is_documented(const sn_profile *gateway)
{
	return gateway->provider == SN_PROVIDER_ALIBABA &&
	       gateway->match_rule.sure != SN_SURE_USER;
}

/* Where the gateway's profile has a fact, its source is the one to name. */
static const char *
source_of(const struct sn__checking *in, enum sn__code code)
{
	const sn_profile *g = in->gateway;
	bool given = in->request->max_routes != SN_LIMIT_DEFAULT;

	if (code == SN__FORBIDDEN)
		return g->forbidden_fact.source;
	if (code == SN__DEFAULT_ROW)
		return g->destination_default.source;
	if (code == SN__STANDBY_IGNORED)
		return g->weights.source;
	if (code == SN__UNPUBLISHED)
		return g->publish.source;
	if (code == SN__LIMIT_POLICY && !given)
		return g->policy_routes.source;
	if (code == SN__LIMIT_DESTINATION && !given)
		return g->destination_routes.source;
	return sn__is_documented(g) ? codes[code].source : "";
}

void
sn__found(
    struct sn__checking *in, enum sn__code code, uint64_t row, uint64_t other)
{
	sn_finding finding = {.code = codes[code].code,
	    .severity = codes[code].severity,
	    .in_plan = code == SN__MISSING,
	    .row = row,
	    .other = other,
	    .seen = "",
	    .text = codes[code].text,
	    .remedy = "",
	    .source = source_of(in, code)};

	if (in->c->found[code]++ < in->most && !in->status)
		in->status = sn__finding_add(&in->c->list, &finding);
}

uint64_t
sn__found_so_far(const struct sn__checking *in)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < SN__CODES; i++)
		sum += in->c->found[i];
	return sum;
}
