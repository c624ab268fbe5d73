/*
 * test_oom_text.c - level 3 when memory is out: readers and renderers, every
 * allocation failing in turn. Not those inside jansson: its 2.14 goes on when
 * the buffer of a token cannot grow, and then writes past the end of another
 * (seen here under valgrind; lex_save() ignores strbuffer_append_byte()).
 */
#include "oom.h"
#include "supernet_text.h"

static sn_plan *plan;
static sn_set *set;

static sn_status
drop(void *ctx, const char *data, size_t size)
{
	(void)ctx;
	(void)data;
	(void)size;
	return SN_OK;
}

static const char network_text[] =
    "{\"local\": [\"10.1.1.0/24\", \"10.1.2.0/24\"],\n"
    " \"peer\": \"192.168.1.0/24\", \"scheme\": \"pairs\",\n"
    " \"connection\": \"vco-1\", \"max_routes\": 10}\n";

static sn_status
network_read(void)
{
	sn_network *network = UNTOUCHED;
	sn_status status;
	sn_error error;

	oom_arm();
	status = sn_network_read(
	    &network, network_text, strlen(network_text), &error);
	oom_disarm();
	if (status)
		assert_ptr_equal(network, UNTOUCHED);
	else
		sn_network_free(network);
	return status;
}

static const char *format; /* of the attempt that runs */

static sn_status
plan_render(void)
{
	sn_render_options options = SN_RENDER_OPTIONS_INIT;
	sn_status status;
	sn_error error;

	oom_arm();
	status = sn_plan_render(plan, format, &options, drop, NULL, &error);
	oom_disarm();
	return status;
}

static sn_status
set_render(void)
{
	sn_status status;

	oom_arm();
	status = sn_set_render(set, format, drop, NULL);
	oom_disarm();
	return status;
}

static void
readers(void **state)
{
	static const struct attempt attempts[] = {
	    {"network_read", network_read}};

	(void)state;
	oom_run(attempts, sizeof(attempts) / sizeof(*attempts));
}

static void
renderers(void **state)
{
	static const char *const set_format[] = {"json", "csv"};

	(void)state;
	for (size_t i = 0; (format = sn_plan_format_name(i)) != NULL; i++) {
		const struct attempt a = {format, plan_render};

		oom_run(&a, 1);
	}
	for (size_t i = 0; i < 2; i++) {
		const struct attempt a = {set_format[i], set_render};

		format = set_format[i];
		oom_run(&a, 1);
	}
}

static sn_prefix
prefix(const char *text)
{
	sn_prefix p;

	assert_int_equal(
	    sn_prefix_parse(&p, text, strlen(text), 0, NULL), SN_OK);
	return p;
}

static int
setup(void **state)
{
	sn_prefix local[2] = {prefix("10.1.1.0/24"), prefix("10.1.2.0/24")};
	sn_prefix peer[2] = {prefix("172.16.1.0/24"), prefix("192.168.1.0/24")};
	sn_plan_request request = SN_PLAN_REQUEST_INIT;

	(void)state;
	request.local = local;
	request.local_count = 2;
	request.peer = peer;
	request.peer_count = 2;
	assert_int_equal(sn_plan_new(&plan, &request, NULL), SN_OK);
	assert_int_equal(sn_set_from_prefixes(&set, peer, 2, NULL), SN_OK);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	sn_plan_free(plan);
	sn_set_free(set);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(readers),
	    cmocka_unit_test(renderers),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
