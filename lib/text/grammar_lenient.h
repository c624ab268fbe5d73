/*
 * grammar_lenient.h - one item of text in the notations of real inventories.
 */
#ifndef SN_GRAMMAR_LENIENT_H
#define SN_GRAMMAR_LENIENT_H

#include "text/grammar.h"

/*
 * Reads through libcidr what the strict grammar has refused. Where libcidr
 * refuses too, the error that is there stays. Else t->error, if not NULL,
 * says with status SN_OK how the text was read. SN_ESYNTAX, SN_EHOSTBITS,
 * SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__item_lenient(sn__item *out, const sn__item_text *t);

#endif
