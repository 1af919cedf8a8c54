/* \summary: culprit why: what to answer somebody who was blocked */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/ledger.h"
#include "engine/ledger_why.h"

enum { TEXT_MAX = 64 * 1024 }; /* a bounce with its headers has a tenth */

static bool from_stdin(const struct cul_work *w)
{
	return w->o.n_args == 0 ||
	       (w->o.n_args == 1 && strcmp(w->o.args[0], "-") == 0);
}

static int check(struct cul_work *w)
{
	if (w->o.n_args != 0 || isatty(STDIN_FILENO) == 0)
		return CUL_EXIT_DONE;
	cul_say("culprit why TEXT: the rejection that he quotes, his address, "
		"login or customer number, or the id of a case");
	return CUL_EXIT_USAGE;
}

/* The arguments with a blank between, or what stands on standard input. */
static size_t text(const struct cul_work *w, char buf[TEXT_MAX])
{
	size_t used = 0;

	if (from_stdin(w))
		return fread(buf, 1, TEXT_MAX, stdin);
	for (int i = 0; i < w->o.n_args; i++) {
		const char *arg = w->o.args[i];
		size_t n = strlen(arg);

		if (i != 0 && used < TEXT_MAX)
			buf[used++] = ' ';
		n = n < TEXT_MAX - used ? n : TEXT_MAX - used;
		memcpy(buf + used, arg, n);
		used += n;
	}
	return used;
}

static int why(struct cul_work *w)
{
	char *buf = malloc(TEXT_MAX);
	struct cul_out err = cul_err_out();
	struct cul_sv v = { buf, 0 };
	int rc, status;

	if (buf == NULL) {
		cul_say("out of memory");
		return CUL_EXIT_FAILED;
	}
	v.len = text(w, buf);
	rc = cul_ledger_view_why(&w->v, &w->o.settings, &err, v);
	status = rc == CUL_ECONF ? CUL_EXIT_USAGE : cul_work_status(w, rc);
	free(buf);
	return status;
}

int cul_cmd_why(int argc, char **argv)
{
	const struct cul_work_plan plan = { CUL_LEDGER_READ, check, why };

	return cul_work(argc, argv, &plan);
}
