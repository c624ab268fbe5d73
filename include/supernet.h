/*
 * supernet.h - addresses, prefixes, ranges, sets, prefix lists, the prefix
 * trie and optimal covers, for IPv4 and IPv6.
 *
 * Nothing in this header knows of VPNs; see supernet_vpn.h for that.
 * From text to aggregates: sn_set_from_text(), sn_set_iter_next_prefix(),
 * sn_set_free().
 *
 * Conventions that hold for every function below
 *   - Order of arguments: the object first, what is written last. A function
 *     that makes something new has it first: T **out, or T *out of a value.
 *     Functions that write into a buffer begin with it, as snprintf() does.
 *   - Addresses are held in host order as 128-bit numbers; an IPv4 address
 *     is its 32-bit number in the low bits. Text and bytes are converted at
 *     the edge only.
 *   - Functions that can fail return an sn_status: SN_OK (0) or a negative
 *     value. Each says which, apart from SN_EINVAL for a struct_size that is
 *     not this version's. On failure nothing is written, unless the function
 *     says what, and no object has changed.
 *   - What a function hands out through T **out is the caller's, who frees it
 *     with the matching _free(), which takes NULL. Pointers returned as const
 *     are borrowed from the object they came from.
 *   - No other pointer may be NULL unless its function says so, save an array
 *     of which there are none.
 *   - A set, list, index or trie that is made of another takes the allocator
 *     of that one; of two sets, that of the first.
 *   - Values (addresses, prefixes, ranges) are those that functions of this
 *     library make: a family of 4 or 6, no host bits. Functions that return
 *     a status say SN_EINVAL to others; what the rest answers is undefined.
 *   - The library never prints, never exits and keeps no global state.
 *     Distinct objects may be used by distinct threads; an object to which
 *     all pointers are const may be shared between threads.
 *   - Structs that may grow begin with their own size, options and results
 *     alike: initialise them with the SN_..._INIT macro beside them. Zero in
 *     a field of options means "the default".
 */
#ifndef SUPERNET_H
#define SUPERNET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SN_VERSION_MAJOR 0
#define SN_VERSION_MINOR 2
#define SN_VERSION_PATCH 0
/* For #if: 10203 is 1.2.3. */
#define SN_VERSION_NUMBER \
 (SN_VERSION_MAJOR * 10000 + SN_VERSION_MINOR * 100 + SN_VERSION_PATCH)

#if defined(__GNUC__)
# define SN_API	     __attribute__((visibility("default")))
# define SN_MUST_USE __attribute__((warn_unused_result))
#else
# define SN_API
# define SN_MUST_USE
#endif

/* ------------------------------------------------------------- status */

/* Fixed numbers, never reused. */
typedef enum sn_status {
	SN_OK = 0,
	SN_ENOMEM = -1,	     /* out of memory */
	SN_EINVAL = -2,	     /* an argument is outside its documented range */
	SN_ESYNTAX = -3,     /* text that is not in the grammar */
	SN_EHOSTBITS = -4,   /* a prefix whose host bits are not all zero */
	SN_EREVERSED = -5,   /* a range whose last address is below its first */
	SN_EFAMILY = -6,     /* IPv4 and IPv6 where one family is needed */
	SN_ENOTFOUND = -7,   /* no such element */
	SN_EINFEASIBLE = -8, /* no answer satisfies the constraints */
	SN_EIO = -9,	     /* a sink or a source reported a failure */
	SN_ECANCELED = -10,  /* a callback asked to stop */
	SN_ELIMIT = -11	     /* a documented limit would be passed */
} sn_status;

/* One short English line for @status, never NULL, for any int. Static. */
SN_API const char *sn_strerror(int status);

/* "MAJOR.MINOR.PATCH" of the library that is loaded. Static. */
SN_API const char *sn_version(void);

/*
 * Where and why text was refused (or, for a warning, read unusually).
 * Lines and columns count from 1, columns in bytes; 0 = unknown.
 * text: the offending text in UTF-8, cut to fit; control characters, marks
 * that change the direction of writing and bytes that are not UTF-8 stand as
 * \x1b or \u202e. message: what was expected, without a final dot.
 */
typedef struct sn_error {
	int32_t status;
	uint32_t reserved;
	uint64_t line;
	uint64_t column;
	uint64_t offset; /* bytes from the start of the text */
	char text[80];
	char message[400];
} sn_error;

/*
 * Optional allocator, given at creation; the struct is copied. NULL means the
 * C library. realloc(ctx, NULL, size) allocates, aligned as by malloc(), NULL
 * when memory is out; @size is never 0; free takes NULL. Must be thread-safe
 * when the object is built with more than one thread. Threads, and libcidr
 * while it reads leniently, get their memory from the C library.
 */
typedef struct sn_alloc {
	void *ctx;
	void *(*realloc)(void *ctx, void *old, size_t size);
	void (*free)(void *ctx, void *ptr);
} sn_alloc;

/*
 * Takes @size bytes of output, which no NUL ends. Anything but SN_OK stops the
 * writer, which returns that status. Pieces arrive in order, from the calling
 * thread.
 */
typedef sn_status (*sn_sink)(void *ctx, const char *data, size_t size);

/* ------------------------------------------------------------- values */

enum { SN_IPV4 = 4, SN_IPV6 = 6 };

/* An address. IPv4: hi = 0, lo < 2^32. */
typedef struct sn_addr {
	uint64_t hi;
	uint64_t lo;
	uint8_t family; /* SN_IPV4 or SN_IPV6 */
	uint8_t reserved[7];
} sn_addr;

/* A prefix: its first address (host bits zero) and its length in bits. */
typedef struct sn_prefix {
	uint64_t hi;
	uint64_t lo;
	uint8_t family;
	uint8_t len; /* 0..32 or 0..128 */
	uint8_t reserved[6];
} sn_prefix;

/* A range of addresses of one family, both ends included. */
typedef struct sn_range {
	sn_addr first;
	sn_addr last;
} sn_range;

