/* \summary: a public page: which hosts are blocked, why, how to be removed
 *
 * For those who were refused, so in their words. Outsiders' addresses and
 * networks alone: no customer, no login, no recipient, and nothing that a
 * stranger chose. One file that needs nothing beside it.
 */
#include "export/publiclist.h"
#include "culprit/letter.h"
#include "export/nets.h"
#include "report/escape.h"
#include "report/html.h"
#include "report/words.h"

/* Not for search engines: they would name a host long after it is off. */
static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	"<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
	"'none'; style-src 'unsafe-inline'; base-uri 'none'; "
	"form-action 'none'\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, "
	"initial-scale=1\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n"
	"<meta name=\"robots\" content=\"noindex\">\n"
	"<title>Hosts we take no mail from</title>\n<style>\n";

struct page {
	struct cul_out *o;
	const struct cul_report *r;
	struct cul_list_nets nets;
	struct cul_letter_from from;
};

static bool is_outsider(const struct cul_suggestion *s)
{
	return s->action == CUL_ACTION_BLOCK &&
	       (s->subject == CUL_SUBJECT_IP || s->subject == CUL_SUBJECT_NET);
}

static bool is_known(const char *s)
{
	return s != NULL && s[0] != '\0';
}

static void provider(const struct page *p)
{
	if (is_known(p->from.provider))
		cul_html_str(p->o, p->from.provider);
	else
		cul_out_str(p->o, "the provider");
}

static void top(const struct page *p)
{
	char made[CUL_WORD_MAX];

	cul_out_str(p->o, "<header><h1>Hosts we take no mail from</h1>\n"
			  "<p class=\"soft\">");
	if (is_known(p->from.provider)) {
		cul_html_str(p->o, p->from.provider);
		cul_out_str(p->o, ". ");
	}
	cul_out_fmt(p->o,
		    "As of %s UTC. Each entry falls off by itself at the time "
		    "it names, unless the same is seen again.</p></header>\n",
		    cul_word_minute(p->r->made_usec, made));
}

static const char refused[] =
	"<section class=\"panel\"><h2 style=\"margin-top:0\">If your mail was "
	"refused</h2>\n<p>Look below for the address of the server that sent "
	"it; the refusal names it as a rule, and an id. What is refused is all "
	"mail from that address, whoever wrote it: if the server is your "
	"provider's, pass this page on to them.</p></section>\n";

/* Of its own accord a mailbox is linked only if nothing in it could become
 * more than one (RFC 6068: % ? & are of the URI). */
static bool is_linked(const char *mailbox)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_@";
	const char *at = strchr(mailbox, '@');

	return at != NULL && at != mailbox && strchr(at + 1, '@') == NULL &&
	       strspn(mailbox, plain) == strlen(mailbox);
}

static void contact(const struct page *p)
{
	const char *to = p->from.contact;

	if (!is_known(to)) {
		cul_out_str(p->o, "Write to postmaster at the domain that you "
				  "wrote to, with:");
		return;
	}
	cul_out_str(p->o, "Write to ");
	if (is_linked(to))
		cul_out_fmt(p->o, "<a href=\"mailto:%s\">", to);
	cul_html_str(p->o, to);
	cul_out_str(p->o, is_linked(to) ? "</a> with:" : " with:");
}

static void removal(const struct page *p)
{
	cul_out_str(p->o,
		    "<section class=\"panel\"><h2 style=\"margin-top:0\">How "
		    "to be removed</h2>\n<ol>\n"
		    "<li>Find out how the mail was sent: which machine, which "
		    "program, whose login.</li>\n"
		    "<li>Stop it. What helps stands at each reason below.</li>"
		    "\n<li>");
	contact(p);
	cul_out_str(p->o,
		    "<ul>\n<li>the address or range, and the id of the entry;"
		    "</li>\n<li>how the mail was sent;</li>\n"
		    "<li>what was done about it, and when;</li>\n"
		    "<li>who you are, and how you are in charge of the "
		    "address.</li>\n</ul></li>\n</ol>\n"
		    "<p>A person reads it. Whether an entry is removed, and "
		    "when, is for ");
	provider(p);
	cul_out_str(p->o, " alone to decide; nobody has a claim to it. What "
			  "begins again is blocked again.</p></section>\n");
}

