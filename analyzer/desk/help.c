/* \summary: the words and keys of the desk, for a first morning */
#include "desk/desk_int.h"
#include "report/html.h"

static const char text[] =
	"<h1>How this desk works</h1>\n"
	"<section class=\"panel\"><h2>What a suggestion is</h2>"
	"<p>The logs of the mail servers say that somebody sends spam, or lets "
	"others send it. The desk shows why, with the numbers and the lines "
	"behind them. You decide. Each decision is signed with your name, and "
	"nothing on this page stops anybody by itself: what you accept goes "
	"into the lists that are exported from the ledger.</p></section>\n"
	"<section class=\"panel\"><h2>What to do</h2><ul>"
	"<li><b>Accept</b>: do as suggested, for a time.</li>"
	"<li><b>Decline</b>: do not, for a reason. It comes back only with "
	"evidence of a new kind, or twice as much, and then says so.</li>"
	"<li><b>Release</b>: it was accepted, and the cause is mended. Ask how "
	"the mail was sent, what was done about it and who says so; whether "
	"that is enough is for you to say.</li>"
	"<li><b>Open again</b>: a decision was a mistake.</li>"
	"<li><b>Exception</b>: never accuse this one. A lead makes them.</li>"
	"</ul></section>\n"
	"<section class=\"panel\"><h2>Where a suggestion stands</h2>"
	"<ul><li><b>open</b>: nobody has decided.</li>"
	"<li><b>accepted</b>: in force until its time is over.</li>"
	"<li><b>declined</b>: it was decided to do nothing.</li>"
	"<li><b>released</b>: it was accepted, and taken back.</li>"
	"<li><b>expired</b>: its time is over.</li>"
	"<li><b>withdrawn</b>: with what came later it is not suggested any "
	"more.</li></ul></section>\n"
	"<section class=\"panel\"><h2>When somebody calls who was blocked</h2>"
	"<p>Put the text he quotes, or his address, into the search. It says "
	"whether it was you, why, what to tell him and what to do.</p>"
	"</section>\n"
	"<section class=\"panel\"><h2>How to read the scores</h2><p>A score of "
	"9.2 means that one honest source in 10,000 looks like this by chance; "
	"each further 2.3 makes it ten times rarer. The mark on the bar is "
	"9.2. "
	"No single kind of evidence is enough to stop anybody: that takes two "
	"which do not depend on each other, and that together are as rare as "
	"[judge] false_per_year asks.</p></section>\n"
	"<section class=\"panel\"><h2>Keys</h2><dl class=\"keys\">"
	"<dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next, previous in the list</dd>"
	"<dt><kbd>Enter</kbd></dt><dd>open the one in focus</dd>"
	"<dt><kbd>a</kbd> <kbd>d</kbd> <kbd>r</kbd> <kbd>n</kbd></dt>"
	"<dd>the form to accept, decline, release, note</dd>"
	"<dt><kbd>e</kbd></dt><dd>make an exception of it</dd>"
	"<dt><kbd>/</kbd></dt><dd>search</dd>"
	"<dt><kbd>?</kbd></dt><dd>these keys</dd></dl></section>\n";

void desk_help_page(struct desk_turn *t)
{
	const struct desk_page page = { .title = "Help",
					.tab = DESK_TAB_HELP,
					.class = "text" };

	desk_page_begin(t, &page);
	cul_out_str(&t->o, text);
	desk_page_end(t, 200);
}
