/*
 * test_oom_map.c - building maps when memory is out: every
 * allocation fails in turn; see oom.h. Trees, bitmaps, labels of large values
 * and sorting each have their own.
 */
#include "oom.h"

enum { MANY = 140000 };

static sn_prefix few[] = {{0, 0x0a000000, SN_IPV4, 8, {0}},
    {0, 0x0a000000, SN_IPV4, 16, {0}}, {0, 0x09000001, SN_IPV4, 32, {0}},
    {1, 0, SN_IPV6, 64, {0}}, {0, 0, SN_IPV6, 64, {0}},
    {0, 0, SN_IPV6, 32, {0}}};
static const uint32_t few_values[] = {1, 2, 3000000000u, 4, 5, 4000000000u};
static sn_prefix4 many[MANY];
static uint32_t many_values[MANY];
static char packed[1000]; /* those few */
static size_t packed_size;

static sn_status
map_new(void)
{
	sn_map *m = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_map_new(&m, few, few_values, 6, NULL);
	if (oom_made(status, m))
		sn_map_free(m);
	return status;
}

static sn_status
map_new_merged(void)
{
	sn_map_options options = SN_MAP_OPTIONS_INIT;
	sn_map *m = UNTOUCHED;
	sn_status status;

	options.flags = SN_MAP_MERGE;
	oom_arm();
	status = sn_map_new(&m, few, few_values, 6, &options);
	if (oom_made(status, m))
		sn_map_free(m);
	return status;
}

static sn_status
map_new_bulk(void)
{
	sn_map *m = UNTOUCHED;
	sn_status status;

	oom_arm();
	status =
	    sn_map_new_bulk(&m, many, many_values, MANY, NULL, NULL, 0, NULL);
	if (oom_made(status, m))
		sn_map_free(m);
	return status;
}

static sn_status
collect(void *ctx, const char *data, size_t size)
{
	memcpy(packed + packed_size, data, size);
	packed_size += size;
	(void)ctx;
	return SN_OK;
}

static sn_status
map_unpack(void)
{
	sn_map *m = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_map_unpack(&m, packed, packed_size, NULL, NULL);
	if (oom_made(status, m))
		sn_map_free(m);
	return status;
}

static const struct attempt attempts[] = {ATTEMPT(map_new),
    ATTEMPT(map_new_merged), ATTEMPT(map_new_bulk), ATTEMPT(map_unpack)};

static void
every_allocation_fails(void **state)
{
	(void)state;
	oom_run(attempts, sizeof(attempts) / sizeof(*attempts));
}

static int
setup(void **state)
{
	sn_map *m;

	(void)state;
	assert_int_equal(sn_map_new(&m, few, few_values, 6, NULL), SN_OK);
	assert_int_equal(sn_map_pack(m, collect, NULL), SN_OK);
	sn_map_free(m);
	/* Every other /24, unsorted. */
	for (uint32_t i = 0; i < MANY; i++) {
		many[i] = (sn_prefix4){(i ^ 1) * 512 * 50 / 2, 24, {0}};
		many_values[i] = i;
	}
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_allocation_fails),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
