/*
 * supernet_diagnose.h - level 2 of libsupernet, second part: what is wrong
 * with IPsec connections as they are configured at both ends. Uses only
 * supernet_vpn.h; see supernet_text.h for reading and rendering.
 *
 * The conventions of supernet.h hold.
 */
#ifndef SUPERNET_DIAGNOSE_H
#define SUPERNET_DIAGNOSE_H

#include "supernet_vpn.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
	SN_PARAM_IKE_ENCRYPTION = 0,
	SN_PARAM_IKE_AUTHENTICATION = 1,
	SN_PARAM_IKE_DH = 2,
	SN_PARAM_IPSEC_ENCRYPTION = 3,
	SN_PARAM_IPSEC_AUTHENTICATION = 4,
	SN_PARAM_IPSEC_DH = 5, /* PFS */
	SN_PARAMS = 6
};
/* "ike_encryption", ...; static. */
SN_API const char *sn_param_name(unsigned param);

enum {
	SN_DPD_NOT_GIVEN = 0,
	SN_DPD_OFF = 1,
	SN_DPD_STANDARD = 2,   /* RFC 3706, or IKEv2's own */
	SN_DPD_PROPRIETARY = 3 /* a vendor's own form */
};

/* One end of a connection as it is configured there. Strings borrowed. */
typedef struct sn_end {
	uint32_t ike;	  /* SN_IKE_...; 0: not given */
	uint32_t dpd;	  /* SN_DPD_... */
	const char *mode; /* phase 1: "main", "aggressive"; NULL: not given */
	/* The algorithms offered; none: not given. */
	const char *const *param[SN_PARAMS];
	size_t param_count[SN_PARAMS];
	int64_t ike_lifetime;	/* seconds; -1: not given */
	int64_t ipsec_lifetime; /* seconds; -1: not given */
	/* Bytes; -1: not given; 0 is the maximum at some vendors, INT64_MAX
	 * means "the device's maximum". */
	int64_t volume_lifetime;
	const sn_prefix *local; /* selectors, as this end has them */
	size_t local_count;
	const sn_prefix *peer;
	size_t peer_count;
} sn_end;

enum { SN_UNSAID = 0, SN_YES = 1, SN_NO = 2 };

typedef struct sn_link {
	const char *name;
	const char *customer_gateway; /* NULL: not given */
	uint32_t psk_equal;	      /* at both ends: SN_UNSAID, _YES, _NO */
	uint32_t reserved;
	sn_end end[2]; /* [SN_LOCAL] the gateway, [SN_PEER] the peer device */
} sn_link;

typedef struct sn_diagnosis_request {
	size_t struct_size;
	const sn_alloc *alloc;
	const sn_profile *gateway;     /* NULL: "alibaba-cloud" */
	const sn_profile *peer_device; /* NULL: "generic" */
	const sn_prefix *segments[2];  /* [SN_LOCAL], [SN_PEER] */
	size_t segment_count[2];
	const sn_link *links; /* the connections, in the order of creation */
	size_t link_count;
	const sn_deployed_row *rows; /* the gateway's routes */
	size_t row_count;
	/* Whether connections that share phase 1 have the same key. */
	uint32_t psk_shared_equal;
	uint32_t reserved;
} sn_diagnosis_request;
#define SN_DIAGNOSIS_REQUEST_INIT                                             \
 {                                                                            \
  sizeof(sn_diagnosis_request), NULL, NULL, NULL, {NULL, NULL}, {0, 0}, NULL, \
      0, NULL, 0, 0, 0                                                        \
 }

/* What is wrong, or may be. */
typedef struct sn_finding {
	const char *code;
	uint32_t severity; /* SN_SEVERITY_... */
	uint32_t reserved;
	const char *connection; /* its name; NULL: not about one */
	const char *seen;	/* what was seen */
	const char *why;	/* why it matters */
	const char *what;	/* what to do */
	const char *source;	/* of the fact behind it, or "" */
} sn_finding;

/* Whether traffic between two segments finds its way. */
enum {
	SN_PAIR_WORKS = 1,
	SN_PAIR_FAILS = 2,
	SN_PAIR_ONE_OF = 3 /* it is the one that works, or one of those */
};
typedef struct sn_pair {
	sn_prefix local;
	sn_prefix peer;
	uint32_t works; /* SN_PAIR_... */
	uint32_t reserved;
	const char *connection; /* that carries it; NULL: none */
	const char *code;	/* of the finding behind it; NULL: works */
} sn_pair;
/* "works", "fails", "one-of"; static. */
SN_API const char *sn_pair_name(unsigned works);

typedef struct sn_diagnosis sn_diagnosis;
/*
 * Looks for what is known to break connections of several segments. Copies
 * what it needs. SN_EINVAL (no connection, an end without selectors, no
 * segments), SN_EFAMILY, SN_ELIMIT (more than 4096 connections, or 1024
 * selectors of a side), SN_ENOMEM; @error (may be NULL) says what.
 */
SN_API SN_MUST_USE sn_status sn_diagnosis_new(
    sn_diagnosis **out, const sn_diagnosis_request *request, sn_error *error);
SN_API void sn_diagnosis_free(sn_diagnosis *d);
/* Most important first. */
SN_API size_t sn_diagnosis_finding_count(const sn_diagnosis *d);
SN_API const sn_finding *sn_diagnosis_finding(const sn_diagnosis *d, size_t i);
/* Every local segment with every peer segment, computed on demand.
 * SN_ENOTFOUND beyond the last. O(connections x selectors). */
SN_API uint64_t sn_diagnosis_pair_count(const sn_diagnosis *d);
SN_API SN_MUST_USE sn_status sn_diagnosis_pair(
    const sn_diagnosis *d, uint64_t i, sn_pair *out);

#ifdef __cplusplus
}
#endif

#endif