/* Bulk forms: IPv4 does not pay for IPv6. An IPv4 address is a uint32_t. */
typedef struct sn_addr6 {
	uint64_t hi;
	uint64_t lo;
} sn_addr6;
typedef struct sn_prefix4 {
	uint32_t addr;
	uint8_t len;
	uint8_t reserved[3];
} sn_prefix4;
typedef struct sn_prefix6 {
	uint64_t hi;
	uint64_t lo;
	uint8_t len;
	uint8_t reserved[7];
} sn_prefix6;
typedef struct sn_range4 {
	uint32_t first;
	uint32_t last;
} sn_range4;
typedef struct sn_range6 {
	uint64_t first_hi;
	uint64_t first_lo;
	uint64_t last_hi;
	uint64_t last_lo;
} sn_range6;

/*
 * A count of addresses or of address pairs: an unsigned 256-bit number,
 * least significant word first. Large enough for 2^128 addresses of IPv6
 * plus 2^32 of IPv4, and for local x peer pairs. Arithmetic saturates.
 */
typedef struct sn_count {
	uint64_t word[4];
} sn_count;

/* What every formatted value fits in, final NUL included. */
#define SN_ADDR_TEXT_MAX   46
#define SN_PREFIX_TEXT_MAX 50
#define SN_RANGE_TEXT_MAX  92
#define SN_COUNT_TEXT_MAX  79

SN_API sn_addr sn_addr_v4(uint32_t number);
SN_API sn_addr sn_addr_v6(uint64_t hi, uint64_t lo);
/* Of 4 or 16 bytes in network order. SN_EINVAL: another @size. */
SN_API SN_MUST_USE sn_status sn_addr_from_bytes(
    sn_addr *out, const uint8_t *bytes, size_t size);
/* Writes 4 or 16 bytes in network order; returns how many. */
SN_API size_t sn_addr_to_bytes(sn_addr addr, uint8_t bytes[16]);
/* <0, 0, >0: IPv4 before IPv6, then by number. */
SN_API int sn_addr_compare(sn_addr a, sn_addr b);

/*
 * The prefix of @len bits that holds @addr, of which host bits are cleared.
 * SN_EINVAL: @len longer than the family has bits, no such address.
 */
SN_API SN_MUST_USE sn_status sn_prefix_make(
    sn_prefix *out, sn_addr addr, unsigned len);
SN_API sn_addr sn_prefix_first(sn_prefix p);
SN_API sn_addr sn_prefix_last(sn_prefix p);
SN_API sn_count sn_prefix_size(sn_prefix p); /* addresses: 2^(bits-len) */
/* By family, then first address, then length (shorter first). */
SN_API int sn_prefix_compare(sn_prefix a, sn_prefix b);
/* False when the families differ. */
SN_API bool sn_prefix_contains(sn_prefix outer, sn_prefix inner);
SN_API bool sn_prefix_contains_addr(sn_prefix p, sn_addr addr);
SN_API bool sn_prefix_overlaps(sn_prefix a, sn_prefix b);
/* The longest prefix that holds both. SN_EFAMILY when families differ. */
SN_API SN_MUST_USE sn_status sn_prefix_common(
    sn_prefix *out, sn_prefix a, sn_prefix b);

/* SN_EFAMILY: two families; SN_EREVERSED: @last below @first. */
SN_API SN_MUST_USE sn_status sn_range_make(
    sn_range *out, sn_addr first, sn_addr last);
SN_API sn_range sn_prefix_range(sn_prefix p);
SN_API sn_count sn_range_size(sn_range r);

SN_API sn_count sn_count_from(uint64_t n);
SN_API sn_count sn_count_add(sn_count a, sn_count b);
SN_API sn_count sn_count_sub(sn_count a, sn_count b); /* 0 where b > a */
SN_API sn_count sn_count_mul(sn_count a, sn_count b);
SN_API int sn_count_compare(sn_count a, sn_count b); /* <0, 0, >0 */
SN_API bool sn_count_is_zero(sn_count a);
SN_API double sn_count_to_double(sn_count a); /* rounded */

/* --------------------------------------------------------------- text */

/*
 * Formatting follows the snprintf contract: writes at most @size bytes, the
 * final NUL included, and returns the length of the whole text without it.
 * @buf may be NULL where @size is 0. Addresses are canonical: dotted quad, RFC
 * 5952. Counts are decimal.
 */
SN_API size_t sn_addr_format(char *buf, size_t size, sn_addr addr);
SN_API size_t sn_prefix_format(char *buf, size_t size, sn_prefix p);
SN_API size_t sn_range_format(char *buf, size_t size, sn_range r); /* a-b */
SN_API size_t sn_count_format(char *buf, size_t size, sn_count n);

enum {
	/* Reads the notations of real inventories (short forms, hex, netmasks
	 * in odd forms, in-addr.arpa names) through libcidr where the strict
	 * grammar refuses. Such a reading succeeds and leaves a warning in
	 * @error: status SN_OK, and a message like "read as 8.0.0.1/32". */
	SN_PARSE_LENIENT = 1u << 0,
	/* Clears host bits instead of refusing them. */
	SN_PARSE_MASK_HOST = 1u << 1
};

/*
 * The strict grammar: A.B.C.D, A.B.C.D/len, A.B.C.D/M.M.M.M (contiguous
 * netmask), IPv6 in all RFC 4291 forms with optional /len, and, for ranges,
 * first-last with optional spaces around the dash. No octal, no leading
 * zeros, no hex, no short forms, no zone index, no surrounding space.
 * @text need not end in NUL. @error may be NULL; on failure it holds the
 * column where the text stopped making sense, and no line. After a success
 * that left no warning it is as it was. O(len).
 * SN_ESYNTAX; SN_EHOSTBITS without SN_PARSE_MASK_HOST; SN_EFAMILY and
 * SN_EREVERSED of the ends of a range; SN_ENOMEM with SN_PARSE_LENIENT alone.
 */
/* One address, without "/len". */
SN_API SN_MUST_USE sn_status sn_addr_parse(
    sn_addr *out, const char *text, size_t len, sn_error *error);
