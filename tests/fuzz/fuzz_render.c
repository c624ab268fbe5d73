/*
 * Plans of every kind in every format there is, with what people may put into
 * names: connections, profiles, identifiers. Bytes choose segments, scheme,
 * limits, a plan deployed before, and the texts. Each rendering has to be
 * printable, whole, and of its own syntax; what a sink refuses ends it.
 */
#include "supernet_text.h"
#include "syntax.h"

enum { SEGMENTS = 6, TEXT = 48 };

struct choice {
	sn_prefix segment[4][SEGMENTS]; /* local, peer, and room for both */
	size_t count[4];
	sn_profile gateway, peer;
	char text[5][TEXT]; /* names and titles of both, a connection */
	char id[TEXT];
	sn_plan_request request;
	unsigned options;
};

/* Marks that mean something in one syntax or another come often. */
static char
read_char(struct fuzz_input *in)
{
	static const char marks[] =
	    "\"'`$%{}<>&\\;|#/*-=,:()[]\n\r\t~!\x1b\x7f";
	unsigned byte = fuzz_byte(in);

	return byte < 128 || byte >= 224 ? (char)byte
					 : marks[byte % (sizeof(marks) - 1)];
}

/* Text; @printable: as profiles may have it. */
static void
read_text(struct fuzz_input *in, char out[TEXT], bool printable)
{
	size_t n = fuzz_byte(in) % TEXT;

	for (size_t i = 0; i < n; i++) {
		char c = read_char(in);

		out[i] =
		    c == '\0' || (printable && (c < ' ' || c > '~')) ? '_' : c;
	}
	out[n] = '\0';
}

/* A name that a connection may have. */
static void
read_name(struct fuzz_input *in, char out[TEXT])
{
	static const char may[] =
	    "ABCxyz019._:-ABCxyz019._:-vconsingle-default-if-exit-on_";
	size_t n = 1 + fuzz_byte(in) % (TEXT - 1);

	for (size_t i = 0; i < n; i++)
		out[i] = may[fuzz_byte(in) % (sizeof(may) - 1)];
	if (out[0] == '-' || out[0] == '.')
		out[0] = 'a';
	out[n] = '\0';
}

static void
read_segments(struct choice *c, struct fuzz_input *in, bool v6)
{
	static const uint32_t base4[] = {0x0a000000, 0x0a010000, 0xac100000,
	    0xc0a80000, 0x64400000, 0x08080000, 0, 0xffff0000};
	static const uint64_t base6[] = {0xfd00000000000000, 0xfd00000000010000,
	    0x20010db800000000, 0xfe80000000000000, 0, UINT64_MAX << 16,
	    0xfc00000000000000, 0x2001000000000000};

	for (unsigned side = 0; side < 4; side++) {
		unsigned n = fuzz_byte(in) % (SEGMENTS + 1);

		c->count[side] = side < 2 && n == 0 ? 1 : n;
		for (unsigned i = 0; i < c->count[side]; i++) {
			unsigned base = fuzz_byte(in) % 8, at = fuzz_byte(in);
			unsigned len = fuzz_byte(in) % (v6 ? 129 : 33);
			sn_addr a = v6 ? sn_addr_v6(base6[base] | at << 8, 0)
				       : sn_addr_v4(base4[base] | at << 8);

			CHECK(!sn_prefix_make(&c->segment[side][i], a, len));
		}
	}
}

static void
read_profile(sn_profile *p, struct fuzz_input *in, char *name, char *title)
{
	*p = *sn_profile_at(fuzz_byte(in) % sn_profile_count());
	if (fuzz_byte(in) & 1)
		return;
	read_text(in, name, true);
	read_text(in, title, true);
	p->name = *name ? name : "mine";
	p->title = title;
	p->auto_routes.value = fuzz_byte(in) & 1;
	p->match_rule.value = fuzz_byte(in) % 4;
	p->sa_model.value = fuzz_byte(in) % 3;
	p->route_based.value = fuzz_byte(in) & 1;
}

static void
read_choice(struct choice *c, struct fuzz_input *in)
{
	sn_plan_request *r = &c->request;
	unsigned bits = fuzz_byte(in);

	memset(c, 0, sizeof(*c));
	*r = (sn_plan_request)SN_PLAN_REQUEST_INIT;
	read_segments(c, in, bits & 1);
	r->local = c->segment[0];
	r->local_count = c->count[0];
	r->peer = c->segment[1];
	r->peer_count = c->count[1];
	if (bits & 2) {
		r->spare_local = c->segment[2];
		r->spare_local_count = c->count[2];
		r->spare_peer = c->segment[3];
		r->spare_peer_count = c->count[3];
		r->spare_bits = (uint8_t)(fuzz_byte(in) % 9);
	}
	r->align = bits >> 2 & 1;
	r->allow_public = bits >> 3 & 1;
	r->ike = bits & 16 ? SN_IKE_V1 : 0;
	r->sticky = bits >> 5 & 1;
	r->scheme = fuzz_byte(in) % 4;
	read_profile(&c->gateway, in, c->text[0], c->text[1]);
	read_profile(&c->peer, in, c->text[2], c->text[3]);
	r->gateway = &c->gateway;
	r->peer_device = &c->peer;
	if (bits & 64) {
		read_name(in, c->text[4]);
		r->connection = c->text[4];
	}
	if (bits & 128)
		r->max_routes = (int64_t)fuzz_byte(in) - 2;
	c->options = fuzz_byte(in);
	read_text(in, c->id, false);
	r->overlap = fuzz_byte(in) % 4;
	r->nat_pool = c->segment[3];
	r->nat_pool_count = c->count[3];
}

