/* \summary: the lines behind a suggestion, what matters in them marked */
#include <limits.h>

#include "report/escape.h"
#include "report/glyph.h"
#include "report/html.h"
#include "report/mask.h"
#include "report/words.h"

enum { OPEN_LINES = 2, NEEDLES_MAX = CUL_SOURCE_ADDRS + 8 };

struct needles {
	size_t n;
	struct cul_sv v[NEEDLES_MAX];
	bool begins[UCHAR_MAX + 1]; /* with this byte one of them does */
	char addrs[CUL_SOURCE_ADDRS][CUL_ADDR_TEXT_MAX];
};

/* What a reader looks for: who, and how it ended. */
static void needles_init(struct needles *k, const struct cul_suggestion *s)
{
	const struct cul_sv fates[] = { CUL_SV("status=bounced"),
					CUL_SV("reject:"),
					CUL_SV("Relay access denied"),
					CUL_SV("User unknown"),
					CUL_SV("authentication failed") };

	k->n = 0;
	if (s->name[0] != '\0')
		k->v[k->n++] = cul_sv_str(s->name);
	for (unsigned i = 0; i < s->n_addrs && i < CUL_SOURCE_ADDRS; i++) {
		size_t len = cul_addr_print(&s->addrs[i], k->addrs[i]);

		k->v[k->n++] = (struct cul_sv){ k->addrs[i], len };
	}
	for (size_t i = 0; i < sizeof(fates) / sizeof(fates[0]); i++)
		k->v[k->n++] = fates[i];
	memset(k->begins, 0, sizeof(k->begins));
	for (size_t i = 0; i < k->n; i++)
		k->begins[(unsigned char)k->v[i].ptr[0]] = true;
}

static bool in_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '.' || c == '_';
}

static bool starts_word(struct cul_sv line, size_t at)
{
	return at == 0 || !in_word(line.ptr[at - 1]);
}

static bool ends_word(struct cul_sv line, size_t end)
{
	return end == line.len || !in_word(line.ptr[end]);
}

/* The length of the needle that stands at `at` on its own, 0 if none does:
 * 192.0.2.1 not within 192.0.2.17. */
static size_t needle_at(const struct needles *k, struct cul_sv line, size_t at)
{
	if (!k->begins[(unsigned char)line.ptr[at]] || !starts_word(line, at))
		return 0;
	for (size_t i = 0; i < k->n; i++)
		if (cul_sv_starts(cul_sv_from(line, at), k->v[i]) &&
		    ends_word(line, at + k->v[i].len))
			return k->v[i].len;
	return 0;
}

static void marked(struct cul_out *o, struct cul_sv line,
		   const struct needles *k)
{
	size_t plain = 0;

	for (size_t at = 0; at < line.len;) {
		size_t len = needle_at(k, line, at);

		if (len == 0) {
			at++;
			continue;
		}
		cul_html_sv(o, (struct cul_sv){ line.ptr + plain, at - plain });
		cul_out_str(o, "<mark>");
		cul_html_sv(o, (struct cul_sv){ line.ptr + at, len });
		cul_out_str(o, "</mark>");
		at += len;
		plain = at;
	}
	cul_html_sv(o, cul_sv_from(line, plain));
}

static void quote(struct cul_out *o, const struct cul_report *r,
		  const struct cul_quote *q, const struct needles *k)
{
	char buf[CUL_MASK_MAX], at[CUL_WORD_MAX];

	cul_out_str(o, "<li><span class=\"at\">");
	cul_html_str(o, q->file);
	cul_out_fmt(o, ", byte %s</span><code>", cul_word_u64(q->offset, at));
	marked(o, cul_quote_text(r, q, buf), k);
	cul_out_str(o, "</code></li>\n");
}

static size_t of_family(const struct cul_suggestion *s, enum cul_family f)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_quotes; i++)
		n += s->quotes[i].family == f;
	return n;
}

/* The first lines of one family in sight, the others behind a click. */
static void family(struct cul_out *o, const struct cul_report *r,
		   const struct cul_suggestion *s, enum cul_family f,
		   const struct needles *k)
{
	size_t all = of_family(s, f), done = 0;

	if (all == 0)
		return;
	cul_out_fmt(o, "<p class=\"small soft\">%s</p>\n<ul class=\"lines\">\n",
		    cul_family_name(f));
	for (size_t i = 0; i < s->n_quotes; i++) {
		if (s->quotes[i].family != f)
			continue;
		if (done++ == OPEN_LINES)
			cul_out_fmt(o,
				    "</ul><details><summary>%zu more"
				    "</summary><ul class=\"lines\">\n",
				    all - OPEN_LINES);
		quote(o, r, &s->quotes[i], k);
	}
	cul_out_str(o, done > OPEN_LINES ? "</ul></details>\n" : "</ul>\n");
}

void cul_html_lines(struct cul_out *o, unsigned level,
		    const struct cul_report *r, const struct cul_suggestion *s)
{
	struct needles k;

	if (s->n_quotes == 0)
		return;
	needles_init(&k, s);
	cul_html_part(o, level, "Lines behind it");
	for (unsigned f = 0; f < CUL_FAMILIES_; f++)
		family(o, r, s, (enum cul_family)f, &k);
}
