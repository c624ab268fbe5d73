/* A program of somebody else's, linked to the installed library. */
#include <stdio.h>
#include <string.h>
#include <supernet_text.h>

int
main(void)
{
	static const char text[] = "10.1.0.0/24\n10.1.1.0/24\n";
	char line[SN_PREFIX_TEXT_MAX];
	sn_builder *b;
	sn_set *set;
	sn_prefix p;

	if (sn_builder_new(&b, NULL) ||
	    sn_builder_add_text(b, text, strlen(text), NULL, NULL, NULL) ||
	    sn_builder_build(&set, b) || sn_set_common(&p, set, SN_IPV4))
		return 1;
	sn_prefix_format(line, sizeof(line), p);
	puts(line);
	sn_set_free(set);
	sn_builder_free(b);
	return 0;
}
