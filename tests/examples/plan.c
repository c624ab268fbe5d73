#include <stdio.h>
#include <supernet_vpn.h>

static const char local[] = "10.1.1.0/24, 10.1.2.0/24";
static const char peer[] = "172.16.1.0/24, 192.168.1.0/24";

/* What to do with the gateway's rows, by their destinations. */
int
main(void)
{
	char to[SN_PREFIX_TEXT_MAX];
	sn_plan_rows rows;
	sn_route row;
	sn_plan *plan;
	sn_error error;

	if (sn_plan_from_text(&plan, local, peer, NULL, &error)) {
		fprintf(stderr, "%s\n", error.message);
		return 1;
	}
	sn_plan_rows_init(&rows, plan, 0);
	while (sn_plan_rows_next(&rows, &row)) {
		sn_prefix_format(to, sizeof(to), row.destination);
		printf("%s %s\n", sn_word(SN_WORD_ACTION, row.action), to);
	}
	sn_plan_free(plan);
}
