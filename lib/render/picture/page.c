/*
 * page.c - the frame that all reports share, and what stands in it: sections,
 * lists of findings, links.
 */
#include "render/picture/page.h"

#include "base/count.h"
#include "render/quote.h"

enum {
	COMMAND_SHOWN = 400, /* columns */
	SUBJECTS = 12,	     /* of findings that say the same */
	LOOK = 512	     /* findings before and after one that may do so */
};

void
sn__page_grouped(sn__out *out, uint64_t n)
{
	char text[SN__GROUPED_MAX];

	sn__count_grouped(text, sn_count_from(n));
	sn__out_text(out, text);
}

void
sn__page_class(sn__out *out, const char *class)
{
	if (*class)
		sn__out_format(out, " class=\"%s\"", class);
}

void
sn__page_paragraph(sn__out *out, const char *class, const char *text)
{
	sn__out_format(out, "<p class=\"%s\">", class);
	sn__put_xml(out, text);
	sn__out_text(out, "</p>\n");
}

void
sn__page_section(sn__out *out, const char *title)
{
	sn__out_text(out, "<h2>");
	sn__put_xml(out, title);
	sn__out_text(out, "</h2>\n");
}

void
sn__page_fold(sn__out *out, const char *summary, const char *more)
{
	sn__out_text(out, "<details><summary>");
	sn__put_xml(out, summary);
	if (*more) {
		sn__out_text(out, "<span>");
		sn__put_xml(out, more);
		sn__out_text(out, "</span>");
	}
	sn__out_text(out, "</summary>\n");
}

void
sn__page_fold_end(sn__out *out)
{
	sn__out_text(out, "</details>\n");
}

/* The command line, cut off; a long one in full, folded. */
static void
put_command(sn__out *out, const char *command)
{
	char text[2 * COMMAND_SHOWN];
	bool whole = sn__columns(command) <= COMMAND_SHOWN;

	sn__shorten(text, sizeof(text), command, COMMAND_SHOWN);
	sn__out_text(out, "<code class=\"command\">");
	sn__put_xml(out, text);
	sn__out_text(out, "</code>\n");
	if (whole)
		return;
	sn__page_fold(out, "The whole command line", "");
	sn__out_text(out, "<code class=\"command\">");
	sn__put_xml(out, command);
	sn__out_text(out, "</code>\n");
	sn__page_fold_end(out);
}

/* What it is about, the date, and what made it. */
static void
put_meta(sn__out *out, const sn_render_options *o, const char *about)
{
	sn__out_text(out, "<p class=\"meta\">");
	if (*about) {
		sn__put_xml(out, about);
		sn__out_text(out, " \xc2\xb7 ");
	}
	if (o->date) {
		sn__out_text(out, "<time>");
		sn__put_xml(out, o->date);
		sn__out_text(out, "</time> \xc2\xb7 ");
	}
	sn__out_format(out, "supernet %s</p>\n", sn_version());
	if (o->command)
		put_command(out, o->command);
}

static void
put_numbers(sn__out *out, const sn__page_number *number)
{
	sn__out_text(out, "<ul class=\"numbers\">\n");
	for (unsigned i = 0; i < SN__PAGE_NUMBERS; i++) {
		const sn__page_number *n = &number[i];

		sn__out_text(out, "<li><b");
		sn__page_class(out, n->n ? n->tone : "");
		sn__out_char(out, '>');
		sn__page_grouped(out, n->n);
		sn__out_format(
		    out, "</b> %s</li>\n", n->n == 1 ? n->one : n->many);
	}
	sn__out_text(out, "</ul>\n");
}

void
sn__page_begin(
    sn__out *out, const sn_render_options *options, const sn__page_head *head)
{
	const char *title = options->title ? options->title : head->title;

	sn__out_text(out,
	    "<!DOCTYPE html>\n<html lang=\"en\" "
	    "xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
	    "<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\"/>\n"
	    "<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>");
	sn__put_xml(out, title);
	sn__out_format(out, " - %s</title>\n<style>\n", head->kind);
	for (size_t i = 0; sn__page_style[i]; i++)
		sn__out_text(out, sn__page_style[i]);
	sn__out_format(out,
	    "</style>\n</head>\n<body>\n<header>\n<p class=\"kind\">%s</p>\n"
	    "<h1>",
	    head->kind);
	sn__put_xml(out, title);
	sn__out_text(out, "</h1>\n");
	sn__page_paragraph(
	    out, head->failed ? "sentence error" : "sentence", head->sentence);
	put_numbers(out, head->number);
	put_meta(out, options, head->about);
	sn__out_text(out, "</header>\n<main>\n");
}

void
sn__page_end(sn__out *out)
{
	sn__out_text(out, "</main>\n</body>\n</html>\n");
}

/* --------------------------------------------------------------- links */

static bool
is_one_of(char c, const char *also)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       (c && strchr(also, c));
}

/*
 * How many bytes at @p are an address of the web: a host with a dot in it, and
 * a path after it. "https://" in front of it is in *scheme, not 0.
 */
static size_t
address(const char *p, size_t *scheme)
{
	static const char https[] = "https://";
	const char *host, *end;
	const char *dot = NULL;

	*scheme = strncmp(p, https, sizeof(https) - 1) ? 0 : sizeof(https) - 1;
	host = end = p + *scheme;
	for (; is_one_of(*end, ".-"); end++)
		dot = *end == '.' ? end : dot;
	if (!dot || dot == host || *end != '/' || dot[1] < 'a')
		return 0;
	while (is_one_of(*end, "ABCDEFGHIJKLMNOPQRSTUVWXYZ/._~-%?=&@#+"))
		end++;
	while (end[-1] == '.') /* the sentence's */
		end--;
	return (size_t)(end - p);
}

