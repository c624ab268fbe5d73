/*
 * words.c - what pictures and reports say of a plan, as short texts.
 */
#include "render/words.h"

#include <stdio.h>
#include <string.h>

#include "base/count.h"
#include "base/plural.h"
#include "vpn/block.h"

static const struct {
	const char *title;
	bool policy_only;
} columns[SN__CELLS] = {
    {"Action", false},
    {"Source", true},
    {"Destination", false},
    {"Next hop", false},
    {"Weight", false},
    {"Priority", true},
    {"State", false},
    {"Origin", true},
};

const char *
sn__row_title(unsigned cell)
{
	return cell < SN__CELLS ? columns[cell].title : NULL;
}

bool
sn__row_has(uint32_t kind, unsigned cell)
{
	if (kind == SN_ROUTE_STATIC)
		return cell == 0 || cell == 2 || cell == 3;
	return kind == SN_ROUTE_POLICY || !columns[cell].policy_only;
}

void
sn__row_make(sn__row *out, const sn_plan *plan, const sn_route *row)
{
	memset(out, 0, sizeof(*out));
	snprintf(out->cell[0], SN__CELL_MAX, "%s",
	    sn_word(SN_WORD_ACTION, row->action));
	sn_prefix_format(out->cell[2], SN__CELL_MAX, row->destination);
	sn_plan_connection_name(plan, row->next_hop, out->cell[3]);
	snprintf(out->cell[4], SN__CELL_MAX, "%u", row->weight);
	snprintf(out->cell[6], SN__CELL_MAX, "%s",
	    sn_word(SN_WORD_STATE, row->state));
	if (row->kind != SN_ROUTE_POLICY)
		return;
	sn_prefix_format(out->cell[1], SN__CELL_MAX, row->source);
	snprintf(out->cell[5], SN__CELL_MAX, "%u", row->priority);
	snprintf(out->cell[7], SN__CELL_MAX, "%s",
	    sn_word(SN_WORD_ORIGIN, row->origin));
}

void
sn__action_totals(uint64_t n[4], const sn_plan *plan, uint32_t kind)
{
	const sn__block *b;

	memset(n, 0, 4 * sizeof(*n));
	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++) {
		if (b->row.kind != kind)
			continue;
		n[0] += sn__block_size(b);
		n[b->row.action] += sn__block_size(b);
	}
}

void
sn__action_words(char out[SN__WORDS_MAX], const uint64_t n[4])
{
	const char *between = ": ";
	size_t used = (size_t)snprintf(out, SN__WORDS_MAX, "%llu row%s",
	    (unsigned long long)n[0], sn__plural(n[0]));

	for (unsigned i = SN_ACTION_KEEP; i <= SN_ACTION_ADD; i++) {
		if (!n[i])
			continue;
		used += (size_t)snprintf(out + used, SN__WORDS_MAX - used,
		    "%s%llu to %s", between, (unsigned long long)n[i],
		    sn_word(SN_WORD_ACTION, i));
		between = ", ";
	}
}

const sn_prefix *
sn__plan_selectors(const sn_plan *plan, unsigned side, size_t *n)
{
	const sn_side *s = sn_plan_get(plan)->sides[side];
	sn_connection c = SN_CONNECTION_INIT;

	*n = 0;
	if (sn_plan_connection(plan, 0, &c))
		return NULL;
	if (sn_plan_get(plan)->scheme == SN_SCHEME_PAIRS) {
		*n = s->aggregate_count;
		return s->aggregates;
	}
	*n = side == SN_LOCAL ? c.local_count : c.peer_count;
	return side == SN_LOCAL ? c.local : c.peer;
}

void
sn__scheme_words(char out[SN__WORDS_MAX], const sn_plan *plan)
{
	if (sn_plan_get(plan)->scheme == SN_SCHEME_NONE)
		snprintf(out, SN__WORDS_MAX, "No plan is feasible");
	else
		snprintf(out, SN__WORDS_MAX, "Scheme %s",
		    sn_word(SN_WORD_SCHEME, sn_plan_get(plan)->scheme));
}

void
sn__verdict_words(char out[SN__WORDS_MAX], const sn_side *side)
{
	static const char *const why[] = {
	    [SN_REASON_NONE] = "is not used",
	    [SN_REASON_NOT_ADJACENT] =
		"is shorter than the shortest acceptable prefix",
	    [SN_REASON_OVERLAPS_OTHER_SIDE] =
		"holds addresses of the other side",
	    [SN_REASON_FORBIDDEN] = "touches a range that the gateway forbids",
	    [SN_REASON_LEAVES_PRIVATE] =
		"holds public addresses, the segments are private",
	};
	char text[SN_PREFIX_TEXT_MAX];

	switch (side->verdict) {
	case SN_VERDICT_EXACT:
		snprintf(out, SN__WORDS_MAX, "One prefix, nothing extra.");
		break;
	case SN_VERDICT_SUPERNET:
		sn__extra_words(out, side->extra, side->selector);
		break;
	default:
		sn_prefix_format(text, sizeof(text), side->common);
		snprintf(out, SN__WORDS_MAX,
		    "No useful supernet (%s): the common one, %s, %s.",
		    sn_word(SN_WORD_REASON, side->reason), text,
		    why[side->reason]);
		break;
	}
}

