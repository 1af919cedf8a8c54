/* \summary: what to answer somebody who was blocked */
#include "ledger/answer_int.h"

#include <stdio.h>

const char *cul_answer_part_name(enum cul_answer_part p)
{
	static const char *const names[CUL_ANSWER_PARTS_] = {
		[CUL_ANSWER_HEAD] = "head", [CUL_ANSWER_CASE] = "case",
		[CUL_ANSWER_TEXT] = "know", [CUL_ANSWER_SAY] = "say",
		[CUL_ANSWER_DO] = "do",
	};

	return (unsigned)p < CUL_ANSWER_PARTS_ ? names[p] : "know";
}

const char *cul_answer_name(enum cul_answer_is a)
{
	static const char *const names[CUL_ANSWERS_] = {
		[CUL_ANSWER_NOTHING] = "nothing-known",
		[CUL_ANSWER_NOT_US] = "not-us",
		[CUL_ANSWER_OPEN] = "undecided",
		[CUL_ANSWER_US] = "us",
	};

	return (unsigned)a < CUL_ANSWERS_ ? names[a] : names[0];
}

void cul_answer_add(struct cul_answering *a, const char *fmt, ...)
{
	const size_t room = sizeof(a->text) - a->used;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(a->text + a->used, room, fmt, ap);
	va_end(ap);
	if (n > 0)
		a->used += (size_t)n < room ? (size_t)n : room - 1;
}

void cul_answer_put(struct cul_answering *a, enum cul_answer_part kind,
		    const struct cul_case *c)
{
	if (a->used != 0)
		a->plan->part(a->plan->arg, kind, a->text, c);
	a->used = 0;
	a->text[0] = '\0';
}

void cul_answer_time(struct cul_answering *a, int64_t t_usec)
{
	char text[CUL_TIME_TEXT_MAX];

	if (t_usec == CUL_TIME_NONE) {
		cul_answer_add(a, "a time that is not known");
		return;
	}
	(void)cul_time_print(t_usec, text);
	cul_answer_add(a, "%.10s %.5s UTC", text, text + 11);
}

static void put(struct cul_answering *a, enum cul_answer_part kind,
		const char *text)
{
	cul_answer_add(a, "%s", text);
	cul_answer_put(a, kind, NULL);
}

static bool is_ours(const struct cul_answer_plan *p, const struct cul_net *net)
{
	for (size_t i = 0; i < p->n_networks; i++)
		if (p->networks[i].bits <= net->bits &&
		    cul_net_has(&p->networks[i], &net->base))
			return true;
	return false;
}

/* Nothing was found: of whom that is said. */
static void head_of_none(struct cul_answering *a)
{
	const char *join = " ";

	if (a->n_asked == 0) {
		cul_answer_add(a,
			       a->quoted.refusal == CUL_REFUSAL_NONE
				       ? "There is no address, account, "
					 "customer or id in this to look up."
				       : "The text names nobody who could be "
					 "looked up.");
		cul_answer_put(a, CUL_ANSWER_HEAD, NULL);
		return;
	}
	cul_answer_add(a, "Not us: the ledger knows nothing of");
	for (unsigned i = 0; i < a->n_asked; i++) {
		if (a->asked[i].is_whose)
			continue;
		cul_answer_add(a, "%s%.*s", join, CUL_WHOM_MAX,
			       a->asked[i].text);
		join = ", ";
	}
	cul_answer_add(a, ".");
	cul_answer_put(a, CUL_ANSWER_HEAD, NULL);
}

/* What each that was named is, as far as the configuration knows. */
static void whose(struct cul_answering *a)
{
	const bool networks = a->plan->n_networks != 0 && a->n_told == 0;

	for (unsigned i = 0; i < a->n_asked; i++) {
		const struct answer_asked *k = &a->asked[i];

		if (k->whose[0] != '\0')
			cul_answer_add(a, "%.*s is of customer %.*s.",
				       CUL_WHOM_MAX, k->text, CUL_WHOM_MAX,
				       k->whose);
		else if (k->is_addr && networks)
			cul_answer_add(a, "%s is %s our networks.", k->text,
				       is_ours(a->plan, &k->net) ? "in"
								 : "not in");
		cul_answer_put(a, CUL_ANSWER_TEXT, NULL);
	}
}

