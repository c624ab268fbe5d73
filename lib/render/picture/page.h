/*
 * page.h - the frame and the look that all reports share: HTML that is XML,
 * too, with one stylesheet, no script, and nothing from elsewhere.
 *
 * A report begins with a head, has sections of tables, lists and figures, and
 * ends. Texts are from anywhere; classes and captions are from ourselves.
 */
#ifndef SN_PAGE_H
#define SN_PAGE_H

#include "render/words.h"
#include "render/out.h"
#include "supernet_text.h"

/* One of the numbers that a report begins with. */
typedef struct sn__page_number {
	const char *one; /* the label of 1, and of other numbers */
	const char *many;
	uint64_t n;
	const char *tone; /* "add", "delete", "warning", "error"; "": none */
} sn__page_number;

enum { SN__PAGE_NUMBERS = 4 };

typedef struct sn__page_head {
	const char *kind;     /* "VPN plan" */
	const char *title;    /* where the options have none */
	const char *sentence; /* what it all comes to */
	bool failed;	      /* it is that there is nothing */
	const char *about;    /* "Gateway A, peer B"; "": nothing */
	sn__page_number number[SN__PAGE_NUMBERS];
} sn__page_head;

/* The stylesheet, in parts up to NULL. */
extern const char *const sn__page_style[];

void sn__page_begin(
    sn__out *out, const sn_render_options *options, const sn__page_head *head);
void sn__page_end(sn__out *out);
void sn__page_section(sn__out *out, const char *title);
void sn__page_paragraph(sn__out *out, const char *class, const char *text);
/* @text with each address of the web in it as a link. */
void sn__page_linked(sn__out *out, const char *text);
/* What is inside shows when it is opened. */
void sn__page_fold(sn__out *out, const char *summary, const char *more);
void sn__page_fold_end(sn__out *out);
/* A list of the findings of at least @least and at most @most severity. */
void sn__page_findings(sn__out *out, const sn_finding *findings, size_t n,
    uint32_t least, uint32_t most);
/*
 * A finding in a list, also of other subjects where one of the @n after it says
 * the same; whatever stands between begin and end belongs to it.
 */
void sn__page_finding_begin(sn__out *out, const sn_finding *f, size_t n);
void sn__page_finding_end(sn__out *out);
/* How many findings have @severity. */
uint64_t sn__page_count(
    const sn_finding *findings, size_t n, uint32_t severity);
/* " class="..."", or nothing where there is none. */
void sn__page_class(sn__out *out, const char *class);
/* A number with separators. */
void sn__page_grouped(sn__out *out, uint64_t n);

/* -------------------------------------------------------------- tables */

typedef struct sn__page_column {
	const char *title;
	const char *class; /* "mono", "mono many", "number"; "": prose */
} sn__page_column;

/*
 * A table: the first rows, the others folded, and at most a thousand. The
 * caption is for those who do not see where it stands.
 */
typedef struct sn__page_table {
	sn__out *out;
	const char *caption;
	const sn__page_column *columns;
	size_t column_count;
	uint64_t total;
	uint64_t rows;
	size_t cells; /* of the row that is open */
} sn__page_table;

void sn__page_table_begin(sn__page_table *t, sn__out *out, const char *caption,
    const sn__page_column *columns, size_t n, uint64_t total);
/* Opens a row; false where no more are shown. */
bool sn__page_row(sn__page_table *t, const char *class);
/* Opens the next cell, closing the one before; the caller writes into it. */
void sn__page_cell(sn__page_table *t);
void sn__page_cell_text(sn__page_table *t, const char *text);
void sn__page_cell_number(sn__page_table *t, uint64_t n);
void sn__page_cell_count(sn__page_table *t, sn_count n);
/* Prefixes: the first few, and how many more. */
void sn__page_cell_prefixes(sn__page_table *t, const sn_prefix *p, size_t n);
/* Closes it; where rows were left out, says that @format has them. */
void sn__page_table_end(sn__page_table *t, const char *format);

/* --------------------------------------------------------------- lists */

/*
 * Prefixes in columns, beside one another: the first ones, the others folded,
 * and at most some thousands. Items are put between begin and end.
 */
typedef struct sn__page_list {
	sn__out *out;
	uint64_t total;
	uint64_t items;
} sn__page_list;

void sn__page_list_begin(sn__page_list *l, sn__out *out, uint64_t total);
/* False where no more are shown. */
bool sn__page_item(sn__page_list *l, sn_prefix p);
/* Closes it; where some were left out, says that @format has them. */
void sn__page_list_end(sn__page_list *l, const char *format);

#endif
