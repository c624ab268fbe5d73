/*
 * terraform_google.c - plans for Terraform's provider hashicorp/google.
 *
 * Arguments: compute_vpn_tunnel and compute_route of the provider. Classic VPN
 * alone has static routes; HA VPN takes BGP. The tunnel has no arguments for
 * algorithms and lifetimes: the gateway negotiates, and lifetimes are fixed
 * (Cloud VPN, "Supported IKE ciphers").
 */
#include "render/device/hcl.h"
#include "render/device/terraform.h"

#include "render/words.h"

static const char head[] =
    "# Terraform, provider hashicorp/google: a tunnel of Classic VPN, and the\n"
    "# routes into it. HA VPN takes BGP only. The target VPN gateway has its\n"
    "# forwarding rules (ESP, UDP 500, UDP 4500) already.\n"
    "#\n"
    "# The pre-shared key comes from the environment\n"
    "# (TF_VAR_pre_shared_key_@own@), never from a file like this one.\n"
    "# The gateway takes what the peer offers, which is to be:\n";

static const sn__hcl_variable variables[] = {
    {"region", "string", NULL, "Region of the gateway"},
    {"network", "string", NULL, "VPC network that gets the routes"},
    {"peer_address", "string", NULL,
	"Public address of the peer, of no other tunnel of the gateway"},
    {"pre_shared_key", "string", NULL, "Pre-shared key, the same on both ends"},
};

static const char tunnel[] =
    "resource \"google_compute_vpn_tunnel\" \"@label@\" {\n"
    "  name                    = @name@\n"
    "  region                  = var.region_@own@\n"
    "  target_vpn_gateway      = var.target_vpn_gateway_@own@\n"
    "  peer_ip                 = var.peer_address_@own@\n"
    "  shared_secret           = var.pre_shared_key_@own@\n"
    "  ike_version             = @ike@\n"
    "  local_traffic_selector  = @local@\n"
    "  remote_traffic_selector = @peer@\n"
    "}\n\n";

static const char routes[] =
    "resource \"google_compute_route\" \"@label@\" {\n"
    "  for_each = toset(@row_lines@)\n"
    "\n"
    "  name                = join(\"-\", [@name@, replace(replace(each.value, "
    "\".\", \"-\"), \"/\", \"-\")])\n"
    "  network             = var.network_@own@\n"
    "  dest_range          = each.value\n"
    "  priority            = 1000\n"
    "  next_hop_vpn_tunnel = google_compute_vpn_tunnel.@label@.id\n"
    "}\n\n";

#define GROUPS                                                                 \
 [2] = "2", [5] = "5", [14] = "14", "15", "16", [18] = "18", "19", "20", "21", \
 "22", "23", "24", [31] = "31"

static const sn__vendor vendor = {
    .where = "GCP",
    .ike_encryption = {"AES-CBC-128", "AES-CBC-192", "AES-CBC-256", "3DES-CBC",
	NULL, "AES-GCM-16-128", "AES-GCM-16-192", "AES-GCM-16-256"},
    .ike_integrity = {"HMAC-MD5-96", "HMAC-SHA1-96", "HMAC-SHA2-256-128",
	"HMAC-SHA2-384-192", "HMAC-SHA2-512-256"},
    .ike_dh = {GROUPS},
    .esp_encryption = {"AES-CBC-128", "AES-CBC-192", "AES-CBC-256", NULL, NULL,
	"AES-GCM-16-128", "AES-GCM-16-192", "AES-GCM-16-256"},
    .esp_integrity = {NULL, "HMAC-SHA1-96", "HMAC-SHA2-256-128", NULL,
	"HMAC-SHA2-512-256"},
    .pfs = {GROUPS},
};
/* 63 bytes are a resource's name, and 19 of them a route's prefix. */
static const sn__hcl_names names = {
    .most = 63 - 19, .others = "-", .small = true, .bounded = true};

sn_status
sn__terraform_google(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	char words[SN__WORDS_MAX];
	sn__hcl_file f;
	sn_status status = sn__hcl_begin(&f, out, plan, &vendor, &names, error);

	if (status)
		return status;
	sn__proposal_words(words, f.proposal);
	sn__hcl_put(&f, head);
	sn__out_format(out, "#   %s\n", words);
	sn__hcl_head(&f, "#\n");
	sn__hcl_provider(out, options, "google", "hashicorp/google");
	sn__hcl_gateway(out, f.own, "target_vpn_gateway", options->gateway_id,
	    "The Classic VPN gateway (self_link or id)");
	sn__hcl_variables(
	    out, f.own, variables, sizeof(variables) / sizeof(*variables));
	while (sn__hcl_next(&f)) {
		sn__hcl_put(&f, tunnel);
		if (f.row_count)
			sn__hcl_put(&f, routes);
	}
	return SN_OK;
}
