/*
 * ike_summary.h - what was read of a device's configuration, as lines, or the
 * error that was met.
 */
#ifndef SN_IKE_SUMMARY_H
#define SN_IKE_SUMMARY_H

#include "supernet_text.h"
#include "test.h"
#include "vpn/ike_config.h"

/* The text that a summary grows in. */
struct summary {
	char text[16384];
	size_t n;
};

static inline void __attribute__((format(printf, 2, 3)))
say(struct summary *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	s->n += (size_t)vsnprintf(
	    s->text + s->n, sizeof(s->text) - s->n, format, args);
	va_end(args);
	assert_true(s->n < sizeof(s->text));
}

/* "algorithms", a letter and a code each; a bar between proposals. */
static inline void
say_offers(struct summary *s, const sn_ike_config *c, struct sn__span span)
{
	for (uint32_t i = 0; i < span.n; i++) {
		const struct sn__offer *o = &c->offer[span.first + i];

		say(s, "%s", i ? " |" : "");
		for (unsigned k = 0; k < SN__ALG_KINDS; k++)
			for (size_t j = 0; j < o->n[k]; j++)
				say(s, " %c%u", "eipgn"[k], o -> alg[k][j]);
	}
}

static inline void
say_selectors(struct summary *s, const sn_ike_config *c, struct sn__span span)
{
	for (uint32_t i = 0; i < span.n; i++) {
		const struct sn__ts *ts = &c->ts[span.first + i];
		char text[2][SN_PREFIX_TEXT_MAX] = {"own", "own"};

		if (ts->range.first.family) {
			sn_addr_format(
			    text[0], sizeof(text[0]), ts->range.first);
			sn_addr_format(
			    text[1], sizeof(text[1]), ts->range.last);
		}
		say(s, " %s-%s%s", text[0], text[1], ts->port ? "[p]" : "");
	}
}

static inline void
say_child(struct summary *s, const sn_ike_config *c, uint32_t i)
{
	const struct sn__ike_child *ch = &c->child[i];

	say(s, " %s%s%s:", sn__ike_text(c, ch->name), ch->pass ? " pass" : "",
	    ch->unsure ? " unsure" : "");
	say_selectors(s, c, ch->ts[SN_LOCAL]);
	say(s, " to");
	say_selectors(s, c, ch->ts[SN_PEER]);
	say(s, " by");
	say_offers(s, c, ch->offers);
	say(s, "; %lld %lld %lld\n", (long long)ch->rekey_time,
	    (long long)ch->life_time, (long long)ch->life_bytes);
}

static inline void
say_connection(struct summary *s, const sn_ike_config *c,
    const struct sn__ike_connection *of)
{
	say(s, "%s v%u '%s' '%s' to '%s' '%s'%s%s%s%s by",
	    sn__ike_text(c, of->name), of->version,
	    sn__ike_text(c, of->address[SN_LOCAL]),
	    sn__ike_text(c, of->id[SN_LOCAL]),
	    sn__ike_text(c, of->address[SN_PEER]),
	    sn__ike_text(c, of->id[SN_PEER]), of->aggressive ? " fast" : "",
	    of->other_auth ? " auth" : "", of->refused ? " refused" : "",
	    of->unsure	    ? " unsure"
	    : of->id_unsure ? " unsure-id"
			    : "");
	say_offers(s, c, of->offers);
	say(s, "; %lld %lld", (long long)of->rekey_time, (long long)of->dpd);
	if (of->why)
		say(s, "; %s", sn__ike_text(c, of->why));
	for (const char *p = sn__ike_text(c, of->rest); *p; p++)
		say(s, "%s%c", p == sn__ike_text(c, of->rest) ? "; " : "",
		    *p == '\n' ? ' ' : *p);
	say(s, "\n");
	for (uint32_t i = 0; i < of->children.n; i++)
		say_child(s, c, of->children.first + i);
}

/* Reads @text, and says what was read or what is wrong. */
static inline void
summarize(struct summary *s, const char *text, size_t size, const char *gateway)
{
	sn_ike_config *c = NULL;
	sn_error e;
	sn_status status = sn_ike_config_read(&c, text, size, gateway, &e);

	*s = (struct summary){.n = 0};
	if (status) {
		assert_null(c);
		say(s, "%s %" PRIu64 ":%" PRIu64 " '%.40s' %s",
		    status == SN_ELIMIT ? "limit" : "error", e.line, e.column,
		    e.text, e.message);
		return;
	}
	for (size_t i = 0; i < c->connections; i++)
		say_connection(s, c, &c->connection[i]);
	for (size_t i = 0; i < c->keys; i++) {
		say(s, "key %s of", sn__ike_text(c, c->key[i].secret));
		for (uint32_t k = 0; k < c->key[i].owners.n; k++)
			say(s, " %s",
			    sn__ike_text(
				c, c->owner[c->key[i].owners.first + k]));
		say(s, "\n");
	}
	for (size_t i = 0; i < c->strange && i < 8; i++)
		say(s, "? %s\n", sn__ike_text(c, c->strange_text[i]));
	sn_ike_config_free(c);
}

/* A text, and what is read of it. */
struct reads {
	const char *why;
	const char *text;
	const char *gateway;
	const char *read;
};

static inline void
check_reads(const struct reads *t, size_t n)
{
	static struct summary s;

	for (size_t i = 0; i < n; i++) {
		print_message("  %s\n", t[i].why);
		summarize(&s, t[i].text, strlen(t[i].text), t[i].gateway);
		assert_string_equal(s.text, t[i].read);
	}
}

#endif
