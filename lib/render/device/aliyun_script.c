/*
 * aliyun_script.c - the functions of the shell in scripts of the Alibaba Cloud
 * CLI.
 *
 * Calls and parameters: API 2016-04-28 as its SDK (vpc-20160428) has them. A
 * gateway takes one change at a time and is "updating" meanwhile (the SDK's
 * CreateVpnPbrRouteEntry); a connection of a transit router is ready in the
 * states that the Terraform provider waits for. The tunnels of a connection
 * are numbered parameters, which the CLI sends with POST and --force (Alibaba
 * Cloud, skill "network-connect-with-ipsec-vpn"). A script asks what there is
 * before it changes anything, so that one that was interrupted is run again.
 */
#include "render/device/aliyun_script.h"

#include "render/quote.h"

/* For rows that nobody publishes. */
#define PUBLISH "\"${PUBLISH_VPC:-false}\""

static const char head[] =
    "#!/bin/sh\n"
    "# shellcheck disable=SC2034,SC2043,SC2317 # what a plan does not "
    "use, a list of one\n"
    "# Alibaba Cloud CLI: one call after the other, for the gateway takes one\n"
    "# change at a time. What is so already is left alone: where the script "
    "was\n"
    "# interrupted, run it again. Ids come from the environment, as does the\n"
    "# pre-shared key where connections are made: processes of this machine "
    "can\n"
    "# see it while the call runs. PUBLISH_VPC=true advertises the rows to "
    "the\n"
    "# VPC.\n"
    "set -eu\n"
    ": \"${REGION_ID:?the region, cn-...}\"\n";

static const char common[] =
    "\n"
    "fail() {\n"
    "\techo \"$1\" >&2\n"
    "\texit 1\n"
    "}\n"
    "# Of each object that has the first of these members: their values.\n"
    "members() { # MEMBER...\n"
    "\tawk -v names=\"$*\" '\n"
    "\t{ text = text $0 }\n"
    "\tEND {\n"
    "\t\tn = split(names, name, \" \")\n"
    "\t\twhile (match(text, /\"([^\"\\\\]|\\\\.)*\"|[][{}:,]|[^][{}:,\" "
    "\\t\\r]+/)) "
    "{\n"
    "\t\t\ttoken = substr(text, RSTART, RLENGTH)\n"
    "\t\t\ttext = substr(text, RSTART + RLENGTH)\n"
    "\t\t\tif (token == \"{\") {\n"
    "\t\t\t\tdepth++\n"
    "\t\t\t\tfor (i = 1; i <= n; i++)\n"
    "\t\t\t\t\tvalue[depth, i] = \"\"\n"
    "\t\t\t} else if (token == \"}\") {\n"
    "\t\t\t\tline = value[depth, 1]\n"
    "\t\t\t\tfor (i = 2; i <= n; i++)\n"
    "\t\t\t\t\tline = line \" \" (value[depth, i] == \"\" ? \"-\" : "
    "value[depth, "
    "i])\n"
    "\t\t\t\tif (value[depth, 1] != \"\")\n"
    "\t\t\t\t\tprint line\n"
    "\t\t\t\tdepth--\n"
    "\t\t\t} else if (token == \":\") {\n"
    "\t\t\t\tkey = last\n"
    "\t\t\t} else if (before == \":\" && token != \"[\") {\n"
    "\t\t\t\tgsub(/^\"|\"$/, \"\", token)\n"
    "\t\t\t\tgsub(/ /, \"_\", token)\n"
    "\t\t\t\tfor (i = 1; i <= n; i++)\n"
    "\t\t\t\t\tif (key == name[i])\n"
    "\t\t\t\t\t\tvalue[depth, i] = token\n"
    "\t\t\t}\n"
    "\t\t\tbefore = token\n"
    "\t\t\tgsub(/^\"|\"$/, \"\", token)\n"
    "\t\t\tlast = token\n"
    "\t\t}\n"
    "\t}'\n"
    "}\n"
    "# All pages of an answer.\n"
    "pages() { # ACTION OPTION...\n"
    "\tpage=1\n"
    "\twhile answer=$(aliyun vpc \"$@\" --RegionId \"$REGION_ID\" \\\n"
    "\t\t--PageSize 50 --PageNumber \"$page\"); do\n"
    "\t\tprintf '%s\\n' \"$answer\"\n"
    "\t\ttotal=$(printf '%s\\n' \"$answer\" | members TotalCount)\n"
    "\t\t[ \"${total:-0}\" -gt $((page * 50)) ] || return 0\n"
    "\t\tpage=$((page + 1))\n"
    "\tdone\n"
    "\tfail 'what there is cannot be learned'\n"
    "}\n"
    "pause() { # TRIES\n"
    "\t[ \"$1\" -lt 120 ] || fail 'the gateway stays busy'\n"
    "\tsleep \"${WAIT_SECONDS:-5}\"\n"
    "}\n"
    "call() { # ACTION OPTION...\n"
    "\tready\n"
    "\ttries=0\n"
    "\tuntil said=$(aliyun vpc \"$@\" --RegionId \"$REGION_ID\" 2>&1); do\n"
    "\t\tcase $said in\n"
    "\t\t*.Configuring* | *TaskConflict* | *VpnTask.CONFLICT*) ;;\n"
    "\t\t*) fail \"$1: $said\" ;;\n"
    "\t\tesac\n"
    "\t\ttries=$((tries + 1))\n"
    "\t\tpause \"$tries\"\n"
    "\tdone\n"
    "\tprintf '%s\\n' \"$said\"\n"
    "}\n";

