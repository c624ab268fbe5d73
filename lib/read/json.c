/*
 * json.c - JSON text into jansson's values.
 *
 * jansson 2.14 has a parser of its own, but not one for memory that runs out:
 * where the buffer of a token cannot grow, its lexer goes on without the byte
 * (lex_save() ignores what strbuffer_append_byte() says), and then looks for
 * the closing quote of the string behind the end of the buffer, copying what
 * it finds behind the end of another. Nothing that is done to the text keeps
 * that from happening, since the buffer starts with 16 bytes. Its constructors
 * are sound: they return NULL, and what they are given is freed. So the text
 * is read here, and only those are called.
 *
 * The language is that of RFC 8259, as jansson takes it, which test_json.c
 * and the fuzz target "json" compare: an object or an array at the top, valid
 * UTF-8, no lone surrogates, no NUL byte in a string, integers of 64 bits, no
 * key twice. A real number is checked and becomes 0.0: nothing here takes one.
 *
 * The depth is bounded (SN__LOAD_DEPTH), so the recursion is.
 */
#include "read/json.h"

#include <stdlib.h>
#include <string.h>

#include "read/table.h"

struct parser {
	sn__reader *r;
	const char *p;
	const char *end;
	unsigned depth;
	sn_status status; /* the first that is not SN_OK */
};

static json_t *value(struct parser *in);

/* Refuses what stands at @at, up to @n bytes of it. NULL. */
static void *
refuse(struct parser *in, const char *at, size_t n, const char *why)
{
	if (n > (size_t)(in->end - at))
		n = (size_t)(in->end - at);
	if (!in->status)
		in->status = sn__table_refuse(
		    in->r, SN_ESYNTAX, at, n, "not JSON: %s", why);
	return NULL;
}

static void *
no_memory(struct parser *in)
{
	if (!in->status)
		in->status = sn__table_refuse(
		    in->r, SN_ENOMEM, in->p, 0, "%s", sn_strerror(SN_ENOMEM));
	return NULL;
}

/* @made, or that there is no memory for it. */
static json_t *
made(struct parser *in, json_t *json)
{
	return json ? json : no_memory(in);
}

static void
skip_blanks(struct parser *in)
{
	while (in->p < in->end && (*in->p == ' ' || *in->p == '\t' ||
				      *in->p == '\n' || *in->p == '\r'))
		in->p++;
}

static bool
at(const struct parser *in, char c)
{
	return in->p < in->end && *in->p == c;
}

/* ------------------------------------------------------------ strings */

/* The bytes of the UTF-8 sequence at @p; 0: it is none. */
static size_t
utf8_size(const char *p, const char *end)
{
	const unsigned char *s = (const unsigned char *)p;
	size_t left = (size_t)(end - p);
	uint32_t code;
	size_t n;

	if (s[0] < 0x80)
		return 1;
	n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4 || n > left)
		return 0;
	code = s[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (s[i] & 0x3fu);
	}
	if ((n == 3 && code < 0x800) || (n == 4 && code < 0x10000) ||
	    code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return 0;
	return n;
}

