/* \summary: print the registries */
#include <stdio.h>

#include "app/app.h"
#include "app/lists.h"
#include "culprit/detector.h"
#include "culprit/export.h"

static int status(void)
{
	return fflush(stdout) == 0 ? CUL_EXIT_DONE : CUL_EXIT_FAILED;
}

int cul_list_parsers(void)
{
	for (size_t i = 0; cul_parsers[i] != NULL; i++) {
		const struct cul_parser_info *info = &cul_parser_infos[i];

		(void)printf("%s: %s\n  grammar: %s\n  reads: %s\n"
			     "  missing: %s\n",
			     cul_parsers[i]->name, info->summary, info->grammar,
			     info->reads, info->missing);
	}
	return status();
}

int cul_list_detectors(void)
{
	for (size_t i = 0; cul_detectors[i] != NULL; i++)
		(void)printf("%s: %s\n  why: %s\n  misses: %s\n",
			     cul_detectors[i]->name, cul_detectors[i]->summary,
			     cul_detectors[i]->why, cul_detectors[i]->misses);
	return status();
}

static void format(const char *name, const char *file, const char *summary)
{
	(void)printf("  %-14s %-20s %s\n", name, file != NULL ? file : "",
		     summary);
}

int cul_list_formats(void)
{
	(void)puts("--format NAME, and in -o DIR as:");
	for (size_t i = 0; cul_sinks[i] != NULL; i++)
		format(cul_sinks[i]->name, cul_sinks[i]->file,
		       cul_sinks[i]->summary);
	(void)puts("block lists, in -o DIR, and of culprit export:");
	for (size_t i = 0; cul_exports[i] != NULL; i++)
		format(cul_exports[i]->name, cul_exports[i]->file,
		       cul_exports[i]->summary);
	return status();
}

int cul_list_exports(void)
{
	for (size_t i = 0; cul_exports[i] != NULL; i++)
		format(cul_exports[i]->name, cul_exports[i]->file,
		       cul_exports[i]->summary);
	return status();
}
