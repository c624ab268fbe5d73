/*
 * diagnosis.c - findings, and which pairs of segments work, by format.
 */
#include "render/findings.h"
#include "render/picture/report.h"
#include "supernet_text.h"

#include <stdlib.h>

enum { SHOWN = 50, WIDTH = 79, INDENT = 4 };

/* Writes the words of @text in lines, each indented. */
static void
wrap(sn__out *out, const char *label, const char *text)
{
	size_t column = INDENT + strlen(label);

	sn__out_spaces(out, INDENT);
	sn__out_text(out, label);
	while (*text) {
		size_t n = strcspn(text, " ");

		if (column + 1 + n > WIDTH) {
			sn__out_char(out, '\n');
			sn__out_spaces(out, INDENT + 2);
			column = INDENT + 2;
		} else {
			sn__out_char(out, ' ');
			column++;
		}
		sn__out_bytes(out, text, n);
		column += n;
		text += n + strspn(text + n, " ");
	}
	sn__out_char(out, '\n');
}

static void
text_finding(sn__out *out, const sn_finding *f, bool colour)
{
	if (colour)
		sn__out_text(out, sn__severity_colour(f->severity));
	sn__out_text(out, sn_word(SN_WORD_SEVERITY, f->severity));
	if (colour)
		sn__out_text(out, "\033[0m");
	sn__out_format(out, ": %s", f->code);
	if (f->subject)
		sn__out_format(out, "  (%s)", f->subject);
	sn__out_char(out, '\n');
	wrap(out, "seen:", f->seen);
	wrap(out, "why:", f->text);
	wrap(out, "do:", f->remedy);
	if (*f->source)
		wrap(out, "source:", f->source);
	sn__out_char(out, '\n');
}

static void
text_pair(sn__out *out, const sn_pair *pair)
{
	sn__out_format(out, "  %-7s  ", sn_word(SN_WORD_PAIR, pair->works));
	sn__out_prefix(out, pair->local);
	sn__out_text(out, " - ");
	sn__out_prefix(out, pair->peer);
	if (pair->connection)
		sn__out_format(out, "  %s", pair->connection);
	if (pair->code)
		sn__out_format(out, "  (%s)", pair->code);
	if (pair->after_renewal && pair->after_renewal != pair->works)
		sn__out_format(out, "  after renewal: %s (%s)",
		    sn_word(SN_WORD_PAIR, pair->after_renewal),
		    pair->after_code ? pair->after_code : "");
	sn__out_char(out, '\n');
}

static void
text_pairs(sn__out *out, const sn_diagnosis *d)
{
	uint64_t n = sn_diagnosis_get(d)->pair_count;
	sn_pair pair = SN_PAIR_INIT;

	sn__out_text(out, "Pairs of segments\n");
	for (uint64_t i = 0; i < n && i < SHOWN && !out->status; i++) {
		out->status = sn_diagnosis_pair(d, i, &pair);
		if (!out->status)
			text_pair(out, &pair);
	}
	if (n > SHOWN)
		sn__out_format(out, "  and %llu more: see --format json\n",
		    (unsigned long long)(n - SHOWN));
}

static void
text(sn__out *out, const sn_diagnosis *d, bool colour)
{
	const sn_diagnosis_view *v = sn_diagnosis_get(d);

	for (size_t i = 0; i < v->finding_count; i++)
		text_finding(out, &v->findings[i], colour);
	if (!v->finding_count)
		sn__out_text(out, "nothing found\n\n");
	for (size_t i = 0; i < v->note_count; i++)
		sn__out_format(out, "note: %s\n\n", v->notes[i]);
	text_pairs(out, d);
}

static void
json(sn__json *j, const sn_diagnosis *d)
{
	const sn_diagnosis_view *v = sn_diagnosis_get(d);
	sn_pair pair = SN_PAIR_INIT;

	sn__json_open(j, NULL, '{', false);
	sn__json_number(j, "version", 1);
	sn__json_open(j, "findings", '[', false);
	for (size_t i = 0; i < v->finding_count; i++) {
		const sn_finding *f = &v->findings[i];

		sn__json_open(j, NULL, '{', false);
		sn__json_string(j, "code", f->code);
		sn__json_string(
		    j, "severity", sn_word(SN_WORD_SEVERITY, f->severity));
		sn__json_string(j, "connection", f->subject);
		sn__json_string(j, "seen", f->seen);
		sn__json_string(j, "why", f->text);
		sn__json_string(j, "what", f->remedy);
		sn__json_string(j, "source", *f->source ? f->source : NULL);
		sn__json_close(j, '}');
	}
	sn__json_close(j, ']');
	sn__json_open(j, "not_looked_at", '[', false);
	for (size_t i = 0; i < v->note_count; i++)
		sn__json_string(j, NULL, v->notes[i]);
	sn__json_close(j, ']');
	sn__json_open(j, "pairs", '[', false);
	for (uint64_t i = 0; i < v->pair_count && !j->out->status; i++) {
		j->out->status = sn_diagnosis_pair(d, i, &pair);
		if (j->out->status)
			break;
		sn__json_open(j, NULL, '{', true);
		sn__json_prefix(j, "local", pair.local);
		sn__json_prefix(j, "peer", pair.peer);
		sn__json_string(j, "works", sn_word(SN_WORD_PAIR, pair.works));
		sn__json_string(j, "connection", pair.connection);
		sn__json_string(j, "code", pair.code);
		sn__json_string(j, "after_renewal",
		    sn_word(SN_WORD_PAIR, pair.after_renewal));
		sn__json_string(j, "after_code", pair.after_code);
		sn__json_close(j, '}');
	}
	sn__json_close(j, ']');
	sn__json_close(j, '}');
}

sn_status
sn_diagnosis_render(const sn_diagnosis *diagnosis, const char *format,
    const sn_render_options *options, sn_sink sink, void *ctx)
{
	static const sn_render_options defaults = SN_RENDER_OPTIONS_INIT;
	const sn_render_options *o = options ? options : &defaults;
	bool is_json = !strcmp(format, "json");
	bool is_html = !strcmp(format, "html");
	sn__out *out;
	sn__json j;
	sn_status status;

	if (!is_json && !is_html && strcmp(format, "text"))
		return SN_EINVAL;
	out = malloc(sizeof(*out));
	if (!out)
		return SN_ENOMEM;
	sn__out_begin(out, sink, ctx);
	if (is_json) {
		sn__json_begin(&j, out);
		json(&j, diagnosis);
		sn__json_end(&j);
	} else if (is_html) {
		status = sn__report_diagnosis(out, diagnosis, o);
		out->status = out->status ? out->status : status;
	} else {
		text(out, diagnosis, o->colour);
	}
	status = sn__out_end(out);
	free(out);
	return status;
}
