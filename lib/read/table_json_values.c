/*
 * table_json_values.c - values of rows in JSON, and rows into the table.
 */
#include <string.h>

#include "read/table_json.h"
#include "read/table_row.h"

const sn__value *
sn__row_get(const sn__value *row, const char *key)
{
	const sn__value *value = key ? sn__value_get(row, key) : NULL;

	return sn__value_is(value, SN__NULL) ? NULL : value;
}

sn_status
sn__row_get_prefix(struct sn__table_json *in, const sn__value *row,
    const char *key, sn_prefix *out, uint32_t *flags)
{
	const sn__value *value = sn__value_place(row, key);
	const char *text = sn__value_text(value);
	sn_error e;
	sn_status status;

	if (!text)
		return sn__value_refuse(in->r, SN_ESYNTAX, value,
		    "expected \"%s\" as a prefix in a string", key);
	status = sn__row_prefix(text, value->n, out, flags, &e);
	return status ? sn__value_refuse(in->r, status, value, "%s", e.message)
		      : SN_OK;
}

sn_status
sn__row_get_number(struct sn__table_json *in, const sn__value *row,
    const char *key, uint32_t most, uint32_t *out)
{
	const sn__value *value = sn__row_get(row, key);
	const char *text = sn__value_text(value);
	size_t len = text ? strspn(text, "0123456789") : 0;
	int64_t n = -1;

	if (!value)
		return SN_OK;
	if (value->type == SN__INTEGER)
		n = value->number;
	else if (len && len < 10 && !text[len])
		for (n = 0; *text; text++)
			n = n * 10 + (*text - '0');
	if (n < 0 || n > (int64_t)most)
		return sn__value_refuse(in->r, SN_ESYNTAX, value,
		    "expected \"%s\" as a number from 0 to %u", key,
		    (unsigned)most);
	*out = (uint32_t)n;
	return SN_OK;
}

sn_status
sn__row_get_list(struct sn__table_json *in, const sn__value *object,
    const char *key, const sn__value **out)
{
	*out = sn__row_get(object, key);
	return !*out || (*out)->type == SN__ARRAY
		   ? SN_OK
		   : sn__value_refuse(in->r, SN_ESYNTAX, *out,
			 "expected \"%s\" as a list", key);
}

sn_status
sn__row_add(struct sn__table_json *in, const sn__value *row, const char *hop,
    const char *to, sn_route *route)
{
	const sn__value *value = sn__value_place(row, hop);
	const char *text = sn__value_text(value);
	sn_status status =
	    text ? sn_table_intern(in->t, text, value->n, &route->next_hop)
		 : SN_EINVAL;

	if (status == SN_EINVAL)
		return sn__value_refuse(in->r, SN_ESYNTAX, value,
		    "expected \"%s\" as the name of a next hop", hop);
	if (!status)
		status = sn_table_add(in->t, route);
	if (status == SN_EFAMILY)
		return sn__value_refuse(in->r, status, sn__value_place(row, to),
		    "source and destination are of two families");
	return status;
}
