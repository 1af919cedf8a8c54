/* \summary: what gives a terminal back, known before it is needed */
/* Apart, because term.h makes macros of plain words. */
#include "noc/leave.h"

#include <curses.h>
#include <string.h>
#include <term.h>

static const char *capability_of(const char *name)
{
	const char *text = tigetstr(name);

	return text == (const char *)-1 ? NULL : text;
}

bool cul_leave_can_move(void)
{
	return capability_of("cup") != NULL;
}

/* What of a capability can be written without padding. */
static void keep(char *to, size_t size, const char *capability)
{
	const char *text = capability_of(capability);
	size_t n = strlen(to);

	if (text == NULL)
		return;
	for (; *text != '\0' && n + 1 < size; text++) {
		if (text[0] == '$' && text[1] == '<') {
			while (*text != '\0' && *text != '>')
				text++;
			if (*text == '\0')
				break;
			continue;
		}
		to[n++] = *text;
	}
	to[n] = '\0';
}

void cul_leave_learn(char *buf, size_t size)
{
	static const char *const all[] = { "sgr0", "op", "rmkx", "rmcup",
					   "cnorm" };

	buf[0] = '\0';
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		keep(buf, size, all[i]);
}
