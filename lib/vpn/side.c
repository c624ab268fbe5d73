/*
 * side.c - the verdict for one side of a connection.
 *
 * The candidate is the longest prefix that holds every segment ("common"), or
 * with octet alignment that prefix shortened to a multiple of 8 bits (IPv6:
 * 16), which leaves space to grow without a renegotiation; spare space that was
 * asked for and a selector that is in use come before both. A candidate that
 * breaks a rule is dropped; where none is left, rows have to say what is sent
 * there, and the rule that "common" broke is the reason. The selector is then
 * the candidate that breaks neither R1 nor R3, for rows of a supernet are
 * replaced as those of 0.0.0.0/0 (::/0) are, and it holds less; or everything.
 *
 * Rules, in the order in which the first broken one becomes the reason:
 *   R1 not-adjacent         shorter than the shortest acceptable length
 *   R2 overlaps-other-side  holds addresses of the other side
 *   R3 reserved             equal to, inside or containing a forbidden range
 *   R4 leaves-private       all segments private (RFC 1918, RFC 4193), but
 *                           not the candidate
 * A candidate without extra addresses is what was asked for, whatever its
 * length: R1, R3 and R4 do not apply to it. (That the segments themselves
 * touch a forbidden range is an error of the plan, not of the selector.)
 *
 * R2 is checked against the other side's segments, not its selector, and yet
 * the two selectors can never overlap: two prefixes that overlap are nested,
 * and the outer one would hold the inner one's segments. So each side can be
 * judged alone, in any order. Only a selector that rows replace holds the other
 * side, which is why no row of a plan keeps it.
 *
 * The provider's page gives no threshold for "adjacent"; R1 and its default
 * (/8, IPv6 /16) are this library's definition, and a parameter.
 */
#include "base/alloc.h"
#include "base/bits.h"
#include "vpn/plan.h"

/* What the rules are checked against. */
struct rules {
	const sn_side_options *o;
	unsigned shortest;
	bool all_private;
	bool replaced; /* by rows: R2 and R4 do not apply */
};

/* The private ranges of RFC 1918 and RFC 4193. */
static const sn_prefix private_space[] = {
    {0, 0x0a000000, SN_IPV4, 8, {0}},
    {0, 0xac100000, SN_IPV4, 12, {0}},
    {0, 0xc0a80000, SN_IPV4, 16, {0}},
    {UINT64_C(0xfc00000000000000), 0, SN_IPV6, 7, {0}},
};

static bool
is_private(sn_prefix p)
{
	for (size_t i = 0; i < sizeof(private_space) / sizeof(*private_space);
	     i++)
		if (sn_prefix_contains(private_space[i], p))
			return true;
	return false;
}

const sn_prefix *
sn__private_space(size_t *n)
{
	*n = sizeof(private_space) / sizeof(*private_space);
	return private_space;
}

bool
sn__all_private(const sn_prefix *p, size_t n)
{
	bool all = true;

	for (size_t i = 0; i < n; i++)
		all &= is_private(p[i]);
	return all;
}

static bool
touches_forbidden(const sn_side_options *o, sn_prefix p)
{
	for (size_t i = 0; i < o->forbidden_count; i++)
		if (sn_prefix_overlaps(p, o->forbidden[i]))
			return true;
	return false;
}

/* The first rule that @p breaks, or SN_REASON_NONE. */
static unsigned
broken_rule(const struct rules *rules, sn_prefix p, bool extra)
{
	const sn_side_options *o = rules->o;

	if (extra && p.len < rules->shortest)
		return SN_REASON_NOT_ADJACENT;
	if (!rules->replaced && o->other_side &&
	    sn_set_overlaps_range(o->other_side, sn_prefix_range(p)))
		return SN_REASON_OVERLAPS_OTHER_SIDE;
	if (extra && touches_forbidden(o, p))
		return SN_REASON_FORBIDDEN;
	if (extra && !rules->replaced && rules->all_private &&
	    !o->allow_public && !is_private(p))
		return SN_REASON_LEAVES_PRIVATE;
	return SN_REASON_NONE;
}