static const char gateway[] =
    "# Waits until the gateway has done what it was told before.\n"
    "ready() {\n"
    "\ttries=0\n"
    "\twhile said=$(aliyun vpc DescribeVpnGateway --RegionId \"$REGION_ID\" "
    "\\\n"
    "\t\t--VpnGatewayId \"$VPN_GATEWAY_ID\") || exit 1; do\n"
    "\t\t[ \"$(printf '%s\\n' \"$said\" | members VpnGatewayId Status)\" != "
    "\\\n"
    "\t\t\t\"$VPN_GATEWAY_ID active\" ] || return 0\n"
    "\t\ttries=$((tries + 1))\n"
    "\t\tpause \"$tries\"\n"
    "\tdone\n"
    "}\n"
    "# Connections (id, name, local and remote selectors), and rows (kind, "
    "source,\n"
    "# destination, next hop, weight, priority, state).\n"
    "look() {\n"
    "\tready\n"
    "\tpublished=\n"
    "\tjson=$(pages DescribeVpnConnections --VpnGatewayId "
    "\"$VPN_GATEWAY_ID\")\n"
    "\tconnections=$(printf '%s\\n' \"$json\" |\n"
    "\t\tmembers VpnConnectionId Name LocalSubnet RemoteSubnet)\n"
    "\tjson=$(pages DescribeVpnPbrRouteEntries --VpnGatewayId "
    "\"$VPN_GATEWAY_ID\")\n"
    "\trows=$(printf '%s\\n' \"$json\" |\n"
    "\t\tmembers RouteSource RouteDest NextHop Weight Priority State |\n"
    "\t\tawk '{ $5 = $5 == \"-\" ? 10 : $5; print \"pbr\", $0 }')\n"
    "\tjson=$(pages DescribeVpnRouteEntries --VpnGatewayId "
    "\"$VPN_GATEWAY_ID\" \\\n"
    "\t\t--RouteEntryType custom)\n"
    "\trows=$rows$(\n"
    "\t\tprintf '%s\\n' \"$json\" | members RouteDest NextHop Weight State |\n"
    "\t\t\tawk '{ printf \"\\ndbr - %s %s %s - %s\", $1, $2, $3, $4 }'\n"
    "\t)\n"
    "}\n";

