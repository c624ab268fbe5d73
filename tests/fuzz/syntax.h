/*
 * syntax.h - whether a rendering is of its own syntax, looked at without the
 * code that quotes.
 */
#ifndef SN_FUZZ_SYNTAX_H
#define SN_FUZZ_SYNTAX_H

#include "output.h"

/* ------------------------------------------------------------------ CSV */

/* As many fields in each line as in the first; quotes in pairs. */
static inline void
check_csv(const struct fuzz_text *text)
{
	size_t fields = 1, first = 0;
	bool quoted = false;

	for (size_t i = 0; i < text->size; i++) {
		char c = text->data[i];

		if (c == '"') {
			quoted = !quoted;
		} else if (c == ',' && !quoted) {
			fields++;
		} else if (c == '\n') {
			CHECK(!quoted);
			first = first ? first : fields;
			CHECK(fields == first);
			fields = 1;
		}
	}
	CHECK(fields == 1 && text->data[text->size - 1] == '\n');
}

/* ------------------------------------------------------- XML, and HTML */

struct xml {
	const char *p;
	const char *end;
	const char *open[64]; /* names of the elements around */
	size_t size[64];
	unsigned depth;
};

static inline bool
xml_starts(const struct xml *x, const char *with)
{
	size_t n = strlen(with);

	return (size_t)(x->end - x->p) >= n && !memcmp(x->p, with, n);
}

static inline void
xml_skip_to(struct xml *x, const char *mark)
{
	const char *at =
	    memmem(x->p, (size_t)(x->end - x->p), mark, strlen(mark));

	CHECK(at);
	x->p = at + strlen(mark);
}

static inline size_t
xml_name(struct xml *x)
{
	static const char may[] = "abcdefghijklmnopqrstuvwxyz"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:-_";
	const char *start = x->p;

	while (x->p < x->end && *x->p && strchr(may, *x->p))
		x->p++;
	CHECK(x->p > start);
	return (size_t)(x->p - start);
}

