/* \summary: the one sentence that can be read out on the phone */
#include <stdio.h>

#include "decide/decide_int.h"

struct telling {
	const struct cul_source *s;
	const struct cul_suggestion *sug;
	char *to;
};

#define SAY(t, ...) cul_text_add((t)->to, CUL_WHY_MAX, __VA_ARGS__)

static const char *plural(uint32_t n)
{
	return n == 1 ? "" : "s";
}

/* A count beyond what is kept exactly is an estimate. */
static void say_distinct(const struct telling *t, enum cul_distinct d,
			 const char *what)
{
	const uint32_t n = cul_distinct(t->s, d);

	SAY(t, "%s%u %s%s", n > CUL_DISTINCT_EXACT ? "about " : "", n, what,
	    plural(n));
}

/* What it means: said outright only where somebody is to be stopped. */
static void say_meaning(const struct telling *t, const char *meaning)
{
	if (t->sug->action == CUL_ACTION_WATCH)
		meaning = "worth a look, not enough to stop anybody";
	else if (t->sug->n_vetoes != 0)
		meaning = "to be talked about, not enough to stop anybody";
	SAY(t, ": %s", meaning);
}

static void say_address(const struct telling *t,
			const struct cul_suggestion *sug)
{
	char text[CUL_ADDR_TEXT_MAX];

	if (sug->n_addrs == 0)
		return;
	(void)cul_addr_print(&sug->addrs[0], text);
	if (sug->n_addrs == 1)
		SAY(t, " (%s)", text);
	else
		SAY(t, " (%s and %u more)", text, sug->n_addrs - 1);
}

static void say_who(const struct telling *t, const struct cul_suggestion *sug)
{
	static const char *const what[CUL_SUBJECTS_] = {
		[CUL_SUBJECT_IP] = "",
		[CUL_SUBJECT_NET] = "",
		[CUL_SUBJECT_ACCOUNT] = "the account ",
		[CUL_SUBJECT_CUSTOMER] = "customer ",
		[CUL_SUBJECT_LOCAL_USER] = "programs of the local user ",
		[CUL_SUBJECT_SERVER] = "our server ",
	};

	SAY(t, "%s%.128s", what[sug->subject], sug->name);
	if (sug->subject == CUL_SUBJECT_CUSTOMER)
		say_address(t, sug);
	else if (sug->customer[0] != '\0')
		SAY(t, " of customer %.64s", sug->customer);
}

/* "Since 2026-11-20 13:02 UTC " */
static void say_since(const struct telling *t, int64_t t_usec)
{
	char text[CUL_TIME_TEXT_MAX];

	(void)cul_time_print(t_usec, text);
	SAY(t, "Since %.10s %.5s UTC ", text, text + 11);
}

/* "; 71 of them do not exist, 34 refused it as spam" */
static void say_fates(const struct telling *t)
{
	const uint32_t bad = cul_count(t->s, CUL_C_out_bad_recipient);
	const uint32_t spam = cul_count(t->s, CUL_C_out_content);
	const uint32_t listed = cul_count(t->s, CUL_C_out_reputation);
	const char *join = ";";

	if (bad != 0) {
		SAY(t, "%s %u of them do%s not exist", join, bad,
		    bad == 1 ? "es" : "");
		join = ",";
	}
	if (spam != 0) {
		SAY(t, "%s %u refused it as spam", join, spam);
		join = ",";
	}
	if (spam != 0 && listed != 0)
		SAY(t, "%s %u for its reputation", join, listed);
}

static void say_recipients(const struct telling *t)
{
	const uint32_t n = cul_count(t->s, CUL_C_out_contacts);

	SAY(t, " wrote to %u address%s", n, n == 1 ? "" : "es");
}

