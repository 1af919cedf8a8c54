/* \summary: honest doubles of those who ask for what they do not get */
#include <stdio.h>

#include "decide/decide_int.h"

bool cul_double_monitor(const struct cul_source *s, char *text)
{
	const uint32_t all = cul_count(s, CUL_C_sessions);
	const uint32_t idle = cul_count(s, CUL_C_idle_sessions);
	const uint32_t pairs = cul_count(s, CUL_C_relay_contacts);
	const uint32_t names = cul_distinct(s, CUL_D_FAILED_NAMES);
	/* Where the log names nobody, each failure may be another name. */
	const uint32_t asked =
		pairs + cul_distinct(s, CUL_D_UNKNOWN_LOCAL) +
		(names != 0 ? names : cul_count(s, CUL_C_login_failed));
	const bool declared =
		(cul_source_declared(s) & CUL_DECLARED_MONITOR) != 0;

	/* It comes all day and asks for the same little thing. */
	if (!declared && (all < 48 || (idle < all / 10 * 9 && asked > 3)))
		return false;
	if (asked > (declared ? 30u : 10u))
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "%u sessions, %u of them without a question, and %u "
		       "different questions in the others: a monitor",
		       all, idle, asked);
	return true;
}

bool cul_double_roaming(const struct cul_source *s, char *text)
{
	const uint32_t n = cul_count(s, CUL_C_relay_contacts);
	const uint32_t local = cul_count(s, CUL_C_relay_local_sender);

	if (n == 0 || n > 20 || local < n - n / 4 ||
	    cul_count(s, CUL_C_relay_tricks) != 0 ||
	    cul_distinct(s, CUL_D_SENDERS) > 4)
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "for %u of %u recipients the sender has a mailbox here "
		       "and no test syntax was used: a customer away from home",
		       local, n);
	return true;
}

/* It came once, asked in the names of three, and came no more. Letters of
 * people who do not know each other come at their hours; and after ten minutes
 * at the most a mail server tries again what it could not get rid of. */
static bool came_once(const struct cul_source *s)
{
	const int64_t stay = cul_source_last_usec(s) - cul_source_first_usec(s);

	return cul_distinct(s, CUL_D_SENDER_DOMAINS) >= 3 &&
	       stay <= 600 * CUL_USEC_PER_SEC;
}

/* Strangers' servers bring what strangers write to a domain, its own people's
 * server what these write to each other and to all the world. Nobody's brings
 * both. */
static bool is_on_both_sides(const struct cul_source *s)
{
	return cul_source_asked(s).within != 0 &&
	       cul_distinct(s, CUL_D_SENDER_DOMAINS) > 1;
}

bool cul_double_moved_domain(const struct cul_source *s, char *text)
{
	const uint32_t n = cul_count(s, CUL_C_relay_contacts);
	const uint32_t domains = cul_distinct(s, CUL_D_RELAY_DOMAINS);

	/* A customer left us with his domain, or with two, and two recipients
	 * in each at the least; a server of strangers still brings us what
	 * they write to his people. The mailbox a prober wants to reach is one,
	 * and mail worth relaying goes to many domains, or comes in many
	 * names. */
	if (n > 50 || domains == 0 || domains > 2 || (domains == 2 && n < 4) ||
	    is_on_both_sides(s) || cul_count(s, CUL_C_relay_tricks) != 0 ||
	    cul_distinct(s, CUL_D_SENDER_DOMAINS) > 5 || came_once(s))
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "%u recipient%s in %u domain%s, no test syntax: "
		       "perhaps a domain that has moved away from us",
		       n, n == 1 ? "" : "s", domains, domains == 1 ? "" : "s");
	return true;
}

bool cul_double_misconfigured(const struct cul_source *s, char *text)
{
	const uint32_t n = cul_count(s, CUL_C_relay_contacts);
	const uint32_t senders = cul_distinct(s, CUL_D_SENDERS);
	/* The people of a firm that has left us, each of whom writes to two at
	 * the least. */
	const bool firm = cul_distinct(s, CUL_D_SENDER_DOMAINS) == 1 &&
			  cul_distinct(s, CUL_D_RELAY_DOMAINS) > 2 &&
			  2 * senders <= n;

	/* One sender that keeps to itself, nothing to find out with: a mail
	 * program that still has our server in it. */
	if (n == 0 || n > 20 || cul_count(s, CUL_C_relay_tricks) != 0 ||
	    (senders != 1 && !firm))
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "%u sender%s of one domain, %u recipients, no test "
		       "syntax: perhaps mail programs set up for the wrong "
		       "server",
		       senders, senders == 1 ? "" : "s", n);
	return true;
}

