/*
 * utf8.c - text from outside, character by character.
 */
#include "base/utf8.h"

size_t
sn__utf8(const char *p, const char *end, uint32_t *character)
{
	const unsigned char *s = (const unsigned char *)p;
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	uint32_t c = s[0];
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	if ((n > 1 && c < 0xc2) || c > 0xf4 || n > (size_t)(end - p))
		return 0;
	c &= n == 1 ? 0x7fu : 0x7fu >> n;
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3fu);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	*character = c;
	return n;
}

bool
sn__is_shown(uint32_t c)
{
	return c >= ' ' && !(c >= 0x7f && c < 0xa0) &&
	       !(c >= 0x200b && c <= 0x200f) && !(c >= 0x2028 && c <= 0x202e) &&
	       !(c >= 0x2060 && c <= 0x206f) && c != 0xfeff && c != 0x61c &&
	       (c & 0xfffe) != 0xfffe;
}
