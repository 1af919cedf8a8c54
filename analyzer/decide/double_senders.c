/* \summary: honest doubles of those who send too much
 *
 * Shares are of first contacts with recipients elsewhere, mailbox full and
 * the like aside. What the operator declared widens a bound; it never clears
 * by itself, since a declared forwarder can be infected too.
 */
#include <stdio.h>

#include "decide/decide_int.h"

struct fates {
	double all, bad, refused; /* contacts; shares of them */
	double opinions;          /* as refused, but see opinions_of() */
	uint32_t n_refused;       /* as spam, or for reputation beside that */
	uint32_t n_content;       /* as spam alone: what may be said so */
	uint32_t contacts, n_bad, messages, domains;
};

/* Of the honest, 1 in 20 has more dead recipients than the first, 1 in 100
 * more than the second: Beta(.5, 10.9). 1 in 100 is refused by more than the
 * third: Beta(.5, 99.5). Where fewer are refused than that, the third
 * moves with what was learned. */
static const double dead_1_in_20 = .16, dead_1_in_100 = .26,
		    refused_1_in_100 = .033;

static double refused_of(const struct cul_source *s)
{
	const double built_in = cul_spread_mean(cul_usual_built_in().rejected);
	const double seen = cul_spread_mean(cul_source_usual(s)->rejected);
	const double part = seen / built_in;

	return refused_1_in_100 * (part > 1 ? 1 : part < .5 ? .5 : part);
}

/* What a large provider refuses it refuses to all its customers, and it may
 * go by several names: up to eight domains count as domains, if that is
 * less. Beyond eight nobody can say any more that it is one opinion. */
static double opinions_of(const struct cul_source *s, double refused)
{
	const double refuse = cul_distinct(s, CUL_D_REJECTING_DOMAINS);
	const double all = cul_distinct(s, CUL_D_RECIPIENT_DOMAINS);

	return refuse <= 8 && refuse < refused * all ? refuse / all : refused;
}

static struct fates fates_of(const struct cul_source *s)
{
	struct fates f = {
		.contacts = cul_count(s, CUL_C_out_contacts) -
			    cul_count(s, CUL_C_out_neutral),
		.n_bad = cul_count(s, CUL_C_out_bad_recipient),
		.n_content = cul_count(s, CUL_C_out_content),
		.messages = cul_count(s, CUL_C_messages),
		.domains = cul_distinct(s, CUL_D_SENDER_DOMAINS),
	};

	f.all = f.contacts != 0 ? f.contacts : 1;
	f.bad = f.n_bad / f.all;
	f.n_refused = f.n_content + cul_source_listed(s);
	f.refused = f.n_refused / f.all;
	f.opinions = opinions_of(s, f.refused);
	return f;
}

static bool declared(const struct cul_source *s, unsigned what)
{
	return (cul_source_declared(s) & what) != 0;
}

bool cul_double_cron_loop(const struct cul_source *s, char *text)
{
	const struct fates f = fates_of(s);

	/* A program that repeats itself to the same few; a list bought would
	 * not be sent ten times a day. */
	if (f.contacts == 0 || f.contacts > 20 || f.domains > 2 ||
	    f.messages < 10 * f.contacts)
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "%u messages to the same %u recipients under %u sender "
		       "domain: a program that repeats itself",
		       f.messages, f.contacts, f.domains);
	return true;
}

bool cul_double_forwarder(const struct cul_source *s, char *text)
{
	const struct fates f = fates_of(s);
	const unsigned each = declared(s, CUL_DECLARED_FORWARDER) ? 2 : 4;

	/* It passes on strangers' mail, their spam too, but to few, again and
	 * again, who exist. */
	const bool again = f.messages >= each * f.contacts && f.bad <= .1;
	/* A bot has a recipient or more for each name that it invents; who
	 * sends to half as many people as strangers wrote to, of whom hardly
	 * one is gone, has them from these people. */
	const bool for_few =
		(2 * f.domains >= 3 * f.contacts ||
		 cul_distinct(s, CUL_D_SENDERS) >= 2 * f.contacts) &&
		f.n_bad * 50 <= f.contacts + 50;

	if (f.contacts == 0 || (!again && !for_few))
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "%u messages of %u sender domains to only %u distinct "
		       "recipients, of whom %u do not exist: it forwards",
		       f.messages, f.domains, f.contacts, f.n_bad);
	return true;
}

bool cul_double_newsletter(const struct cul_source *s, char *text)
{
	const struct fates f = fates_of(s);
	const double bad = declared(s, CUL_DECLARED_BULK) ? .09 : .05;

	/* One letter to each; confirmed lists bounce at 1 to 3 in 100. */
	if (f.contacts < 50 || f.messages > 2 * f.contacts || f.domains > 2 ||
	    f.bad > bad || f.refused > .05)
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "%u recipients under %u sender domain, %u of them do "
		       "not exist and %u refused it as spam: a list that is "
		       "looked after",
		       f.contacts, f.domains, f.n_bad, f.n_content);
	return true;
}

