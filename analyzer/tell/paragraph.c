/* \summary: one suggestion, as a mail tells of it */
#include "tell/paragraph.h"

#include <stdio.h>

enum {
	SUBJECT_NAME_MAX = 48,
	NAMED_MOST = 3,
	STRANGE_NAME_MAX = 100, /* four times as long as it is shown */
	COMMAND_MAX = 900       /* RFC 5322 2.1.1 allows 998 */
};

#define ALNUM                                                                  \
	"abcdefghijklmnopqrstuvwxyz"                                           \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ"                                           \
	"0123456789"

static bool in_set(const char *s, const char *set)
{
	return s[0] != '\0' && s[0] != '-' && strspn(s, set) == strlen(s);
}

/* A name that reads as one: everything else is put between quotes, and has no
 * quotes of its own, so that it cannot go on as a sentence of ours. */
static void put_name(struct cul_text *t, const char *name)
{
	struct cul_sv v = cul_text_sv(name);
	bool cut = v.len > STRANGE_NAME_MAX;

	if (in_set(name, ALNUM "@._+:/=-")) {
		cul_text_str(t, name);
		return;
	}
	v.len = cut ? STRANGE_NAME_MAX : v.len;
	cul_text_str(t, "\"");
	while (v.len != 0) {
		size_t n = 0;

		while (n < v.len && v.ptr[n] != '"' && v.ptr[n] != '\\')
			n++;
		cul_text_strange(t, (struct cul_sv){ v.ptr, n });
		if (n < v.len)
			cul_text_fmt(t, "\\x%02x", (unsigned char)v.ptr[n++]);
		v = cul_sv_from(v, n);
	}
	cul_text_str(t, cut ? "...\"" : "\"");
}

static const char *subject_word(enum cul_subject subject)
{
	static const char *const word[CUL_SUBJECTS_] = {
		[CUL_SUBJECT_IP] = "address",
		[CUL_SUBJECT_NET] = "network",
		[CUL_SUBJECT_ACCOUNT] = "account",
		[CUL_SUBJECT_CUSTOMER] = "customer",
		[CUL_SUBJECT_LOCAL_USER] = "local user",
		[CUL_SUBJECT_SERVER] = "server",
	};

	return word[subject];
}

static void subject(struct cul_text *t, const struct cul_suggestion *s)
{
	bool plain = in_set(s->name, ALNUM "@._+:/=-") &&
		     strlen(s->name) <= SUBJECT_NAME_MAX;

	cul_text_fmt(t, "%s %s%s%s (%s)\n", cul_action_name(s->action),
		     subject_word(s->subject), plain ? " " : "",
		     plain ? s->name : "", cul_kind_name(s->kind));
}

static void moment(struct cul_text *t, int64_t t_usec)
{
	char text[CUL_TIME_TEXT_MAX];

	if (t_usec == CUL_TIME_NONE) {
		cul_text_str(t, "an unknown time");
		return;
	}
	(void)cul_time_print(t_usec, text);
	cul_text_fmt(t, "%.10s %.5s UTC", text, text + 11);
}

static void head(struct cul_text *t, const struct cul_suggestion *s)
{
	cul_text_fmt(t, "%s (%s): %s ", cul_action_name(s->action),
		     cul_kind_name(s->kind), subject_word(s->subject));
	put_name(t, s->name);
	if (s->customer[0] != '\0' && s->subject != CUL_SUBJECT_CUSTOMER) {
		cul_text_str(t, ", customer ");
		put_name(t, s->customer);
	}
	cul_text_str(t, "\n");
}

