/* \summary: pages that say what went wrong, and what to do about it */
#include "desk/desk_int.h"

static void plain(struct desk_turn *t, unsigned status, const char *title,
		  const char *const *sentences)
{
	const struct desk_page page = { .title = title, .class = "text" };

	desk_page_begin(t, &page);
	cul_out_fmt(&t->o, "<h1>%s</h1>\n", title);
	for (; *sentences != NULL; sentences++) {
		cul_out_str(&t->o, "<p>");
		desk_str(&t->o, *sentences);
		cul_out_str(&t->o, "</p>\n");
	}
	cul_out_str(&t->o, "<p><a href=\"/\">To the worklist</a></p>\n");
	desk_page_end(t, status);
}

void desk_not_found(struct desk_turn *t, const char *what)
{
	const char *const say[] = {
		what,
		"A suggestion may be named by the beginning of its id, of four "
		"letters at least. To find one by an address, an account or a "
		"customer, use the search above.",
		NULL
	};

	plain(t, 404, "There is no such page", say);
}

void desk_forbidden(struct desk_turn *t, enum cul_may why)
{
	static const char *const role[] = {
		"Your role does not allow this. Viewers read, staff decide, "
		"leads also keep exceptions and users.",
		"If you need it for your work, ask a lead.", NULL
	};
	static const char *const origin[] = {
		"This form did not come from a page of this desk, so nothing "
		"was done.",
		"If you did press a button here: open the page anew and try "
		"once more. Where a proxy stands in front of the desk, it must "
		"pass on Host and Origin as they came.",
		NULL
	};
	static const char *const token[] = {
		"This form was made for another session, so nothing was done: "
		"you have signed in again since the page was opened.",
		"Go back, load the page anew and press the button again.", NULL
	};

	plain(t, 403, "This is not allowed",
	      why == CUL_MAY_NOT_ROLE     ? role
	      : why == CUL_MAY_NOT_ORIGIN ? origin
					  : token);
}

/* What there is to do about it, beside what the ledger itself says. */
static const char *remedy(int rc)
{
	switch (rc) {
	case CUL_EBUSY:
		return "Somebody else has been writing to the ledger for long. "
		       "Nothing was changed. Try again in a few seconds.";
	case CUL_EFULL:
		return "The disk that holds the ledger is full. Nothing was "
		       "changed. Make room there, then try again.";
	case CUL_EREADONLY:
		return "The desk may not write to the ledger. Nothing was "
		       "changed. Give the user it runs as the right to write "
		       "the file and its folder.";
	case CUL_ECORRUPT:
		return "Stop the desk, put the ledger aside, and use its last "
		       "good copy. Decisions made since that copy are in the "
		       "damaged file and can often be had from it.";
	default:
		return "Nothing was changed. Try again; if it stays so, tell "
		       "whoever looks after this machine.";
	}
}

static unsigned status_of(int rc)
{
	return rc == CUL_EBUSY || rc == CUL_EFULL || rc == CUL_EREADONLY ||
			       rc == CUL_EIO || rc == CUL_ECORRUPT
		       ? 503
		       : 500;
}

/* The page so far is dropped. */
static void anew(struct desk_turn *t)
{
	t->buf.len = 0;
	t->o = desk_buf_out(&t->buf);
}

void desk_trouble(struct desk_turn *t, int rc)
{
	const char *why = t->l != NULL ? cul_ledger_error(t->l) : "";
	const char *say[] = { why, remedy(rc), NULL };

	anew(t);
	if (rc == CUL_ENONE) {
		desk_not_found(t, "There is no such suggestion, exception or "
				  "user: it may have been removed, or the "
				  "address was cut short.");
		return;
	}
	plain(t, status_of(rc), "The ledger does not do this now", say);
}

void desk_lost(struct desk_turn *t)
{
	const char *const say[] = {
		t->desk->trouble,
		"Nothing is shown and nothing can be decided until it is "
		"there. The desk tries again with each page that is opened: "
		"once the cause is mended, load this page again.",
		NULL
	};

	anew(t);
	plain(t, 503, "The ledger cannot be opened", say);
}

static bool is_secret(struct cul_sv name)
{
	return cul_sv_eq(name, CUL_SV(CUL_TOKEN_FIELD)) ||
	       cul_sv_ends(name, CUL_SV("password"));
}

void desk_ended(struct desk_turn *t)
{
	const struct desk_page page = { .title = "You are signed out",
					.class = "text" };
	const struct cul_web_pairs *f = &t->q->form;
	char text[CUL_REMARK_MAX];

	desk_page_begin(t, &page);
	cul_out_str(&t->o, "<h1>You are signed out</h1>\n<p>The session has "
			   "ended, so nothing was saved. What you typed stands "
			   "below: copy what you need, then <a "
			   "href=\"/login\">sign in</a>.</p>\n");
	for (size_t i = 0; i < f->n; i++) {
		if (is_secret(f->at[i].name) || f->at[i].value.len == 0)
			continue;
		cul_out_str(&t->o, "<h2>");
		desk_sv(&t->o, f->at[i].name);
		cul_out_str(&t->o, "</h2><pre class=\"answer\">");
		(void)desk_copy(f->at[i].value, text, sizeof(text));
		desk_lines(&t->o, text);
		cul_out_str(&t->o, "</pre>\n");
	}
	desk_page_end(t, 401);
}
