/* libcidr_parse.c - the peer libcidr: its own parse of each line of a file. */
#include <libcidr.h>
#include <stdio.h>
#include <string.h>

int
main(int argc, char **argv)
{
	FILE *f = argc > 1 ? fopen(argv[1], "r") : stdin;
	unsigned long good = 0, bad = 0;
	char line[256];

	if (!f)
		return 3;
	while (fgets(line, sizeof(line), f)) {
		CIDR *cidr;

		line[strcspn(line, "\n")] = '\0';
		cidr = cidr_from_str(line);
		if (cidr)
			good++;
		else
			bad++;
		cidr_free(cidr);
	}
	printf("%lu %lu\n", good, bad);
	return ferror(f) ? 3 : 0;
}
