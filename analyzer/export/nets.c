/* \summary: the networks that a list stops */
#include "export/nets.h"

#include <stdlib.h>

#include "culprit/err.h"

/* The whole Internet, or this host itself, is nobody's address. */
bool cul_list_is_fit(const struct cul_net *n)
{
	unsigned least = cul_addr_is_v4(&n->base) ? 96 + 8 : 16;

	return !cul_addr_none(&n->base) && n->bits >= least &&
	       !cul_addr_is_loopback(&n->base);
}

static void add(struct cul_list_nets *e, struct cul_net net,
		const struct cul_suggestion *s)
{
	if (cul_list_is_fit(&net))
		e->v[e->n++] = (struct cul_list_net){ net, s, s->expires_usec };
}

static void add_addr(struct cul_list_nets *e, const struct cul_addr *a,
		     const struct cul_suggestion *s)
{
	add(e, cul_net_of(a, 32, 64), s);
}

static void add_suggestion(struct cul_list_nets *e,
			   const struct cul_suggestion *s)
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

/* The gravest suggestion comes first in the report. */
static int by_gravity(const struct cul_list_net *x,
		      const struct cul_list_net *y)
{
	return x->s < y->s ? -1 : x->s > y->s;
}

static int by_base(const struct cul_list_net *x, const struct cul_list_net *y)
{
	return memcmp(&x->net.base, &y->net.base, sizeof(x->net.base));
}

static int longest_first(const void *a, const void *b)
{
	const struct cul_list_net *x = a, *y = b;
	int c;

	if (x->net.bits != y->net.bits)
		return x->net.bits > y->net.bits ? -1 : 1;
	c = by_base(x, y);
	return c != 0 ? c : by_gravity(x, y);
}

static int by_address(const void *a, const void *b)
{
	const struct cul_list_net *x = a, *y = b;
	int c = by_base(x, y);

	if (c != 0)
		return c;
	if (x->net.bits != y->net.bits)
		return x->net.bits < y->net.bits ? -1 : 1;
	return by_gravity(x, y);
}

static bool same_net(const struct cul_net *a, const struct cul_net *b)
{
	return a->bits == b->bits && cul_addr_eq(&a->base, &b->base);
}

/* Who is named twice is listed as long as the longer of both says. */
static void drop_twins(struct cul_list_nets *e)
{
	size_t kept = 0;

	for (size_t i = 0; i < e->n; i++) {
		struct cul_list_net *x = &e->v[i];
		struct cul_list_net *last = kept != 0 ? &e->v[kept - 1] : NULL;

		if (last == NULL || !same_net(&last->net, &x->net))
			e->v[kept++] = *x;
		else if (cul_list_is_later(x->expires_usec, last->expires_usec))
			last->expires_usec = x->expires_usec;
	}
	e->n = kept;
}

/* By address, wider first, a network is followed by what lies within it. */
static int set_inner_apart(struct cul_list_nets *e)
{
	struct cul_list_net *inner = calloc(e->n + 1, sizeof(*inner));
	size_t kept = 0;

	if (inner == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < e->n; i++) {
		struct cul_list_net x = e->v[i];

		if (kept != 0 && cul_net_has(&e->v[kept - 1].net, &x.net.base))
			inner[e->n_inner++] = x;
		else
			e->v[kept++] = x;
	}
	memcpy(e->v + kept, inner, e->n_inner * sizeof(*inner));
	e->n = kept;
	free(inner);
	return 0;
}

static void collect(const struct cul_report *r,
		    bool (*wanted)(const struct cul_suggestion *s),
		    struct cul_list_nets *e)
{
	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *s = &r->suggestions[i];

		if (cul_list_wants(r, s) && (wanted == NULL || wanted(s)))
			add_suggestion(e, s);
	}
}

int cul_list_nets(const struct cul_report *r, enum cul_list_order order,
		  bool (*wanted)(const struct cul_suggestion *s),
		  struct cul_list_nets *ret_nets)
{
	/* A suggestion gives an entry for each address, or for its name. */
	size_t most = r->n_suggestions * (CUL_SOURCE_ADDRS + 1) + 1;
	struct cul_list_nets e = { .v = calloc(most, sizeof(*e.v)) };

