/*
 * ike_config.c - the configuration of a device, of a kind that its content
 * tells.
 */
#include <string.h>

#include "read/alibaba.h"
#include "read/cisco.h"
#include "read/ike_values.h"
#include "read/ipsec_conf.h"
#include "read/lines.h"
#include "read/plan_config.h"
#include "read/swanctl.h"
#include "supernet_text.h"

/* What a kind of file is known by, and how it is read. */
struct kind {
	bool (*is)(const sn__reader *r);
	sn_status (*read)(
	    const sn__reader *r, sn_ike_config *c, const char *gateway);
};

/* A section of connections or keys, at the start of a line. */
static bool
is_swanctl(const sn__reader *r)
{
	sn__line line = sn__line_start(r);

	while (sn__line_next(r, &line)) {
		sn__word word = sn__line_word(&line, '{');

		if ((word.n == 11 && !memcmp(word.at, "connections", 11)) ||
		    (word.n == 7 && !memcmp(word.at, "secrets", 7)))
			return true;
	}
	return false;
}

static bool
is_json(const sn__reader *r)
{
	const char *end = r->text + r->size, *p = r->text;

	while (p < end && (*p == '\n' || sn__skip_blanks(p, end) > p))
		p++;
	return p < end && *p == '{';
}

static const struct kind kinds[] = {{sn__is_plan, sn__read_plan_config},
    {is_json, sn__read_alibaba}, {sn__is_ipsec_conf, sn__read_ipsec_conf},
    {sn__is_cisco, sn__read_cisco}, {is_swanctl, sn__read_swanctl}};
enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

sn_status
sn_ike_config_read(sn_ike_config **out, const char *text, size_t size,
    const char *gateway, sn_error *error)
{
	sn__reader r = sn__reader_of(text, size, error);
	const struct kind *kind = kinds, *end = kind + KINDS;
	sn_ike_config *c;
	sn_status status;

	while (kind < end && !kind->is(&r))
		kind++;
	if (kind == end)
		return sn__refuse(&r, SN_ESYNTAX, r.text, 0,
		    "this is no configuration of a device that is known: "
		    "swanctl.conf, ipsec.conf, show running-config, "
		    "DescribeVpnConnections, Terraform's state, a plan");
	status = sn__ike_config_new(&c, NULL);
	if (status)
		return status;
	status = sn__refuse_more(&r, kind->read(&r, c, gateway));
	if (status) {
		sn_ike_config_free(c);
		return status;
	}
	*out = c;
	return SN_OK;
}
