/* A program of someone else's: finds the headers, links, calls each floor. */
#include <stdio.h>
#include <string.h>
#include <supernet_text.h>

static sn_status
count(void *ctx, const char *data, size_t size)
{
	(void)data;
	*(size_t *)ctx += size;
	return SN_OK;
}

int
main(void)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;
	sn_prefix segment[2];
	sn_plan *plan;
	size_t size = 0;

	if (sn_prefix_parse(&segment[0], "10.1.0.0/24", 11, 0, NULL) ||
	    sn_prefix_parse(&segment[1], "10.2.0.0/24", 11, 0, NULL))
		return 1;
	request.local = &segment[0];
	request.local_count = 1;
	request.peer = &segment[1];
	request.peer_count = 1;
	if (sn_plan_new(&plan, &request, NULL))
		return 2;
	if (sn_plan_render(plan, "json", NULL, count, &size, NULL) || !size)
		return 3;
	printf("%s %s\n", sn_version(),
	    sn_word(SN_WORD_SCHEME, sn_plan_get(plan)->scheme));
	sn_plan_free(plan);
	return 0;
}
