/* \summary: a replay as people read it */
#include <stdio.h>
#include <stdlib.h>

#include "engine/replay.h"
#include "report/words.h"
#include "report/wrap.h"

/* Named of each list; JSON has all. */
enum { NAMED_MOST = 20 };

static uint32_t sum(const uint32_t n[CUL_REPLAY_FATES_])
{
	uint32_t all = 0;

	for (unsigned i = 0; i < CUL_REPLAY_FATES_; i++)
		all += n[i];
	return all;
}

static void hours(int64_t usec, char text[CUL_WORD_MAX])
{
	(void)snprintf(text, CUL_WORD_MAX, "%+.1f",
		       (double)usec / (double)CUL_USEC_PER_HOUR);
}

static void row(const struct cul_term *t, const char *name,
		const struct cul_replay_count *n)
{
	char gained[CUL_WORD_MAX] = "-";

	if (n->timed != 0)
		hours(n->gained_usec, gained);
	cul_out_fmt(
		t->o, "%-16s%5u%6u%7u%7u%8u%7u%5u%6u%5u%8s\n", name,
		n->accepted[CUL_REPLAY_SAME], n->accepted[CUL_REPLAY_OTHER],
		n->accepted[CUL_REPLAY_SOFTER], n->accepted[CUL_REPLAY_GONE],
		n->declined[CUL_REPLAY_SAME] + n->declined[CUL_REPLAY_OTHER],
		n->declined[CUL_REPLAY_SOFTER], n->declined[CUL_REPLAY_GONE],
		n->open, n->fresh, gained);
}

static bool is_any(const struct cul_replay_count *n)
{
	return sum(n->accepted) + sum(n->declined) + n->open + n->fresh != 0;
}

static void table(const struct cul_term *t, const struct cul_replay *r)
{
	cul_term_head(t, "By kind");
	cul_out_fmt(t->o, "%-16s%25s%20s\n", "", "accepted, and now",
		    "declined, and now");
	cul_out_fmt(t->o, "%-16s%5s%6s%7s%7s%8s%7s%5s%6s%5s%8s\n", "kind",
		    "same", "other", "softer", "missed", "raised", "softer",
		    "gone", "open", "new", "hours");
	for (unsigned k = 0; k < CUL_KINDS_; k++)
		if (is_any(&r->kinds[k]))
			row(t, cul_kind_name((enum cul_kind)k), &r->kinds[k]);
	row(t, "all", &r->all);
	cul_term_para(t, 0, 0,
		      "other: as another kind; softer: mail would no longer be "
		      "stopped; open: raised, and not decided; new: raised, "
		      "and no case tells of it; hours: by which the accepted "
		      "are flagged sooner (+) or later (-) than they were");
}

static void who(const struct cul_term *t, const char *id, enum cul_kind kind,
		enum cul_subject subject, const char *name)
{
	cul_out_fmt(t->o, "  %-16s  %-15s  %s ", id, cul_kind_name(kind),
		    cul_subject_word(subject));
	(void)cul_term_text(t, name);
}

static void one(const struct cul_term *t, const struct cul_replay_case *k)
{
	char day[CUL_WORD_MAX];

	who(t, k->id, k->kind, k->subject, k->name);
	cul_out_fmt(t->o, ", %s\n      ", cul_word_minute(k->first_usec, day));
	if (k->accepted)
		cul_out_fmt(t->o, "accepted (%s)", cul_action_name(k->action));
	else
		cul_out_fmt(t->o, "declined (%s)", cul_decline_label(k->why));
	if (k->by[0] != '\0') {
		cul_out_str(t->o, " by ");
		(void)cul_term_text(t, k->by);
	}
	if (k->now != NULL)
		cul_out_fmt(t->o, "; now %s as %s, %.4f",
			    cul_action_name(k->now->action),
			    cul_kind_name(k->now->kind), k->now->confidence);
	cul_out_str(t->o, "\n");
}

static void more(const struct cul_term *t, size_t n)
{
	if (n > NAMED_MOST)
		cul_out_fmt(t->o, "  and %zu more, which --json names\n",
			    n - NAMED_MOST);
}

static void list(const struct cul_term *t, const struct cul_replay *r,
		 const char *head, bool accepted, unsigned fates)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_cases; i++) {
		const struct cul_replay_case *k = &r->cases[i];

		if (k->accepted != accepted || !(fates & 1u << k->fate))
			continue;
		if (n == 0)
			cul_term_head(t, head);
		if (n++ < NAMED_MOST)
			one(t, k);
	}
	more(t, n);
}

