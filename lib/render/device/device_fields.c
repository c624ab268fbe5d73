/*
 * device_fields.c - the fields of a device's stanzas: "{dh}", "{here.mask}".
 */
#include "base/bits.h"
#include "render/device/device_writer.h"
#include "render/device/ike.h"
#include "render/quote.h"

/* -------------------------------------------------------------- fields */

static void
put_number(struct sn__device_writer *w, uint64_t n)
{
	sn__out_number(w->out, n);
}

static void
put_name(struct sn__device_writer *w)
{
	sn__out_text(w->out, "vpn-");
	sn__put_label(w->out, w->v->connection);
}

/* The same for each tunnel: no label ends in "_2". */
static void
put_end(struct sn__device_writer *w)
{
	put_name(w);
	if (w->tunnel)
		sn__out_text(w->out, "_2");
}

static void
put_own(struct sn__device_writer *w)
{
	sn__out_text(w->out, "vpn-");
	sn__put_label(w->out, w->c.name);
}

/* A connection's name has letters, digits and marks that no comment ends at. */
static void
put_connection(struct sn__device_writer *w)
{
	sn__out_text(w->out, w->c.name);
}

static void
put_plan(struct sn__device_writer *w)
{
	sn__out_text(w->out, w->v->connection);
}

static void
put_base(struct sn__device_writer *w)
{
	put_number(w, w->v->number_base);
}

/* For what a device does not number as high. */
static void
put_base_100(struct sn__device_writer *w)
{
	put_number(w, 1 + w->v->number_base % 99);
}

static void
put_base_10000(struct sn__device_writer *w)
{
	put_number(w, 1 + w->v->number_base % 9999);
}

static void
put_list(struct sn__device_writer *w)
{
	put_number(w, 3000 + w->numbers[w->connection] % 1000);
}

static void
put_own_number(struct sn__device_writer *w)
{
	put_number(w, w->numbers[w->connection]);
}

static void
put_tunnel(struct sn__device_writer *w)
{
	put_number(w, w->v->number_base + w->tunnel);
}

static void
put_which(struct sn__device_writer *w)
{
	put_number(w, w->tunnel + 1);
}

static void
put_count(struct sn__device_writer *w)
{
	put_number(w, w->count);
}

/* A number of its own in the file, and in the files of other plans. */
static void
put_id(struct sn__device_writer *w)
{
	put_number(w, w->v->number_base * UINT64_C(10000) + w->ids++);
}

static void
put_gateway(struct sn__device_writer *w)
{
	sn__out_text(w->out, sn__ike_gateway(w->tunnel));
}

/* An address of a /30 in 169.254.0.0/16, one a tunnel. */
static void
put_inner_address(struct sn__device_writer *w, uint32_t host)
{
	uint32_t at = (w->v->number_base + w->tunnel) % 16384;

	sn__out_addr(w->out, sn_addr_v4(0xa9fe0000u + at * 4 + host));
}

static void
put_inner(struct sn__device_writer *w)
{
	put_inner_address(w, 2);
}

static void
put_inner_gateway(struct sn__device_writer *w)
{
	put_inner_address(w, 1);
}

static void
put_ike_encryption(struct sn__device_writer *w)
{
	const sn_proposal *p = w->v->proposal;

	sn__out_text(w->out,
	    w->d->ike[p->ike - 1]->encryption[sn__ctz32(p->ike_encryption)]);
}

static void
put_ike_integrity(struct sn__device_writer *w)
{
	const sn_proposal *p = w->v->proposal;

	sn__out_text(w->out,
	    w->d->ike[p->ike - 1]->integrity[sn__ctz32(p->ike_integrity)]);
}

static void
put_esp_encryption(struct sn__device_writer *w)
{
	sn__out_text(w->out,
	    w->d->esp->encryption[sn__ctz32(w->v->proposal->esp_encryption)]);
}

static void
put_esp_integrity(struct sn__device_writer *w)
{
	sn__out_text(w->out,
	    w->d->esp->integrity[sn__ctz32(w->v->proposal->esp_integrity)]);
}

static void
put_dh(struct sn__device_writer *w)
{
	put_number(w, w->v->proposal->ike_dh);
}

static void
put_pfs(struct sn__device_writer *w)
{
	put_number(w, w->v->proposal->pfs);
}

static void
put_ike_lifetime(struct sn__device_writer *w)
{
	put_number(w, (uint64_t)w->v->proposal->ike_lifetime);
}