void
sn__nat_words(char out[SN__WORDS_MAX], const sn_nat *nat)
{
	char original[SN_PREFIX_TEXT_MAX], translated[SN_PREFIX_TEXT_MAX];

	sn_prefix_format(original, sizeof(original), nat->original);
	sn_prefix_format(translated, sizeof(translated), nat->translated);
	snprintf(out, SN__WORDS_MAX, "%s translated to %s at the %s", original,
	    translated, sn_word(SN_WORD_KIND, nat->at));
}

void
sn__plan_words(char *out, size_t size, const sn_plan *plan)
{
	static const char *const title[] = {"Local", "Peer"};
	unsigned long long n = sn_plan_get(plan)->connection_count;
	char words[SN__WORDS_MAX], selector[SN_PREFIX_TEXT_MAX];
	uint64_t rows[4];
	size_t used = 0;

	for (unsigned i = SN_LOCAL; i <= SN_PEER; i++) {
		const sn_side *s = sn_plan_get(plan)->sides[i];

		sn_prefix_format(selector, sizeof(selector), s->selector);
		sn__verdict_words(words, s);
		used += (size_t)snprintf(out + used, size - used,
		    "%s side: %zu segment%s", title[i], s->segment_count,
		    sn__plural(s->segment_count));
		used += s->used || !n
			    ? (size_t)snprintf(out + used, size - used,
				  "; as one selector %s, %s. %s ", selector,
				  sn_word(SN_WORD_VERDICT, s->verdict), words)
			    : (size_t)snprintf(out + used, size - used, ". ");
	}
	used += (size_t)snprintf(
	    out + used, size - used, "%llu connection%s.", n, sn__plural(n));
	sn__action_totals(rows, plan, SN_ROUTE_POLICY);
	if (rows[0]) {
		sn__action_words(words, rows);
		used += (size_t)snprintf(
		    out + used, size - used, " Policy routes: %s.", words);
	}
	for (unsigned i = 0; i < 2; i++) {
		uint32_t kind = i ? SN_ROUTE_STATIC : SN_ROUTE_DESTINATION;

		sn__action_totals(rows, plan, kind);
		if (!rows[0])
			continue;
		sn__action_words(words, rows);
		used += (size_t)snprintf(out + used, size - used, " %s: %s.",
		    sn__rows_title(plan, kind), words);
	}
}

void
sn__extra_words(char out[SN__WORDS_MAX], sn_count extra, sn_prefix prefix)
{
	char number[SN__GROUPED_MAX], share[16];

	sn__count_grouped(number, extra);
	sn__share_text(share, extra, sn_prefix_size(prefix));
	snprintf(out, SN__WORDS_MAX, "%s extra address%s, %s %% of the /%u",
	    number, strcmp(number, "1") ? "es" : "", share,
	    (unsigned)prefix.len);
}

const char *
sn__bit_word(unsigned kind, uint32_t bits)
{
	unsigned i = 0;

	while (bits > 1) {
		bits /= 2;
		i++;
	}
	return bits ? sn_word(kind, i) : NULL;
}

const char *
sn__rows_title(const sn_plan *plan, uint32_t kind)
{
	const sn__block *b;

	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++) {
		if (b->row.kind != kind)
			continue;
		switch (b->row.where) {
		case SN_ROWS_POLICY:
			return "Policy routes";
		case SN_ROWS_CONNECTION:
			return "Static routes of the connection";
		case SN_ROWS_VPC:
			return "Routes of the VPC";
		case SN_ROWS_TUNNEL:
			return "Routes to the tunnel";
		case SN_ROWS_NETWORK:
			return "Address space of the local network gateway";
		case SN_ROWS_SUBNETS:
			return "Peer subnets of the connection";
		default:
			return "Destination routes";
		}
	}
	return "";
}

/* Numbers of rows where there are some: "2 rows to add". */
static size_t
row_words(char *out, size_t size, uint64_t n, const char *what)
{
	return n ? (size_t)snprintf(out, size, ", %llu row%s to %s",
		       (unsigned long long)n, sn__plural(n), what)
		 : 0;
}