static const char transit[] =
    "# Waits until the connections have done what they were told before.\n"
    "ready() {\n"
    "\ttries=0\n"
    "\tfor id in $ids; do\n"
    "\t\twhile said=$(aliyun vpc DescribeVpnConnection --RegionId "
    "\"$REGION_ID\" "
    "\\\n"
    "\t\t\t--VpnConnectionId \"$id\") || exit 1; do\n"
    "\t\t\tcase $(printf '%s\\n' \"$said\" | members VpnConnectionId State) "
    "in\n"
    "\t\t\t*' attached' | *' active' | *' init') break ;;\n"
    "\t\t\tesac\n"
    "\t\t\ttries=$((tries + 1))\n"
    "\t\t\tpause \"$tries\"\n"
    "\t\tdone\n"
    "\tdone\n"
    "}\n"
    "# Connections (id, name, local and remote selectors) without a gateway, "
    "and rows\n"
    "# (kind, source, destination, next hop, weight, priority, state).\n"
    "look() {\n"
    "\tready\n"
    "\tpublished=\n"
    "\tjson=$(pages DescribeVpnConnections)\n"
    "\tconnections=$(printf '%s\\n' \"$json\" |\n"
    "\t\tmembers VpnConnectionId Name LocalSubnet RemoteSubnet VpnGatewayId |\n"
    "\t\tawk '$5 == \"-\" { print $1, $2, $3, $4 }')\n"
    "\trows=\n"
    "\tfor id in $ids; do\n"
    "\t\tjson=$(pages DescribeVcoRouteEntries --VpnConnectionId \"$id\")\n"
    "\t\trows=$rows$(\n"
    "\t\t\tprintf '%s\\n' \"$json\" | members RouteDest NextHop Weight State "
    "|\n"
    "\t\t\t\tawk '{ printf \"\\nvco - %s %s %s - %s\", $1, $2, $3, $4 }'\n"
    "\t\t)\n"
    "\tdone\n"
    "}\n"
    "ids=\n";

static const char rows[] =
    "# The row of this kind, source, destination and next hop.\n"
    "row() { # KIND SOURCE DESTINATION HOP\n"
    "\tprintf '%s\\n' \"$rows\" | grep -F \"$1 $2 $3 $4 \" || :\n"
    "}\n"
    "publish() { # KIND DESTINATION HOP\n"
    "\tcase \" $published \" in *\" $1,$2,$3 \"*) return 0 ;; esac\n"
    "\tpublished=\"$published $1,$2,$3\"\n"
    "\tprintf '%s\\n' \"$rows\" | awk -v kind=\"$1\" -v to=\"$2\" -v "
    "hop=\"$3\" \\\n"
    "\t\t'$1 == kind && $3 == to && $4 == hop && $7 != \"published\" { n++ }\n"
    "\t\tEND { exit !n }' || return 0\n"
    "\tcall PublishVpnRouteEntry --VpnGatewayId \"$VPN_GATEWAY_ID\" \\\n"
    "\t\t--RouteType \"$1\" --RouteDest \"$2\" --NextHop \"$3\" --PublishVpc "
    "true\n"
    "}\n"
    "create() { # KIND SOURCE DESTINATION HOP WEIGHT PRIORITY PUBLISH\n"
    "\tcase $1 in\n"
    "\tpbr) call CreateVpnPbrRouteEntry --VpnGatewayId \"$VPN_GATEWAY_ID\" \\\n"
    "\t\t--RouteSource \"$2\" --RouteDest \"$3\" --NextHop \"$4\" \\\n"
    "\t\t--Weight \"$5\" --Priority \"$6\" --PublishVpc \"$7\" ;;\n"
    "\tdbr) call CreateVpnRouteEntry --VpnGatewayId \"$VPN_GATEWAY_ID\" \\\n"
    "\t\t--RouteDest \"$3\" --NextHop \"$4\" --Weight \"$5\" --PublishVpc "
    "\"$7\" ;;\n"
    "\t*) call CreateVcoRouteEntry --VpnConnectionId \"$4\" \\\n"
    "\t\t--RouteDest \"$3\" --NextHop \"$4\" --Weight \"$5\" ;;\n"
    "\tesac\n"
    "}\n"
    "alter() { # KIND SOURCE DESTINATION HOP WEIGHT PRIORITY NEW-WEIGHT "
    "NEW-PRIORITY\n"
    "\tcase $1 in\n"
    "\tpbr) call ModifyVpnPbrRouteEntryAttribute \\\n"
    "\t\t--VpnGatewayId \"$VPN_GATEWAY_ID\" \\\n"
    "\t\t--RouteSource \"$2\" --RouteDest \"$3\" --NextHop \"$4\" \\\n"
    "\t\t--Weight \"$5\" --Priority \"$6\" --NewWeight \"$7\" --NewPriority "
    "\"$8\" "
    ";;\n"
    "\tdbr) call ModifyVpnRouteEntryWeight --VpnGatewayId \"$VPN_GATEWAY_ID\" "
    "\\\n"
    "\t\t--RouteDest \"$3\" --NextHop \"$4\" --Weight \"$5\" --NewWeight "
    "\"$7\" ;;\n"
    "\t*) call ModifyVcoRouteEntryWeight --VpnConnectionId \"$4\" \\\n"
    "\t\t--RouteDest \"$3\" --NextHop \"$4\" --Weight \"$5\" --NewWeight "
    "\"$7\" ;;\n"
    "\tesac\n"
    "}\n"
    "add() { # KIND SOURCE DESTINATION HOP WEIGHT PRIORITY PUBLISH\n"
    "\t[ -n \"$4\" ] || fail \"no connection that a row to $3 leads to\"\n"
    "\tfound=$(row \"$1\" \"$2\" \"$3\" \"$4 $5 $6\")\n"
    "\t[ -n \"$found\" ] || found=$(row \"$1\" \"$2\" \"$3\" \"$4\")\n"
    "\tif [ -z \"$found\" ]; then\n"
    "\t\tcreate \"$@\"\n"
    "\t\treturn\n"
    "\tfi\n"
    "\tread -r _ _ _ _ weight priority _ <<-ROW\n"
    "\t\t$found\n"
    "\tROW\n"
    "\t[ \"$weight $priority\" = \"$5 $6\" ] ||\n"
    "\t\talter \"$1\" \"$2\" \"$3\" \"$4\" \"$weight\" \"$priority\" \"$5\" "
    "\"$6\"\n"
    "\t[ \"$7\" != true ] || publish \"$1\" \"$3\" \"$4\"\n"
    "}\n"
    "# A row whose weight and priority are others is another one.\n"
    "delete() { # KIND SOURCE DESTINATION HOP WEIGHT PRIORITY\n"
    "\t[ -n \"$(row \"$1\" \"$2\" \"$3\" \"$4 $5 $6\")\" ] || return 0\n"
    "\tcase $1 in\n"
    "\tpbr) call DeleteVpnPbrRouteEntry --VpnGatewayId \"$VPN_GATEWAY_ID\" \\\n"
    "\t\t--RouteSource \"$2\" --RouteDest \"$3\" --NextHop \"$4\" \\\n"
    "\t\t--Weight \"$5\" --Priority \"$6\" ;;\n"
    "\tdbr) call DeleteVpnRouteEntry --VpnGatewayId \"$VPN_GATEWAY_ID\" \\\n"
    "\t\t--RouteDest \"$3\" --NextHop \"$4\" --Weight \"$5\" ;;\n"
    "\t*) call DeleteVcoRouteEntry --VpnConnectionId \"$4\" \\\n"
    "\t\t--RouteDest \"$3\" --NextHop \"$4\" --Weight \"$5\" ;;\n"
    "\tesac\n"
    "\trows=$(printf '%s\\n' \"$rows\" | grep -Fv \"$1 $2 $3 $4 $5 $6 \") || "
    ":\n"
    "}\n";

