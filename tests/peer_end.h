/*
 * peer_end.h - plans of as many segments as wanted, rendered as the peer end
 * into `text`, for the tests of those renderers.
 */
#ifndef PEER_END_H
#define PEER_END_H

#include "kept.h"

/* @n segments of 256 addresses, every other one, so that none merge. */
static inline void
segments(sn_prefix *p, size_t n, unsigned first)
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(
		    sn_prefix_make(
			&p[i], sn_addr_v4(first << 24 | (uint32_t)i << 9), 24),
		    SN_OK);
}

/* Of a gateway that has one tunnel a connection, where its policy stands
 * alone. */
static inline sn_plan_request
one_tunnel(void)
{
	sn_plan_request request = SN_PLAN_REQUEST_INIT;

	request.gateway = sn_profile_find("alibaba-cloud-single");
	return request;
}

/* Plans and renders; *error is empty where the renderer left it. */
static inline sn_status
render_plan(const char *format, const sn_plan_request *request, sn_error *error)
{
	sn_status status;
	sn_plan *plan;

	text_n = 0;
	text[0] = '\0';
	assert_int_equal(sn_plan_new(&plan, request, NULL), SN_OK);
	memset(error, 0, sizeof(*error));
	status = sn_plan_render(plan, format, NULL, keep, NULL, error);
	sn_plan_free(plan);
	return status;
}

/* Of so many segments a side, with limits out of the way. */
static inline sn_status
render(const char *format, sn_plan_request *request, size_t local, size_t peer,
    sn_error *error)
{
	static sn_prefix l[300], p[300];

	segments(l, local, 10);
	segments(p, peer, 172);
	request->local = l;
	request->local_count = local;
	request->peer = p;
	request->peer_count = peer;
	request->max_selectors = 1000;
	request->max_routes = SN_LIMIT_NONE;
	request->max_connections = SN_LIMIT_NONE;
	request->allow_public = 1;
	return render_plan(format, request, error);
}

#endif
