/* \summary: a Postfix cidr: table of client addresses
 *
 * cidr_table(5): the first line that matches wins, so the longer prefix
 * stands first; host bits must be zero, and a leading zero would be octal.
 * A customer's mail is held, which postsuper -H takes back; an outsider's is
 * refused.
 */
#include <stdlib.h>

#include "culprit/err.h"
#include "export/list.h"

struct entry {
	struct cul_net net;
	const struct cul_suggestion *s;
};

struct entries {
	size_t n;
	struct entry *v;
};

static int compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int c;

	if (x->net.bits != y->net.bits)
		return x->net.bits > y->net.bits ? -1 : 1;
	c = memcmp(&x->net.base, &y->net.base, sizeof(x->net.base));
	if (c != 0)
		return c;
	/* The gravest suggestion comes first in the report. */
	return x->s < y->s ? -1 : x->s > y->s;
}

static bool same_net(const struct cul_net *a, const struct cul_net *b)
{
	return a->bits == b->bits && cul_addr_eq(&a->base, &b->base);
}

/* The whole Internet, or this host itself, is nobody's address. */
static bool is_listable(const struct cul_net *n)
{
	unsigned least = cul_addr_is_v4(&n->base) ? 96 + 8 : 16;

	return !cul_addr_none(&n->base) && n->bits >= least &&
	       !cul_addr_is_loopback(&n->base);
}

static void add(struct entries *e, struct cul_net net,
		const struct cul_suggestion *s)
{
	if (is_listable(&net))
		e->v[e->n++] = (struct entry){ net, s };
}

/* An IPv6 host has its /64 to choose from: the prefix is who it is. */
static void add_addr(struct entries *e, const struct cul_addr *a,
		     const struct cul_suggestion *s)
{
	add(e, cul_net_of(a, 32, 64), s);
}

static void add_suggestion(struct entries *e, const struct cul_suggestion *s)
{
	struct cul_sv name = { s->name, strlen(s->name) };
	struct cul_addr a;
	struct cul_net net;

	if (s->subject == CUL_SUBJECT_CUSTOMER) {
		for (unsigned i = 0; i < s->n_addrs; i++)
			add_addr(e, &s->addrs[i], s);
	} else if (s->subject == CUL_SUBJECT_IP ||
		   s->subject == CUL_SUBJECT_NET) {
		if (cul_addr_parse(name, &a))
			add_addr(e, &a, s);
		else if (cul_net_parse(name, &net))
			add(e, net, s);
	}
}

static void drop_twins(struct entries *e)
{
	size_t kept = 0;

	for (size_t i = 0; i < e->n; i++)
		if (kept == 0 || !same_net(&e->v[kept - 1].net, &e->v[i].net))
			e->v[kept++] = e->v[i];
	e->n = kept;
}

static int collect(const struct cul_report *r, struct entries *ret_entries)
{
	/* A suggestion gives an entry for each address, or for its name. */
	size_t most = r->n_suggestions * (CUL_SOURCE_ADDRS + 1) + 1;
	struct entries e = { 0, calloc(most, sizeof(struct entry)) };

	if (e.v == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < r->n_suggestions; i++)
		if (cul_list_wants(&r->suggestions[i]))
			add_suggestion(&e, &r->suggestions[i]);
	qsort(e.v, e.n, sizeof(*e.v), compare);
	drop_twins(&e);
	*ret_entries = e;
	return 0;
}

static int64_t first_expiry(const struct entries *e)
{
	int64_t t = CUL_TIME_NONE;

	for (size_t i = 0; i < e->n; i++)
		if (t == CUL_TIME_NONE ||
		    (e->v[i].s->expires_usec != CUL_TIME_NONE &&
		     e->v[i].s->expires_usec < t))
			t = e->v[i].s->expires_usec;
	return t;
}

static void write_entry(struct cul_out *o, const struct entry *e)
{
	char text[CUL_NET_TEXT_MAX];

	cul_out_str(o, "# ");
	cul_list_comment(o, e->s);
	cul_net_print(&e->net, text);
	cul_out_fmt(o, "\n%s\t%s", text,
		    e->s->action == CUL_ACTION_SUSPEND ? "HOLD "
						       : "REJECT 5.7.1 ");
	cul_list_refusal(o, e->s);
	cul_out_str(o, "\n");
}

static bool has_entry(const struct cul_suggestion *s)
{
	struct entry own[CUL_SOURCE_ADDRS + 1];
	struct entries e = { 0, own };

	add_suggestion(&e, s);
	return e.n != 0;
}

/* An account or a script has no client address that is its own. */
static void write_missing(struct cul_out *o, const struct cul_report *r)
{
	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *s = &r->suggestions[i];

		if (!cul_list_wants(s) || has_entry(s))
			continue;
		cul_out_str(o, "# no entry, as it has no address: ");
		cul_list_comment(o, s);
		cul_out_str(o, "\n");
	}
}

static void write_cidr(const struct cul_report *r, struct cul_out *o)
{
	struct entries e;
	int err = collect(r, &e);

	if (err < 0) {
		o->err = o->err != 0 ? o->err : err;
		return;
	}
	cul_list_head(o, r,
		      &(struct cul_list_head){
			      "postfix-cidr",
			      "smtpd_client_restrictions = check_client_access "
			      "cidr:THIS-FILE",
			      e.n, first_expiry(&e) });
	for (size_t i = 0; i < e.n; i++)
		write_entry(o, &e.v[i]);
	write_missing(o, r);
	free(e.v);
}

extern const struct cul_export cul_export_postfix_cidr;
const struct cul_export cul_export_postfix_cidr = {
	.name = "postfix-cidr",
	.file = "postfix_client.cidr",
	.summary = "Postfix check_client_access: addresses to hold or refuse",
	.write = write_cidr,
};
