/* \summary: print the manual page */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/page.h"
#include "engine/settings.h"

/* As running text: a backslash is doubled, and no line begins with a dot or
 * an apostrophe, which would be a macro. Sentences begin on lines of their
 * own, as mdoc wants. */
static void text(const char *s)
{
	if (*s == '.' || *s == '\'')
		(void)fputs("\\&", stdout);
	for (; *s != '\0'; s++) {
		if (*s == '\\')
			(void)fputs("\\e", stdout);
		else if (*s == ' ' && s[-1] == '.' && s[1] != '\0')
			(void)putchar('\n');
		else
			(void)putchar(*s);
	}
	(void)putchar('\n');
}

static void setting(const struct cul_setting_info *info)
{
	(void)printf(".It Ic %s No = Ar %s\n", info->key, info->type);
	text(info->help);
	if (info->range[0] != '\0')
		(void)printf("Range: %s.\n", info->range);
	if (info->dflt[0] != '\0')
		(void)printf("Default: %s.\n", info->dflt);
}

static void settings(void)
{
	const char *section = "";

	for (size_t i = 0; i < cul_settings_count(); i++) {
		struct cul_setting_info info = cul_settings_info(i);

		if (strcmp(info.section, section) != 0) {
			if (section[0] != '\0')
				(void)puts(".El");
			section = info.section;
			(void)printf(".Ss [%s]\n.Bl -tag -width Ds\n", section);
		}
		setting(&info);
	}
	if (section[0] != '\0')
		(void)puts(".El");
}

static void detectors(void)
{
	(void)puts(".Bl -tag -width Ds");
	for (size_t i = 0; cul_detectors[i] != NULL; i++) {
		(void)printf(".It Cm %s\n", cul_detectors[i]->name);
		text(cul_detectors[i]->why);
		(void)puts("Misses:");
		text(cul_detectors[i]->misses);
	}
	(void)puts(".El");
}

int cul_page_print(const char *template_path)
{
	FILE *f = fopen(template_path, "re");
	char line[1024];
	int ok;

	if (f == NULL) {
		cul_say("%s: %s", template_path, strerror(errno));
		return CUL_EXIT_FAILED;
	}
	while (fgets(line, sizeof(line), f) != NULL) {
		if (strcmp(line, "@SETTINGS@\n") == 0)
			settings();
		else if (strcmp(line, "@DETECTORS@\n") == 0)
			detectors();
		else
			(void)fputs(line, stdout);
	}
	ok = ferror(f) == 0;
	(void)fclose(f);
	return ok && fflush(stdout) == 0 ? CUL_EXIT_DONE : CUL_EXIT_FAILED;
}