bool cul_double_stale_list(const struct cul_source *s, char *text)
{
	const struct fates f = fates_of(s);

	/* Dead addresses alone say that a list is old, not that it was bought;
	 * what was not asked for is refused as spam by those who live. */
	if (f.contacts < 20 || f.domains > 2 || f.opinions > .03 * (1 - f.bad))
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "%u of %u recipients do not exist, but it was "
		       "refused as spam for only %u, in %u domains: perhaps "
		       "an old list of his own",
		       f.n_bad, f.contacts, f.n_content,
		       cul_distinct(s, CUL_D_REJECTING_DOMAINS));
	return true;
}

bool cul_double_worn_list(const struct cul_source *s, char *text)
{
	const struct fates f = fates_of(s);
	/* What a visitor has typed in just now does not wear: of that no more
	 * is dead than of what large honest sources send. */
	const bool typed = 2 * cul_count(s, CUL_C_form_posts) >
			   cul_count(s, CUL_C_local_submits);
	const double bad =
		typed ? .09
		: declared(s, CUL_DECLARED_BULK | CUL_DECLARED_MAILHOST)
			? dead_1_in_100
			: dead_1_in_20;

	/* Large, and not much worse than the honest: the first letter to all
	 * customers, the staff of a firm that closed, one provider that is
	 * against it. A bot or a bought list does worse. */
	if (f.contacts < 50 || f.bad > bad ||
	    f.opinions > (f.opinions < f.refused ? .05 : refused_of(s)))
		return false;
	if (declared(s, CUL_DECLARED_DYNAMIC) && f.domains > 3)
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "only %u of %u recipients do not exist, and %u of %u "
		       "domains refused it as spam: perhaps a list or a server "
		       "on a bad day",
		       f.n_bad, f.contacts,
		       cul_distinct(s, CUL_D_REJECTING_DOMAINS),
		       cul_distinct(s, CUL_D_RECIPIENT_DOMAINS));
	return true;
}

bool cul_double_nat_office(const struct cul_source *s, char *text)
{
	const struct fates f = fates_of(s);
	const unsigned domains = declared(s, CUL_DECLARED_NAT) ? 10 : 3;

	if (f.contacts < 5 || f.domains > domains || f.bad > .09 ||
	    f.refused > .03)
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "%u HELO names but %u sender domains, and %u of %u "
		       "recipients do not exist: many machines of one house",
		       cul_distinct(s, CUL_D_HELOS), f.domains, f.n_bad,
		       f.contacts);
	return true;
}

bool cul_double_mail_server(const struct cul_source *s, char *text)
{
	const struct fates f = fates_of(s);
	const bool host = declared(s, CUL_DECLARED_MAILHOST);

	/* Undelivered shares of big honest sources stay under 9 in 100. On a
	 * line of which nothing is known but its leases a server is a rarity,
	 * and must be without blame. */
	const bool line = declared(s, CUL_DECLARED_DYNAMIC);
	const double bad = line ? .05 : .09, content = line ? .01 : .03;

	/* One that refuses is no share yet. */
	if (f.contacts < 5 || f.bad > bad ||
	    (f.refused > (host ? .05 : content) && (line || f.n_refused > 1)))
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "%u sender domains, but only %u of %u recipients do not "
		       "exist and %u refused it as spam: a server for many",
		       f.domains, f.n_bad, f.contacts, f.n_content);
	return true;
}

bool cul_double_passes_on(const struct cul_source *s, char *text)
{
	const struct fates f = fates_of(s);

	/* As a server for many, but some of what it passes on is spam. Bots
	 * have worse lists; and no such server stands on a line of which
	 * nothing is known but its leases. */
	if (declared(s, CUL_DECLARED_DYNAMIC) || f.contacts < 50 ||
	    f.bad > .09 || f.refused > .2)
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "only %u of %u recipients do not exist, though %u "
		       "refused it as spam: perhaps a server that passes on "
		       "the spam of others",
		       f.n_bad, f.contacts, f.n_content);
	return true;
}

bool cul_double_traveller(const struct cul_source *s, char *text)
{
	const struct fates f = fates_of(s);

	/* Or several people of one firm, each at home. */
	if (f.domains > 2 || f.bad > dead_1_in_20 || f.refused > .03)
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "%u networks, but of %u recipients %u do not exist and "
		       "%u refused it as spam: perhaps its owner on the way",
		       cul_distinct(s, CUL_D_LOGIN_NETS), f.contacts, f.n_bad,
		       f.n_content);
	return true;
}

bool cul_double_shop(const struct cul_source *s, char *text)
{
	const struct fates f = fates_of(s);

	if (f.contacts < 5 || f.bad > .05 || f.refused > .02)
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "%u recipients, of whom %u do not exist and %u refused "
		       "it as spam: people who gave their own address",
		       f.contacts, f.n_bad, f.n_content);
	return true;
}
