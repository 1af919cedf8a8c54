/* \summary: texts of --help */
#include <string.h>

#include "app/app.h"
#include "app/help.h"
#include "app/help_texts.h"
#include "app/options.h"
#include "engine/near.h"
#include "engine/version.h"

const char *cul_help_takes(const char *command)
{
	const struct cul_help_text *t = cul_help_text(command);

	return t != NULL ? t->takes : "";
}

static const char *more_of(const char *command)
{
	const struct cul_help_text *t = cul_help_text(command);

	return t != NULL ? t->more : "";
}

int cul_help_version(void)
{
	(void)printf("culprit %s\n", cul_version());
	return fflush(stdout) == 0 ? CUL_EXIT_DONE : CUL_EXIT_FAILED;
}

void cul_help_usage(FILE *f)
{
	(void)fputs("usage: culprit COMMAND [OPTION...] [FILE...]\n\n", f);
	for (const struct cul_cmd *c = cul_cmds; c->name != NULL; c++)
		(void)fprintf(f, "  %-9s %s\n", c->name, c->summary);
	(void)fputs(
		"\nculprit help COMMAND tells more; so does culprit(1).\n"
		"Status: 0 done, 1 failed, 2 usage or configuration, 3 done "
		"but some input\ncould not be read.\n",
		f);
}

int cul_help_command(const char *name)
{
	const struct cul_cmd *c = cul_cmds;

	if (name == NULL) {
		cul_help_usage(stdout);
		return fflush(stdout) == 0 ? CUL_EXIT_DONE : CUL_EXIT_FAILED;
	}
	while (c->name != NULL && strcmp(c->name, name) != 0)
		c++;
	if (c->name == NULL) {
		cul_help_unknown(name);
		return CUL_EXIT_USAGE;
	}
	(void)printf("usage: culprit %s %s\n\n%s\n\n%s", c->name, c->args,
		     c->summary, more_of(name));
	if (cul_help_takes(name)[0] != '\0')
		(void)puts("");
	cul_options_help(stdout, cul_help_takes(name));
	return fflush(stdout) == 0 ? CUL_EXIT_DONE : CUL_EXIT_FAILED;
}

void cul_help_unknown(const char *name)
{
	const struct cul_cmd *best = NULL;
	unsigned least = UINT32_MAX;

	for (const struct cul_cmd *c = cul_cmds; c->name != NULL; c++) {
		unsigned d = cul_near_distance(name, c->name);

		if (d < least) {
			least = d;
			best = c;
		}
	}
	cul_say("no command '%s'", name);
	if (best != NULL && least <= 2)
		(void)fprintf(stderr, "did you mean: culprit %s\n", best->name);
	else
		(void)fputs("culprit help lists them\n", stderr);
}
