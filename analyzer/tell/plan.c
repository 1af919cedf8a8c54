/* \summary: a copy of what was asked for */
#include "tell/plan.h"

#include <stdlib.h>

static const char *copy(const char *s, bool *ok)
{
	char *c = s != NULL ? strdup(s) : NULL;

	*ok = *ok && (s == NULL || c != NULL);
	return c;
}

static void copy_named(const struct cul_tell_plan *from,
		       struct cul_tell_plan *to, bool *ok)
{
	const char **named = calloc(from->n_named + 1, sizeof(char *));

	to->named = named;
	if (named == NULL) {
		*ok = false;
		return;
	}
	for (; to->n_named < from->n_named; to->n_named++)
		named[to->n_named] = copy(from->named[to->n_named], ok);
}

bool cul_tell_plan_copy(const struct cul_tell_plan *from,
			struct cul_tell_plan *to)
{
	bool ok = true;

	*to = *from;
	to->n_named = 0;
	to->state = copy(from->state, &ok);
	to->exec = copy(from->exec, &ok);
	to->mail_to = copy(from->mail_to, &ok);
	to->mail_from = copy(from->mail_from, &ok);
	to->sendmail = copy(from->sendmail, &ok);
	to->host = copy(from->host, &ok);
	to->config = copy(from->config, &ok);
	to->path = copy(from->path, &ok);
	to->lang = copy(from->lang, &ok);
	copy_named(from, to, &ok);
	if (!ok)
		cul_tell_plan_done(to);
	return ok;
}

/* It was made here, and is const for all others. */
static void drop(const void *s)
{
	void *p;

	memcpy(&p, &s, sizeof(p));
	free(p);
}

void cul_tell_plan_done(struct cul_tell_plan *p)
{
	drop(p->state);
	drop(p->exec);
	drop(p->mail_to);
	drop(p->mail_from);
	drop(p->sendmail);
	drop(p->host);
	drop(p->config);
	drop(p->path);
	drop(p->lang);
	for (size_t i = 0; i < p->n_named; i++)
		drop(p->named[i]);
	drop(p->named);
	*p = (struct cul_tell_plan){ 0 };
}
