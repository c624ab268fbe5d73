/*
 * width_end.h - removes the parameters of templates; see width4.h.
 */
#undef W
#undef FAMILY
#undef NUM
#undef BITS
#undef STORED
#undef TOP
#undef CLZ
#undef CTZ
#undef BIT
#undef HOST
#undef LEAD
#undef RANGE
#undef FIRST
#undef LAST
#undef MAKE
#undef PICK
#undef ADDR
#undef NUMBER
#undef PREFIX
#undef MAKE_PREFIX
