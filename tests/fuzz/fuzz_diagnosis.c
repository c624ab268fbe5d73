/*
 * What is configured at both ends, diagnosed and shown. Byte 0 as in
 * fuzz_profile.c.
 */
#include "supernet_text.h"
#include "syntax.h"

static void
check(const sn_diagnosis *d)
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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	sn_diagnosis_request request = SN_DIAGNOSIS_REQUEST_INIT;
	sn_configured *configured = NULL;
	sn_diagnosis *diagnosis;
	sn_status status;
	sn_error error;

	if (size < 1)
		return 0;
	memset(&error, 0, sizeof(error));
	status = sn_configured_read(
	    &configured, (const char *)data + 1, size - 1, &error);
	if (status) {
		CHECK(!configured && error.message[0]);
		CHECK(status != SN_ENOMEM);
		return 0;
	}
	sn_configured_request(configured, &request);
	status = sn_diagnosis_new(&diagnosis, &request, &error);
	CHECK(status != SN_ENOMEM);
	if (!status) {
		check(diagnosis);
		sn_diagnosis_free(diagnosis);
	}
	sn_configured_free(configured);
	return 0;
}
