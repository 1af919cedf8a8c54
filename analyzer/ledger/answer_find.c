/* \summary: what the ledger has of those that a text names */
#include "ledger/answer_int.h"

#include <stdlib.h>

static void ask(struct cul_answering *a, struct cul_sv text,
		const struct cul_net *net, bool is_id)
{
	struct answer_asked *k = &a->asked[a->n_asked];

	if (a->n_asked == CUL_ASKED_MAX || text.len == 0 ||
	    text.len >= sizeof(k->text))
		return;
	*k = (struct answer_asked){ .is_addr = net != NULL, .is_id = is_id };
	memcpy(k->text, text.ptr, text.len);
	if (net != NULL)
		k->net = *net;
	a->n_asked++;
}

static void ask_addr(struct cul_answering *a, const struct cul_net *net)
{
	char text[CUL_NET_TEXT_MAX];
	size_t n = net->bits == 128 ? cul_addr_print(&net->base, text)
				    : cul_net_print(net, text);

	ask(a, (struct cul_sv){ text, n }, net, false);
}

/* Ids tell most; whoever refused is not who was refused. A single word that is
 * nothing of these may be a customer, a login without a domain, or the first
 * letters of an id. */
static void ask_all(struct cul_answering *a)
{
	const struct cul_quoted *q = &a->quoted;

	for (unsigned i = 0; i < q->n_ids; i++)
		ask(a, q->ids[i], NULL, true);
	for (unsigned i = 0; i < q->n_addrs; i++)
		if (!q->addrs[i].refuser)
			ask_addr(a, &q->addrs[i].net);
	for (unsigned i = 0; i < q->n_names; i++)
		ask(a, q->names[i], NULL, false);
	if (a->n_asked == 0 && q->refusal == CUL_REFUSAL_NONE)
		ask(a, q->word, NULL, true);
}

/* The customer behind an address or a login: it may be he who was stopped, and
 * for what another address of his did. */
static void ask_whose(struct cul_answering *a)
{
	const struct cul_answer_plan *p = a->plan;
	const unsigned n = a->n_asked;

	for (unsigned i = 0; p->whose != NULL && i < n; i++) {
		struct answer_asked *k = &a->asked[i];
		unsigned j = 0;

		if (k->is_id ||
		    !p->whose(p->whose_arg, k->is_addr ? &k->net.base : NULL,
			      k->text, k->whose))
			continue;
		while (j < a->n_asked &&
		       strcmp(a->asked[j].text, k->whose) != 0)
			j++;
		if (j == a->n_asked) {
			ask(a, (struct cul_sv){ k->whose, strlen(k->whose) },
			    NULL, false);
			a->asked[a->n_asked - 1].is_whose |= j != a->n_asked;
		}
	}
}

/* In force first, then what waits, then the latest decision. */
static int weight(const struct cul_case *c)
{
	if (c->standing == CUL_STANDING_ACCEPTED)
		return cul_answer_case_is(c) == CUL_ANSWER_US ? 3 : 2;
	return c->standing == CUL_STANDING_OPEN ? 2 : 1;
}

static bool goes_before(const struct cul_case *x, const struct cul_case *y)
{
	if (weight(x) != weight(y))
		return weight(x) > weight(y);
	return x->changed_usec > y->changed_usec;
}

static bool is_told(const struct cul_answering *a, const struct cul_case *c)
{
	for (unsigned i = 0; i < a->n_told; i++)
		if (strcmp(a->told[i]->s.id, c->s.id) == 0)
			return true;
	return false;
}

/* Lists hand out light ones: there is nothing in them to be copied deeper. */
static void keep(struct cul_answering *a, unsigned of, const struct cul_case *c)
{
	struct cul_case *mine;
	unsigned at = a->n_told;

	if (is_told(a, c))
		return;
	if (at == CUL_TOLD_MAX) {
		a->more++;
		at--;
		if (!goes_before(c, a->told[at]))
			return;
		mine = a->told[at];
	} else {
		mine = malloc(sizeof(*mine));
		if (mine == NULL)
			return;
		a->n_told++;
	}
	for (; at > 0 && goes_before(c, a->told[at - 1]); at--) {
		a->told[at] = a->told[at - 1];
		a->of[at] = a->of[at - 1];
	}
	*mine = *c;
	mine->s.n_reasons = mine->s.n_vetoes = 0;
	mine->s.n_quotes = 0;
	mine->s.quotes = NULL;
	a->told[at] = mine;
	a->of[at] = of;
}

struct search {
	struct cul_answering *a;
	unsigned of;
};

/* A search finds a text anywhere: here only what is about the address. */
static bool is_about(const struct cul_suggestion *s, const struct cul_net *net)
{
	struct cul_net held;
	struct cul_sv name = { s->name, strlen(s->name) };

	if ((s->subject == CUL_SUBJECT_IP || s->subject == CUL_SUBJECT_NET) &&
	    cul_net_parse(name, &held) &&
	    (cul_net_has(&held, &net->base) || cul_net_has(net, &held.base)))
		return true;
	for (unsigned i = 0; i < s->n_addrs; i++) {
		/* Of IPv6 a source is its /64. */
		held = cul_net_of(&s->addrs[i], 32, 64);
		if (cul_net_has(net, &s->addrs[i]) ||
		    cul_net_has(&held, &net->base))
			return true;
	}
	return false;
}

static bool found(void *arg, const struct cul_case *c)
{
	const struct search *s = arg;
	const struct answer_asked *k = &s->a->asked[s->of];

	if (!k->is_addr || is_about(&c->s, &k->net))
		keep(s->a, s->of, c);
	return true;
}

static int by_id(struct cul_answering *a, unsigned i)
{
	struct cul_case *c = NULL;
	int rc;

	if (!a->asked[i].is_id || strlen(a->asked[i].text) < 4)
		return CUL_OK;
	rc = cul_ledger_case(a->plan->ledger, a->asked[i].text,
			     a->plan->now_usec, &c);
	if (rc == CUL_OK)
		keep(a, i, c);
	cul_case_free(&c);
	/* No such id, or it is the beginning of several. */
	return rc == CUL_ENONE || rc == CUL_EUSAGE ? CUL_OK : rc;
}

static int look_up(struct cul_answering *a, unsigned i)
{
	struct search s = { a, i };
	struct cul_case_query q = {
		.standings = (1u << CUL_STANDINGS_) - 1,
		.order = CUL_CASES_RECENT,
		.now_usec = a->plan->now_usec,
	};
	const char *text = a->asked[i].text;
	int rc = by_id(a, i);

	if (a->asked[i].is_addr) {
		q.search = text;
		return rc == CUL_OK ? cul_ledger_cases(a->plan->ledger, &q,
						       found, &s, NULL)
				    : rc;
	}
	q.subject = text;
	if (rc == CUL_OK)
		rc = cul_ledger_cases(a->plan->ledger, &q, found, &s, NULL);
	q.subject = NULL;
	q.customer = text;
	if (rc == CUL_OK)
		rc = cul_ledger_cases(a->plan->ledger, &q, found, &s, NULL);
	return rc;
}

int cul_answer_find(struct cul_answering *a)
{
	int rc = CUL_OK;

	ask_all(a);
	ask_whose(a);
	for (unsigned i = 0; i < a->n_asked && rc == CUL_OK; i++)
		rc = look_up(a, i);
	return rc;
}

void cul_answer_done(struct cul_answering *a)
{
	for (unsigned i = 0; i < a->n_told; i++)
		free(a->told[i]);
	a->n_told = 0;
}
