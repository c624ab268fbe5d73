/*
 * JSON text read by us and by jansson's own parser: the same values, or both
 * refuse it.
 */
#include "fuzz.h"

#include "json.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *wrong = json_judge((const char *)data, size);

	if (wrong)
		fprintf(stderr, "%s\n", wrong);
	CHECK(!wrong);
	return 0;
}
