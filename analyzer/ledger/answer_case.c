/* \summary: of one case: did we do it, why, what to say and what to do */
#include "ledger/answer_int.h"

/* It is on our lists. */
static bool stops(const struct cul_case *c)
{
	return c->s.action == CUL_ACTION_BLOCK ||
	       c->s.action == CUL_ACTION_SUSPEND;
}

enum cul_answer_is cul_answer_case_is(const struct cul_case *c)
{
	if (c->standing == CUL_STANDING_ACCEPTED)
		return stops(c) ? CUL_ANSWER_US : CUL_ANSWER_NOT_US;
	return c->standing == CUL_STANDING_OPEN ? CUL_ANSWER_OPEN
						: CUL_ANSWER_NOT_US;
}

static const char *done_word(const struct cul_case *c)
{
	static const char *const words[CUL_ACTIONS_] = {
		[CUL_ACTION_NONE] = "watched",
		[CUL_ACTION_WATCH] = "watched",
		[CUL_ACTION_EXEMPT] = "to be exempted",
		[CUL_ACTION_CONTACT] = "to be contacted",
		[CUL_ACTION_FIX_SERVER] = "to be repaired",
		[CUL_ACTION_BLOCK] = "blocked",
		[CUL_ACTION_SUSPEND] = "suspended",
	};

	return words[c->s.action];
}

static const char *subject_word(enum cul_subject s)
{
	static const char *const words[CUL_SUBJECTS_] = {
		[CUL_SUBJECT_IP] = "The address",
		[CUL_SUBJECT_NET] = "The range",
		[CUL_SUBJECT_ACCOUNT] = "The account",
		[CUL_SUBJECT_CUSTOMER] = "The customer",
		[CUL_SUBJECT_LOCAL_USER] = "The local user",
		[CUL_SUBJECT_SERVER] = "The server",
	};

	return (unsigned)s < CUL_SUBJECTS_ ? words[s] : "The";
}

static void whom(struct cul_answering *a, const struct cul_case *c)
{
	const size_t len = strlen(c->s.name);

	cul_answer_add(a, "%s %.*s%s", subject_word(c->s.subject), CUL_WHOM_MAX,
		       c->s.name, len > CUL_WHOM_MAX ? "..." : "");
	if (c->s.customer[0] != '\0' && c->s.subject != CUL_SUBJECT_CUSTOMER)
		cul_answer_add(a, " (customer %.*s)", CUL_WHOM_MAX,
			       c->s.customer);
}

static void decided(struct cul_answering *a, const struct cul_case *c,
		    const char *verb)
{
	cul_answer_add(a, "%.*s %s it on ", CUL_WHO_MAX,
		       c->decided_by[0] != '\0' ? c->decided_by : "somebody",
		       verb);
	cul_answer_time(a, c->decided_usec);
}

static void accepted(struct cul_answering *a, const struct cul_case *c)
{
	cul_answer_add(a, stops(c) ? " is %s by us: " : " is %s; ",
		       done_word(c));
	decided(a, c, "decided");
	if (c->until_usec != CUL_TIME_NONE) {
		cul_answer_add(a, ", until ");
		cul_answer_time(a, c->until_usec);
	}
	cul_answer_add(a, stops(c) ? "." : ". No list of ours stops its mail.");
}

static void over(struct cul_answering *a, const struct cul_case *c)
{
	if (c->decided_usec == CUL_TIME_NONE) {
		cul_answer_add(a,
			       " was suggested to be %s, and nobody decided "
			       "before that was out of date: no list of "
			       "ours stops its mail.",
			       done_word(c));
		return;
	}
	cul_answer_add(a, " was %s by us until ", done_word(c));
	cul_answer_time(a, c->until_usec);
	cul_answer_add(a, ", which is over.");
}

static void standing(struct cul_answering *a, const struct cul_case *c)
{
	whom(a, c);
	switch (c->standing) {
	case CUL_STANDING_ACCEPTED:
		accepted(a, c);
		break;
	case CUL_STANDING_OPEN:
		cul_answer_add(a,
			       " is suggested to be %s, and nobody has "
			       "decided yet: no list of ours stops its "
			       "mail.",
			       done_word(c));
		break;
	case CUL_STANDING_DECLINED:
		cul_answer_add(a, " was suggested to be %s; ", done_word(c));
		decided(a, c, "declined");
		cul_answer_add(a, " (%s): no list of ours stops its mail.",
			       cul_decline_label(c->why_declined));
		break;
	case CUL_STANDING_RELEASED:
		cul_answer_add(a, " was %s by us; ", done_word(c));
		decided(a, c, "released");
		cul_answer_add(a, ".");
		break;
	case CUL_STANDING_WITHDRAWN:
		cul_answer_add(a,
			       " was suggested to be %s, and is no longer: "
			       "what came later did not bear it out.",
			       done_word(c));
		break;
	case CUL_STANDING_EXPIRED:
	case CUL_STANDINGS_:
		over(a, c);
		break;
	}
	cul_answer_put(a, CUL_ANSWER_HEAD, c);
}

