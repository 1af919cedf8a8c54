/* \summary: culprit except: who is never to be accused, and why */
#include <stdlib.h>

#include "app/app.h"
#include "app/ledger.h"
#include "engine/ledger_act.h"

static bool lists(const struct cul_work *w)
{
	return cul_option(&w->o, CUL_OPTION_LIST) != NULL ||
	       (w->o.n_args == 0 &&
		cul_option(&w->o, CUL_OPTION_REMOVE) == NULL);
}

static bool number(const struct cul_work *w, int64_t *ret)
{
	const char *text = cul_option(&w->o, CUL_OPTION_REMOVE);
	char *end;

	*ret = strtoll(text, &end, 10);
	if (end != text && *end == '\0' && *ret > 0)
		return true;
	cul_say("--remove %s: not the number of an exception; culprit except "
		"--list shows them",
		text);
	return false;
}

static bool is_given(const struct cul_work *w, enum cul_option which,
		     const char *say)
{
	const char *v = cul_option(&w->o, which);

	if (v != NULL && v[0] != '\0')
		return true;
	cul_say("%s", say);
	return false;
}

static int check(struct cul_work *w)
{
	int64_t n;
	bool ok;

	if (lists(w)) {
		w->mode = CUL_LEDGER_READ;
		return CUL_EXIT_DONE;
	}
	ok = cul_work_by(w) != NULL && cul_work_until(w, &n);
	if (cul_option(&w->o, CUL_OPTION_REMOVE) != NULL)
		ok = ok && number(w, &n);
	else
		ok = ok &&
		     is_given(w, CUL_OPTION_WHY,
			      "an exception wants a reason: --why TEXT") &&
		     is_given(w, CUL_OPTION_OWNER,
			      "an exception wants somebody who answers for it: "
			      "--owner NAME");
	return ok ? CUL_EXIT_DONE : CUL_EXIT_USAGE;
}

static int add(struct cul_work *w)
{
	struct cul_exception e = {
		.reason = cul_option(&w->o, CUL_OPTION_WHY),
		.owner = cul_option(&w->o, CUL_OPTION_OWNER),
		.added_usec = w->v.now_usec,
		.removed_usec = CUL_TIME_NONE,
	};
	int status = CUL_EXIT_DONE;

	if (!cul_work_until(w, &e.expires_usec))
		return CUL_EXIT_USAGE;
	for (int i = 0; i < w->o.n_args; i++) {
		int one;

		e.what = w->o.args[i];
		one = cul_work_status(
			w, cul_ledger_act_except(&w->v, &e, cul_work_by(w)));
		status = one != CUL_EXIT_DONE ? one : status;
	}
	return status;
}

static int except(struct cul_work *w)
{
	bool all = cul_option(&w->o, CUL_OPTION_ALL) != NULL;
	int64_t n;

	if (lists(w))
		return cul_work_status(w,
				       cul_ledger_view_exceptions(&w->v, all));
	if (cul_option(&w->o, CUL_OPTION_REMOVE) == NULL)
		return add(w);
	if (!number(w, &n))
		return CUL_EXIT_USAGE;
	return cul_work_status(
		w, cul_ledger_act_unexcept(&w->v, n, cul_work_by(w)));
}

int cul_cmd_except(int argc, char **argv)
{
	/* Made where there is none yet: who knows whom not to accuse may say
	 * so before the first scan. */
	const struct cul_work_plan plan = { CUL_LEDGER_CREATE, check, except };

	return cul_work(argc, argv, &plan);
}
