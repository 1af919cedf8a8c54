/* \summary: what staff accepted, as a report that block lists are made of */
#include "engine/ledger_lists.h"

#include <stdlib.h>

#include "engine/version.h"

struct ids {
	char (*v)[CUL_ID_MAX];
	size_t n, room;
	bool nomem;
};

/* Lists hand out light cases, and while they do nothing else can be asked. */
static bool take_id(void *arg, const struct cul_case *c)
{
	struct ids *l = arg;

	if (l->n == l->room) {
		const size_t room = l->room * 2 + 64;
		char(*v)[CUL_ID_MAX] = realloc(l->v, room * sizeof(*v));

		if (v == NULL) {
			l->nomem = true;
			return false;
		}
		l->v = v;
		l->room = room;
	}
	memcpy(l->v[l->n++], c->s.id, CUL_ID_MAX);
	return true;
}

/* As was decided; of one that is open, as it would be if it were accepted as
 * suggested now. */
static int64_t lasts_until(const struct cul_case *c, int64_t now_usec)
{
	const struct cul_suggestion *s = &c->s;

	if (c->standing == CUL_STANDING_ACCEPTED)
		return c->until_usec;
	if (s->expires_usec == CUL_TIME_NONE ||
	    s->expires_usec <= s->last_seen_usec)
		return CUL_TIME_NONE;
	return now_usec + (s->expires_usec - s->last_seen_usec);
}

static int load(struct cul_ledger *l, const struct ids *ids,
		const struct cul_case_query *q, struct cul_lists *ret)
{
	int rc = CUL_OK;

	ret->cases = calloc(ids->n + 1, sizeof(struct cul_case *));
	ret->report.suggestions =
		calloc(ids->n + 1, sizeof(*ret->report.suggestions));
	if (ret->cases == NULL || ret->report.suggestions == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < ids->n && rc == CUL_OK; i++) {
		struct cul_case *c = NULL;

		rc = cul_ledger_case(l, ids->v[i], q->now_usec, &c);
		if (rc != CUL_OK)
			break;
		/* Somebody may have decided since the list was made. */
		if ((q->standings & (1u << c->standing)) == 0) {
			cul_case_free(&c);
			continue;
		}
		c->s.expires_usec = lasts_until(c, q->now_usec);
		ret->report.suggestions[ret->n] = c->s;
		ret->cases[ret->n++] = c;
	}
	return rc == CUL_ENONE ? CUL_OK : rc;
}

static void span(struct cul_report *r)
{
	r->summary.t_first_usec = r->summary.t_last_usec = CUL_TIME_NONE;
	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *s = &r->suggestions[i];

		if (i == 0 || s->first_seen_usec < r->summary.t_first_usec)
			r->summary.t_first_usec = s->first_seen_usec;
		if (i == 0 || s->last_seen_usec > r->summary.t_last_usec)
			r->summary.t_last_usec = s->last_seen_usec;
	}
}

int cul_lists_make(struct cul_ledger *l, bool open, int64_t now_usec,
		   struct cul_lists *ret)
{
	const struct cul_case_query q = {
		.standings = 1u << (open ? CUL_STANDING_OPEN
					 : CUL_STANDING_ACCEPTED),
		.order = CUL_CASES_GRAVEST,
		.now_usec = now_usec,
	};
	struct ids ids = { NULL, 0, 0, false };
	int rc;

	*ret = (struct cul_lists){ .report = { .version = cul_version(),
					       .made_usec = now_usec } };
	rc = cul_ledger_cases(l, &q, take_id, &ids, NULL);
	if (rc == CUL_OK)
		rc = ids.nomem ? CUL_ENOMEM : load(l, &ids, &q, ret);
	free(ids.v);
	ret->report.n_suggestions = ret->n;
	span(&ret->report);
	return rc;
}

void cul_lists_done(struct cul_lists *l)
{
	for (size_t i = 0; i < l->n; i++)
		cul_case_free(&l->cases[i]);
	free(l->cases);
	free(l->report.suggestions);
	*l = (struct cul_lists){ .n = 0 };
}

const struct cul_export *cul_lists_format(const char *name)
{
	for (size_t i = 0; cul_exports[i] != NULL; i++)
		if (strcmp(cul_exports[i]->name, name) == 0)
			return cul_exports[i];
	return NULL;
}

void cul_lists_write(const struct cul_lists *l, const struct cul_export *e,
		     bool undo, struct cul_out *o)
{
	struct cul_report none = l->report;

	if (undo && e->undo != NULL) {
		e->undo(&l->report, o);
		return;
	}
	if (undo) {
		none.n_suggestions = 0;
		e->write(&none, o);
		return;
	}
	e->write(&l->report, o);
}
