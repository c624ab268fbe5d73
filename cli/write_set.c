/*
 * write_set.c - a set in the formats of the set commands.
 */
#include "cli.h"
#include "supernet_text.h"

int
write_set(const sn_set *set, const struct common *c)
{
	enum set_format format = common_set_format(c);
	struct output o;
	sn_status status;
	int exit_code = output_open(&o, c->output);

	if (exit_code)
		return exit_code;
	switch (format) {
	case FORMAT_TEXT:
		status = sn_set_write(
		    set, SN_WRITE_PREFIXES, c->threads, output_write, &o);
		break;
	case FORMAT_RANGES:
		status = sn_set_write(
		    set, SN_WRITE_RANGES, c->threads, output_write, &o);
		break;
	case FORMAT_SNAPSHOT:
		status = sn_set_pack(set, output_write, &o);
		break;
	case FORMAT_JSON:
	case FORMAT_CSV:
	default:
		status = sn_set_render(set,
		    format == FORMAT_JSON ? "json" : "csv", output_write, &o);
		break;
	}
	return output_close(&o, status);
}