/* ---- exceptions ---- */

static bool is_within(const struct answer_asked *k, const char *what)
{
	struct cul_net net;

	if (!k->is_addr)
		return strcmp(k->text, what) == 0;
	return cul_net_parse((struct cul_sv){ what, strlen(what) }, &net) &&
	       net.bits <= k->net.bits && cul_net_has(&net, &k->net.base);
}

static bool exception(void *arg, const struct cul_exception *e)
{
	struct cul_answering *a = arg;

	for (unsigned i = 0; i < a->n_asked; i++) {
		if (!is_within(&a->asked[i], e->what))
			continue;
		cul_answer_add(a,
			       "%.*s is never to be accused (exception %lld, "
			       "%.*s): %.500s. Who answers for it: %.100s.",
			       CUL_WHOM_MAX, a->asked[i].text,
			       (long long)e->number, CUL_WHOM_MAX, e->what,
			       e->reason, e->owner);
		cul_answer_put(a, CUL_ANSWER_TEXT, NULL);
	}
	return true;
}

/* ---- what the text says ---- */

static void refusal(struct cul_answering *a)
{
	const struct cul_quoted *q = &a->quoted;

	if (q->refusal == CUL_REFUSAL_NONE)
		return;
	cul_answer_add(a, "The text says: %s", cul_refusal_words(q->refusal));
	if (q->code != 0)
		cul_answer_add(a, " (%u%s%.*s)", q->code,
			       q->enhanced.len != 0 ? " " : "",
			       (int)q->enhanced.len, q->enhanced.ptr);
	cul_answer_add(a, ".");
	if (q->list.len != 0)
		cul_answer_add(a, " It names the list %.*s.", (int)q->list.len,
			       q->list.ptr);
	if (q->server.len != 0)
		cul_answer_add(a, " It was refused by %.*s.",
			       (int)q->server.len, q->server.ptr);
	if (q->code >= 400 && q->code < 500)
		cul_answer_add(a, " That is for now: the sending server "
				  "tries again by itself.");
	cul_answer_put(a, CUL_ANSWER_TEXT, NULL);
}

void cul_answer_aside(struct cul_answering *a)
{
	const struct cul_answer_plan *p = a->plan;

	whose(a);
	if (a->rc == CUL_OK)
		a->rc = cul_ledger_exceptions(p->ledger, false, p->now_usec,
					      exception, a);
	refusal(a);
}

static void advice(struct cul_answering *a)
{
	const struct cul_answer_refusal *r =
		cul_answer_of_refusal(a->quoted.refusal);

	if (r->say != NULL)
		put(a, CUL_ANSWER_SAY, r->say);
	for (size_t i = 0; i < 3 && r->todo[i] != NULL; i++)
		put(a, CUL_ANSWER_DO, r->todo[i]);
}

static void tell(struct cul_answering *a, enum cul_answer_is *is)
{
	*is = a->quoted.refusal == CUL_REFUSAL_NONE ? CUL_ANSWER_NOTHING
						    : CUL_ANSWER_NOT_US;
	for (unsigned i = 0; i < a->n_told; i++) {
		const enum cul_answer_is one = cul_answer_case_is(a->told[i]);

		*is = one > *is ? one : *is;
		cul_answer_case(a, i);
	}
	if (a->more != 0) {
		cul_answer_add(a, "And %zu older or less grave of the same.",
			       a->more);
		cul_answer_put(a, CUL_ANSWER_TEXT, NULL);
	}
	if (a->n_told == 0) {
		head_of_none(a);
		cul_answer_aside(a);
	}
}

int cul_answer(const struct cul_answer_plan *plan, struct cul_sv text,
	       enum cul_answer_is *ret_is)
{
	struct cul_answering a = { .plan = plan };
	enum cul_answer_is is = CUL_ANSWER_NOTHING;
	int rc;

	cul_quoted_read(text, &a.quoted);
	rc = cul_answer_find(&a);
	if (rc == CUL_OK)
		tell(&a, &is);
	rc = rc == CUL_OK ? a.rc : rc;
	/* Where it was us, our own steps were told; else those of the text. */
	if (rc == CUL_OK && is != CUL_ANSWER_US)
		advice(&a);
	if (rc == CUL_OK)
		*ret_is = is;
	cul_answer_done(&a);
	return rc;
}