static size_t
put_utf8(char *to, uint32_t code)
{
	if (code < 0x80) {
		to[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		to[0] = (char)(0xc0 | code >> 6);
		to[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		to[0] = (char)(0xe0 | code >> 12);
		to[1] = (char)(0x80 | (code >> 6 & 0x3f));
		to[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | code >> 18);
	to[1] = (char)(0x80 | (code >> 12 & 0x3f));
	to[2] = (char)(0x80 | (code >> 6 & 0x3f));
	to[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

/* The four digits of \uXXXX at @p; UINT32_MAX: they are none. */
static uint32_t
hex4(const char *p, const char *end)
{
	uint32_t code = 0;

	if (end - p < 4)
		return UINT32_MAX;
	for (unsigned i = 0; i < 4; i++) {
		char c = p[i];
		uint32_t digit =
		    c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
		    : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
		    : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
					   : 16;

		if (digit == 16)
			return UINT32_MAX;
		code = code << 4 | digit;
	}
	return code;
}

/*
 * One escape, in->p after its backslash, in a string that ends at @end; its
 * bytes go to @to. They are never more than those of the escape, which never
 * reaches past @end, whatever another process has made of the text since the
 * string was scanned. 0: it is none.
 */
static size_t
escape(struct parser *in, const char *end, char *to)
{
	static const char marks[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	const char *mark;
	uint32_t code, low;

	if (in->p == end)
		return 0;
	mark = *in->p ? strchr(marks, *in->p) : NULL;
	if (mark) {
		*to = means[mark - marks];
		in->p++;
		return 1;
	}
	if (*in->p != 'u')
		return 0;
	code = hex4(in->p + 1, end);
	if (code == 0 || code == UINT32_MAX ||
	    (code >= 0xdc00 && code < 0xe000))
		return 0;
	in->p += 5;
	if (code < 0xd800 || code >= 0xe000)
		return put_utf8(to, code);
	if (end - in->p < 6 || in->p[0] != '\\' || in->p[1] != 'u')
		return 0;
	low = hex4(in->p + 2, end);
	if (low < 0xdc00 || low >= 0xe000)
		return 0;
	in->p += 6;
	return put_utf8(to, 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00));
}

/*
 * The text between the quotes, in->p at the first. Where it has escapes, *copy
 * holds it and has to be freed; otherwise it is where it stands. NULL: no.
 */
static const char *
string(struct parser *in, size_t *size, char **copy)
{
	const char *first = ++in->p, *scan = first;
	size_t n = 0;

	*copy = NULL;
	/* The quote that ends it: what stands before it bounds the copy. */
	while (scan < in->end && *scan != '"')
		scan += *scan == '\\' ? 2 : 1;
	if (scan >= in->end)
		return refuse(in, first - 1, 1, "a string that does not end");
	*size = (size_t)(scan - first);
	if (memchr(first, '\\', *size)) {
		*copy = malloc(*size + 1);
		if (!*copy)
			return no_memory(in);
	}
	while (in->p < scan) {
		const char *start = in->p;
		size_t bytes;

		if (*copy && *start == '\\') {
			in->p++;
			bytes = escape(in, scan, *copy + n);
			if (!bytes)
				return refuse(in, start, 6, "not an escape");
			n += bytes;
			continue;
		}
		bytes = utf8_size(start, scan);
		if ((unsigned char)*start < ' ' || !bytes)
			return refuse(in, start, 1,
			    bytes ? "a control character in a string"
				  : "a string that is not UTF-8");
		if (*copy)
			memcpy(*copy + n, start, bytes);
		n += bytes;
		in->p += bytes;
	}
	in->p = scan + 1;
	*size = n;
	return *copy ? *copy : first;
}

/* ------------------------------------------------------------- scalars */

static size_t
digits(struct parser *in)
{
	const char *start = in->p;

	while (in->p < in->end && *in->p >= '0' && *in->p <= '9')
		in->p++;
	return (size_t)(in->p - start);
}

static json_t *
number(struct parser *in)
{
	const char *start = in->p, *first;
	bool minus = at(in, '-'), real = false, good;
	int64_t sum = 0;
	size_t n;

	in->p += minus;
	first = in->p;
	n = digits(in);
	good = n && (n == 1 || *first != '0');
	if (at(in, '.')) {
		real = true;
		in->p++;
		good = digits(in) && good;
	}
	if (at(in, 'e') || at(in, 'E')) {
		real = true;
		in->p++;
		in->p += at(in, '+') || at(in, '-');
		good = digits(in) && good;
	}
	if (!good)
		return refuse(
		    in, start, (size_t)(in->p - start) + 1, "not a number");
	if (real)
		return made(in, json_real(0.0));
	for (; n > 0; n--, first++) {
		int digit = minus ? '0' - *first : *first - '0';

		if (__builtin_mul_overflow(sum, 10, &sum) ||
		    __builtin_add_overflow(sum, digit, &sum))
			return refuse(in, start, (size_t)(in->p - start),
			    "a number that is too large");
	}
	return made(in, json_integer(sum));
}

static json_t *
word(struct parser *in)
{
	static const char *const words[] = {"true", "false", "null"};
	size_t left = (size_t)(in->end - in->p);

	for (unsigned i = 0; i < 3; i++) {
		size_t n = strlen(words[i]);

		if (left < n || memcmp(in->p, words[i], n))
			continue;
		in->p += n;
		return i == 0	? json_true()
		       : i == 1 ? json_false()
				: json_null();
	}
	return refuse(in, in->p, 16, "expected a value");
}

/* ---------------------------------------------------------- containers */

/* A value into @array. */
static bool
element(struct parser *in, json_t *array)
{
	json_t *json = value(in);

	if (!json)
		return false;
	/* Frees the value where it fails. */
	return !json_array_append_new(array, json) || no_memory(in) != NULL;
}

/* A key and its value into @object. */
static bool
member(struct parser *in, json_t *object)
{
	const char *start = in->p, *key;
	char *copy = NULL, *name;
	json_t *json = NULL;
	size_t n;

	if (!at(in, '"'))
		return refuse(in, in->p, 1, "expected a key in quotes") != NULL;
	key = string(in, &n, &copy);
	if (!key) {
		free(copy);
		return false;
	}
	/* jansson 2.13 and older take a key only with its NUL; a copy has room
	 * for one. */
	name = copy ? copy : malloc(n + 1);
	if (!name)
		return no_memory(in) != NULL;
	if (!copy)
		memcpy(name, key, n);
	name[n] = '\0';
	if (json_object_get(object, name)) {
		(void)refuse(in, start, n + 2, "a duplicate key");
	} else {
		skip_blanks(in);
		if (!at(in, ':')) {
			(void)refuse(in, in->p, 1, "expected a colon");
		} else {
			in->p++;
			json = value(in);
		}
	}
	if (json && json_object_set_new_nocheck(object, name, json))
		json = no_memory(in);
	free(name);
	return json != NULL;
}

/* An array or an object, in->p at its bracket. */
static json_t *
container(struct parser *in)
{
	bool object = *in->p == '{', good = true;
	char close = object ? '}' : ']';
	json_t *json = object ? json_object() : json_array();

	if (!json)
		return no_memory(in);
	in->p++;
	skip_blanks(in);
	while (good && !at(in, close)) {
		skip_blanks(in);
		good = object ? member(in, json) : element(in, json);
		skip_blanks(in);
		if (!good || at(in, close))
			break;
		good = at(in, ',');
		if (!good)
			(void)refuse(in, in->p, 1,
			    object ? "expected a comma or '}'"
				   : "expected a comma or ']'");
		in->p += good;
		skip_blanks(in);
		if (good && at(in, close))
			good = refuse(in, in->p, 1, "nothing after a comma") !=
			       NULL;
	}
	if (!good) {
		json_decref(json);
		return NULL;
	}
	in->p++;
	return json;
}

static json_t *
value(struct parser *in)
{
	json_t *json;
	char *copy = NULL;
	const char *text;
	size_t n;

	skip_blanks(in);
	if (at(in, '{') || at(in, '[')) {
		if (in->depth == SN__LOAD_DEPTH) {
			if (!in->status)
				in->status = sn__table_refuse(in->r, SN_ELIMIT,
				    in->p, 1, "JSON more than %d deep",
				    SN__LOAD_DEPTH);
			return NULL;
		}
		in->depth++;
		json = container(in);
		in->depth--;
		return json;
	}
	if (at(in, '"')) {
		text = string(in, &n, &copy);
		json = text ? made(in, json_stringn_nocheck(text, n)) : NULL;
		free(copy);
		return json;
	}
	if (at(in, '-') || (in->p < in->end && *in->p >= '0' && *in->p <= '9'))
		return number(in);
	return word(in);
}

json_t *
sn__load_next(sn__reader *r, size_t *offset, sn_status *status)
{
	struct parser in = {r, r->text + *offset, r->text + r->size, 0, SN_OK};
	json_t *json;

	skip_blanks(&in);
	json = at(&in, '{') || at(&in, '[')
		   ? value(&in)
		   : refuse(&in, in.p, 1, "expected '[' or '{'");
	skip_blanks(&in);
	*status = in.status;
	*offset = (size_t)(in.p - r->text);
	return json;
}
