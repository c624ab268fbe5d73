/*
 * The configurations of two devices, one after the other with a NUL byte
 * between: each is read by itself, and what both are is diagnosed and shown.
 */
#include "supernet_text.h"
#include "syntax.h"

static sn_ike_config *
read_end(const uint8_t *data, size_t size)
{
	sn_ike_config *config = NULL;
	sn_error error;
	sn_status status;

	memset(&error, 0, sizeof(error));
	status =
	    sn_ike_config_read(&config, (const char *)data, size, NULL, &error);
	CHECK(status != SN_ENOMEM && !status == (config != NULL));
	return config;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	sn_diagnosis_request request = SN_DIAGNOSIS_REQUEST_INIT;
	const uint8_t *end = memchr(data, 0, size);
	sn_ike_config *config[2];
	sn_diagnosis *d = NULL;
	size_t first = end ? (size_t)(end - data) : size;

	config[0] = read_end(data, first);
	config[1] =
	    end ? read_end(end + 1, size - first - 1) : read_end(data, size);
	request.config[0] = config[0];
	request.config[1] = config[1];
	if (config[0] && config[1]) {
		sn_status status = sn_diagnosis_new(&d, &request, NULL);

		CHECK(status != SN_ENOMEM);
		if (!status && sn_diagnosis_get(d)->pair_count < 2000)
			check_diagnosis(d);
		sn_diagnosis_free(d);
	}
	sn_ike_config_free(config[0]);
	sn_ike_config_free(config[1]);
	return 0;
}
