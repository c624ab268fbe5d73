/*
 * num_impl.h - the numbers that the compiler has, of W bits; see num.h.
 */
static inline NAME(num) NAME(add)(NAME(num) a, NAME(num) b)
{
	return a + b;
}

/* Whether the sum passes the width. */
static inline bool
NAME(carry)(NAME(num) a, NAME(num) b, NAME(num) * sum)
{
	return __builtin_add_overflow(a, b, sum);
}

/* The sum, or the most there is. */
static inline NAME(num) NAME(capped)(NAME(num) a, NAME(num) b)
{
	NAME(num) sum;

	return NAME(carry)(a, b, &sum) ? ~(NAME(num))0 : sum;
}

static inline NAME(num) NAME(sub)(NAME(num) a, NAME(num) b)
{
	return a - b;
}

static inline bool
NAME(less)(NAME(num) a, NAME(num) b)
{
	return a < b;
}

/* @a where @bit is 1, 0 where it is 0; without a branch. */
static inline NAME(num) NAME(keep)(NAME(num) a, uint32_t bit)
{
	return a & ((NAME(num))0 - bit);
}

static inline NAME(num) NAME(left)(NAME(num) a, unsigned shift)
{
	return a << shift;
}

static inline NAME(num) NAME(right)(NAME(num) a, unsigned shift)
{
	return a >> shift;
}

static inline NAME(num) NAME(most)(void)
{
	return ~(NAME(num))0;
}

static inline NAME(num) NAME(from)(uint64_t n)
{
	return n;
}

/* Modulo 2^W. */
static inline NAME(num) NAME(from_size)(sn__u128 size)
{
	return (NAME(num))size;
}

static inline unsigned
NAME(length)(NAME(num) a)
{
	return 128 - sn__clz128(a);
}

static inline long double
NAME(to_real)(NAME(num) a)
{
	return (long double)a;
}

/* @real is at least 0, and below 2^W. */
static inline NAME(num) NAME(from_real)(long double real)
{
	return (NAME(num))real;
}
