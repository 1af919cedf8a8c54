/* \summary: what stands for each placeholder of a letter */
#include <stdio.h>

#include "letter/template.h"

enum { NAME_SHOWN = 120 };

static bool is_plain(struct cul_sv v)
{
	for (size_t i = 0; i < v.len; i++) {
		char c = v.ptr[i];

		if ((c < '0' || c > '9') && (c < 'a' || c > 'z') &&
		    (c < 'A' || c > 'Z') && strchr("@._+:/=-", c) == NULL)
			return false;
	}
	return v.len != 0;
}

/* A name that could read as a sentence of ours is put between quotes, and has
 * none of its own. */
static void put_name(struct letter *t, const char *name)
{
	struct cul_sv v = letter_sv(name);
	const bool cut = v.len > NAME_SHOWN, plain = is_plain(v);

	if (cut)
		v.len = NAME_SHOWN;
	if (!plain)
		letter_str(&t->fill, "\"");
	for (size_t i = 0, end; i < v.len; i = end + 1) {
		for (end = i; end < v.len && v.ptr[end] != '"'; end++)
			;
		letter_strange(&t->fill, (struct cul_sv){ v.ptr + i, end - i });
		if (end < v.len)
			letter_str(&t->fill, "\\x22");
	}
	letter_str(&t->fill, cut ? "..." : "");
	if (!plain)
		letter_str(&t->fill, "\"");
}

static void put_moment(struct letter *t, int64_t t_usec)
{
	char text[CUL_TIME_TEXT_MAX];

	if (t_usec == CUL_TIME_NONE) {
		letter_str(&t->fill, "some time ago");
		return;
	}
	cul_time_print(t_usec, text);
	letter_text(&t->fill, (struct cul_sv){ text, 10 });
	letter_str(&t->fill, " ");
	letter_text(&t->fill, (struct cul_sv){ text + 11, 5 });
	letter_str(&t->fill, " UTC");
}

static void who(struct letter *t)
{
	static const char *const what[CUL_SUBJECTS_] = {
		[CUL_SUBJECT_IP] = "",
		[CUL_SUBJECT_NET] = "",
		[CUL_SUBJECT_ACCOUNT] = "the account ",
		[CUL_SUBJECT_CUSTOMER] = "customer ",
		[CUL_SUBJECT_LOCAL_USER] = "the local user ",
		[CUL_SUBJECT_SERVER] = "the server ",
	};

	letter_str(&t->fill, what[t->s->subject]);
	put_name(t, t->s->name);
}

static void name(struct letter *t)
{
	put_name(t, t->s->name);
}

static void customer(struct letter *t)
{
	if (t->s->customer[0] == '\0')
		letter_str(&t->fill, "not known");
	else
		put_name(t, t->s->customer);
}

static void addresses(struct letter *t)
{
	char text[CUL_ADDR_TEXT_MAX];

	if (t->s->n_addrs == 0)
		letter_str(&t->fill, "not known");
	for (unsigned i = 0; i < t->s->n_addrs; i++) {
		(void)cul_addr_print(&t->s->addrs[i], text);
		letter_str(&t->fill, i == 0 ? "" : ", ");
		letter_str(&t->fill, text);
	}
}

static void since(struct letter *t)
{
	put_moment(t, t->s->first_seen_usec);
}

static void until(struct letter *t)
{
	put_moment(t, t->s->last_seen_usec);
}

static void id(struct letter *t)
{
	letter_strange(&t->fill, letter_sv(t->s->id));
}

static void kind(struct letter *t)
{
	letter_str(&t->fill, cul_kind_name(t->s->kind));
}

static void why(struct letter *t)
{
	letter_strange(&t->fill, letter_sv(t->s->why));
}

static const char *suspended(enum cul_subject subject)
{
	if (subject == CUL_SUBJECT_ACCOUNT)
		return "Sending with this login is stopped for the time "
		       "being; what arrives can be read as before.";
	if (subject == CUL_SUBJECT_LOCAL_USER)
		return "Mail from these programs is stopped for the time "
		       "being; the site itself is not touched.";
	return "Mail from there is held back for the time being. Nothing of "
	       "it is lost, and what is sent to you arrives as before.";
}

/* The letter is sent once the suggestion has been accepted. */
static void done(struct letter *t)
{
	const char *text = "Nothing has been closed.";

	if (t->s->action == CUL_ACTION_SUSPEND)
		text = suspended(t->s->subject);
	else if (t->s->action == CUL_ACTION_BLOCK)
		text = "Our mail servers refuse this address for a day; the "
		       "block ends by itself.";
	else if (t->s->action == CUL_ACTION_FIX_SERVER)
		text = "As long as it is open, other networks may come to "
		       "refuse all that this server sends.";
	letter_str(&t->fill, text);
}

static void provider(struct letter *t)
{
	letter_str(&t->fill, t->l->provider[0] != '\0' ? t->l->provider
						       : "The abuse desk");
}

static void contact(struct letter *t)
{
	letter_str(&t->fill, t->l->contact[0] != '\0'
				     ? t->l->contact
				     : "the address this letter comes from");
}

static void phone(struct letter *t)
{
	letter_str(&t->fill,
		   t->l->phone[0] != '\0' ? t->l->phone : "not given");
}

static void ask(struct letter *t)
{
	letter_str(&t->fill, "Write to ");
	contact(t);
	if (t->l->phone[0] != '\0') {
		letter_str(&t->fill, ", or call ");
		letter_str(&t->fill, t->l->phone);
	}
	letter_str(&t->fill, "; name the case ");
	id(t);
	letter_str(&t->fill, ".");
}

const struct letter_word letter_words[] = {
	{ "who", who },
	{ "name", name },
	{ "customer", customer },
	{ "addresses", addresses },
	{ "since", since },
	{ "until", until },
	{ "reasons", letter_reasons },
	{ "why", why },
	{ "kind", kind },
	{ "done", done },
	{ "ask", ask },
	{ "provider", provider },
	{ "contact", contact },
	{ "phone", phone },
	{ "id", id },
	{ NULL, NULL },
};

const struct letter_word *letter_word_find(struct cul_sv name)
{
	const struct letter_word *w = letter_words;

	while (w->name != NULL && !cul_sv_eq(letter_sv(w->name), name))
		w++;
	return w->name != NULL ? w : NULL;
}

size_t letter_word_at(struct cul_sv text, struct cul_sv *ret_name)
{
	size_t n = 1;

	if (text.len < 2 || text.ptr[0] != '{' || text.ptr[1] < 'a' ||
	    text.ptr[1] > 'z')
		return 0;
	while (n < text.len && ((text.ptr[n] >= 'a' && text.ptr[n] <= 'z') ||
				text.ptr[n] == '_' || text.ptr[n] == '-'))
		n++;
	*ret_name = (struct cul_sv){ text.ptr + 1, n - 1 };
	if (n < text.len && text.ptr[n] == '}')
		return n + 1;
	ret_name->len = 0;
	return n;
}
