/*
 * error.h - filling an sn_error.
 */
#ifndef SN_ERROR_H
#define SN_ERROR_H

#include "supernet.h"

/* Clears @error, if not NULL, and says @message. Returns @status. */
sn_status sn__error_set(sn_error *error, sn_status status, const char *message);
/* The same of a message that is made, and cut where it is too long. */
__attribute__((format(printf, 3, 4))) sn_status sn__error_format(
    sn_error *error, sn_status status, const char *format, ...);

/* The offending text [p, end), as sn_error promises it. */
void sn__error_text(sn_error *error, const char *p, const char *end);

#endif