static void row(const struct page *p, const struct cul_list_net *e)
{
	char text[CUL_NET_TEXT_MAX], since[CUL_WORD_MAX], until[CUL_WORD_MAX];

	if (e->net.bits == 128)
		cul_addr_print(&e->net.base, text);
	else
		cul_net_print(&e->net, text);
	cul_out_fmt(p->o, "<tr><th scope=\"row\" class=\"t\">%s</th>", text);
	cul_out_fmt(p->o,
		    "<td data-l=\"Reason\"><a href=\"#%s\">%s</a></td>"
		    "<td data-l=\"Since\">%s</td><td data-l=\"Until\">%s</td>"
		    "<td data-l=\"Id\">",
		    cul_kind_name(e->s->kind),
		    cul_public_words(e->s->kind)->title,
		    cul_word_minute(e->s->first_seen_usec, since),
		    e->expires_usec == CUL_TIME_NONE
			    ? "removed"
			    : cul_word_minute(e->expires_usec, until));
	cul_list_id(p->o, e->s);
	cul_out_str(p->o, "</td></tr>\n");
}

static void table(const struct page *p)
{
	char n[CUL_WORD_MAX];

	if (p->nets.n == 0) {
		cul_out_str(p->o,
			    "<section class=\"panel\"><h2 "
			    "style=\"margin-top:0\">The list</h2><p>At "
			    "present no host is blocked.</p></section>\n");
		return;
	}
	cul_out_fmt(p->o,
		    "<section class=\"panel\"><h2 style=\"margin-top:0\">The "
		    "list</h2>\n<table class=\"stack\"><caption>Hosts and "
		    "ranges that are blocked: %s, by address. Times are UTC."
		    "</caption><thead><tr><th scope=\"col\">Host or range</th>"
		    "<th scope=\"col\">Reason</th><th scope=\"col\">Seen since"
		    "</th><th scope=\"col\">Until</th><th scope=\"col\">Id"
		    "</th></tr></thead><tbody>\n",
		    cul_word_u64(p->nets.n, n));
	for (size_t i = 0; i < p->nets.n; i++)
		row(p, &p->nets.v[i]);
	cul_out_str(p->o, "</tbody></table></section>\n");
}

static bool is_listed(const struct page *p, enum cul_kind k)
{
	for (size_t i = 0; i < p->nets.n; i++)
		if (p->nets.v[i].s->kind == k)
			return true;
	return false;
}

static void reasons(const struct page *p)
{
	if (p->nets.n == 0)
		return;
	cul_out_str(p->o,
		    "<section class=\"panel\"><h2 "
		    "style=\"margin-top:0\">What the reasons mean</h2>\n");
	for (int k = 0; k < CUL_KINDS_; k++) {
		const struct cul_public_words *w =
			cul_public_words((enum cul_kind)k);

		if (!is_listed(p, (enum cul_kind)k))
			continue;
		cul_out_fmt(p->o,
			    "<h3 id=\"%s\">%s</h3>\n<p>%s</p>\n<p>What helps: "
			    "%s</p>\n",
			    cul_kind_name((enum cul_kind)k), w->title, w->what,
			    w->mend);
	}
	cul_out_str(p->o, "</section>\n");
}

static void page(const struct page *p)
{
	char run[17];

	cul_out_str(p->o, head);
	for (size_t i = 0; cul_html_style[i] != NULL; i++)
		cul_out_str(p->o, cul_html_style[i]);
	cul_out_str(p->o, "caption{text-align:left;color:var(--soft);"
			  "padding-bottom:.5rem}\n"
			  ".stack th[scope=row]{color:var(--text);"
			  "font-size:1em}\nh3+p{margin-top:.2rem}"
			  "section h3{margin-top:1.2rem}\n"
			  "main>section:first-child{margin-top:1.5rem}\n"
			  "@media (max-width:40rem){.stack caption,.stack "
			  "th[scope=row]{display:block}}\n"
			  "</style>\n</head>\n<body>\n");
	top(p);
	cul_out_str(p->o, "<main>\n");
	cul_out_str(p->o, refused);
	removal(p);
	table(p);
	reasons(p);
	cul_list_run_id(p->r, run);
	cul_out_fmt(p->o,
		    "</main>\n<footer><p>List %s.</p></footer>\n</body>\n"
		    "</html>\n",
		    run);
}

static void write_page(const struct cul_report *r, struct cul_out *o)
{
	struct page p = { .o = o, .r = r };
	int err = cul_list_nets(r, CUL_LIST_ADDRESSES, is_outsider, &p.nets);

	if (err < 0) {
		cul_list_failed(o, err);
		return;
	}
	if (r->letters != NULL)
		p.from = cul_letters_from(r->letters);
	page(&p);
	cul_list_nets_done(&p.nets);
}

extern const struct cul_export cul_export_publiclist;
const struct cul_export cul_export_publiclist = {
	.name = "publiclist",
	.file = "blocked.html",
	.summary = "a public page: who is blocked, why, how to be removed",
	.write = write_page,
};
