/*
 * plan_sites.c - what a request may not ask for: segments that are none, sites
 * that are named alike or stand in for nothing.
 */
#include "base/error.h"
#include "vpn/names.h"
#include "vpn/parts.h"

#include <stdio.h>

enum { POOL_MAX = 1024 };

static sn_status
check_list(const sn_prefix *p, size_t n, const char *what, sn_error *error)
{
	char message[128];

	for (size_t i = 0; i < n; i++)
		if (!sn__prefix_valid(p[i])) {
			snprintf(
			    message, sizeof(message), "%s is no prefix", what);
			return sn__error_set(error, SN_EINVAL, message);
		}
	return SN_OK;
}

/* The segments of one side. */
static sn_status
check_side(const sn_prefix *p, size_t n, const char *side, sn_error *error)
{
	char message[128];

	if (n == 0) {
		snprintf(message, sizeof(message),
		    "the %s side has no segments", side);
		return sn__error_set(error, SN_EINVAL, message);
	}
	snprintf(message, sizeof(message), "a segment of the %s side", side);
	return check_list(p, n, message, error);
}

static sn_status
check_spares(const sn_plan_request *r, sn_error *error)
{
	sn_status status = check_list(r->spare_local, r->spare_local_count,
	    "a spare prefix of the local side", error);

	if (!status)
		status = check_list(r->spare_peer, r->spare_peer_count,
		    "a spare prefix of the peer side", error);
	if (!status)
		status = check_list(r->nat_pool, r->nat_pool_count,
		    "a prefix of the NAT pool", error);
	/* Each site looks at all of it. */
	if (!status && r->site_count && r->nat_pool_count > POOL_MAX)
		status = sn__error_set(error, SN_ELIMIT,
		    "the NAT pool of several sites has more than 1024 "
		    "prefixes");
	return status;
}

static bool
is_site_name(const char *name)
{
	size_t n = name ? strlen(name) : 0;

	return n && n <= SN_SITE_NAME_MAX &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

static sn_status
refuse_site(const sn_site *site, const char *why, sn_error *error)
{
	char message[256];

	snprintf(message, sizeof(message), "site %.63s: %s", site->name, why);
	return sn__error_set(error, SN_EINVAL, message);
}

static sn_status
check_site(const sn_plan_request *r, const sn_site *s, sn_error *error)
{
	sn_status status = SN_OK;
	char side[96];

	if (s->struct_size != sizeof(*s))
		return sn__error_set(error, SN_EINVAL,
		    "a site is of another version of the library");
	if (!is_site_name(s->name))
		return sn__error_set(error, SN_EINVAL,
		    "the name of a site has 1 to 63 of a-z, 0-9 and -");
	if (s->connection && !sn__is_name(s->connection, SN_NAME_MAX))
		return refuse_site(s, "its connection is no name", error);
	if (s->scheme >= SN_SCHEME_NONE || s->ike > SN_IKE_V2)
		return refuse_site(
		    s, "there is no such scheme or IKE version", error);
	snprintf(side, sizeof(side), "local (of site %s)", s->name);
	if (s->local_count || !r->local_count)
		status = check_side(s->local, s->local_count, side, error);
	snprintf(side, sizeof(side), "peer (of site %s)", s->name);
	return status ? status
		      : check_side(s->peer, s->peer_count, side, error);
}

static int
compare_names(const void *x, const void *y)
{
	const sn_site *a = *(const sn_site *const *)x;
	const sn_site *b = *(const sn_site *const *)y;

	return strcmp(a->name, b->name);
}

static int
compare_connections(const void *x, const void *y)
{
	const sn_site *a = *(const sn_site *const *)x;
	const sn_site *b = *(const sn_site *const *)y;

	return strcmp(a->connection ? a->connection : a->name,
	    b->connection ? b->connection : b->name);
}

static const sn_site *
find_site(const sn_site *const *named, size_t n, const char *name)
{
	sn_site key = {.name = name};
	const sn_site *k = &key, *const * found;

	found = bsearch(&k, named, n, sizeof(*named), compare_names);
	return found ? *found : NULL;
}

/* Names are unique, and those that are referred to are there. */
static sn_status
check_names(const sn_plan_request *r, const sn_site **named, sn_error *error)
{
	size_t n = r->site_count;

	qsort(named, n, sizeof(*named), compare_connections);
	for (size_t i = 1; i < n; i++)
		if (!compare_connections(&named[i - 1], &named[i]))
			return refuse_site(named[i],
			    "another site has a connection of that name",
			    error);
	qsort(named, n, sizeof(*named), compare_names);
	for (size_t i = 1; i < n; i++)
		if (!compare_names(&named[i - 1], &named[i]))
			return refuse_site(
			    named[i], "another site has the same name", error);
	for (size_t i = 0; i < n; i++) {
		const sn_site *s = &r->sites[i], *of;

		if (!s->standby_of)
			continue;
		of = find_site(named, n, s->standby_of);
		if (!of)
			return refuse_site(s,
			    "it stands in for a site that there is not", error);
		if (of == s ||
		    (of->standby_of && !strcmp(of->standby_of, s->name)))
			return refuse_site(s,
			    "a site stands in for another one, which does "
			    "not stand in for it",
			    error);
	}
	return SN_OK;
}

static sn_status
check_sites(const sn_plan_request *r, const sn_alloc *alloc, sn_error *error)
{
	const sn_site **named;
	sn_status status = SN_OK;

	if (r->peer_count || r->connection || r->number_base ||
	    r->spare_peer_count)
		return sn__error_set(error, SN_EINVAL,
		    "with sites, each has its own peer side, connection and "
		    "numbers: the plan as a whole has none");
	if (r->local_count)
		status = check_side(r->local, r->local_count, "local", error);
	for (size_t i = 0; i < r->site_count && !status; i++)
		status = check_site(r, &r->sites[i], error);
	if (status)
		return status;
	named = sn__malloc(alloc, r->site_count, sizeof(*named));
	if (!named)
		return sn__error_set(error, SN_ENOMEM, sn_strerror(SN_ENOMEM));
	for (size_t i = 0; i < r->site_count; i++)
		named[i] = &r->sites[i];
	status = check_names(r, named, error);
	sn__free(alloc, named);
	return status;
}

sn_status
sn__check_sides(
    const sn_plan_request *r, const sn_alloc *alloc, sn_error *error)
{
	sn_status status;

	if (r->struct_size != sizeof(*r))
		return sn__error_set(error, SN_EINVAL,
		    "the request is of another version of the library");
	if (r->site_count) {
		status = check_sites(r, alloc, error);
	} else {
		status = check_side(r->local, r->local_count, "local", error);
		if (!status)
			status =
			    check_side(r->peer, r->peer_count, "peer", error);
	}
	return status ? status : check_spares(r, error);
}
