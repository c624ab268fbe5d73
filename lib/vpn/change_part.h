/*
 * change_part.h - what of a change is about one part of its plan.
 */
#ifndef SN_CHANGE_PART_H
#define SN_CHANGE_PART_H

#include "supernet_vpn.h"

/*
 * The steps and connections of part @part, in their order; what is left alone
 * and the peaks are those of all. @change must outlive *out, which is freed as
 * any change is. SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__change_of_part(
    sn_plan_change **out, const sn_plan_change *change, uint32_t part);

#endif
