/* \summary: texts of --help */
#include <string.h>

#include "app/app.h"
#include "app/help.h"
#include "app/options.h"
#include "engine/near.h"
#include "engine/version.h"

static const struct text {
	const char *command, *takes, *more;
} texts[] = {
	{ "scan", "csjfowmpFDh",
	  "Reads plain and packed files, folders, and standard input (-, or "
	  "no\n"
	  "FILE in a pipe), in the order of their time, whatever order they "
	  "are\n"
	  "named in. Prints a table of suggestions; a person decides.\n"
	  "\n"
	  "  culprit scan /var/log/mail.log*\n"
	  "  culprit scan -c culprit.conf -o out /var/log/mail.log*\n" },
	{ "watch", "csSkJtxMeujowmph",
	  "Follows files across rotation (names and globs, also of files that "
	  "are\n"
	  "not there yet), the journal, syslog sockets, and standard input "
	  "(-).\n"
	  "On a terminal it shows what is going on; else, or with --json, it\n"
	  "prints a line of JSON for each suggestion as it arises, changes or\n"
	  "falls. SIGHUP reads the configuration anew, SIGUSR1 writes the "
	  "report\n"
	  "(-o), SIGTERM saves and ends.\n"
	  "\n"
	  "  culprit watch /var/log/mail.log\n"
	  "  culprit watch --state /var/lib/culprit --metrics 127.0.0.1:9477 "
	  "\\\n"
	  "      --json '/var/log/mx*/mail.log'\n" },
	{ "explain", "cswmLph",
	  "SOURCE is an address, a login, a customer or user@host, as scan\n"
	  "prints it. Prints its evidence, the arithmetic of each walk, and "
	  "the\n"
	  "lines.\n"
	  "\n"
	  "  culprit explain 192.0.2.7 /var/log/mail.log*\n"
	  "  culprit explain --letter C01861 /var/log/mail.log*\n" },
	{ "parse", "cswplh",
	  "Prints one JSON object a line of the log: what it says of mail, or\n"
	  "why nothing was read from it.\n"
	  "\n"
	  "  culprit parse mail.log | head\n" },
	{ "check", "csjh",
	  "Prints every setting with its value, default, range and meaning; "
	  "says\n"
	  "what is wrong, and what has no effect.\n" },
	{ "help", "", "" },
};

const char *cul_help_takes(const char *command)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(texts[i].command, command) == 0)
			return texts[i].takes;
	return "";
}

static const char *more_of(const char *command)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(texts[i].command, command) == 0)
			return texts[i].more;
	return "";
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
