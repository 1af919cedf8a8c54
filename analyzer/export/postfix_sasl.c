/* \summary: a Postfix check_sasl_access table of accounts
 *
 * For texthash:, or hash: after postmap (access(5)). Lookups fold case, so
 * the keys are in lower case. A name with a blank, a control character, a
 * quote, '#' or what is not ASCII cannot be a key that surely means that
 * account alone (postmap(1): quoting, comments, continuation lines; smtpd
 * looks up '_' for what it will not print, and logs '?'; a name that fills
 * its room may have been cut): it is named in a comment.
 */
#include <stdlib.h>
#include <strings.h>

#include "culprit/err.h"
#include "export/list.h"

static bool is_key_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("!$%&'*+-./=@^_`{|}~:", c) != NULL);
}

static bool is_key(const char *name)
{
	const char *p = name;

	while (is_key_char(*p))
		p++;
	return p != name && *p == '\0' && p - name < CUL_NAME_MAX - 1;
}

static bool is_account(const struct cul_suggestion *s)
{
	return cul_list_wants(s) && s->subject == CUL_SUBJECT_ACCOUNT;
}

static int compare(const void *a, const void *b)
{
	const struct cul_suggestion *x =
		*(const struct cul_suggestion *const *)a;
	const struct cul_suggestion *y =
		*(const struct cul_suggestion *const *)b;
	int c = strcasecmp(x->name, y->name);

	/* The gravest suggestion comes first in the report. */
	return c != 0 ? c : (x < y ? -1 : x > y);
}

struct accounts {
	size_t n;
	const struct cul_suggestion **v;
};

static int collect(const struct cul_report *r, struct accounts *ret_accounts)
{
	struct accounts a = { 0, calloc(r->n_suggestions + 1, sizeof(*a.v)) };
	size_t kept = 0;

	if (a.v == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < r->n_suggestions; i++)
		if (is_account(&r->suggestions[i]) &&
		    is_key(r->suggestions[i].name))
			a.v[a.n++] = &r->suggestions[i];
	qsort(a.v, a.n, sizeof(*a.v), compare);
	for (size_t i = 0; i < a.n; i++)
		if (kept == 0 ||
		    strcasecmp(a.v[kept - 1]->name, a.v[i]->name) != 0)
			a.v[kept++] = a.v[i];
	a.n = kept;
	*ret_accounts = a;
	return 0;
}

static int64_t first_expiry(const struct accounts *a)
{
	int64_t t = CUL_TIME_NONE;

	for (size_t i = 0; i < a->n; i++)
		if (t == CUL_TIME_NONE ||
		    (a->v[i]->expires_usec != CUL_TIME_NONE &&
		     a->v[i]->expires_usec < t))
			t = a->v[i]->expires_usec;
	return t;
}

static void write_key(struct cul_out *o, const char *name)
{
	for (; *name != '\0'; name++) {
		char c = *name;

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + ('a' - 'A'));
		cul_out_put(o, &c, 1);
	}
}

static void write_account(struct cul_out *o, const struct cul_suggestion *s)
{
	cul_out_str(o, "# ");
	cul_list_comment(o, s);
	cul_out_str(o, "\n");
	write_key(o, s->name);
	cul_out_str(o, "\tREJECT 5.7.1 ");
	cul_list_refusal(o, s);
	cul_out_str(o, "\n");
}

static void write_skipped(struct cul_out *o, const struct cul_report *r)
{
	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *s = &r->suggestions[i];

		if (!is_account(s) || is_key(s->name))
			continue;
		cul_out_str(o, "# no entry, as no key can hold this name: ");
		cul_list_comment(o, s);
		cul_out_str(o, "\n");
	}
}

static void write_sasl(const struct cul_report *r, struct cul_out *o)
{
	struct accounts a;
	int err = collect(r, &a);

	if (err < 0) {
		o->err = o->err != 0 ? o->err : err;
		return;
	}
	cul_list_head(o, r,
		      &(struct cul_list_head){
			      "postfix-sasl",
			      "smtpd_sender_restrictions = check_sasl_access "
			      "texthash:THIS-FILE",
			      a.n, first_expiry(&a) });
	for (size_t i = 0; i < a.n; i++)
		write_account(o, a.v[i]);
	write_skipped(o, r);
	free(a.v);
}

extern const struct cul_export cul_export_postfix_sasl;
const struct cul_export cul_export_postfix_sasl = {
	.name = "postfix-sasl",
	.file = "postfix_sasl_access",
	.summary = "Postfix check_sasl_access: accounts that may not send",
	.write = write_sasl,
};
