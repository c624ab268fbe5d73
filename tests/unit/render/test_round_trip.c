/*
 * test_round_trip.c - what is written for a device, read again as its
 * configuration, and held against a gateway that has the plan: every pair of
 * segments is predicted to work, also after renewal. Random plans.
 */
#include "peer_end.h"
#include "test.h"

static const struct {
	const char *format, *profile;
	bool ipv6;
} devices[] = {{"swanctl", "strongswan", true},
    {"libreswan", "libreswan", true}, {"cisco-ios", "cisco-ios", true},
    {"cisco-asa", "cisco-asa", false}};
enum { DEVICES = 4, SEGMENTS = 3 };

static const char *const gateways[] = {
    "alibaba-cloud", "alibaba-cloud-single", "strongswan", "libreswan"};

static const char keys[] = "secrets { ike { secret = x } }\n";
static char gateway[1 << 16];
static size_t gateway_n;

static void
put(const char *what)
{
	size_t n = strlen(what);

	assert_true(gateway_n + n < sizeof(gateway));
	memcpy(gateway + gateway_n, what, n + 1);
	gateway_n += n;
}

static void
put_list(const char *key, const sn_prefix *p, size_t n)
{
	char one[SN_PREFIX_TEXT_MAX];

	put(key);
	for (size_t i = 0; i < n; i++) {
		sn_prefix_format(one, sizeof(one), p[i]);
		put(i ? "," : "");
		put(one);
	}
	put("\n");
}

/* The gateway as strongSwan has it: each tunnel a connection. */
static void
write_gateway(const sn_plan *plan, bool pairs)
{
	const sn_proposal *o = sn_plan_get(plan)->proposal;
	const char *hash =
	    o->ike_integrity == SN_INTEGRITY_SHA1 ? "sha1" : "sha256";
	sn_connection c = SN_CONNECTION_INIT;
	char line[256];

	assert_int_equal(o->ike_dh, 14);
	assert_int_equal(o->pfs, 14);
	gateway_n = 0;
	put("connections {\n");
	for (unsigned t = 1; t < 3; t++) {
		unsigned children = 0;

		snprintf(line, sizeof(line),
		    "t%u { version = %u\nlocal_addrs = 192.0.2.%u\n"
		    "remote_addrs = 192.0.2.9\n"
		    "proposals = aes256-%s-modp2048\nlocal { auth = psk }\n"
		    "remote { auth = psk\nid = %%any }\nchildren {\n",
		    t, (unsigned)o->ike, t, hash);
		put(line);
		for (uint64_t i = 0; !sn_plan_connection(plan, i, &c); i++)
			for (size_t k = 0;
			     k < (pairs ? c.local_count * c.peer_count : 1);
			     k++) {
				const sn_prefix *a = c.local, *b = c.peer;
				size_t n = c.local_count, m = c.peer_count;

				if (pairs) {
					a += k / m;
					b += k % m;
					n = m = 1;
				}
				snprintf(
				    line, sizeof(line), "c%u {\n", children++);
				put(line);
				put_list("local_ts = ", a, n);
				put_list("remote_ts = ", b, m);
				snprintf(line, sizeof(line),
				    "esp_proposals = aes256-%s-modp2048 }\n",
				    hash);
				put(line);
			}
		put("} }\n");
		if (c.tunnels < 2)
			break;
	}
	put("}\n");
	put(keys);
}

/* The file of the device with addresses in it; @more comes after it. */
static void
fill(char *to, size_t capacity, const char *more)
{
	static const char *const names[][2] = {
	    {"vpn-gateway.example", "192.0.2.1"},
	    {"vpn-gateway-2.example", "192.0.2.2"},
	    {"@peer-device.example", "192.0.2.9"},
	    {"peer-device.example", "192.0.2.9"}};
	const char *from = text;
	size_t n = 0;

	while (*from) {
		size_t i = 0;

		while (i < 4 &&
		       strncmp(from, names[i][0], strlen(names[i][0])) != 0)
			i++;
		assert_true(n + 32 < capacity);
		if (i < 4) {
			memcpy(to + n, names[i][1], 9);
			n += 9;
			from += strlen(names[i][0]);
		} else {
			to[n++] = *from++;
		}
	}
	memcpy(to + n, more, strlen(more) + 1);
}