/* --------------------------------------------------------------- render */

static sn_status
render_into(struct fuzz_text *text, const struct choice *c, const sn_plan *plan,
    const char *format, const sn_plan_change *change)
{
	sn_render_options o = SN_RENDER_OPTIONS_INIT;
	sn_status status;
	sn_error error;

	o.colour = c->options & 1;
	o.gateway_id = c->options & 2 ? c->id : NULL;
	o.change = change;
	o.end = c->options >> 1 & 3;
	memset(&error, 0, sizeof(error));
	status = sn_plan_render(plan, format, &o, fuzz_sink, text, &error);
	CHECK(!status || error.message[0]);
	return status;
}

static void
render(const struct choice *c, const sn_plan *plan, const char *format,
    const sn_plan_change *change)
{
	struct fuzz_text text = {NULL, 0, 0}, part = {NULL, 0, 0};
	sn_status status = render_into(&text, c, plan, format, change);

	if (status) {
		/* Before the first byte. */
		CHECK(text.size == 0);
		CHECK(status == SN_EINVAL ||
		      (status == SN_EINFEASIBLE &&
			  sn_plan_get(plan)->scheme == SN_SCHEME_NONE));
		return;
	}
	CHECK(text.size > 0);
	check_syntax(format, &text, c->options & 1);
	/* A sink that fails ends it with its own status. */
	part.limit = 1 + text.size * (c->options >> 2) / 64;
	status = render_into(&part, c, plan, format, change);
	CHECK(status == (part.limit < text.size ? SN_EIO : SN_OK));
	CHECK(!memcmp(text.data, part.data ? part.data : "", part.size));
	free(text.data);
	free(part.data);
}

/* The same plan with names that are letters renders to as many lines. */
static void
render_plainly(const struct choice *c, const sn_plan *plan)
{
	struct choice plain = *c;
	const char *format;
	sn_plan *other;

	memset(plain.text[1], 'x', strlen(plain.text[1]));
	memset(plain.text[3], 'x', strlen(plain.text[3]));
	memset(plain.text[0], 'x', strlen(plain.text[0]));
	memset(plain.text[2], 'x', strlen(plain.text[2]));
	memset(plain.id, 'x', strlen(plain.id));
	if (c->gateway.title == c->text[1]) {
		plain.gateway.name = *plain.text[0] ? plain.text[0] : "mine";
		plain.gateway.title = plain.text[1];
	}
	if (c->peer.title == c->text[3]) {
		plain.peer.name = *plain.text[2] ? plain.text[2] : "mine";
		plain.peer.title = plain.text[3];
	}
	plain.request.gateway = &plain.gateway;
	plain.request.peer_device = &plain.peer;
	CHECK(!sn_plan_new(&other, &plain.request, NULL));
	for (size_t i = 0; (format = sn_plan_format_name(i)); i++) {
		struct fuzz_text a = {NULL, 0, 0}, b = {NULL, 0, 0};

		if (!render_into(&a, c, plan, format, NULL) &&
		    !render_into(&b, &plain, other, format, NULL))
			check_alike(format, &a, &b);
		free(a.data);
		free(b.data);
	}
	sn_plan_free(other);
}

static void
render_all(
    const struct choice *c, const sn_plan *plan, const sn_plan_change *change)
{
	const char *format;

	for (size_t i = 0; (format = sn_plan_format_name(i)); i++) {
		CHECK(sn_plan_format_title(i));
		render(c, plan, format, change);
	}
}

/* From what one plan left to another. */
static void
render_change(
    const struct choice *c, const sn_deployed *old, const sn_plan *plan)
{
	sn_plan_change *change;
	sn_status status = sn_plan_change_new(&change, old, plan);

	CHECK(status == SN_OK || status == SN_EINVAL || status == SN_EFAMILY);
	if (status)
		return;
	render_all(c, plan, change);
	sn_plan_change_free(change);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	struct choice c[2];
	sn_plan *plan[2];
	sn_deployed *old = NULL;
	sn_status status;

	for (unsigned i = 0; i < 2; i++) {
		read_choice(&c[i], &in);
		c[i].request.previous = old;
		plan[i] = NULL;
		status = sn_plan_new(&plan[i], &c[i].request, NULL);
		CHECK(status == SN_OK || status == SN_EINVAL ||
		      status == SN_EFAMILY);
		if (status)
			continue;
		render_all(&c[i], plan[i], NULL);
		render_plainly(&c[i], plan[i]);
		if (i == 1 && old)
			render_change(&c[i], old, plan[i]);
		if (i == 0 && in.left) {
			status = sn_deployed_from_plan(&old, plan[0]);
			CHECK(!status);
		}
	}
	sn_deployed_free(old);
	sn_plan_free(plan[0]);
	sn_plan_free(plan[1]);
	return 0;
}