static struct rules
make_rules(const sn_side *side, const sn_side_options *o)
{
	bool v4 = side->common.family == SN_IPV4;
	unsigned given = v4 ? o->shortest4 : o->shortest6;
	unsigned usual = v4 ? SN_SHORTEST4_DEFAULT : SN_SHORTEST6_DEFAULT;
	struct rules rules = {
	    o, given || o->shortest_given ? given : usual, true, false};

	rules.all_private =
	    sn__all_private(side->aggregates, side->aggregate_count);
	return rules;
}

static sn_count
extra_of(const sn_side *side, sn_prefix p)
{
	sn_count extra = sn_prefix_size(p);

	for (size_t i = 0; i < side->aggregate_count; i++)
		extra =
		    sn_count_sub(extra, sn_prefix_size(side->aggregates[i]));
	return extra;
}

/* @p rounded to a whole octet (IPv6: two). */
static sn_prefix
octet(sn_prefix p)
{
	unsigned step = p.family == SN_IPV4 ? 8 : 16;

	return sn__prefix(p.family, sn__prefix_bits(p), p.len / step * step);
}

/* The common prefix with the spare space that was asked for. */
static sn_prefix
with_spare(const sn_side *side, const sn_side_options *o)
{
	sn_prefix p = side->common;
	unsigned len;

	for (size_t i = 0; i < o->spare_count; i++)
		if (sn_prefix_common(&p, p, o->spare[i]))
			return side->common; /* checked before */
	len = side->common.len > o->spare_bits
		  ? side->common.len - (unsigned)o->spare_bits
		  : 0;
	return sn__prefix(
	    p.family, sn__prefix_bits(p), p.len < len ? p.len : len);
}

static unsigned
check(const struct rules *rules, const sn_side *side, sn_prefix p)
{
	return broken_rule(rules, p, !sn_count_is_zero(extra_of(side, p)));
}

/*
 * The first of these that breaks no rule: the selector in use, spare space
 * and alignment, spare space alone, alignment alone, the common prefix. The
 * last one's broken rule becomes the reason.
 */
static sn_prefix
choose(sn_side *side, const struct rules *rules)
{
	const sn_side_options *o = rules->o;
	sn_prefix common = side->common, wide = with_spare(side, o);
	bool round = o->align == SN_ALIGN_OCTET;
	bool wider = sn_prefix_compare(wide, common) != 0;

	if (o->keep && sn_prefix_contains(*o->keep, wide) &&
	    !check(rules, side, *o->keep))
		return *o->keep;
	if (round) {
		sn_prefix p = octet(wide);

		side->align_reason = check(rules, side, p);
		if (!side->align_reason)
			return p;
	}
	if (wider) {
		side->spare_reason = check(rules, side, wide);
		if (!side->spare_reason)
			return wide;
		/* As much spare space as breaks no rule. */
		for (unsigned len = wide.len + 1u; len < common.len; len++) {
			sn_prefix p = sn__prefix(
			    common.family, sn__prefix_bits(common), len);

			if (!check(rules, side, p))
				return p;
		}
	}
	if (round && wider) {
		sn_prefix p = octet(common);

		side->align_reason = check(rules, side, p);
		if (!side->align_reason)
			return p;
	}
	side->reason = check(rules, side, common);
	return common;
}

/* What is selected where rows have to say what is sent there. */
static sn_prefix
choose_replaced(const sn_side *side, struct rules rules)
{
	sn_side trial = *side;
	const sn_prefix *keep = rules.o->keep;
	sn_prefix p;

	rules.replaced = true;
	trial.reason = SN_REASON_NONE;
	p = choose(&trial, &rules);
	return trial.reason || (keep && keep->len == 0)
		   ? sn__prefix(side->common.family, 0, 0)
		   : p;
}

