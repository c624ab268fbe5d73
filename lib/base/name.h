/*
 * name.h - the names that templates make: NAME(x) is @x with the suffix that
 * W is at that place.
 */
#ifndef SN_NAME_H
#define SN_NAME_H

#define SN__JOIN_(a, b) a##b
#define SN__JOIN(a, b)	SN__JOIN_(a, b)
#define NAME(x)		SN__JOIN(x, W)

#endif