static void why_zombie(const struct telling *t)
{
	say_recipients(t);
	SAY(t, " under ");
	say_distinct(t, CUL_D_SENDER_DOMAINS, "unrelated sender domain");
	if (cul_distinct(t->s, CUL_D_HELOS) > 2) {
		SAY(t, " and ");
		say_distinct(t, CUL_D_HELOS, "HELO name");
	}
	say_fates(t);
	say_meaning(t, "the machine is very likely infected");
}

static void why_spammer(const struct telling *t)
{
	say_recipients(t);
	SAY(t, " in ");
	say_distinct(t, CUL_D_RECIPIENT_DOMAINS, "domain");
	SAY(t, " under ");
	say_distinct(t, CUL_D_SENDER_DOMAINS, "sender domain");
	say_fates(t);
	say_meaning(t, "very likely mail that nobody asked for");
}

static void why_stolen(const struct telling *t)
{
	SAY(t, " was used from ");
	say_distinct(t, CUL_D_LOGIN_NETS, "network");
	SAY(t, " and");
	say_recipients(t);
	say_fates(t);
	say_meaning(t, "others very likely have its password");
}

/* Which form it was, if the web server's log says so. */
static void say_script(const struct telling *t)
{
	const uint32_t n = cul_count(t->s, CUL_C_form_posts);
	const char *script = cul_source_script(t->s);

	if (n != 0 && script != NULL)
		SAY(t,
		    "; before %u of its %u messages a form was posted, %.60s",
		    n, cul_count(t->s, CUL_C_local_submits), script);
}

static void why_form(const struct telling *t)
{
	say_recipients(t);
	SAY(t, ", within one hour to %u new domains",
	    cul_source_new_domains_an_hour(t->s));
	say_fates(t);
	say_script(t);
	say_meaning(t, "a web form or script is very likely abused");
}

static void why_probe(const struct telling *t)
{
	const uint32_t tries = cul_count(t->s, CUL_C_refused_relay);
	const uint32_t n = cul_count(t->s, CUL_C_relay_contacts);
	const uint32_t tricks = cul_count(t->s, CUL_C_relay_tricks);

	SAY(t,
	    " asked %u time%s to have mail passed on to %u recipient%s "
	    "elsewhere",
	    tries, plural(tries), n, plural(n));
	if (tricks != 0)
		SAY(t, ", %u of them in test syntax", tricks);
	if (cul_count(t->s, CUL_C_logins) == 0)
		SAY(t, ", and never logged in");
	say_meaning(t, "it looks for an open relay");
}

static void why_harvest(const struct telling *t)
{
	const uint32_t bad = cul_count(t->s, CUL_C_in_bad_recipient);

	SAY(t,
	    " asked for %u mailbox%s not here, beside %u that "
	    "exist%s",
	    bad, bad == 1 ? " that is" : "es that are",
	    cul_count(t->s, CUL_C_in_ok),
	    cul_count(t->s, CUL_C_in_ok) == 1 ? "s" : "");
	say_meaning(t, "it guesses addresses");
}

static void why_password(const struct telling *t)
{
	const uint32_t failed = cul_count(t->s, CUL_C_login_failed);
	const uint32_t logins = cul_count(t->s, CUL_C_logins);

	if (cul_source_subject(t->s) == CUL_SUBJECT_ACCOUNT) {
		SAY(t, " was tried %u time%s in vain from ", failed,
		    plural(failed));
		say_distinct(t, CUL_D_FAILED_NETS, "network");
	} else {
		SAY(t, " failed to log in %u time%s", failed, plural(failed));
		if (cul_distinct(t->s, CUL_D_FAILED_NAMES) != 0) {
			SAY(t, " under ");
			say_distinct(t, CUL_D_FAILED_NAMES, "user name");
		} else {
			SAY(t, ", as whom the log does not say");
		}
	}
	if (logins == 0)
		SAY(t, ", and never succeeded");
	else
		SAY(t, ", and succeeded %u time%s", logins, plural(logins));
	say_meaning(t, "passwords are being guessed");
}

