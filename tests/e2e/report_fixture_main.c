/* \summary: writes a report made by hand, for tests in other languages */
#include <stdio.h>
#include <stdlib.h>

#include "report_fixture.h"

static int usage(void)
{
	fputs("usage: report_fixture REPORT SINK|EXPORT [mask] [COLUMNS]\n"
	      "REPORT: rich hostile quiet empty\n",
	      stderr);
	return 2;
}

int main(int argc, char **argv)
{
	struct cul_report *r = argc > 2 ? fixture_named(argv[1]) : NULL;
	struct cul_style style = { false, false, 0 };
	struct fixture_text t = { .ptr = NULL };
	char *text;

	if (r == NULL)
		return usage();
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
		text = fixture_export(argv[2], r, &t);
	}
	if (text == NULL) {
		fixture_text_free(&t);
		return usage();
	}
	fwrite(text, 1, t.len, stdout);
	fixture_text_free(&t);
	return ferror(stdout) != 0;
}