static void
put_lifetime(struct sn__device_writer *w)
{
	put_number(w, (uint64_t)w->v->proposal->ipsec_lifetime);
}

static void
put_volume(struct sn__device_writer *w)
{
	put_number(w, (uint64_t)w->v->proposal->volume_lifetime);
}

/* What fits into 1400 bytes with headers of IP and TCP. */
static void
put_mss(struct sn__device_writer *w)
{
	put_number(w, w->holds & SN__IPV6 ? 1340 : 1360);
}

/* What FortiOS ends a word of IPv4 by to make it one of IPv6. */
static void
put_six(struct sn__device_writer *w)
{
	if (w->holds & SN__IPV6)
		sn__out_char(w->out, '6');
}

static const struct {
	const char *name;
	void (*put)(struct sn__device_writer *w);
} fields[] = {
    {"name", put_name},		    /* vpn- and the plan's connection */
    {"end", put_end},		    /* and the tunnel, if it is the second */
    {"own", put_own},		    /* vpn- and the connection of a loop */
    {"connection", put_connection}, /* its name, for comments */
    {"plan", put_plan},		    /* the plan's, the same */
    {"base", put_base},		    /* the plan's number */
    {"base99", put_base_100},
    {"base9999", put_base_10000},
    {"number", put_own_number}, /* the connection's */
    {"list", put_list},		/* the same, from 3000 to 3999 */
    {"tunnel", put_tunnel},	/* the number of the tunnel's interface */
    {"which", put_which},	/* tunnel 1 or 2 */
    {"count", put_count},
    {"id", put_id},
    {"gateway", put_gateway},
    {"inner", put_inner}, /* addresses inside a tunnel */
    {"inner-gateway", put_inner_gateway},
    {"encryption", put_ike_encryption},
    {"integrity", put_ike_integrity},
    {"esp-encryption", put_esp_encryption},
    {"esp-integrity", put_esp_integrity},
    {"dh", put_dh},
    {"pfs", put_pfs},
    {"ike-lifetime", put_ike_lifetime}, /* seconds */
    {"lifetime", put_lifetime},
    {"volume", put_volume}, /* kilobytes */
    {"mss", put_mss},
    {"6", put_six},
};

/* ------------------------------------------------------------ networks */

static void
put_mask(sn__out *out, sn_prefix p, bool wild)
{
	uint32_t mask = sn__mask32(p.len);

	sn__out_addr(out, sn_addr_v4(wild ? ~mask : mask));
}

/* IPv6 has no masks. */
static void
put_net_and(sn__out *out, sn_prefix p, bool wild)
{
	if (p.family == SN_IPV6) {
		sn__out_prefix(out, p);
		return;
	}
	sn__out_addr(out, sn_prefix_first(p));
	sn__out_char(out, ' ');
	put_mask(out, p, wild);
}

/* As Cisco's lists have it, whose IPv6 is CIDR. */
static void
put_any_or(sn__out *out, sn_prefix p, bool wild, const char *any)
{
	if (p.len == 0)
		sn__out_text(out, any);
	else
		put_net_and(out, p, wild);
}

/* "{here}", "{there.wild}": a network and how it is written. */
static bool
put_network(struct sn__device_writer *w, const char *name, size_t n)
{
	bool here = n >= 4 && !memcmp(name, "here", 4);
	sn_prefix p = here ? w->here : w->there;
	const char *how = name + (here ? 4 : 5);
	size_t left = n - (size_t)(how - name);

	if (!here && (n < 5 || memcmp(name, "there", 5) != 0))
		return false;
	if (left == 0)
		sn__out_prefix(w->out, p);
	else if (!strncmp(how, ".mask", left))
		put_net_and(w->out, p, false);
	else if (!strncmp(how, ".wild", left))
		put_net_and(w->out, p, true);
	else if (!strncmp(how, ".ios", left))
		put_any_or(w->out, p, true, "any");
	else if (!strncmp(how, ".asa", left))
		put_any_or(w->out, p, false, "any4");
	else if (!strncmp(how, ".net", left))
		sn__out_addr(w->out, sn_prefix_first(p));
	else if (!strncmp(how, ".netmask", left))
		put_mask(w->out, p, false);
	else
		sn__out_number(w->out, p.len); /* ".len" */
	return true;
}

void
sn__device_field(struct sn__device_writer *w, const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (strlen(fields[i].name) == n &&
		    !memcmp(fields[i].name, name, n)) {
			fields[i].put(w);
			return;
		}
	(void)put_network(w, name, n);
}
