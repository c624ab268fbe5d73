/*
 * Bulk text, strict and lenient. Byte 0 chooses the options, the rest is the
 * text. Oracles: inet_pton() for every line that is a bare address, the text
 * of the set read once more, and the same text many times over, which is long
 * enough for the parsers of plain lines, one of which the size chooses.
 */
#include <arpa/inet.h>

#include "fuzz.h"

static bool
on_report(void *ctx, const sn_error *error)
{
	const size_t *size = ctx;

	CHECK(error->line >= 1 && error->column >= 1);
	CHECK(error->offset <= *size);
	CHECK(memchr(error->text, '\0', sizeof(error->text)));
	CHECK(memchr(error->message, '\0', sizeof(error->message)));
	for (const char *p = error->text; *p; p++)
		CHECK((unsigned char)*p >= 0x20 && *p != 0x7f); /* UTF-8 */
	return true;
}

/* A bare address is one to us where it is one to the C library. */
static void
against_inet_pton(const char *line, size_t len)
{
	unsigned char bytes[16], ours[16];
	char text[64];
	sn_addr addr;
	int family = memchr(line, ':', len) ? AF_INET6 : AF_INET;
	bool theirs;

	if (len >= sizeof(text) || memchr(line, '\0', len))
		return;
	memcpy(text, line, len);
	text[len] = '\0';
	theirs = inet_pton(family, text, bytes) == 1;
	CHECK(theirs == !sn_addr_parse(&addr, line, len, NULL));
	if (theirs)
		CHECK(!memcmp(bytes, ours, sn_addr_to_bytes(addr, ours)));
}

static void
each_line(const char *text, size_t size)
{
	const char *end = text + size;

	for (const char *p = text; p < end;) {
		const char *next = memchr(p, '\n', (size_t)(end - p));
		size_t len = (size_t)((next ? next : end) - p);
		sn_error error;
		sn_count count;
		sn_prefix prefix;
		sn_range range;

		against_inet_pton(p, len);
		if (!sn_prefix_parse(&prefix, p, len, 0, &error)) {
			char back[SN_PREFIX_TEXT_MAX];
			size_t n = sn_prefix_format(back, sizeof(back), prefix);
			sn_prefix again;

			CHECK(n < sizeof(back));
			CHECK(!sn_prefix_parse(&again, back, n, 0, NULL));
			CHECK(!sn_prefix_compare(prefix, again));
			CHECK(!sn_range_parse(&range, p, len, 0, NULL));
		}
		(void)!sn_range_parse(&range, p, len, SN_PARSE_LENIENT, &error);
		(void)!sn_count_parse(&count, p, len, &error);
		p += len + 1;
	}
}

static sn_set *
read_set(const char *text, size_t size, sn_text_options *options)
{
	sn_text_stats stats = SN_TEXT_STATS_INIT;
	sn_error error;
	sn_builder *b;
	sn_set *set;
	sn_status status;

	CHECK(!sn_builder_new(&b, NULL));
	status = sn_builder_add_text(b, text, size, options, &stats, &error);
	/* A field of a column may hold several items. */
	CHECK(stats.invalid <= stats.lines);
	CHECK(options->column || stats.items + stats.invalid <= stats.lines);
	if (options->flags & SN_TEXT_SKIP_INVALID)
		CHECK(status == SN_OK);
	CHECK(!sn_builder_build(&set, b));
	if (status)
		CHECK(sn_set_is_empty(set) && error.line >= 1);
	fuzz_check_set(set);
	sn_builder_free(b);
	return set;
}

/* Text that is repeated is the same set, or as wrong. */
static void
many_times(const sn_set *want, const char *text, size_t size,
    const sn_text_options *how)
{
	static const char *const levels[] = {
	    "scalar", "sse41", "avx2", "avx512"};
	sn_text_options options = *how;
	size_t times = (1 << 13) / (size + 1) + 2, n = times * (size + 1) - 1;
	char *many;
	sn_set *set;

	if (size >= 3 && !memcmp(text, "\xef\xbb\xbf", 3))
		return; /* only a text may start so */
	if (how->column && memchr(text, '"', size))
		return; /* a quoted field may go on in the next copy */
	/* No byte more, and no newline behind the last line. */
	many = malloc(n);
	CHECK(many);
	for (size_t i = 0; i < times; i++) {
		memcpy(many + i * (size + 1), text, size);
		if (i + 1 < times)
			many[(i + 1) * (size + 1) - 1] = '\n';
	}
	options.ctx = &n;
	setenv("SUPERNET_CPU", levels[size % 4], 1);
	set = read_set(many, n, &options);
	unsetenv("SUPERNET_CPU");
	CHECK(sn_set_equal(set, want));
	sn_set_free(set);
	free(many);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	sn_text_options options = SN_TEXT_OPTIONS_INIT;
	struct fuzz_text text = {NULL, 0, 0};
	sn_set *set, *again;
	const char *from;

	if (size < 1)
		return 0;
	from = (const char *)data + 1;
	size--;
	options.flags = data[0] & 7;
	options.column = data[0] >> 3 & 3;
	options.delimiter = data[0] & 0x20 ? ';' : 0;
	if (data[0] & 0x80 && options.column) {
		options.second_column = options.column % 3 + 1;
		options.columns_are = (uint32_t)size % 5;
	} else if (data[0] & 0x80) {
		options.flags |= SN_TEXT_EXTRACT;
	}
	options.ctx = &size;
	options.on_invalid = on_report;
	options.on_warning = on_report;
	set = read_set(from, size, &options);
	each_line(from, size);
	many_times(set, from, size, &options);
	CHECK(!sn_set_write(set, data[0] >> 6 & 1, 1, fuzz_sink, &text));
	options = (sn_text_options)SN_TEXT_OPTIONS_INIT;
	options.ctx = &text.size;
	options.flags = SN_TEXT_STRICT_NETWORK;
	again = read_set(text.data ? text.data : "", text.size, &options);
	CHECK(sn_set_equal(set, again));
	sn_set_free(set);
	sn_set_free(again);
	free(text.data);
	return 0;
}
