/*
 * fast_layouts.h - tables for the parsers of fast lines.
 */
#ifndef SN_FAST_LAYOUTS_H
#define SN_FAST_LAYOUTS_H

#include <stdint.h>

/*
 * How long the four octets of an address are, 3^4 = 81 layouts, found from
 * the places of the four bytes that end them by a perfect hash.
 */
enum { SN__LAYOUT_SLOTS = 256 };
typedef struct sn__layouts {
	uint16_t ends[SN__LAYOUT_SLOTS];   /* a bit where an octet ends; or 0 */
	uint16_t expand[SN__LAYOUT_SLOTS]; /* a bit for each byte in "ddd." */
	uint8_t shuffle[SN__LAYOUT_SLOTS][16]; /* byte for each in "ddd." x 4 */
	uint8_t hex[256]; /* the value of a hex digit; others: above 15 */
} sn__layouts;

void sn__layouts_init(sn__layouts *layouts);

static inline unsigned
sn__layout_slot(uint32_t ends)
{
	return (ends * UINT32_C(0x69ed91b1)) >> 24;
}

#endif
