/* \summary: a strict reader of the pages of the desk */
#include "t.h"

#include "markup_t.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "report/glyph.h"

enum { DEPTH = 64, IDS = 4096, NAME = 32 };

static const char tags[] =
	" html head meta title link script body a header div nav form input "
	"button span main footer dialog h1 h2 h3 h4 dl dt dd kbd p ol ul li b "
	"strong code time br section label select option textarea details "
	"summary table thead tbody tr th td svg rect path figure figcaption "
	"mark pre ";
static const char empty[] = " meta link input br rect path ";
static const char attributes[] =
	" lang charset name content rel href src defer class id role action "
	"method type value maxlength placeholder required selected for open "
	"rows tabindex datetime scope data-user data-live data-version "
	"data-filed data-except data-l aria-label aria-labelledby aria-current "
	"aria-describedby aria-hidden viewBox preserveAspectRatio x y width "
	"height d vector-effect autocomplete autocapitalize spellcheck "
	"readonly colspan ";

struct reader {
	const char *p, *where;
	char open[DEPTH][NAME];
	int depth;
	const char *ids[IDS];
	size_t id_len[IDS], n_ids;
};

static void wrong(const struct reader *r, const char *what, const char *at)
{
	fail_msg("%s: %s at: %.80s", r->where, what, at);
}

static bool has(const char *list, const char *name)
{
	char word[NAME + 2];

	(void)snprintf(word, sizeof(word), " %s ", name);
	return strstr(list, word) != NULL;
}

static void take_name(struct reader *r, char name[NAME])
{
	size_t n = strspn(r->p, "abcdefghijklmnopqrstuvwxyz"
				"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

	if (n == 0 || n >= NAME)
		wrong(r, "no name", r->p);
	memcpy(name, r->p, n);
	name[n] = '\0';
	r->p += n;
}

static void take_id(struct reader *r, const char *value, size_t len)
{
	for (size_t i = 0; i < r->n_ids; i++)
		if (r->id_len[i] == len && memcmp(r->ids[i], value, len) == 0)
			wrong(r, "an id twice", value);
	if (r->n_ids == IDS)
		wrong(r, "too many ids", value);
	r->ids[r->n_ids] = value;
	r->id_len[r->n_ids++] = len;
}

static void entities(const struct reader *r, const char *p, size_t len)
{
	static const char *const known[] = { "&amp;", "&lt;", "&gt;", "&quot;",
					     "&#39;" };
	bool good;

	for (size_t i = 0; i < len; i++) {
		if (p[i] != '&')
			continue;
		good = false;
		for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++)
			good |= strncmp(p + i, known[k], strlen(known[k])) == 0;
		if (!good)
			wrong(r, "an ampersand", p + i);
	}
}

static void attribute(struct reader *r)
{
	char name[NAME];
	size_t n;

	take_name(r, name);
	if (!has(attributes, name))
		wrong(r, "an attribute", r->p - strlen(name));
	if (*r->p != '=')
		return;
	if (r->p[1] != '"')
		wrong(r, "an attribute without quotes", r->p);
	r->p += 2;
	n = strcspn(r->p, "\"<>");
	if (r->p[n] != '"')
		wrong(r, "in an attribute", r->p);
	entities(r, r->p, n);
	if (strcmp(name, "id") == 0)
		take_id(r, r->p, n);
	if (strcmp(name, "href") == 0 && r->p[0] != '/' && r->p[0] != '#' &&
	    strncmp(r->p, "data:,\"", 7) != 0)
		wrong(r, "a link elsewhere", r->p);
	r->p += n + 1;
}

static void close_tag(struct reader *r)
{
	char name[NAME];

	r->p += 2;
	take_name(r, name);
	if (*r->p++ != '>' || r->depth == 0 ||
	    strcmp(r->open[--r->depth], name) != 0)
		wrong(r, "a tag closed out of order", r->p - 10);
}

static void tag(struct reader *r)
{
	char name[NAME];
	bool ended = false;

	if (r->p[1] == '/') {
		close_tag(r);
		return;
	}
	r->p++;
	take_name(r, name);
	if (!has(tags, name))
		wrong(r, "a tag", r->p - strlen(name));
	while (*r->p == ' ') {
		r->p++;
		attribute(r);
	}
	if (*r->p == '/') {
		ended = true;
		r->p++;
	}
	if (*r->p++ != '>')
		wrong(r, "within a tag", r->p - 1);
	if (ended || has(empty, name))
		return;
	if (r->depth == DEPTH)
		wrong(r, "too deep", r->p);
	(void)snprintf(r->open[r->depth++], NAME, "%s", name);
}

static void visible(const struct reader *r, const char *html)
{
	struct cul_cur c = cul_cur_over((struct cul_sv){ html, strlen(html) });
	struct cul_glyph g;

	while (cul_glyph_next(&c, &g))
		if (g.hidden && g.point != '\n')
			wrong(r, "what cannot be seen", g.ptr);
}

/* Each id that is pointed at by that attribute is there. */
static void leads(const struct reader *r, const char *html, const char *name)
{
	char begin[NAME + 4];

	(void)snprintf(begin, sizeof(begin), " %s=\"", name);
	for (const char *p = strstr(html, begin); p != NULL;
	     p = strstr(p, begin)) {
		bool found = false;
		size_t len;

		p += strlen(begin);
		len = strcspn(p, "\"");
		for (size_t i = 0; i < r->n_ids; i++)
			found |= r->id_len[i] == len &&
				 memcmp(r->ids[i], p, len) == 0;
		if (!found)
			wrong(r, "it leads nowhere", p - strlen(begin));
	}
}

void markup_check(const char *html, const char *where)
{
	static struct reader r;
	static const char doctype[] = "<!DOCTYPE html>";

	r = (struct reader){ .p = html, .where = where };
	visible(&r, html);
	if (strncmp(html, doctype, sizeof(doctype) - 1) != 0)
		wrong(&r, "no doctype", html);
	r.p += sizeof(doctype) - 1;
	while (*r.p != '\0') {
		size_t n = strcspn(r.p, "<");

		if (memchr(r.p, '>', n) != NULL)
			wrong(&r, "a bare >", r.p);
		entities(&r, r.p, n);
		r.p += n;
		if (*r.p == '<')
			tag(&r);
	}
	if (r.depth != 0)
		wrong(&r, "a tag is not closed", r.open[r.depth - 1]);
	leads(&r, html, "for");
	leads(&r, html, "aria-labelledby");
	leads(&r, html, "aria-describedby");
}
