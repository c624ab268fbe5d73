/*
 * supernet_profile.h - what is known of gateways and peer devices. Uses only
 * supernet.h.
 *
 * The conventions of supernet.h hold. Every fact about a provider is data with
 * its source, and every limit can be overridden at run time.
 */
#ifndef SUPERNET_PROFILE_H
#define SUPERNET_PROFILE_H

#include "supernet.h"

#ifdef __cplusplus
extern "C" {
#endif

/* -------------------------------------------------------------- words */

/*
 * The kinds of enumerators that have words. A word is the same in every
 * output and every input; two kinds may share one.
 */
enum {
	SN_WORD_SURENESS = 1, /* SN_SURE_...: "verified", "verified-old", ... */
	SN_WORD_KIND = 2,     /* SN_KIND_...: "gateway", "peer" */
	SN_WORD_SA = 3,	      /* SN_SA_...: "single", "per-pair" */
	SN_WORD_MATCH = 4,    /* SN_MATCH_...: "priority", ... */
	SN_WORD_ROUTE = 5,    /* SN_ROUTE_...: "policy", ... */
	SN_WORD_ACTION = 6,   /* SN_ACTION_...: "keep", "delete", "add" */
	SN_WORD_ORIGIN = 7,   /* SN_ORIGIN_...: "auto", "manual" */
	SN_WORD_STATE = 8,    /* SN_STATE_...: "normal", "published" */
	SN_WORD_SEVERITY = 9, /* SN_SEVERITY_...: "info", "action", ... */
	SN_WORD_HIT = 10,     /* SN_HIT_...: "none", "row", "ambiguous" */
	SN_WORD_WHY = 11,     /* SN_WHY_...: "used", "later-priority", ... */
	SN_WORD_SIDE = 12,    /* SN_LOCAL "local", SN_PEER "peer" */
	SN_WORD_ALIGN = 13,   /* SN_ALIGN_...: "minimal", "octet" */
	SN_WORD_VERDICT = 14, /* SN_VERDICT_...: "exact", "supernet", ... */
	SN_WORD_REASON = 15,  /* SN_REASON_...: "not-adjacent", ... */
	SN_WORD_SCHEME = 16,  /* SN_SCHEME_...: "auto", "destination", ... */
	SN_WORD_IKE = 17,     /* SN_IKE_...: "v1", "v2" */
	SN_WORD_MODE = 18,    /* SN_MODE_...: "protected-data-flows", ... */
	SN_WORD_STEP = 19,    /* SN_STEP_...: "create-connection", ... */
	SN_WORD_FATE = 20,    /* SN_FATE_...: "kept", "renegotiated", ... */
	SN_WORD_PARAM = 21,   /* SN_PARAM_...: "ike_encryption", ... */
	SN_WORD_DPD = 22,     /* SN_DPD_...: "off", "standard", ... */
	SN_WORD_PAIR = 23,    /* SN_PAIR_...: "works", "fails", "one-of" */
	SN_WORD_SELECTORS = 24,	 /* SN_SELECTORS_...: "connection", ... */
	SN_WORD_ROWS = 25,	 /* bits of SN_ROWS_...: "policy", ... */
	SN_WORD_ENCRYPTION = 26, /* bits of SN_ENCRYPTION_...: "aes128", ... */
	SN_WORD_INTEGRITY = 27,	 /* bits of SN_INTEGRITY_...: "md5", ... */
	SN_WORD_GROUP = 28,	 /* Diffie-Hellman: "none", "group1", ... */
	SN_WORD_GROWTH = 29,	 /* SN_GROWTH_...: "route", ... */
	SN_WORD_AUTO_ROWS = 30,	 /* SN_AUTO_ROWS_...: "keep", "off" */
	SN_WORD_OVERLAP = 31	 /* SN_OVERLAP_...: "refuse", "nested", "nat" */
};
/* The word for @value of @kind (SN_WORD_...); static; NULL: it has none. */
SN_API const char *sn_word(unsigned kind, unsigned value);
/*
 * The value of @kind that the @len bytes of @text are the word for, exactly.
 * SN_ENOTFOUND: none; *value is left alone. O(words of the kind).
 */
SN_API SN_MUST_USE sn_status sn_word_value(
    unsigned kind, const char *text, size_t len, unsigned *value);

/* ----------------------------------------------------------- profiles */

/* How sure a fact is. */
enum {
	SN_SURE_UNKNOWN = 0,  /* nobody says; the value is not used */
	SN_SURE_VERIFIED = 1, /* read in the cited source */
	SN_SURE_OLD = 2,      /* read, but in an old snapshot */
	SN_SURE_INFERRED = 3, /* follows from verified facts */
	SN_SURE_ASSUMED = 4,  /* not verified */
	SN_SURE_USER = 5      /* from the user's own profile or override */
};

/* A number (or an enumerator) with where it comes from. */
typedef struct sn_fact {
	int64_t value; /* -1: unknown, or no limit when sure is known */
	uint32_t sure; /* SN_SURE_... */
	uint32_t reserved;
	const char *source; /* document; "" when unknown */
	const char *date;   /* of the source or its reading, YYYY[-MM[-DD]] */
} sn_fact;

enum { SN_KIND_GATEWAY = 1, SN_KIND_PEER = 2 }; /* bits: may be both */
/* Whose gateway it is: findings cite that provider's documents and hold rows
 * against its ranges, and "terraform" is for its resources. A profile of one's
 * own has that of its base. */
enum {
	SN_PROVIDER_NONE = 0,
	SN_PROVIDER_ALIBABA = 1,
	SN_PROVIDER_AWS = 2,
	SN_PROVIDER_AZURE = 3,
	SN_PROVIDER_GCP = 4,
	SN_PROVIDER_HUAWEI = 5,
	SN_PROVIDER_TENCENT = 6
};
/* SAs of a connection of several selectors: one, or one for each pair. */
enum { SN_SA_SINGLE = 1, SN_SA_PER_PAIR = 2 };
/* Where the selectors of a connection are written. */
enum {
	SN_SELECTORS_CONNECTION = 1, /* lists of the connection */
	SN_SELECTORS_RULES = 2,	     /* rules: a source and its destinations */
	SN_SELECTORS_NETWORK = 3, /* the peer's: of the local network gateway */
	SN_SELECTORS_ONE_PAIR = 4 /* one local, one peer prefix */
};
/* Which of the matching policy rows is used. */
enum {
	SN_MATCH_PRIORITY = 1, /* of the smallest number, whatever its length */
	SN_MATCH_LONGEST_PREFIX = 2,
	SN_MATCH_FIRST_CREATED = 3
};
/* The kinds of rows that a gateway has, as bits of the fact "tables". */
enum {
	SN_ROWS_POLICY = 1u << 0, /* its policy routes: source, destination */
	SN_ROWS_DESTINATION = 1u << 1, /* its destination routes */
	SN_ROWS_CONNECTION = 1u << 2,  /* static routes of the connection */
	SN_ROWS_VPC = 1u << 3,	       /* the network's own route table */
	SN_ROWS_TUNNEL = 1u << 4,      /* routes whose next hop is the tunnel */
	SN_ROWS_NETWORK = 1u << 5,     /* address space of the peer's object */
	SN_ROWS_SUBNETS = 1u << 6      /* peer subnets of the connection */
};
/* Algorithms, as bits of the facts that say what an end can be set to. Groups
 * of Diffie-Hellman are bits of their own number; bit 0 is "none". */
enum {
	SN_ENCRYPTION_AES128 = 1u << 0,
	SN_ENCRYPTION_AES192 = 1u << 1,
	SN_ENCRYPTION_AES256 = 1u << 2,
	SN_ENCRYPTION_3DES = 1u << 3,
	SN_ENCRYPTION_DES = 1u << 4,
	SN_ENCRYPTION_AES128GCM = 1u << 5,
	SN_ENCRYPTION_AES192GCM = 1u << 6,
	SN_ENCRYPTION_AES256GCM = 1u << 7
};
enum {
	SN_INTEGRITY_MD5 = 1u << 0,
	SN_INTEGRITY_SHA1 = 1u << 1,
	SN_INTEGRITY_SHA256 = 1u << 2,
	SN_INTEGRITY_SHA384 = 1u << 3,
	SN_INTEGRITY_SHA512 = 1u << 4
};
#define SN_PROFILE_FORBIDDEN_MAX 8

/*
 * What is known of a gateway or a peer device. All strings are borrowed. A
 * yes-or-no fact is 1 or 0; limits are numbers of things at most.
 */
typedef struct sn_profile {
	size_t struct_size;
	const char *name;  /* "alibaba-cloud", "cisco-ios", ... */
	const char *alias; /* a second name, or NULL */
	const char *title; /* for people */
	uint32_t kind;	   /* SN_KIND_... bits */
	uint32_t provider; /* SN_PROVIDER_... */
	uint32_t forbidden_count;
	uint32_t reserved;

	/* Connections. */
	sn_fact tunnels;	  /* of one connection */
	sn_fact tunnels_per_peer; /* at most, to one address of a peer */
	sn_fact connections;	  /* at most, on one gateway */
	sn_fact phase1_shared;	  /* connections to one peer share phase 1 */
	sn_fact name_length;	  /* of a connection, at most, in bytes */

	/* Selectors. */
	sn_fact local_selectors; /* at most, in one connection (IKEv2) */
	sn_fact peer_selectors;
	sn_fact pairs;		 /* local x peer at most, on one gateway */
	sn_fact sa_model;	 /* SN_SA_... for several selectors */
	sn_fact selectors_at;	 /* SN_SELECTORS_... */
	sn_fact selectors_fixed; /* 1: a change is delete and create */
	sn_fact route_based;	 /* takes 0.0.0.0/0 both ways: has tunnel
				    interfaces, or routes of its own */
	sn_fact ipv6;		 /* carries IPv6 inside the tunnel */
	sn_fact nat;		 /* can translate what enters the tunnel */
	sn_fact peer_inside;	 /* peer segments may be inside local ones */
	sn_fact local_inside;	 /* local segments may be inside peer ones */

	/* Rows. */
	sn_fact tables;	       /* SN_ROWS_... bits */
	sn_fact policy_routes; /* at most, on one gateway */
	sn_fact destination_routes;
	sn_fact static_routes;	     /* at most, of one connection */
	sn_fact match_rule;	     /* SN_MATCH_... of policy rows */
	sn_fact priority_first;	     /* the best priority */
	sn_fact priority_last;	     /* the worst */
	sn_fact weights;	     /* 1: weight 0 is standby; 0: ignored */
	sn_fact publish;	     /* rows reach the network once published */
	sn_fact auto_routes;	     /* installs rows by itself */
	sn_fact auto_routes_off;     /* which can be switched off */
	sn_fact manual_default;	     /* takes a policy row of 0.0.0.0/0 */
	sn_fact destination_default; /* takes a destination row of 0.0.0.0/0 */
	/* Destinations that may not equal, lie inside or contain one of: */
	sn_prefix forbidden[SN_PROFILE_FORBIDDEN_MAX];
	sn_fact forbidden_fact;

	/* What can be negotiated: bits. Under IKEv1 the facts v1_... where
	 * they are known, else the same. */
	sn_fact ike_versions;	/* 1 << SN_IKE_... */
	sn_fact ike_encryption; /* SN_ENCRYPTION_... */
	sn_fact ike_integrity;	/* SN_INTEGRITY_... */
	sn_fact ike_dh;
	sn_fact esp_encryption;
	sn_fact esp_integrity;
	sn_fact pfs; /* bit 0: can be off */
	sn_fact v1_ike_encryption;
	sn_fact v1_ike_integrity;
	sn_fact v1_ike_dh;
	sn_fact v1_esp_encryption;
	sn_fact v1_esp_integrity;
	sn_fact v1_pfs;

	/* Lifetimes in seconds: what it is set to, within which bounds; equal
	 * bounds: it is fixed. */
	sn_fact ike_lifetime;
	sn_fact ike_lifetime_least;
	sn_fact ike_lifetime_most;
	sn_fact v1_ike_lifetime; /* fixed, where it is known */
	sn_fact ipsec_lifetime;
	sn_fact ipsec_lifetime_least;
	sn_fact ipsec_lifetime_most;
	sn_fact volume_lifetime; /* kilobytes to set it to; 0: there is none,
				    or it can be off */
} sn_profile;

/* The built-in profiles. Static, never changed. */
SN_API size_t sn_profile_count(void);
SN_API const sn_profile *sn_profile_at(size_t i); /* NULL beyond the last */
/* By name or alias; NULL: none. */
SN_API const sn_profile *sn_profile_find(const char *name);

#ifdef __cplusplus
}
#endif

#endif
