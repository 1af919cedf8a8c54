/* \summary: exceptions: who is never to be accused, why, and who says so */
#include <inttypes.h>
#include <stdio.h>

#include "desk/desk_int.h"

struct rows {
	struct desk_turn *t;
	size_t n;
};

static void remove_form(struct desk_turn *t, const struct cul_exception *e)
{
	char action[64];

	(void)snprintf(action, sizeof(action), "/exceptions/%" PRId64 "/remove",
		       e->number);
	desk_form_begin(t, action);
	cul_out_str(&t->o, "<button class=\"quiet\" aria-label=\"Remove the "
			   "exception for ");
	desk_str(&t->o, e->what);
	cul_out_str(&t->o, "\">Remove</button></form>");
}

static void ends(struct desk_turn *t, const struct cul_exception *e)
{
	struct cul_out *o = &t->o;

	if (e->removed_usec != CUL_TIME_NONE) {
		cul_out_str(o, "removed ");
		desk_time(o, e->removed_usec);
	} else if (e->expires_usec != CUL_TIME_NONE) {
		cul_out_str(o, e->expires_usec <= t->now_usec ? "over since "
							      : "until ");
		desk_time(o, e->expires_usec);
	} else {
		cul_out_str(o, "for good");
	}
}

static bool each(void *arg, const struct cul_exception *e)
{
	struct rows *r = arg;
	struct cul_out *o = &r->t->o;
	const bool stands = e->removed_usec == CUL_TIME_NONE &&
			    (e->expires_usec == CUL_TIME_NONE ||
			     e->expires_usec > r->t->now_usec);

	if (r->n++ == 0)
		cul_out_str(o,
			    "<table class=\"stack\"><thead><tr><th "
			    "scope=\"col\">Who or what</th><th "
			    "scope=\"col\">Reason</th><th scope=\"col\">"
			    "Owner</th><th scope=\"col\">Since</th><th "
			    "scope=\"col\">Until</th><th scope=\"col\"><span "
			    "class=\"away\">Remove</span></th></tr></thead>"
			    "<tbody>\n");
	cul_out_fmt(o, "<tr id=\"x-%" PRId64 "\"><td class=\"t\"><b>",
		    e->number);
	desk_str(o, e->what);
	cul_out_str(o, "</b></td><td class=\"t say\">");
	desk_lines(o, e->reason);
	cul_out_str(o, "</td><td data-l=\"owner\">");
	desk_str(o, e->owner);
	cul_out_str(o, "</td><td data-l=\"since\">");
	desk_time(o, e->added_usec);
	cul_out_str(o, "</td><td data-l=\"until\">");
	ends(r->t, e);
	cul_out_str(o, "</td><td data-l=\"\">");
	if (stands && r->t->v.role == CUL_ROLE_LEAD)
		remove_form(r->t, e);
	cul_out_str(o, "</td></tr>\n");
	return true;
}

static void add_form(struct desk_turn *t)
{
	char what[CUL_NAME_MAX];
	const struct desk_field fields[] = {
		{ "except", "what", "Who or what",
		  "Address, prefix, account, customer or local user.", true,
		  what, NULL },
		{ "except", "reason", "Reason",
		  "Why this may do what others may not.", true, NULL, NULL },
		{ "except", "owner", "Owner",
		  "Who answers for it, and is asked when it ends.", true, NULL,
		  NULL }
	};

	(void)desk_query(t, "what", what, sizeof(what));
	cul_out_str(&t->o, "<section class=\"panel\" id=\"do-except\" "
			   "aria-labelledby=\"h-except\"><h2 id=\"h-except\">"
			   "Make an exception</h2><p>From the next scan on it "
			   "is never accused; what stands already is to be "
			   "declined or released by hand.</p>\n");
	if (t->again != NULL && t->fault != NULL)
		desk_tell(t, "bad", t->fault);
	desk_form_begin(t, "/exceptions/add");
	desk_input(t, &fields[0], "text", CUL_NAME_MAX - 1);
	desk_textarea(t, &fields[1], CUL_RELEASE_MAX - 1);
	desk_input(t, &fields[2], "text", CUL_WHO_MAX - 1);
	desk_field_until(t, "except", "for good");
	desk_form_end(t, "Make the exception", false);
	cul_out_str(&t->o, "</section>\n");
}

