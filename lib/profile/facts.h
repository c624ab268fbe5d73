/*
 * facts.h - how the files of gateways and devices write their facts: the value,
 * how sure it is, and the document, with its date, that says so.
 *
 * A profile begins with UNKNOWN_ALL and then says what is known. What nobody
 * documents stays unknown, is never used as a number, and can be given at run
 * time.
 */
#ifndef SN_PROFILE_FACTS_H
#define SN_PROFILE_FACTS_H

#include "profile/profile.h"
#include "profile/sources.h"

/* Later initialisers of a field replace the unknown. */
#ifdef __clang__
# pragma clang diagnostic ignored "-Winitializer-overrides"
#else
# pragma GCC diagnostic ignored "-Woverride-init"
#endif

#define UNKNOWN                  \
 {                               \
  -1, SN_SURE_UNKNOWN, 0, "", "" \
 }
#define VERIFIED(value, source, date)        \
 {                                           \
  (value), SN_SURE_VERIFIED, 0, source, date \
 }
#define OLD(value, source, date)        \
 {                                      \
  (value), SN_SURE_OLD, 0, source, date \
 }
#define INFERRED(value, source, date)        \
 {                                           \
  (value), SN_SURE_INFERRED, 0, source, date \
 }

#define UNKNOWN_ALL                                                            \
 .struct_size = sizeof(sn_profile), .tunnels = UNKNOWN,                        \
 .tunnels_per_peer = UNKNOWN, .connections = UNKNOWN,                          \
 .phase1_shared = UNKNOWN, .name_length = UNKNOWN, .local_selectors = UNKNOWN, \
 .peer_selectors = UNKNOWN, .pairs = UNKNOWN, .sa_model = UNKNOWN,             \
 .selectors_at = UNKNOWN, .selectors_fixed = UNKNOWN, .route_based = UNKNOWN,  \
 .ipv6 = UNKNOWN, .nat = UNKNOWN, .peer_inside = UNKNOWN,                      \
 .local_inside = UNKNOWN, .tables = UNKNOWN, .policy_routes = UNKNOWN,         \
 .destination_routes = UNKNOWN, .static_routes = UNKNOWN,                      \
 .match_rule = UNKNOWN, .priority_first = UNKNOWN, .priority_last = UNKNOWN,   \
 .weights = UNKNOWN, .publish = UNKNOWN, .auto_routes = UNKNOWN,               \
 .auto_routes_off = UNKNOWN, .manual_default = UNKNOWN,                        \
 .destination_default = UNKNOWN, .forbidden_fact = UNKNOWN,                    \
 .ike_versions = UNKNOWN, .ike_encryption = UNKNOWN, .ike_integrity = UNKNOWN, \
 .ike_dh = UNKNOWN, .esp_encryption = UNKNOWN, .esp_integrity = UNKNOWN,       \
 .pfs = UNKNOWN, .v1_ike_encryption = UNKNOWN, .v1_ike_integrity = UNKNOWN,    \
 .v1_ike_dh = UNKNOWN, .v1_esp_encryption = UNKNOWN,                           \
 .v1_esp_integrity = UNKNOWN, .v1_pfs = UNKNOWN, .ike_lifetime = UNKNOWN,      \
 .ike_lifetime_least = UNKNOWN, .ike_lifetime_most = UNKNOWN,                  \
 .v1_ike_lifetime = UNKNOWN, .ipsec_lifetime = UNKNOWN,                        \
 .ipsec_lifetime_least = UNKNOWN, .ipsec_lifetime_most = UNKNOWN,              \
 .volume_lifetime = UNKNOWN

/* Sets of algorithms. */
#define AES_CBC \
 (SN_ENCRYPTION_AES128 | SN_ENCRYPTION_AES192 | SN_ENCRYPTION_AES256)
#define AES_GCM \
 (SN_ENCRYPTION_AES128GCM | SN_ENCRYPTION_AES192GCM | SN_ENCRYPTION_AES256GCM)
#define ALL_DES (SN_ENCRYPTION_3DES | SN_ENCRYPTION_DES)

#define SHA2 (SN_INTEGRITY_SHA256 | SN_INTEGRITY_SHA384 | SN_INTEGRITY_SHA512)

#define SHA1_MD5      (SN_INTEGRITY_SHA1 | SN_INTEGRITY_MD5)
#define NO_GROUP      INT64_C(1)
#define GROUP(n)      (INT64_C(1) << (n)) /* of a constant */
#define BOTH_VERSIONS 6			  /* 1 << SN_IKE_V1 | 1 << SN_IKE_V2 */

#endif
