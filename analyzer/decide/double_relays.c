/* \summary: servers that relay and bounce, told from what looks like them */
#include <stdio.h>

#include "decide/decide_int.h"

/* Hours in which the owner writes, and strangers' domains: what the detector
 * asks for by default. */
enum { STEADY_HOURS = 6, STRANGERS = 9 };

static uint32_t refusals(const struct cul_source *s)
{
	return cul_count(s, CUL_C_refused_relay) +
	       cul_count(s, CUL_C_refused_bad_recipient) +
	       cul_count(s, CUL_C_refused_reputation) +
	       cul_count(s, CUL_C_refused_content) +
	       cul_count(s, CUL_C_refused_other);
}

static unsigned signs_of_a_server(const struct cul_source *s,
				  const struct cul_sender_mix *m)
{
	/* It has an address that stays; says the same name each time; sends
	 * bounces, which no bot does (a mail program sends a receipt or two);
	 * hands over one message for several recipients. */
	unsigned n = 0;

	n += (cul_source_declared(s) &
	      (CUL_DECLARED_STATIC | CUL_DECLARED_MAILHOST)) != 0;
	n += refusals(s) >= 5 && cul_distinct(s, CUL_D_HELOS) == 1;
	n += cul_count(s, CUL_C_null_messages) >= 3;
	n += m->stranger_messages != 0 &&
	     m->stranger_recipients >= m->stranger_messages * 3 / 2;
	return n;
}

/* A bot beside its owner and a server that relays send the same mail; what
 * differs is who hands it over. Told wrongly, a bot would go on sending, so in
 * doubt it is a bot: two signs are asked for, and nothing that no server
 * does. */
static bool is_a_server(const struct cul_source *s,
			const struct cul_sender_mix *m)
{
	return (cul_source_declared(s) &
		(CUL_DECLARED_DYNAMIC | CUL_DECLARED_NAT)) == 0 &&
	       cul_count(s, CUL_C_manners) == 0 &&
	       cul_distinct(s, CUL_D_HELOS) <= 2 &&
	       signs_of_a_server(s, m) >= 2;
}

bool cul_double_open_relay(const struct cul_source *s, char *text)
{
	const struct cul_sender_mix m = cul_source_sender_mix(s);

	if (m.hours < STEADY_HOURS || m.strangers < STRANGERS ||
	    !is_a_server(s, &m))
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "its own domain in %u hours of the day, %u of strangers "
		       "besides, all handed over by a mail server: it relays "
		       "for them",
		       m.hours, m.strangers);
	return true;
}

bool cul_double_infected(const struct cul_source *s, char *text)
{
	const struct cul_sender_mix m = cul_source_sender_mix(s);

	if (m.strangers == 0 || is_a_server(s, &m))
		return false;
	(void)snprintf(
		text, CUL_TEXT_MAX,
		"%u sender domains beside its own, HELO names: %u, "
		"breaches of protocol: %u, bounces: %u: not the manner of a "
		"mail server, so perhaps a bot",
		m.strangers, cul_distinct(s, CUL_D_HELOS),
		cul_count(s, CUL_C_manners), cul_count(s, CUL_C_null_messages));
	return true;
}

bool cul_double_serves_many(const struct cul_source *s, char *text)
{
	const struct cul_sender_mix m = cul_source_sender_mix(s);

	/* It forwards to its members, or sends for many small domains: some
	 * of that is spam, but whom it is for exists. */
	if (m.strangers == 0 || m.dead * 10 > m.strangers)
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "of %u sender domains beside its own only %u wrote to "
		       "somebody who does not exist: it forwards, or is a "
		       "server for many",
		       m.strangers, m.dead);
	return true;
}

bool cul_double_receipts(const struct cul_source *s, char *text)
{
	const struct cul_bounces b = cul_source_bounces(s);

	/* Receipts, answers in absence and a list's probes have no sender
	 * either: their server brings us other mail, and whom they go to is
	 * here. Forged names are often none of ours. */
	if (b.never == 0 || b.out != 0 || b.unknown * 10 > b.never ||
	    cul_count(s, CUL_C_in_ok) < b.never)
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "it brought other mail for %u of our mailboxes, and of "
		       "%u that never wrote %u are not here: receipts, or "
		       "probes of a list",
		       cul_count(s, CUL_C_in_ok), b.never + b.unknown,
		       b.unknown);
	return true;
}