static void why_roaming(const struct telling *t)
{
	const uint32_t n = cul_count(t->s, CUL_C_relay_contacts);
	const uint32_t tries = cul_count(t->s, CUL_C_refused_relay);

	SAY(t, " was refused %u time%s for %u recipient%s, as a sender %s",
	    tries, plural(tries), n, plural(n),
	    cul_count(t->s, CUL_C_relay_local_sender) != 0
		    ? "who has a mailbox here"
		    : "in a domain of ours");
	say_meaning(t, t->sug->action == CUL_ACTION_EXEMPT
			       ? "a customer who lives at this address and "
				 "sends without a login"
			       : "a customer away from home, who should send "
				 "through port 587 with a login");
}

static void why_own_relay(const struct telling *t)
{
	const uint32_t n = cul_count(t->s, CUL_C_relayed_strangers);

	SAY(t,
	    " passed on mail to %u recipient%s elsewhere for outsiders "
	    "without a login",
	    n, plural(n));
	say_meaning(t, "it relays for strangers");
}

static void why_proxy(const struct telling *t)
{
	const uint32_t n = cul_count(t->s, CUL_C_proxied);

	SAY(t,
	    " opened %u connection%s to mail servers elsewhere for outsiders "
	    "through its proxy",
	    n, plural(n));
	say_meaning(t, "strangers send through it");
}

static void why_open_relay(const struct telling *t)
{
	const struct cul_sender_mix m = cul_source_sender_mix(t->s);

	SAY(t,
	    " wrote as its own domain in %u hours of the day, and besides as "
	    "%u sender domains of strangers; %u of these wrote to somebody who "
	    "does not exist, %u were refused as spam",
	    m.hours, m.strangers, m.dead, m.refused);
	say_meaning(t, "its mail server very likely relays for strangers");
}

static void why_backscatter(const struct telling *t)
{
	const struct cul_bounces b = cul_source_bounces(t->s);

	if (b.unknown + b.never >= b.out)
		SAY(t,
		    " sent bounces to %u mailboxes here that never wrote, of "
		    "which %u do not exist, and to %u that did write",
		    b.unknown + b.never, b.unknown, b.matched);
	else
		SAY(t,
		    " sent bounces to %u addresses elsewhere; %u of them do "
		    "not exist, %u refused them as spam",
		    b.out, b.out_dead, b.out_refused);
	say_meaning(t, "it answers mail that others sent in forged names");
}

static void why_kind(const struct telling *t)
{
	switch (t->sug->kind) {
	case CUL_KIND_ZOMBIE:
		why_zombie(t);
		break;
	case CUL_KIND_SPAMMER:
		why_spammer(t);
		break;
	case CUL_KIND_STOLEN_ACCOUNT:
		why_stolen(t);
		break;
	case CUL_KIND_FORM_ABUSE:
		why_form(t);
		break;
	case CUL_KIND_RELAY_PROBE:
		why_probe(t);
		break;
	case CUL_KIND_HARVEST:
		why_harvest(t);
		break;
	case CUL_KIND_PASSWORD_ATTACK:
		why_password(t);
		break;
	case CUL_KIND_ROAMING:
		why_roaming(t);
		break;
	case CUL_KIND_OWN_RELAY:
		why_own_relay(t);
		break;
	case CUL_KIND_OPEN_PROXY:
		why_proxy(t);
		break;
	case CUL_KIND_OPEN_RELAY:
		why_open_relay(t);
		break;
	case CUL_KIND_BACKSCATTER:
		why_backscatter(t);
		break;
	case CUL_KINDS_:
		SAY(t, " shows signs of %s", cul_kind_name(t->sug->kind));
		break;
	}
}

void cul_why_write(const struct cul_source *s, struct cul_suggestion *sug)
{
	const struct telling t = { s, sug, sug->why };

	sug->why[0] = '\0';
	say_since(&t, sug->first_seen_usec);
	say_who(&t, sug);
	why_kind(&t);
	SAY(&t, ".");
}
