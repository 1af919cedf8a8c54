/* \summary: a response policy zone for our own resolvers
 *
 * The trigger is rpz-client-ip: a customer who is suspended gets no names
 * from our resolvers, so that what infects his machine finds no mail server;
 * `policy cname` in the resolver's configuration shows him a page instead.
 * Never rpz-ip, which would hide names that lead to an address: who probes us
 * may share his address with a thousand web sites, and nobody accepted that
 * these be closed to all. Outsiders do not ask our resolvers, so they are
 * named in comments alone.
 *
 * The form is BIND's: bits, then the address from its last part to its first;
 * for IPv6 in groups of 16 bits with zz for the first of the longest runs of
 * zeros. It ignores what is written otherwise.
 */
#include <inttypes.h>
#include <stdio.h>

#include "export/nets.h"

static bool is_suspended(const struct cul_suggestion *s)
{
	return s->action == CUL_ACTION_SUSPEND;
}

static void trigger_v4(struct cul_out *o, const struct cul_net *n)
{
	const uint8_t *b = n->base.b + 12;

	cul_out_fmt(o, "%u.%u.%u.%u.%u", n->bits - 96u, b[3], b[2], b[1], b[0]);
}

struct groups {
	unsigned v[8];
	int zz_first, zz_n; /* the run that zz stands for */
};

/* The first of the longest runs of zeros, of two groups at least. */
static struct groups groups_of(const struct cul_addr *a)
{
	struct groups g = { .zz_first = -1, .zz_n = 1 };
	int run = 0;

	for (int i = 0; i < 8; i++) {
		g.v[i] = (unsigned)a->b[2 * i] << 8 | a->b[2 * i + 1];
		run = g.v[i] == 0 ? run + 1 : 0;
		if (run > g.zz_n) {
			g.zz_n = run;
			g.zz_first = i - run + 1;
		}
	}
	return g;
}

static void trigger_v6(struct cul_out *o, const struct cul_net *n)
{
	struct groups g = groups_of(&n->base);

	cul_out_fmt(o, "%u", (unsigned)n->bits);
	for (int i = 7; i >= 0; i--) {
		if (i == g.zz_first)
			cul_out_str(o, ".zz");
		else if (g.zz_first < 0 || i < g.zz_first ||
			 i >= g.zz_first + g.zz_n)
			cul_out_fmt(o, ".%x", g.v[i]);
	}
}

static void write_entry(struct cul_out *o, const struct cul_list_net *e)
{
	cul_out_str(o, "; ");
	cul_list_comment(o, e->s);
	cul_out_str(o, "\n");
	if (cul_addr_is_v4(&e->net.base))
		trigger_v4(o, &e->net);
	else
		trigger_v6(o, &e->net);
	cul_out_str(o, ".rpz-client-ip CNAME .\n");
}

/* Seconds since 1970, so that a list made later has the greater one. */
static void write_soa(struct cul_out *o, const struct cul_report *r)
{
	uint32_t serial = 1;

	if (r->made_usec > CUL_USEC_PER_SEC)
		serial = (uint32_t)(r->made_usec / CUL_USEC_PER_SEC);
	cul_out_fmt(o,
		    "$TTL 300\n@ SOA localhost. hostmaster.localhost. "
		    "%" PRIu32 " 3600 600 604800 300\n@ NS localhost.\n",
		    serial);
}

static void write_missing(struct cul_out *o, const struct cul_report *r)
{
	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *s = &r->suggestions[i];

		if (!cul_list_wants(r, s))
			continue;
		if (!cul_list_nets_names(s))
			cul_out_str(o, "; no entry, as it has no address: ");
		else if (!is_suspended(s))
			cul_out_str(o, "; no entry, as outsiders do not ask "
				       "our resolvers: ");
		else
			continue;
		cul_list_comment(o, s);
		cul_out_str(o, "\n");
	}
}

static void write_rpz(const struct cul_report *r, struct cul_out *o)
{
	struct cul_list_nets nets;
	int err = cul_list_nets(r, CUL_LIST_ADDRESSES, is_suspended, &nets);

	if (err < 0) {
		cul_list_failed(o, err);
		return;
	}
	cul_list_head(
		o, r,
		&(struct cul_list_head){
			.name = "rpz",
			.usage = "response-policy { zone \"ZONE\"; }, ZONE "
				 "being of type primary with this file",
			.n = nets.n,
			.expires_usec = cul_list_nets_first_expiry(&nets),
			.mark = ";" });
	write_soa(o, r);
	for (size_t i = 0; i < nets.n; i++)
		write_entry(o, &nets.v[i]);
	write_missing(o, r);
	cul_list_nets_done(&nets);
}

extern const struct cul_export cul_export_rpz;
const struct cul_export cul_export_rpz = {
	.name = "rpz",
	.file = "culprit.rpz",
	.summary = "BIND, Unbound: resolvers that give suspended customers no "
		   "names",
	.write = write_rpz,
};