bool cul_double_remote_server(const struct cul_source *s, char *text)
{
	const uint32_t ok = cul_count(s, CUL_C_in_ok);
	const uint32_t unknown = cul_count(s, CUL_C_in_bad_recipient);
	const uint32_t foreign = cul_count(s, CUL_C_relay_contacts);
	const uint32_t in_vain = unknown > foreign ? unknown : foreign;

	/* Its users write to ours; some of what they write is out of date, but
	 * not more than one address in three. Who reaches fifty of ours knows
	 * them, though he be a second server that takes mail for any name:
	 * then two in three may be. */
	if (cul_source_is_ours(s) || ok < 10 ||
	    ok < (ok < 50 ? 2 * in_vain : in_vain / 2) ||
	    cul_count(s, CUL_C_relay_tricks) != 0)
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "it brought mail for %u of our mailboxes beside %u that "
		       "are not here and %u that are elsewhere: a mail server",
		       ok, unknown, foreign);
	return true;
}

/* OpenSMTPD does not say whose mail a refused recipient was for: where all that
 * it took had no sender, the rest had none either. */
static bool only_bounces(const struct cul_source *s, uint32_t bounces,
			 uint32_t unknown)
{
	return cul_count(s, CUL_C_messages) == 0 &&
	       cul_distinct(s, CUL_D_SENDERS) == 0 && unknown <= 4 * bounces;
}

bool cul_double_backscatter(const struct cul_source *s, char *text)
{
	const uint32_t bounces = cul_count(s, CUL_C_null_messages) +
				 cul_count(s, CUL_C_null_bad_recipient);
	const uint32_t unknown = cul_count(s, CUL_C_in_bad_recipient);

	if (bounces < 10 ||
	    (bounces < 4 * unknown && !only_bounces(s, bounces, unknown)))
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "%u bounces beside %u unknown mailboxes: it answers "
		       "mail that others sent in our name",
		       bounces, unknown);
	return true;
}

/* OpenSMTPD says whom a refused command was for, not in whose name. */
bool cul_double_perhaps_bounces(const struct cul_source *s, char *text)
{
	if (cul_distinct(s, CUL_D_UNKNOWN_LOCAL) == 0 ||
	    cul_distinct(s, CUL_D_SENDERS) != 0 ||
	    cul_count(s, CUL_C_messages) != 0 || cul_count(s, CUL_C_in_ok) != 0)
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "the log does not say in whose name it asked for %u "
		       "mailboxes that are not here: bounces to forged "
		       "senders look the same",
		       cul_distinct(s, CUL_D_UNKNOWN_LOCAL));
	return true;
}

bool cul_double_old_password(const struct cul_source *s, char *text)
{
	const bool account = cul_source_subject(s) == CUL_SUBJECT_ACCOUNT;
	const uint32_t names = cul_distinct(s, CUL_D_FAILED_NAMES);
	const uint32_t logins = cul_count(s, CUL_C_logins);
	const uint32_t failed = cul_count(s, CUL_C_login_failed);

	const bool owner = logins != 0 && logins >= failed &&
			   cul_distinct(s, CUL_D_FAILED_NETS) <=
				   cul_distinct(s, CUL_D_LOGIN_NETS);

	/* One name and one password that it does not let go (where no name is
	 * logged, nothing says so); an account whose
	 * owner logs in as often as he fails, in as many places, is his own. */
	if (account ? !owner : names == 0 || names > 2)
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "%u failures under %u names beside %u logins: an old "
		       "password in a device",
		       failed, account ? 1 : names, logins);
	return true;
}

bool cul_double_shared_address(const struct cul_source *s, char *text)
{
	const uint32_t ok = cul_distinct(s, CUL_D_ACCOUNTS);
	const uint32_t failed = cul_distinct(s, CUL_D_FAILED_NAMES);

	/* A webmail server or a large NAT: more people get in than do not. */
	if (ok < 5 || ok < failed)
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "%u accounts logged in from here, %u names failed: many "
		       "people behind one address",
		       ok, failed);
	return true;
}

bool cul_double_many_people(const struct cul_source *s, char *text)
{
	const uint32_t ok = cul_distinct(s, CUL_D_ACCOUNTS);
	const uint32_t failed = cul_distinct(s, CUL_D_FAILED_NAMES);

	/* As a shared address on the day all passwords were changed: of the
	 * names a guesser tries more than 4 in 5 fail, t1 of the walk. */
	if (ok < 5 || failed > 4 * ok)
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "%u names failed, but %u accounts logged in from here: "
		       "perhaps people with new passwords",
		       failed, ok);
	return true;
}
