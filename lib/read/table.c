/*
 * table.c - route tables in the forms people have: finds out which one.
 */
#include "read/table.h"

#include <string.h>

#include "read/lines.h"
#include "supernet_text.h"

static const struct {
	const char *name;
	sn__table_reader *read;
} formats[] = {
    {"csv", sn__table_csv}, {"provider", sn__table_json},
    {"plan", sn__table_json}, {"terraform", sn__table_json},
    {"ip-rule", NULL}, /* JSON or not */
};
enum { FORMATS = sizeof(formats) / sizeof(*formats) };

/* JSON starts with a bracket, a rule with a number and a colon. */
static sn__table_reader *
detect(const sn__reader *r)
{
	sn__line line = sn__line_start(r);
	const char *p;

	if (!sn__line_next(r, &line))
		return sn__table_csv;
	p = line.at;
	if (*p == '{' || *p == '[')
		return sn__table_json;
	while (p < line.end && *p >= '0' && *p <= '9')
		p++;
	return p > line.at && p < line.end && *p == ':' ? sn__table_rules
							: sn__table_csv;
}

sn_status
sn_table_read(sn_table **out, const char *text, size_t size, const char *format,
    sn_error *error)
{
	return sn_table_read_of(out, text, size, format, NULL, error);
}

sn_status
sn_table_read_of(sn_table **out, const char *text, size_t size,
    const char *format, const char *gateway, sn_error *error)
{
	sn__reader r = sn__reader_of(text, size, error);
	sn__table_reader *read = NULL;
	sn_table *t;
	sn_status status;

	if (!format || !strcmp(format, "auto") || !strcmp(format, "ip-rule"))
		read = detect(&r);
	else
		for (size_t i = 0; i < FORMATS; i++)
			if (!strcmp(format, formats[i].name))
				read = formats[i].read;
	if (format && !strcmp(format, "ip-rule") && read == sn__table_csv)
		read = sn__table_rules;
	if (!read)
		return sn__refuse(&r, SN_EINVAL, r.text, 0,
		    "no such format of tables: %.40s", format);
	status = sn_table_new(&t, NULL);
	if (status)
		return status;
	status = read(t, &r, gateway);
	if (status) {
		sn_table_free(t);
		return status;
	}
	*out = t;
	return SN_OK;
}

sn_status
sn_table_gateways(
    sn_table **names, const char *text, size_t size, sn_error *error)
{
	sn__reader r = sn__reader_of(text, size, error);
	sn_table *t;
	sn_status status = sn_table_new(&t, NULL);

	if (status)
		return status;
	if (detect(&r) == sn__table_json)
		status = sn__table_json_gateways(t, &r);
	if (status) {
		sn_table_free(t);
		return status;
	}
	*names = t;
	return SN_OK;
}
