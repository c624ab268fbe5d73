/*
 * Bytes as a snapshot, or as iprange's binary form. Whatever they are: a set
 * that is sound and comes back from its own snapshot, or SN_ESYNTAX with a
 * place. And of a real snapshot, no byte can be changed unnoticed.
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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	(data[0] & 1 ? changed : as_they_are)(data + 1, size - 1);
	return 0;
}
