/*
 * template_formats.c - the named templates, as data: what each target reads,
 * after its own documentation, and which labels it takes.
 *
 * nft        nft(8), sets: "add element" takes prefixes where a set has
 *            intervals; the flush and what follows are one transaction
 * ipset      ipset(8), hash:net: /0 is not taken; maxelem is 65536 by default
 * cisco-ios  IP Routing: BGP Command Reference, "ip prefix-list"; a list that
 *            is not there permits everything, so an empty one denies it
 * frr        docs.frrouting.org, basic.html, "IP Prefix List"
 * arista     EOS manual, "ip prefix-list": a block with sequence numbers
 * huawei     VRP Command Reference, "ip ip-prefix", "ip ipv6-prefix"
 * junos      Routing Policies User Guide, "prefix-list"; the tag replace: is
 *            for "load replace", changes are for "load set"
 * bird       bird.network.cz, Filters: sets of prefixes hold one family
 * mikrotik   help.mikrotik.com, Address-lists; one address has no length
 * nginx-geo  nginx.org, ngx_http_geo_module
 * aws-prefix-list  CreateManagedPrefixList: at most 100 entries a request
 */
#include "render/template.h"

/* Parts that several have. */
#define CISCO_EMPTY \
 "%0{ip%6{v6} prefix-list %g deny %4{0.0.0.0/0 le 32}%6{::/0 le 128}\n}"

#define CISCO_PARTS                                         \
 [SN__BEGIN] = "no ip%6{v6} prefix-list %g\n",              \
 [SN__ITEM] = "%-{no }ip%6{v6} prefix-list %g permit %p\n", \
 [SN__END] = CISCO_EMPTY

