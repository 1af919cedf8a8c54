/* \summary: events in, suggestions out */
#include <stdlib.h>

#include "engine/court_int.h"
#include "evidence/hash.h"

static int tables_new(struct cul_court *c)
{
	const struct cul_shares most = cul_court_shares(c->settings);
	const struct cul_table_plan plan = cul_court_table_plan(c->settings);

	c->contacts.most = most.pairs;
	c->writers.most = most.writers;
	c->table = cul_table_new(&plan);
	c->join = cul_join_new(most.in_flight);
	c->notes = cul_notes_new(most.notes);
	return c->table != NULL && c->join != NULL && c->notes != NULL
		       ? CUL_OK
		       : CUL_ENOMEM;
}

int cul_court_new(const struct cul_settings *s, struct cul_out *err,
		  struct cul_court **ret_court)
{
	struct cul_court *c = calloc(1, sizeof(*c));
	int ret;

	if (c == NULL)
		return CUL_ENOMEM;
	c->settings = s;
	c->t_now = c->t_begun = CUL_TIME_NONE;
	ret = cul_court_given_new(c, err);
	if (ret == CUL_OK)
		ret = tables_new(c);
	if (ret != CUL_OK) {
		cul_court_free(&c);
		return ret;
	}
	*ret_court = c;
	return CUL_OK;
}

static void suggestions_free(struct cul_court *c)
{
	for (size_t i = 0; i < c->n_suggestions; i++) {
		struct cul_suggestion *g = &c->suggestions[i];

		for (size_t k = 0; k < g->n_quotes; k++)
			free(g->quotes[k].line);
		free(g->quotes);
	}
	free(c->suggestions);
}

void cul_court_free(struct cul_court **court)
{
	struct cul_court *c = *court;

	if (c == NULL)
		return;
	suggestions_free(c);
	free(c->cleared);
	free(c->days.v);
	cul_set_done(&c->let_go);
	cul_intern_done(&c->words);
	free(c->waits.v);
	cul_court_learned_free(c);
	free(c->guessed);
	for (size_t i = 0; i < c->n_sentences; i++)
		free(c->sentences[i]);
	cul_table_free(&c->table);
	cul_join_free(&c->join);
	cul_notes_free(&c->notes);
	cul_contacts_done(&c->contacts);
	cul_set_done(&c->mailboxes);
	cul_writers_done(&c->writers);
	cul_court_given_free(c);
	free(c);
	*court = NULL;
}

void cul_court_except(struct cul_court *c, const struct cul_excepted *list)
{
	c->excepted = list;
}

void cul_court_reread(struct cul_court *c, const struct cul_again *again)
{
	c->again = again;
}

static int dispatch(struct cul_hearing *h)
{
	switch (h->ev->kind) {
	case CUL_EV_CONNECT:
	case CUL_EV_DISCONNECT:
		return cul_court_session(h);
	case CUL_EV_LOGIN:
		return cul_court_login(h);
	case CUL_EV_LOGIN_FAILED:
		return cul_court_login_failed(h);
	case CUL_EV_ACCEPTED:
	case CUL_EV_LOCAL_SUBMIT:
		return cul_court_begun(h);
	case CUL_EV_IDENTIFIED:
		return cul_court_identified(h);
	case CUL_EV_QUEUED:
		return cul_court_queued(h);
	case CUL_EV_REFUSED:
		if ((h->ev->marks & CUL_MARK_WAITS) != 0 &&
		    h->ev->session_key != 0)
			return cul_court_wait(h, h->ev->session_key);
		return cul_court_refused(h);
	case CUL_EV_ATTEMPT:
		return cul_court_attempted(h);
	case CUL_EV_DELIVERED:
	case CUL_EV_DEFERRED:
	case CUL_EV_BOUNCED:
		return cul_court_fate(h);
	case CUL_EV_REMOVED:
		return cul_court_removed(h);
	case CUL_EV_MANNERS:
		return cul_court_manners(h);
	case CUL_EV_CONTENT_VERDICT:
		return cul_court_verdict(h);
	case CUL_EV_FORM_POST:
		return cul_court_form_post(h);
	case CUL_EV_PROXY_REQUEST:
		return cul_court_proxy(h);
	case CUL_EV_NONE:
	case CUL_EV_EXPIRED: /* each recipient has a line of its own too */
	case CUL_EV_SMTP_FLOW:
	case CUL_EV_KINDS_:
		break;
	}
	return CUL_OK;
}

