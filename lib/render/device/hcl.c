/*
 * hcl.c - what the renderers for Terraform share.
 */
#include "render/device/hcl.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/ascii.h"
#include "base/error.h"
#include "render/quote.h"
#include "vpn/block.h"

const char *
sn__hcl_own(char own[SN__HCL_OWN], const sn_plan *plan)
{
	static const char digits[] = "0123456789abcdef";
	char *to = own;

	/* "-" is "__", and any other byte that is no letter or digit "_xx". */
	for (const char *p = sn_plan_get(plan)->connection; *p; p++) {
		unsigned char c = (unsigned char)*p;

		if (sn__is_alnum(*p)) {
			*to++ = *p;
			continue;
		}
		*to++ = '_';
		if (*p == '-') {
			*to++ = '_';
		} else {
			*to++ = digits[c >> 4];
			*to++ = digits[c & 15];
		}
	}
	*to = '\0';
	return own;
}

void
sn__hcl_line(sn__out *out, unsigned depth, const char *format, ...)
{
	char text[SN__HCL_OWN + 256];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	sn__out_spaces(out, (size_t)depth * 2);
	sn__out_text(out, text);
	sn__out_char(out, '\n');
}

void
sn__hcl_key(sn__out *out, unsigned depth, unsigned width, const char *key)
{
	sn__out_spaces(out, (size_t)depth * 2);
	sn__out_format(out, "%-*s = ", (int)width, key);
}

void
sn__hcl_prefix(char out[SN_PREFIX_TEXT_MAX + 2], sn_prefix p)
{
	size_t n = sn_prefix_format(out + 1, SN_PREFIX_TEXT_MAX, p);

	out[0] = out[n + 1] = '"';
	out[n + 2] = '\0';
}

static void
put_prefix(sn__out *out, sn_prefix p)
{
	char text[SN_PREFIX_TEXT_MAX + 2];

	sn__hcl_prefix(text, p);
	sn__out_text(out, text);
}

void
sn__hcl_row(sn__out *out, const sn_route *row, const char *hop)
{
	if (row->kind == SN_ROUTE_POLICY) {
		sn__out_text(out, "source = ");
		put_prefix(out, row->source);
		sn__out_text(out, ", ");
	}
	sn__out_text(out, "destination = ");
	put_prefix(out, row->destination);
	if (hop) {
		sn__out_text(out, ", next_hop = ");
		sn__put_hcl(out, hop);
	}
	sn__out_format(out, ", weight = %u, publish = %s",
	    (unsigned)row->weight,
	    row->state == SN_STATE_PUBLISHED ? "true" : "false");
}

void
sn__hcl_list(sn__out *out, const sn_prefix *p, size_t n)
{
	sn__out_char(out, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			sn__out_text(out, ", ");
		put_prefix(out, p[i]);
	}
	sn__out_char(out, ']');
}

void
sn__hcl_lines(sn__out *out, unsigned depth, const sn_prefix *p, size_t n)
{
	sn__out_text(out, "[\n");
	for (size_t i = 0; i < n; i++) {
		sn__out_spaces(out, (size_t)depth * 2 + 2);
		put_prefix(out, p[i]);
		sn__out_text(out, ",\n");
	}
	sn__out_spaces(out, (size_t)depth * 2);
	sn__out_char(out, ']');
}

void
sn__hcl_provider(sn__out *out, const sn_render_options *options,
    const char *name, const char *source)
{
	if (options && options->no_required_providers)
		return;
	sn__out_format(out,
	    "terraform {\n"
	    "  required_providers {\n"
	    "    %s = {\n"
	    "      source = \"%s\"\n"
	    "    }\n"
	    "  }\n"
	    "}\n\n",
	    name, source);
}

void
sn__hcl_variables(
    sn__out *out, const char *own, const sn__hcl_variable *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		sn__hcl_line(out, 0, "variable \"%s_%s\" {", v[i].name, own);
		sn__hcl_line(out, 1, "type        = %s", v[i].type);
		if (v[i].value)
			sn__hcl_line(out, 1, "default     = %s", v[i].value);
		if (!strcmp(v[i].name, "pre_shared_key"))
			sn__hcl_line(out, 1, "sensitive   = true");
		sn__hcl_line(out, 1, "description = \"%s\"", v[i].description);
		sn__out_text(out, "}\n\n");
	}
}

void
sn__hcl_gateway(sn__out *out, const char *own, const char *name, const char *id,
    const char *description)
{
	sn__hcl_line(out, 0, "variable \"%s_%s\" {", name, own);
	sn__hcl_line(out, 1, "type        = string");
	if (id) {
		sn__out_text(out, "  default     = ");
		sn__put_hcl(out, id);
		sn__out_char(out, '\n');
	}
	sn__hcl_line(out, 1, "description = \"%s\"", description);
	sn__out_text(out, "}\n\n");
}

/* ---------------------------------------------------------- templates */

static bool
is_name(const char *name, const sn__hcl_names *n)
{
	size_t size = strlen(name);

	for (const char *p = name; *p; p++) {
		bool capital = *p != sn__small(*p);

		if (!(sn__is_alnum(*p) && !(n->small && capital)) &&
		    !strchr(n->others, *p))
			return false;
	}
	return size <= n->most &&
	       (!n->bounded ||
		   (sn__is_alnum(name[0]) && sn__is_alnum(name[size - 1]) &&
		       !(n->small && sn__is_digit(name[0]))));
}