	if (e.v == NULL)
		return CUL_ENOMEM;
	collect(r, wanted, &e);
	qsort(e.v, e.n, sizeof(*e.v),
	      order == CUL_LIST_LONGEST ? longest_first : by_address);
	drop_twins(&e);
	if (order == CUL_LIST_WIDEST && set_inner_apart(&e) < 0) {
		cul_list_nets_done(&e);
		return CUL_ENOMEM;
	}
	*ret_nets = e;
	return 0;
}

void cul_list_nets_done(struct cul_list_nets *n)
{
	free(n->v);
	*n = (struct cul_list_nets){ .v = NULL };
}

static bool is_v4(const struct cul_list_net *e)
{
	return cul_addr_is_v4(&e->net.base);
}

void cul_list_nets_only(struct cul_list_nets *n, bool v4)
{
	size_t kept = 0, kept_inner = 0;

	for (size_t i = 0; i < n->n + n->n_inner; i++) {
		if (is_v4(&n->v[i]) != v4)
			continue;
		n->v[kept + kept_inner] = n->v[i];
		if (i < n->n)
			kept++;
		else
			kept_inner++;
	}
	n->n = kept;
	n->n_inner = kept_inner;
}

size_t cul_list_nets_count(const struct cul_list_nets *n, bool v4)
{
	size_t count = 0;

	for (size_t i = 0; i < n->n; i++)
		count += is_v4(&n->v[i]) == v4;
	return count;
}

void cul_list_net_print(const struct cul_net *n, char *buf)
{
	if (n->bits == 128)
		cul_addr_print(&n->base, buf);
	else
		cul_net_print(n, buf);
}

int64_t cul_list_nets_first_expiry(const struct cul_list_nets *n)
{
	int64_t t = CUL_TIME_NONE;

	for (size_t i = 0; i < n->n; i++)
		if (i == 0 || cul_list_is_later(t, n->v[i].expires_usec))
			t = n->v[i].expires_usec;
	return t;
}

int64_t cul_list_nets_last_expiry(const struct cul_list_nets *n)
{
	int64_t t = CUL_TIME_NONE;

	for (size_t i = 0; i < n->n; i++)
		if (i == 0 || cul_list_is_later(n->v[i].expires_usec, t))
			t = n->v[i].expires_usec;
	return t;
}

bool cul_list_nets_names(const struct cul_suggestion *s)
{
	struct cul_list_net own[CUL_SOURCE_ADDRS + 1];
	struct cul_list_nets e = { .v = own };

	add_suggestion(&e, s);
	return e.n != 0;
}

/* An account or a script has no client address that is its own. */
void cul_list_nets_missing(struct cul_out *o, const struct cul_report *r,
			   const char *mark)
{
	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *s = &r->suggestions[i];

		if (!cul_list_wants(r, s) || cul_list_nets_names(s))
			continue;
		cul_out_fmt(o, "%s no entry, as it has no address: ", mark);
		cul_list_comment(o, s);
		cul_out_str(o, "\n");
	}
}

void cul_list_nets_inner(struct cul_out *o, const struct cul_list_nets *n,
			 const char *mark)
{
	char text[CUL_NET_TEXT_MAX];

	for (size_t i = n->n; i < n->n + n->n_inner; i++) {
		cul_list_net_print(&n->v[i].net, text);
		cul_out_fmt(o, "%s %s lies within another entry: ", mark, text);
		cul_list_comment(o, n->v[i].s);
		cul_out_str(o, "\n");
	}
}

uint64_t cul_list_seconds(const struct cul_report *r, int64_t expires_usec,
			  uint64_t most)
{
	uint64_t usec, sec;

	if (expires_usec == CUL_TIME_NONE)
		return 0;
	/* What is over is on no list; unsigned, so that nothing overflows. */
	usec = (uint64_t)expires_usec - (uint64_t)r->made_usec;
	sec = usec / CUL_USEC_PER_SEC + (usec % CUL_USEC_PER_SEC != 0);
	if (sec == 0)
		sec = 1;
	return sec < most ? sec : most;
}
