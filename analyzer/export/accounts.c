/* \summary: the accounts that a list stops */
#include "export/accounts.h"

#include <stdlib.h>
#include <strings.h>

#include "culprit/err.h"

static bool is_key_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("!$%&'*+-./=@^_`{|}~:", c) != NULL);
}

bool cul_list_is_plain_key(const char *name)
{
	const char *p = name;

	while (is_key_char(*p))
		p++;
	return p != name && *p == '\0';
}

static bool is_key(const struct cul_list_keys *k, const char *name)
{
	return strnlen(name, CUL_NAME_MAX) < CUL_NAME_MAX - 1 &&
	       k->is_key(name);
}

static bool is_account(const struct cul_report *r,
		       const struct cul_suggestion *s)
{
	return s->subject == CUL_SUBJECT_ACCOUNT && cul_list_wants(r, s);
}

/* The gravest suggestion comes first in the report. */
static int by_gravity(const struct cul_list_account *x,
		      const struct cul_list_account *y)
{
	return x->s < y->s ? -1 : x->s > y->s;
}

static int by_name(const void *a, const void *b)
{
	const struct cul_list_account *x = a, *y = b;
	int c = strcmp(x->s->name, y->s->name);

	return c != 0 ? c : by_gravity(x, y);
}

static int by_folded(const void *a, const void *b)
{
	const struct cul_list_account *x = a, *y = b;
	int c = strcasecmp(x->s->name, y->s->name);

	return c != 0 ? c : by_gravity(x, y);
}

static bool same_name(const struct cul_list_keys *k, const char *a,
		      const char *b)
{
	return (k->fold ? strcasecmp(a, b) : strcmp(a, b)) == 0;
}

/* Who is named twice is listed as long as the longer of both says. */
static void drop_twins(struct cul_list_accounts *a,
		       const struct cul_list_keys *k)
{
	size_t kept = 0;

	for (size_t i = 0; i < a->n; i++) {
		struct cul_list_account *x = &a->v[i];
		struct cul_list_account *last =
			kept != 0 ? &a->v[kept - 1] : NULL;

		if (last == NULL || !same_name(k, last->s->name, x->s->name))
			a->v[kept++] = *x;
		else if (cul_list_is_later(x->expires_usec, last->expires_usec))
			last->expires_usec = x->expires_usec;
	}
	a->n = kept;
}

int cul_list_accounts(const struct cul_report *r, const struct cul_list_keys *k,
		      struct cul_list_accounts *ret_accounts)
{
	struct cul_list_accounts a = { 0, calloc(r->n_suggestions + 1,
						 sizeof(*a.v)) };

	if (a.v == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *s = &r->suggestions[i];

		if (is_account(r, s) && is_key(k, s->name))
			a.v[a.n++] =
				(struct cul_list_account){ s, s->expires_usec };
	}
	qsort(a.v, a.n, sizeof(*a.v), k->fold ? by_folded : by_name);
	drop_twins(&a, k);
	*ret_accounts = a;
	return 0;
}

void cul_list_accounts_done(struct cul_list_accounts *a)
{
	free(a->v);
	*a = (struct cul_list_accounts){ 0, NULL };
}

int64_t cul_list_accounts_first_expiry(const struct cul_list_accounts *a)
{
	int64_t t = CUL_TIME_NONE;

	for (size_t i = 0; i < a->n; i++)
		if (i == 0 || cul_list_is_later(t, a->v[i].expires_usec))
			t = a->v[i].expires_usec;
	return t;
}

void cul_list_accounts_skipped(struct cul_out *o, const struct cul_report *r,
			       const struct cul_list_keys *k, const char *mark)
{
	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *s = &r->suggestions[i];

		if (!is_account(r, s) || is_key(k, s->name))
			continue;
		cul_out_fmt(
			o, "%s no entry, as no key can hold this name: ", mark);
		cul_list_comment(o, s);
		cul_out_str(o, "\n");
	}
}