static void addresses(struct cul_text *t, const struct cul_suggestion *s)
{
	char text[CUL_ADDR_TEXT_MAX];
	struct cul_text line = { 0 };

	if (s->n_addrs == 0 || s->subject == CUL_SUBJECT_IP ||
	    s->subject == CUL_SUBJECT_NET)
		return;
	cul_text_str(&line, s->n_addrs == 1 ? "Address: " : "Addresses: ");
	for (unsigned i = 0; i < s->n_addrs; i++) {
		(void)cul_addr_print(&s->addrs[i], text);
		cul_text_fmt(&line, "%s%s", i == 0 ? "" : ", ", text);
	}
	if (!line.nomem)
		cul_text_wrap(t, (struct cul_sv){ line.p, line.len }, "    ");
	t->nomem = t->nomem || line.nomem;
	cul_text_done(&line);
}

/* A sentence in which names of strangers stand. */
static void sentence(struct cul_text *t, const char *before, const char *text)
{
	struct cul_text line = { 0 };

	if (text[0] == '\0')
		return;
	cul_text_str(&line, before);
	cul_text_strange(&line, cul_text_sv(text));
	if (!line.nomem)
		cul_text_wrap(t, (struct cul_sv){ line.p, line.len }, "    ");
	t->nomem = t->nomem || line.nomem;
	cul_text_done(&line);
}

/* 0: nobody should paste this into a shell; 1: as it is; 2: in quotes. */
static int quoting(const char *s)
{
	if (in_set(s, ALNUM ".,_+:@%/=-"))
		return 1;
	return in_set(s, ALNUM ".,_+:@%/=- &*#()$!?^~[]{};") ? 2 : 0;
}

static void shell_word(struct cul_text *t, const char *s, const char *instead)
{
	int how = quoting(s);

	if (how == 0)
		cul_text_fmt(t, " %s", instead);
	else
		cul_text_fmt(t, how == 2 ? " '%s'" : " %s", s);
}

static void put_command(struct cul_text *t, const struct cul_tell_plan *plan,
			const struct cul_suggestion *s)
{
	if (plan->config != NULL) {
		cul_text_str(t, " -c");
		shell_word(t, plan->config, "FILE");
	}
	shell_word(t, s->name, "WHO");
	if (plan->n_named == 0 || plan->n_named > NAMED_MOST)
		cul_text_str(t, " LOG...");
	else
		for (size_t i = 0; i < plan->n_named; i++)
			shell_word(t, plan->named[i], "LOG");
}

/* On one line, so that it can be copied; where it cannot be, as an example. */
static void command(struct cul_text *t, const struct cul_tell_plan *plan,
		    const struct cul_suggestion *s)
{
	struct cul_text line = { 0 };

	put_command(&line, plan, s);
	cul_text_str(t, "    Look further: culprit explain");
	if (line.len <= COMMAND_MAX)
		cul_text_put(t, line.p, line.len);
	else
		cul_text_str(t, " WHO LOG...");
	cul_text_str(t, "\n");
	t->nomem = t->nomem || line.nomem;
	cul_text_done(&line);
}

static void times(struct cul_text *t, const struct cul_suggestion *s)
{
	cul_text_str(t, "    Since ");
	moment(t, s->first_seen_usec);
	cul_text_str(t, ", last seen ");
	moment(t, s->last_seen_usec);
	cul_text_str(t, ".\n");
}

void cul_paragraph_write(struct cul_text *t, const struct cul_tell_plan *plan,
			 const struct cul_tell_notice *n)
{
	const struct cul_suggestion *s = n->suggestion;
	bool withdrawn = n->what == CUL_NOTICE_WITHDRAWN;

	subject(t, s);
	head(t, s);
	times(t, s);
	addresses(t, s);
	if (withdrawn)
		cul_text_str(t, "    What came later does not bear it out. "
				"If it was acted upon,\n    take it back.\n");
	sentence(t, withdrawn ? "It was suggested because: " : "Why: ", s->why);
	for (unsigned i = 0; i < s->n_vetoes; i++)
		sentence(t, "But: ", s->vetoes[i].text);
	sentence(t, "To take it back: ", s->undo);
	command(t, plan, s);
	cul_text_fmt(t, "    Id: %s\n", s->id);
}
