/* \summary: what the keys do, and what the words mean */
#include "noc/pager.h"

#include "report/glyph.h"

static const char *const keys[][2] = {
	{ "1 2 3 4", "overview, suggestions, sources, inputs and parsers" },
	{ "arrows, j k", "pick a row; PgUp PgDn Home End go further" },
	{ "Enter", "all that is known of the picked source" },
	{ "Esc", "back; clears a filter first" },
	{ "/", "show only what has this text, as it is typed" },
	{ "s", "sort by something else" },
	{ "p", "hold the picture; reading goes on" },
	{ "Ctrl-L", "draw all of it again" },
	{ "q", "end the watch" },
};

static const char *const actions[][2] = {
	{ "suspend", "stop a customer, an account or a script of ours" },
	{ "block", "stop an outsider" },
	{ "fix-server", "one of our own servers relays: at once" },
	{ "contact", "talk to the customer; nothing is to be stopped" },
	{ "exempt", "grant an exception: an honest one is refused" },
	{ "watch", "only one kind of evidence yet: look, do not stop" },
};

static const char *const words[][2] = {
	{ "lag", "how long the last line read had been waiting" },
	{ "for", "since it began, by the log's clock" },
	{ "trend", "the last ten minutes against the hour before them" },
	{ "withdrawn", "more evidence took the suggestion back" },
	{ "logins", "logins that failed" },
	{ "behind", "written, and not read yet" },
	{ "not mine", "lines that a parser was asked of and did not know" },
	{ "~", "the text goes on; what is not printable is \\xNN" },
};

#define PAIRS(g, table) pairs(g, table, sizeof(table) / sizeof((table)[0]))

static void pairs(struct cul_pager *g, const char *const (*table)[2], size_t n)
{
	for (size_t i = 0; i < n; i++)
		cul_pager_pair(g, table[i][0], "%s", table[i][1]);
}

static void heading(struct cul_pager *g, const char *text)
{
	cul_pager_text(g, 1, CUL_INK_BOLD, cul_sv_str(text), "");
}

static void write_help(struct cul_pager *g, struct cul_noc *noc,
		       const struct cul_now *now)
{
	(void)noc;
	(void)now;
	heading(g, "KEYS");
	PAIRS(g, keys);
	cul_pager_blank(g);
	heading(g, "WHAT IS ASKED OF YOU, GRAVEST FIRST");
	PAIRS(g, actions);
	cul_pager_blank(g);
	heading(g, "WORDS");
	PAIRS(g, words);
}

void cul_view_help(struct cul_noc *noc, const struct cul_now *now,
		   struct cul_area a)
{
	cul_pager_run(noc, &noc->lists[CUL_VIEW_HELP], now, a, write_help);
}
