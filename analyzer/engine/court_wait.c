/* \summary: refusals and verdicts that wait to be told whose they are
 *
 * Sendmail says at RCPT that a user is unknown, and to whom it does not relay,
 * before it says who the client is and in whose name he writes: that stands in
 * the line that ends the transaction. A filter that stamps its file with whole
 * seconds seems to judge a message before the mail server has begun it.
 */
#include <stdlib.h>

#include "engine/court_int.h"

struct cul_wait {
	struct cul_event ev; /* its views are gone, but for the recipient */
	struct cul_logged line;
	size_t n_recipient;
	char recipient[CUL_WAIT_RCPT_MAX];
	char text[CUL_EVIDENCE_LINE_MAX];
};

static struct cul_event without_views(const struct cul_event *ev)
{
	return (struct cul_event){
		.kind = ev->kind,
		.outcome = ev->outcome,
		.stage = ev->stage,
		.disposition = ev->disposition,
		.reply = ev->reply,
		.t_usec = ev->t_usec,
		.session_key = ev->session_key,
		.client_key = ev->client_key,
		.recipient_key = ev->recipient_key,
		.recipient_domain_key = ev->recipient_domain_key,
		.client = ev->client,
	};
}

/* Keys stay, text goes: the lines it stood in will not last. */
static void keep(struct cul_wait *w, const struct cul_hearing *h)
{
	const struct cul_event *ev = h->ev;
	size_t n = ev->recipient.len;

	w->ev = without_views(ev);
	if (n > sizeof(w->recipient))
		n = sizeof(w->recipient);
	if (n != 0)
		memcpy(w->recipient, ev->recipient.ptr, n);
	w->n_recipient = n;
	w->line = *h->line;
	/* Of a line that lasts too: its words are looked at when it is kept. */
	n = w->line.line.len;
	if (n > sizeof(w->text))
		n = sizeof(w->text);
	if (n != 0)
		memcpy(w->text, w->line.line.ptr, n);
	w->line.line = (struct cul_sv){ w->text, n };
}

/* Heard now, with what `told` adds; NULL: as it is. */
static int hear(struct cul_court *c, struct cul_wait *w,
		const struct cul_event *told)
{
	struct cul_event ev = w->ev;
	struct cul_hearing h = { .court = c, .ev = &ev, .line = &w->line };

	if (w->n_recipient != 0)
		ev.recipient = (struct cul_sv){ w->recipient, w->n_recipient };
	if (ev.kind == CUL_EV_CONTENT_VERDICT)
		return cul_court_verdict_on(
			&h, told != NULL
				    ? cul_join_find(c->join, told->session_key)
				    : NULL);
	ev.session = CUL_SV("waited");
	if (told != NULL) {
		ev.host = told->host;
		ev.sender = told->sender;
		ev.sender_key = told->sender_key;
		ev.sender_domain_key = told->sender_domain_key;
		ev.helo = told->helo;
	}
	if (told != NULL && cul_addr_none(&ev.client)) {
		ev.client = told->client;
		ev.client_key = told->client_key;
	}
	return cul_court_refused(&h);
}

static int take_out(struct cul_court *c, unsigned at,
		    const struct cul_event *told)
{
	c->waits.keys[at] = 0;
	c->waits.n--;
	return hear(c, &c->waits.v[at], told);
}

int cul_court_wait(struct cul_hearing *h, uint64_t session_key)
{
	struct cul_waits *w = &h->court->waits;
	int err = CUL_OK;

	if (w->v == NULL)
		w->v = calloc(CUL_WAITS, sizeof(*w->v));
	if (w->v == NULL)
		return CUL_ENOMEM;
	if (w->keys[w->next] != 0)
		err = take_out(h->court, w->next, NULL);
	if (err != CUL_OK)
		return err;
	keep(&w->v[w->next], h);
	w->keys[w->next] = session_key;
	w->next = (w->next + 1) % CUL_WAITS;
	w->n++;
	return CUL_OK;
}

int cul_court_waited_for(struct cul_hearing *h)
{
	const struct cul_event *ev = h->ev;
	struct cul_waits *w = &h->court->waits;
	int err = CUL_OK;

	if (ev->session_key == 0 || ev->kind == CUL_EV_REFUSED ||
	    ev->kind == CUL_EV_CONTENT_VERDICT)
		return CUL_OK;
	for (unsigned i = 0; i < CUL_WAITS && err == CUL_OK; i++) {
		unsigned at = (w->next + i) % CUL_WAITS; /* oldest first */

		if (w->keys[at] == ev->session_key &&
		    (ev->client_key != 0 ||
		     w->v[at].ev.kind == CUL_EV_CONTENT_VERDICT))
			err = take_out(h->court, at, ev);
	}
	return err;
}

int cul_court_wait_no_more(struct cul_court *c)
{
	int err = CUL_OK;

	for (unsigned i = 0; i < CUL_WAITS && c->waits.n != 0 && err == CUL_OK;
	     i++) {
		unsigned at = (c->waits.next + i) % CUL_WAITS;

		if (c->waits.keys[at] != 0)
			err = take_out(c, at, NULL);
	}
	return err;
}

static void wait_state(struct cul_state *s, struct cul_wait *w)
{
	struct cul_event ev = without_views(&w->ev);
	size_t n = w->line.line.len;
	uint8_t lasts = w->line.lasts;

	cul_state_sparse(s, &ev, sizeof(ev));
	cul_state_count(s, &w->n_recipient, sizeof(w->recipient));
	cul_state_raw(s, w->recipient, w->n_recipient);
	CUL_STATE(s, w->line.file);
	CUL_STATE(s, w->line.offset);
	CUL_STATE(s, lasts);
	cul_state_count(s, &n, sizeof(w->text));
	cul_state_raw(s, w->text, n);
	if (!cul_state_is_reading(s))
		return;
	(void)cul_state_check(s, lasts <= 1 && ev.kind < CUL_EV_KINDS_ &&
					 ev.outcome < CUL_OUTCOMES_ &&
					 ev.stage < CUL_STAGES_ &&
					 ev.disposition < CUL_DISPS_);
	w->ev = without_views(&ev);
	w->line.lasts = lasts == 1;
	w->line.line = (struct cul_sv){ w->text, n };
}

void cul_court_waits_state(struct cul_state *s, struct cul_court *c)
{
	struct cul_waits *w = &c->waits;

	cul_state_part(s, "waits");
	CUL_STATE(s, w->next);
	(void)cul_state_check(s, w->next < CUL_WAITS);
	cul_state_sparse(s, w->keys, sizeof(w->keys));
	if (cul_state_is_reading(s))
		w->n = 0;
	for (unsigned i = 0; i < CUL_WAITS && cul_state_err(s) == CUL_OK; i++) {
		if (w->keys[i] == 0)
			continue;
		if (w->v == NULL)
			w->v = calloc(CUL_WAITS, sizeof(*w->v));
		if (w->v == NULL) {
			cul_state_fail(s, CUL_ENOMEM);
			return;
		}
		wait_state(s, &w->v[i]);
		w->n += cul_state_is_reading(s);
	}
}
