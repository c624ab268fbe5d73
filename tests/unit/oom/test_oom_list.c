/*
 * test_oom_list.c - lists in any form when memory is out, every allocation
 * failing in turn.
 */
#include "oom.h"
#include "supernet_text.h"

static bool
pass(void *ctx, const sn_text_item *item)
{
	(void)ctx;
	(void)item;
	return true;
}

/* libcidr is asked for the second line. */
static sn_status
text_visit(void)
{
	static const char text[] = "10/8\n0x0a.0.0.1\n";
	sn_text_options options = SN_TEXT_OPTIONS_INIT;
	sn_status status;

	options.flags = SN_TEXT_LENIENT;
	oom_arm();
	status = sn_text_visit(
	    text, sizeof(text) - 1, &options, 0, pass, NULL, NULL);
	oom_disarm();
	return status;
}

static sn_status
text_place(void)
{
	static const char text[] = "10/8\n0x0a.0.0.1\n";
	sn_text_options options = SN_TEXT_OPTIONS_INIT;
	sn_range out[2];
	sn_status status;

	options.flags = SN_TEXT_LENIENT;
	oom_arm();
	status =
	    sn_text_place(out, 2, text, sizeof(text) - 1, &options, NULL, NULL);
	oom_disarm();
	return status;
}

/* A template, and a list with a label through it. */
static sn_status
template_render(void)
{
	sn_template_options o = SN_TEMPLATE_OPTIONS_INIT;
	sn_template_list list = SN_TEMPLATE_LIST_INIT;
	sn_template_writer *w = UNTOUCHED;
	sn_template *t = UNTOUCHED;
	sn_prefix prefix = {.family = SN_IPV4};
	sn_status status;

	o.item = "%g %p\n";
	o.labels = 1;
	list.prefixes = &prefix;
	list.count = 1;
	list.label = "label";
	oom_arm();
	status = sn_template_new(&t, &o, NULL);
	if (!status) {
		status = sn_template_writer_new(&w, t, drop, NULL);
		if (!status) {
			sn_template_writer_put(w, &list);
			status = sn_template_writer_end(w);
		} else {
			assert_ptr_equal(w, UNTOUCHED);
		}
		sn_template_free(t);
	} else {
		assert_ptr_equal(t, UNTOUCHED);
	}
	oom_disarm();
	return status;
}

static void
lists(void **state)
{
	static const struct attempt attempts[] = {
	    ATTEMPT(template_render), ATTEMPT(text_visit), ATTEMPT(text_place)};

	(void)state;
	oom_run(attempts, sizeof(attempts) / sizeof(*attempts));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(lists)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
