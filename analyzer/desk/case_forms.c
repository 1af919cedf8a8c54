/* \summary: what can be decided about a case */
#include <inttypes.h>
#include <stdio.h>

#include "desk/desk_int.h"
#include "report/words.h"

static void begin(struct desk_turn *t, const struct cul_case *c,
		  const char *name, const char *title, const char *key,
		  bool open)
{
	char text[CUL_NAME_MAX + 64], want[16];
	struct cul_out *o = &t->o;

	(void)desk_query(t, "do", want, sizeof(want));
	if (t->again != NULL)
		open = strcmp(t->again, name) == 0;
	else if (want[0] != '\0')
		open = strcmp(want, name) == 0;
	cul_out_fmt(o,
		    "<details id=\"do-%s\" name=\"decide\"%s><summary>%s "
		    "<kbd aria-hidden=\"true\">%s</kbd></summary>\n",
		    name, open ? " open" : "", title, key);
	(void)snprintf(text, sizeof(text), "/case/%s/%s", c->s.id, name);
	desk_form_begin(t, text);
	(void)snprintf(text, sizeof(text), "%" PRIu64, c->version);
	desk_hidden(t, "version", text);
	desk_hidden(t, "seen", desk_seen(c, text, sizeof(text)));
	if (t->again != NULL && strcmp(t->again, name) == 0 && t->fault != NULL)
		desk_tell(t, "bad", t->fault);
}

static void end(struct desk_turn *t, const char *button, bool grave)
{
	desk_form_end(t, button, grave);
	cul_out_str(&t->o, "</details>\n");
}

static void remark(struct desk_turn *t, const char *form, const char *label,
		   bool must)
{
	const struct desk_field f = {
		.form = form, .name = "text", .label = label, .must = must
	};

	desk_textarea(t, &f, CUL_REMARK_MAX - 1);
}

static void accept_form(struct desk_turn *t, const struct cul_case *c)
{
	begin(t, c, "accept", "Accept", "a", true);
	cul_out_str(&t->o, "<p>Do as suggested: <b>");
	desk_words(&t->o, cul_action_name(c->s.action));
	cul_out_str(&t->o, "</b>. What is exported from the ledger has it from "
			   "now on.</p>\n");
	desk_field_until(t, "accept", "as long as suggested");
	remark(t, "accept", "Remark", false);
	end(t, "Accept", cul_word_is_grave(c->s.action));
}

static void decline_form(struct desk_turn *t, const struct cul_case *c)
{
	struct cul_out *o = &t->o;
	char why[32];

	begin(t, c, "decline", "Decline", "d", false);
	(void)desk_typed(t, "decline", "why", why, sizeof(why));
	cul_out_str(o, "<p>It comes back only with evidence of a new kind, or "
		       "twice as much.</p><div class=\"field\"><label "
		       "for=\"decline-why\">Reason</label><select "
		       "id=\"decline-why\" name=\"why\" required>");
	desk_option(o, "", "Choose one", why[0] == '\0');
	for (unsigned i = CUL_DECLINE_NONE + 1; i < CUL_DECLINES_; i++) {
		const enum cul_decline d = (enum cul_decline)i;

		desk_option(o, cul_decline_name(d), cul_decline_label(d),
			    strcmp(why, cul_decline_name(d)) == 0);
	}
	cul_out_str(o, "</select></div>\n");
	remark(t, "decline", "In your words", false);
	desk_field_until(t, "decline", "for good");
	end(t, "Decline", false);
}

/* Has it been quiet since the decision? */
static void since(struct desk_turn *t, const struct cul_case *c)
{
	struct cul_out *o = &t->o;
	char span[CUL_WORD_MAX];

	if (c->again_usec != CUL_TIME_NONE) {
		cul_out_str(o, "<div class=\"tell bad\"><p><b>Not clean:</b> "
			       "seen again since the decision of ");
		desk_time(o, c->decided_usec);
		cul_out_str(o, ", last at ");
		desk_time(o, c->again_usec);
		cul_out_str(o, ".</p></div>\n");
		return;
	}
	cul_out_str(o, "<div class=\"tell good\"><p><b>Clean since:</b> not "
		       "seen since the decision of ");
	desk_time(o, c->decided_usec);
	cul_out_fmt(o,
		    ", %s ago. While it is stopped it may have no way to "
		    "send.</p></div>\n",
		    cul_word_span(t->now_usec - c->decided_usec, span));
}

static void release_form(struct desk_turn *t, const struct cul_case *c)
{
	const struct desk_field how = { "release",
					"how_sent",
					"How was the mail sent?",
					"Which machine, program or login, and "
					"how somebody came to use it.",
					true,
					NULL,
					NULL };
	const struct desk_field done = { "release",
					 "done",
					 "What was done about it?",
					 "Cleaned, password changed, relay "
					 "closed.",
					 true,
					 NULL,
					 NULL };
	const struct desk_field says = { "release",
					 "says",
					 "Who says so?",
					 "Name and how to reach them.",
					 true,
					 NULL,
					 NULL };

	begin(t, c, "release", "Release", "r", true);
	since(t, c);
	desk_textarea(t, &how, CUL_RELEASE_MAX - 1);
	desk_textarea(t, &done, CUL_RELEASE_MAX - 1);
	desk_input(t, &says, "text", CUL_RELEASE_MAX - 1);
	remark(t, "release", "Remark", false);
	cul_out_str(&t->o, "<p class=\"small soft\">Whether to release is for "
			   "you to say, whatever is answered.</p>\n");
	end(t, "Release", false);
}

static void reopen_form(struct desk_turn *t, const struct cul_case *c)
{
	begin(t, c, "reopen", "Open again", "", false);
	cul_out_str(&t->o, "<p>The decision was a mistake: it is to be looked "
			   "at again. The decision stays on record.</p>\n");
	remark(t, "reopen", "Why", false);
	end(t, "Open again", false);
}

static void note_form(struct desk_turn *t, const struct cul_case *c)
{
	begin(t, c, "note", "Note", "n", false);
	remark(t, "note", "For whoever looks at this next", true);
	end(t, "Keep this note", false);
}

static void except_link(struct desk_turn *t, const struct cul_case *c)
{
	struct cul_out *o = &t->o;

	cul_out_str(o, "<p class=\"small\"><a id=\"make-exception\" "
		       "href=\"/exceptions?what=");
	desk_url(o, c->s.name);
	cul_out_str(o, "#do-except\">Never accuse this one: make an exception"
		       "</a> <kbd aria-hidden=\"true\">e</kbd></p>\n");
}

void desk_case_forms(struct desk_turn *t, const struct cul_case *c)
{
	const enum cul_standing s = c->standing;

	if (t->v.role == CUL_ROLE_VIEWER)
		return;
	cul_out_str(&t->o, "<section class=\"panel decide\" id=\"decide\" "
			   "aria-labelledby=\"h-decide\"><h2 id=\"h-decide\">"
			   "Decide</h2>\n");
	if (s == CUL_STANDING_OPEN) {
		accept_form(t, c);
		decline_form(t, c);
	}
	if (s == CUL_STANDING_ACCEPTED)
		release_form(t, c);
	if (s == CUL_STANDING_ACCEPTED || s == CUL_STANDING_DECLINED ||
	    s == CUL_STANDING_RELEASED)
		reopen_form(t, c);
	note_form(t, c);
	if (t->v.role == CUL_ROLE_LEAD)
		except_link(t, c);
	cul_out_str(&t->o, "</section>\n");
}
