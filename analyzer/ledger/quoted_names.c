/* \summary: names in a quoted refusal: mailboxes, block lists, servers */
#include "ledger/quoted_int.h"

#include "culprit/suggestion.h"

static bool in_local(char c)
{
	return cul_quoted_alnum(c) ||
	       (c != '\0' && strchr(".!#$%&'*+/=?^_`{|}~-", c) != NULL);
}

/* ---- names ---- */

/* Around an @: what may stand left and right of it. */
static void take_name(struct cul_quoted *q, struct cul_sv text, const char *at)
{
	const char *from = at, *to = at + 1, *end = text.ptr + text.len;
	struct cul_sv name;

	while (from > text.ptr && in_local(from[-1]))
		from--;
	/* "orig_to=<" ends at a bracket; "user=anna@" does not. */
	for (const char *p = from; p < at; p++)
		if (*p == '=' && p - from < 16)
			from = p + 1;
	while (to < end && (cul_quoted_alnum(*to) || *to == '.' || *to == '-'))
		to++;
	while (to > at + 1 && !cul_quoted_alnum(to[-1]))
		to--;
	name = (struct cul_sv){ from, (size_t)(to - from) };
	if (from == at || to == at + 1 || q->n_names == CUL_QUOTED_NAMES ||
	    name.len >= CUL_NAME_MAX)
		return;
	for (unsigned i = 0; i < q->n_names; i++)
		if (cul_sv_eq(q->names[i], name))
			return;
	q->names[q->n_names++] = name;
}

void cul_quoted_names(struct cul_quoted *q, struct cul_sv text)
{
	const char *p = text.ptr, *end = text.ptr + text.len;

	while (p < end && (p = memchr(p, '@', (size_t)(end - p))) != NULL)
		take_name(q, text, p++);
}

/* ---- who listed it ---- */

static bool is_domain(struct cul_sv v)
{
	bool dot = false, letter = false;

	for (size_t i = 0; i < v.len; i++) {
		if (!cul_quoted_alnum(v.ptr[i]) && v.ptr[i] != '.' &&
		    v.ptr[i] != '-')
			return false;
		dot |= v.ptr[i] == '.';
		letter |= v.ptr[i] > '9';
	}
	return dot && letter && v.ptr[0] != '.';
}

/* The domain behind "using", "at", "by" or "in"; Exim's "black list at". */
void cul_quoted_list(struct cul_quoted *q, struct cul_sv text)
{
	static const struct cul_sv heads[] = {
		CUL_SV_LIT("blocked using "),  CUL_SV_LIT("black list at "),
		CUL_SV_LIT("listed at "),      CUL_SV_LIT("listed in "),
		CUL_SV_LIT("listed by "),      CUL_SV_LIT("blocked by "),
		CUL_SV_LIT("found in "),       CUL_SV_LIT("rbl: "),
		CUL_SV_LIT("blacklisted at "),
	};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		const char *p = cul_sv_find_fold(text, heads[i]);
		struct cul_sv v;
		size_t n = 0;

		if (p == NULL)
			continue;
		v = cul_sv_from(text, (size_t)(p - text.ptr) + heads[i].len);
		while (n < v.len && cul_quoted_token(v.ptr[n]))
			n++;
		while (n != 0 && !cul_quoted_alnum(v.ptr[n - 1]))
			n--;
		v.len = n;
		if (n == 0 || !is_domain(v))
			continue;
		q->list = v;
		return;
	}
}

/* "... while talking to mx.example.:" of Sendmail has no address. */
void cul_quoted_server(struct cul_quoted *q, struct cul_sv text)
{
	const char *p = cul_sv_find_fold(text, CUL_SV("talking to "));
	struct cul_sv v;
	size_t n = 0;

	if (p == NULL || cul_sv_present(q->server))
		return;
	v = cul_sv_from(text, (size_t)(p - text.ptr) + 11);
	while (n < v.len && cul_quoted_token(v.ptr[n]))
		n++;
	while (n != 0 && !cul_quoted_alnum(v.ptr[n - 1]))
		n--;
	v.len = n;
	if (n != 0 && is_domain(v))
		q->server = v;
}