/* A prefix, or an address as the longest. A range is a SN_ESYNTAX. */
SN_API SN_MUST_USE sn_status sn_prefix_parse(sn_prefix *out, const char *text,
    size_t len, uint32_t flags, sn_error *error);
/* An item: address, prefix (its range) or range. */
SN_API SN_MUST_USE sn_status sn_range_parse(sn_range *out, const char *text,
    size_t len, uint32_t flags, sn_error *error);
/* Decimal digits alone, at most 2^256 - 2. SN_ESYNTAX. */
SN_API SN_MUST_USE sn_status sn_count_parse(
    sn_count *out, const char *text, size_t len, sn_error *error);

/* ------------------------------------------------------- building sets */

typedef struct sn_set sn_set;	      /* frozen: sorted, disjoint, maximal */
typedef struct sn_builder sn_builder; /* mutable: cheap adds, any order */

typedef struct sn_builder_options {
	size_t struct_size;
	const sn_alloc *alloc; /* copied; NULL: the C library */
	uint32_t threads;      /* at most; 0: one for each processor */
	uint32_t reserved;
} sn_builder_options;
#define SN_BUILDER_OPTIONS_INIT          \
 {                                       \
  sizeof(sn_builder_options), NULL, 0, 0 \
 }

/* @options may be NULL. SN_ENOMEM, SN_EINVAL. */
SN_API SN_MUST_USE sn_status sn_builder_new(
    sn_builder **out, const sn_builder_options *options);
SN_API void sn_builder_free(sn_builder *b);
/*
 * Each adds one item. SN_ENOMEM; SN_EINVAL: no such value; of a range also
 * SN_EFAMILY, SN_EREVERSED.
 */
SN_API SN_MUST_USE sn_status sn_builder_add_addr(sn_builder *b, sn_addr a);
SN_API SN_MUST_USE sn_status sn_builder_add_prefix(sn_builder *b, sn_prefix p);
SN_API SN_MUST_USE sn_status sn_builder_add_range(sn_builder *b, sn_range r);
/* All of @s, which is copied. SN_ENOMEM. */
SN_API SN_MUST_USE sn_status sn_builder_add_set(sn_builder *b, const sn_set *s);
/*
 * Arrays, which are copied; host bits are cleared. All or nothing is added.
 * SN_ENOMEM; SN_EINVAL: a length too long, a last address below its first.
 */
SN_API SN_MUST_USE sn_status sn_builder_add_prefixes4(
    sn_builder *b, const sn_prefix4 *p, size_t n);
SN_API SN_MUST_USE sn_status sn_builder_add_prefixes6(
    sn_builder *b, const sn_prefix6 *p, size_t n);
SN_API SN_MUST_USE sn_status sn_builder_add_ranges4(
    sn_builder *b, const sn_range4 *r, size_t n);
SN_API SN_MUST_USE sn_status sn_builder_add_ranges6(
    sn_builder *b, const sn_range6 *r, size_t n);

enum {
	SN_TEXT_LENIENT = 1u << 0, /* as SN_PARSE_LENIENT */
	/* Host bits are invalid, not cleared. */
	SN_TEXT_STRICT_NETWORK = 1u << 1,
	SN_TEXT_SKIP_INVALID = 1u << 2, /* reports bad lines and goes on */
	/* Columns stand between runs of blanks and tabs. */
	SN_TEXT_BLANKS = 1u << 3,
	/*
	 * Any text, JSON and configuration included: each address, prefix and
	 * range in it is an item. Columns are not for it. What only the look
	 * of an address says, as in "10.0.0.0 8", is a warning; the first
	 * address of a range whose last is elsewhere is invalid. Here and
	 * between blanks a line is invalid that makes an exception:
	 * "!10.0.0.0/8", "10.0.0.0/8 except", "add SET 10.0.0.1 nomatch".
	 */
	SN_TEXT_EXTRACT = 1u << 4,
	/* sn_text_visit() gives rows whose item is empty, too: of no family. */
	SN_TEXT_EMPTY_ROWS = 1u << 5
};

/* What the second of two columns is to the first, which is an address. */
enum {
	SN_COLUMNS_RANGE,    /* the last address */
	SN_COLUMNS_MASK,     /* the netmask, or a length */
	SN_COLUMNS_WILDCARD, /* the inverted netmask; IPv4 only */
	SN_COLUMNS_LENGTH,   /* the prefix length, maybe after a slash */
	SN_COLUMNS_COUNT     /* how many addresses; of IPv6 the length */
};

/* What bulk text held. */
typedef struct sn_text_stats {
	size_t struct_size;
	uint64_t lines;
	uint64_t items;	   /* addresses, prefixes and ranges */
	uint64_t invalid;  /* bad lines */
	uint64_t masked;   /* prefixes whose host bits were cleared */
	uint64_t warnings; /* lenient readings that strict would refuse */
	uint64_t comments; /* rows of columns that are comments */
	uint64_t
	    empty; /* rows of columns whose item is "", "-", "*" or "N/A" */
} sn_text_stats;
#define SN_TEXT_STATS_INIT                   \
 {                                           \
  sizeof(sn_text_stats), 0, 0, 0, 0, 0, 0, 0 \
 }

/* A value that a row has to have. */
typedef struct sn_text_where {
	const char *value; /* of a field, without blanks and quotes around it */
	uint32_t column;   /* from 1 */
	uint32_t reserved;
} sn_text_where;

/*
 * How to read bulk text: one item a line, '#' starts a comment, blank lines
 * pass, spaces, tabs, CR LF and a byte-order mark at the start pass.
 * With a column, lines are rows of a table: a field in double quotes may hold
 * delimiters, line breaks (of at most 1000 lines) and two double quotes for
 * one; a field may hold several items with commas, semicolons, '|', line
 * breaks or blanks between.
 * Callbacks come from the calling thread in line order, and return false to
 * stop (SN_ECANCELED).
 */