void
sn__alternative_words(char *out, size_t size, const sn_alternative *a)
{
	static const char *const grows[] = {
	    [SN_GROWTH_ROUTE] = "a route",
	    [SN_GROWTH_RENEGOTIATION] = "a renegotiation",
	    [SN_GROWTH_CONNECTION] = "a connection",
	    [SN_GROWTH_RECREATION] = "a new tunnel in place of this one",
	};
	char extra[SN__GROUPED_MAX];
	size_t n;

	if (!a->feasible) {
		snprintf(out, size, "not possible: %s%s%s", a->why,
		    *a->remedy ? " What would do: " : "", a->remedy);
		return;
	}
	sn__count_grouped(extra, a->extra);
	n = (size_t)snprintf(out, size,
	    "%llu connection%s, %llu x %llu selector%s",
	    (unsigned long long)a->connections, sn__plural(a->connections),
	    (unsigned long long)a->selectors[SN_LOCAL],
	    (unsigned long long)a->selectors[SN_PEER],
	    sn__plural(a->selectors[SN_LOCAL] * a->selectors[SN_PEER]));
	n += row_words(out + n, size - n, a->rows_to_add, "add");
	n += row_words(out + n, size - n, a->rows_to_delete, "delete");
	n += row_words(out + n, size - n, a->rows_to_publish, "publish");
	n += (size_t)snprintf(out + n, size - n, ", %s extra", extra);
	if (!sn_count_is_zero(a->extra))
		n += (size_t)snprintf(out + n, size - n, " (%s%u.%u %%)",
		    a->extra_share ? "" : "under ", a->extra_share / 10,
		    a->extra_share ? a->extra_share % 10 : 1);
	snprintf(out + n, size - n, "; a new segment needs %s",
	    grows[a->new_segment]);
}

void
sn__proposal_words(char out[SN__WORDS_MAX], const sn_proposal *p)
{
	snprintf(out, SN__WORDS_MAX,
	    "IKE%s %s-%s-%s %lld s; ESP %s-%s, PFS %s, %lld s; DPD %s",
	    sn_word(SN_WORD_IKE, p->ike),
	    sn__bit_word(SN_WORD_ENCRYPTION, p->ike_encryption),
	    sn__bit_word(SN_WORD_INTEGRITY, p->ike_integrity),
	    sn_word(SN_WORD_GROUP, p->ike_dh), (long long)p->ike_lifetime,
	    sn__bit_word(SN_WORD_ENCRYPTION, p->esp_encryption),
	    sn__bit_word(SN_WORD_INTEGRITY, p->esp_integrity),
	    sn_word(SN_WORD_GROUP, p->pfs), (long long)p->ipsec_lifetime,
	    sn_word(SN_WORD_DPD, p->dpd));
}

void
sn__count_words(char out[SN__GROUPED_MAX], sn_count n)
{
	double rest = sn_count_to_double(n);
	unsigned bits = 0, power = 0;

	if (rest < 1e15) {
		sn__count_grouped(out, n);
		return;
	}
	for (unsigned i = 0; i < 4; i++)
		bits += (unsigned)__builtin_popcountll(n.word[i]);
	for (; rest >= 2; power++)
		rest /= 2;
	if (rest * rest >= 2) /* nearer to the next power */
		power++;
	snprintf(
	    out, SN__GROUPED_MAX, "%s2^%u", bits == 1 ? "" : "about ", power);
}

const sn_finding *
sn__plan_error(const sn_plan *plan)
{
	const sn_plan_view *v = sn_plan_get(plan);

	for (size_t i = 0; i < v->finding_count; i++)
		if (v->findings[i].severity == SN_SEVERITY_ERROR)
			return &v->findings[i];
	return NULL;
}

/* Bytes of the character at @p, and the columns it takes at most. */
static size_t
character(const char *p, size_t *width)
{
	unsigned char c = (unsigned char)*p;
	size_t n = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	*width = n > 2 ? 2 : 1;
	for (size_t i = 1; i < n; i++)
		if (((unsigned char)p[i] & 0xc0) != 0x80) {
			*width = 1;
			return 1;
		}
	return n;
}

size_t
sn__columns(const char *text)
{
	size_t taken = 0, width;

	while (*text) {
		text += character(text, &width);
		taken += width;
	}
	return taken;
}

void
sn__shorten(char *out, size_t size, const char *text, size_t most)
{
	static const char ellipsis[] = "\xe2\x80\xa6";
	bool whole = sn__columns(text) <= most;
	size_t space = size - 1, used = 0, taken = 0, width, n;

	if (!whole || strlen(text) > space) {
		whole = false;
		space -= sizeof(ellipsis) - 1;
	}
	for (; *text; text += n) {
		n = character(text, &width);
		taken += width;
		if (used + n > space || taken > most - !whole)
			break;
		memcpy(out + used, text, n);
		used += n;
	}
	if (!whole) {
		memcpy(out + used, ellipsis, sizeof(ellipsis) - 1);
		used += sizeof(ellipsis) - 1;
	}
	out[used] = '\0';
}
