/* \summary: evidence that several detectors read the same way */
#include "detect/signals.h"

#include "detect/score.h"

/* Sender domains that one house may have, people that it is taken to have at
 * the most, and letters that each of them writes. */
enum { PEOPLE_DOMAINS = 3, PEOPLE_MOST = 30, LETTERS_EACH = 3 };

static int32_t larger(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

static int32_t walk_score(int32_t level, uint32_t hits)
{
	/* A walk runs on over windows. What happened yesterday may not speak
	 * today, and an address may have another owner: so no more than
	 * today's hits can give, ln(5) each, the largest step of a hit in the
	 * walks as they are set by default (t0=.1, t1=.5). */
	const double most = 1609.0 * hits;

	return cul_score_clip(level < most ? level : most);
}

int32_t cul_walk_score(const struct cul_source *s, enum cul_walk w,
		       uint32_t hits)
{
	return walk_score(cul_walk(s, w).level_mnat, hits);
}

static int32_t share(double k, double n, struct cul_spread learned,
		     struct cul_spread built_in)
{
	const int32_t own = cul_score_spread(k, n, built_in);

	if (learned.a == built_in.a && learned.b == built_in.b)
		return own;
	return cul_score_mixed(cul_score_spread(k, n, learned), own);
}

void cul_signal_bad_elsewhere(struct cul_finding *f, const struct cul_source *s)
{
	/* Built in, Beta(.5, 10.9): 1 source in 10,000 is above 51 %. Stale
	 * lists are honest: so this tail is fat on purpose. */
	const struct cul_usual *u = cul_source_usual(s);
	const uint32_t bad = cul_count(s, CUL_C_out_bad_recipient);
	const uint32_t all = cul_count(s, CUL_C_out_contacts) -
			     cul_count(s, CUL_C_out_neutral);

	const struct cul_reason r = {
		.family = CUL_FAMILY_BAD_RECIPIENTS,
		.signal = "distinct recipients elsewhere that do not exist",
		.observed = bad,
		.of = all,
		.usual = cul_spread_mean(u->bad),
		.score_mnat = larger(
			cul_walk_score(s, CUL_WALK_BAD_RECIPIENT, bad),
			share(bad, all, u->bad, cul_usual_built_in().bad)),
	};

	cul_finding_add(f, &r,
			"%u of %u distinct recipients elsewhere do not exist; "
			"usual are %.2g in 100",
			bad, all, 100 * r.usual);
}

void cul_signal_bad_here(struct cul_finding *f, const struct cul_source *s)
{
	/* Wald's test is over when it crosses the line: what a guesser of names
	 * finds later, or asks again once he knows it, does not undo that. A
	 * server that brings mail for many has a veto of its own; and of ours
	 * it counts how they stand now, since a list can be mended. */
	const struct cul_walk_state walk = cul_walk(s, CUL_WALK_HARVEST);
	const uint32_t bad = cul_count(s, CUL_C_in_bad_recipient);
	const uint32_t all = cul_count(s, CUL_C_in_contacts);
	const struct cul_reason r = {
		.family = CUL_FAMILY_BAD_RECIPIENTS,
		.signal = "distinct mailboxes of ours that do not exist",
		.observed = bad,
		.of = all,
		.usual = .0437,
		.score_mnat = walk_score(cul_source_is_ours(s) ? walk.level_mnat
							       : walk.peak_mnat,
					 bad),
	};

	cul_finding_add(f, &r,
			"%u of %u distinct mailboxes it wanted here do not "
			"exist; usual are 4 in 100",
			bad, all);
}

void cul_signal_rejections(struct cul_finding *f, const struct cul_source *s)
{
	/* Built in, Beta(.5, 99.5): 1 honest source in 100 above 3.3 %, 1 in
	 * 10,000 above 7.3 %. */
	const uint32_t content = cul_count(s, CUL_C_out_content);
	const uint32_t listed = cul_source_listed(s);
	const uint32_t hits = content + listed;
	const uint32_t all = cul_count(s, CUL_C_out_contacts) -
			     cul_count(s, CUL_C_out_neutral) -
			     (cul_count(s, CUL_C_out_reputation) - listed);
	/* One large provider that refuses a letter refuses it a thousand
	 * times: so each domain that refused is one opinion, 1 in 20 of the
	 * honest meet one, and it takes three. */
	const double opinions =
		3070.0 * cul_distinct(s, CUL_D_REJECTING_DOMAINS);

	const struct cul_usual *u = cul_source_usual(s);
	const int32_t score = larger(
		cul_walk_score(s, CUL_WALK_REJECTED, hits),
		share(hits, all, u->rejected, cul_usual_built_in().rejected));
	const struct cul_reason r = {
		.family = CUL_FAMILY_REJECTIONS,
		.signal = "distinct recipients elsewhere whose servers "
			  "refused it for content or reputation",
		.observed = hits,
		.of = all,
		.usual = cul_spread_mean(u->rejected),
		.score_mnat =
			cul_score_clip(score < opinions ? score : opinions),
	};

	cul_finding_add(f, &r,
			"for %u of %u distinct recipients it was refused as "
			"spam (%u) or for its reputation (%u); usual are %.2g "
			"in 1,000",
			hits, all, content, listed, 1000 * r.usual);
}

enum { LONG_MNAT = 4605 };

bool cul_signals_bad_mail(const struct cul_finding *f)
{
	const int32_t refused = cul_finding_score(f, CUL_FAMILY_REJECTIONS);
	const int32_t bad = cul_finding_score(f, CUL_FAMILY_BAD_RECIPIENTS);

	const int32_t spread = cul_finding_score(f, CUL_FAMILY_SPREAD);

	/* A list longer than that of one in 100, which is refused a little and
	 * dead a little more than usual, is worth a look. */
	return refused >= CUL_SATURATED_MNAT || bad >= CUL_SATURATED_MNAT ||
	       (spread >= LONG_MNAT && refused + bad >= CUL_TOGETHER_MNAT);
}

bool cul_signals_forge(const struct cul_source *s, double domains, double helos)
{
	/* A spammer's dozen of domains serve for hundreds of messages, and he
	 * has a contract for his line. */
	enum { MESSAGES_A_NAME = 10 };
	const uint32_t n = cul_distinct(s, CUL_D_SENDER_DOMAINS);
	const bool line = (cul_source_declared(s) & CUL_DECLARED_DYNAMIC) != 0;

	if (cul_distinct(s, CUL_D_HELOS) >= helos)
		return true;
	if (line && n >= CUL_NAMES_MANY)
		return true;
	return n >= domains &&
	       (double)n * MESSAGES_A_NAME >= cul_count(s, CUL_C_messages);
}

void cul_signal_sender_domains(struct cul_finding *f,
			       const struct cul_source *s, double line)
{
	const uint32_t n = cul_distinct(s, CUL_D_SENDER_DOMAINS);
	const struct cul_reason r = {
		.family = CUL_FAMILY_DIVERSITY,
		.signal = "unrelated sender domains",
		.observed = n,
		.usual = 1,
		.score_mnat =
			cul_source_is_line(s)
				? cul_score_seen(n, CUL_NAMES_MANY, line,
						 cul_source_usual(s)->names)
				: cul_score_rare(n, 1, line),
	};

	cul_finding_add(f, &r,
			"%u sender domains; a line shows 1 or 2, one in 10,000 "
			"shows %g",
			n, line);
}

void cul_signal_helos(struct cul_finding *f, const struct cul_source *s,
		      double line)
{
	const uint32_t n = cul_distinct(s, CUL_D_HELOS);
	const struct cul_reason r = {
		.family = CUL_FAMILY_DIVERSITY,
		.signal = "HELO names",
		.observed = n,
		.usual = 1,
		.score_mnat = cul_score_rare(n, 1, line),
	};

	cul_finding_add(f, &r,
			"%u HELO names; a machine has one, one line in 10,000 "
			"shows %g",
			n, line);
}

void cul_signal_new_domains(struct cul_finding *f, const struct cul_source *s,
			    double usual)
{
	const uint32_t n = cul_source_new_domains_an_hour(s);
	const struct cul_reason r = {
		.family = CUL_FAMILY_SPREAD,
		.signal = "recipient domains first met within one hour",
		.observed = n,
		.usual = usual,
		.score_mnat = cul_score_volume(n, usual, 2),
	};

	cul_finding_add(f, &r,
			"%u recipient domains first written to within one "
			"hour; usual are %g at most",
			n, usual);
}

/* How many people write from there, as far as can be told: behind an address
 * may be a whole office, whose senders are of one house, and write more than
 * once a day. A list may have a sender of its own for each letter. */
static double people(const struct cul_source *s)
{
	const enum cul_subject subject = cul_source_subject(s);
	const uint32_t domains = cul_distinct(s, CUL_D_SENDER_DOMAINS);
	const uint32_t senders = cul_distinct(s, CUL_D_SENDERS);

	if ((subject != CUL_SUBJECT_CUSTOMER && subject != CUL_SUBJECT_IP) ||
	    domains == 0 || domains > PEOPLE_DOMAINS || senders < 2 ||
	    cul_count(s, CUL_C_messages) < LETTERS_EACH * senders)
		return 1;
	return senders < PEOPLE_MOST ? senders : PEOPLE_MOST;
}

void cul_signal_recipients(struct cul_finding *f, const struct cul_source *s,
			   double usual_one)
{
	/* Shape 1, the geometric: some write to one friend, some to all. What
	 * the operator sets stands; left alone, it is what was learned. Those
	 * to whom it wrote on an earlier day are no strangers. */
	const uint32_t back = cul_source_returning(s);
	const uint32_t all = cul_count(s, CUL_C_out_contacts);
	const uint32_t n = all > back ? all - back : 0;
	const double usual = usual_one * people(s);
	const int32_t set = cul_score_volume(n, usual, 1);
	const double seen = cul_source_usual(s)->recipients * people(s);
	const struct cul_reason r = {
		.family = CUL_FAMILY_SPREAD,
		.signal = "distinct recipients elsewhere in a day",
		.observed = n,
		.usual = seen < usual ? seen : usual,
		.score_mnat =
			seen < usual
				? cul_score_mixed(cul_score_volume(n, seen, 1),
						  set)
				: set,
	};

	cul_finding_add(f, &r,
			"%u distinct recipients elsewhere in a day to whom it "
			"had not written before; usual are %.0f",
			n, r.usual);
}

void cul_signal_past(struct cul_finding *f, const struct cul_source *s)
{
	/* Three days are the least that can be called a past; and nobody's is
	 * so quiet that five recipients are a surprise. */
	enum { DAYS_LEAST = 3 };
	const struct cul_habit h = cul_source_habit(s);
	const uint32_t n = cul_count(s, CUL_C_out_contacts);
	const double mean = h.mean > 5 ? h.mean : 5;
	const struct cul_reason r = {
		.family = CUL_FAMILY_VOLUME,
		.signal = "distinct recipients elsewhere, beside its own past",
		.observed = n,
		.usual = h.mean,
		.score_mnat = h.days >= DAYS_LEAST
				      ? cul_score_volume(n, mean, h.shape)
				      : 0,
	};

	cul_finding_add(f, &r,
			"%u distinct recipients in a day; on %u days before "
			"it wrote to %.0f",
			n, h.days, h.mean);
}

void cul_signal_servers(struct cul_finding *f, const struct cul_source *s,
			double line)
{
	const uint32_t n = cul_distinct(s, CUL_D_SERVERS);
	const struct cul_reason r = {
		.family = CUL_FAMILY_SPREAD,
		.signal = "servers of ours it turned to",
		.observed = n,
		.usual = 1,
		.score_mnat = cul_score_rare(n, 1, line),
	};

	cul_finding_add(f, &r, "it turned to %u servers of ours", n);
}

uint32_t cul_sessions_asking(const struct cul_source *s)
{
	const uint32_t all = cul_count(s, CUL_C_sessions);
	const uint32_t idle = cul_count(s, CUL_C_idle_sessions);

	return all > idle ? all - idle : 0;
}

bool cul_source_granted(const struct cul_source *s)
{
	return cul_count(s, CUL_C_messages) != 0 ||
	       cul_count(s, CUL_C_null_messages) != 0 ||
	       cul_count(s, CUL_C_logins) != 0;
}

/* Exim logs no session of a client that it refused: four questions are taken
 * for one. */
static uint32_t sessions_of(const struct cul_source *s)
{
	const uint32_t asked = cul_count(s, CUL_C_relay_contacts) +
			       cul_count(s, CUL_C_in_bad_recipient) +
			       cul_distinct(s, CUL_D_FAILED_NAMES);

	return cul_count(s, CUL_C_sessions) != 0 ? cul_sessions_asking(s)
						 : (asked + 3) / 4;
}

void cul_signal_fruitless(struct cul_finding *f, const struct cul_source *s)
{
	/* Four in five sessions of an honest client come to something; each
	 * that does not is ln(5). Breaches (talking first, pipelining, too
	 * many errors) are seen of 1 honest client in 10, test syntax of
	 * 1 in 100. */
	const uint32_t tricks = cul_count(s, CUL_C_relay_tricks);
	const uint32_t breaches = cul_count(s, CUL_C_manners);
	const uint32_t vain = cul_source_granted(s) ? 0 : sessions_of(s);
	const struct cul_reason r = {
		.family = CUL_FAMILY_MANNERS,
		.signal = "sessions in vain, breaches of protocol, test "
			  "syntax",
		.observed = (double)vain + breaches + tricks,
		.usual = 0,
		.score_mnat = cul_score_clip(1609.0 * vain + 2303.0 * breaches +
					     4605.0 * tricks),
	};

	cul_finding_add(f, &r,
			"sessions in which nothing it asked for was granted: "
			"%u; breaches of protocol: %u; recipients in test "
			"syntax: %u",
			vain, breaches, tricks);
}