/* Every pair works, before and after renewal. */
static void
predict(const sn_plan *plan, const char *peer)
{
	sn_diagnosis_request request = SN_DIAGNOSIS_REQUEST_INIT;
	sn_ike_config *config[2];
	sn_pair pair = SN_PAIR_INIT;
	sn_diagnosis *d;
	sn_error error = {0};

	request.gateway = sn_plan_get(plan)->gateway;
	request.peer_device = sn_plan_get(plan)->peer_device;
	for (unsigned s = 0; s < 2; s++) {
		const sn_side *side = sn_plan_get(plan)->sides[s];
		const char *file = s == SN_LOCAL ? gateway : peer;

		request.segments[s] = side->segments;
		request.segment_count[s] = side->segment_count;
		if (sn_ike_config_read(
			&config[s], file, strlen(file), NULL, &error))
			fail_msg("%s\n%s", error.message, file);
		request.config[s] = config[s];
	}
	if (sn_diagnosis_new(&d, &request, &error))
		fail_msg("%s", error.message);
	for (uint64_t i = 0; !sn_diagnosis_pair(d, i, &pair); i++)
		if (pair.works != SN_PAIR_WORKS ||
		    pair.after_renewal != SN_PAIR_WORKS)
			fail_msg("%s, %s:\n%s\n%s",
			    sn_word(SN_WORD_PAIR, pair.works),
			    pair.code ? pair.code : "", gateway, peer);
	sn_diagnosis_free(d);
	sn_ike_config_free(config[0]);
	sn_ike_config_free(config[1]);
}

/* Segments that are apart, of either family. */
static size_t
draw_segments(uint64_t *seed, sn_prefix *p, unsigned side, bool v6)
{
	size_t n = 1 + test_random(seed) % SEGMENTS;

	for (size_t i = 0; i < n; i++) {
		uint64_t at = test_random(seed) % 60 * 4 + i;

		assert_int_equal(
		    sn_prefix_make(&p[i],
			v6 ? sn_addr_v6(
				 (uint64_t)(0xfd00 + side) << 48 | at << 16, 0)
			   : sn_addr_v4((side ? 0xac100000u : 0x0a000000u) |
					(uint32_t)at << 12),
			v6 ? 64 : 24),
		    SN_OK);
	}
	return n;
}

static void
every_pair_works(void **state)
{
	static char peer[1 << 18];
	uint64_t seed = test_seed();
	unsigned met[DEVICES] = {0}, two = 0, lists = 0;

	(void)state;
	for (unsigned round = 0; round < test_rounds(600); round++) {
		unsigned k = round % DEVICES;
		sn_plan_request r = SN_PLAN_REQUEST_INIT;
		bool v6 = devices[k].ipv6 && test_random(&seed) % 4 == 0;
		const sn_plan_view *v;
		sn_prefix p[2][SEGMENTS];
		sn_error error;
		sn_plan *plan;

		r.local = p[0];
		r.peer = p[1];
		r.local_count = draw_segments(&seed, p[0], 0, v6);
		r.peer_count = draw_segments(&seed, p[1], 1, v6);
		r.scheme = (uint32_t)(test_random(&seed) % 5);
		r.ike = test_random(&seed) % 2 ? SN_IKE_V1 : SN_IKE_V2;
		r.gateway = sn_profile_find(gateways[test_random(&seed) % 4]);
		r.peer_device = sn_profile_find(devices[k].profile);
		r.max_connections = SN_LIMIT_NONE;
		assert_int_equal(sn_plan_new(&plan, &r, &error), SN_OK);
		v = sn_plan_get(plan);
		text_n = 0;
		if (v->scheme != SN_SCHEME_NONE &&
		    !sn_plan_render(
			plan, devices[k].format, NULL, keep, NULL, &error)) {
			sn_connection c = SN_CONNECTION_INIT;
			bool each = r.gateway->sa_model.value == SN_SA_PER_PAIR;

			write_gateway(plan, each);
			fill(peer, sizeof(peer), k == 0 ? keys : "");
			predict(plan, peer);
			met[k]++;
			assert_int_equal(sn_plan_connection(plan, 0, &c), 0);
			two += c.tunnels > 1;
			lists += c.local_count * c.peer_count > 1;
		}
		sn_plan_free(plan);
	}
	for (unsigned k = 0; k < DEVICES; k++)
		assert_true(met[k] >= test_least(100));
	assert_true(two >= test_least(50));
	assert_true(lists >= test_least(15));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_pair_works)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