typedef struct sn_text_options {
	size_t struct_size;
	uint32_t flags;	 /* SN_TEXT_... */
	uint32_t column; /* item is this CSV column, from 1; 0: the line */
	uint32_t second_column; /* completes the item; 0: column is all of it */
	uint32_t columns_are;	/* SN_COLUMNS_... */
	uint32_t where_count;	/* at most 8 */
	char delimiter;		/* of columns; 0: ',' */
	uint8_t reserved[3];
	/* Each column that is named here has one of its values, or the row
	 * passes. */
	const sn_text_where *where;
	/*
	 * Characters that start a comment; NULL: "#". Of those that items
	 * have, '/' and '-' start one where they stand twice, '%' after a
	 * blank, all three at the start of a line, too; hexadecimal digits and
	 * ".:*[]" never do. With SN_TEXT_EXTRACT comments are whole lines.
	 */
	const char *comment;
	uint64_t first_line; /* number of the first line; 0: 1 */
	/* Bad lines that on_invalid gets at most; 0: 10, or all that are
	 * skipped. */
	uint64_t max_invalid;
	/* Lines read leniently that on_warning gets at most; 0: all. */
	uint64_t max_warnings;
	/* Lines with host bits cleared that on_warning gets at most; the
	 * status of these alone is SN_EHOSTBITS. */
	uint64_t max_masked;
	void *ctx;
	bool (*on_invalid)(void *ctx, const sn_error *error);
	bool (*on_warning)(void *ctx, const sn_error *warning);
	/* Every few megabytes, and when all is read. */
	bool (*on_progress)(void *ctx, uint64_t bytes_done, uint64_t bytes);
} sn_text_options;
#define SN_TEXT_OPTIONS_INIT                                              \
 {                                                                        \
  sizeof(sn_text_options), 0, 0, 0, 0, 0, 0, {0}, NULL, NULL, 0, 0, 0, 0, \
      NULL, NULL, NULL, NULL                                              \
 }

/*
 * Adds every item of @size bytes of text. The last line needs no newline. The
 * text is not copied and not kept. @options, @stats and @error may be NULL.
 * Without SN_TEXT_SKIP_INVALID a bad line makes the call fail with its status
 * (after up to max_invalid of them were reported), and nothing is added.
 * @stats counts all lines of the text, in that case too; where memory was out
 * or a callback asked to stop, those that had been read. @error holds the
 * first bad line, also of those that were skipped; where there is none it is
 * as it was.
 * To feed a stream, call with whole rows (sn_text_rows()) and first_line;
 * calls of a megabyte and more are as fast as one with all.
 * O(size), on as many threads as the builder has. Vector instructions are
 * used where the processor has them; the environment variable SUPERNET_CPU
 * (scalar, sse41, avx2, avx512) asks for less, the result is the same.
 * SN_ENOMEM; SN_ECANCELED: a callback said so; the status of a bad line.
 */
SN_API SN_MUST_USE sn_status sn_builder_add_text(sn_builder *b,
    const char *text, size_t size, const sn_text_options *options,
    sn_text_stats *stats, sn_error *error);

/*
 * Freezes what was added into a set and empties the builder, which can be
 * used again. O(n): radix sort, one sweep. SN_ENOMEM leaves both untouched.
 * Memory follows the result: items that come again or merge are swept while
 * they are added. At its peak it is 32 MiB and, for each range of the largest
 * union on the way, 28 bytes of IPv4, 64 of IPv6 prefixes and 72 of ranges; of
 * items that are all different 16, 49 and 64. Arrays and sets that are added
 * in one call count in full until it returns.
 */
SN_API SN_MUST_USE sn_status sn_builder_build(sn_set **out, sn_builder *b);

/* --------------------------------------------------------------- sets */

/*
 * The set of all items of @size bytes of text, in one call: a builder with
 * the C library's memory and a thread for each processor, the text added to
 * it as by sn_builder_add_text(), which says the rest, and frozen. @options
 * and @error may be NULL. SN_ENOMEM, SN_ECANCELED, the status of a bad line.
 */
SN_API SN_MUST_USE sn_status sn_set_from_text(sn_set **out, const char *text,
    size_t size, const sn_text_options *options, sn_error *error);
/*
 * The aggregates as text, one a line, each line with its newline, and a final
 * NUL that @size does not count. The text is the caller's, who gives it to
 * free(), whatever the allocator of the set. @size may be NULL. SN_ENOMEM.
 * sn_set_write() needs no memory for the whole.
 */
SN_API SN_MUST_USE sn_status sn_set_to_text(
    char **out, const sn_set *s, size_t *size);
SN_API void sn_set_free(sn_set *s);
/*
 * New sets; inputs may be the same object. O(n + m). SN_ENOMEM. Of sets with
 * hundreds of thousands of ranges on as many threads as the builder of either
 * may use, which changes nothing in the result.
 */
SN_API SN_MUST_USE sn_status sn_set_union(
    sn_set **out, const sn_set *a, const sn_set *b);
SN_API SN_MUST_USE sn_status sn_set_intersect(
    sn_set **out, const sn_set *a, const sn_set *b);
SN_API SN_MUST_USE sn_status sn_set_subtract(
    sn_set **out, const sn_set *a, const sn_set *b);
SN_API SN_MUST_USE sn_status sn_set_symdiff(
    sn_set **out, const sn_set *a, const sn_set *b);
/*
 * What @s lacks: within @within, or (NULL) within all of each family that
 * occurs in @s. SN_ENOMEM; SN_EINVAL: @within is no prefix.
 */
SN_API SN_MUST_USE sn_status sn_set_complement(
    sn_set **out, const sn_set *s, const sn_prefix *within);

/* The union of @n sets at once. O(n) of their ranges. @alloc may be NULL.
 * SN_ENOMEM. */
SN_API SN_MUST_USE sn_status sn_set_union_many(
    sn_set **out, const sn_set *const *sets, size_t n, const sn_alloc *alloc);
/*
 * The union of ranges in any order, which are copied: O(n), quickest where
 * they are sorted. @r4 may be NULL where @n4 is 0, @r6 likewise, and @alloc.
 * SN_ENOMEM; SN_EINVAL: a last address below its first.
 */
SN_API SN_MUST_USE sn_status sn_set_from_ranges(sn_set **out,
    const sn_range4 *r4, size_t n4, const sn_range6 *r6, size_t n6,
    const sn_alloc *alloc);