static const char connections[] =
    "same() { # LIST LIST\n"
    "\t[ \"$(echo \"$1\" | tr , '\\n' | sort)\" = \"$(echo \"$2\" | tr , '\\n' "
    "| "
    "sort)\" ]\n"
    "}\n"
    "# Its id, local and remote selectors.\n"
    "connection() { # NAME\n"
    "\tprintf '%s\\n' \"$connections\" |\n"
    "\t\tawk -v name=\"$1\" '$1 == name || $2 == name { print $1, $3, $4 }'\n"
    "}\n"
    "id_of() { # NAME\n"
    "\tfound=$(connection \"$1\")\n"
    "\techo \"${found%% *}\"\n"
    "}\n"
    "change() { # NAME LOCAL PEER\n"
    "\tread -r id here there <<-CONNECTION\n"
    "\t\t$(connection \"$1\")\n"
    "\tCONNECTION\n"
    "\t[ -n \"$id\" ] || fail \"no connection $1\"\n"
    "\t! { same \"$here\" \"$2\" && same \"$there\" \"$3\"; } || return 0\n"
    "\tcall ModifyVpnConnectionAttribute --VpnConnectionId \"$id\" \\\n"
    "\t\t--LocalSubnet \"$2\" --RemoteSubnet \"$3\"\n"
    "}\n"
    "disconnect() { # NAME\n"
    "\tid=$(id_of \"$1\")\n"
    "\t[ -z \"$id\" ] || call DeleteVpnConnection --VpnConnectionId \"$id\"\n"
    "}\n";

static const char key_of_gateway[] =
    ": \"${CUSTOMER_GATEWAY_ID:?the customer gateway, cgw-...}\"\n"
    ": \"${PRE_SHARED_KEY:?the same on both ends}\"\n"
    "case $PRE_SHARED_KEY in\n"
    "*[[:space:]\\\"\\\\]* | -*)\n"
    "\tfail 'the pre-shared key has a blank, a quote or a backslash, or starts "
    "with -'\n"
    "\t;;\n"
    "esac\n";

