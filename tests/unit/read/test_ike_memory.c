/*
 * test_ike_memory.c - two configured ends, read and matched while each
 * allocation fails in turn.
 */
#include "read/cisco.h"
#include "read/ipsec_conf.h"
#include "read/swanctl.h"
#include "supernet_text.h"
#include "test.h"
#include "vpn/ike_negotiate.h"

static const char swanctl[] =
    "b {\nz {\nw = 1\n}\n}\nconnections {\na : b {\nx = 1\nlocal_addrs = "
    "192.0.2.1\nproposals = "
    "default, sm4, aes\nlocal {\nid = a\n}\nremote {\nid = b\n}\nchildren "
    "{\nc {\nlocal_ts = 10.1.0.0/24, dynamic\nlife_time = y\ny = "
    "1\n}\n}\n}\n}\nsecrets "
    "{\nike {\nsecret = \"abc\"\nid = a\n}\n}\n";
static const char conf[] =
    "conn c\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tleftid=a\n\tike=aes-sha1-"
    "modp2048,sm4\n\tesp=sm4\n\tleftsubnets={10.1.0.0/24 }\n\tx=1\nother\n";
static const char device[] =
    "crypto isakmp policy 1\n encr aes\n hash sm3\n group 14\ncrypto ipsec "
    "transform-set T esp-aes esp-sm3-hmac\ncrypto map M 1 ipsec-isakmp\n set "
    "peer 192.0.2.2\n set transform-set T\n match address V\naccess-list V "
    "permit ip host 10.1.0.1 any\nobject-group network G\n network-object host "
    "10.1.0.2\n network-object host 10.1.0.3\naccess-list V permit ip "
    "object-group G any\naccess-list V permit ip 10.1.0.0 0.0.0.255 "
    "any\ncrypto ipsec profile P\n set "
    "transform-set "
    "T\ninterface T1\n tunnel protection ipsec profile P\n";

typedef sn_status reader(
    const sn__reader *r, sn_ike_config *c, const char *gateway);

/* Reads @text after @filler bytes of names, which move where memory ends. */
static void
read_without_memory(reader *read, const char *text, size_t filler)
{
	for (uint64_t fail_at = 1;; fail_at++) {
		struct test_alloc a;
		sn_alloc alloc = test_alloc_init(&a, fail_at);
		sn__reader r = sn__reader_of(text, strlen(text), NULL);
		char names[4096];
		sn_ike_config *c = NULL;
		sn__text at;
		sn_status status = sn__ike_config_new(&c, &alloc);

		memset(names, 'n', sizeof(names));
		if (!status)
			status = sn__ike_keep(c, names, filler, &at);
		if (!status)
			status = read(&r, c, NULL);
		assert_int_equal(status, a.calls < fail_at ? SN_OK : SN_ENOMEM);
		sn_ike_config_free(c);
		assert_int_equal(a.live, 0);
		if (a.calls < fail_at)
			return;
	}
}

static void
readers(void **state)
{
	(void)state;
	for (size_t filler = 1; filler < 600; filler += 3) {
		read_without_memory(sn__read_swanctl, swanctl, filler);
		read_without_memory(sn__read_ipsec_conf, conf, filler);
		read_without_memory(sn__read_cisco, device, filler);
	}
}

static void
negotiation(void **state)
{
	sn_ike_config *end[2];
	sn_status status = SN_ENOMEM;

	(void)state;
	for (unsigned i = 0; i < 2; i++)
		assert_int_equal(sn_ike_config_read(&end[i], swanctl,
				     sizeof(swanctl) - 1, NULL, NULL),
		    SN_OK);
	for (uint64_t fail_at = 1; status; fail_at++) {
		struct test_alloc a;
		sn_alloc alloc = test_alloc_init(&a, fail_at);
		sn__negotiation out;

		status = sn__negotiate(&out, end[0], end[1], &alloc);
		assert_int_equal(status, a.calls < fail_at ? SN_OK : SN_ENOMEM);
		if (!status)
			sn__negotiation_clear(&out);
		assert_int_equal(a.live, 0);
	}
	sn_ike_config_free(end[0]);
	sn_ike_config_free(end[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(readers), cmocka_unit_test(negotiation)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
