/* \summary: reasons in the words of somebody who knows no mail server */
#include <stdio.h>

#include "letter/template.h"

/* By the signal of a reason: {n} was counted, {of} so many, {usual} is what
 * the honest show. A signal that is not here is told in the words it came
 * with, which are meant for staff. */
static const struct plain {
	const char *signal, *text;
} plain[] = {
	{ "addresses elsewhere it sent bounces to that do not exist",
	  "Mail was returned to {of} addresses elsewhere, of which {n} do not "
	  "exist; usual are {usual}." },
	{ "addresses elsewhere whose servers refused its bounces as spam",
	  "Mail was returned to {of} addresses elsewhere; the servers of {n} "
	  "refused it as unwanted; usual are {usual}." },
	{ "connections to mail ports opened for outsiders",
	  "Strangers opened {n} connections to mail servers through it." },
	{ "distinct mailboxes it asked for that are not here",
	  "It asked for {n} different mailboxes that do not exist here." },
	{ "distinct mailboxes of ours that do not exist",
	  "Of {of} mailboxes asked for here, {n} do not exist; usual are "
	  "{usual}." },
	{ "distinct recipients elsewhere in a day",
	  "Mail went to {n} different addresses in a day that had none before; "
	  "usual are {usual}." },
	{ "distinct recipients elsewhere that do not exist",
	  "Of {of} addresses written to, {n} do not exist; usual are "
	  "{usual}." },
	{ "distinct recipients elsewhere whose servers refused it for content "
	  "or reputation",
	  "The mail servers of {n} of {of} recipients refused it as unwanted; "
	  "usual are {usual}." },
	{ "different letters it wanted passed on between strangers",
	  "It asked for mail between strangers to be passed on; different "
	  "letters: {n}." },
	{ "distinct recipients refused to a sender of ours",
	  "Recipients to whom mail could not be sent: {n}." },
	{ "failures in the worst hour",
	  "In the worst hour {n} logins failed; a phone with an old password "
	  "makes {usual}." },
	{ "distinct recipients elsewhere, beside its own past",
	  "Mail went to {n} different addresses in a day; in earlier days it "
	  "was {usual}." },
	{ "HELO names",
	  "The machine called itself by {n} different names when it sent; "
	  "one is usual." },
	{ "mailboxes of ours it sent bounces to that never wrote",
	  "Mail was returned to {of} mailboxes here, of which {n} had not "
	  "written there; usual are {usual}." },
	{ "networks from which this login failed",
	  "Somebody tried in vain to log in from {n} different networks "
	  "within a day." },
	{ "networks it was used from",
	  "Within a day it was used from {n} different networks; usual are "
	  "one to three." },
	{ "of these domains, refused as spam",
	  "Mail in the name of {n} of these {of} domains was refused as "
	  "unwanted; usual are {usual}." },
	{ "of these domains, with a recipient that does not exist",
	  "Mail in the name of {n} of these {of} domains went to somebody who "
	  "does not exist; usual are {usual}." },
	{ "recipient domains first met within one hour",
	  "Within one hour mail went to {n} domains (what stands after the "
	  "@) for the first time; usual are {usual} at most." },
	{ "recipients elsewhere served for outsiders without a login",
	  "Recipients elsewhere to whom outsiders had it send mail, without "
	  "a login: {n}." },
	{ "sender domains beside its own, seen in one or two hours",
	  "Besides your own domain, mail was sent in the name of {n} others "
	  "(what stands after the @), each for an hour or two only." },
	{ "servers of ours it turned to",
	  "It turned to {n} of our servers; one is usual." },
	{ "sessions in vain, breaches of protocol, test syntax",
	  "{n} times it asked for what was refused, or broke the rules that "
	  "mail programs keep." },
	{ "unrelated domains on both sides of what it asked",
	  "The senders and the recipients of these letters were each of {n} "
	  "different domains at the least (what stands after the @); somebody "
	  "who has our server by mistake has one of the one or of the other." },
	{ "unrelated sender domains",
	  "The mail was sent in the name of {n} different domains (what "
	  "stands after the @); a household uses one or two." },
	{ "user names whose login failed from here",
	  "Logins under {n} different names failed from there; usual is one "
	  "name." },
};

static const char *plain_of(const char *signal)
{
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		if (strcmp(plain[i].signal, signal) == 0)
			return plain[i].text;
	return NULL;
}

static void number(struct letter *t, double v)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%.0f", v);
	letter_str(&t->fill, text);
}

/* A share as a layman says it: "4 in 100". */
static void usual(struct letter *t, const struct cul_reason *r)
{
	const bool rare = r->usual < .01;
	char text[32];

	if (r->of > 0) {
		(void)snprintf(text, sizeof(text), "%.2g",
			       r->usual * (rare ? 1000 : 100));
		letter_str(&t->fill, text);
		letter_str(&t->fill, rare ? " in 1,000" : " in 100");
	} else {
		number(t, r->usual);
	}
}

static void word(struct letter *t, const struct cul_reason *r,
		 struct cul_sv name)
{
	if (cul_sv_eq(name, CUL_SV("n")))
		number(t, r->observed);
	else if (cul_sv_eq(name, CUL_SV("of")))
		number(t, r->of);
	else
		usual(t, r);
}

static void say(struct letter *t, const struct cul_reason *r, const char *text)
{
	const struct cul_sv all = letter_sv(text);

	for (size_t i = 0; i < all.len;) {
		struct cul_sv name;
		size_t n = letter_word_at(cul_sv_from(all, i), &name);

		if (n != 0)
			word(t, r, name);
		else
			letter_text(&t->fill, (struct cul_sv){ text + i, 1 });
		i += n != 0 ? n : 1;
	}
}

static void say_strange(struct letter *t, const char *text)
{
	struct cul_sv v = letter_sv(text);
	const bool ends = v.len != 0 && v.ptr[v.len - 1] == '.';

	letter_strange(&t->fill, v);
	letter_str(&t->fill, ends ? "" : ".");
}

void letter_reasons(struct letter *t)
{
	for (unsigned i = 0; i < t->s->n_reasons; i++) {
		const struct cul_reason *r = &t->s->reasons[i];
		const char *text = plain_of(r->signal);

		letter_begin(&t->fill, 2);
		letter_str(&t->fill, "- ");
		if (text != NULL)
			say(t, r, text);
		else
			say_strange(t,
				    r->text[0] != '\0' ? r->text : r->signal);
		letter_end(&t->fill);
	}
	if (t->s->n_reasons != 0)
		return;
	letter_begin(&t->fill, 2);
	letter_str(&t->fill, "- ");
	say_strange(t, t->s->why);
	letter_end(&t->fill);
}
