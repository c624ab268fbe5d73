/*
 * plan.h - what tests of plans share: lists of prefixes as text, plans that
 * have to be there, and what they advise.
 */
#ifndef SN_PLAN_TEST_H
#define SN_PLAN_TEST_H

#include "supernet_vpn.h"
#include "test.h"

enum { LIST = 24 };

/* "A,B,C", at most LIST of them, as a list. */
static inline size_t
parse_list(const char *text, sn_prefix *out)
{
	char item[SN_PREFIX_TEXT_MAX];
	size_t n = 0;

	while (*text) {
		size_t len = strcspn(text, ",");

		snprintf(item, sizeof(item), "%.*s", (int)len, text);
		assert_true(n < LIST);
		out[n++] = P(item);
		text += len + (text[len] == ',');
	}
	return n;
}

static inline sn_plan *
make(const sn_plan_request *r)
{
	sn_error error = {0};
	sn_plan *plan;

	if (sn_plan_new(&plan, r, &error))
		fail_msg("%s", error.message);
	return plan;
}

/* The first finding with @code; NULL: there is none. */
static inline const sn_finding *
finding(const sn_plan *plan, const char *code)
{
	const sn_plan_view *v = sn_plan_get(plan);

	for (size_t i = 0; i < v->finding_count; i++)
		if (!strcmp(v->findings[i].code, code))
			return &v->findings[i];
	return NULL;
}

static inline bool
advises(const sn_plan *plan, const char *code)
{
	return finding(plan, code) != NULL;
}

/* Its text; "": there is none. */
static inline const char *
advice(const sn_plan *plan, const char *code)
{
	const sn_finding *f = finding(plan, code);

	return f ? f->text : "";
}

#endif
