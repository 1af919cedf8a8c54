/* \summary: what the forms of a case do; each is signed with the user */
#include <stdio.h>

#include "desk/desk_int.h"

static uint64_t form_number(const struct desk_turn *t, const char *name)
{
	char text[24];
	struct cul_cur c;
	uint64_t n;

	(void)desk_form(t, name, text, sizeof(text));
	c = cul_cur_over((struct cul_sv){ text, strlen(text) });
	n = cul_take_u64(&c, UINT64_MAX);
	return c.bad || c.p != c.end ? 0 : n;
}

/* It was done: its page, which says so. Not done because somebody should look
 * again: the page as it is now, with what was typed. */
static void after(struct desk_turn *t, const char *form, int rc)
{
	char to[CUL_NAME_MAX + 64];

	if (rc == CUL_OK) {
		(void)snprintf(to, sizeof(to), "/case/%s?did=%s", t->id, form);
		cul_web_see(t->a, to);
		return;
	}
	t->again = form;
	if (rc == CUL_EUSAGE) {
		if (t->fault == NULL)
			t->fault = cul_ledger_error(t->l);
		desk_case_show(t, 422);
	} else if (rc == CUL_ESTALE) {
		desk_case_show(t, 409);
	} else {
		desk_trouble(t, rc);
	}
}

/* The version must be there: who sends a form without it has seen nothing. */
static int decide(struct desk_turn *t, struct cul_decision *d)
{
	d->id = t->id;
	d->by = t->v.name;
	d->at_usec = t->now_usec;
	d->version = form_number(t, "version");
	if (d->version == 0) {
		t->fault = "The form did not say what you had seen: open the "
			   "page anew and decide there.";
		return CUL_EUSAGE;
	}
	return cul_ledger_decide(t->l, d, t->q->address);
}

void desk_do_accept(struct desk_turn *t)
{
	char text[CUL_REMARK_MAX];
	struct cul_decision d = { .verb = CUL_VERB_ACCEPT, .text = text };
	const bool good = desk_form_whole(t, "text", text, sizeof(text)) &&
			  desk_form_until(t, &d.until_usec);

	after(t, "accept", good ? decide(t, &d) : CUL_EUSAGE);
}

void desk_do_decline(struct desk_turn *t)
{
	char text[CUL_REMARK_MAX], why[32];
	struct cul_decision d = { .verb = CUL_VERB_DECLINE, .text = text };
	bool good = desk_form_whole(t, "text", text, sizeof(text)) &&
		    desk_form_until(t, &d.until_usec);

	(void)desk_form(t, "why", why, sizeof(why));
	if (good &&
	    (!cul_decline_of(why, &d.why) || d.why == CUL_DECLINE_NONE)) {
		t->fault = "Say why: choose a reason from the list.";
		good = false;
	}
	after(t, "decline", good ? decide(t, &d) : CUL_EUSAGE);
}

void desk_do_release(struct desk_turn *t)
{
	char text[CUL_REMARK_MAX], how[CUL_RELEASE_MAX], done[CUL_RELEASE_MAX],
		says[CUL_RELEASE_MAX];
	struct cul_decision d = { .verb = CUL_VERB_RELEASE,
				  .until_usec = CUL_TIME_NONE,
				  .text = text,
				  .how_sent = how,
				  .done = done,
				  .says = says };
	bool good = desk_form_whole(t, "text", text, sizeof(text)) &&
		    desk_form_whole(t, "how_sent", how, sizeof(how)) &&
		    desk_form_whole(t, "done", done, sizeof(done)) &&
		    desk_form_whole(t, "says", says, sizeof(says));

	if (good && (how[0] == '\0' || done[0] == '\0' || says[0] == '\0')) {
		t->fault = "A release needs all three: how the mail was sent, "
			   "what was done about it, and who says so.";
		good = false;
	}
	after(t, "release", good ? decide(t, &d) : CUL_EUSAGE);
}

void desk_do_reopen(struct desk_turn *t)
{
	char text[CUL_REMARK_MAX];
	struct cul_decision d = { .verb = CUL_VERB_REOPEN,
				  .until_usec = CUL_TIME_NONE,
				  .text = text };
	const bool good = desk_form_whole(t, "text", text, sizeof(text));

	after(t, "reopen", good ? decide(t, &d) : CUL_EUSAGE);
}

/* A note changes nothing that was seen, so it needs no version. */
void desk_do_note(struct desk_turn *t)
{
	char text[CUL_REMARK_MAX];
	const struct cul_note n = { .at_usec = t->now_usec,
				    .by = t->v.name,
				    .id = t->id,
				    .text = text };
	bool good = desk_form_whole(t, "text", text, sizeof(text));

	if (good && text[0] == '\0') {
		t->fault = "There is no text in this note.";
		good = false;
	}
	after(t, "note",
	      good ? cul_ledger_note(t->l, &n, t->q->address) : CUL_EUSAGE);
}
