/*
 * cisco_address.c - addresses in lines of access lists and object groups of IOS
 * and the ASA.
 */
#include "read/cisco_address.h"

#include <stdio.h>
#include <string.h>

#include "read/ike_values.h"

enum { GROUPS_DEEPEST = 8 };

/* Where addresses go, and where groups stand. */
struct reading {
	sn_ike_config *c;
	sn__cisco_file *file;
	struct sn__span *span;
};

/* A network with a mask or, its ones last, a wildcard. */
static bool
masked(const char *network, const char *mask, bool wildcard, sn_range *out)
{
	sn_addr a, m;
	uint32_t bits;

	if (sn_addr_parse(&a, network, strlen(network), NULL) ||
	    sn_addr_parse(&m, mask, strlen(mask), NULL) ||
	    a.family != SN_IPV4 || m.family != SN_IPV4)
		return false;
	bits = (uint32_t)m.lo;
	/* Only the two masks that are all alike say nothing by themselves. */
	if (bits && ~bits)
		wildcard = bits < UINT32_C(0x80000000);
	bits = wildcard ? bits : ~bits;
	if (bits & (bits + 1))
		return false;
	out->first = sn_addr_v4((uint32_t)a.lo & ~bits);
	out->last = sn_addr_v4((uint32_t)a.lo | bits);
	return true;
}

static sn_status add_addresses(const struct reading *in, const sn__cisco *line,
    unsigned *at, bool wildcard, unsigned depth);

/* What an object or a group of that name holds. */
static sn_status
add_object(const struct reading *in, const char *name, unsigned depth)
{
	sn_status status = SN_OK;
	bool found = false;
	const sn__cisco *l;
	size_t next = 0;

	if (depth == GROUPS_DEEPEST)
		return sn__ike_strange(in->c, name, strlen(name));
	while (!status && (l = sn__cisco_named(in->file, name, &next))) {
		bool object = sn__cisco_has(l, 0, "object network") ||
			      sn__cisco_has(l, 0, "object-group network");

		if (!object || l->n < 3 || strcmp(l->word[2], name) != 0)
			continue;
		found = true;
		for (const sn__cisco *k = l->below; k && !status; k = k->next) {
			unsigned at = sn__cisco_has(k, 0, "network-object") ||
				      sn__cisco_has(k, 0, "subnet") ||
				      sn__cisco_has(k, 0, "group-object");

			if (sn__cisco_has(k, 0, "description") ||
			    sn__cisco_has(k, 0, "nat"))
				continue;
			if (sn__cisco_has(k, 0, "group-object") && k->n > 1)
				status = add_object(in, k->word[1], depth + 1);
			else
				status =
				    add_addresses(in, k, &at, false, depth + 1);
		}
	}
	return status || found ? status
			       : sn__ike_strange(in->c, name, strlen(name));
}

/* An address part of a line from word *at on, which goes after it. */
static sn_status
add_addresses(const struct reading *in, const sn__cisco *line, unsigned *at,
    bool wildcard, unsigned depth)
{
	struct sn__ts ts = {.port = 0};
	const char *first = *at < line->n ? line->word[*at] : "";
	const char *next = *at + 1 < line->n ? line->word[*at + 1] : "";

	if (!strcmp(first, "any") || !strcmp(first, "any4")) {
		*at += 1;
		return sn__read_ts(in->c, in->span, "0.0.0.0/0", 9);
	}
	*at += 2;
	if (!strcmp(first, "range")) {
		char both[2 * SN_ADDR_TEXT_MAX];
		const char *last = *at < line->n ? line->word[*at] : "";
		int n = snprintf(both, sizeof(both), "%.45s-%.45s", next, last);
		sn_status status =
		    sn__read_ts(in->c, in->span, both, (size_t)n);

		*at += 1;
		return status == SN_ESYNTAX
			   ? sn__ike_strange(in->c, first, strlen(first))
			   : status;
	}
	if (!strcmp(first, "host")) {
		sn_status status =
		    sn__read_ts(in->c, in->span, next, strlen(next));

		return status == SN_ESYNTAX
			   ? sn__ike_strange(in->c, next, strlen(next))
			   : status;
	}
	if (!strcmp(first, "object") || !strcmp(first, "object-group"))
		return add_object(in, next, depth);
	if (!masked(first, next, wildcard, &ts.range))
		return sn__ike_strange(in->c, first, strlen(first));
	return sn__ike_add_ts(in->c, in->span, ts);
}

sn_status
sn__cisco_addresses(sn_ike_config *c, sn__cisco_file *file,
    struct sn__span *span, const sn__cisco *line, unsigned *at, bool wildcard)
{
	const struct reading in = {c, file, span};

	return add_addresses(&in, line, at, wildcard, 0);
}

sn_status
sn__cisco_addresses6(sn_ike_config *c, struct sn__span *span,
    const sn__cisco *line, unsigned *at)
{
	const char *word;

	*at += sn__cisco_has(line, *at, "host");
	word = *at < line->n ? line->word[*at] : "";
	*at += 1;
	if (!strcmp(word, "any"))
		word = "::/0";
	return sn__read_ts(c, span, word, strlen(word)) == SN_OK
		   ? SN_OK
		   : sn__ike_strange(c, word, strlen(word));
}
