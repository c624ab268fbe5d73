/*
 * grammar_mask.h - netmasks and wildcards.
 */
#ifndef SN_GRAMMAR_MASK_H
#define SN_GRAMMAR_MASK_H

#include <string.h>

#include "base/bits.h"

/*
 * The length of the prefix whose netmask is @mask, or its inverse where
 * @inverted; false: it is of none.
 */
bool sn__mask_length(
    unsigned family, sn__u128 mask, bool inverted, unsigned *len);

enum { SN__MASK_SLOTS = 128, SN__MASK_TEXT = 16 };

/* The canonical texts of IPv4's masks but that of everything, by a hash. */
typedef struct sn__masks {
	struct sn__mask {
		uint64_t text[2]; /* with NULs up to SN__MASK_TEXT; 0: none */
		char length[7];	  /* "/24" */
		uint8_t size;	  /* of it */
	} slot[SN__MASK_SLOTS];
} sn__masks;

void sn__masks_init(sn__masks *masks, bool inverted);

/* By a number that was searched for: on most machines no two are alike. */
static inline size_t
sn__mask_slot(const uint64_t text[2])
{
	return (text[0] ^ text[1]) * UINT64_C(0x91f60569114b7915) >> 57;
}

/*
 * The mask whose text is the @n bytes at @p, of which SN__MASK_TEXT may be
 * read; NULL: it is none.
 */
static inline const struct sn__mask *
sn__masks_find(const sn__masks *masks, const char *p, size_t n)
{
	static const unsigned char ones[2 * SN__MASK_TEXT] = {0xff, 0xff, 0xff,
	    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	    0xff, 0xff};
	uint64_t text[2], kept[2];
	size_t at;

	if (n >= SN__MASK_TEXT)
		return NULL;
	memcpy(text, p, sizeof(text));
	memcpy(kept, ones + SN__MASK_TEXT - n, sizeof(kept));
	text[0] &= kept[0];
	text[1] &= kept[1];
	for (at = sn__mask_slot(text); masks->slot[at].text[0];
	     at = (at + 1) % SN__MASK_SLOTS)
		if (masks->slot[at].text[0] == text[0] &&
		    masks->slot[at].text[1] == text[1])
			return &masks->slot[at];
	return NULL;
}

#endif
