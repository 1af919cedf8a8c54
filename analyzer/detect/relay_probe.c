/* \summary: somebody asks our servers to relay between strangers
 * why: a mail server has no business asking us to pass on mail that is
 *	neither from nor to us, and nobody writes u%d@host or @a:u@b by
 *	accident; a prober tries it and never gets anything else
 * misses: a prober with one question a day, or two that are apart; one that
 *	names an existing mailbox of ours as sender (taken for roaming); without
 *	test syntax also one that writes to us as well, or comes again for one
 *	target domain
 */
#include <math.h>
#include <stdio.h>

#include "detect/score.h"
#include "detect/signals.h"

enum { K_PAIRS, K_SERVERS, K_SENDER_DOMAINS, K_COUPLES };

static const struct cul_knob knobs[] = {
	[K_PAIRS] = { "pairs",
		      "questions that one honest outsider in 10,000 asks: a "
		      "stranger's sender and a recipient that it wants reached "
		      "through us; a recipient in test syntax counts twice; "
		      "with fewer it is none",
		      3, 2, 100 },
	[K_SERVERS] = { "servers",
			"servers of ours to which one honest outsider in "
			"10,000 turns",
			8, 2, 100 },
	[K_SENDER_DOMAINS] = { "sender_domains",
			       "sender domains that one refused honest client "
			       "in 10,000 shows",
			       4, 2, 100 },
	[K_COUPLES] = { "couples",
			"unrelated sender domains and recipient domains, each "
			"so many at the least, that one refused honest client "
			"in 10,000 shows",
			3, 2, 100 },
	{ .name = NULL },
};

/* Nobody writes test syntax by accident: it counts twice. So do, once, a
 * letter to oneself, which needs no server of others; and one that comes within
 * seconds of another one in another domain's name: who has our server by
 * mistake has one name, and letters of strangers come at their hours. Where the
 * log names no sender (OpenSMTPD's refusals) it may be one of ours on his way:
 * a recipient in plain counts half. */
static double questions_of(const struct cul_source *s)
{
	const uint32_t pairs = cul_count(s, CUL_C_relay_foreign);
	const uint32_t tricks = cul_count(s, CUL_C_relay_tricks);
	const bool unnamed = cul_distinct(s, CUL_D_SENDERS) == 0;
	const double plain = pairs > tricks ? pairs - tricks : 0;

	const struct cul_asked asked = cul_source_asked(s);

	return (double)pairs + tricks + (asked.self != 0) +
	       (asked.at_once != 0) - (unnamed ? plain / 2 : 0);
}

/* How rare it is to ask at all, which is the first question, is seen in the
 * log; each further one is as rare as the line says. */
static int32_t score_of(const struct cul_source *s, double n, double line)
{
	const struct cul_usual *u = cul_source_usual(s);
	const int32_t set = cul_score_rare(n, 0, line);

	if (u->n_outsiders == 0 || n < 1)
		return set;
	return cul_score_mixed(cul_score_clip(set - cul_score_rare(1, 0, line) -
					      1000 * log(u->asking)),
			       set);
}

/* What counts twice beside test syntax. */
static void say_twice(const struct cul_source *s, char *text, size_t size)
{
	const struct cul_asked asked = cul_source_asked(s);
	const int n =
		snprintf(text, size, "%s",
			 asked.self != 0 ? "; one of them to itself" : "");

	if (asked.at_once != 0)
		(void)snprintf(text + n, size - (size_t)n,
			       "; one at once with one in another domain's "
			       "name");
}

static void note_questions(struct cul_finding *f, const struct cul_source *s,
			   double line)
{
	const uint32_t pairs = cul_count(s, CUL_C_relay_foreign);
	const uint32_t tricks = cul_count(s, CUL_C_relay_tricks);
	const struct cul_usual *u = cul_source_usual(s);
	char twice[96] = "";
	const struct cul_reason r = {
		.family = CUL_FAMILY_RELAYING,
		.signal = "different letters it wanted passed on between "
			  "strangers",
		.observed = pairs > tricks ? pairs : tricks,
		.usual = 0,
		.score_mnat = score_of(s, questions_of(s), line),
	};

	say_twice(s, twice, sizeof(twice));
	cul_finding_add(f, &r,
			"different letters it wanted passed on between "
			"strangers: %u; recipients in test syntax: %u%s; usual "
			"are 0, and %.2g in 1,000 outsiders ask at all",
			pairs, tricks, twice,
			u->n_outsiders != 0 ? 1000 * u->asking
					    : 1000 * exp(-log(1e4) / line));
}

/* Who is set up for the wrong server has one sender domain and many
 * recipients; a server that believes a domain to be ours has one recipient
 * domain and many senders. Many of both is neither. */
static void note_couples(struct cul_finding *f, const struct cul_source *s,
			 double line)
{
	const uint32_t from = cul_distinct(s, CUL_D_SENDER_DOMAINS);
	const uint32_t to = cul_distinct(s, CUL_D_RELAY_DOMAINS);
	const uint32_t n = from < to ? from : to;
	const struct cul_reason r = {
		.family = CUL_FAMILY_DIVERSITY,
		.signal = "unrelated domains on both sides of what it asked",
		.observed = n,
		.usual = 1,
		.score_mnat = cul_score_rare(n, 1, line),
	};

	cul_finding_add(f, &r,
			"sender domains: %u, recipient domains: %u; an honest "
			"client has one of the one or of the other, one in "
			"10,000 shows %g of both",
			from, to, line);
}

static bool judge(const struct cul_source *s, const double knob[],
		  struct cul_finding *ret_finding)
{
	const enum cul_subject who = cul_source_subject(s);
	struct cul_finding *const f =
		cul_finding_begin(ret_finding, CUL_KIND_RELAY_PROBE);

	if (who == CUL_SUBJECT_LOCAL_USER || who == CUL_SUBJECT_SERVER ||
	    who == CUL_SUBJECT_ACCOUNT)
		return false;
	if (cul_count(s, CUL_C_relay_foreign) +
		    cul_count(s, CUL_C_relay_tricks) ==
	    0)
		return false;
	note_questions(f, s, knob[K_PAIRS]);
	cul_signal_fruitless(f, s);
	/* A server whose mail we take brings it from many domains and to each
	 * of our servers rightly. Of others each new name for the same question
	 * says that it is a test. */
	if (!cul_source_granted(s)) {
		cul_signal_sender_domains(f, s, knob[K_SENDER_DOMAINS]);
		note_couples(f, s, knob[K_COUPLES]);
		cul_signal_servers(f, s, knob[K_SERVERS]);
	}
	return (questions_of(s) >= knob[K_PAIRS] &&
		cul_finding_saturates(f, CUL_FAMILY_RELAYING)) ||
	       (cul_count(s, CUL_C_relay_foreign) >= 2 &&
		cul_finding_saturates(f, CUL_FAMILY_DIVERSITY));
}

const struct cul_detector cul_detector_relay_probe = {
	.name = "relay-probe",
	.kind = CUL_KIND_RELAY_PROBE,
	.summary = "somebody asks our servers to relay between strangers",
	.why = "a mail server has no business asking us to pass on mail that "
	       "is neither from nor to us, and nobody writes u%d@host or "
	       "@a:u@b by accident; a prober tries it and never gets anything "
	       "else",
	.misses =
		"a prober with one question a day, or two that are apart; one "
		"that names an existing mailbox of ours as sender (taken for "
		"roaming); "
		"without test syntax also one that writes to us as well, or "
		"comes again for one target domain",
	.knobs = knobs,
	.judge = judge,
};
