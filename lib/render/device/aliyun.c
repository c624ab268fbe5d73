/*
 * aliyun.c - plans as a script of the Alibaba Cloud CLI.
 *
 * The automatic row of a new connection goes before rows are added, so that no
 * quota is passed on the way. A block of rows is two loops of the shell; its
 * product is never written out. With what is deployed before, the steps of the
 * change are lines of the script, in their order.
 */
#include "render/device/aliyun.h"

#include "base/error.h"
#include "render/device/aliyun_script.h"
#include "render/findings.h"
#include "render/quote.h"
#include "vpn/block.h"

/* NAME LOCAL PEER */
static void
put_connection(sn__out *out, const char *function, const sn_connection *c)
{
	sn__out_format(out, "%s ", function);
	sn__put_shell(out, c->name);
	sn__out_char(out, ' ');
	sn__out_prefixes(out, c->local, c->local_count);
	sn__out_char(out, ' ');
	sn__out_prefixes(out, c->peer, c->peer_count);
}

/* Sets hop_1, hop_2, ...: the ids of the connections, made here or before. */
static void
put_id(sn__out *out, const sn_connection *c, uint64_t number, bool transit)
{
	sn__out_text(out, "hop_");
	sn__out_number(out, number);
	sn__out_char(out, '=');
	if (sn__alicloud_is_id(c->name, "vco-")) {
		sn__put_shell(out, c->name);
	} else {
		put_connection(out, "$(connect", c);
		sn__out_char(out, ')');
	}
	sn__out_char(out, '\n');
	if (!transit)
		return;
	sn__out_text(out, "ids=\"$ids $hop_");
	sn__out_number(out, number);
	sn__out_text(out, "\"\n");
}

static void
put_loop(sn__out *out, const char *variable, const sn_prefix *p, size_t n)
{
	sn__out_format(out, "for %s in", variable);
	for (size_t i = 0; i < n; i++) {
		sn__out_text(out, " \\\n\t");
		sn__out_prefix(out, p[i]);
	}
	sn__out_text(out, "\ndo\n");
}

/* Before the loops of a block: the number of its first next hop. */
static void
put_first_hop(sn__out *out, const sn__block *b)
{
	if (b->numbered)
		sn__out_format(out, "hop=\nnumber=%llu\n",
		    (unsigned long long)b->row.next_hop + 1);
}

/* In the loops of a block: the next hop of a row. */
static void
put_hop(sn__out *out, const sn__block *b)
{
	if (b->numbered)
		sn__out_text(out, "\teval \"hop=\\$hop_$number\"\n"
				  "\tnumber=$((number + 1))\n");
	else
		sn__out_format(out, "\thop=$hop_%llu\n",
		    (unsigned long long)b->row.next_hop + 1);
}

/* The rows of a block. */
static void
put_block(sn__out *out, const sn__block *b)
{
	bool policy = b->sources != NULL, add = b->row.action == SN_ACTION_ADD;

	sn__out_format(
	    out, "\n# %s rows\n", add ? "The plan's" : "The automatic");
	put_first_hop(out, b);
	if (policy)
		put_loop(out, "source", b->sources, b->source_count);
	put_loop(out, "destination", b->destinations, b->destination_count);
	put_hop(out, b);
	sn__out_format(out, "\t%s %s %s \"$destination\" \"$hop\"",
	    add ? "add" : "delete", sn__aliyun_kind(b->row.kind),
	    policy ? "\"$source\"" : "-");
	sn__aliyun_rest(out, &b->row, add);
	sn__out_text(out, policy ? "done\ndone\n" : "done\n");
}

/*
 * Rows that the gateway has by itself are advertised on request. Those of a
 * numbered block go to a connection each, in the order of the rows.
 */
static void
put_publishing(sn__out *out, const sn__block *b)
{
	sn__out_text(out, "\n# Rows that the gateway has by itself\n"
			  "if [ \"${PUBLISH_VPC:-false}\" = true ]; then\n");
	put_first_hop(out, b);
	put_loop(out, "_", b->sources, b->numbered ? b->source_count : 1);
	put_loop(out, "destination", b->destinations, b->destination_count);
	put_hop(out, b);
	sn__out_text(out, "\tpublish pbr \"$destination\" \"$hop\"\n"
			  "done\ndone\nfi\n");
}

static void
put_blocks(sn__out *out, const sn_plan *plan, unsigned action)
{
	const sn__block *b;

	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++)
		if (b->row.action == action)
			put_block(out, b);
}