/* O(log n) each, of a set O(its ranges log n). */
SN_API bool sn_set_contains_addr(const sn_set *s, sn_addr a);
SN_API bool sn_set_contains_range(const sn_set *s, sn_range r);
SN_API bool sn_set_contains_set(const sn_set *s, const sn_set *inner);
SN_API bool sn_set_overlaps_range(const sn_set *s, sn_range r);
SN_API bool sn_set_overlaps(const sn_set *a, const sn_set *b);
SN_API bool sn_set_equal(const sn_set *a, const sn_set *b);
SN_API bool sn_set_is_empty(const sn_set *s);

/* @family: SN_IPV4, SN_IPV6, or 0 for both together. */
SN_API sn_count sn_set_count(const sn_set *s, unsigned family); /* addresses */
SN_API size_t sn_set_range_count(const sn_set *s, unsigned family);
/* Aggregates: prefixes in the unique smallest exact list. O(n). */
SN_API uint64_t sn_set_prefix_count(const sn_set *s, unsigned family);
/* The ranges themselves, borrowed until the set is freed; *n may be 0. */
SN_API const sn_range4 *sn_set_ranges4(const sn_set *s, size_t *n);
SN_API const sn_range6 *sn_set_ranges6(const sn_set *s, size_t *n);
/*
 * The longest single prefix that holds all of a family. SN_ENOTFOUND: nothing
 * of it is there.
 */
SN_API SN_MUST_USE sn_status sn_set_common(
    const sn_set *s, unsigned family, sn_prefix *out);

/*
 * Iterates ascending, IPv4 before IPv6; @family 0: both. The iterator is the
 * caller's, needs no clean-up and is valid as long as the set. _next_ returns
 * false at the end. Ranges and prefixes may be asked for in turn: a range is
 * then what is left of the one of which prefixes were given.
 */
typedef struct sn_set_iter {
	const sn_set *set;
	uint64_t state[6];
} sn_set_iter;
SN_API void sn_set_iter_init(sn_set_iter *it, const sn_set *s, unsigned family);
SN_API bool sn_set_iter_next_prefix(sn_set_iter *it, sn_prefix *out);
SN_API bool sn_set_iter_next_range(sn_set_iter *it, sn_range *out);

/*
 * Fills @out with the next aggregates of one family, those of IPv6 past what
 * is left of IPv4. Returns how many, at most @capacity; 0: the end.
 */
SN_API size_t sn_set_iter_prefixes4(
    sn_set_iter *it, sn_prefix4 *out, size_t capacity);
SN_API size_t sn_set_iter_prefixes6(
    sn_set_iter *it, sn_prefix6 *out, size_t capacity);

enum { SN_WRITE_PREFIXES = 0, SN_WRITE_RANGES = 1 };

/*
 * Writes the set as text, one item a line, through @sink; nothing of an empty
 * set. @form: SN_WRITE_.... The bytes do not depend on @threads (0: one for
 * each processor). SN_EINVAL: another form; SN_ENOMEM; what @sink returned.
 * On failure it may have had a part.
 */
SN_API SN_MUST_USE sn_status sn_set_write(
    const sn_set *s, unsigned form, unsigned threads, sn_sink sink, void *ctx);

/* ---------------------------------------------------------- snapshots */

/*
 * A snapshot is a set as bytes that are used where they lie: a mapped file, a
 * value of a database, a buffer. 64 bytes, then 8 for each range of IPv4 and,
 * from a multiple of 64 on, 32 for each of IPv6, in the byte order of the
 * machine that wrote them. Version 1 is read for ever, in either order.
 * Writes that of @s, the same for equal sets. O(n), without memory. What @sink
 * returned; it may have had a part then.
 */
SN_API SN_MUST_USE sn_status sn_set_pack(
    const sn_set *s, sn_sink sink, void *ctx);
/* How many bytes that are. O(1). */
SN_API uint64_t sn_set_pack_size(const sn_set *s);
/* Whether bytes begin as a snapshot does, or as iprange's binary form. */
SN_API bool sn_set_is_packed(const void *data, size_t size);
enum {
	/* Looks at every byte: needed where anybody else can have made them. */
	SN_BORROW_CHECK = 1u << 0
};
/*
 * The set whose snapshot @data is: O(1), with SN_BORROW_CHECK O(n). The bytes
 * stay the caller's, who neither changes nor frees them before the set, nor
 * what sn_set_ranges4() gave of it. Operations on the set use one thread.
 * Bytes of the other byte order, or not aligned to 8, are checked and copied,
 * and so is iprange's binary form (--print-binary, IPv4, in any order).
 * @alloc and @error may be NULL; @error: the offset, and what is wrong there.
 * SN_ESYNTAX: cut short, longer, altered, of a newer version, or no snapshot;
 * SN_EINVAL: other @flags; SN_ENOMEM.
 */
SN_API SN_MUST_USE sn_status sn_set_borrow(sn_set **out, const void *data,
    size_t size, uint32_t flags, const sn_alloc *alloc, sn_error *error);

/* --------------------------------------------------------------- maps */

/*
 * Prefixes and their values, frozen: which value has the longest prefix that
 * holds an address. It is to sn_trie what sn_set is to sn_builder: built at
 * once, smaller, and many times as fast to look up in.
 *
 * Values are numbers of the caller's, indexes into labels as a rule. Those
 * from 2^31 on cost four bytes an interval more; SN_MAP_NONE is not one.
 * Memory: prefixes cut the space into intervals, 1 to 2 a prefix, 1.1 in a full
 * routing table. An interval takes 13 bytes; of IPv4, from 2^17 intervals on, 4
 * bytes and 3 MB for all; some bytes more where several are in one /24 or /64.
 * Lengths take one byte an interval, and each prefix that starts where a longer
 * one does takes 12 bytes (IPv4) or 24; not so with SN_MAP_MERGE.
 */
typedef struct sn_map sn_map;

#define SN_MAP_NONE UINT32_MAX /* no prefix holds the address */

