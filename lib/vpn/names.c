/*
 * names.c - the words for enumerators, in both directions and the same in
 * every input and output; and what a connection may be called.
 */
#include "vpn/names.h"

#include <string.h>

enum { WORDS_MAX = 34 };

/* The word for each value of a kind; NULL where a value has none. */
static const char *const words[][WORDS_MAX] = {
    [SN_WORD_SURENESS] = {"unknown", "verified", "verified-old", "inferred",
	"not-verified", "user"},
    [SN_WORD_KIND] = {NULL, "gateway", "peer"},
    [SN_WORD_SA] = {NULL, "single", "per-pair"},
    [SN_WORD_MATCH] = {NULL, "priority", "longest-prefix", "first-created"},
    [SN_WORD_ROUTE] = {NULL, "policy", "destination", "bgp"},
    [SN_WORD_ACTION] = {NULL, "keep", "delete", "add"},
    [SN_WORD_ORIGIN] = {NULL, "auto", "manual"},
    [SN_WORD_STATE] = {NULL, "normal", "published"},
    [SN_WORD_SEVERITY] = {NULL, "info", "action", "warning", "error"},
    [SN_WORD_HIT] = {"none", "row", "ambiguous"},
    [SN_WORD_WHY] = {"no-match", "used", "candidate", "standby", "later-table",
	"later-priority", "shorter-prefix", "later-row"},
    [SN_WORD_SIDE] = {"local", "peer"},
    [SN_WORD_ALIGN] = {"minimal", "octet"},
    [SN_WORD_VERDICT] = {NULL, "exact", "supernet", "default-route"},
    [SN_WORD_REASON] = {NULL, "not-adjacent", "overlaps-other-side", "reserved",
	"leaves-private"},
    [SN_WORD_SCHEME] = {"auto", "destination", "aggregate", "pairs", "lists"},
    [SN_WORD_IKE] = {NULL, "v1", "v2"},
    [SN_WORD_MODE] = {NULL, "protected-data-flows", "destination-routing"},
    [SN_WORD_STEP] = {NULL, "create-connection", "modify-connection",
	"delete-connection", "check-row", "add-row", "publish-row",
	"delete-row"},
    [SN_WORD_FATE] = {NULL, "kept", "renegotiated", "created", "deleted"},
    [SN_WORD_PARAM] = {"ike_encryption", "ike_authentication", "ike_dh",
	"ipsec_encryption", "ipsec_authentication", "ipsec_dh"},
    [SN_WORD_DPD] = {NULL, "off", "standard", "proprietary"},
    [SN_WORD_PAIR] = {NULL, "works", "fails", "one-of", "partly",
	"not-deterministic", "unknown"},
    [SN_WORD_SELECTORS] = {NULL, "connection", "rules", "local-network-gateway",
	"one-pair"},
    [SN_WORD_ROWS] = {"policy", "destination", "connection", "vpc", "tunnel",
	"local-network-gateway", "peer-subnets"},
    [SN_WORD_ENCRYPTION] = {"aes128", "aes192", "aes256", "3des", "des",
	"aes128gcm", "aes192gcm", "aes256gcm"},
    [SN_WORD_INTEGRITY] = {"md5", "sha1", "sha256", "sha384", "sha512"},
    [SN_WORD_GROUP] = {"none", "group1", "group2", "group3", "group4", "group5",
	"group6", "group7", "group8", "group9", "group10", "group11", "group12",
	"group13", "group14", "group15", "group16", "group17", "group18",
	"group19", "group20", "group21", "group22", "group23", "group24",
	"group25", "group26", "group27", "group28", "group29", "group30",
	"group31", "group32"},
    [SN_WORD_GROWTH] = {NULL, "route", "renegotiation", "connection",
	"recreation"},
    [SN_WORD_AUTO_ROWS] = {NULL, "keep", "off"},
    [SN_WORD_OVERLAP] = {NULL, "refuse", "nested", "nat"},
};

enum { KINDS = sizeof(words) / sizeof(*words) };

const char *
sn_word(unsigned kind, unsigned value)
{
	return kind < KINDS && value < WORDS_MAX ? words[kind][value] : NULL;
}

sn_status
sn_word_value(unsigned kind, const char *text, size_t len, unsigned *value)
{
	for (unsigned i = 0; i < WORDS_MAX; i++) {
		const char *word = sn_word(kind, i);

		if (word && strlen(word) == len && !memcmp(word, text, len)) {
			*value = i;
			return SN_OK;
		}
	}
	return SN_ENOTFOUND;
}

bool
sn__is_name(const char *name, size_t most)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz"
				"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:");

	return n > 0 && n <= most && !name[n] && name[0] != '-' &&
	       name[0] != '.';
}