/* The connections, then the rows. */
static sn_status
put_plan(sn__out *out, const sn__aliyun_script *script)
{
	const sn_plan *plan = script->plan;
	const sn_plan_view *v = sn_plan_get(plan);
	sn_connection c = SN_CONNECTION_INIT;
	const sn__block *b;
	sn_status status;
	unsigned first;

	for (uint64_t i = 0; i < v->connection_count; i++) {
		status = sn_plan_connection(plan, i, &c);
		if (status)
			return status;
		put_id(out, &c, i + 1, script->transit);
	}
	/* What came with the connections, and rows of transit routers. */
	if (v->auto_rows != SN_AUTO_ROWS_OFF || script->transit)
		sn__out_text(out, "look\n");
	/* A new connection carries nothing yet: its automatic row makes way
	 * for the plan's rows, and no quota is passed. One in use has them
	 * first. */
	first = script->connects ? SN_ACTION_DELETE : SN_ACTION_ADD;
	put_blocks(out, plan, first);
	put_blocks(out, plan, SN_ACTION_ADD + SN_ACTION_DELETE - first);
	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++)
		if (b->row.kind == SN_ROUTE_POLICY &&
		    b->row.action == SN_ACTION_KEEP &&
		    b->row.state != SN_STATE_PUBLISHED)
			put_publishing(out, b);
	return SN_OK;
}

/* ------------------------------------------------------------- changes */

/* One step; @fresh says whether the script knows how things are. */
static void
put_step(sn__out *out, const sn_step *s, const char **last, bool *fresh)
{
	bool row = s->row != NULL;

	if (!*fresh && (row || s->kind == SN_STEP_DELETE_CONNECTION)) {
		sn__out_text(out, "look\n");
		*fresh = true;
		*last = NULL;
	}
	if (row)
		sn__aliyun_hop(out, s->next_hop, last);
	switch (s->kind) {
	case SN_STEP_CREATE_CONNECTION:
		put_connection(out, "connect", s->connection);
		sn__out_text(out, " >/dev/null\n");
		*fresh = false;
		break;
	case SN_STEP_MODIFY_CONNECTION:
		put_connection(out, "change", s->connection);
		sn__out_char(out, '\n');
		*fresh = false;
		break;
	case SN_STEP_DELETE_CONNECTION:
		sn__out_text(out, "disconnect ");
		sn__put_shell(out, s->connection->name);
		sn__out_char(out, '\n');
		break;
	case SN_STEP_PUBLISH_ROW:
		sn__out_text(out, "publish ");
		/* NOLINTNEXTLINE(*core.NullDereference): of a row */
		sn__out_text(out, sn__aliyun_kind(s->row->kind));
		sn__out_char(out, ' ');
		sn__out_prefix(out, s->row->destination);
		sn__out_text(out, " \"$hop\"\n");
		break;
	case SN_STEP_DELETE_ROW:
		sn__aliyun_row(out, s->row, false);
		/* Another row's publication may go with it. */
		/* NOLINTNEXTLINE(*core.NullDereference): of a row */
		if (s->row->state == SN_STATE_PUBLISHED)
			*fresh = false;
		break;
	default: /* to add, or to add if it is not there */
		sn__aliyun_row(out, s->row, true);
	}
}

static void
put_steps(sn__out *out, const sn_plan_change *change)
{
	const sn_plan_change_view *v = sn_plan_change_get(change);
	const char *last = NULL;
	bool fresh = true;

	for (size_t i = 0; i < v->step_count; i++)
		put_step(out, &v->steps[i], &last, &fresh);
}

static bool
makes_connections(const sn_plan *plan)
{
	sn_connection c = SN_CONNECTION_INIT;

	return sn_plan_get(plan)->connection_count &&
	       !sn_plan_connection(plan, 0, &c) &&
	       !sn__alicloud_is_id(c.name, "vco-");
}

static bool
change_connects(const sn_plan_change *change)
{
	const sn_plan_change_view *v = sn_plan_change_get(change);

	for (size_t i = 0; i < v->step_count; i++)
		if (v->steps[i].kind == SN_STEP_CREATE_CONNECTION)
			return true;
	return false;
}

static void
put_findings(sn__out *out, const sn_plan *plan, const sn_plan_change *change)
{
	const sn_plan_view *p = sn_plan_get(plan);
	const sn_plan_change_view *c;

	if (change) {
		c = sn_plan_change_get(change);
		sn__findings_comment(out, "#", c->findings, c->finding_count);
	}
	sn__findings_comment(out, "#", p->findings, p->finding_count);
}

sn_status
sn__plan_aliyun(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	sn__aliyun_script script = {
	    .gateway_id = options->gateway_id, .plan = plan};
	sn_status status =
	    sn__alicloud_plan(&script.form, plan, options, error);

	if (!status && script.form.transit && options->change)
		status = sn__error_set(error, SN_EINVAL,
		    "the steps of a change of a transit router's connections "
		    "are in text and json (--from)");
	if (status)
		return status;
	script.transit = script.form.transit;
	script.connects = options->change ? change_connects(options->change)
					  : makes_connections(plan);
	sn__aliyun_begin(out, &script);
	if (options->change)
		put_steps(out, options->change);
	else
		status = put_plan(out, &script);
	sn__out_text(out, "\n");
	put_findings(out, plan, options->change);
	return status;
}