enum {
	/* Neighbours of equal value are one, and so are a prefix and what it
	 * holds: what is kept is which address has which value, and "the
	 * prefixes" of the map are the fewest disjoint ones that say so. */
	SN_MAP_MERGE = 1u << 0
};

typedef struct sn_map_options {
	size_t struct_size;
	const sn_alloc *alloc; /* copied; NULL: the C library */
	uint32_t flags;	       /* SN_MAP_... */
	uint32_t reserved;
} sn_map_options;
#define SN_MAP_OPTIONS_INIT          \
 {                                   \
  sizeof(sn_map_options), NULL, 0, 0 \
 }

/*
 * The map of prefix[i] to value[i]. A prefix given more than once has its last
 * value. The arrays are copied, in any order; sorted by sn_prefix_compare()
 * saves the sorting. @options may be NULL. O(n). On failure *out is untouched.
 * SN_EINVAL: a prefix that no function here makes, a value SN_MAP_NONE, an
 * unknown flag. SN_ELIMIT: 2^31 intervals. SN_ENOMEM.
 */
SN_API SN_MUST_USE sn_status sn_map_new(sn_map **out, const sn_prefix *prefix,
    const uint32_t *value, size_t n, const sn_map_options *options);
/* The same of the bulk forms; host bits are masked. n4 or n6 may be 0. */
SN_API SN_MUST_USE sn_status sn_map_new_bulk(sn_map **out,
    const sn_prefix4 *prefix4, const uint32_t *value4, size_t n4,
    const sn_prefix6 *prefix6, const uint32_t *value6, size_t n6,
    const sn_map_options *options);
SN_API void sn_map_free(sn_map *m);
/* Prefixes in the map. @family: SN_IPV4, SN_IPV6, or 0 for both. O(1). */
SN_API uint64_t sn_map_size(const sn_map *m, unsigned family);

/*
 * The value of the longest prefix that holds @addr, and that prefix; either
 * output may be NULL. SN_ENOTFOUND writes neither. O(1) for IPv4 in a large
 * map, else O(log n).
 */
SN_API SN_MUST_USE sn_status sn_map_match(
    const sn_map *m, sn_addr addr, uint32_t *value, sn_prefix *prefix);
/* Only the value, or SN_MAP_NONE: the shortest way to it. */
SN_API uint32_t sn_map_value4(const sn_map *m, uint32_t addr);
SN_API uint32_t sn_map_value6(const sn_map *m, sn_addr6 addr);
/*
 * Batched, and the fastest by far. values[i] = SN_MAP_NONE where no prefix
 * holds addrs[i]. lens[i] is the length of the prefix, or 0 where there is
 * none; @lens may be NULL, which is faster, above all with SN_MAP_MERGE.
 * Return the number of addresses that a prefix holds.
 */
SN_API size_t sn_map_match4(const sn_map *m, const uint32_t *addrs, size_t n,
    uint32_t *values, uint8_t *lens);
SN_API size_t sn_map_match6(const sn_map *m, const sn_addr6 *addrs, size_t n,
    uint32_t *values, uint8_t *lens);
/* The value of @prefix itself; @value may be NULL. SN_ENOTFOUND. O(log n). */
SN_API SN_MUST_USE sn_status sn_map_get(
    const sn_map *m, sn_prefix prefix, uint32_t *value);

typedef struct sn_map_entry {
	sn_prefix prefix;
	uint32_t value;
	uint32_t reserved;
} sn_map_entry;

/*
 * Iterates over prefixes in the order of sn_prefix_compare(). The iterator is
 * the caller's, needs no clean-up and is valid as long as the map. O(1) a
 * step, but for _covering: O(w log n) for w bits of an address.
 */
typedef struct sn_map_iter {
	const sn_map *map;
	uint64_t state[16];
} sn_map_iter;
SN_API void sn_map_iter_init(sn_map_iter *it, const sn_map *m);
/* Only prefixes inside @p, itself included; none where @p is no prefix. */
SN_API void sn_map_iter_covered(sn_map_iter *it, const sn_map *m, sn_prefix p);
/* Only prefixes that hold @p, itself included: the shortest first. */
SN_API void sn_map_iter_covering(sn_map_iter *it, const sn_map *m, sn_prefix p);
/* False at the end; *out is then as it was. */
SN_API bool sn_map_iter_next(sn_map_iter *it, sn_map_entry *out);

/*
 * The map as bytes, a snapshot of another kind: its prefixes and values, 64
 * bytes and 12 for each prefix of IPv4, 24 of IPv6, in the byte order of the
 * machine that writes. The same for equal maps. Version 1 is read for ever, in
 * either order. O(n), without memory. What @sink returned; it may have had a
 * part then.
 */
SN_API SN_MUST_USE sn_status sn_map_pack(
    const sn_map *m, sn_sink sink, void *ctx);
/* How many bytes that are. O(1). */
SN_API uint64_t sn_map_pack_size(const sn_map *m);
/*
 * The map whose snapshot @data is, built anew: every byte is looked at, none is
 * kept. @alloc and @error may be NULL; @error: the offset, and what is wrong
 * there. O(n). SN_ESYNTAX: cut short, longer, altered, of a newer version, no
 * snapshot, or one of a set; SN_ELIMIT as sn_map_new(); SN_ENOMEM.
 */
SN_API SN_MUST_USE sn_status sn_map_unpack(sn_map **out, const void *data,
    size_t size, const sn_alloc *alloc, sn_error *error);

/* ------------------------------------------------------- prefix lists */

/*
 * A list of prefixes in the order of sn_prefix_compare(). Not a set: adjacent
 * or nested members stay apart.
 */
typedef struct sn_prefixes sn_prefixes;
/* Of @n prefixes in any order. @alloc may be NULL. SN_ENOMEM, SN_EINVAL. */
SN_API SN_MUST_USE sn_status sn_prefixes_new(
    sn_prefixes **out, const sn_prefix *p, size_t n, const sn_alloc *alloc);
SN_API void sn_prefixes_free(sn_prefixes *list);
/* Borrowed; *n: how many. */
SN_API const sn_prefix *sn_prefixes_data(const sn_prefixes *list, size_t *n);
/* The aggregates of @s as a list; @family 0: both. SN_ENOMEM. */
SN_API SN_MUST_USE sn_status sn_prefixes_from_set(
    sn_prefixes **out, const sn_set *s, unsigned family);
