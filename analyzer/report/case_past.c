/* \summary: decisions, notes, episodes and exceptions as rows of text */
#include <stdio.h>

#include "report/cases.h"
#include "report/words.h"

enum { AT_WIDTH = 18 }; /* "  2026-11-20 04:11" */

static void when(const struct cul_term *t, int64_t t_usec)
{
	char at[CUL_WORD_MAX];

	cul_out_fmt(t->o, "  %s  ", cul_word_minute(t_usec, at));
}

/* What people wrote, line by line. */
static void below(const struct cul_term *t, const char *label, const char *text)
{
	unsigned at = AT_WIDTH + 2 + (unsigned)strlen(label);
	char line[CUL_REMARK_MAX];

	while (text != NULL && text[0] != '\0') {
		const size_t n = strcspn(text, "\n");

		(void)snprintf(line, sizeof(line), "%.*s", (int)n, text);
		cul_out_fmt(t->o, "%*s%s", AT_WIDTH + 2, "", label);
		cul_term_para(t, at, AT_WIDTH + 2, line);
		text += n + (text[n] == '\n');
		label = "";
		at = AT_WIDTH + 2;
	}
}

static const char *past_of(enum cul_verb v)
{
	static const char *const words[CUL_VERBS_] = {
		[CUL_VERB_ACCEPT] = "accepted it",
		[CUL_VERB_DECLINE] = "declined it",
		[CUL_VERB_RELEASE] = "released it",
		[CUL_VERB_REOPEN] = "opened it again",
	};

	return (unsigned)v < CUL_VERBS_ ? words[v] : "?";
}

void cul_case_decision(const struct cul_term *t, const struct cul_decision *d)
{
	char until[CUL_WORD_MAX], text[CUL_WHO_MAX + 320];
	const bool has_until = d->until_usec != CUL_TIME_NONE;

	when(t, d->at_usec);
	(void)snprintf(text, sizeof(text), "%s %s%s%s%s%s",
		       d->by != NULL && d->by[0] != '\0' ? d->by : "somebody",
		       past_of(d->verb), has_until ? ", until " : "",
		       has_until ? cul_word_minute(d->until_usec, until) : "",
		       d->why != CUL_DECLINE_NONE ? ": " : "",
		       d->why != CUL_DECLINE_NONE ? cul_decline_label(d->why)
						  : "");
	cul_term_para(t, AT_WIDTH + 2, AT_WIDTH + 2, text);
	below(t, "", d->text);
	below(t, "how it was sent: ", d->how_sent);
	below(t, "what was done: ", d->done);
	below(t, "who says so: ", d->says);
}

void cul_case_note(const struct cul_term *t, const struct cul_note *n)
{
	when(t, n->at_usec);
	cul_term_para(t, AT_WIDTH + 2, AT_WIDTH + 2, n->by);
	below(t, "", n->text);
}

void cul_case_episode(const struct cul_term *t, int64_t first_usec,
		      int64_t last_usec, int32_t score_mnat)
{
	char from[CUL_WORD_MAX], to[CUL_WORD_MAX], score[CUL_WORD_MAX];

	cul_out_fmt(t->o, "  from %s to %s, %s nats\n",
		    cul_word_minute(first_usec, from),
		    cul_word_minute(last_usec, to),
		    cul_word_score(score_mnat, score));
}

void cul_case_exception(const struct cul_term *t, const struct cul_exception *e,
			int64_t now_usec)
{
	char number[24], at[CUL_WORD_MAX], text[256];
	unsigned col;

	(void)snprintf(number, sizeof(number), "%5lld  ", (long long)e->number);
	cul_out_str(t->o, number);
	col = (unsigned)strlen(number);
	cul_term_para(t, col, col, e->what);
	cul_out_fmt(t->o, "%*s", (int)col, "");
	cul_term_para(t, col, col, e->reason);
	(void)snprintf(text, sizeof(text), "answers for it: %s; since %s UTC%s",
		       e->owner, cul_word_minute(e->added_usec, at),
		       e->expires_usec == CUL_TIME_NONE &&
				       e->removed_usec == CUL_TIME_NONE
			       ? ", for good"
			       : "");
	cul_out_fmt(t->o, "%*s", (int)col, "");
	cul_term_para(t, col, col, text);
	if (e->removed_usec != CUL_TIME_NONE)
		cul_out_fmt(t->o, "%*sremoved on %s UTC\n", (int)col, "",
			    cul_word_minute(e->removed_usec, at));
	else if (e->expires_usec != CUL_TIME_NONE)
		cul_out_fmt(t->o, "%*s%s %s UTC\n", (int)col, "",
			    e->expires_usec > now_usec ? "until" : "ended on",
			    cul_word_minute(e->expires_usec, at));
}