static void
put_link(sn__out *out, const char *address)
{
	sn__out_text(out, "<a href=\"https://");
	sn__put_xml(out, address);
	sn__out_text(out, "\">");
}

/*
 * How many bytes at @p are a commit of a repository, "OWNER/NAME@5db6748b", as
 * citations have it; *name is the length of "OWNER/NAME".
 */
static size_t
repository(const char *p, size_t *name)
{
	static const char word[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
	size_t owner = strspn(p, word), hash;

	if (!owner || p[owner] != '/')
		return 0;
	*name = owner + 1 + strspn(p + owner + 1, word);
	if (*name == owner + 1 || p[*name] != '@')
		return 0;
	hash = strspn(p + *name + 1, "0123456789abcdef");
	return hash >= 7 && hash <= 40 ? *name + 1 + hash : 0;
}

void
sn__page_linked(sn__out *out, const char *text)
{
	char piece[512];

	while (*text) {
		size_t skip = 0, name = 0, n = address(text, &skip);

		if (!n)
			n = repository(text, &name);
		if (n && n < sizeof(piece)) {
			memcpy(piece, text, n);
			piece[n] = '\0';
			if (name)
				sn__out_format(out,
				    "<a href=\"https://github.com/%.*s/tree/"
				    "%s\">",
				    (int)name, piece, piece + name + 1);
			else
				put_link(out, piece + skip);
			sn__put_xml(out, piece);
			sn__out_text(out, "</a>");
			text += n;
		}
		/* Up to where the next word begins. */
		n = strcspn(text, " ");
		n += strspn(text + n, " ");
		while (n) {
			size_t part = n < sizeof(piece) ? n : sizeof(piece) - 1;

			while (part < n && part > 1 &&
			       ((unsigned char)text[part] & 0xc0) == 0x80)
				part--;
			memcpy(piece, text, part);
			piece[part] = '\0';
			sn__put_xml(out, piece);
			text += part;
			n -= part;
		}
	}
}

/* ------------------------------------------------------------- findings */

uint64_t
sn__page_count(const sn_finding *findings, size_t n, uint32_t severity)
{
	uint64_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += findings[i].severity == severity;
	return count;
}

/* A part of a finding in a paragraph of its own, with @label; "": none. */
static void
part(sn__out *out, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	sn__out_format(out, "<p>%s", label);
	sn__put_xml(out, text);
	sn__out_text(out, "</p>\n");
}

/* Whether two findings differ in their subjects alone. */
static bool
is_same(const sn_finding *a, const sn_finding *b)
{
	return a->severity == b->severity && a->subject && b->subject &&
	       !strcmp(a->code, b->code) && !strcmp(a->text, b->text) &&
	       !strcmp(a->seen, b->seen) && !strcmp(a->remedy, b->remedy);
}

static void
put_subjects(sn__out *out, const sn_finding *f, size_t n)
{
	size_t shown = 1, more = 0;

	if (!f->subject)
		return;
	sn__out_text(out, " <span class=\"note\">");
	sn__put_xml(out, f->subject);
	for (size_t i = 1; i <= n; i++) {
		if (!is_same(f, &f[i]))
			continue;
		if (shown == SUBJECTS) {
			more++;
			continue;
		}
		shown++;
		sn__out_text(out, ", ");
		sn__put_xml(out, f[i].subject);
	}
	if (more)
		sn__out_format(out, " and %zu more", more);
	sn__out_text(out, "</span>");
}

void
sn__page_finding_begin(sn__out *out, const sn_finding *f, size_t n)
{
	const char *severity = sn_word(SN_WORD_SEVERITY, f->severity);

	sn__out_format(
	    out, "<li class=\"%s\"><p><b>%s</b> <code>", severity, severity);
	sn__put_xml(out, f->code);
	sn__out_text(out, "</code>");
	put_subjects(out, f, n);
	sn__out_text(out, "</p>\n");
	part(out, "", f->seen);
	part(out, "", f->text);
	part(out, "<b>To do:</b> ", f->remedy);
	if (f->source && *f->source) {
		sn__out_text(out, "<p class=\"source\">");
		sn__page_linked(out, f->source);
		sn__out_text(out, "</p>\n");
	}
}

void
sn__page_finding_end(sn__out *out)
{
	sn__out_text(out, "</li>\n");
}

void
sn__page_findings(sn__out *out, const sn_finding *findings, size_t n,
    uint32_t least, uint32_t most)
{
	size_t shown = 0;

	for (size_t i = 0; i < n; i++) {
		size_t before = i < LOOK ? i : LOOK;
		size_t after = n - 1 - i < LOOK ? n - 1 - i : LOOK;

		while (before && !is_same(&findings[i - before], &findings[i]))
			before--;
		if (before || findings[i].severity < least ||
		    findings[i].severity > most)
			continue;
		if (!shown++)
			sn__out_text(out, "<ul class=\"findings\">\n");
		sn__page_finding_begin(out, &findings[i], after);
		sn__page_finding_end(out);
	}
	if (shown)
		sn__out_text(out, "</ul>\n");
}
