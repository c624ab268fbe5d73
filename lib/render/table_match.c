/*
 * table_match.c - what tables do with packets, as text, CSV and JSON: one
 * packet after the other, so that any number costs no more than one.
 */
#include "render/table_row.h"

#include <stdlib.h>

enum form { TEXT, CSV, JSON };

struct sn_match_writer {
	const sn_table *t;
	enum form form;
	sn__json j;
	sn__out out;
};

sn_status
sn_match_writer_new(sn_match_writer **out, const sn_table *t,
    const char *format, sn_sink sink, void *ctx)
{
	static const char *const name[] = {"text", "csv", "json"};
	enum form form = TEXT;
	sn_match_writer *w;

	while (form <= JSON && strcmp(format, name[form]))
		form++;
	if (form > JSON)
		return SN_EINVAL;
	w = malloc(sizeof(*w));
	if (!w)
		return SN_ENOMEM;
	w->t = t;
	w->form = form;
	sn__out_begin(&w->out, sink, ctx);
	if (form == CSV)
		sn__out_text(
		    &w->out, "source,destination,outcome,row,next_hop\n");
	if (form == JSON) {
		sn__json_begin(&w->j, &w->out);
		sn__json_open(&w->j, NULL, '{', false);
		sn__json_number(&w->j, "version", 1);
		sn__json_open(&w->j, "packets", '[', false);
	}
	*out = w;
	return SN_OK;
}

/* The name of the next hop; NULL where there is none, or none is certain. */
static const char *
hop_of(const sn_match_writer *w, sn_hit hit)
{
	return hit.outcome == SN_HIT_ROW
		   ? sn_table_next_hop(
			 w->t, sn_table_rows(w->t)[hit.row].next_hop)
		   : NULL;
}

static void
text_packet(sn_match_writer *w, const sn_packet *p, sn_hit hit)
{
	sn__out_addr(&w->out, p->source);
	sn__out_text(&w->out, " -> ");
	sn__out_addr(&w->out, p->destination);
	if (hit.outcome == SN_HIT_NONE)
		sn__out_text(&w->out, "  no row matches\n");
	else if (hit.outcome == SN_HIT_ROW)
		sn__out_format(&w->out, "  %s  row %u\n", hop_of(w, hit),
		    (unsigned)hit.row + 1);
	else
		sn__out_format(&w->out,
		    "  not deterministic: row %u or another\n",
		    (unsigned)hit.row + 1);
}

static void
csv_packet(sn_match_writer *w, const sn_packet *p, sn_hit hit)
{
	const char *hop = hop_of(w, hit);

	sn__out_addr(&w->out, p->source);
	sn__out_char(&w->out, ',');
	sn__out_addr(&w->out, p->destination);
	sn__out_char(&w->out, ',');
	sn__out_text(&w->out, sn_word(SN_WORD_HIT, hit.outcome));
	sn__out_char(&w->out, ',');
	if (hit.outcome != SN_HIT_NONE)
		sn__out_number(&w->out, hit.row + UINT64_C(1));
	sn__out_char(&w->out, ',');
	sn__csv_field(&w->out, hop ? hop : "");
	sn__out_char(&w->out, '\n');
}

/* The rules that were left out and may decide before. */
static void
json_depends(sn_match_writer *w, const sn_packet *p, sn_hit hit)
{
	const sn_route *rule = sn_table_left_out_rows(w->t);
	uint64_t n = sn_table_left_out(w->t);

	sn__json_open(&w->j, "depends", '[', false);
	for (uint64_t i = 0; i < n; i++) {
		i = sn_table_left_out_before(w->t, p, hit, i);
		if (i == n)
			break;
		sn__json_open(&w->j, NULL, '{', true);
		sn__row_json_keys(&w->j, w->t, &rule[i]);
		sn__json_close(&w->j, '}');
	}
	sn__json_close(&w->j, ']');
}