static int list(struct desk_turn *t, bool all)
{
	struct rows rows = { t, 0 };
	struct cul_out *o = &t->o;
	int rc = cul_ledger_exceptions(t->l, all, t->now_usec, each, &rows);

	if (rows.n != 0)
		cul_out_str(o, "</tbody></table>\n");
	else
		cul_out_str(o, "<p>There is none. What the configuration has "
			       "at [judge] never counts beside these.</p>\n");
	cul_out_str(o,
		    all ? "<p class=\"screen\"><a href=\"/exceptions\">Only "
			  "those that stand</a></p>\n"
			: "<p class=\"screen\"><a href=\"/exceptions?all=1\">"
			  "Those that stood as well</a></p>\n");
	return rc;
}

static void show(struct desk_turn *t, unsigned status)
{
	const struct desk_page page = { .title = "Exceptions",
					.tab = DESK_TAB_EXCEPTIONS };
	char did[16];
	int rc;

	desk_page_begin(t, &page);
	(void)desk_query(t, "did", did, sizeof(did));
	if (strcmp(did, "add") == 0)
		desk_tell(t, "good", "The exception stands.");
	else if (strcmp(did, "remove") == 0)
		desk_tell(t, "good", "The exception is removed.");
	cul_out_str(&t->o, "<h1>Exceptions</h1>\n<p>Whoever stands here is "
			   "never accused.</p>\n<section class=\"panel\" "
			   "aria-label=\"Exceptions\">\n");
	rc = list(t, desk_query_number(t, "all", 0) != 0);
	cul_out_str(&t->o, "</section>\n");
	if (t->v.role == CUL_ROLE_LEAD)
		add_form(t);
	else
		cul_out_str(&t->o, "<p>A lead makes and removes them.</p>\n");
	if (rc != CUL_OK)
		desk_trouble(t, rc);
	else
		desk_page_end(t, status);
}

void desk_exceptions_page(struct desk_turn *t)
{
	show(t, 200);
}

void desk_do_except(struct desk_turn *t)
{
	char what[CUL_NAME_MAX], reason[CUL_RELEASE_MAX], owner[CUL_WHO_MAX];
	struct cul_exception e = { .what = what,
				   .reason = reason,
				   .owner = owner,
				   .added_usec = t->now_usec,
				   .removed_usec = CUL_TIME_NONE };
	int rc = CUL_EUSAGE;

	if (desk_form_whole(t, "what", what, sizeof(what)) &&
	    desk_form_whole(t, "reason", reason, sizeof(reason)) &&
	    desk_form_whole(t, "owner", owner, sizeof(owner)) &&
	    desk_form_until(t, &e.expires_usec)) {
		rc = cul_ledger_except(t->l, &e, t->v.name, t->q->address,
				       NULL);
		if (rc == CUL_EUSAGE)
			t->fault = cul_ledger_error(t->l);
	}
	if (rc == CUL_OK) {
		cul_web_see(t->a, "/exceptions?did=add");
	} else if (rc == CUL_EUSAGE) {
		t->again = "except";
		show(t, 422);
	} else {
		desk_trouble(t, rc);
	}
}

void desk_do_unexcept(struct desk_turn *t)
{
	struct cul_cur c =
		cul_cur_over((struct cul_sv){ t->id, strlen(t->id) });
	const int64_t number = (int64_t)cul_take_u64(&c, INT64_MAX);
	int rc = CUL_ENONE;

	if (!c.bad && c.p == c.end)
		rc = cul_ledger_unexcept(t->l, number, t->v.name, t->q->address,
					 t->now_usec);
	if (rc == CUL_OK)
		cul_web_see(t->a, "/exceptions?did=remove");
	else
		desk_trouble(t, rc);
}