static const char connect[] =
    "connect() { # NAME LOCAL PEER: prints the id\n"
    "\tfound=$(connection \"$1\")\n"
    "\tif [ -n \"$found\" ]; then\n"
    "\t\tread -r id here there <<-CONNECTION\n"
    "\t\t\t$found\n"
    "\t\tCONNECTION\n"
    "\t\t{ same \"$here\" \"$2\" && same \"$there\" \"$3\"; } ||\n"
    "\t\t\tfail \"connection $1 is there, with other selectors\"\n"
    "\t\techo \"$id\"\n"
    "\t\treturn\n"
    "\tfi\n"
    "\tmade=$(call ";

static const char connect_end[] =
    ")\n"
    "\tid=$(printf '%s\\n' \"$made\" | members VpnConnectionId)\n"
    "\t[ -n \"$id\" ] || fail 'no connection was made'\n"
    "\techo \"$id\"\n"
    "}\n";

const char *
sn__aliyun_kind(uint32_t kind)
{
	return kind == SN_ROUTE_POLICY	      ? "pbr"
	       : kind == SN_ROUTE_DESTINATION ? "dbr"
					      : "vco";
}

void
sn__aliyun_rest(sn__out *out, const sn_route *r, bool add)
{
	sn__out_format(out, " %u", (unsigned)r->weight);
	if (r->kind == SN_ROUTE_POLICY)
		sn__out_format(out, " %u", (unsigned)r->priority);
	else
		sn__out_text(out, " -");
	/* Routes of a transit router's connection are not published. */
	if (add)
		sn__out_text(out, r->kind == SN_ROUTE_STATIC ? " false"
				  : r->state == SN_STATE_PUBLISHED
				      ? " true"
				      : " " PUBLISH);
	sn__out_char(out, '\n');
}

void
sn__aliyun_hop(sn__out *out, const char *name, const char **last)
{
	if (*last && !strcmp(*last, name))
		return;
	sn__out_text(out, "hop=$(id_of ");
	sn__put_shell(out, name);
	sn__out_text(out, ")\n");
	*last = name;
}

void
sn__aliyun_row(sn__out *out, const sn_route *r, bool add)
{
	sn__out_format(
	    out, "%s %s ", add ? "add" : "delete", sn__aliyun_kind(r->kind));
	if (r->kind == SN_ROUTE_POLICY)
		sn__out_prefix(out, r->source);
	else
		sn__out_char(out, '-');
	sn__out_char(out, ' ');
	sn__out_prefix(out, r->destination);
	sn__out_text(out, " \"$hop\"");
	sn__aliyun_rest(out, r, add);
}

static void
put_gateway(sn__out *out, const char *id)
{
	if (!id) {
		sn__out_text(
		    out, ": \"${VPN_GATEWAY_ID:?the VPN gateway, vpn-...}\"\n");
		return;
	}
	sn__out_text(out, "VPN_GATEWAY_ID=");
	sn__put_shell(out, id);
	sn__out_char(out, '\n');
}

