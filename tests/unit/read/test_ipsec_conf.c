/*
 * test_ipsec_conf.c - what is read of ipsec.conf, of strongSwan and of
 * Libreswan.
 */
#include "ike_summary.h"

static const struct reads conns_cases[] = {
    {"addresses are identities",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n",
	NULL,
	"c v0 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" by e4128 i3 p3 g14; 0 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"},
    {"all is said",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\tleftid=a\n"
	"\trightid=%any\n"
	"\tleftsubnet=10.1.0.0/24,10.3.0.0/24\n"
	"\trightsubnet = \"10.2.0.0/24\"\n"
	"\tkeyexchange=ikev1\n"
	"\taggressive=yes\n"
	"\tlifetime=8h\n"
	"\tauto=start\n",
	NULL,
	"c v1 '192.0.2.1' 'a' to '192.0.2.2' '192.0.2.2' fast auth by"
	" e4128 i3 p3 g14; 0 0\n"
	" c: 10.1.0.0-10.1.0.255 10.3.0.0-10.3.0.255 to 10.2.0.0-10.2"
	".0.255 by e4128 i3 n0; 3600 28800 0\n"},
    {"subnets in braces",
	"conn c\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\tleftsubnets={10.1.0.0/24 10.3.0.0/24,}\n"
	"\trightsubnets={ 10.2.0.0/24 }\n",
	NULL,
	"c v0 '' '' to '192.0.2.2' '192.0.2.2' auth by e4128 i3 p3 g1"
	"4; 0 0\n"
	" c: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4128 i3 g"
	"14 n0; 28800 28800 0\n"
	" c: 10.3.0.0-10.3.0.255 to 10.2.0.0-10.2.0.255 by e4128 i3 g"
	"14 n0; 28800 28800 0\n"},
    {"traffic in the clear, lifetimes, and another mode",
	"conn c\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\ttype=tunnel\n"
	"\tikelifetime=24h\n"
	"\tkeylife=8h\n"
	"conn bypass\n"
	"\tright=%any\n"
	"\trightsubnet=192.168.88.0/24\n"
	"\ttype=passthrough\n"
	"conn d\n"
	"\tright=192.0.2.3\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\ttype=transport\n",
	NULL,
	"c v0 '' '' to '192.0.2.2' '192.0.2.2' auth by e4128 i3 p3 g1"
	"4; 86400 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 28800 0\n"
	"d v0 '' '' to '192.0.2.3' '192.0.2.3' auth by e4128 i3 p3 g1"
	"4; 0 0\n"
	" d unsure: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"},
    {"addresses that anybody has",
	"conn c\n"
	"\tleft=%defaultroute\n"
	"\tright=%any\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\taggressive=no\n"
	"\tkeyexchange=ike\n",
	NULL,
	"c v0 '' '' to '' '' auth by e4128 i3 p3 g14; 0 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"},
    {"IKEv2",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\tkeyexchange=ikev2\n"
	"\tlifetime=x\n",
	NULL,
	"c v2 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" by e4128 i3 p3 g14; 0 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"},
    {"defaults",
	"conn c\n"
	"\tright=192.0.2.2\n",
	NULL,
	"c v0 '' '' to '192.0.2.2' '192.0.2.2' auth by e4128 e4192 e4"
	"256 i3 i4 i5 i2 i6 p3 p4 p5 p2 p6 g31 g19 g20 g21 g28 g29 g3"
	"0 g32 g15 g16 g17 g18 g14 | e14128 e14192 e14256 p3 p4 p5 p2"
	" p6 g31 g19 g20 g21 g28 g29 g30 g32 g15 g16 g17 g18 g14; 0 0"
	"\n"
	" c: own-own to own-own by e4128 i3 n0 | e4128 e4192 e4256 i3"
	" i4 i5 i2 i6 n0 | e14128 e14192 e14256 n0; 3600 3600 0\n"},
    {"proposals without a mark of strictness",
	"conn c\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048\n"
	"\tesp=aes128-sha256\n",
	NULL,
	"c v0 '' '' to '192.0.2.2' '192.0.2.2' auth by e4128 i3 p3 g1"
	"4 | e4128 e4192 e4256 i3 i4 i5 i2 i6 p3 p4 p5 p2 p6 g31 g19 "
	"g20 g21 g28 g29 g30 g32 g15 g16 g17 g18 g14 | e14128 e14192 "
	"e14256 p3 p4 p5 p2 p6 g31 g19 g20 g21 g28 g29 g30 g32 g15 g1"
	"6 g17 g18 g14; 0 0\n"
	" c: own-own to own-own by e4128 i3 n0 | e4128 e4192 e4256 i3"
	" i4 i5 i2 i6 n0 | e14128 e14192 e14256 n0; 3600 3600 0\n"},
    {"sections of one phase 1, and of another, of strongSwan",
	"conn %default\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"conn c\n"
	"\trightsubnet=10.1.0.0/24\n"
	"conn other\n"
	"\trightsubnet=10.2.0.0/24\n"
	"\tdpddelay=30s\n"
	"conn d\n"
	"\trightsubnet=10.3.0.0/24\n",
	NULL,
	"c v0 '' '' to '192.0.2.2' '192.0.2.2' auth by e4128 i3 p3 g1"
	"4; 0 0\n"
	" c: own-own to 10.1.0.0-10.1.0.255 by e4128 i3 n0; 3600 3600"
	" 0\n"
	" d: own-own to 10.3.0.0-10.3.0.255 by e4128 i3 n0; 3600 3600"
	" 0\n"
	"other v0 '' '' to '192.0.2.2' '192.0.2.2' auth by e4128 i3 p"
	"3 g14; 0 0\n"
	" other: own-own to 10.2.0.0-10.2.0.255 by e4128 i3 n0; 3600 "
	"3600 0\n"},
    {"what a certificate says, of both ends",
	"conn c\n"
	"\tright=192.0.2.2\n"
	"\trightcert=x.pem\n"
	"\tleftid=%fromcert\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"conn d\n"
	"\tright=192.0.2.3\n"
	"\tleftcert=x.pem\n"
	"\tleftid=a\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n",
	NULL,
	"c v0 '' '' to '192.0.2.2' '' auth unsure-id by e4128 i3 p3 g14;"
	" 0 0; the identity that a certificate has\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"
	"d v0 '' 'a' to '192.0.2.3' '192.0.2.3' auth by e4128 i3 p3 g"
	"14; 0 0\n"
	" d: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"},
    {"one protocol alone",
	"conn c\n"
	"\tright=192.0.2.2\n"
	"\trightprotoport=17/1701\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n",
	NULL,
	"c v0 '' '' to '192.0.2.2' '192.0.2.2' auth by e4128 i3 p3 g1"
	"4; 0 0\n"
	" c unsure: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"
	"? rightprotoport\n"},
    {"a section of defaults, that says less",
	"conn %default\n"
	"\tleftid=usual\n"
	"\trightid=theirs\n"
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\tleftid=own\n",
	NULL,
	"c v0 '192.0.2.1' 'own' to '192.0.2.2' 'theirs' auth by e4128"
	" i3 p3 g14; 0 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"},
    {"defaults from a section of theirs",
	"conn %default\n"
	"\talso=base\n"
	"conn base\n"
	"\tleftid=far\n"
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n",
	NULL,
	"c v0 '192.0.2.1' 'far' to '192.0.2.2' '192.0.2.2' auth by e4"
	"128 i3 p3 g14; 0 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"},
    {"also of also, of itself, of nothing",
	"conn b\n"
	"\talso=c\n"
	"\talso=d\n"
	"conn d\n"
	"\trightid=deep\n"
	"\talso=b\n"
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\talso=b\n"
	"\talso=c\n"
	"\talso=none\n",
	NULL,
	"b v0 '192.0.2.1' '192.0.2.1' to '192.0.2.2' 'deep' auth by e"
	"4128 i3 p3 g14; 0 0\n"
	" b: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"
	" d: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"
	"? also=none, not in the file\n"},
    {"sections that are not loaded",
	"config setup\n"
	"\tx=1\n"
	"ca own\n"
	"\tcacert=x\n"
	"version 2.0\n"
	"conn a\n"
	"\tright=192.0.2.9\n"
	"\tauto=ignore\n"
	"conn b\n"
	"\tright=192.0.2.9\n"
	"conn d\n"
	"\tauto=add\n"
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\tauto=add\n",
	NULL,
	"c v0 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" by e4128 i3 p3 g14; 0 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"},
    {"the last of two",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\tleftid=one\n"
	"\tleftid=two\n",
	NULL,
	"c v0 '192.0.2.1' 'two' to '192.0.2.2' '192.0.2.2' auth by e4"
	"128 i3 p3 g14; 0 0\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"
	"? leftid twice\n"},
    {"words that are not known",
	"include x\n"
	"versiox 1\n"
	"confix y\n"
	"conm z\n"
	"cb q\n"
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\tstrange=1\n"
	"\tleftcert=x\n",
	NULL,
	"c v0 '192.0.2.1' '' to '192.0.2.2' '192.0.2.2' auth unsure-"
	"id by e4128 i3 p3 g14; 0 0; the identity that a certificate has\n"
	" c: own-own to own-own by e4128 i3 n0; 3600 3600 0\n"
	"? include x\n"
	"? versiox 1\n"
	"? confix y\n"
	"? conm z\n"
	"? cb q\n"
	"? strange\n"},
    {"comments, empty values, a name that is none",
	"# x\n"
	"conn c # y\n"
	"  left =\n"
	"\tright=192.0.2.2\t\n"
	"\tike=\n"
	"\tesp=\"\n"
	"\n"
	"conn\n",
	NULL,
	"c v0 '' '' to '192.0.2.2' '192.0.2.2' auth unsure by; 0 0; \""
	"\n"
	" c unsure: own-own to own-own by e4128 e4192 e4256 i3 i4 i5 "
	"i2 i6 n0 | e14128 e14192 e14256 n0; 3600 3600 0\n"
	"? \"\n"},
    {"a proposal that is refused, one that is not known",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256\n"
	"\tesp=sm4\n",
	NULL,
	"c v0 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" refused by e4128 e4192 e4256 i3 i4 i5 i2 i6 p3 p4 p5 p2 p6 "
	"g31 g19 g20 g21 g28 g29 g30 g32 g15 g16 g17 g18 g14 | e14128"
	" e14192 e14256 p3 p4 p5 p2 p6 g31 g19 g20 g21 g28 g29 g30 g3"
	"2 g15 g16 g17 g18 g14; 0 0; a group is mandatory in a propos"
	"al for IKE\n"
	" c unsure: own-own to own-own by e4128 e4192 e4256 i3 i4 i5 "
	"i2 i6 n0 | e14128 e14192 e14256 n0; 3600 3600 0\n"
	"? sm4\n"},
    {"both are wrong: the first is why",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128\n"
	"\tesp=sha1\n",
	NULL,
	"c v0 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" refused by e4128 e4192 e4256 i3 i4 i5 i2 i6 p3 p4 p5 p2 p6 "
	"g31 g19 g20 g21 g28 g29 g30 g32 g15 g16 g17 g18 g14 | e14128"
	" e14192 e14256 p3 p4 p5 p2 p6 g31 g19 g20 g21 g28 g29 g30 g3"
	"2 g15 g16 g17 g18 g14; 0 0; a PRF is mandatory in a proposal"
	" for IKE\n"
	" c: own-own to own-own by e4128 e4192 e4256 i3 i4 i5 i2 i6 n"
	"0 | e14128 e14192 e14256 n0; 3600 3600 0\n"},
    {"of a child alone",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=sha1\n",
	NULL,
	"c v0 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" refused by e4128 i3 p3 g14; 0 0; a proposal needs an encryp"
	"tion algorithm\n"
	" c: own-own to own-own by e4128 e4192 e4256 i3 i4 i5 i2 i6 n"
	"0 | e14128 e14192 e14256 n0; 3600 3600 0\n"},
};

static void
conns(void **state)
{
	(void)state;
	check_reads(conns_cases, sizeof(conns_cases) / sizeof(*conns_cases));
}

static const struct reads libreswan_cases[] = {
    {"what Libreswan adds",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256,aes256-sha2;modp2048\n"
	"\tphase2alg=sha1\n",
	NULL,
	"c v0 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" by e4128 i3 p3 g65535 | e4256 i3 p3 g14; 0 0\n"
	" c: own-own to own-own by e65535 i2 g65535 n0; 28800 28800 0\n"},
    {"ikev2=insist",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\tikev2=insist\n",
	NULL,
	"c v2 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" by e4128 i3 p3 g14; 0 0\n"
	" c: own-own to own-own by e4128 i3 g14 n0; 28800 28800 0\n"},
    {"ikev2=no",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\tikev2=no\n",
	NULL,
	"c v1 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" by e4128 i3 p3 g14; 0 0\n"
	" c: own-own to own-own by e4128 i3 g14 n0; 28800 28800 0\n"},
    {"ikev2=never",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\tikev2=never\n",
	NULL,
	"c v1 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" by e4128 i3 p3 g14; 0 0\n"
	" c: own-own to own-own by e4128 i3 g14 n0; 28800 28800 0\n"},
    {"lists in braces",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\tleftsubnets={10.1.0.0/24,10.3.0.0/24}\n"
	"\trightsubnets={10.2.0.0/24}\n",
	NULL,
	"c v0 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" by e4128 i3 p3 g14; 0 0\n"
	" c: 10.1.0.0-10.1.0.255 to 10.2.0.0-10.2.0.255 by e4128 i3 g"
	"14 n0; 28800 28800 0\n"
	" c: 10.3.0.0-10.3.0.255 to 10.2.0.0-10.2.0.255 by e4128 i3 g"
	"14 n0; 28800 28800 0\n"},
    {"the other end alone",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha256-modp2048!\n"
	"\tesp=aes128-sha256!\n"
	"\trightsubnets=10.2.0.0/24\n",
	NULL,
	"c v0 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" by e4128 i3 p3 g14; 0 0\n"
	" c: own-own to 10.2.0.0-10.2.0.255 by e4128 i3 g14 n0; 28800 "
	"28800 0\n"},
    {"proposals with other marks",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha2_256;modp2048\n"
	"\tphase2alg=aes128-sha1;modp2048\n",
	NULL,
	"c v0 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" by e4128 i3 p3 g14; 0 0\n"
	" c: own-own to own-own by e4128 i2 g14 n0; 28800 28800 0\n"},
    {"Libreswan's own: no integrity beside AEAD, its lifetime, its old word",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\taggrmode=yes\n"
	"\tike=aes128-sha1;modp1536\n"
	"\tphase2alg=aes_gcm128-null;modp1536,aes128-sha1\n",
	NULL,
	"c v0 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' fast"
	" auth by e4128 i2 p2 g5; 0 0\n"
	" c: own-own to own-own by e14128 g5 n0 | e4128 i2 g5 n0; 288"
	"00 28800 0\n"},
    {"subnets that a roaming peer chooses",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=%any\n"
	"\tike=aes128-sha1;modp1536\n"
	"\tphase2alg=aes128-sha1\n"
	"\tleftsubnet=10.1.0.0/24\n"
	"\trightsubnet=vhost:%no,%priv\n",
	NULL,
	"c v0 '192.0.2.1' '192.0.2.1' to '' '' auth by e4128 i2 p2 g5"
	"; 0 0\n"
	" c unsure: 10.1.0.0-10.1.0.255 to by e4128 i2 g5 n0; 28800 28"
	"800 0\n"
	" c unsure: 10.1.0.0-10.1.0.255 to by e4128 i2 g5 n0; 28800 28"
	"800 0\n"
	"? vhost:%no\n"
	"? %priv\n"},
    {"a group that is switched off",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha2_256;modp2048\n"
	"\tphase2alg=aes128-sha1;modp2048\n"
	"\tpfs=no\n",
	NULL,
	"c v0 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" by e4128 i3 p3 g14; 0 0\n"
	" c: own-own to own-own by e4128 i2 n0; 28800 28800 0\n"},
    {"sections of one phase 1, and of another",
	"conn a\n"
	"\talso=p\n"
	"\trightsubnet=10.1.0.0/24\n"
	"\tauto=start\n"
	"conn b\n"
	"\talso=p\n"
	"\tright=192.0.2.3\n"
	"\tauto=start\n"
	"conn c\n"
	"\talso=p\n"
	"\trightsubnet=10.2.0.0/24\n"
	"\tauto=start\n"
	"conn p\n"
	"\tikev2=yes\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes128-sha2_256;modp2048\n"
	"\tesp=aes128-sha1\n",
	NULL,
	"a v2 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" by e4128 i3 p3 g14; 0 0\n"
	" a: own-own to 10.1.0.0-10.1.0.255 by e4128 i2 g14 n0; 28800 "
	"28800 0\n"
	" c: own-own to 10.2.0.0-10.2.0.255 by e4128 i2 g14 n0; 28800 "
	"28800 0\n"
	"b v2 '192.0.2.1' '192.0.2.1' to '192.0.2.3' '192.0.2.3' auth"
	" by e4128 i3 p3 g14; 0 0\n"
	" b: own-own to own-own by e4128 i2 g14 n0; 28800 28800 0\n"},
    {"sums of algorithms",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tike=aes256+aes128-sha2+sha1;modp2048+modp1536\n"
	"\tpfs=no\n",
	NULL,
	"c v0 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" by e4256 e4128 i3 i2 p3 p2 g14 g5; 0 0\n"
	" c: own-own to own-own by e65535 i65535 n0; 28800 28800 0\n"},
    {"no proposals",
	"conn c\n"
	"\tleft=192.0.2.1\n"
	"\tright=192.0.2.2\n"
	"\tpfs=yes\n",
	NULL,
	"c v0 '192.0.2.1' '192.0.2.1' to '192.0.2.2' '192.0.2.2' auth"
	" by e65535 i65535 p65535 g65535; 0 0\n"
	" c: own-own to own-own by e65535 i65535 g65535 n0; 28800 28800 0\n"},
};

static void
libreswan(void **state)
{
	(void)state;
	check_reads(libreswan_cases,
	    sizeof(libreswan_cases) / sizeof(*libreswan_cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(conns), cmocka_unit_test(libreswan)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
