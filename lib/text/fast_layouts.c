/*
 * fast_layouts.c - tables for the parsers of fast lines.
 */
#include "text/fast_layouts.h"

#include <string.h>

/* One layout: octets of length[0..3] digits. */
static void
add_layout(sn__layouts *layouts, const unsigned length[4])
{
	unsigned at = 0, slot;
	uint32_t ends = 0, expand = 0;
	uint8_t shuffle[16];

	/* Bytes of value 0x80 and above make a zero. */
	memset(shuffle, 0x80, sizeof(shuffle));
	for (unsigned i = 0; i < 4; i++) {
		/* Right-aligned: the ending byte is the last of four. */
		for (unsigned j = 0; j <= length[i]; j++) {
			unsigned place = 4 * i + 3 - length[i] + j;

			expand |= UINT32_C(1) << place;
			shuffle[place] = (uint8_t)(at + j);
		}
		at += length[i] + 1;
		ends |= UINT32_C(1) << (at - 1);
	}
	slot = sn__layout_slot(ends);
	layouts->ends[slot] = (uint16_t)ends;
	layouts->expand[slot] = (uint16_t)expand;
	memcpy(layouts->shuffle[slot], shuffle, sizeof(shuffle));
}

void
sn__layouts_init(sn__layouts *layouts)
{
	unsigned length[4];

	memset(layouts, 0, sizeof(*layouts));
	memset(layouts->hex, 0xff, sizeof(layouts->hex));
	for (unsigned i = 0; i < 16; i++) {
		layouts->hex[(unsigned char)"0123456789abcdef"[i]] = (uint8_t)i;
		layouts->hex[(unsigned char)"0123456789ABCDEF"[i]] = (uint8_t)i;
	}
	for (unsigned i = 0, n = 81; i < n; i++) {
		unsigned rest = i;

		for (unsigned j = 0; j < 4; j++, rest /= 3)
			length[j] = 1 + rest % 3;
		add_layout(layouts, length);
	}
}
