/*
 * profile.c - what is known of gateways and peers, as text and JSON: each
 * value with how sure it is, its date and its source.
 */
#include "render/json.h"
#include "supernet_text.h"
#include "profile/profile_fields.h"

#include <stdlib.h>

/* The word of the first bit from *bit on that is set, which *bit is then after;
 * NULL: there is none. */
static const char *
next_word(const sn__fact_name *name, const sn_fact *f, unsigned *bit)
{
	while (*bit < SN__FACT_BITS_MAX) {
		unsigned b = (*bit)++;

		if (f->value & sn__fact_bit(b))
			return sn_word(name->words, b);
	}
	return NULL;
}

static void
text_bits(sn__out *out, const sn__fact_name *name, const sn_fact *f)
{
	const char *word, *between = "";

	for (unsigned bit = 0; (word = next_word(name, f, &bit)); between = " ")
		sn__out_format(out, "%s%s", between, word);
}

static void
text_value(sn__out *out, const sn__fact_name *name, const sn_fact *f)
{
	if (f->sure == SN_SURE_UNKNOWN)
		sn__out_text(out, "unknown");
	else if (name->form == SN__FACT_BITS)
		text_bits(out, name, f);
	else if (name->form == SN__FACT_WORD)
		sn__out_text(out, sn_word(name->words, (unsigned)f->value));
	else if (name->form == SN__FACT_YES_NO)
		sn__out_text(out, f->value ? "yes" : "no");
	else if (f->value < 0)
		sn__out_text(out, "no limit");
	else
		sn__out_number(out, (uint64_t)f->value);
}

static void
text_sure(sn__out *out, const sn_fact *f)
{
	if (f->sure != SN_SURE_UNKNOWN)
		sn__out_format(out, "  (%s%s%s; %s)",
		    sn_word(SN_WORD_SURENESS, f->sure), *f->date ? ", " : "",
		    f->date, f->source);
	sn__out_char(out, '\n');
}

static void
text_profile(sn__out *out, const sn_profile *p)
{
	const sn__fact_name *name;

	sn__out_format(out, "%s: %s\n", p->name, p->title);
	for (size_t i = 0; (name = sn__fact_name_at(i)); i++) {
		sn__out_format(out, "  %-21s ", name->title);
		text_value(out, name, sn__fact_of(p, name));
		text_sure(out, sn__fact_of(p, name));
	}
	for (uint32_t i = 0; i < p->forbidden_count; i++) {
		sn__out_format(out, "  %-21s ", "forbidden");
		sn__out_prefix(out, p->forbidden[i]);
		text_sure(out, &p->forbidden_fact);
	}
}

static void
text_list(sn__out *out)
{
	const sn_profile *p;

	for (size_t i = 0; (p = sn_profile_at(i)); i++)
		sn__out_format(out, "%-22s %s%s  %s\n", p->name,
		    p->kind & SN_KIND_GATEWAY ? "gateway" : "       ",
		    p->kind & SN_KIND_PEER ? " peer" : "     ", p->title);
}

static void
json_bits(sn__json *j, const sn__fact_name *name, const sn_fact *f)
{
	const char *word;

	sn__json_open(j, "value", '[', true);
	for (unsigned bit = 0; (word = next_word(name, f, &bit));)
		sn__json_string(j, NULL, word);
	sn__json_close(j, ']');
}

static void
json_value(sn__json *j, const sn__fact_name *name, const sn_fact *f)
{
	if (f->sure == SN_SURE_UNKNOWN)
		sn__json_string(j, "value", NULL);
	else if (name->form == SN__FACT_BITS)
		json_bits(j, name, f);
	else if (name->form == SN__FACT_WORD)
		sn__json_string(
		    j, "value", sn_word(name->words, (unsigned)f->value));
	else if (name->form == SN__FACT_YES_NO)
		sn__json_bool(j, "value", f->value != 0);
	else
		sn__json_signed(j, "value", f->value);
}

static void
json_sure(sn__json *j, const sn_fact *f)
{
	sn__json_string(j, "sureness", sn_word(SN_WORD_SURENESS, f->sure));
	sn__json_string(j, "source", *f->source ? f->source : NULL);
	sn__json_string(j, "date", *f->date ? f->date : NULL);
}

static void
json_profile(sn__json *j, const sn_profile *p)
{
	const sn__fact_name *name;

	sn__json_open(j, NULL, '{', false);
	sn__json_string(j, "name", p->name);
	sn__json_string(j, "title", p->title);
	sn__json_open(j, "kind", '[', true);
	if (p->kind & SN_KIND_GATEWAY)
		sn__json_string(j, NULL, "gateway");
	if (p->kind & SN_KIND_PEER)
		sn__json_string(j, NULL, "peer");
	sn__json_close(j, ']');
	for (size_t i = 0; (name = sn__fact_name_at(i)); i++) {
		sn__json_open(j, name->key, '{', true);
		json_value(j, name, sn__fact_of(p, name));
		json_sure(j, sn__fact_of(p, name));
		sn__json_close(j, '}');
	}
	sn__json_prefixes(j, "forbidden", p->forbidden, p->forbidden_count);
	sn__json_open(j, "forbidden_fact", '{', true);
	json_sure(j, &p->forbidden_fact);
	sn__json_close(j, '}');
	sn__json_close(j, '}');
}

static void
json_all(sn__json *j, const sn_profile *p)
{
	sn__json_begin(j, j->out);
	if (p) {
		json_profile(j, p);
	} else {
		sn__json_open(j, NULL, '[', false);
		for (size_t i = 0; (p = sn_profile_at(i)); i++)
			json_profile(j, p);
		sn__json_close(j, ']');
	}
	sn__json_end(j);
}

sn_status
sn_profile_render(
    const sn_profile *profile, const char *format, sn_sink sink, void *ctx)
{
	bool json = !strcmp(format, "json");
	sn__out *out;
	sn__json j;
	sn_status status;

	if (!json && strcmp(format, "text"))
		return SN_EINVAL;
	out = malloc(sizeof(*out));
	if (!out)
		return SN_ENOMEM;
	sn__out_begin(out, sink, ctx);
	j.out = out;
	if (json)
		json_all(&j, profile);
	else if (profile)
		text_profile(out, profile);
	else
		text_list(out);
	status = sn__out_end(out);
	free(out);
	return status;
}
