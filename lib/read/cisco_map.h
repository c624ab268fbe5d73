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
	char peer[256]; /* "A,B" */
	/* Lines that name transform sets, from a word on: of both versions. */
	const sn__cisco *line[2];
	unsigned at[2];
	const char *profile; /* of phase 1; NULL: none */
	bool v2;	     /* the profile is of IKEv2 */
	uint16_t group;
	int64_t seconds;   /* lifetimes */
	int64_t bytes;	   /* 0: no end */
	bool group_unsure; /* the release's default, or a word not known */
	bool id_unknown;   /* "crypto isakmp identity", of all */
} sn__cisco_entry;

/* Peers and lifetimes that words from @at on say. */
void sn__cisco_peers(sn__cisco_entry *e, const sn__cisco *line, unsigned at);
void sn__cisco_lifetime(sn__cisco_entry *e, const sn__cisco *line, unsigned at);
/* Reads what the words of a line from @at on set. */
void sn__cisco_setting(sn__cisco_entry *e, const sn__cisco *line, unsigned at);
/*
 * The entries, of lines from @first on, in @arena; what they do not say is that
 * of @usual. Those to one peer stand together, in the place of the first.
 * SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__cisco_entries(const sn__cisco *first,
    sn__arena *arena, const sn__cisco_entry *usual, const sn__cisco_entry **out,
    size_t *n);

#endif