static sn_status
check_name(const char *name, const sn__hcl_names *n, const char *where,
    sn_error *error)
{
	const char *ends = "";

	if (is_name(name, n))
		return SN_OK;
	if (n->bounded)
		ends = n->small ? ", a letter first, no mark last"
				: ", no mark first or last";
	return sn__error_format(error, SN_EINVAL,
	    "in %s a connection's name is 1 to %zu %sletters, digits, '%s'%s: "
	    "'%.40s'",
	    where, n->most, n->small ? "small " : "", n->others, ends, name);
}

sn_status
sn__hcl_begin(sn__hcl_file *f, sn__out *out, const sn_plan *plan,
    const sn__vendor *vendor, const sn__hcl_names *names, sn_error *error)
{
	const sn_plan_view *v = sn_plan_get(plan);
	sn_status status = SN_OK;

	*f = (sn__hcl_file){.out = out,
	    .plan = plan,
	    .proposal = v->proposal,
	    .connection = SN_CONNECTION_INIT};
	(void)sn__hcl_own(f->own, plan);
	if (v->sides[SN_LOCAL]->selector.family == SN_IPV6)
		return sn__error_format(error, SN_EINVAL,
		    "no Terraform form of IPv6 is known for the gateway %.60s",
		    v->gateway->name);
	while (!status && sn__hcl_next(f))
		status =
		    check_name(f->connection.name, names, vendor->where, error);
	f->next = 0;
	return status ? status
		      : sn__vendor_name(&f->words, vendor, f->proposal, error);
}

/* Where the rows lead that have connection @i as their next hop. */
static void
find_rows(sn__hcl_file *f, uint64_t i)
{
	const sn__block *b;

	f->row_count = 0;
	for (size_t k = 0; (b = sn__plan_block(f->plan, k)); k++) {
		uint64_t n = b->numbered ? sn__block_size(b) : 1;

		if (b->row.action != SN_ACTION_ADD || i < b->row.next_hop ||
		    i - b->row.next_hop >= n)
			continue;
		f->rows = b->destinations;
		f->row_count = b->destination_count;
		if (b->numbered) {
			f->rows += (i - b->row.next_hop) % f->row_count;
			f->row_count = 1;
		}
		return;
	}
}

bool
sn__hcl_next(sn__hcl_file *f)
{
	if (sn_plan_connection(f->plan, f->next, &f->connection))
		return false;
	find_rows(f, f->next++);
	return true;
}

/* The words that a template may have, and what each stands for. */
static const char *
word_of(const sn__hcl_file *f, const char *key, size_t n, char number[24])
{
	const sn_proposal *p = f->proposal;
	const struct {
		const char *key, *word;
		int64_t value;
	} words[] = {
	    {"own", f->own, 0},
	    {"ike", NULL, p->ike},
	    {"tunnel", NULL, f->tunnel},
	    {"ike_encryption", f->words.ike_encryption, 0},
	    {"ike_integrity", f->words.ike_integrity, 0},
	    {"ike_dh", f->words.ike_dh, 0},
	    {"ike_lifetime", NULL, p->ike_lifetime},
	    {"esp_encryption", f->words.esp_encryption, 0},
	    {"esp_integrity", f->words.esp_integrity, 0},
	    {"pfs", f->words.pfs, 0},
	    {"esp_lifetime", NULL, p->ipsec_lifetime},
	    {"volume", NULL, p->volume_lifetime},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strncmp(words[i].key, key, n) || words[i].key[n])
			continue;
		snprintf(number, 24, "%lld", (long long)words[i].value);
		return words[i].word ? words[i].word : number;
	}
	return NULL;
}

static bool
is_key(const char *key, size_t n, const char *word)
{
	return strlen(word) == n && !memcmp(key, word, n);
}

static void
put_key(const sn__hcl_file *f, const char *key, size_t n)
{
	const sn_connection *c = &f->connection;
	char number[24];
	const char *word = word_of(f, key, n, number);

	if (word)
		sn__out_text(f->out, word);
	else if (is_key(key, n, "label"))
		sn__put_label(f->out, c->name);
	else if (is_key(key, n, "name"))
		sn__put_hcl(f->out, c->name);
	else if (is_key(key, n, "local"))
		sn__hcl_list(f->out, c->local, c->local_count);
	else if (is_key(key, n, "peer"))
		sn__hcl_list(f->out, c->peer, c->peer_count);
	else if (is_key(key, n, "local_prefix"))
		put_prefix(f->out, c->local[0]);
	else if (is_key(key, n, "peer_prefix"))
		put_prefix(f->out, c->peer[0]);
	else if (is_key(key, n, "rows"))
		sn__hcl_list(f->out, f->rows, f->row_count);
	else
		sn__hcl_lines(f->out, 1, f->rows, f->row_count);
}

void
sn__hcl_put(const sn__hcl_file *f, const char *text)
{
	const char *at, *end;

	while ((at = strchr(text, '@')) != NULL) {
		sn__out_bytes(f->out, text, (size_t)(at - text));
		end = strchr(at + 1, '@');
		put_key(f, at + 1, (size_t)(end - at - 1));
		text = end + 1;
	}
	sn__out_text(f->out, text);
}

void
sn__hcl_each_local(const sn__hcl_file *f, const char *before, const char *after)
{
	const sn_connection *c = &f->connection;
	char local[SN_PREFIX_TEXT_MAX + 2];

	for (size_t i = 0; i < c->local_count; i++) {
		sn__hcl_prefix(local, c->local[i]);
		sn__hcl_put(f, before);
		sn__out_text(f->out, local);
		sn__hcl_put(f, after);
	}
}

void
sn__hcl_head(const sn__hcl_file *f, const char *text)
{
	const sn_plan_view *v = sn_plan_get(f->plan);

	sn__hcl_put(f, text);
	sn__findings_comment(f->out, "#", v->findings, v->finding_count);
	sn__out_char(f->out, '\n');
}
