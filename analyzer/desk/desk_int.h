/* \summary: the parts of the desk */
#ifndef CUL_DESK_INT_H
#define CUL_DESK_INT_H

#include "culprit/report.h"
#include "desk/accounts.h"
#include "desk/desk.h"

struct desk_buf { /* grows; the first that does not fit sticks in its cul_out */
	char *v;
	size_t len, room;
};
struct cul_out desk_buf_out(struct desk_buf *b);
/* Its bytes, NUL behind them, are the caller's to free; it is empty then. NULL:
 * out of memory. */
char *desk_buf_take(struct desk_buf *b, size_t *ret_len);

struct cul_desk {
	const struct cul_desk_plan *plan;
	int64_t now_usec;
	struct cul_ledger *ledger; /* NULL: it is not open                   */
	uint64_t dev, ino;         /* of the file that is open               */
	char trouble[CUL_LEDGER_ERR];
	struct cul_account_store inner; /* of the ledger, while it is open   */
	struct cul_account_store store; /* what is used: store.c             */
	struct cul_accounts *accounts;
	struct cul_web *web; /* NULL until it first ran                      */
	uint64_t stamp;      /* of the ledger, as it was last told           */
};

/* One request being answered. */
struct desk_turn {
	struct cul_desk *desk;
	struct cul_ledger *l;
	const struct cul_web_request *q;
	struct cul_web_answer *a;
	struct cul_visitor v;
	int64_t now_usec;
	char id[CUL_NAME_MAX]; /* what stands for * in the route's path   */
	struct desk_buf buf;
	struct cul_out o; /* the page                                       */
	/* A form that was not good: it is shown again with what was typed. */
	const char *again; /* name of the form; NULL: none                  */
	const char *fault; /* what was wrong, a sentence; NULL              */
};

/* ---- store.c ---- */

struct cul_account_store desk_store(struct cul_desk *d);

/* ---- routes.c ---- */

struct desk_route {
	enum cul_web_method method; /* GET is HEAD too                      */
	const char *path;           /* one * is a part of it: t->id         */
	bool anybody;               /* without signing in                   */
	enum cul_role least;        /* of who is signed in                  */
	void (*run)(struct desk_turn *t);
};
extern const struct desk_route desk_routes[]; /* ends at a NULL path */

void desk_route(struct desk_turn *t);

/* ---- asked.c: what was asked ---- */

/* NUL-terminated into `buf`; cut there; "" if it is not there. Line ends of
 * forms, CR LF, are LF. The length. */
size_t desk_copy(struct cul_sv v, char *buf, size_t size);
size_t desk_query(const struct desk_turn *t, const char *name, char *buf,
		  size_t size);
size_t desk_form(const struct desk_turn *t, const char *name, char *buf,
		 size_t size);
/* As desk_form; false, with t->fault set, if it is longer than fits. */
bool desk_form_whole(struct desk_turn *t, const char *name, char *buf,
		     size_t size);
/* From 1 to 10^6; `dflt` if there is none or it is no number. */
uint64_t desk_query_number(const struct desk_turn *t, const char *name,
			   uint64_t dflt);
/* Of the fields for_NAME (days) and until_NAME (YYYY-MM-DD, its end, UTC);
 * CUL_TIME_NONE if neither is given; false, with t->fault set, if one is no
 * such thing or past. */
bool desk_form_until(struct desk_turn *t, int64_t *ret_usec);

/* ---- html.c: pieces ---- */

void desk_str(struct cul_out *o, const char *s); /* escaped */
void desk_sv(struct cul_out *o, struct cul_sv v);
/* What a person wrote: escaped, its line ends kept. */
void desk_lines(struct cul_out *o, const char *text);
/* For a query, percent-encoded, and so good in an attribute too. */
void desk_url(struct cul_out *o, const char *s);
/* <time>, to the minute, UTC; and how long ago, or in how long. */
void desk_time(struct cul_out *o, int64_t t_usec);
void desk_ago(struct cul_out *o, int64_t t_usec, int64_t now_usec);
void desk_u64(struct cul_out *o, uint64_t n);
void desk_option(struct cul_out *o, const char *value, const char *label,
		 bool chosen);
/* "/source?…" for what a case is about; for somebody's customer. */
void desk_source_href(struct cul_out *o, enum cul_subject type,
		      const char *name);
bool desk_subject_of(const char *name, enum cul_subject *ret);
/* "stolen account": a kind or family for people, of ours. */
void desk_words(struct cul_out *o, const char *name);

/* ---- forms.c ---- */

/* <form method=post> with the token; `hidden` fields follow. */
void desk_form_begin(struct desk_turn *t, const char *action);
void desk_form_end(struct desk_turn *t, const char *button, bool grave);
void desk_hidden(struct desk_turn *t, const char *name, const char *value);

struct desk_field {
	const char *form; /* its name, to be shown again what was typed   */
	const char *name, *label, *hint; /* hint NULL: none               */
	bool must;
	const char *value;    /* NULL: ""                                    */
	const char *complete; /* autocomplete; NULL: "off"                */
};
void desk_input(struct desk_turn *t, const struct desk_field *f,
		const char *type, size_t max);
