/*
 * plan_names.c - the names of a plan's connections, and the numbers of what is
 * made for them.
 *
 * The connection of a pair is named after the pair, so that it keeps its name
 * whatever else is planned: NAME-10-1-1-0-24-172-16-1-0-24, or where the
 * gateway takes no name as long, NAME- and 13 digits of base 32 of a 64-bit
 * hash of it. A name that is in use for a pair stays.
 */
#include <stdio.h>
#include <stdlib.h>

#include "vpn/plan.h"

enum { HASH_DIGITS = 13 };

/* FNV-1a, and a last step that spreads its low bits. */
static uint64_t
hash_of(const char *text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (; *text; text++) {
		hash ^= (unsigned char)*text;
		hash *= UINT64_C(0x100000001b3);
	}
	hash ^= hash >> 32;
	return hash * UINT64_C(0x9e3779b97f4a7c15);
}

/* Writes "-" and @p with "-" for all that is no letter or digit. */
static size_t
put_prefix(char *to, sn_prefix p)
{
	char text[SN_PREFIX_TEXT_MAX];
	size_t n = sn_prefix_format(text, sizeof(text), p);

	*to = '-';
	for (size_t i = 0; i <= n; i++)
		to[i + 1] = text[i] && strchr(".:/", text[i]) ? '-' : text[i];
	return n + 1;
}

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

static void
put_pair_name(const sn_plan *plan, sn_prefix local, sn_prefix peer, char *name)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	char pair[2 * SN_PREFIX_TEXT_MAX + 2] = "";
	size_t n = strlen(plan->connection), length;
	const char *used = name_in_use(plan, local, peer);
	uint64_t hash;

	if (used) {
		memcpy(name, used, strlen(used) + 1);
		return;
	}
	length = put_prefix(pair, local);
	length += put_prefix(pair + length, peer);
	memcpy(name, plan->connection, n);
	if (n + length <= plan->name_most) {
		memcpy(name + n, pair, length + 1);
		return;
	}
	hash = hash_of(pair);
	name[n++] = '-';
	for (unsigned i = 0; i < HASH_DIGITS; i++) {
		name[n++] = digits[hash % 32];
		hash /= 32;
	}
	name[n] = '\0';
}

const char *
sn_plan_connection_name(
    const sn_plan *plan, uint64_t i, char name[SN_CONNECTION_MAX])
{
	if (i >= plan->connections) {
		name[0] = '\0';
		return name;
	}
	plan = sn__plan_of(plan, &i);
	if (plan->scheme != SN_SCHEME_PAIRS) {
		memcpy(name, plan->connection, strlen(plan->connection) + 1);
	} else {
		size_t peers = plan->selector_count[SN_PEER];

		put_pair_name(plan, plan->selectors[SN_LOCAL][i / peers],
		    plan->selectors[SN_PEER][i % peers], name);
	}
	return name;
}

size_t
sn__least_name(const sn_plan *plan)
{
	return strlen(plan->connection) + 1 + HASH_DIGITS;
}

uint32_t
sn__number_base(const sn_plan *plan, uint32_t asked)
{
	return asked
		   ? asked
		   : 1 + (uint32_t)(hash_of(plan->connection) % SN_NUMBER_MAX);
}

/* Numbers by the hash of each name, probed in the order of the connections. */
static void
number_names(const sn_plan *plan, uint32_t *number, bool *taken)
{
	char name[SN_CONNECTION_MAX];

	for (uint64_t i = 0; i < plan->connections; i++) {
		uint64_t n = hash_of(sn_plan_connection_name(plan, i, name));

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
