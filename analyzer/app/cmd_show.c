/* \summary: culprit show: all that the ledger has of one case, or of several */
#include "app/app.h"
#include "app/ledger.h"
#include "engine/letters.h"

static int check(struct cul_work *w)
{
	return cul_work_has_args(w, "ID") ? CUL_EXIT_DONE : CUL_EXIT_USAGE;
}

static int letter(struct cul_work *w, const char *id)
{
	bool none = false;
	int rc = cul_ledger_view_letter(&w->v, id, &none);

	if (rc != CUL_OK || !none)
		return cul_work_status(w, rc);
	cul_say("%s: nothing is suggested that a letter would tell", id);
	return CUL_EXIT_FAILED;
}

static int each(struct cul_work *w)
{
	int status = CUL_EXIT_DONE;

	for (int i = 0; i < w->o.n_args; i++) {
		const char *id = w->o.args[i];
		int one;

		if (i != 0 && !w->v.json)
			cul_out_str(w->v.o, "\n");
		one = w->o.letter ? letter(w, id)
				  : cul_work_status(
					    w, cul_ledger_view_case(&w->v, id));
		status = one != CUL_EXIT_DONE ? one : status;
	}
	return status;
}

static int show(struct cul_work *w)
{
	struct cul_letters *letters = NULL;
	struct cul_out err = cul_err_out();
	int status;

	if (w->o.letter &&
	    cul_settings_letters(&w->o.settings, &err, &letters) != CUL_OK)
		return CUL_EXIT_USAGE;
	w->v.letters = letters;
	status = each(w);
	cul_letters_free(&letters);
	return status;
}

int cul_cmd_show(int argc, char **argv)
{
	const struct cul_work_plan plan = { CUL_LEDGER_READ, check, show };

	return cul_work(argc, argv, &plan);
}