/* The address that was asked for is one of several of the subject. */
static void used_by(struct cul_answering *a, const struct cul_case *c,
		    const struct answer_asked *k)
{
	if (!k->is_addr || c->s.subject == CUL_SUBJECT_IP ||
	    c->s.subject == CUL_SUBJECT_NET)
		return;
	cul_answer_add(a, "The address %s was used by this %s at the time.",
		       k->text, cul_subject_name(c->s.subject));
	cul_answer_put(a, CUL_ANSWER_TEXT, c);
}

static void why(struct cul_answering *a, const struct cul_case *c)
{
	cul_answer_add(a, "%s", c->s.why);
	cul_answer_put(a, CUL_ANSWER_CASE, c);
	if (c->before != 0) {
		cul_answer_add(a,
			       "It is not the first time: %u case%s of the "
			       "same were accepted before.",
			       c->before, c->before == 1 ? "" : "s");
		cul_answer_put(a, CUL_ANSWER_TEXT, c);
	}
}

/* Has the cause gone? The ledger knows what judging saw, no more. */
static void clean(struct cul_answering *a, const struct cul_case *c)
{
	if (c->again_usec != CUL_TIME_NONE) {
		cul_answer_add(a, "It has gone on since the decision: last "
				  "seen ");
		cul_answer_time(a, c->again_usec);
		cul_answer_add(a, ".");
	} else {
		cul_answer_add(a, "In the logs that were read since the "
				  "decision nothing more was seen of it.");
	}
	cul_answer_put(a, CUL_ANSWER_TEXT, c);
}

static void phone(struct cul_answering *a, const struct cul_case *c)
{
	const struct cul_answer_kind *k = cul_answer_of_kind(c->s.kind);

	cul_answer_add(a, "%s %s", k->what, k->cure);
	cul_answer_put(a, CUL_ANSWER_SAY, c);
	cul_answer_add(a,
		       "Give the number of the case to whoever answers: "
		       "%s.",
		       c->s.id);
	cul_answer_put(a, CUL_ANSWER_SAY, c);
}

static void step(struct cul_answering *a, const char *text,
		 const struct cul_case *c)
{
	cul_answer_add(a, "%s", text);
	cul_answer_put(a, CUL_ANSWER_DO, c);
}

/* Each with the command, or with the button of the page. */
static void release_steps(struct cul_answering *a, const struct cul_case *c)
{
	step(a,
	     "Ask three things, and write the answers down: how the mail "
	     "was sent; what has been done about it; who says so.",
	     c);
	if (c->again_usec != CUL_TIME_NONE)
		step(a,
		     "It still goes on: do not release it before it has "
		     "stopped.",
		     c);
	if (a->plan->shell) {
		cul_answer_add(a,
			       "Release it with: culprit release %s --how "
			       "\"...\" --done \"...\" --says \"...\"",
			       c->s.id);
		cul_answer_put(a, CUL_ANSWER_DO, c);
		step(a,
		     "Then write the lists again (culprit export), as the "
		     "night does.",
		     c);
	} else {
		step(a, "Open the case and choose Release.", c);
	}
	step(a,
	     "Whether and when it is lifted is for staff alone to decide: "
	     "promise nothing on the phone.",
	     c);
}

static void open_steps(struct cul_answering *a, const struct cul_case *c)
{
	if (a->plan->shell)
		cul_answer_add(a, "Look at it, and decide: culprit show %s",
			       c->s.id);
	else
		cul_answer_add(a, "Open the case, and decide.");
	cul_answer_put(a, CUL_ANSWER_DO, c);
}

static void past_steps(struct cul_answering *a, const struct cul_case *c)
{
	if (!stops(c) || a->quoted.refusal == CUL_REFUSAL_NONE ||
	    (c->standing != CUL_STANDING_RELEASED &&
	     (c->standing != CUL_STANDING_EXPIRED ||
	      c->decided_usec == CUL_TIME_NONE)))
		return;
	step(a,
	     "If a server of ours still refuses it, its list is old: write "
	     "the lists again, and see that the server has read them.",
	     c);
}

void cul_answer_case(struct cul_answering *a, unsigned i)
{
	const struct cul_case *c = a->told[i];
	const enum cul_answer_is is = cul_answer_case_is(c);

	standing(a, c);
	used_by(a, c, &a->asked[a->of[i]]);
	why(a, c);
	if (c->standing == CUL_STANDING_ACCEPTED)
		clean(a, c);
	if (i == 0)
		cul_answer_aside(a);
	if (is == CUL_ANSWER_US)
		phone(a, c);
	if (is == CUL_ANSWER_US)
		release_steps(a, c);
	else if (is == CUL_ANSWER_OPEN)
		open_steps(a, c);
	else
		past_steps(a, c);
}
