#include <stdio.h>
#include <string.h>
#include <supernet.h>

/* An aggregate that has appeared, or is gone. */
static void
print_delta(void *ctx, sn_prefix aggregate, bool added)
{
	char line[SN_PREFIX_TEXT_MAX];

	(void)ctx;
	sn_prefix_format(line, sizeof(line), aggregate);
	printf("%c %s\n", added ? '+' : '-', line);
}

int
main(void)
{
	static const char *const text[] = {"10.1.0.0/24", "10.1.1.0/24"};
	char line[SN_PREFIX_TEXT_MAX];
	sn_status status;
	sn_trie *trie;
	sn_prefix p;
	uint32_t i, value;

	status = sn_trie_new(&trie, NULL);
	if (status)
		return 1;
	for (i = 0; i < 2 && !status; i++) {
		status = sn_prefix_parse(&p, text[i], strlen(text[i]), 0, NULL);
		if (!status)
			status = sn_trie_insert_delta(
			    trie, p, i + 1, print_delta, NULL);
	}
	if (!status)
		status =
		    sn_trie_match(trie, sn_addr_v4(0x0a010105), &p, &value);
	if (!status) {
		sn_prefix_format(line, sizeof(line), p);
		printf("10.1.1.5 is in %s, value %u\n", line, (unsigned)value);
	}
	sn_trie_free(trie);
	if (status)
		fprintf(stderr, "%s\n", sn_strerror(status));
	return status != SN_OK;
}
