/*
 * main.c - the table of commands, and their help.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define SET_INPUT                                                     \
 "Input has one item a line: an address, a prefix (A.B.C.D/len,\n"    \
 "A.B.C.D/netmask, IPv6/len) or a range (first-last). '#' starts a\n" \
 "comment. '-' or no FILE is standard input.\n\n"

static const struct command commands[] = {
    {"aggregate", "the union of all files as the fewest prefixes",
	"usage: supernet aggregate [OPTIONS] [FILE...]\n\n"
	"Writes the union of all files as the fewest prefixes that cover\n"
	"exactly it, ascending, IPv4 before IPv6.\n\n" SET_INPUT COMMON_USAGE,
	cmd_aggregate},
    {"intersect", "what all files have in common",
	"usage: supernet intersect [OPTIONS] A B...\n\n"
	"Writes the addresses that are in all files.\n\n" SET_INPUT
	    COMMON_USAGE,
	cmd_intersect},
    {"subtract", "the first file minus all the others",
	"usage: supernet subtract [OPTIONS] A B...\n\n"
	"Writes the addresses of A that are in no other "
	"file.\n\n" SET_INPUT COMMON_USAGE,
	cmd_subtract},
    {"symdiff", "what is in one of two files only",
	"usage: supernet symdiff [OPTIONS] A B\n\n"
	"Writes the addresses that are in just one of both "
	"files.\n\n" SET_INPUT COMMON_USAGE,
	cmd_symdiff},
    {"complement", "what is missing",
	"usage: supernet complement [--within PREFIX] [OPTIONS] [FILE...]\n\n"
	"Writes what the files lack: of PREFIX, or of all of each family that\n"
	"occurs in them.\n\n" SET_INPUT
	"  --within PREFIX       the whole that "
	"things are missing from\n" COMMON_USAGE,
	cmd_complement},
    {"count", "addresses and aggregates per family",
	"usage: supernet count [OPTIONS] [FILE...]\n\n"
	"Writes how many addresses and aggregates the union of the files "
	"has.\n\n" SET_INPUT COMMON_USAGE,
	cmd_count},
    {"match", "which aggregate holds each address",
	"usage: supernet match [OPTIONS] [FILE...] --addr A|@FILE...\n\n"
	"Writes each address and the aggregate that holds it, or '-'. Exits\n"
	"with 1 if one has none.\n\n" SET_INPUT
	"  --addr A|@FILE...     the addresses; @FILE: one a "
	"line\n" COMMON_USAGE,
	cmd_match},
    {"cover", "at most N prefixes with the fewest extra addresses",
	"usage: supernet cover -k N [OPTIONS] [FILE...]\n"
	"       supernet cover --max-extra X [-k N] [OPTIONS] [FILE...]\n"
	"       supernet cover --curve N [OPTIONS] [FILE...]\n\n"
	"Writes the list of at most N prefixes that covers the files with the\n"
	"fewest extra addresses: exact, not a heuristic. Exits with 1, saying\n"
	"how many prefixes are needed, when there is no such "
	"list.\n\n" SET_INPUT
	"  -k N                  at most N prefixes, IPv4 and IPv6 together\n"
	"  --max-extra X         the fewest prefixes with at most X extra\n"
	"                        addresses\n"
	"  --shortest L4[,L6]    no prefix shorter than this\n"
	"  --avoid FILE|PREFIX   no prefix may touch this; may be repeated\n"
	"  --previous FILE       the list in use today\n"
	"  --churn-cost X        each prefix dropped from it or added to it\n"
	"                        costs as much as X extra addresses\n"
	"  --weight FILE         lines PREFIX COST: what an extra address "
	"costs\n"
	"                        there; the longest prefix counts; else 1\n"
	"  --curve N             instead: the best for each k up to N, as "
	"CSV\n" COMMON_USAGE,
	cmd_cover},
    {"watch", "changes of an inventory into changes of its aggregates",
	"usage: supernet watch [--unbuffered] [--separate] [FILE]\n\n"
	"Reads lines '+ PREFIX' and '- PREFIX' and writes what they change in\n"
	"the aggregates as the same kind of lines, netted over a batch,\n"
	"removals first. A blank line ends a batch, and so does the end.\n\n"
	"  --unbuffered          each line is a batch\n"
	"  --separate            a blank line behind what a batch changes\n"
	"  -h, --help            this text\n",
	cmd_watch},
    {"plan", "the connections and routes that join two sides",
	"usage: supernet plan --local LIST|@FILE --peer LIST|@FILE [OPTIONS]\n"
	"       supernet plan [OPTIONS] network.json\n"
	"       supernet plan --list-formats | --list-profiles | "
	"--show-profile NAME\n\n"
	"Plans one IPsec VPN between the segments of two sides: selectors,\n"
	"connections, policy routes, and what to mind. Exits with 1 when no\n"
	"plan is feasible.\n\n"
	"  --local, --peer LIST  segments A,B,C; @FILE: one a line\n"
	"  --ike v1|v2           default v2\n"
	"  --gateway NAME|@FILE  default alibaba-cloud; @FILE (or NAME.json): "
	"a\n"
	"                        profile of one's own, in JSON\n"
	"  --peer-device NAME|@FILE\n"
	"                        default generic\n"
	"  --scheme auto|destination|aggregate|pairs (or 1, 2, 3)\n"
	"  --align minimal|octet how supernets are rounded (default minimal)\n"
	"  --shortest N          the shortest acceptable supernet\n"
	"                        (default 8, IPv6 16)\n"
	"  --allow-public        supernets may leave private space\n"
	"  --connection ID       next hop (default ipsec-connection)\n"
	"  --max-routes N, --max-connections N, --max-selectors N\n"
	"                        instead of the profile's limits\n"
	"  --from OLD.json       also the steps from the plan in OLD.json\n"
	"  --sticky              keep its selectors while they still do\n"
	"  --reserve BITS        selectors BITS shorter than needed\n"
	"  --reserve [local:|peer:]PREFIX\n"
	"                        selectors cover PREFIX too\n"
	"  --gateway-id ID       the VPN gateway, for terraform and aliyun\n"
	"  --list-formats        what --format takes\n"
	"  --list-profiles       the gateways and peers that are known\n"
	"  --show-profile NAME   what is known, with sources\n"
	"  --format NAME         text, json, csv or another (--list-formats)\n"
	"  -o, --output FILE     write FILE, whole or not at all\n"
	"  -h, --help            this text\n",
	cmd_plan},
    {"diagnose", "what is wrong with connections as they are configured",
	"usage: supernet diagnose [OPTIONS] [network.json]\n\n"
	"Reads what is configured at both ends of IPsec connections and says\n"
	"what is wrong: selectors, IKE and IPsec parameters, DPD, lifetimes,\n"
	"shared phase 1, routes; and which pairs of segments work. Exits with "
	"1\n"
	"when something was found. The form of network.json is in the "
	"manual.\n\n"
	"  --format text|json    default text\n"
	"  -o, --output FILE     write FILE, whole or not at all\n"
	"  -h, --help            this text\n",
	cmd_diagnose},
    {"routes", "check, match, tidy and compare route tables",
	"usage: supernet routes check [--plan PLAN] [OPTIONS] [FILE]\n"
	"       supernet routes match [--table FILE | FILE] [OPTIONS] SRC DST\n"
	"       supernet routes match --pairs FILE [OPTIONS] [TABLE]\n"
	"       supernet routes tidy [--resolve] [OPTIONS] [FILE]\n"
	"       supernet routes diff [OPTIONS] A B\n\n"
	"Reads tables of policy and destination routes. check says what is\n"
	"wrong; match which row a packet uses, and why not the others; tidy\n"
	"writes fewer rows with the same decisions; diff the rows to delete\n"
	"and to add from A to B, and a packet they treat differently. Exits\n"
	"with 1 with findings, where a packet has no row or more than one may\n"
	"be used, where tidy finds no such table, and where tables differ.\n\n"
	"  --from FORM           csv, provider, plan, terraform, ip-rule\n"
	"                        (default: found out)\n"
	"  --gateway NAME|@FILE  whose rules hold (default alibaba-cloud);\n"
	"                        @FILE (or NAME.json): a profile of one's own\n"
	"  --plan PLAN           check: what should be there, a plan as JSON\n"
	"  --max-routes N        check: instead of the profile's limits\n"
	"  --table FILE          match: the table\n"
	"  --pairs FILE          match: \"SRC DST\" or \"SRC,DST\" a line\n"
	"  --resolve             tidy: of rows of equal priority that overlap\n"
	"                        the more specific one wins\n"
	"  --format text|json|csv\n"
	"                        default text; tidy: also iproute2, a script\n"
	"                        that makes Linux decide alike, terraform, "
	"aliyun\n"
	"  -o, --output FILE     write FILE, whole or not at all\n"
	"  -h, --help            this text\n",
	cmd_routes},
};

enum { COMMANDS = sizeof(commands) / sizeof(*commands) };

static const struct command *
find(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

int
show(const char *text)
{
	struct output *o = malloc(sizeof(*o));
	int exit_code;

	if (!o)
		return status_exit(SN_ENOMEM, "help");
	exit_code = output_open(o, NULL);
	if (!exit_code)
		exit_code =
		    output_close(o, output_write(o, text, strlen(text)));
	free(o);
	return exit_code;
}

int
show_usage(const char *command)
{
	const struct command *c = find(command);

	return show(c ? c->usage : "");
}

/* The list of commands, in @text. */
static void
overview(char *text, size_t size)
{
	size_t n = (size_t)snprintf(
	    text, size, "usage: supernet COMMAND [OPTIONS] [FILE...]\n\n");

	for (size_t i = 0; i < COMMANDS && n < size; i++)
		n += (size_t)snprintf(text + n, size - n, "  %-11s %s\n",
		    commands[i].name, commands[i].summary);
	if (n < size)
		snprintf(text + n, size - n,
		    "\n'supernet COMMAND --help' says more; 'supernet "
		    "--version'.\nExit: 0 done; 1 done, and the answer is no; "
		    "2 bad usage or bad input;\n3 out of memory or "
		    "input/output error.\n");
}

/* supernet help [COMMAND] */
static int
help(const char *name, const char *all)
{
	if (!name)
		return show(all);
	if (!find(name))
		return usage_error(NULL, "no such command: '%s'", name);
	return show_usage(name);
}

int
main(int argc, char **argv)
{
	const struct command *command;
	char all[4096];

	overview(all, sizeof(all));
	if (argc < 2) {
		fputs(all, stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		return show(all);
	if (!strcmp(argv[1], "help"))
		return help(argc > 2 ? argv[2] : NULL, all);
	if (!strcmp(argv[1], "--version")) {
		snprintf(all, sizeof(all), "supernet %s\n", sn_version());
		return show(all);
	}
	command = find(argv[1]);
	if (!command)
		return usage_error(NULL, "no such command: '%s'", argv[1]);
	return command->run(argc - 1, argv + 1);
}
