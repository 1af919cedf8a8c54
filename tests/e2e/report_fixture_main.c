/* \summary: writes a report made by hand, for tests in other languages */
#include <stdio.h>
#include <stdlib.h>

#include "culprit/letter.h"
#include "report_fixture.h"

static int usage(void)
{
	fputs("usage: report_fixture REPORT SINK|EXPORT [mask] [COLUMNS]\n"
	      "       report_fixture REPORT EXPORT [undo]\n"
	      "       report_fixture REPORT letters [DIRECTORY]\n"
	      "REPORT: rich hostile lists quiet empty\n",
	      stderr);
	return 2;
}

static int put(void *arg, const char *bytes, size_t len)
{
	return fwrite(bytes, 1, len, arg) == len ? 0 : CUL_EIO;
}

/* One suggestion of the report as each kind with each action. */
static void write_kinds(const struct cul_letters *l, struct cul_suggestion *s,
			struct cul_out *o)
{
	for (int k = 0; k < CUL_KINDS_; k++) {
		for (int a = 0; a < CUL_ACTIONS_; a++) {
			s->kind = (enum cul_kind)k;
			s->action = (enum cul_action)a;
			cul_out_fmt(o, "===== %s %s\n", cul_kind_name(s->kind),
				    cul_action_name(s->action));
			cul_letter_write(l, s, o);
		}
	}
}

/* Those of the report as it is, then its first as every kind. */
static int letters(const struct cul_report *r, const char *directory)
{
	const struct cul_letter_from from = { "Aurora Net, abuse desk",
					      "abuse@aurora.example",
					      directory != NULL ? "+1 555 0100"
								: NULL };
	struct cul_out o = { put, stdout, 0 }, err = { put, stderr, 0 };
	struct cul_letters *l = NULL;
	int rc = cul_letters_new(&from, directory, &err, &l);

	if (rc != 0)
		return rc == CUL_ECONF ? 2 : 1;
	for (size_t i = 0; i < r->n_suggestions; i++) {
		cul_out_fmt(&o, "===== %zu\n", i + 1);
		cul_letter_write(l, &r->suggestions[i], &o);
	}
	if (r->n_suggestions != 0)
		write_kinds(l, &r->suggestions[0], &o);
	cul_letters_free(&l);
	return o.err != 0;
}

int main(int argc, char **argv)
{
	struct cul_report *r = argc > 2 ? fixture_named(argv[1]) : NULL;
	struct cul_style style = { false, false, 0 };
	struct fixture_text t = { .ptr = NULL };
	bool undo = argc > 3 && strcmp(argv[3], "undo") == 0;
	char *text;

	if (r == NULL)
		return usage();
	if (strcmp(argv[2], "letters") == 0)
		return letters(r, argv[3]);
	for (int i = 3; i < argc; i++) {
		if (strcmp(argv[i], "mask") == 0) {
			r->mask = true;
			continue;
		}
		style.columns = (unsigned)strtoul(argv[i], NULL, 10);
		style.colour = style.utf8 = true;
	}
	text = fixture_show(argv[2], r, style, &t);
	if (text == NULL) {
		fixture_text_free(&t);
		text = (undo ? fixture_undo : fixture_export)(argv[2], r, &t);
	}
	if (text == NULL) {
		fixture_text_free(&t);
		return usage();
	}
	fwrite(text, 1, t.len, stdout);
	fixture_text_free(&t);
	return ferror(stdout) != 0;
}
