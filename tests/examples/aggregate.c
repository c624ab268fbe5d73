/*
 * aggregate.c - text to aggregates: the fewest prefixes that are exactly what
 * the lines say.
 */
#include <stdio.h>
#include <string.h>
#include <supernet.h>

int
main(void)
{
	static const char text[] = "10.1.0.0/24\n"
				   "10.1.1.0-10.1.1.255\n"
				   "10.1.0.77\n";
	char line[SN_PREFIX_TEXT_MAX];
	sn_error error = {0};
	sn_set *set;
	sn_set_iter it;
	sn_prefix prefix;
	sn_status status;

	status = sn_set_from_text(&set, text, strlen(text), NULL, &error);
	if (status) {
		fprintf(stderr, "line %llu: %s: %s\n",
		    (unsigned long long)error.line, sn_strerror(status),
		    error.message);
		return 1;
	}
	sn_set_iter_init(&it, set, 0);
	while (sn_set_iter_next_prefix(&it, &prefix)) {
		sn_prefix_format(line, sizeof(line), prefix);
		puts(line); /* 10.1.0.0/23 */
	}
	sn_set_free(set);
	return 0;
}