/* The union, of any order. @alloc may be NULL. SN_ENOMEM, SN_EINVAL. */
SN_API SN_MUST_USE sn_status sn_set_from_prefixes(
    sn_set **out, const sn_prefix *p, size_t n, const sn_alloc *alloc);

/* ------------------------------------------------------------- lookup */

/*
 * Which aggregate of a frozen set holds an address: sorted ranges with a
 * top-bits index. Borrows the set, which must outlive it.
 */
typedef struct sn_index sn_index;
/* O(n). SN_ENOMEM; SN_ELIMIT: 2^32 - 1 ranges of a family or more. */
SN_API SN_MUST_USE sn_status sn_index_new(sn_index **out, const sn_set *s);
SN_API void sn_index_free(sn_index *ix);
/* SN_ENOTFOUND when no aggregate holds @addr. */
SN_API SN_MUST_USE sn_status sn_index_match(
    const sn_index *ix, sn_addr addr, sn_prefix *out);
/*
 * For each of @n addresses: whether an aggregate holds it, found[i], and which,
 * out[i], all zeros where none does. Returns how many are held. The waits for
 * memory of many addresses overlap.
 */
SN_API size_t sn_index_match4(const sn_index *ix, const uint32_t *addrs,
    size_t n, sn_prefix4 *out, bool *found);
SN_API size_t sn_index_match6(const sn_index *ix, const sn_addr6 *addrs,
    size_t n, sn_prefix6 *out, bool *found);

/* --------------------------------------------------------------- trie */

/*
 * A path-compressed binary trie of prefixes of both families. It is a
 * multiset: a prefix may be inserted more than once and goes when it was
 * removed as often. Each prefix carries one value, that of its last insertion.
 * At most 2^31 nodes of a kind, and each prefix 2^23 - 1 times (SN_ELIMIT).
 */
typedef struct sn_trie sn_trie;
/* An empty one. @alloc may be NULL. SN_ENOMEM. */
SN_API SN_MUST_USE sn_status sn_trie_new(sn_trie **out, const sn_alloc *alloc);
/* The aggregates of @s, value 0. O(n). SN_ENOMEM, SN_ELIMIT. */
SN_API SN_MUST_USE sn_status sn_trie_from_set(sn_trie **out, const sn_set *s);
SN_API void sn_trie_free(sn_trie *t);
/* O(w) for w bits of an address. SN_ENOMEM, SN_EINVAL, SN_ELIMIT. */
SN_API SN_MUST_USE sn_status sn_trie_insert(
    sn_trie *t, sn_prefix p, uint32_t value);
/* O(w). SN_ENOTFOUND: @p is not in the trie; SN_EINVAL. */
SN_API SN_MUST_USE sn_status sn_trie_remove(sn_trie *t, sn_prefix p);
/* How often @p is in the trie; 0 also of what is no prefix. */
SN_API uint64_t sn_trie_multiplicity(const sn_trie *t, sn_prefix p);
SN_API uint64_t sn_trie_size(const sn_trie *t); /* distinct prefixes */
/* The longest prefix that holds @addr. @value may be NULL. SN_ENOTFOUND. */
SN_API SN_MUST_USE sn_status sn_trie_match(
    const sn_trie *t, sn_addr addr, sn_prefix *out, uint32_t *value);
/*
 * The same for @n addresses: found[i] says whether a prefix holds addrs[i],
 * out[i] which and values[i] (@values may be NULL) its value, all zeros where
 * none does. Returns how many are held.
 */
SN_API size_t sn_trie_match4(const sn_trie *t, const uint32_t *addrs, size_t n,
    sn_prefix4 *out, uint32_t *values, bool *found);
SN_API size_t sn_trie_match6(const sn_trie *t, const sn_addr6 *addrs, size_t n,
    sn_prefix6 *out, uint32_t *values, bool *found);

/* A prefix of the trie. */
typedef struct sn_trie_entry {
	sn_prefix prefix;
	uint64_t multiplicity; /* how often it is there; at least 1 */
	uint32_t value;
	uint32_t reserved;
} sn_trie_entry;

/*
 * Iterates over distinct prefixes in the order of sn_prefix_compare(). The
 * iterator is the caller's, needs no clean-up and is valid as long as the
 * trie, which may change between two steps: the next prefix is the first one
 * after the last. O(w) a step.
 */
typedef struct sn_trie_iter {
	const sn_trie *trie; /* what is in the fields is the library's */
	sn_prefix bound;
	sn_prefix at;
	uint32_t mode;
	bool after;
	uint8_t reserved[3];
} sn_trie_iter;
SN_API void sn_trie_iter_init(sn_trie_iter *it, const sn_trie *t);
/* Only prefixes inside @p, itself included; none where @p is no prefix. */
SN_API void sn_trie_iter_covered(
    sn_trie_iter *it, const sn_trie *t, sn_prefix p);
/* Only prefixes that hold @p, itself included: the shortest first. */
SN_API void sn_trie_iter_covering(
    sn_trie_iter *it, const sn_trie *t, sn_prefix p);
/* False at the end; *out is then as it was. */
SN_API bool sn_trie_iter_next(sn_trie_iter *it, sn_trie_entry *out);

/* The exact aggregates of all prefixes in the trie. O(n). SN_ENOMEM. */
SN_API SN_MUST_USE sn_status sn_trie_aggregate(sn_set **out, const sn_trie *t);

/*
 * The delta of the aggregates: called once for each aggregate that appears
 * (@added) or goes away, after the change has taken effect. It must not use
 * the trie.
 */
typedef void (*sn_delta)(void *ctx, sn_prefix aggregate, bool added);
/*
 * As sn_trie_insert() and sn_trie_remove(); @delta may be NULL. O(w + delta).
 */
SN_API SN_MUST_USE sn_status sn_trie_insert_delta(
    sn_trie *t, sn_prefix p, uint32_t value, sn_delta delta, void *ctx);