/* "&name;" or "&#number;" */
static inline void
xml_entity(struct xml *x)
{
	const char *end = memchr(x->p, ';', (size_t)(x->end - x->p));

	CHECK(end && end - x->p > 1 && end - x->p < 9);
	for (const char *p = x->p + 1; p < end; p++)
		CHECK((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') ||
		      (*p == '#' && p == x->p + 1));
	x->p = end + 1;
}

/* Attributes, each with its quotes, none of which makes anything run. */
static inline void
xml_attributes(struct xml *x)
{
	while (x->p < x->end && strchr(" \n\t", *x->p)) {
		const char *name;
		char quote;

		while (x->p < x->end && strchr(" \n\t", *x->p))
			x->p++;
		if (*x->p == '>' || *x->p == '/')
			break;
		name = x->p;
		CHECK(!(xml_name(x) > 2 && name[0] == 'o' && name[1] == 'n'));
		if (*x->p != '=') /* HTML only */
			continue;
		quote = *++x->p;
		CHECK(quote == '"' || quote == '\'');
		for (x->p++; x->p < x->end && *x->p != quote;) {
			CHECK(*x->p != '<');
			if (*x->p == '&')
				xml_entity(x);
			else
				x->p++;
		}
		CHECK(x->p < x->end);
		x->p++;
	}
}

static inline void
xml_tag(struct xml *x)
{
	static const char *const empty[] = {
	    "meta", "br", "hr", "link", "img", "col", "input", NULL};
	const char *name = ++x->p;
	size_t n;

	if (*name == '/') {
		x->p++;
		n = xml_name(x);
		CHECK(x->depth > 0);
		x->depth--;
		CHECK(n == x->size[x->depth] &&
		      !memcmp(name + 1, x->open[x->depth], n));
		CHECK(*x->p++ == '>');
		return;
	}
	n = xml_name(x);
	xml_attributes(x);
	if (*x->p == '/') {
		x->p++;
		CHECK(*x->p++ == '>');
		return;
	}
	CHECK(*x->p++ == '>');
	for (unsigned i = 0; empty[i]; i++)
		if (n == strlen(empty[i]) && !memcmp(name, empty[i], n))
			return;
	CHECK(x->depth < 64);
	x->open[x->depth] = name;
	x->size[x->depth++] = n;
	/* What is in them is not marked up. */
	if (n == 5 && !memcmp(name, "style", 5)) {
		xml_skip_to(x, "</style>");
		x->depth--;
	}
	if (n == 6 && !memcmp(name, "script", 6)) {
		xml_skip_to(x, "</script>");
		x->depth--;
	}
}

/* Elements nest, '<' and '&' stand for themselves nowhere. */
static inline void
check_xml(const struct fuzz_text *text)
{
	struct xml x = {.p = text->data, .end = text->data + text->size};

	while (x.p < x.end) {
		if (xml_starts(&x, "<!--"))
			xml_skip_to(&x, "-->");
		else if (xml_starts(&x, "<?") || xml_starts(&x, "<!"))
			xml_skip_to(&x, ">");
		else if (*x.p == '<')
			xml_tag(&x);
		else if (*x.p == '&')
			xml_entity(&x);
		else
			x.p++;
	}
	CHECK(x.depth == 0);
}

/* -------------------------------------------------------------- devices */

/* The words that a line of a device's file may begin with, of its own, and the
 * mark of comments. */
static const struct {
	const char *format, *mark;
	const char *words[28];
} devices[] = {
    {"cisco-ios", "!",
	{"crypto", "encryption", "integrity", "hash", "group", "lifetime",
	    "authentication", "proposal", "peer", "address", "pre-shared-key",
	    "match", "identity", "keyring", "dpd", "no", "mode", "ip", "ipv6",
	    "permit", "set", "interface", "tunnel"}},
    {"cisco-asa", "!",
	{"crypto", "encryption", "integrity", "hash", "group", "prf",
	    "lifetime", "authentication", "protocol", "group-policy",
	    "vpn-tunnel-protocol", "tunnel-group", "default-group-policy",
	    "isakmp", "ikev1", "ikev2", "access-list", "object-group",
	    "network-object", "nat", "set", "interface", "nameif", "ip",
	    "tunnel", "route", "sysopt"}},
    {"fortigate", "#", {"config", "edit", "set", "next", "end"}},
    {"junos", "#", {"set"}},
    {NULL, NULL, {NULL}},
};

/* Each line is a comment, or begins with a word of the device; its quotes come
 * in pairs. */
static inline void
check_device(const char *format, const struct fuzz_text *text)
{
	const char *p = text->data, *end = p + text->size;
	unsigned d = 0;

	while (devices[d].format && strcmp(devices[d].format, format) != 0)
		d++;
	if (!devices[d].format)
		return;
	while (p < end) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		size_t n, i = 0, quotes = 0;

		CHECK(stop);
		while (p < stop && *p == ' ')
			p++;
		for (const char *q = p; q < stop; q++)
			quotes += *q == '"';
		CHECK(quotes % 2 == 0);
		n = p < stop ? strcspn(p, " \n") : 0;
		while (devices[d].words[i] &&
		       (strlen(devices[d].words[i]) != n ||
			   memcmp(devices[d].words[i], p, n) != 0))
			i++;
		CHECK(devices[d].words[i] || *p == *devices[d].mark);
		p = stop + 1;
	}
}

/* ------------------------------------------------------------------ HCL */

/* After the opening quote: the end of the string. A template starts nowhere
 * but in the keys that a file makes itself. */
static inline const char *
hcl_string(const char *p, const char *end)
{
	static const char *const key[] = {"${row[0]} ${row[1]}\"",
	    "${row.source} ${row.destination} ${row.next_hop}\"",
	    "${row.destination} ${row.next_hop}\""};

	for (unsigned i = 0; i < sizeof(key) / sizeof(*key); i++)
		if ((size_t)(end - p) >= strlen(key[i]) &&
		    !memcmp(p, key[i], strlen(key[i])))
			return p + strlen(key[i]);
	for (; p < end && *p != '"'; p++) {
		CHECK(*p != '\n');
		CHECK(!((*p == '$' || *p == '%') && p[1] == '{'));
		if (*p == '\\')
			p++;
	}
	CHECK(p < end);
	return p + 1;
}

/* Brackets nest, and outside of strings and comments there is nothing that no
 * file has. */