static void fresh(const struct cul_term *t, const struct cul_replay *r)
{
	const struct cul_suggestion *g;
	char day[CUL_WORD_MAX];
	size_t at = 0, n = 0;

	while ((g = cul_replay_fresh(r, &at)) != NULL) {
		if (n == 0)
			cul_term_head(t, "Raised, and no case tells of it");
		if (n++ >= NAMED_MOST)
			continue;
		who(t, g->id, g->kind, g->subject, g->name);
		cul_out_fmt(t->o, ", %s: %s, %.4f\n",
			    cul_word_minute(g->first_seen_usec, day),
			    cul_action_name(g->action), g->confidence);
	}
	more(t, n);
}

static void left_out(const struct cul_term *t, const struct cul_replay *r)
{
	static const char *const what[CUL_REPLAY_LEFTS_] = {
		[CUL_REPLAY_UNDECIDED] = "nobody has decided about",
		[CUL_REPLAY_EARLIER] = "begin before the logs do",
		[CUL_REPLAY_LATER] = "were decided on evidence from after the "
				     "end of the logs",
		[CUL_REPLAY_UNHEARD] = "are about somebody of whom these logs "
				       "do not speak",
	};
	uint32_t all = 0;

	for (unsigned i = 0; i < CUL_REPLAY_LEFTS_; i++)
		all += r->left[i];
	if (all == 0)
		return;
	cul_term_head(t, "Cases that were left out");
	for (unsigned i = 0; i < CUL_REPLAY_LEFTS_; i++)
		if (r->left[i] != 0)
			cul_out_fmt(t->o, "  %6u %s\n", r->left[i], what[i]);
}

static void accepted(const struct cul_term *t, const struct cul_replay *r)
{
	const uint32_t *n = r->all.accepted;

	cul_out_fmt(t->o,
		    "accepted by staff %6u: %u would be raised again, %u as "
		    "another kind,\n"
		    "                          %u would no longer be stopped, "
		    "%u would be missed\n",
		    sum(n), n[CUL_REPLAY_SAME], n[CUL_REPLAY_OTHER],
		    n[CUL_REPLAY_SOFTER], n[CUL_REPLAY_GONE]);
}

static void declined(const struct cul_term *t, const struct cul_replay *r)
{
	const uint32_t *n = r->all.declined;

	cul_out_fmt(t->o,
		    "declined by staff %6u: %u would be raised again, %u only "
		    "to be looked at,\n"
		    "                          %u would not be raised any "
		    "more\n",
		    sum(n), n[CUL_REPLAY_SAME] + n[CUL_REPLAY_OTHER],
		    n[CUL_REPLAY_SOFTER], n[CUL_REPLAY_GONE]);
}

static void timed(const struct cul_term *t, const struct cul_replay *r)
{
	const struct cul_replay_count *n = &r->all;
	char text[CUL_WORD_MAX];

	if (n->timed == 0)
		return;
	cul_out_fmt(t->o,
		    "hours             %6u of the accepted can be told: %u "
		    "flagged sooner, %u later,\n",
		    n->timed, n->sooner, n->later);
	hours(n->gained_usec, text);
	cul_out_fmt(t->o, "                          %s hours in all\n", text);
}

void cul_replay_show(const struct cul_replay *r, const struct cul_style *st,
		     struct cul_out *o)
{
	const struct cul_term t = { o, st };
	const uint32_t gone = 1u << CUL_REPLAY_GONE;
	const uint32_t softer = 1u << CUL_REPLAY_SOFTER;
	char from[CUL_WORD_MAX], to[CUL_WORD_MAX];

	cul_out_fmt(o,
		    "logs from %s to %s, judged anew, held against %zu "
		    "decided cases\n\n",
		    cul_word_minute(r->from_usec, from),
		    cul_word_minute(r->to_usec, to), r->n_cases);
	accepted(&t, r);
	declined(&t, r);
	timed(&t, r);
	table(&t, r);
	list(&t, r, "Accepted, and would be missed", true, gone);
	list(&t, r, "Accepted, and would no longer be stopped", true, softer);
	list(&t, r, "Declined, and would be raised again", false,
	     ~gone & ~softer);
	list(&t, r, "Declined, and would only be looked at", false, softer);
	list(&t, r, "Declined, and would not be raised any more", false, gone);
	fresh(&t, r);
	left_out(&t, r);
}
