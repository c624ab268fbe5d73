/*
 * plan_names.c - the names of a plan's connections, and the numbers of what is
 * made for them.
 *
 * The connection of a pair is named after the pair, so that it keeps its name
 * whatever else is planned: NAME-10-1-1-0-24-172-16-1-0-24, or where the
 * gateway takes no name as long, NAME- and 13 digits of base 32 of a 64-bit
 * hash of it. A name that is in use for a pair stays.
 */
#include <stdlib.h>

#include "vpn/pair_name.h"
#include "vpn/plan.h"

/* The name in use for a pair, or NULL. */
static const char *
name_in_use(const sn_plan *plan, sn_prefix local, sn_prefix peer)
{
	struct sn__pair_name key = {local, peer, ""}, *found = NULL;

	if (plan->pair_names)
		found = bsearch(&key, plan->pair_name, plan->pair_names,
		    sizeof(key), sn__compare_pairs);
	return found ? found->name : NULL;
}

static size_t
put_text(char *name, const char *text)
{
	size_t n = strlen(text);

	memcpy(name, text, n + 1);
	return n;
}

static size_t
put_pair_name(const sn_plan *plan, sn_prefix local, sn_prefix peer, char *name)
{
	char suffix[SN__PAIR_MAX];
	size_t n, length;
	const char *used = name_in_use(plan, local, peer);

	if (used)
		return put_text(name, used);
	n = put_text(name, plan->connection);
	length = sn__put_pair(suffix, local, peer);
	if (n + length > plan->name_most)
		length = sn__put_pair_hash(suffix, local, peer);
	memcpy(name + n, suffix, length + 1);
	return n + length;
}

size_t
sn__put_connection_name(
    const sn_plan *plan, uint64_t i, char name[SN_CONNECTION_MAX])
{
	size_t peers;

	plan = sn__plan_of(plan, &i);
	if (plan->scheme != SN_SCHEME_PAIRS)
		return put_text(name, plan->connection);
	peers = plan->selector_count[SN_PEER];
	return put_pair_name(plan, plan->selectors[SN_LOCAL][i / peers],
	    plan->selectors[SN_PEER][i % peers], name);
}

const char *
sn_plan_connection_name(
    const sn_plan *plan, uint64_t i, char name[SN_CONNECTION_MAX])
{
	name[0] = '\0';
	if (i < plan->connections)
		(void)sn__put_connection_name(plan, i, name);
	return name;
}

size_t
sn__least_name(const sn_plan *plan)
{
	return strlen(plan->connection) + 1 + SN__HASH_DIGITS;
}

uint32_t
sn__number_base(const sn_plan *plan, uint32_t asked)
{
	return asked ? asked
		     : 1 + (uint32_t)(sn__name_hash(plan->connection) %
				      SN_NUMBER_MAX);
}

/* Numbers by the hash of each name, probed in the order of the connections. */
static void
number_names(const sn_plan *plan, uint32_t *number, bool *taken)
{
	char name[SN_CONNECTION_MAX];

	for (uint64_t i = 0; i < plan->connections; i++) {
		uint64_t n =
		    sn__name_hash(sn_plan_connection_name(plan, i, name));

		for (n %= SN_NUMBER_MAX; taken[n]; n = (n + 1) % SN_NUMBER_MAX)
			;
		taken[n] = true;
		number[i] = 1 + (uint32_t)n;
	}
}

sn_status
sn__plan_numbers(const sn_plan *plan, uint32_t **out)
{
	uint32_t *number = malloc((size_t)plan->connections * sizeof(*number));
	bool *taken = calloc(SN_NUMBER_MAX, 1);
	uint32_t first = plan->number_asked ? plan->number_base : 1;

	if (!number || !taken) {
		free(number);
		free(taken);
		return SN_ENOMEM;
	}
	if (!plan->number_asked && plan->connections <= SN_NUMBER_MAX / 2)
		number_names(plan, number, taken);
	else
		for (uint64_t i = 0; i < plan->connections; i++)
			number[i] = first + (uint32_t)i;
	free(taken);
	*out = number;
	return SN_OK;
}
