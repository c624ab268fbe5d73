/*
 * A profile of one's own: read, shown, and a plan made with it. Byte 0 is not
 * used; it is there so that all JSON targets can share their seeds.
 */
#include "output.h"
#include "supernet_text.h"

static void
plan_with(const sn_profile *profile)
{
	static const sn_prefix local = {0, 0x0a010100, SN_IPV4, 24, {0}};
	static const sn_prefix peer[2] = {{0, 0xc0a80100, SN_IPV4, 24, {0}},
	    {0, 0xac100100, SN_IPV4, 24, {0}}};
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_plan *plan;
	sn_status status;

	request.local = &local;
	request.local_count = 1;
	request.peer = peer;
	request.peer_count = 2;
	request.gateway = profile;
	request.peer_device = profile;
	status = sn_plan_new(&plan, &request, NULL);
	CHECK(status != SN_ENOMEM);
	if (!status)
		sn_plan_free(plan);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const format[] = {"text", "json"};
	sn_profile *profile = NULL;
	sn_status status;
	sn_error error;

	if (size < 1)
		return 0;
	memset(&error, 0, sizeof(error));
	status =
	    sn_profile_read(&profile, (const char *)data + 1, size - 1, &error);
	if (status) {
		CHECK(!profile && error.message[0] && status != SN_ENOMEM);
		return 0;
	}
	CHECK(profile->forbidden_count <= SN_PROFILE_FORBIDDEN_MAX);
	for (unsigned i = 0; i < 2; i++) {
		struct fuzz_text text = {NULL, 0, 0};

		CHECK(!sn_profile_render(profile, format[i], fuzz_sink, &text));
		check_printable(&text, false);
		if (i)
			check_json(&text);
		free(text.data);
	}
	plan_with(profile);
	sn_profile_free(profile);
	return 0;
}
