/*
 * hcl.h - what the renderers for Terraform share: lines in the form of
 * `terraform fmt`, lists of prefixes, and what each file begins with.
 *
 * Variables are named after the plan, so that several plans can stand in one
 * project, and without '-', so that a shell can export them (TF_VAR_...).
 */
#ifndef SN_HCL_H
#define SN_HCL_H

#include "render/device/vendor.h"
#include "render/findings.h"
#include "render/out.h"
#include "supernet_text.h"

enum { SN__HCL_OWN = 3 * SN_NAME_MAX + 1 };

typedef struct sn__hcl_variable {
	const char *name; /* without the plan's part */
	const char *type;
	const char *value; /* an expression; NULL: it has to be given */
	const char *description;
} sn__hcl_variable;

/* Writes what the names of @plan's variables end with, and returns it. */
const char *sn__hcl_own(char own[SN__HCL_OWN], const sn_plan *plan);

/* A line within @depth blocks. */
__attribute__((format(printf, 3, 4))) void sn__hcl_line(
    sn__out *out, unsigned depth, const char *format, ...);
/* A key of @width with its " = ". */
void sn__hcl_key(sn__out *out, unsigned depth, unsigned width, const char *key);
/* A prefix as an expression. */
void sn__hcl_prefix(char out[SN_PREFIX_TEXT_MAX + 2], sn_prefix p);
/* What a row is, as attributes of an object; @hop: NULL where it is none. */
void sn__hcl_row(sn__out *out, const sn_route *row, const char *hop);
/* ["10.0.0.0/8", ...] */
void sn__hcl_list(sn__out *out, const sn_prefix *p, size_t n);
/* The same with a line for each, at @depth. */
void sn__hcl_lines(sn__out *out, unsigned depth, const sn_prefix *p, size_t n);

/* The block that names the provider, unless the options leave it out. */
void sn__hcl_provider(sn__out *out, const sn_render_options *options,
    const char *name, const char *source);
/* Variables; one called pre_shared_key is sensitive. */
void sn__hcl_variables(
    sn__out *out, const char *own, const sn__hcl_variable *v, size_t n);
/* The plan's gateway, @id by default unless it is NULL. */
void sn__hcl_gateway(sn__out *out, const char *own, const char *name,
    const char *id, const char *description);

/* What a provider takes as the name of a connection. */
typedef struct sn__hcl_names {
	size_t most;	    /* bytes */
	const char *others; /* than letters and digits */
	bool small;	    /* letters are small ones */
	bool bounded;	    /* by a letter or digit at the start and the end */
} sn__hcl_names;

/* A file that is made of templates. */
typedef struct sn__hcl_file {
	sn__out *out;
	const sn_plan *plan;
	const sn_proposal *proposal;
	sn__vendor_words words;
	char own[SN__HCL_OWN];
	/* The connection that is written, and where its rows lead. */
	sn_connection connection;
	uint64_t next;
	const sn_prefix *rows;
	size_t row_count;
	unsigned tunnel;
} sn__hcl_file;

/*
 * Fills *f. SN_EINVAL with *error filled: a proposal or a name that the
 * provider does not have, or IPv6, which none of these files is for.
 */
SN_MUST_USE sn_status sn__hcl_begin(sn__hcl_file *f, sn__out *out,
    const sn_plan *plan, const sn__vendor *vendor, const sn__hcl_names *names,
    sn_error *error);
/* Goes on to the next connection, from the first on. */
bool sn__hcl_next(sn__hcl_file *f);
/*
 * Writes @text with what stands between two '@' replaced: own, label, name (an
 * HCL string), local, peer, rows (lists), row_lines (a list of lines), ike, dpd
 * (true, false), tunnel, and the words and numbers of the proposal
 * (ike_encryption, ...).
 */
void sn__hcl_put(const sn__hcl_file *f, const char *text);
/* A block for each local selector: @before, the selector, and @after. */
void sn__hcl_each_local(
    const sn__hcl_file *f, const char *before, const char *after);
/* The same of the last comments before the first block, and what the plan asks
 * its reader to do. */
void sn__hcl_head(const sn__hcl_file *f, const char *text);

#endif
