/* \summary: exceptions of the ledger, as judging asks for them */
#include "engine/excepted.h"

#include <stdio.h>
#include <stdlib.h>

#include "culprit/ledger.h"
#include "engine/clock.h"

struct reading {
	struct cul_excepted *to;
	bool nomem;
};

static bool take(void *arg, const struct cul_exception *e)
{
	struct reading *r = arg;
	struct cul_excepted *to = r->to;
	const struct cul_sv what = { e->what, strlen(e->what) };
	struct cul_excepted_one *one;

	if (to->n == to->room) {
		const size_t room = to->room * 2 + 16;

		one = realloc(to->v, room * sizeof(*one));
		if (one == NULL) {
			r->nomem = true;
			return false;
		}
		to->v = one;
		to->room = room;
	}
	one = &to->v[to->n++];
	*one = (struct cul_excepted_one){ .veto = { .name = "exception" } };
	one->is_net = cul_net_parse(what, &one->net);
	(void)snprintf(one->name, sizeof(one->name), "%s", e->what);
	(void)snprintf(one->veto.text, sizeof(one->veto.text),
		       "exception %lld (%.60s): %.100s; answers for it: %.60s",
		       (long long)e->number, e->what, e->reason, e->owner);
	return true;
}

int cul_excepted_read(struct cul_ledger *l, int64_t now_usec,
		      struct cul_excepted *ret)
{
	struct reading r = { ret, false };
	int rc;

	*ret = (struct cul_excepted){ .n = 0 };
	rc = cul_ledger_exceptions(l, false, now_usec, take, &r);
	return rc == CUL_OK && r.nomem ? CUL_ENOMEM : rc;
}

void cul_excepted_done(struct cul_excepted *e)
{
	free(e->v);
	*e = (struct cul_excepted){ .n = 0 };
}

bool cul_excepted_same(const struct cul_excepted *a,
		       const struct cul_excepted *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->v[i].name, b->v[i].name) != 0 ||
		    strcmp(a->v[i].veto.text, b->v[i].veto.text) != 0)
			return false;
	return true;
}

static bool is_about(const struct cul_excepted_one *one,
		     const struct cul_source *s, const struct cul_addr *addrs,
		     unsigned n)
{
	for (unsigned i = 0; one->is_net && i < n; i++)
		if (cul_net_has(&one->net, &addrs[i]))
			return true;
	return !one->is_net && (strcmp(one->name, cul_source_name(s)) == 0 ||
				strcmp(one->name, cul_source_customer(s)) == 0);
}

const struct cul_excepted_one *cul_excepted_find(const struct cul_excepted *e,
						 const struct cul_source *s)
{
	struct cul_addr addrs[CUL_SOURCE_ADDRS];
	unsigned n;

	if (e == NULL || e->n == 0)
		return NULL;
	n = cul_source_addrs(s, addrs);
	for (size_t i = 0; i < e->n; i++)
		if (is_about(&e->v[i], s, addrs, n))
			return &e->v[i];
	return NULL;
}

int cul_settings_excepted(const struct cul_settings *s, struct cul_out *err,
			  struct cul_excepted *ret)
{
	const int64_t now = cul_clock_wall_usec();
	char why[CUL_LEDGER_ERR] = "";
	struct cul_ledger *l;
	int rc;

	*ret = (struct cul_excepted){ .n = 0 };
	if (s->ledger_path == NULL)
		return CUL_OK;
	rc = cul_ledger_open(s->ledger_path, CUL_LEDGER_READ, now, &l, why);
	if (rc == CUL_ENONE)
		return CUL_OK;
	if (rc == CUL_OK) {
		rc = cul_excepted_read(l, now, ret);
		(void)snprintf(why, sizeof(why), "%s", cul_ledger_error(l));
		cul_ledger_close(&l);
	}
	if (rc != CUL_OK)
		cul_out_fmt(err,
			    "%s\nwho is never to be accused is not known: "
			    "nothing is judged (--ledger '' does without)\n",
			    why);
	return rc;
}
