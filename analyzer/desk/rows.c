/* \summary: a case as a row of a list */
#include <inttypes.h>
#include <math.h>

#include "desk/desk_int.h"
#include "report/html.h"
#include "report/words.h"

void desk_case_who(struct cul_out *o, const struct cul_case *c)
{
	cul_html_who(o, c->s.subject, c->s.name);
}

void desk_standing(struct cul_out *o, const struct cul_case *c)
{
	cul_out_fmt(o, "<span class=\"chip\">%s",
		    cul_standing_name(c->standing));
	if (c->standing == CUL_STANDING_DECLINED) {
		cul_out_str(o, ": ");
		desk_str(o, cul_decline_label(c->why_declined));
	}
	cul_out_str(o, "</span>");
}

/* "by chance at most 1 in 10,000". */
static void chance(struct cul_out *o, double confidence)
{
	double error = 1 - confidence;
	char text[CUL_WORD_MAX];

	if (error > 0 && error < .5)
		cul_out_fmt(o, "<br>by chance 1 in %s",
			    cul_word_u64((uint64_t)llround(1 / error), text));
}

static void addresses(struct cul_out *o, const struct cul_suggestion *s)
{
	char text[CUL_ADDR_TEXT_MAX];

	if (s->n_addrs == 0 || s->subject == CUL_SUBJECT_IP)
		return;
	cul_addr_print(&s->addrs[0], text);
	cul_out_fmt(o, " <span class=\"soft\">%s", text);
	if (s->n_addrs > 1)
		cul_out_fmt(o, " and %u more", s->n_addrs - 1);
	cul_out_str(o, "</span>");
}

static void also(struct cul_out *o, const struct cul_case *c, int64_t now_usec)
{
	const bool decided = c->decided_by[0] != '\0';

	if (c->standing == CUL_STANDING_OPEN && c->before == 0 &&
	    c->back[0] == '\0')
		return;
	cul_out_str(o, "<p class=\"also\">");
	if (c->standing != CUL_STANDING_OPEN)
		desk_standing(o, c);
	if (decided) {
		cul_out_str(o, " by ");
		desk_str(o, c->decided_by);
		cul_out_str(o, ", ");
		desk_ago(o, c->decided_usec, now_usec);
	}
	if (c->again_usec != CUL_TIME_NONE)
		cul_out_str(o, " <span class=\"chip bad\">seen since</span>");
	if (c->before != 0)
		cul_out_fmt(o,
			    " <span class=\"chip bad\">stopped %u time%s "
			    "before</span>",
			    c->before, c->before == 1 ? "" : "s");
	cul_out_str(o, " ");
	desk_str(o, c->back);
	cul_out_str(o, "</p>");
}

static void times(struct cul_out *o, const struct cul_case *c, int64_t now_usec)
{
	cul_out_str(o, "<div class=\"when\">last seen ");
	desk_time(o, c->s.last_seen_usec);
	cul_out_str(o, "<br>suggested ");
	desk_ago(o, c->s.flagged_usec, now_usec);
	chance(o, c->s.confidence);
	cul_out_str(o, "</div>");
}

/* Where the key e leads to: the form, filled in. */
static void except_href(struct cul_out *o, const struct cul_case *c)
{
	cul_out_str(o, "/exceptions?what=");
	desk_url(o, c->s.name);
	cul_out_str(o, "#do-except");
}

void desk_case_row(struct cul_out *o, const struct cul_case *c,
		   int64_t now_usec, unsigned level)
{
	cul_out_str(o, "<li id=\"c-");
	desk_str(o, c->s.id);
	cul_out_fmt(o,
		    "\" class=\"case %s\" data-filed=\"%" PRId64 "\"><div "
		    "class=\"what\"><span class=\"badge %s\">",
		    cul_html_class(c->s.action),
		    c->filed_usec / CUL_USEC_PER_SEC,
		    cul_html_class(c->s.action));
	desk_words(o, cul_action_name(c->s.action));
	cul_out_str(o, "</span><span class=\"kind\">");
	desk_words(o, cul_kind_name(c->s.kind));
	cul_out_fmt(o, "</span></div>\n<h%u><a class=\"who\" href=\"/case/",
		    level);
	desk_url(o, c->s.id);
	cul_out_str(o, "\" data-except=\"");
	except_href(o, c);
	cul_out_str(o, "\">");
	desk_case_who(o, c);
	cul_out_str(o, "</a>");
	addresses(o, &c->s);
	cul_out_fmt(o, "</h%u>\n<p class=\"why\">", level);
	desk_str(o, c->s.why);
	cul_out_str(o, "</p>\n");
	also(o, c, now_usec);
	times(o, c, now_usec);
	cul_out_str(o, "</li>\n");
}