/* Fills in the selector, the verdict, the reasons and the extra. */
static void
judge(sn_side *side, const sn_side_options *o)
{
	struct rules rules = make_rules(side, o);

	side->align_reason = side->spare_reason = SN_REASON_NONE;
	side->reason = SN_REASON_NONE;
	side->selector = choose(side, &rules);
	if (side->reason)
		side->selector = choose_replaced(side, rules);
	side->extra = extra_of(side, side->selector);
	side->verdict = side->reason ? SN_VERDICT_DEFAULT_ROUTE
			: sn_count_is_zero(side->extra) ? SN_VERDICT_EXACT
							: SN_VERDICT_SUPERNET;
}

/* The side, followed by the two lists it owns. */
struct owner {
	sn_side side; /* first: a pointer to it is one to its owner */
	sn_alloc alloc;
	sn_prefixes *segments;
	sn_prefixes *aggregates;
};

void
sn_side_free(sn_side *side)
{
	struct owner *owner;
	sn_alloc alloc;

	if (!side)
		return;
	owner = (struct owner *)side;
	alloc = owner->alloc;
	sn_prefixes_free(owner->segments);
	sn_prefixes_free(owner->aggregates);
	sn__free(&alloc, owner);
}

/* Drops repeated prefixes of a sorted list, in place; returns how many stay. */
static size_t
unique(sn_prefix *data, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (!kept || sn_prefix_compare(data[i], data[kept - 1]))
			data[kept++] = data[i];
	return kept;
}

static sn_status
lists(struct owner *owner, const sn_prefix *segments, size_t n)
{
	sn_prefix *sorted;
	sn_set *set = NULL;
	sn_status status =
	    sn_prefixes_new(&owner->segments, segments, n, &owner->alloc);

	if (!status)
		status = sn_set_from_prefixes(&set, segments, n, &owner->alloc);
	if (!status)
		status = sn_prefixes_from_set(&owner->aggregates, set, 0);
	sn_set_free(set);
	if (status)
		return status;
	owner->side.aggregates =
	    sn_prefixes_data(owner->aggregates, &owner->side.aggregate_count);
	sorted = (sn_prefix *)(uintptr_t)sn_prefixes_data(owner->segments, &n);
	owner->side.segments = sorted;
	owner->side.segment_count = unique(sorted, n);
	return SN_OK;
}

static sn_status
check_family(const sn_prefix *p, size_t n, unsigned family)
{
	for (size_t i = 0; i < n; i++) {
		if (!sn__prefix_valid(p[i]))
			return SN_EINVAL;
		if (p[i].family != family)
			return SN_EFAMILY;
	}
	return SN_OK;
}

sn_status
sn_side_judge(sn_side **out, const sn_prefix *segments, size_t n,
    const sn_side_options *options, const sn_alloc *alloc)
{
	static const sn_side_options defaults = SN_SIDE_OPTIONS_INIT;
	const sn_side_options *o = options ? options : &defaults;
	sn_alloc keep = sn__alloc_keep(alloc);
	struct owner *owner;
	sn_status status;

	if (n == 0 || o->struct_size != sizeof(*o) || o->align > SN_ALIGN_OCTET)
		return SN_EINVAL;
	status = check_family(segments, n, segments[0].family);
	if (!status)
		status =
		    check_family(o->spare, o->spare_count, segments[0].family);
	if (status)
		return status;
	owner = sn__calloc(&keep, 1, sizeof(*owner));
	if (!owner)
		return SN_ENOMEM;
	owner->alloc = keep;
	owner->side.struct_size = sizeof(owner->side);
	status = lists(owner, segments, n);
	if (status) {
		sn_side_free(&owner->side);
		return status;
	}
	owner->side.common = owner->side.aggregates[0];
	for (size_t i = 1; !status && i < owner->side.aggregate_count; i++)
		status = sn_prefix_common(&owner->side.common,
		    owner->side.common, owner->side.aggregates[i]);
	judge(&owner->side, o);
	*out = &owner->side;
	return SN_OK;
}
