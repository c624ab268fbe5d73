/*
 * What is configured at both ends, diagnosed and shown. Byte 0 as in
 * fuzz_profile.c.
 */
#include "supernet_text.h"
#include "syntax.h"

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
		check_diagnosis(diagnosis);
		sn_diagnosis_free(diagnosis);
	}
	sn_configured_free(configured);
	return 0;
}
