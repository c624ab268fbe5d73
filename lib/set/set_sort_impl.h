/*
 * set_sort_impl.h - sorting keys by their first address, written once for all
 * kinds; a template of set/key4.h. Included by set_sort.c.
 *
 * Keys that come sorted are seen as such and left alone. Bits that all keys
 * share are never looked at. Where the others span at most SPAN bits and the
 * spare array is large enough: least significant digit first, with digits as
 * large as the number of keys deserves, skipping those in which all keys agree.
 * Where they span more, the same by the two highest digits, and then, one by
 * one, the groups of keys that agree in both, which are few unless the keys
 * were chosen to be hard. Else one step by the most significant byte, in place,
 * and the same for each part. A few keys: by insertion. O(n) per digit; at
 * most BITS / 8 times, as each takes a byte or more. Keys of equal first
 * address stay in any order; the sweep that follows does not mind.
 */

struct NAME(scanned) {
	NUM all;
	NUM any;
	bool sorted;
};

static struct NAME(scanned) NAME(scan)(const KEY *k, size_t n)
{
	struct NAME(scanned) s = {(NUM) ~(NUM)0, 0, true};
	NUM last = 0;

	for (size_t i = 0; i < n; i++) {
		NUM first = KEY_FIRST(k + i);

		s.all &= first;
		s.any |= first;
		s.sorted &= last <= first;
		last = first;
	}
	return s;
}

static void
NAME(insertion)(KEY *k, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		KEY x = k[i];
		NUM first = KEY_FIRST(&x);
		size_t j = i;

		for (; j > 0 && KEY_FIRST(k + j - 1) > first; j--)
			k[j] = k[j - 1];
		k[j] = x;
	}
}

/*
 * The keys differ in bits [low, low + span) only; span <= SPAN. Three digits
 * at most.
 */
static void
NAME(lsd)(KEY *k, KEY *spare, size_t n, unsigned low, unsigned span)
{
	uint32_t bin[DIGITS][BINS];
	unsigned most = digit_for(n);
	unsigned digits = (span + most - 1) / most;
	unsigned width = (span + digits - 1) / digits;
	uint32_t mask = (UINT32_C(1) << width) - 1;
	KEY *from = k, *to = spare;

	for (unsigned d = 0; d < digits; d++)
		memset(bin[d], 0, (mask + 1) * sizeof(bin[d][0]));
	for (size_t i = 0; i < n; i++) {
		uint64_t key = (uint64_t)(KEY_FIRST(k + i) >> low);

		for (unsigned d = 0; d < digits; d++)
			bin[d][key >> d * width & mask]++;
	}
	for (unsigned d = 0; d < digits; d++) {
		KEY *swap = from;

		if (prefix_sums(bin[d], mask + 1, n))
			continue;
		for (size_t i = 0; i < n; i++) {
			uint64_t key = (uint64_t)(KEY_FIRST(from + i) >> low);

			to[bin[d][key >> d * width & mask]++] = from[i];
		}
		from = to;
		to = swap;
	}
	if (from != k)
		memcpy(k, from, n * sizeof(*k));
}

static void NAME(sort)(KEY *k, size_t n, KEY *spare, size_t capacity);

/* By the two highest digits below bit @high, then each group by itself. */
static void
NAME(highest)(KEY *k, size_t n, unsigned high, KEY *spare, size_t capacity)
{
	unsigned span = 2 * digit_for(n), low = high - span;
	size_t i = 0;

	NAME(lsd)(k, spare, n, low, span);
	while (i < n) {
		NUM group = KEY_FIRST(k + i) >> low;
		size_t from = i++;

		while (i < n && KEY_FIRST(k + i) >> low == group)
			i++;
		if (i - from > 1)
			NAME(sort)(k + from, i - from, spare, capacity);
	}
}

/* By the byte whose lowest bit is @shift, each part then by itself. */
static void
NAME(msd)(KEY *k, size_t n, unsigned shift, KEY *spare, size_t capacity)
{
	size_t end[256] = {0}, next[256], sum = 0, at = 0;

	for (size_t i = 0; i < n; i++)
		end[(unsigned)(KEY_FIRST(k + i) >> shift) & 0xff]++;
	for (size_t i = 0; i < 256; i++) {
		next[i] = sum;
		sum += end[i];
		end[i] = sum;
	}
	for (size_t b = 0; b < 256; b++) {
		while (next[b] < end[b]) {
			KEY x = k[next[b]];
			unsigned key =
			    (unsigned)(KEY_FIRST(&x) >> shift) & 0xff;

			/* Follow the cycle until a key belongs here. */
			while (key != b) {
				KEY *place = k + next[key]++;
				KEY y = *place;

				*place = x;
				x = y;
				key = (unsigned)(KEY_FIRST(&x) >> shift) & 0xff;
			}
			k[next[b]++] = x;
		}
	}
	for (size_t b = 0; b < 256; at = end[b++])
		NAME(sort)(k + at, end[b] - at, spare, capacity);
}

static void
NAME(sort)(KEY *k, size_t n, KEY *spare, size_t capacity)
{
	struct NAME(scanned) s;
	unsigned low, high;

	if (n <= FEW) {
		NAME(insertion)(k, n);
		return;
	}
	s = NAME(scan)(k, n);
	if (s.sorted)
		return;
	low = sn__ctz128(s.all ^ s.any);
	high = 128 - sn__clz128(s.all ^ s.any);
	if (n <= capacity && high - low <= SPAN)
		NAME(lsd)(k, spare, n, low, high - low);
	else if (n <= capacity)
		NAME(highest)(k, n, high, spare, capacity);
	else
		NAME(msd)(k, n, high > 8 ? high - 8 : 0, spare, capacity);
}
