/* \summary: ask the terminal and the environment */
#include <stdlib.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/screen.h"

static bool is_set(const char *name)
{
	const char *v = getenv(name);

	return v != NULL && v[0] != '\0';
}

static bool speaks_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *v = getenv(names[i]);

		if (v != NULL && v[0] != '\0')
			return strcasestr(v, "utf-8") != NULL ||
			       strcasestr(v, "utf8") != NULL;
	}
	return false;
}

unsigned cul_screen_columns(int fd)
{
	struct winsize size;

	if (isatty(fd) == 0)
		return 0;
	if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 80;
	return size.ws_col;
}

struct cul_style cul_screen_style(void)
{
	const char *term = getenv("TERM");
	struct cul_style st = { 0 };

	st.columns = cul_screen_columns(STDOUT_FILENO);
	if (st.columns == 0)
		return st;
	st.utf8 = speaks_utf8();
	st.colour = !is_set("NO_COLOR") && term != NULL &&
		    strcmp(term, "dumb") != 0;
	return st;
}
