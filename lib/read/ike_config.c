/*
 * ike_config.c - the configuration of a device, of a kind that its content
 * tells.
 */
#include "read/lines.h"
#include "read/swanctl.h"
#include "supernet_text.h"

/* What a kind of file is known by, and how it is read. */
struct kind {
	bool (*is)(const sn__reader *r);
	sn_status (*read)(const sn__reader *r, sn_ike_config *c);
};

/* "connections {" at the start of a line. */
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

static const struct kind kinds[] = {{is_swanctl, sn__read_swanctl}};

sn_status
sn_ike_config_read(
    sn_ike_config **out, const char *text, size_t size, sn_error *error)
{
	sn__reader r = sn__reader_of(text, size, error);
	sn_ike_config *c;
	sn_status status = sn__ike_config_new(&c, NULL);

	if (status)
		return status;
	status = SN_EINVAL;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i].is(&r)) {
			status = kinds[i].read(&r, c);
			break;
		}
	if (status == SN_EINVAL)
		status = sn__refuse(&r, SN_ESYNTAX, r.text, 0,
		    "this is no configuration of a device that is known: "
		    "swanctl.conf");
	if (status) {
		sn_ike_config_free(c);
		return status;
	}
	*out = c;
	return SN_OK;
}
