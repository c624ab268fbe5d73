/*
 * template_writer.h - a template at work: what is known when a list begins
 * (label, family, sign, counts) has turned into text, and conditions are gone;
 * what is left for each prefix is a value or two, each with the text after it.
 */
#ifndef SN_TEMPLATE_WRITER_H
#define SN_TEMPLATE_WRITER_H

#include "render/out.h"
#include "render/template.h"
#include "text/fast_ipv4_format.h"
#include "text/fast_ipv6_format.h"

enum {
	SN__TEXT_SHORT = 16, /* bytes of text that are copied whole */
	/* Bytes that a value may write: an address, then what has a length. */
	SN__VALUE_SPACE = SN__FORMAT6_SPACE + 48
};

/* A value, and the text after it. */
typedef struct sn__action {
	uint8_t kind;	   /* sn__step_kind: a text, or what an item has */
	uint8_t by_length; /* sn__by_length */
	size_t size;	   /* of the text */
	const char *text;
	char bytes[SN__TEXT_SHORT]; /* a short text */
} sn__action;

/* A part of the template, as this list has it. */
typedef struct sn__actions {
	sn__action *action;
	size_t n;
	size_t need; /* bytes that they may write */
} sn__actions;

/* A text of one length, fetched whole. */
typedef struct sn__cell {
	char text[47];
	uint8_t size;
} sn__cell;

struct sn_template_writer {
	const sn_template *t;
	sn__actions part[SN__PARTS]; /* but SN__ITEM */
	sn__actions item[2];	     /* for IPv4, for IPv6 */
	char *label;
	size_t label_size;
	unsigned family; /* of this list; 0: both */
	char sign;	 /* '+', '-', or '=' */
	bool begun;	 /* the document */
	bool jointed;	 /* a batch stands before */
	uint64_t total;	 /* of this list */
	uint64_t number; /* of the item, from 1 */
	uint64_t batch;	 /* its number, from 1 */
	uint64_t left;	 /* items of the batch that is open; 0: none is */
	const sn_addr *looked_up;
	char count[24];
	char capacity[24];
	sn__cell cell[SN__BY_LENGTHS][2][129]; /* IPv4, IPv6 */
	sn__format4 addr4;
	sn__format6 addr6;
	sn__out out;
};

/* Fills the texts by length that the template has. */
void sn__template_tables(sn_template_writer *w);

/* Makes @a what @part is in this list, for prefixes of @family. */
void sn__template_settle(const sn_template_writer *w, sn__actions *a,
    sn__part part, unsigned family);

#endif
