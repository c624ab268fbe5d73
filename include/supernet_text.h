/*
 * supernet_text.h - level 3 of libsupernet: text formats. Readers turn text
 * into the objects of levels 1 and 2; renderers turn those into text. Neither
 * computes.
 *
 * The conventions of supernet.h hold. Everything that is read is taken to be
 * hostile: sizes and nesting are bounded, names are checked, errors say where.
 */
#ifndef SUPERNET_TEXT_H
#define SUPERNET_TEXT_H

#include "supernet_vpn.h"

#ifdef __cplusplus
extern "C" {
#endif

/* -------------------------------------------------------------- readers */

/*
 * Alike in all readers: a byte-order mark at the start passes. An error has the
 * line and column of the value that is wrong (of a string in JSON: of its first
 * character in the quotes; of a key that is missing: of its object); columns do
 * not count the byte-order mark, the offset does. In files of lines, CR LF ends
 * a line as LF does, blank lines and blanks around fields pass, and a '#'
 * outside double quotes starts a comment. The text is not kept.
 */

/*
 * What network.json asks for: an object with "local" and "peer" (a prefix or
 * an array of prefixes each) and, all optional and named as the options of
 * the command, "ike" ("v1", "v2"), "gateway", "peer_device", "scheme",
 * "align", "shortest", "allow_public", "connection", "max_routes",
 * "max_connections", "max_selectors", "proposal", "auto_rows", "publish",
 * "routes_in_use". Several sites are "sites" instead of "peer" and
 * "connection": a list of objects with "name" and "peer", and, all optional,
 * "local" (else the network's), "peer_device", "ike", "scheme", "connection"
 * (else the name), "proposal" and "standby_of" (the name of another site).
 * Unknown keys are refused.
 */
typedef struct sn_network sn_network;

/*
 * Reads @size bytes of JSON. SN_ESYNTAX, SN_EHOSTBITS, SN_ELIMIT (nesting,
 * size), SN_ENOMEM; @error (may be NULL) says where and why. O(size).
 */
SN_API SN_MUST_USE sn_status sn_network_read(
    sn_network **out, const char *text, size_t size, sn_error *error);
SN_API void sn_network_free(sn_network *network);
/*
 * Makes @request what the file gave, and what it did not give the default:
 * all fields are replaced, so call it first. Pointers are borrowed from
 * @network.
 */
SN_API void sn_network_request(
    const sn_network *network, sn_plan_request *request);

/*
 * What is deployed, from a plan as JSON: its "connections", "policy_routes"
 * and "destination_routes". Rows to delete are gone; rows to keep or add are
 * there and published; rows without an action have the state they say. The
 * names of connections are unique, which sn_plan_change_new() sees to. Also
 * what sn_deployed_read_of() reads, of one gateway. SN_ESYNTAX, SN_EHOSTBITS,
 * SN_ELIMIT, SN_ENOMEM. O(size).
 */
SN_API SN_MUST_USE sn_status sn_deployed_read(
    sn_deployed **out, const char *text, size_t size, sn_error *error);
/*
 * The same, or what a gateway of the provider is found to have: answers of
 * DescribeVpnConnections, DescribeVpnPbrRouteEntries and
 * DescribeVpnRouteEntries, one after the other and in pages, or Terraform's
 * state, with the rows that its connections imply. Of several gateways those of
 * @gateway; NULL: there is one. Rows of BGP are left out. Also SN_EFAMILY.
 */
SN_API SN_MUST_USE sn_status sn_deployed_read_of(sn_deployed **out,
    const char *text, size_t size, const char *gateway, sn_error *error);

/*
 * What is configured at both ends, for a diagnosis: an object with
 *   "local", "peer"     the segments of both sides
 *   "gateway", "peer_device"    names of profiles (optional)
 *   "psk_shared_equal"  whether connections that share phase 1 have one key
 *   "connections"       each with "name", "customer_gateway", "psk_equal"
 *                       (true, false), and two ends, "gateway" and
 *                       "peer_device", as each of them has it:
 *     "ike" ("v1", "v2"), "mode", "dpd" ("off", "standard", "proprietary"),
 *     "ike_lifetime", "ipsec_lifetime" (seconds), "volume_lifetime" (bytes,
 *     or "max"), "ike_encryption", "ike_authentication", "ike_dh",
 *     "ipsec_encryption", "ipsec_authentication", "ipsec_dh" (a word or a
 *     list), "local", "peer" (its own selectors; the gateway's are needed)
 *   "policy_routes", "destination_routes"   the gateway's rows (optional), as
 *                       in a plan
 * No key itself is ever asked for. Unknown keys are refused.
 */
typedef struct sn_configured sn_configured;
SN_API SN_MUST_USE sn_status sn_configured_read(
    sn_configured **out, const char *text, size_t size, sn_error *error);
SN_API void sn_configured_free(sn_configured *configured);
/* Sets in @request what the file gave; pointers borrowed from @configured. */
SN_API void sn_configured_request(
    const sn_configured *configured, sn_diagnosis_request *request);

/*
 * The configuration of one device, of a kind that its content tells:
 * strongSwan's swanctl.conf or ipsec.conf (also Libreswan's; included files
 * are not read, and keys are elsewhere), `show running-config` of Cisco IOS and
 * of the ASA (keys are not compared), or the connections of an Alibaba Cloud
 * VPN gateway, as DescribeVpnConnections answers them or as Terraform's state
 * has them; of several gateways those of @gateway (NULL: there is one). A plan
 * as JSON, or the network.json that one is made for, is the gateway's end of
 * that plan: sn_ike_config_turn() makes its peer's end of it. What is
 * not understood is counted, and named by the diagnosis. Keys are kept, to be
 * compared, and never shown. SN_ESYNTAX, SN_ELIMIT (more than 4096 connections
 * or children, or 16384 selectors), SN_ENOMEM. O(size), but for sections of one
 * name.
 */
SN_API SN_MUST_USE sn_status sn_ike_config_read(sn_ike_config **out,
    const char *text, size_t size, const char *gateway, sn_error *error);

/*
 * A profile of one's own: an object with "name" and, all optional, "title",
 * "base" (a built-in profile to start from), "kind" (["gateway", "peer"]), the
 * facts by the names of sn_profile's fields, and "forbidden". A fact is a
 * value, null (unknown) or {"value", "source", "date"}; its sureness is
 * SN_SURE_USER. What sn_profile_render() writes is such an object. SN_ESYNTAX,
 * SN_EHOSTBITS, SN_ELIMIT, SN_ENOMEM.
 */
SN_API SN_MUST_USE sn_status sn_profile_read(
    sn_profile **out, const char *text, size_t size, sn_error *error);
SN_API void sn_profile_free(sn_profile *profile); /* of sn_profile_read() */

/*
 * A route table, in one of the forms people have; NULL or "auto" finds out
 * which:
 *   "csv"        a header that names columns in any order: source,
 *                destination, next_hop, and optional weight (100), priority
 *                (10), state, origin, kind (policy, destination, bgp), action;
 *                fields may be quoted. A row without a source is a
 *                destination route.
 *   "provider"   answers of DescribeVpnPbrRouteEntries and
 *                DescribeVpnRouteEntries; all pages, one after the other or
 *                in an array: fewer rows than their TotalCount are refused
 *   "plan"       policy_routes and destination_routes of a plan as JSON
 *   "terraform"  alicloud_vpn_pbr_route_entry, alicloud_vpn_route_entry and
 *                alicloud_vpn_gateway_vco_route in a state file (version 4) or
 *                `terraform show -json`, and the rows that an
 *                alicloud_vpn_connection with auto_config_route implies
 *   "ip-rule"    `ip rule` or `ip -j rule`: the table of a rule is its next
 *                hop; the kernel's own rules (local, main, default) pass;
 *                rules that look at more than addresses are left out and
 *                counted: sn_table_left_out()
 * Rows whose action is "delete" are not in force and pass. Prefixes with host
 * bits are masked and have SN_ROUTE_HOST_BITS. A policy row without a priority
 * has 10, the provider's default (CreateVpnPbrRouteEntry).
 * SN_ESYNTAX, SN_EINVAL (unknown format), SN_EFAMILY, SN_ELIMIT, SN_ENOMEM;
 * @error (may be NULL) says where. O(size).
 */
SN_API SN_MUST_USE sn_status sn_table_read(sn_table **out, const char *text,
    size_t size, const char *format, sn_error *error);
/*
 * The rows of one VPN gateway (VpnInstanceId, vpn_gateway_id) alone, and those
 * that name none. @gateway NULL: as sn_table_read(), which refuses rows of two
 * gateways.
 */
SN_API SN_MUST_USE sn_status sn_table_read_of(sn_table **out, const char *text,
    size_t size, const char *format, const char *gateway, sn_error *error);
/*
 * The VPN gateways that rows of a text in JSON name, as the next hops of a
 * table without rows: sn_table_next_hop() gives them, in the order of the text.
 * Other forms name none. Errors as those of sn_table_read().
 */
SN_API SN_MUST_USE sn_status sn_table_gateways(
    sn_table **names, const char *text, size_t size, sn_error *error);

/*
 * Packets to match: a source and a destination address a line, with blanks or
 * a comma between; a first line "source,destination" passes. They come in
 * batches; with @sink NULL the text is only checked. SN_ESYNTAX, SN_EFAMILY
 * (@error, which may be NULL, says where), or the sink's status. O(size) time,
 * O(1) memory.
 */
typedef sn_status (*sn_packet_sink)(
    void *ctx, const sn_packet *packets, size_t n);
SN_API SN_MUST_USE sn_status sn_packets_read(const char *text, size_t size,
    sn_packet_sink sink, void *ctx, sn_error *error);

/*
 * How many bytes of @text, from the start of a row on, are whole rows: up to
 * the last line end that is in no field. O(size).
 */
SN_API size_t sn_text_rows(
    const char *text, size_t size, const sn_text_options *options);

/* The names of columns, borrowed from the text. */
typedef struct sn_text_header {
	const char *row;
	size_t row_size;
	size_t size;	/* bytes of text up to the end of the row */
	uint64_t lines; /* in those */
} sn_text_header;
/*
 * Finds the first row of @text that is neither blank nor a comment: the text
 * after @out->size is what is to be read, and its first line @out->lines
 * further. SN_ENOTFOUND: there is none.
 */
SN_API SN_MUST_USE sn_status sn_text_header_read(sn_text_header *out,
    const char *text, size_t size, const sn_text_options *options);
/*
 * The number of the column called @name, in the same letters, or where none
 * is so, whatever their case. SN_ENOTFOUND: none, SN_EINVAL: several have this
 * name; @error, if not NULL, says what there is.
 */
SN_API SN_MUST_USE sn_status sn_text_header_column(const sn_text_header *header,
    const sn_text_options *options, const char *name, uint32_t *out,
    sn_error *error);

/* An item of bulk text: its addresses, its line, and its label. */
typedef struct sn_text_item {
	sn_range range;
	uint64_t line;
	/* Of the label's column, without quotes around; NULL: none is asked
	 * for. Two double quotes in a quoted field are still two. */
	const char *label;
	size_t label_size;
	/* The line, or the row of a table, without its newline. */
	const char *row;
	size_t row_size;
} sn_text_item;
/* Gets options->ctx. What @item points to is there for the call only. */
typedef bool (*sn_text_visitor)(void *ctx, const sn_text_item *item);
/*
 * Reads text as sn_builder_add_text() does, but hands over each item, in line
 * order, with the label in column @label_column, from 1 (0: none); a line
 * without that column is bad. @visitor returns false to stop (SN_ECANCELED).
 * After a bad line that is not skipped the items that follow are handed over
 * still, and its status is returned. SN_ENOMEM: while reading leniently.
 * @stats and @error may be NULL. O(size), on the calling thread.
 */
SN_API SN_MUST_USE sn_status sn_text_visit(const char *text, size_t size,
    const sn_text_options *options, uint32_t label_column,
    sn_text_visitor visitor, sn_text_stats *stats, sn_error *error);
/*
 * Reads text of at most @lines lines as sn_builder_add_text() does, each into
 * its place: out[i] is what line i holds, or all zero (of no family) where it
 * is blank or, with SN_TEXT_SKIP_INVALID, bad. No callback is called. Errors
 * as sn_builder_add_text(); SN_EINVAL: an item beyond the last place. O(size).
 */
SN_API SN_MUST_USE sn_status sn_text_place(sn_range *out, size_t lines,
    const char *text, size_t size, const sn_text_options *options,
    sn_text_stats *stats, sn_error *error);

/* ------------------------------------------------------------ renderers */

/*
 * The rows as "text", "csv" or "json" (policy_routes, destination_routes,
 * bgp_routes); sn_table_read() takes the last two. Or as "iproute2", a shell
 * script that makes Linux decide alike; of an ambiguous packet it takes the
 * first row; as "terraform" for the provider aliyun/alicloud; or as "aliyun",
 * a script of the Alibaba Cloud CLI. SN_EINVAL: another format; (iproute2) a
 * priority above 19999; (terraform, aliyun) a destination that is everything,
 * a weight but 0 and 100; (terraform) several priorities, (aliyun) one beyond
 * 1..100.
 */
SN_API SN_MUST_USE sn_status sn_table_render(
    const sn_table *t, const char *format, sn_sink sink, void *ctx);
typedef struct sn_render_options sn_render_options;
/*
 * Findings with the rows they are about, as "text", "json", "csv" (a line for
 * each finding, with its first row) or "html" (a report). @t and @plan are what
 * was checked. SN_EINVAL: another format.
 */
SN_API SN_MUST_USE sn_status sn_check_render(const sn_check *c,
    const sn_table *t, const sn_table *plan, const char *format,
    const sn_render_options *options, sn_sink sink, void *ctx);

/*
 * What tables do with packets, one after the other, as "text", "json" or
 * "csv" (source,destination,outcome,row,next_hop). An ambiguous packet has the
 * first of its rows, and no next hop. SN_EINVAL: another format. The table is
 * borrowed until the end. Errors stick: sn_match_writer_end() returns the
 * first one; it also completes the output and frees the writer.
 */
typedef struct sn_match_writer sn_match_writer;
SN_API SN_MUST_USE sn_status sn_match_writer_new(sn_match_writer **out,
    const sn_table *t, const char *format, sn_sink sink, void *ctx);
/* hits[i] of packets[i], as sn_matcher_match() gives them. */
SN_API void sn_match_writer_put(
    sn_match_writer *w, const sn_packet *packets, const sn_hit *hits, size_t n);
/* One packet with what each row is to it, as sn_table_explain() gives it;
 * "csv" has no place for the rows. */
SN_API void sn_match_writer_explain(sn_match_writer *w, const sn_packet *packet,
    sn_hit hit, const uint8_t *why);
SN_API SN_MUST_USE sn_status sn_match_writer_end(sn_match_writer *w);

/*
 * The rows to delete and to add from @a to @b, and whether both decide alike
 * (@found, of sn_table_compare()) with a packet where not: as "text", "json",
 * or "csv" (the rows only, with an action). Or as "aliyun", a script of the
 * Alibaba Cloud CLI that leads from @a to @b. *rows (may be NULL) becomes how
 * many rows there are. SN_EINVAL: another format, or (aliyun) a row as for
 * sn_table_render(). SN_ENOMEM.
 */
SN_API SN_MUST_USE sn_status sn_table_diff_render(const sn_table *a,
    const sn_table *b, const sn_difference *found, const char *format,
    sn_sink sink, void *ctx, uint64_t *rows);

/*
 * @profile with the source of each value, or (NULL) all built-in ones: a line
 * each in "text", whole in "json". SN_EINVAL: another format. SN_ENOMEM, or
 * the sink's status.
 */
SN_API SN_MUST_USE sn_status sn_profile_render(
    const sn_profile *profile, const char *format, sn_sink sink, void *ctx);

struct sn_render_options {
	size_t struct_size;
	uint32_t colour; /* not 0: ANSI colours ("text" only) */
	/* not 0, for terraform: another file of the project has that block */
	uint32_t no_required_providers;
	const char *gateway_id; /* for terraform, aliyun; NULL: a placeholder */
	/* "text", "json" and "html" show it, too; "aliyun" carries it out, and
	 * "terraform" refuses it. NULL: none. */
	const sn_plan_change *change;
	const char *site; /* only of this site, without @change; NULL: of all */
	/* For "html": the report's title, its date, and the command line that
	 * made it, as they are to stand there; NULL: its own title, none. */
	const char *title;
	const char *date;
	const char *command;
	/* SN_KIND_...: whose file it is, for "swanctl", "libreswan" and
	 * "nftables"; 0: the peer's. */
	uint32_t end;
	uint32_t reserved;
};
#define SN_RENDER_OPTIONS_INIT                                              \
 {                                                                          \
  sizeof(sn_render_options), 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0 \
 }

/*
 * Renders @plan in @format ("text", "json", "csv", "terraform", ...) through
 * @sink. SN_EINVAL: unknown format, a name that the target syntax cannot hold,
 * a site that the plan does not have (it is the text of @error), or several
 * sites in a format of one (@error says which; nothing was written).
 * SN_EINFEASIBLE: the plan is not feasible and the format configures something,
 * as those of devices do (not "text", "json", "csv", "dot", "svg", "html");
 * @error says why.
 */
SN_API SN_MUST_USE sn_status sn_plan_render(const sn_plan *plan,
    const char *format, const sn_render_options *options, sn_sink sink,
    void *ctx, sn_error *error);
/*
 * The findings and which pairs of segments work, as "text" (@colour: with
 * ANSI colours), "json" or "html" (a report, with what is at both ends).
 * SN_EINVAL: another format.
 */
SN_API SN_MUST_USE sn_status sn_diagnosis_render(const sn_diagnosis *diagnosis,
    const char *format, const sn_render_options *options, sn_sink sink,
    void *ctx);
/* ------------------------------------------------------------ templates */

/*
 * A template writes lists of prefixes in the form that their reader wants. Its
 * item is written for each prefix, with
 *   %p prefix           %f first address    %l last address
 *   %a address (the one looked up, where there is one; else the first)
 *   %n length           %m netmask          %w wildcard mask
 *   %h prefix, of one address without /32 or /128
 *   %c how many addresses
 * and, in every text, %g label, %i number from 1 (of the item in its list; in
 * head and tail, of the batch), %v 4 or 6, %s sign and a blank ("+ ", "- ";
 * nothing outside of changes), %c in head and tail how many prefixes there are,
 * %% a '%', and \n \t \r \0 \\ \{ \} \" \'. A text in %4{...} and %6{...} is
 * for one family, in %+{...} and %-{...} for what is added or removed, in
 * %={...} for what is no change, in %G{...} where lists have labels, in %0{...}
 * where a list is empty.
 * A head or tail that depends on the family makes a list of each family.
 * Items of "ranges" are those of a set as ranges, which have %f %l %c.
 */
typedef struct sn_template sn_template;

typedef struct sn_template_options {
	size_t struct_size;
	/*
	 * The name of a template that is there, of which the texts below
	 * replace parts; a name may end before a '-' ("cisco"). NULL: "text",
	 * unless @item is given.
	 */
	const char *format;
	const char *item;      /* for each prefix */
	const char *separator; /* between two items of a batch */
	const char *head;      /* before a batch, */
	const char *tail;      /* and after it */
	uint64_t batch;	       /* prefixes; 0: all, or what @format says */
	const char *name; /* %g of a list without label; NULL: "supernet" */
	uint32_t labels;  /* not 0: lists have labels */
	uint32_t changes; /* not 0: lists are added or removed */
} sn_template_options;
#define SN_TEMPLATE_OPTIONS_INIT                                           \
 {                                                                         \
  sizeof(sn_template_options), NULL, NULL, NULL, NULL, NULL, 0, NULL, 0, 0 \
 }

/*
 * Compiles a template; the texts are copied. @options may be NULL. SN_ESYNTAX:
 * @error (may be NULL) says which text, and the column. SN_EINVAL: no such
 * format, a name that it does not take, or changes without a sign. SN_ENOMEM.
 */
SN_API SN_MUST_USE sn_status sn_template_new(
    sn_template **out, const sn_template_options *options, sn_error *error);
SN_API void sn_template_free(sn_template *t);
/*
 * Whether @label can stand in @t. SN_EINVAL: its syntax has no such name, and
 * @error says what it takes. Elsewhere a label is quoted, and bytes that do
 * not show are written as '?'.
 */
SN_API SN_MUST_USE sn_status sn_template_check_label(
    const sn_template *t, const char *label, sn_error *error);

/*
 * Whether what reads it holds elements that go as they came, as the sets and
 * lists of firewalls and routers do: changes have to be those of the list of
 * aggregates then, not those of its addresses.
 */
SN_API bool sn_template_by_element(const sn_template *t);

/* A list: the aggregates of @set, or (NULL) @count prefixes as they are. */
typedef struct sn_template_list {
	size_t struct_size;
	const char *label; /* needed if the template has labels */
	const sn_set *set;
	const sn_prefix *prefixes;
	/*
	 * NULL, or the addresses that were looked up, one for each prefix. A
	 * prefix of family 0 holds none: an item of one's own has "-" for it,
	 * other templates pass over it.
	 */
	const sn_addr *addrs;
	size_t count;
	char sign; /* of changes: '+' or '-'; else 0 */
	uint8_t reserved[7];
} sn_template_list;
#define SN_TEMPLATE_LIST_INIT                             \
 {                                                        \
  sizeof(sn_template_list), NULL, NULL, NULL, NULL, 0, 0, \
  {                                                       \
   0                                                      \
  }                                                       \
 }

/*
 * Writes a document: any number of lists, one after the other. The template is
 * borrowed until the end. Errors stick: sn_template_writer_end() returns the
 * first one (SN_EINVAL: a label that sn_template_check_label() refuses, or a
 * list that is not as documented; SN_ENOMEM, or the sink's); it also completes
 * the document and frees the writer. O(prefixes).
 */
typedef struct sn_template_writer sn_template_writer;
SN_API SN_MUST_USE sn_status sn_template_writer_new(
    sn_template_writer **out, const sn_template *t, sn_sink sink, void *ctx);
SN_API void sn_template_writer_put(
    sn_template_writer *w, const sn_template_list *list);
/* Gives the sink all that has been written. */
SN_API void sn_template_writer_flush(sn_template_writer *w);
SN_API SN_MUST_USE sn_status sn_template_writer_end(sn_template_writer *w);

/* The i-th named template and what it is for; NULL beyond the last. Static. */
SN_API const char *sn_template_format_name(size_t i);
SN_API const char *sn_template_format_title(size_t i);

/*
 * The aggregates of @set by a named template: "json" ({"version":1,
 * "prefixes":[...]}), "csv" (prefix,first,last,addresses) and the others.
 * SN_EINVAL: no such name. SN_ENOMEM, or the sink's status.
 */
SN_API SN_MUST_USE sn_status sn_set_render(
    const sn_set *set, const char *format, sn_sink sink, void *ctx);

/* ------------------------------------------------------------ formats */

/* The i-th format name and what it is for; NULL beyond the last. Static. */
SN_API const char *sn_plan_format_name(size_t i);
SN_API const char *sn_plan_format_title(size_t i);

#ifdef __cplusplus
}
#endif

#endif
