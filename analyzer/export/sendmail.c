/* \summary: an access map source of sendmail, of client addresses
 *
 * For makemap, with FEATURE(`access_db') and FEATURE(`delay_checks'), without
 * which sendmail 8.17.1 forgets a QUARANTINE of check_relay before the message
 * begins. Connect: alone, never From:, as senders are forged. sendmail asks
 * for the whole address, then for what is left as it drops one part after the
 * other from the end (cf/README, "Access Database"), so that the most specific
 * key wins and networks end where a part does: others are spelled out. IPv6 is
 * written as sendmail does unless UseCompressedIPv6Addresses is set: eight
 * groups without ::. The mail of who is on hold is quarantined, which
 * sendmail -Q takes back.
 */
#include <stdlib.h>

#include "culprit/err.h"
#include "export/nets.h"

/* A network is at most so many keys: a /17 is 128, an IPv6 /40 is 256. */
enum { KEYS_MOST = 256 };

struct key {
	struct cul_net net;
	size_t rank; /* of its entry, the most specific first */
	const struct cul_suggestion *s;
};

struct keys {
	size_t n;
	struct key *v;
};

/* The bits of the keys that make up the network. */
static unsigned bits_of_keys(const struct cul_net *n)
{
	unsigned step = cul_addr_is_v4(&n->base) ? 8 : 16;

	return (n->bits + step - 1) / step * step;
}

static bool can_be_spelled(const struct cul_net *n)
{
	return bits_of_keys(n) - n->bits <= 8;
}

/* The i-th network of `bits` within `n`; bits beyond its own are zero. */
static struct cul_net part(const struct cul_net *n, unsigned bits, unsigned i)
{
	struct cul_net out = { n->base, (uint8_t)bits };

	out.base.b[bits / 8 - 1] |= (uint8_t)i;
	return out;
}

static int most_specific_first(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int c = memcmp(&x->net.base, &y->net.base, sizeof(x->net.base));

	if (c != 0)
		return c;
	if (x->net.bits != y->net.bits)
		return x->net.bits > y->net.bits ? -1 : 1;
	return x->rank < y->rank ? -1 : x->rank > y->rank;
}

/* makemap takes a key that is there twice for an error. */
static void drop_twins(struct keys *k)
{
	size_t kept = 0;

	for (size_t i = 0; i < k->n; i++) {
		const struct cul_net *net = &k->v[i].net;

		if (kept == 0 || net->bits != k->v[kept - 1].net.bits ||
		    !cul_addr_eq(&net->base, &k->v[kept - 1].net.base))
			k->v[kept++] = k->v[i];
	}
	k->n = kept;
}

static unsigned count_of(const struct cul_net *n)
{
	return can_be_spelled(n) ? 1u << (bits_of_keys(n) - n->bits) : 0;
}

static int spell(const struct cul_list_nets *nets, struct keys *ret_keys)
{
	struct keys k = { 0, NULL };
	size_t most = 1;

	for (size_t i = 0; i < nets->n; i++)
		most += count_of(&nets->v[i].net);
	k.v = calloc(most, sizeof(*k.v));
	if (k.v == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < nets->n; i++) {
		const struct cul_net *n = &nets->v[i].net;

		for (unsigned j = 0; j < count_of(n); j++)
			k.v[k.n++] = (struct key){ part(n, bits_of_keys(n), j),
						   i, nets->v[i].s };
	}
	qsort(k.v, k.n, sizeof(*k.v), most_specific_first);
	drop_twins(&k);
	*ret_keys = k;
	return 0;
}

static void write_address(struct cul_out *o, const struct cul_net *n)
{
	const uint8_t *b = n->base.b;

	if (cul_addr_is_v4(&n->base)) {
		for (unsigned i = 12; i < n->bits / 8u; i++)
			cul_out_fmt(o, "%s%u", i == 12 ? "" : ".", b[i]);
		return;
	}
	cul_out_str(o, "IPv6");
	for (unsigned i = 0; i < n->bits / 8u; i += 2)
		cul_out_fmt(o, ":%x", (unsigned)b[i] << 8 | b[i + 1]);
}

static void write_comment(struct cul_out *o, const struct cul_suggestion *s)
{
	cul_out_str(o, "# ");
	cul_list_comment(o, s);
	cul_out_str(o, "\n");
}

static void write_key(struct cul_out *o, const struct key *k)
{
	bool held = k->s->action == CUL_ACTION_SUSPEND;

	cul_out_str(o, "Connect:");
	write_address(o, &k->net);
	cul_out_str(o, held ? "\tQUARANTINE:" : "\tERROR:\"550 5.7.1 ");
	cul_list_refusal(o, k->s);
	cul_out_str(o, held ? "\n" : "\"\n");
}

static void write_unspelled(struct cul_out *o, const struct cul_list_nets *nets)
{
	char text[CUL_NET_TEXT_MAX];

	for (size_t i = 0; i < nets->n; i++) {
		if (can_be_spelled(&nets->v[i].net))
			continue;
		cul_net_print(&nets->v[i].net, text);
		cul_out_fmt(o,
			    "# no entry, as it takes more than %d keys: %s, ",
			    KEYS_MOST, text);
		cul_list_comment(o, nets->v[i].s);
		cul_out_str(o, "\n");
	}
}

static void write_access(const struct cul_report *r, struct cul_out *o,
			 const struct cul_list_nets *nets)
{
	struct keys keys;
	int err = spell(nets, &keys);

	if (err < 0) {
		cul_list_failed(o, err);
		return;
	}
	cul_list_head(
		o, r,
		&(struct cul_list_head){
			.name = "sendmail",
			.usage = "cat access THIS-FILE | makemap hash access, "
				 "with FEATURE(`access_db') and "
				 "FEATURE(`delay_checks')",
			.n = keys.n,
			.expires_usec = cul_list_nets_first_expiry(nets) });
	for (size_t i = 0; i < keys.n; i++) {
		if (i == 0 || keys.v[i].s != keys.v[i - 1].s)
			write_comment(o, keys.v[i].s);
		write_key(o, &keys.v[i]);
	}
	write_unspelled(o, nets);
	cul_list_nets_missing(o, r, "#");
	free(keys.v);
}

static void write_sendmail(const struct cul_report *r, struct cul_out *o)
{
	struct cul_list_nets nets;
	int err = cul_list_nets(r, CUL_LIST_LONGEST, NULL, &nets);

	if (err < 0) {
		cul_list_failed(o, err);
		return;
	}
	write_access(r, o, &nets);
	cul_list_nets_done(&nets);
}

extern const struct cul_export cul_export_sendmail;
const struct cul_export cul_export_sendmail = {
	.name = "sendmail",
	.file = "sendmail_access",
	.summary = "sendmail access map: addresses to quarantine or refuse",
	.write = write_sendmail,
};
