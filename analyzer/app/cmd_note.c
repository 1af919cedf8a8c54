/* \summary: culprit note: a remark beside a case, for good */
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/ledger.h"
#include "engine/ledger_act.h"

static int check(struct cul_work *w)
{
	if (w->o.n_args < 2) {
		cul_say("culprit note ID TEXT...: the case, and what to note");
		return CUL_EXIT_USAGE;
	}
	return cul_work_by(w) != NULL ? CUL_EXIT_DONE : CUL_EXIT_USAGE;
}

/* The words with a blank between; the caller's. */
static char *joined(char **words, int n)
{
	size_t len = 1;
	char *text;

	for (int i = 0; i < n; i++)
		len += strlen(words[i]) + 1;
	text = calloc(1, len);
	for (int i = 0; text != NULL && i < n; i++)
		(void)snprintf(text + strlen(text), len - strlen(text), "%s%s",
			       i == 0 ? "" : " ", words[i]);
	return text;
}

static int note(struct cul_work *w)
{
	char *text = joined(w->o.args + 1, w->o.n_args - 1);
	int status;

	if (text == NULL) {
		cul_say("out of memory");
		return CUL_EXIT_FAILED;
	}
	status = cul_work_status(w, cul_ledger_act_note(&w->v, w->o.args[0],
							cul_work_by(w), text));
	free(text);
	return status;
}

int cul_cmd_note(int argc, char **argv)
{
	const struct cul_work_plan plan = { CUL_LEDGER_WRITE, check, note };

	return cul_work(argc, argv, &plan);
}