SN_API SN_MUST_USE sn_status sn_trie_remove_delta(
    sn_trie *t, sn_prefix p, sn_delta delta, void *ctx);

typedef struct sn_trie_change {
	sn_prefix prefix;
	uint32_t value;
	uint32_t remove; /* 0: insert, 1: remove */
} sn_trie_change;
/*
 * All of @changes or none, with one netted delta in the order of
 * sn_prefix_compare(), removals first. @delta and @bad may be NULL. On failure
 * (SN_ENOTFOUND, SN_EINVAL, SN_ELIMIT, SN_ENOMEM) *bad is the index of the
 * change that could not be made.
 */
SN_API SN_MUST_USE sn_status sn_trie_apply(sn_trie *t,
    const sn_trie_change *changes, size_t n, sn_delta delta, void *ctx,
    size_t *bad);

/* -------------------------------------------------------------- cover */

/* A price for addresses: extra addresses in @prefix cost @cost each; longest
 * match wins; addresses outside every weight cost 1. */
typedef struct sn_weight {
	sn_prefix prefix;
	uint64_t cost;
} sn_weight;

/* How it is found: by what suits, on all nodes, or on the few in question. */
enum { SN_COVER_AUTO = 0, SN_COVER_ALL_NODES = 1, SN_COVER_CORE = 2 };

typedef struct sn_cover_options {
	size_t struct_size;
	uint64_t max_prefixes;	   /* the budget over both families; 0: none */
	const sn_count *max_extra; /* not NULL: the fewest within this cost */
	const sn_set *avoid;	   /* no prefix may touch it; NULL: nothing */
	uint8_t shortest4;	   /* no IPv4 prefix shorter; 0: no bound */
	uint8_t shortest6;
	uint8_t method;	     /* SN_COVER_...; the result is the same */
	uint8_t max_lengths; /* not 0: exact, in so many lengths a family */
	uint32_t density;    /* not 0: each at least so many millionths input */
	const sn_prefixes *previous; /* stability: the list in use today */
	uint64_t churn_cost;	     /* for each prefix dropped or added */
	const sn_weight *weights;
	size_t weight_count;
	uint64_t max_prefixes4; /* of IPv4; 0: it stays exact */
	uint64_t max_prefixes6;
	const uint64_t *max_share; /* not NULL: so many millionths more */
	void *ctx;
	/* Asked now and then; NULL: never. False: SN_ECANCELED. */
	bool (*on_progress)(void *ctx);
} sn_cover_options;
#define SN_COVER_OPTIONS_INIT                                                  \
 {                                                                             \
  sizeof(sn_cover_options), 0, NULL, NULL, 0, 0, 0, 0, 0, NULL, 0, NULL, 0, 0, \
      0, NULL, NULL, NULL                                                      \
 }

typedef struct sn_cover_result {
	size_t struct_size;
	sn_count extra;	   /* addresses covered that are not in the set */
	sn_count cost;	   /* what was to be least, churn included */
	uint64_t prefixes; /* of SN_EINFEASIBLE: what would do; 0: nothing */
	sn_count extra4;   /* of @extra, those of IPv4 */
	sn_count extra6;
	uint32_t family; /* of SN_EINFEASIBLE: whose budget; 0: of both */
	uint32_t reserved;
} sn_cover_result;
#define SN_COVER_RESULT_INIT                                   \
 {                                                             \
  sizeof(sn_cover_result), {{0}}, {{0}}, 0, {{0}}, {{0}}, 0, 0 \
 }

/*
 * A list of prefixes that covers @set: each holds part of the set, none
 * overlaps another. What is asked for is one of:
 *   max_prefixes   at most so many with the least cost. Of a set of one family
 *                  an extra address costs 1. Of both, it costs its share of its
 *                  family's common prefix: with b4 and b6 host bits of those
 *                  and b the larger, e4 * 2^(b-b4) + e6 * 2^(b-b6).
 *   max_prefixes4, max_prefixes6
 *                  of each family at most so many with the least cost.
 *   max_extra      the fewest whose cost is within it, at most max_prefixes;
 *                  an extra address of either family costs 1.
 *   max_share      the same in each family, within so many millionths of the
 *                  addresses that it has; at most max_prefixes, or
 *                  max_prefixes4 and max_prefixes6.
 *   density        the fewest that are each dense enough.
 *   max_lengths    exactly @set in the fewest prefixes of at most so many
 *                  different lengths in each family.
 * Weights multiply what an address costs, and churn_cost is as many addresses
 * of the prefix's family; not with the last two. There is nothing better. Ties:
 * fewest prefixes, then most splits in the part of the lower addresses
 * (max_lengths: the fewest, shortest lengths).
 * SN_EINFEASIBLE writes *result (which may be NULL) and nothing else.
 * SN_EINVAL: nothing is asked for, or more than one; a weight given twice, a
 * field out of its range. SN_ENOMEM. SN_ELIMIT: more than 2^27 prefixes after
 * cutting to the shortest length. SN_ECANCELED. Cost for n aggregates: O(n)
 * where prices settle it, as they mostly do, at worst O(n k); 20 to 40 bytes an
 * IPv4 aggregate, 40 to 64 an IPv6 one, 60 more with weights or churn.
 */
SN_API SN_MUST_USE sn_status sn_cover(sn_prefixes **out, const sn_set *set,
    const sn_cover_options *options, sn_cover_result *result);

/* The cost of a best list; and of each family, in its own addresses. */
typedef struct sn_cover_point {
	sn_count cost;
	sn_count cost4;
	sn_count cost6;
} sn_cover_point;
/*
 * point[k-1] = least cost with at most k prefixes, for k = 1..n, as of
 * sn_cover() with max_prefixes; a budget that is infeasible gets all bits set.
 * What else options ask for is not used, and @options may be NULL. Errors as
 * sn_cover(); SN_EINVAL: @n is 0. O(aggregates * n).
 */
SN_API SN_MUST_USE sn_status sn_cover_curve(const sn_set *set,
    const sn_cover_options *options, sn_cover_point *point, size_t n);

#ifdef __cplusplus
}
#endif

#endif
