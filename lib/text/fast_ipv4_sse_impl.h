/*
 * fast_ipv4_sse_impl.h - IPv4 lines, 16 bytes at a time. Included by
 * fast_ipv4_sse.c with TARGET, the instructions to compile for, and the names
 * QUAD, LINE and LINES.
 */

/*
 * Reads the address at @p, which ends before the byte number *size, or at a
 * byte before that: *size becomes the number of the byte that ends it.
 */
TARGET static SN__INLINE bool
QUAD(const sn__layouts *layouts, const char *p, uint32_t *size, uint32_t *out)
{
	const __m128i weight = _mm_set1_epi32(0x00010a64);
	const __m128i dots =
	    _mm_setr_epi32('.' << 24, '.' << 24, '.' << 24, -1);
	const __m128i ascii0 = _mm_set1_epi8('0');
	const __m128i nine = _mm_set1_epi8(9);
	__m128i text = _mm_loadu_si128((const __m128i_u *)p);
	__m128i digit = _mm_sub_epi8(text, ascii0);
	uint32_t is_digit = (uint32_t)_mm_movemask_epi8(
	    _mm_cmpeq_epi8(_mm_max_epu8(digit, nine), nine));
	uint32_t zero =
	    (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(text, ascii0));
	uint32_t in_line =
	    ~is_digit & 0xffff & (uint32_t)((UINT64_C(2) << *size) - 1);
	uint32_t second = in_line & (in_line - 1);
	uint32_t third = second & (second - 1);
	uint32_t fourth = third & (third - 1);
	uint32_t ends = in_line ^ (fourth & (fourth - 1));
	unsigned slot = sn__layout_slot(ends);
	__m128i lanes, value;
	uint32_t leading, marks;

	if (!fourth || layouts->ends[slot] != ends)
		return false;
	*size = (uint32_t)__builtin_ctz(fourth);
	lanes = _mm_shuffle_epi8(
	    text, _mm_loadu_si128((const __m128i_u *)layouts->shuffle[slot]));
	marks =
	    (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(lanes, dots)) & 0x0888;
	leading = zero & (ends << 1 | 1) & is_digit >> 1 & (fourth - 1);
	value = _mm_subs_epu8(lanes, ascii0);
	value = _mm_maddubs_epi16(value, weight);
	value = _mm_madd_epi16(value, _mm_set1_epi16(1));
	if (leading || marks != 0x0888 ||
	    _mm_movemask_epi8(_mm_cmpgt_epi32(value, _mm_set1_epi32(255))))
		return false;
	value = _mm_packus_epi16(_mm_packus_epi32(value, value), value);
	*out = __builtin_bswap32((uint32_t)_mm_cvtsi128_si32(value));
	return true;
}

/* Parses the line of @size bytes, at most SN__FAST_AHEAD, at @p. */
TARGET static SN__INLINE bool
LINE(sn__lines *b, const char *p, uint32_t size, sn_range4 *out)
{
	uint32_t at = size, end, len;

	if (!QUAD(b->layouts, p, &at, &out->first))
		return false;
	if (p[at] == '-') {
		p += at + 1;
		size -= at + 1;
		end = size;
		return QUAD(b->layouts, p, &end, &out->last) && end == size &&
		       out->first <= out->last;
	}
	len = tail_length(p + size, size - at);
	return len <= 32 && sn__fast4_emit(b, out, out->first, len);
}

TARGET size_t
LINES(sn__lines *b)
{
	const char *p = b->text + b->start;
	sn_range4 *out = b->out4;
	size_t i;

	for (i = 0; i < b->n; i++) {
		const char *end = b->text + b->end[i];
		size_t size = (size_t)(end - p);

		if (size - 1 >= SN__FAST_AHEAD)
			break;
		size -= end[-1] == '\r';
		if (!LINE(b, p, (uint32_t)size, out))
			break;
		out++;
		p = end + 1;
	}
	return i;
}
