/* \summary: a case that has changed since somebody saw it, and what was done */
#include <inttypes.h>
#include <stdio.h>

#include "desk/desk_int.h"
#include "report/words.h"

enum { SEEN_MAX = 128 };

const char *desk_seen(const struct cul_case *c, char *buf, size_t size)
{
	(void)snprintf(buf, size, "%s %s %u %" PRId32 " %" PRId64,
		       cul_standing_name(c->standing),
		       cul_action_name(c->s.action), c->families, c->score_mnat,
		       c->s.last_seen_usec / CUL_USEC_PER_SEC);
	return buf;
}

struct seen {
	char standing[16], action[16];
	uint64_t families, score_mnat, last_sec;
};

static void take_word(struct cul_cur *c, char buf[16])
{
	const struct cul_sv word = cul_take_until(c, ' ');

	buf[0] = '\0';
	if (c->bad || word.len >= 16) {
		c->bad = true;
		return;
	}
	memcpy(buf, word.ptr, word.len);
	buf[word.len] = '\0';
}

static bool read_seen(const struct desk_turn *t, struct seen *ret)
{
	char text[SEEN_MAX];
	struct cul_cur c;

	(void)desk_form(t, "seen", text, sizeof(text));
	c = cul_cur_over((struct cul_sv){ text, strlen(text) });
	take_word(&c, ret->standing);
	take_word(&c, ret->action);
	ret->families = cul_take_u64(&c, UINT32_MAX);
	cul_take_lit(&c, CUL_SV(" "));
	ret->score_mnat = cul_take_u64(&c, INT32_MAX);
	cul_take_lit(&c, CUL_SV(" "));
	ret->last_sec = cul_take_u64(&c, INT64_MAX);
	return !c.bad && c.p == c.end;
}

static void evidence(struct cul_out *o, const struct cul_case *c,
		     const struct seen *was)
{
	char a[CUL_WORD_MAX], b[CUL_WORD_MAX];

	for (unsigned f = 0; f < CUL_FAMILIES_; f++)
		if ((c->families & ~was->families & 1u << f) != 0)
			cul_out_fmt(o,
				    "<li>There is evidence of a new kind: "
				    "<b>%s</b>.</li>",
				    cul_family_name((enum cul_family)f));
	if (was->score_mnat != (uint64_t)c->score_mnat)
		cul_out_fmt(o,
			    "<li>The scores of all reasons came to %s, and are "
			    "now %s.</li>",
			    cul_word_score((int32_t)was->score_mnat, a),
			    cul_word_score(c->score_mnat, b));
	if (was->last_sec !=
	    (uint64_t)(c->s.last_seen_usec / CUL_USEC_PER_SEC)) {
		cul_out_str(o, "<li>It was seen again, last at ");
		desk_time(o, c->s.last_seen_usec);
		cul_out_str(o, ".</li>");
	}
}

static void changed(struct desk_turn *t, const struct cul_case *c,
		    const struct seen *was)
{
	struct cul_out *o = &t->o;

	if (strcmp(was->standing, cul_standing_name(c->standing)) != 0) {
		cul_out_str(o, "<li>It was ");
		desk_str(o, was->standing);
		cul_out_fmt(o, ", and is now <b>%s</b>",
			    cul_standing_name(c->standing));
		if (c->decided_by[0] != '\0') {
			cul_out_str(o, " (");
			desk_str(o, c->decided_by);
			cul_out_str(o, ", ");
			desk_time(o, c->decided_usec);
			cul_out_str(o, ")");
		}
		cul_out_str(o, ".</li>");
	}
	if (strcmp(was->action, cul_action_name(c->s.action)) != 0) {
		cul_out_str(o, "<li>What is suggested was ");
		desk_str(o, was->action);
		cul_out_fmt(o, ", and is now <b>%s</b>.</li>",
			    cul_action_name(c->s.action));
	}
	evidence(o, c, was);
}

/* That form is on the page as it is now. */
static bool has_form(const struct cul_case *c, const char *form)
{
	switch (c->standing) {
	case CUL_STANDING_OPEN:
		return strcmp(form, "accept") == 0 ||
		       strcmp(form, "decline") == 0;
	case CUL_STANDING_ACCEPTED:
		return strcmp(form, "release") == 0 ||
		       strcmp(form, "reopen") == 0;
	case CUL_STANDING_DECLINED:
	case CUL_STANDING_RELEASED:
		return strcmp(form, "reopen") == 0;
	case CUL_STANDING_EXPIRED:
	case CUL_STANDING_WITHDRAWN:
	case CUL_STANDINGS_:
		break;
	}
	return false;
}

/* What was typed into a form that has no place any more. */
static void typed(struct desk_turn *t)
{
	static const char *const names[] = { "text", "how_sent", "done",
					     "says" };
	char text[CUL_REMARK_MAX];

	cul_out_str(&t->o, "What you typed has no place there any more; keep "
			   "it as a note if it is of use.</p>");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (desk_form(t, names[i], text, sizeof(text)) == 0)
			continue;
		cul_out_str(&t->o, "<pre class=\"answer\">");
		desk_lines(&t->o, text);
		cul_out_str(&t->o, "</pre>");
	}
	cul_out_str(&t->o, "</div>\n");
}

void desk_case_stale(struct desk_turn *t, const struct cul_case *c)
{
	struct cul_out *o = &t->o;
	struct seen was;

	if (t->fault != NULL) {
		desk_tell(t, "bad", t->fault);
		return;
	}
	cul_out_str(o,
		    "<div class=\"tell bad\" role=\"alert\" id=\"stale\">"
		    "<p><b>Nothing was done:</b> this suggestion has changed "
		    "since you opened it.</p><ul>");
	if (read_seen(t, &was))
		changed(t, c, &was);
	cul_out_str(o, "</ul><p>Look at it as it is now. ");
	if (has_form(c, t->again))
		cul_out_str(o, "What you typed is still in the form: if it "
			       "holds, send it again.</p></div>\n");
	else
		typed(t);
}

static bool next_open(void *arg, const struct cul_case *c)
{
	struct cul_out *o = arg;

	cul_out_str(o, " Next: <a id=\"next\" href=\"/case/");
	desk_url(o, c->s.id);
	cul_out_str(o, "\">");
	desk_words(o, cul_kind_name(c->s.kind));
	cul_out_str(o, ", ");
	desk_case_who(o, c);
	cul_out_str(o, "</a>");
	return true;
}

/* The gravest that waits. */
static void next(struct desk_turn *t)
{
	const struct cul_case_query q = { .most = 1, .now_usec = t->now_usec };

	(void)cul_ledger_cases(t->l, &q, next_open, &t->o, NULL);
}

void desk_case_flash(struct desk_turn *t)
{
	static const struct {
		const char *did, *text;
	} said[] = {
		{ "accept", "Accepted, and signed with your name." },
		{ "decline", "Declined, and signed with your name." },
		{ "release", "Released, and signed with your name." },
		{ "reopen", "Open again, and signed with your name." },
		{ "note", "The note is kept." },
	};
	char did[16];

	(void)desk_query(t, "did", did, sizeof(did));
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		if (strcmp(said[i].did, did) != 0)
			continue;
		cul_out_fmt(&t->o,
			    "<div class=\"tell good screen\" "
			    "id=\"flash\" role=\"status\"><p>%s <a "
			    "href=\"/\">Back to the worklist</a>.",
			    said[i].text);
		if (i < 2)
			next(t);
		cul_out_str(&t->o, "</p></div>\n");
	}
}
