#include <stdio.h>
#include <supernet.h>

static const char text[] = "10.1.0.0/24\n10.1.1.0/24\n";

int
main(void)
{
	char line[SN_PREFIX_TEXT_MAX];
	sn_error error = {0};
	sn_status status;
	sn_set_iter it;
	sn_set *set;
	sn_prefix p;

	status = sn_set_from_text(&set, text, sizeof(text) - 1, NULL, &error);
	if (status) {
		fprintf(stderr, "line %d: %s\n", (int)error.line,
		    error.status ? error.message : sn_strerror(status));
		return 1;
	}
	sn_set_iter_init(&it, set, 0);
	while (sn_set_iter_next_prefix(&it, &p)) {
		sn_prefix_format(line, sizeof(line), p);
		puts(line);
	}
	sn_set_free(set);
	return 0;
}