static inline void
check_hcl(const struct fuzz_text *text)
{
	const char *p = text->data, *end = p + text->size;
	char open[16];
	unsigned depth = 0;

	while (p < end) {
		char c = *p++;
		const char *pair;

		if (c == '"') {
			p = hcl_string(p, end);
		} else if (c == '#') {
			p = memchr(p, '\n', (size_t)(end - p));
			CHECK(p);
		} else if (c && (pair = strchr("{}[]()", c)) != NULL) {
			bool opens = (pair - "{}[]()") % 2 == 0;

			CHECK(opens ? depth < sizeof(open) : depth > 0);
			if (opens)
				open[depth++] = pair[1];
			else
				CHECK(open[--depth] == c);
		} else if (c == '<' || c == '&') {
			/* a comparison, or two of them */
			p += *p == (c == '<' ? '=' : '&');
			CHECK(*p == ' ');
		} else {
			CHECK(!strchr("`'\\;|$%", c));
		}
	}
	CHECK(depth == 0);
}

/* ---------------------------------------------------------------- shell */

/* What a line may have outside of quotes, or within double ones. */
static inline void
check_dollar(const char *p)
{
	static const char *const may[] = {"(connect ", "(id_of ",
	    "((number + 1))", "hop", "ids ", "destination", "source", "number",
	    "{PUBLISH_VPC:-false}", NULL};

	unsigned i = 0;

	while (may[i] && strncmp(p, may[i], strlen(may[i])) != 0)
		i++;
	CHECK(may[i]); /* no other substitution */
}

/* The lines after the functions: quotes end where they began, and no name
 * starts a command or a substitution. */
static inline void
check_shell(const struct fuzz_text *text)
{
	static const char functions[] = "\nlook\n";
	static const char request[] = "]; then\n";
	char *copy = malloc(text->size + 1), quote = 0;
	const char *p;

	CHECK(copy);
	memcpy(copy, text->data, text->size);
	copy[text->size] = '\0';
	p = strstr(copy, functions);
	CHECK(p);
	for (p += sizeof(functions) - 1; *p; p++) {
		if (quote == '\'') {
			CHECK(*p != '\n');
			quote = *p == '\'' ? 0 : quote;
			continue;
		}
		if (!strncmp(p, request, sizeof(request) - 1))
			p += strlen("];");
		CHECK(*p != '`' && *p != ';' && *p != '|' && *p != '<');
		if (*p == '"')
			quote = quote ? 0 : '"';
		else if (*p == '\'' && !quote)
			quote = '\'';
		else if (*p == '#' && !quote && p[-1] == '\n')
			p = strchr(p, '\n');
		else if (*p == '\\')
			p++;
		else if (*p == '$')
			check_dollar(p + 1);
		CHECK(p);
	}
	CHECK(!quote);
	free(copy);
}

/* ------------------------------------------------------------------ all */

static inline void
check_syntax(const char *format, const struct fuzz_text *text, bool colour)
{
	check_printable(text, colour && !strcmp(format, "text"));
	CHECK(text->size == 0 || text->data[text->size - 1] == '\n');
	if (!strcmp(format, "json"))
		check_json(text);
	if (!strcmp(format, "csv"))
		check_csv(text);
	if (!strcmp(format, "svg") || !strcmp(format, "html"))
		check_xml(text);
	check_device(format, text);
	if (!strcmp(format, "terraform"))
		check_hcl(text);
	if (!strcmp(format, "aliyun"))
		check_shell(text);
}

static inline size_t
count_newlines(const struct fuzz_text *text)
{
	size_t n = 0;

	for (size_t i = 0; i < text->size; i++)
		n += text->data[i] == '\n';
	return n;
}

/*
 * Two renderings that differ in names and titles alone: no name makes a line
 * more. Not where text is wrapped to a width, or laid out.
 */
static inline void
check_alike(
    const char *format, const struct fuzz_text *a, const struct fuzz_text *b)
{
	static const char *const free[] = {"text", "html", "svg", NULL};

	for (unsigned i = 0; free[i]; i++)
		if (!strcmp(format, free[i]))
			return;
	CHECK(count_newlines(a) == count_newlines(b));
}

/* What a diagnosis found, and all that it is shown as. */
static inline void
check_diagnosis(const sn_diagnosis *d)
{
	static const char *const format[] = {"text", "json", "html"};
	sn_render_options options = SN_RENDER_OPTIONS_INIT;
	const sn_diagnosis_view *v = sn_diagnosis_get(d);

	for (size_t i = 0; i < v->finding_count; i++)
		CHECK(v->findings[i].code && v->findings[i].seen);
	for (unsigned i = 0; i < 3; i++) {
		struct fuzz_text text = {NULL, 0, 0};

		CHECK(!sn_diagnosis_render(
		    d, format[i], &options, fuzz_sink, &text));
		check_syntax(format[i], &text, false);
		free(text.data);
	}
}

#endif