static void
text_depends(sn_match_writer *w, const sn_packet *p, sn_hit hit)
{
	const sn_route *rule = sn_table_left_out_rows(w->t);
	uint64_t n = sn_table_left_out(w->t);

	for (uint64_t i = 0; i < n; i++) {
		i = sn_table_left_out_before(w->t, p, hit, i);
		if (i == n)
			break;
		sn__out_text(&w->out, "depends on more than addresses: ");
		sn__row_text(&w->out, w->t, &rule[i]);
		sn__out_char(&w->out, '\n');
	}
	if (sn_table_is_linux(w->t) && hit.outcome == SN_HIT_ROW)
		sn__out_format(&w->out,
		    "where table %s has no route, the next rule decides\n",
		    hop_of(w, hit));
}

/* One packet on one line; @why given: on several lines, with the rows that
 * match. */
static void
json_packet(
    sn_match_writer *w, const sn_packet *p, sn_hit hit, const uint8_t *why)
{
	const sn_route *row = sn_table_rows(w->t);
	sn__json *j = &w->j;

	sn__json_open(j, NULL, '{', !why);
	sn__json_addr(j, "source", p->source);
	sn__json_addr(j, "destination", p->destination);
	sn__json_string(j, "outcome", sn_word(SN_WORD_HIT, hit.outcome));
	if (hit.outcome != SN_HIT_NONE)
		sn__json_number(j, "row", hit.row + UINT64_C(1));
	else
		sn__json_string(j, "row", NULL);
	sn__json_string(j, "next_hop", hop_of(w, hit));
	if (why)
		sn__json_open(j, "rows", '[', false);
	for (unsigned k = SN_WHY_USED; why && sn_word(SN_WORD_WHY, k); k++) {
		for (size_t i = 0; i < sn_table_size(w->t); i++) {
			if (why[i] != k)
				continue;
			sn__json_open(j, NULL, '{', true);
			sn__json_number(j, "row", i + 1);
			sn__json_string(j, "why", sn_word(SN_WORD_WHY, k));
			sn__row_json_keys(j, w->t, &row[i]);
			sn__json_close(j, '}');
		}
	}
	if (why)
		sn__json_close(j, ']');
	if (why && sn_table_is_linux(w->t))
		json_depends(w, p, hit);
	sn__json_close(j, '}');
}

void
sn_match_writer_put(
    sn_match_writer *w, const sn_packet *packets, const sn_hit *hits, size_t n)
{
	for (size_t i = 0; i < n && !w->out.status; i++) {
		if (w->form == TEXT)
			text_packet(w, &packets[i], hits[i]);
		else if (w->form == CSV)
			csv_packet(w, &packets[i], hits[i]);
		else
			json_packet(w, &packets[i], hits[i], NULL);
	}
}

void
sn_match_writer_explain(
    sn_match_writer *w, const sn_packet *packet, sn_hit hit, const uint8_t *why)
{
	if (w->form == JSON)
		json_packet(w, packet, hit, why);
	if (w->form == CSV)
		csv_packet(w, packet, hit);
	if (w->form != TEXT)
		return;
	if (hit.outcome == SN_HIT_NONE)
		sn__out_text(&w->out, "no row matches\n");
	if (hit.outcome == SN_HIT_AMBIGUOUS)
		sn__out_text(&w->out, "not deterministic\n");
	for (unsigned k = SN_WHY_USED; sn_word(SN_WORD_WHY, k); k++) {
		for (size_t i = 0; i < sn_table_size(w->t); i++) {
			if (why[i] != k)
				continue;
			sn__out_format(&w->out,
			    "%s: row %zu: ", sn_word(SN_WORD_WHY, k), i + 1);
			sn__row_text(&w->out, w->t, &sn_table_rows(w->t)[i]);
			sn__out_char(&w->out, '\n');
		}
	}
	text_depends(w, packet, hit);
}

sn_status
sn_match_writer_end(sn_match_writer *w)
{
	sn_status status;

	if (w->form == JSON) {
		sn__json_close(&w->j, ']');
		sn__json_close(&w->j, '}');
		sn__json_end(&w->j);
	}
	status = sn__out_end(&w->out);
	free(w);
	return status;
}