int cul_court_hear(struct cul_court *c, const struct cul_event *ev,
		   const struct cul_logged *line)
{
	struct cul_hearing h = { c, ev, line, NULL, 0 };
	struct cul_event whole;
	int err = CUL_OK;

	/* A line without a readable stamp happened when its neighbours did;
	 * before the first stamp of all there is nothing to go by. */
	if (ev->t_usec == CUL_TIME_NONE && c->t_now == CUL_TIME_NONE)
		return CUL_OK;
	if (ev->t_usec == CUL_TIME_NONE ||
	    (ev->session_key == 0 && ev->client_key == 0)) {
		whole = *ev;
		if (whole.t_usec == CUL_TIME_NONE)
			whole.t_usec = c->t_now;
		cul_court_keys(&whole);
		h.ev = &whole;
	}
	if (cul_notes_count(c->notes) != 0 && cul_court_is_told_before(h.ev)) {
		if (h.ev != &whole)
			whole = *ev;
		h.note = cul_court_recall(c, &whole);
		h.ev = &whole;
	}
	c->t_now = h.ev->t_usec;
	cul_court_clock(&c->clock, c->t_now);
	if (c->t_begun == CUL_TIME_NONE)
		cul_court_begins(c, c->t_now);
	err = cul_court_chores(c);
	if (err != CUL_OK)
		return err;
	if ((h.ev->marks & CUL_MARK_TWICE) != 0 &&
	    cul_court_heard_already(c, h.ev))
		return CUL_OK;
	if (cul_table_is_full(c->table)) {
		err = cul_table_make_room(c->table, cul_court_let_go, c);
		if (err == CUL_OK)
			err = c->err;
	}
	if (err == CUL_OK)
		err = dispatch(&h);
	if (err == CUL_OK && c->waits.n != 0)
		err = cul_court_waited_for(&h);
	return err;
}

static int rule_one(void *arg, struct cul_source *s)
{
	int err = cul_court_rule(arg, s);

	return err == CUL_OK ? cul_court_day_last(arg, s) : err;
}

bool cul_court_leases(const struct cul_court *c, struct cul_lease_totals *ret)
{
	*ret = (struct cul_lease_totals){ .files = 0 };
	if (c->book == NULL)
		return false;
	cul_lease_book_count(c->book, ret);
	ret->answered = c->asked[CUL_TENURE_HELD];
	ret->ambiguous = c->asked[CUL_TENURE_AMBIGUOUS];
	ret->nobody = c->asked[CUL_TENURE_NOBODY];
	return true;
}

int cul_court_close(struct cul_court *c, const char *const *files,
		    size_t n_files, struct cul_report *report)
{
	int err = cul_court_wait_no_more(c);

	cul_court_has_begun(c);
	if (err == CUL_OK)
		err = cul_usual_learn(c->table, c->t_now);
	if (err == CUL_OK)
		err = cul_table_each(c->table, rule_one, c);
	if (err == CUL_OK)
		err = cul_court_finish(c, files, n_files);
	if (err == CUL_OK)
		err = cul_court_guess_words(c);
	if (err != CUL_OK)
		return err;
	report->suggestions = c->suggestions;
	report->n_suggestions = c->n_suggestions;
	report->cleared = c->cleared;
	report->n_cleared = c->n_cleared;
	report->summary.mail = c->mail;
	cul_court_leases(c, &report->summary.leases);
	report->summary.orphan_outcomes = c->orphans;
	report->summary.evicted_sources = cul_table_evicted(c->table);
	report->summary.evicted_messages =
		cul_join_evicted(c->join) + cul_notes_evicted(c->notes);
	report->summary.evicted_contacts = c->contacts.evicted;
	report->summary.n_sources = cul_table_count(c->table);
	report->summary.judged = cul_court_judged(c);
	report->summary.guesses = (const char *const *)c->sentences;
	report->summary.n_guesses = c->n_guesses;
	report->summary.warnings =
		(const char *const *)c->sentences + c->n_guesses;
	report->summary.n_warnings = c->n_sentences - c->n_guesses;
	return CUL_OK;
}
