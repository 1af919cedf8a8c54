/* \summary: the desk itself: its ledger, and one request after the other */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "desk/desk_int.h"

int cul_desk_new(const struct cul_desk_plan *plan, struct cul_desk **ret)
{
	struct cul_desk *d = calloc(1, sizeof(*d));
	int rc;

	if (d == NULL)
		return CUL_ENOMEM;
	d->plan = plan;
	d->store = desk_store(d);
	rc = cul_accounts_new(&d->store, &d->accounts);
	if (rc != CUL_OK) {
		free(d);
		return rc;
	}
	*ret = d;
	return CUL_OK;
}

void cul_desk_free(struct cul_desk **d)
{
	if (*d == NULL)
		return;
	cul_accounts_free(&(*d)->accounts);
	cul_ledger_close(&(*d)->ledger);
	free(*d);
	*d = NULL;
}

void cul_desk_at(struct cul_desk *d, int64_t now_usec)
{
	d->now_usec = now_usec;
}

int cul_desk_fd(const struct cul_desk *d)
{
	return cul_accounts_fd(d->accounts);
}

/* The file that is open is still the one of that name. */
static bool is_same(const struct cul_desk *d)
{
	struct stat st;

	return stat(d->plan->path, &st) == 0 && st.st_dev == d->dev &&
	       st.st_ino == d->ino;
}

static bool ready(struct cul_desk *d)
{
	struct stat st;

	if (d->ledger != NULL && is_same(d))
		return true;
	cul_ledger_close(&d->ledger);
	if (cul_ledger_open(d->plan->path, CUL_LEDGER_WRITE, d->now_usec,
			    &d->ledger, d->trouble) != CUL_OK)
		return false;
	if (stat(d->plan->path, &st) == 0) {
		d->dev = st.st_dev;
		d->ino = st.st_ino;
	}
	cul_ledger_accounts(d->ledger, &d->inner);
	return true;
}

static bool is_path(const struct cul_web_request *q, struct cul_sv path)
{
	return q->method != CUL_WEB_POST && cul_sv_eq(q->path, path);
}

static void page(struct desk_turn *t)
{
	struct cul_desk *d = t->desk;
	int rc;

	if (!ready(d)) {
		desk_lost(t);
		return;
	}
	t->l = d->ledger;
	rc = cul_accounts_visitor(d->accounts, t->q, d->now_usec, &t->v);
	if (rc != CUL_OK) {
		t->v = (struct cul_visitor){ 0 };
		desk_trouble(t, rc);
	} else {
		desk_route(t);
	}
}

void cul_desk_handle(void *desk, const struct cul_web_request *q,
		     struct cul_web_answer *a)
{
	struct cul_desk *d = desk;
	struct desk_turn t = {
		.desk = d, .q = q, .a = a, .now_usec = d->now_usec
	};

	t.o = desk_buf_out(&t.buf);
	if (is_path(q, CUL_SV("/desk.css")))
		desk_style(&t);
	else if (is_path(q, CUL_SV("/desk.js")))
		desk_script(&t);
	else
		page(&t);
	free(t.buf.v);
}

void cul_desk_run(struct cul_desk *d, struct cul_web *w)
{
	uint64_t stamp;

	d->web = w;
	cul_accounts_run(d->accounts, w);
	if (d->ledger == NULL || cul_web_streams(w) == 0)
		return;
	stamp = cul_ledger_stamp(d->ledger);
	if (stamp != d->stamp)
		cul_web_push(w, 0, "changed", "");
	d->stamp = stamp;
}