/* The user whose password a form is for: browsers want to know. Not shown. */
void desk_whose(struct desk_turn *t, const char *name, const char *user);
void desk_textarea(struct desk_turn *t, const struct desk_field *f, size_t max);
/* How long: days to choose from, or a date. `none` is the word for neither. */
void desk_field_until(struct desk_turn *t, const char *form, const char *none);
/* "", or what was typed, if that form is shown again. */
const char *desk_typed(struct desk_turn *t, const char *form, const char *name,
		       char *buf, size_t size);

/* ---- page.c ---- */

enum desk_tab {
	DESK_TAB_NONE,
	DESK_TAB_LIST,
	DESK_TAB_DECISIONS,
	DESK_TAB_EXCEPTIONS,
	DESK_TAB_USERS,
	DESK_TAB_HELP
};

struct desk_page {
	const char *title; /* escaped by the page                           */
	enum desk_tab tab;
	const char *class; /* of <main>; NULL: as wide as there is room     */
	const char *find;  /* what stands in the search field; NULL: nothing */
	bool live;         /* the list in it is put anew when it changes    */
	uint64_t version;  /* of the case it shows; 0: none                 */
};
void desk_page_begin(struct desk_turn *t, const struct desk_page *p);
void desk_page_end(struct desk_turn *t, unsigned status);
/* A box: class "", "good" or "bad", and the text escaped. */
void desk_tell(struct desk_turn *t, const char *class, const char *text);

/* ---- trouble.c: what went wrong, and what to do ---- */

void desk_not_found(struct desk_turn *t, const char *what);
void desk_forbidden(struct desk_turn *t, enum cul_may why);
/* `rc` of the ledger, at `what` ("the worklist"). */
void desk_trouble(struct desk_turn *t, int rc);
/* Without a ledger: desk->trouble says why. */
void desk_lost(struct desk_turn *t);
/* A form came without a session: what was typed is shown, to be kept. */
void desk_ended(struct desk_turn *t);

/* ---- rows.c: a case in a list ---- */

/* `level`: of its heading, 2 or 3. */
void desk_case_row(struct cul_out *o, const struct cul_case *c,
		   int64_t now_usec, unsigned level);
/* "customer C01861 (100.96.3.7)" as a link to the source. */
void desk_case_who(struct cul_out *o, const struct cul_case *c);
void desk_standing(struct cul_out *o, const struct cul_case *c);

/* ---- past.c ---- */

/* The days of a source, drawn; nothing if none is known. 0, or of the ledger.
 * `heading`: what stands above. */
int desk_past(struct desk_turn *t, unsigned level, enum cul_subject type,
	      const char *name); /* level: of its heading */

/* ---- pages ---- */

void desk_list_page(struct desk_turn *t);
void desk_case_page(struct desk_turn *t);
/* With t->again set a form of it was not good, or was of an older version. */
void desk_case_show(struct desk_turn *t, unsigned status);
void desk_letter_text(struct desk_turn *t);
void desk_case_forms(struct desk_turn *t, const struct cul_case *c);
/* What it is now, for a hidden field, to tell a change by. */
const char *desk_seen(const struct cul_case *c, char *buf, size_t size);
/* Above the page that is shown again: nothing was done, and why. */
void desk_case_stale(struct desk_turn *t, const struct cul_case *c);
/* It was done. */
void desk_case_flash(struct desk_turn *t);
int desk_case_story(struct desk_turn *t, const struct cul_case *c);
int desk_case_around(struct desk_turn *t, const struct cul_case *c);
void desk_source_page(struct desk_turn *t);
void desk_exceptions_page(struct desk_turn *t);
void desk_decisions_page(struct desk_turn *t);
void desk_search_page(struct desk_turn *t);
void desk_users_page(struct desk_turn *t);
void desk_account_page(struct desk_turn *t);
void desk_help_page(struct desk_turn *t);
void desk_login_page(struct desk_turn *t);

/* ---- what forms do ---- */

void desk_do_accept(struct desk_turn *t);
void desk_do_decline(struct desk_turn *t);
void desk_do_release(struct desk_turn *t);
void desk_do_reopen(struct desk_turn *t);
void desk_do_note(struct desk_turn *t);
void desk_do_except(struct desk_turn *t);
void desk_do_unexcept(struct desk_turn *t);
void desk_do_user_add(struct desk_turn *t);
void desk_do_user_role(struct desk_turn *t);
void desk_do_user_passwd(struct desk_turn *t);
void desk_do_user_remove(struct desk_turn *t);
void desk_do_login(struct desk_turn *t);
void desk_do_logout(struct desk_turn *t);
void desk_do_passwd(struct desk_turn *t);
void desk_events(struct desk_turn *t);
void desk_style(struct desk_turn *t);
void desk_script(struct desk_turn *t);

#endif
