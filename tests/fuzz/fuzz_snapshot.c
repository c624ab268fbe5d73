/*
 * Bytes as a snapshot, or as iprange's binary form. Whatever they are: a set
 * or a map that is sound and comes back from its own snapshot, or SN_ESYNTAX
 * with a place. And of a real snapshot, no byte can be changed unnoticed.
 */
#include "fuzz.h"

enum { RANGES = 64 };

/* Of memory of just that size, so that reading beyond it is seen. */
static sn_status
borrow(const void *data, size_t size, sn_set **set)
{
	struct fuzz_alloc memory = {0, 0};
	sn_alloc alloc = {&memory, fuzz_realloc, fuzz_free};
	char *copy = malloc(size + !size);
	sn_set *borrowed = NULL, *own;
	sn_error error = {0};
	sn_status status;

	CHECK(copy);
	if (size)
		memcpy(copy, data, size);
	status = sn_set_borrow(
	    &borrowed, copy, size, SN_BORROW_CHECK, &alloc, &error);
	CHECK(status == SN_OK || status == SN_ESYNTAX);
	if (status) {
		CHECK(error.status == status && *error.message);
		CHECK(error.offset <= size);
	} else {
		fuzz_check_set(borrowed);
		CHECK(!sn_set_union_many(
		    &own, (const sn_set *[]){borrowed}, 1, NULL));
		CHECK(sn_set_equal(own, borrowed));
		*set = own;
	}
	sn_set_free(borrowed);
	free(copy);
	CHECK(memory.live == 0);
	return status;
}

static struct fuzz_text
pack(const sn_set *set)
{
	struct fuzz_text text = {NULL, 0, 0};

	CHECK(!sn_set_pack(set, fuzz_sink, &text));
	CHECK(text.size == sn_set_pack_size(set));
	return text;
}

static void
as_they_are(const uint8_t *data, size_t size)
{
	struct fuzz_text text;
	sn_set *set, *back;

	if (borrow(data, size, &set))
		return;
	text = pack(set);
	CHECK(!borrow(text.data, text.size, &back));
	CHECK(sn_set_equal(set, back));
	sn_set_free(back);
	sn_set_free(set);
	free(text.data);
}

static void
changed(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	unsigned n4 = fuzz_byte(&in) % RANGES, n6 = fuzz_byte(&in) % RANGES;
	unsigned at = fuzz_byte(&in) << 8 | fuzz_byte(&in);
	unsigned by = fuzz_byte(&in);
	sn_range4 r4[RANGES];
	sn_range6 r6[RANGES];
	struct fuzz_text text;
	sn_set *set, *back;

	for (unsigned i = 0; i < n4; i++) {
		r4[i].first = fuzz_byte(&in) << 16 | fuzz_byte(&in);
		r4[i].last = r4[i].first + fuzz_byte(&in);
	}
	for (unsigned i = 0; i < n6; i++) {
		r6[i].first_hi = fuzz_byte(&in);
		r6[i].last_hi = r6[i].first_hi + fuzz_byte(&in) % 2;
		r6[i].first_lo = fuzz_byte(&in);
		r6[i].last_lo = r6[i].first_lo + fuzz_byte(&in);
	}
	CHECK(!sn_set_from_ranges(&set, r4, n4, r6, n6, NULL));
	text = pack(set);
	text.data[at % text.size] ^= (char)by;
	if (by) {
		CHECK(borrow(text.data, text.size, &back));
	} else {
		CHECK(!borrow(text.data, text.size, &back));
		CHECK(sn_set_equal(set, back));
		sn_set_free(back);
	}
	sn_set_free(set);
	free(text.data);
}

/* The same for maps: of memory of just that size. */
static sn_status
unpack(const void *data, size_t size, sn_map **map)
{
	struct fuzz_alloc memory = {0, 0};
	sn_alloc alloc = {&memory, fuzz_realloc, fuzz_free};
	char *copy = malloc(size + !size);
	sn_error error = {0};
	sn_status status;

	CHECK(copy);
	if (size)
		memcpy(copy, data, size);
	status = sn_map_unpack(map, copy, size, &alloc, &error);
	CHECK(status == SN_OK || status == SN_ESYNTAX);
	if (status) {
		CHECK(error.status == status && *error.message);
		CHECK(error.offset <= size);
	} else {
		sn_map_free(*map);
		CHECK(!sn_map_unpack(map, copy, size, NULL, NULL));
	}
	free(copy);
	CHECK(memory.live == 0);
	return status;
}

/* What is a map has the same bytes again. */
static void
maps(const uint8_t *data, size_t size)
{
	struct fuzz_text text = {NULL, 0, 0};
	sn_map *map, *back;

	if (unpack(data, size, &map))
		return;
	CHECK(!sn_map_pack(map, fuzz_sink, &text));
	CHECK(text.size == sn_map_pack_size(map));
	CHECK(!unpack(text.data, text.size, &back));
	CHECK(sn_map_size(map, 0) == sn_map_size(back, 0));
	sn_map_free(back);
	sn_map_free(map);
	free(text.data);
}

/* A map of what the input says, of which a byte is changed. */
static void
changed_map(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	sn_map_options options = SN_MAP_OPTIONS_INIT;
	unsigned n = fuzz_byte(&in) % RANGES, by = fuzz_byte(&in);
	unsigned at = fuzz_byte(&in) << 8 | fuzz_byte(&in);
	struct fuzz_text text = {NULL, 0, 0};
	struct universe u = fuzz_universe(fuzz_byte(&in), 8, 128);
	uint32_t value[RANGES];
	sn_prefix p[RANGES];
	sn_map *map, *back;

	options.flags = fuzz_byte(&in) & SN_MAP_MERGE;
	for (unsigned i = 0; i < n; i++) {
		value[i] = fuzz_byte(&in) << 24 | fuzz_byte(&in);
		p[i] = universe_prefix(&u, fuzz_byte(&in), fuzz_byte(&in) % 9);
	}
	CHECK(!sn_map_new(&map, p, value, n, &options));
	CHECK(!sn_map_pack(map, fuzz_sink, &text));
	text.data[at % text.size] ^= (char)by;
	CHECK(!unpack(text.data, text.size, &back) == !by);
	if (!by)
		sn_map_free(back);
	sn_map_free(map);
	free(text.data);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	if (data[0] & 2)
		(data[0] & 1 ? changed_map : maps)(data + 1, size - 1);
	else
		(data[0] & 1 ? changed : as_they_are)(data + 1, size - 1);
	return 0;
}
