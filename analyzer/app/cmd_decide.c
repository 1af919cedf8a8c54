/* \summary: culprit accept, decline, release, reopen: what a person decides */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/ask.h"
#include "app/ledger.h"
#include "engine/ledger_act.h"

/* A text of several words is a remark, not an id. */
static bool is_remark(const char *arg)
{
	return strpbrk(arg, " \t\n") != NULL;
}

static const char *remark(const struct cul_work *w)
{
	const char *text = cul_option(&w->o, CUL_OPTION_TEXT);

	for (int i = 0; i < w->o.n_args && text == NULL; i++)
		if (is_remark(w->o.args[i]))
			text = w->o.args[i];
	return text;
}

static int reasons_list(FILE *f)
{
	for (int i = CUL_DECLINE_NONE + 1; i < CUL_DECLINES_; i++)
		(void)fprintf(f, "  %-12s %s\n",
			      cul_decline_name((enum cul_decline)i),
			      cul_decline_label((enum cul_decline)i));
	return fflush(f) == 0 ? CUL_EXIT_DONE : CUL_EXIT_FAILED;
}

static bool reason(const struct cul_work *w, enum cul_decline *ret)
{
	const char *name = cul_option(&w->o, CUL_OPTION_WHY);

	if (name != NULL && cul_decline_of(name, ret) &&
	    *ret != CUL_DECLINE_NONE)
		return true;
	if (name == NULL)
		cul_say("why? Say --why REASON, one of:");
	else
		cul_say("--why %s is none of:", name);
	(void)reasons_list(stderr);
	return false;
}

/* One of these decides each; so all are the same but for the id. */
static bool decision(const struct cul_work *w, enum cul_verb verb,
		     struct cul_decision *d)
{
	*d = (struct cul_decision){ .verb = verb,
				    .by = cul_work_by(w),
				    .text = remark(w) };
	d->how_sent = cul_option(&w->o, CUL_OPTION_HOW);
	d->done = cul_option(&w->o, CUL_OPTION_DONE);
	d->says = cul_option(&w->o, CUL_OPTION_SAYS);
	return d->by != NULL && cul_work_until(w, &d->until_usec) &&
	       (verb != CUL_VERB_DECLINE || reason(w, &d->why));
}

static int each(struct cul_work *w, const struct cul_decision *d)
{
	int status = CUL_EXIT_DONE;

	for (int i = 0; i < w->o.n_args; i++) {
		int one;

		if (is_remark(w->o.args[i]))
			continue;
		one = cul_work_status(w,
				      cul_ledger_act(&w->v, w->o.args[i], d));
		status = one != CUL_EXIT_DONE ? one : status;
	}
	return status;
}

static bool has_id(const struct cul_work *w)
{
	for (int i = 0; i < w->o.n_args; i++)
		if (!is_remark(w->o.args[i]))
			return true;
	cul_say("no ID given; culprit list shows them");
	return false;
}

static int check(struct cul_work *w, enum cul_verb verb)
{
	struct cul_decision d;

	return has_id(w) && decision(w, verb, &d) ? CUL_EXIT_DONE
						  : CUL_EXIT_USAGE;
}

static int decide(struct cul_work *w, enum cul_verb verb)
{
	struct cul_decision d;

	return decision(w, verb, &d) ? each(w, &d) : CUL_EXIT_USAGE;
}

/* ---- release ---- */

static bool is_missing(const char *answer)
{
	return answer == NULL || answer[strspn(answer, " \t\n")] == '\0';
}

static int check_release(struct cul_work *w)
{
	struct cul_decision d;
	bool asks = isatty(STDIN_FILENO) != 0 && !w->v.json;

	if (!has_id(w) || !decision(w, CUL_VERB_RELEASE, &d))
		return CUL_EXIT_USAGE;
	if (asks || (!is_missing(d.how_sent) && !is_missing(d.done) &&
		     !is_missing(d.says)))
		return CUL_EXIT_DONE;
	cul_say("a release wants three answers: --how TEXT (how the mail was "
		"sent), --done TEXT (what was done about it) and --says NAME "
		"(who says so)");
	return CUL_EXIT_USAGE;
}

/* Whom it is about, and whether it has stopped, before the questions. */
static int look_first(struct cul_work *w)
{
	struct cul_out *out = w->v.o, err = cul_err_out();
	int status = CUL_EXIT_DONE;

	w->v.o = &err;
	for (int i = 0; i < w->o.n_args && status == CUL_EXIT_DONE; i++)
		if (!is_remark(w->o.args[i]))
			status = cul_work_status(
				w, cul_ledger_act_before(&w->v, w->o.args[i]));
	w->v.o = out;
	return status;
}

static int release(struct cul_work *w)
{
	static const char how[] = "How was the mail sent?";
	static const char done[] = "What was done about it?";
	static const char says[] = "Who says so?";
	char answers[3][CUL_RELEASE_MAX];
	struct cul_decision d;
	int status;

	if (!decision(w, CUL_VERB_RELEASE, &d))
		return CUL_EXIT_USAGE;
	if (isatty(STDIN_FILENO) == 0 || w->v.json)
		return each(w, &d);
	status = look_first(w);
	if (status != CUL_EXIT_DONE)
		return status;
	if (!cul_ask(how, answers[0], sizeof(answers[0]), &d.how_sent) ||
	    !cul_ask(done, answers[1], sizeof(answers[1]), &d.done) ||
	    !cul_ask(says, answers[2], sizeof(answers[2]), &d.says)) {
		cul_say("nothing was released");
		return CUL_EXIT_FAILED;
	}
	return each(w, &d);
}

/* ---- the commands ---- */

static int check_accept(struct cul_work *w)
{
	return check(w, CUL_VERB_ACCEPT);
}

static int accept_them(struct cul_work *w)
{
	return decide(w, CUL_VERB_ACCEPT);
}

int cul_cmd_accept(int argc, char **argv)
{
	const struct cul_work_plan plan = { CUL_LEDGER_WRITE, check_accept,
					    accept_them };

	return cul_work(argc, argv, &plan);
}

static int check_decline(struct cul_work *w)
{
	return check(w, CUL_VERB_DECLINE);
}

static int decline(struct cul_work *w)
{
	return decide(w, CUL_VERB_DECLINE);
}

int cul_cmd_decline(int argc, char **argv)
{
	const struct cul_work_plan plan = { CUL_LEDGER_WRITE, check_decline,
					    decline };

	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--why=list") == 0 ||
		    (strcmp(argv[i], "--why") == 0 && i + 1 < argc &&
		     strcmp(argv[i + 1], "list") == 0))
			return reasons_list(stdout);
	return cul_work(argc, argv, &plan);
}

int cul_cmd_release(int argc, char **argv)
{
	const struct cul_work_plan plan = { CUL_LEDGER_WRITE, check_release,
					    release };

	return cul_work(argc, argv, &plan);
}

static int check_reopen(struct cul_work *w)
{
	return check(w, CUL_VERB_REOPEN);
}

static int reopen(struct cul_work *w)
{
	return decide(w, CUL_VERB_REOPEN);
}

int cul_cmd_reopen(int argc, char **argv)
{
	const struct cul_work_plan plan = { CUL_LEDGER_WRITE, check_reopen,
					    reopen };

	return cul_work(argc, argv, &plan);
}
