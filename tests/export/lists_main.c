/* \summary: writes a list of a report made by hand, with who we are */
#include <stdio.h>

#include "culprit/export.h"
#include "culprit/letter.h"
#include "report_fixture.h"

static int put(void *arg, const char *bytes, size_t len)
{
	return fwrite(bytes, 1, len, arg) == len ? 0 : CUL_EIO;
}

static int usage(void)
{
	fputs("usage: export_lists REPORT FORMAT [undo|nobody]\n"
	      "nobody: without who we are\n",
	      stderr);
	return 2;
}

static int write_list(const char *name, const struct cul_report *r, bool undo)
{
	struct fixture_text t = { .ptr = NULL };
	char *text = (undo ? fixture_undo : fixture_export)(name, r, &t);
	size_t done = text != NULL ? fwrite(text, 1, t.len, stdout) : 0;
	bool ok = text != NULL && done == t.len && fflush(stdout) == 0;

	fixture_text_free(&t);
	return ok ? 0 : 1;
}

int main(int argc, char **argv)
{
	const struct cul_letter_from from = { "Aurora Net & Sons",
					      "abuse@aurora.example", NULL };
	struct cul_report *r = argc > 2 ? fixture_named(argv[1]) : NULL;
	struct cul_out err = { put, stderr, 0 };
	const char *how = argc > 3 ? argv[3] : "";
	struct cul_letters *letters = NULL;
	int rc;

	if (r == NULL)
		return usage();
	if (cul_letters_new(&from, NULL, &err, &letters) != 0)
		return 1;
	r->letters = strcmp(how, "nobody") == 0 ? NULL : letters;
	rc = write_list(argv[2], r, strcmp(how, "undo") == 0);
	cul_letters_free(&letters);
	return rc;
}
