/*
 * cisco_map.h - entries of crypto maps, and what they set.
 */
#ifndef SN_READ_CISCO_MAP_H
#define SN_READ_CISCO_MAP_H

#include "read/cisco_lines.h"

/* What an entry of a crypto map, or a profile, sets; NULL: it does not. */
typedef struct sn__cisco_entry {
	const char *map, *number; /* of an entry */
	size_t order;		  /* where it begins */
	size_t lead;		  /* where the first one to its peer does */
	const char *acl;
	const char *peer;
	const char *transforms;
	bool v2;
	uint16_t group;
} sn__cisco_entry;

/* Reads what the words of a line from @at on set. */
void sn__cisco_setting(sn__cisco_entry *e, const sn__cisco *line, unsigned at);
/*
 * The entries that have a peer and a list, in @arena. Those to one peer share
 * phase 1: they stand together, in the place of the first. SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__cisco_entries(const sn__cisco *root, sn__arena *arena,
    const sn__cisco_entry **out, size_t *n);

#endif