static const sn__format formats[] = {
    {.name = "text",
	.title = "a prefix a line",
	.documents = SN__ALWAYS,
	.part = {[SN__ITEM] = "%G{%g\t}%s%p\n"}},
    {.name = "ranges",
	.title = "a range a line, first-last",
	.documents = SN__ALWAYS,
	.ranges = true,
	.part = {[SN__ITEM] = "%G{%g\t}%s%f-%l\n"}},
    {.name = "csv",
	.title = "prefix, first, last and addresses in columns",
	.documents = SN__ALWAYS,
	.quote = SN__QUOTE_CSV,
	.part = {[SN__TOP] = ("%G{label,}%+{change,}"
			      "prefix,first,last,addresses\n"),
	    [SN__ITEM] = "%G{%g,}%+{+,}%-{-,}%p,%f,%l,%c\n"}},
    {.name = "json",
	.title = "for programs",
	.documents = SN__WHOLE,
	.part = {[SN__TOP] = "{\n  \"version\": 1,\n  \"prefixes\": [",
	    [SN__JOINT] = ",",
	    [SN__ITEM] = "\n    \"%p\"",
	    [SN__SEPARATOR] = ",",
	    [SN__TAIL] = "\n  ",
	    [SN__BOTTOM] = "]\n}\n"}},
    {.name = "json",
	.documents = SN__LABELLED,
	.quote = SN__QUOTE_JSON,
	.part = {[SN__TOP] = "{\n  \"version\": 1,\n  \"groups\": [",
	    [SN__JOINT] = ",",
	    [SN__HEAD] = "\n    {\"label\": \"%g\", \"prefixes\": [",
	    [SN__ITEM] = "\"%p\"",
	    [SN__SEPARATOR] = ", ",
	    [SN__TAIL] = "]}",
	    [SN__BOTTOM] = "\n  ]\n}\n"}},
    {.name = "json",
	.documents = SN__CHANGES,
	.quote = SN__QUOTE_JSON,
	.part = {[SN__TOP] = "{\n  \"version\": 1,\n  \"changes\": [",
	    [SN__JOINT] = ",",
	    [SN__ITEM] = ("\n    {%G{\"label\": \"%g\", }"
			  "\"change\": \"%+{+}%-{-}\", \"prefix\": \"%p\"}"),
	    [SN__SEPARATOR] = ",",
	    [SN__BOTTOM] = "\n  ]\n}\n"}},
    {.name = "hosts",
	.title = "a prefix a line, one address without its length",
	.documents = SN__ALWAYS,
	.part = {[SN__ITEM] = "%G{%g\t}%s%h\n"}},
    {.name = "netmask",
	.title = "address and netmask",
	.documents = SN__ALWAYS,
	.part = {[SN__ITEM] = "%G{%g\t}%s%a %m\n"}},
    {.name = "wildcard",
	.title = "address and wildcard mask",
	.documents = SN__ALWAYS,
	.part = {[SN__ITEM] = "%G{%g\t}%s%a %w\n"}},
    {.name = "nft",
	.title = "sets of nftables, for nft -f",
	.documents = SN__ALWAYS,
	.quote = SN__QUOTE_NAME,
	.name_max = 60,
	.name_more = "_-.",
	.part = {[SN__TOP] = "add table inet supernet\n",
	    [SN__BEGIN] = ("add set inet supernet %g_v%v "
			   "{ type ipv%v_addr; flags interval; }\n"
			   "flush set inet supernet %g_v%v\n"),
	    [SN__HEAD] = ("%={add}%+{add}%-{delete} element inet supernet "
			  "%g_v%v {\n\t"),
	    [SN__ITEM] = "%p",
	    [SN__SEPARATOR] = ",\n\t",
	    [SN__TAIL] = "\n}\n"}},
    {.name = "ipset",
	.title = "sets of ipset, for ipset restore",
	.documents = SN__ALWAYS,
	.quote = SN__QUOTE_NAME,
	.name_max = 28,
	.name_digit = true,
	.name_more = "_-.",
	.no_zero = true,
	.part = {[SN__BEGIN] = ("create -exist %g_v%v hash:net "
				"family inet%6{6} maxelem %k\n"
				"flush %g_v%v\n"),
	    [SN__ITEM] = "%={add}%+{add}%-{del} %g_v%v %p\n"}},
    {.name = "cisco-ios",
	.title = "prefix lists of Cisco IOS",
	.documents = SN__ALWAYS,
	.quote = SN__QUOTE_NAME,
	.name_max = 60,
	.name_digit = true,
	.name_more = "_-.:",
	.part = {CISCO_PARTS}},
    {.name = "frr",
	.title = "prefix lists of FRR",
	.documents = SN__ALWAYS,
	.quote = SN__QUOTE_NAME,
	.name_max = 60,
	.name_digit = true,
	.name_more = "_-.:",
	.part = {CISCO_PARTS}},
    {.name = "arista",
	.title = "prefix lists of Arista EOS",
	.documents = SN__WHOLE | SN__LABELLED,
	.quote = SN__QUOTE_NAME,
	.name_max = 60,
	.name_digit = true,
	.name_more = "_-.:",
	.part = {[SN__BEGIN] = ("no ip%6{v6} prefix-list %g\n"
				"ip%6{v6} prefix-list %g\n"),
	    [SN__ITEM] = "   seq %i permit %p\n",
	    [SN__END] = ("%0{   seq 1 deny %4{0.0.0.0/0 le 32}"
			 "%6{::/0 le 128}\n}")}},
    {.name = "huawei",
	.title = "prefix lists of Huawei VRP",
	.documents = SN__WHOLE | SN__LABELLED,
	.quote = SN__QUOTE_NAME,
	.name_max = 60,
	.name_digit = true,
	.name_more = "_-.:",
	.part = {[SN__BEGIN] = "undo ip ip%6{v6}-prefix %g\n",
	    [SN__ITEM] = "ip ip%6{v6}-prefix %g permit %a %n\n",
	    [SN__END] = ("%0{ip ip%6{v6}-prefix %g deny "
			 "%4{0.0.0.0 0 less-equal 32}"
			 "%6{:: 0 less-equal 128}\n}")}},
    {.name = "junos",
	.title = "prefix lists of Junos, for load replace",
	.documents = SN__WHOLE | SN__LABELLED,
	.quote = SN__QUOTE_NAME,
	.name_max = 60,
	.name_digit = true,
	.name_more = "_-",
	.part = {[SN__BEGIN] = ("policy-options {\nreplace:\n"
				" prefix-list %g_v%v {\n"),
	    [SN__ITEM] = "    %p;\n",
	    [SN__END] = " }\n}\n"}},
    {.name = "junos",
	.documents = SN__CHANGES,
	.quote = SN__QUOTE_NAME,
	.name_max = 60,
	.name_digit = true,
	.name_more = "_-",
	.part = {[SN__ITEM] = ("%+{set}%-{delete} policy-options prefix-list "
			       "%g_v%v %p\n")}},
    {.name = "bird",
	.title = "sets of prefixes of BIRD 2",
	.documents = SN__WHOLE | SN__LABELLED,
	.quote = SN__QUOTE_NAME,
	.name_max = 60,
	.name_digit = true,
	.name_more = "_-.:",
	.part = {[SN__BEGIN] = "define '%g_v%v' = [",
	    [SN__ITEM] = "\n\t%p",
	    [SN__SEPARATOR] = ",",
	    [SN__END] = "\n];\n"}},
    {.name = "mikrotik",
	.title = "address lists of MikroTik RouterOS",
	.documents = SN__ALWAYS,
	.quote = SN__QUOTE_NAME,
	.name_max = 60,
	.name_digit = true,
	.name_more = "_-.",
	.part = {[SN__BEGIN] = ("/ip%6{v6} firewall address-list remove "
				"[find list=%g]\n"),
	    [SN__HEAD] = "/ip%6{v6} firewall address-list\n",
	    [SN__ITEM] = ("%={add list=%g address=%p\n}"
			  "%+{add list=%g address=%p\n}"
			  "%-{remove [find list=%g address=%4{%h}%6{%p}]\n}")}},
    {.name = "nginx-geo",
	.title = "a geo block of nginx: 1 for addresses in the list",
	.documents = SN__WHOLE | SN__LABELLED,
	.quote = SN__QUOTE_NAME,
	.name_max = 60,
	.name_digit = true,
	.name_more = "_",
	.part = {[SN__BEGIN] = "geo $%g {\n\tdefault 0;\n",
	    [SN__ITEM] = "\t%p 1;\n",
	    [SN__END] = "}\n"}},
    {.name = "terraform",
	.title = "a list of strings for Terraform's variables",
	.documents = SN__WHOLE | SN__LABELLED,
	.quote = SN__QUOTE_NAME,
	.name_max = 60,
	.name_more = "_-",
	.part = {[SN__BEGIN] = "%g = [\n",
	    [SN__ITEM] = "  \"%p\",\n",
	    [SN__END] = "]\n"}},
    {.name = "aws-prefix-list",
	.title = "requests for aws ec2 create-managed-prefix-list",
	.documents = SN__WHOLE | SN__LABELLED,
	.quote = SN__QUOTE_JSON,
	.name_max = 240,
	.name_digit = true,
	.batch = 100,
	.part = {[SN__TOP] = "[",
	    [SN__JOINT] = ",",
	    [SN__HEAD] = ("\n  {\"PrefixListName\": \"%g_v%v-%i\", "
			  "\"AddressFamily\": \"IPv%v\", \"MaxEntries\": %c, "
			  "\"Entries\": ["),
	    [SN__ITEM] = "\n    {\"Cidr\": \"%p\"}",
	    [SN__SEPARATOR] = ",",
	    [SN__TAIL] = "\n  ]}",
	    [SN__BOTTOM] = "\n]\n"}},
};

const sn__format *
sn__format_at(size_t i)
{
	return i < sizeof(formats) / sizeof(*formats) ? &formats[i] : NULL;
}

/* The i-th row with a title: each name has one. */
static const sn__format *
titled(size_t i)
{
	for (size_t row = 0; row < sizeof(formats) / sizeof(*formats); row++)
		if (formats[row].title && i-- == 0)
			return &formats[row];
	return NULL;
}

const char *
sn_template_format_name(size_t i)
{
	const sn__format *f = titled(i);

	return f ? f->name : NULL;
}

const char *
sn_template_format_title(size_t i)
{
	const sn__format *f = titled(i);

	return f ? f->title : NULL;
}
