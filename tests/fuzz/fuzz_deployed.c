/*
 * What is deployed, as a plan in JSON or as a gateway has it, and the change
 * from it to a plan chosen by byte 0. The same text as network.json, profile
 * and diagnosis is the business of the other targets.
 */
#include "supernet_text.h"
#include "syntax.h"

static sn_plan *
make_plan(unsigned choice)
{
	static const sn_prefix segment[] = {{0, 0x0a010100, SN_IPV4, 24, {0}},
	    {0, 0x0a010200, SN_IPV4, 24, {0}},
	    {0, 0xc0a80100, SN_IPV4, 24, {0}},
	    {0, 0xac100100, SN_IPV4, 24, {0}},
	    {0x20010db800000000, 0, SN_IPV6, 48, {0}},
	    {0x20010db900000000, 0, SN_IPV6, 48, {0}}};
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_plan *plan = NULL;
	bool v6 = choice & 4;

	request.local = segment + (v6 ? 4 : 0);
	request.local_count = v6 ? 1 : 2;
	request.peer = segment + (v6 ? 5 : 2);
	request.peer_count = v6 ? 1 : 2;
	request.scheme = choice & 3;
	if (choice & 8)
		request.auto_rows = SN_AUTO_ROWS_OFF;
	CHECK(!sn_plan_new(&plan, &request, NULL));
	return plan;
}

/* Steps refer to what there is, and end where the plan wants it. */
static void
check_change(const sn_plan_change *change, const sn_plan *plan)
{
	static const char *const format[] = {"text", "json", "terraform"};
	sn_render_options options = SN_RENDER_OPTIONS_INIT;
	const sn_plan_change_view *v = sn_plan_change_get(change);

	for (size_t i = 0; i < v->step_count; i++) {
		const sn_step *s = &v->steps[i];

		CHECK(sn_word(SN_WORD_STEP, s->kind));
		CHECK(s->connection ? !s->row : s->row && s->next_hop[0]);
	}
	for (size_t i = 0; i < v->fate_count; i++)
		CHECK(v->fates[i].connection &&
		      sn_word(SN_WORD_FATE, v->fates[i].fate));
	for (size_t i = 0; i < v->finding_count; i++)
		CHECK(v->findings[i].text);
	options.change = change;
	for (unsigned i = 0; i < 3; i++) {
		struct fuzz_text text = {NULL, 0, 0};
		sn_status status = sn_plan_render(
		    plan, format[i], &options, fuzz_sink, &text, NULL);

		CHECK(!status || (status == SN_EINVAL && i == 2 && !text.size));
		if (!status)
			check_syntax(format[i], &text, false);
		free(text.data);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	sn_deployed *old = NULL;
	sn_plan_change *change;
	sn_status status;
	sn_error error;
	sn_plan *plan;

	if (size < 1)
		return 0;
	memset(&error, 0, sizeof(error));
	status =
	    sn_deployed_read(&old, (const char *)data + 1, size - 1, &error);
	if (status) {
		CHECK(!old && error.message[0] && status != SN_ENOMEM);
		return 0;
	}
	plan = make_plan(data[0]);
	status = sn_plan_change_new(&change, old, plan);
	CHECK(status != SN_ENOMEM);
	if (!status) {
		check_change(change, plan);
		sn_plan_change_free(change);
	}
	sn_plan_free(plan);
	sn_deployed_free(old);
	return 0;
}
