/*
 * parse4.c - what the vector parsers of IPv4 lines share.
 */
#include "cidr/parse4.h"

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
	for (unsigned i = 0, n = 81; i < n; i++) {
		unsigned rest = i;

		for (unsigned j = 0; j < 4; j++, rest /= 3)
			length[j] = 1 + rest % 3;
		add_layout(layouts, length);
	}
}

size_t
sn__parse4(sn__cpu cpu, sn__batch *batch)
{
#if SN__X86
	switch (cpu) {
	case SN__CPU_AVX512:
		return sn__parse4_avx512(batch);
	case SN__CPU_AVX2:
		return sn__parse4_avx2(batch);
	case SN__CPU_SSE41:
		return sn__parse4_sse41(batch);
	case SN__CPU_SCALAR:
		break;
	}
#endif
	(void)cpu;
	(void)batch;
	return 0;
}
