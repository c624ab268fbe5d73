/*
 * template.h - what a template is made of: texts compiled into steps, and the
 * named templates as data.
 *
 * A template writes a document: *top*, lists, *bottom*. A list is *begin*,
 * batches, *end*; a batch is *head*, items with a *separator* between them,
 * *tail*; between two batches of a document stands a *joint*. A list of
 * changes has no begin and no end: what is there stays.
 */
#ifndef SN_TEMPLATE_H
#define SN_TEMPLATE_H

#include "base/alloc.h"
#include "supernet_text.h"

/* The texts of a template, in the order of struct sn__format. */
typedef enum sn__part {
	SN__TOP,
	SN__BEGIN,
	SN__JOINT,
	SN__HEAD,
	SN__ITEM,
	SN__SEPARATOR,
	SN__TAIL,
	SN__END,
	SN__BOTTOM,
	SN__PARTS
} sn__part;

/* How a label is written, whatever it holds. */
typedef enum sn__quote {
	SN__QUOTE_LINE, /* as it is, what does not show as '?' */
	SN__QUOTE_CSV,
	SN__QUOTE_JSON,
	SN__QUOTE_NAME /* as it is, or refused */
} sn__quote;

/* In which documents a named template stands for its name. */
enum { SN__WHOLE = 1, SN__LABELLED = 2, SN__CHANGES = 4, SN__ALWAYS = 7 };

typedef struct sn__format {
	const char *name;
	const char *title;
	uint8_t documents; /* SN__WHOLE and so on */
	uint8_t quote;	   /* sn__quote */
	/* SN__QUOTE_NAME: the longest label, whether it may start with a digit,
	 * and what it may hold beside letters and digits. */
	uint8_t name_max;
	bool name_digit;
	const char *name_more;
	bool ranges;  /* its items are ranges: they have no length */
	bool no_zero; /* /0 has to be written as its two halves */
	uint16_t batch;
	const char *part[SN__PARTS]; /* NULL: nothing */
} sn__format;

/* The i-th named template; NULL beyond the last. */
const sn__format *sn__format_at(size_t i);

/* What a step writes. */
typedef enum sn__step_kind {
	SN__STEP_TEXT,	/* its text alone */
	SN__STEP_FIRST, /* an address, then the text of its length */
	SN__STEP_LAST,
	SN__STEP_ADDRESS, /* looked up; else the first one */
	SN__STEP_LENGTH,  /* the text of its length */
	SN__STEP_NUMBER,  /* of an item, or of a batch */
	/* Known when a list begins: these become text then. */
	SN__STEP_LABEL,
	SN__STEP_COUNT,
	SN__STEP_CAPACITY,
	SN__STEP_VERSION,
	SN__STEP_SIGN,
	SN__STEP_IF /* the next @skip steps, where @condition is true */
} sn__step_kind;

/* Texts that depend on the length of a prefix alone. */
typedef enum sn__by_length {
	SN__BY_LENGTH_NONE,
	SN__BY_LENGTH_SLASH,  /* "/24" */
	SN__BY_LENGTH_HOST,   /* the same, or nothing for one address */
	SN__BY_LENGTH_LENGTH, /* "24" */
	SN__BY_LENGTH_MASK,
	SN__BY_LENGTH_WILDCARD,
	SN__BY_LENGTH_SIZE, /* addresses */
	SN__BY_LENGTHS
} sn__by_length;

typedef struct sn__step {
	uint8_t kind;	   /* sn__step_kind */
	uint8_t by_length; /* sn__by_length */
	char condition;	   /* '4', '6', '+', '-', '=', '0', 'G' */
	size_t skip;
	const char *text; /* of SN__STEP_TEXT, not ended by NUL */
	size_t size;
} sn__step;

typedef struct sn__steps {
	sn__step *step;
	size_t n;
	char *text; /* what the steps point into */
} sn__steps;

struct sn_template {
	const sn__format *format; /* of which parts may have been replaced */
	sn__steps part[SN__PARTS];
	char *name;
	uint64_t batch;
	bool labels;
	bool changes;
	bool own_item;
	bool by_family; /* a list holds one family */
	bool by_length[SN__BY_LENGTHS];
};

#endif
