/*
 * network.json, and every rendering of the plan that it asks for. Byte 0
 * chooses options, the rest is the file. What is rendered has to be printable,
 * and JSON where it says so.
 */
#include "output.h"
#include "supernet_text.h"

static void
render(const sn_plan *plan, const char *format, size_t limit)
{
	sn_render_options options = SN_RENDER_OPTIONS_INIT;
	struct fuzz_text text = {NULL, 0, limit};
	sn_status status;
	sn_error error;

	memset(&error, 0, sizeof(error));
	status =
	    sn_plan_render(plan, format, &options, fuzz_sink, &text, &error);
	CHECK(status == SN_OK || status == SN_EINVAL ||
	      status == SN_EINFEASIBLE || (limit && status == SN_EIO));
	if (status == SN_EINVAL)
		CHECK(text.size == 0 && error.message[0]);
	if (!status) {
		CHECK(text.size > 0);
		check_printable(&text, false);
		if (!strcmp(format, "json"))
			check_json(&text);
	}
	free(text.data);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_network *network = NULL;
	sn_plan *plan;
	sn_status status;
	sn_error error;

	if (size < 1)
		return 0;
	memset(&error, 0, sizeof(error));
	status =
	    sn_network_read(&network, (const char *)data + 1, size - 1, &error);
	if (status) {
		CHECK(!network && error.message[0]);
		CHECK(status != SN_ENOMEM);
		return 0;
	}
	sn_network_request(network, &request);
	status = sn_plan_new(&plan, &request, &error);
	CHECK(status != SN_ENOMEM);
	if (!status) {
		const char *format;

		for (size_t i = 0; (format = sn_plan_format_name(i)); i++)
			render(plan, format, data[0] & 1 ? data[0] : 0);
		sn_plan_free(plan);
	}
	sn_network_free(network);
	return 0;
}
