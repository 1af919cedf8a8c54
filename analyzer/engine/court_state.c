/* \summary: all that the court remembers, to disk and back
 *
 * What is made from the settings is not in it: they may differ afterwards.
 * Nor is whose an address was when last asked, which is found again.
 */
#include <stdlib.h>

#include "engine/court_int.h"

enum { LEARNED_MOST = 65536 };

/* Of what is written as it lies, and of lists whose members have places. */
static uint64_t layout(void)
{
	uint64_t n = cul_state_layout_evidence();

#define SIZE(what) n = cul_state_layout_add(n, #what, sizeof(what))
	SIZE(struct cul_event);
	SIZE(struct cul_guessed_net);
	SIZE(struct cul_court_web);
	SIZE(struct cul_twice);
	SIZE(struct cul_attempts);
	SIZE(struct cul_mail_totals);
	SIZE(struct cul_suggestion);
	SIZE(struct cul_cleared);
#undef SIZE
	n = cul_state_layout_add(n, "waits", CUL_WAITS);
	n = cul_state_layout_add(n, "twice", CUL_TWICE_RECENT);
	n = cul_state_layout_add(n, "attempts", CUL_ATTEMPTS);
	n = cul_state_layout_add(n, "tenures", CUL_TENURES_);
	for (unsigned i = 0; i < CUL_KINDS_; i++)
		n = cul_state_layout_add(n, cul_kind_name(i), i);
	for (unsigned i = 0; i < CUL_ACTIONS_; i++)
		n = cul_state_layout_add(n, cul_action_name(i), i);
	for (unsigned i = 0; i < CUL_FAMILIES_; i++)
		n = cul_state_layout_add(n, cul_family_name(i), i);
	for (unsigned i = 0; i < CUL_SUBJECTS_; i++)
		n = cul_state_layout_add(n, cul_subject_name(i), i);
	for (size_t i = 0; cul_detectors[i] != NULL; i++)
		n = cul_state_layout_add(n, cul_detectors[i]->name, i);
	return n;
}

/* A domain that was learned, with its name. */
struct domains {
	struct cul_set set;
	struct cul_local_domain *v;
	size_t n;
};

static void domains_free(struct domains *d)
{
	for (size_t i = 0; i < d->n; i++)
		free(d->v[i].name);
	free(d->v);
	cul_set_done(&d->set);
}

static void learned_state(struct cul_state *s, struct domains *d, bool reading)
{
	size_t n = d->n;

	cul_state_count(s, &n, LEARNED_MOST);
	if (reading) {
		d->v = calloc(n + 1, sizeof(*d->v));
		if (d->v == NULL) {
			cul_state_fail(s, CUL_ENOMEM);
			return;
		}
		d->n = n;
	}
	for (size_t i = 0; i < n; i++) {
		cul_state_string(s, &d->v[i].name, CUL_RECORD_MAX);
		CUL_STATE(s, d->v[i].hash);
		(void)cul_state_check(s, d->v[i].name != NULL);
	}
}

/* Learned ones go on being learned where no list was given and none is. */
static void domains_state(struct cul_state *s, struct cul_court *c)
{
	const bool reading = cul_state_is_reading(s);
	uint8_t known = c->domains_known;
	struct domains d = { { { 0 } }, NULL, 0 };

	if (!reading)
		d = (struct domains){ c->local_domains, c->learned,
				      c->n_learned };
	cul_state_part(s, "domains");
	CUL_STATE(s, known);
	(void)cul_set_state(s, &d.set);
	learned_state(s, &d, reading);
	if (!reading)
		return;
	if (known != 0 || c->domains_known) {
		domains_free(&d);
		return;
	}
	c->local_domains = d.set;
	c->learned = d.v;
	c->n_learned = d.n;
}

static void guessed_state(struct cul_state *s, struct cul_court *c)
{
	size_t n = c->n_guessed;

	cul_state_part(s, "guessed");
	cul_state_count(s, &n, LEARNED_MOST);
	if (cul_state_is_reading(s)) {
		c->guessed = calloc(n + 1, sizeof(*c->guessed));
		if (c->guessed == NULL) {
			cul_state_fail(s, CUL_ENOMEM);
			return;
		}
		c->n_guessed = n;
	}
	for (size_t i = 0; i < n; i++) {
		CUL_STATE(s, c->guessed[i]);
		(void)cul_state_check(s, c->guessed[i].net.bits <= 128);
	}
}

static void web_state(struct cul_state *s, struct cul_court *c)
{
	const uint32_t ids = cul_table_ids(c->table);
	struct cul_court_web *w = &c->web;

	cul_state_part(s, "web");
	cul_state_sparse(s, w, sizeof(*w));
	for (unsigned i = 0; i < CUL_WEB_RECENT; i++)
		(void)cul_state_check(s, w->posts[i].len <= CUL_WEB_PATH_MAX &&
						 (w->submits[i].t_usec == 0 ||
						  w->submits[i].source < ids));
}

static void recent_state(struct cul_state *s, struct cul_court *c)
{
	uint8_t any = c->stray.any;

	cul_state_part(s, "recent");
	CUL_STATE(s, c->stray.file);
	CUL_STATE(s, c->stray.offset);
	CUL_STATE(s, any);
	c->stray.any = any != 0;
	cul_state_sparse(s, c->twice, sizeof(c->twice));
	CUL_STATE(s, c->n_twice);
	cul_state_sparse(s, c->attempts, sizeof(c->attempts));
}

static void totals_state(struct cul_state *s, struct cul_court *c)
{
	uint8_t several = c->mail_hosts;

	cul_state_part(s, "totals");
	CUL_STATE(s, c->t_now);
	CUL_STATE(s, c->clock.t_usec);
	CUL_STATE(s, c->clock.votes);
	CUL_STATE(s, c->t_begun);
	CUL_STATE(s, c->firsts);
	CUL_STATE(s, c->n_firsts);
	(void)cul_state_check(s, c->n_firsts < CUL_FIRSTS ||
					 (c->n_firsts == CUL_FIRSTS &&
					  c->t_begun != CUL_TIME_NONE));
	CUL_STATE(s, c->t_learn);
	CUL_STATE(s, c->t_forget);
	CUL_STATE(s, c->unread);
	CUL_STATE(s, c->mail);
	CUL_STATE(s, c->asked);
	CUL_STATE(s, c->orphans);
	CUL_STATE(s, c->nets_known);
	CUL_STATE(s, c->nets_unknown);
	CUL_STATE(s, c->mail_host);
	CUL_STATE(s, several);
	c->mail_hosts = several != 0;
}

int cul_court_state(struct cul_state *s, struct cul_court *c)
{
	cul_state_part(s, "court");
	cul_state_layout(s, layout());
	totals_state(s, c);
	(void)cul_table_state(s, c->table);
	(void)cul_join_state(s, c->join, cul_table_ids(c->table));
	(void)cul_notes_state(s, c->notes, cul_table_ids(c->table));
	(void)cul_contacts_state(s, &c->contacts);
	cul_state_part(s, "mailboxes");
	(void)cul_set_state(s, &c->mailboxes);
	(void)cul_writers_state(s, &c->writers);
	domains_state(s, c);
	guessed_state(s, c);
	web_state(s, c);
	recent_state(s, c);
	cul_court_waits_state(s, c);
	cul_court_found_state(s, c);
	return cul_state_err(s);
}
