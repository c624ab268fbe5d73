/*
 * nftables.h - the translation of a plan, for Linux.
 */
#ifndef SN_NFTABLES_H
#define SN_NFTABLES_H

#include "render/plan.h"

sn__plan_renderer sn__plan_nftables;

#endif