/* A tunnel of two, as parameters. */
static void
put_tunnel(sn__out *out, const sn__aliyun_script *script, unsigned number)
{
	const sn_proposal *p = sn_plan_get(script->plan)->proposal;
	const sn__vendor_words *w = &script->form.words;
	const struct {
		const char *name, *value;
		int64_t number;
	} options[] = {
	    {"EnableDpd", "true", 0},
	    {"EnableNatTraversal", "true", 0},
	    {"TunnelIkeConfig.Psk", "\"$PRE_SHARED_KEY\"", 0},
	    {"TunnelIkeConfig.IkeVersion",
		p->ike == SN_IKE_V1 ? "ikev1" : "ikev2", 0},
	    {"TunnelIkeConfig.IkeMode", "main", 0},
	    {"TunnelIkeConfig.IkeEncAlg", w->ike_encryption, 0},
	    {"TunnelIkeConfig.IkeAuthAlg", w->ike_integrity, 0},
	    {"TunnelIkeConfig.IkePfs", w->ike_dh, 0},
	    {"TunnelIkeConfig.IkeLifetime", NULL, p->ike_lifetime},
	    {"TunnelIpsecConfig.IpsecEncAlg", w->esp_encryption, 0},
	    {"TunnelIpsecConfig.IpsecAuthAlg", w->esp_integrity, 0},
	    {"TunnelIpsecConfig.IpsecPfs", w->pfs, 0},
	    {"TunnelIpsecConfig.IpsecLifetime", NULL, p->ipsec_lifetime},
	};

	sn__out_format(out, " \\\n\t\t--TunnelOptionsSpecification.%u.%s",
	    number,
	    script->transit ? number == 1 ? "TunnelIndex 1" : "TunnelIndex 2"
	    : number == 1   ? "Role master"
			    : "Role slave");
	sn__out_format(out,
	    " \\\n\t\t--TunnelOptionsSpecification.%u.CustomerGatewayId \\\n"
	    "\t\t\"%s\"",
	    number,
	    number == 1
		? "$CUSTOMER_GATEWAY_ID"
		: "${SECOND_CUSTOMER_GATEWAY_ID:-$CUSTOMER_GATEWAY_ID}");
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		sn__out_format(out,
		    " \\\n\t\t--TunnelOptionsSpecification.%u.%s ", number,
		    options[i].name);
		if (options[i].value)
			sn__out_text(out, options[i].value);
		else
			sn__out_number(out, (uint64_t)options[i].number);
	}
}

/* The parameters of a connection of one tunnel; two are texts of JSON. */
static void
put_phases(sn__out *out, const sn__aliyun_script *script)
{
	const sn_proposal *p = sn_plan_get(script->plan)->proposal;
	const sn__vendor_words *w = &script->form.words;

	sn__out_format(out,
	    " \\\n"
	    "\t\t--CustomerGatewayId \"$CUSTOMER_GATEWAY_ID\" \\\n"
	    "\t\t--EnableDpd true --EnableNatTraversal true \\\n"
	    "\t\t--IkeConfig \"{\\\"Psk\\\":\\\"$PRE_SHARED_KEY\\\","
	    "\\\"IkeVersion\\\":\\\"ike%s\\\",\\\"IkeMode\\\":\\\"main\\\","
	    "\\\"IkeEncAlg\\\":\\\"%s\\\",\\\"IkeAuthAlg\\\":\\\"%s\\\","
	    "\\\"IkePfs\\\":\\\"%s\\\",\\\"IkeLifetime\\\":%lld}\" \\\n"
	    "\t\t--IpsecConfig "
	    "'{\"IpsecEncAlg\":\"%s\",\"IpsecAuthAlg\":\"%s\","
	    "\"IpsecPfs\":\"%s\",\"IpsecLifetime\":%lld}'",
	    sn_word(SN_WORD_IKE, p->ike), w->ike_encryption, w->ike_integrity,
	    w->ike_dh, (long long)p->ike_lifetime, w->esp_encryption,
	    w->esp_integrity, w->pfs, (long long)p->ipsec_lifetime);
}

static void
put_connect(sn__out *out, const sn__aliyun_script *script)
{
	bool off = sn_plan_get(script->plan)->auto_rows == SN_AUTO_ROWS_OFF;

	sn__out_text(out, key_of_gateway);
	sn__out_text(out, connect);
	sn__out_text(out,
	    script->transit
		? "CreateVpnAttachment"
		: "CreateVpnConnection --VpnGatewayId \"$VPN_GATEWAY_ID\"");
	sn__out_text(out, " \\\n\t\t--Name \"$1\" --LocalSubnet \"$2\" "
			  "--RemoteSubnet \"$3\"");
	if (!script->transit)
		sn__out_text(out, off ? " \\\n\t\t--AutoConfigRoute false"
				      : " \\\n\t\t--AutoConfigRoute true");
	if (script->form.dual) {
		put_tunnel(out, script, 1);
		put_tunnel(out, script, 2);
		sn__out_text(out, " \\\n\t\t--method POST --force");
	} else {
		put_phases(out, script);
	}
	sn__out_text(out, connect_end);
}

void
sn__aliyun_begin(sn__out *out, const sn__aliyun_script *script)
{
	sn__out_text(out, head);
	if (!script->transit)
		put_gateway(out, script->gateway_id);
	sn__out_text(out, common);
	sn__out_text(out, script->transit ? transit : gateway);
	sn__out_text(out, rows);
	sn__out_text(out, connections);
	if (script->connects)
		put_connect(out, script);
	sn__out_text(out, "\nlook\n");
}
