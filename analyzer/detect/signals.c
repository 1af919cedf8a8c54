/* \summary: evidence that several detectors read the same way */
#include "detect/signals.h"

#include "detect/score.h"

static int32_t larger(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

int32_t cul_walk_score(const struct cul_source *s, enum cul_walk w,
		       uint32_t hits)
{
	/* A walk runs on over windows. What happened yesterday may not speak
	 * today, and an address may have another owner: so no more than
	 * today's hits can give, ln(5) each, the largest step of a hit in the
	 * walks as they are set by default (t0=.1, t1=.5). */
	const double most = 1609.0 * hits;
	const double level = cul_walk(s, w).level_mnat;

	return cul_score_clip(level < most ? level : most);
}

void cul_signal_bad_elsewhere(struct cul_finding *f, const struct cul_source *s)
{
	/* Beta(.5, 10.9) over sources: mean 4.37 %, the undelivered share of
	 * a provider's two weeks (Foster 2011); 1 source in 10,000 is above
	 * 51 %. Stale lists are honest: so this tail is fat on purpose. */
	const uint32_t bad = cul_count(s, CUL_C_out_bad_recipient);
	const uint32_t all = cul_count(s, CUL_C_out_contacts) -
			     cul_count(s, CUL_C_out_neutral);

	/* Four of four are 8.3 nats: the tail need not be summed to know that
	 * this cannot decide. */
	if (f->quiet && bad < 5)
		return;
	const struct cul_reason r = {
		.family = CUL_FAMILY_BAD_RECIPIENTS,
		.signal = "distinct recipients elsewhere that do not exist",
		.observed = bad,
		.of = all,
		.usual = .0437,
		.score_mnat =
			larger(cul_walk_score(s, CUL_WALK_BAD_RECIPIENT, bad),
			       cul_score_share(bad, all, .5, 10.9)),
	};

	cul_finding_add(f, &r,
			"%u of %u distinct recipients elsewhere do not exist; "
			"usual are 4 in 100",
			bad, all);
}

void cul_signal_bad_here(struct cul_finding *f, const struct cul_source *s)
{
	const uint32_t bad = cul_count(s, CUL_C_in_bad_recipient);
	const uint32_t all = cul_count(s, CUL_C_in_contacts);
	const struct cul_reason r = {
		.family = CUL_FAMILY_BAD_RECIPIENTS,
		.signal = "distinct mailboxes of ours that do not exist",
		.observed = bad,
		.of = all,
		.usual = .0437,
		.score_mnat = cul_walk_score(s, CUL_WALK_HARVEST, bad),
	};

	cul_finding_add(f, &r,
			"%u of %u distinct mailboxes it wanted here do not "
			"exist; usual are 4 in 100",
			bad, all);
}

void cul_signal_rejections(struct cul_finding *f, const struct cul_source *s)
{
	/* Beta(.5, 99.5): mean 1 in 200, 1 honest source in 100 above 3.3 %,
	 * 1 in 10,000 above 7.3 %. When a server of ours is on a block list,
	 * all its customers are refused for reputation: so that counts only
	 * beside what was refused as spam, two for each of these. */
	const uint32_t content = cul_count(s, CUL_C_out_content);
	const uint32_t listed = cul_count(s, CUL_C_out_reputation);
	const uint32_t counted = listed < 2 * content ? listed : 2 * content;
	const uint32_t hits = content + counted;
	const uint32_t all = cul_count(s, CUL_C_out_contacts) -
			     cul_count(s, CUL_C_out_neutral) -
			     (listed - counted);
	/* One large provider that refuses a letter refuses it a thousand
	 * times: so each domain that refused is one opinion, 1 in 20 of the
	 * honest meet one, and it takes three. */
	const double opinions =
		3070.0 * cul_distinct(s, CUL_D_REJECTING_DOMAINS);

	if (f->quiet && opinions < CUL_SATURATED_MNAT)
		return;
	const int32_t score = larger(cul_walk_score(s, CUL_WALK_REJECTED, hits),
				     cul_score_share(hits, all, .5, 99.5));
	const struct cul_reason r = {
		.family = CUL_FAMILY_REJECTIONS,
		.signal = "distinct recipients elsewhere whose servers "
			  "refused it for content or reputation",
		.observed = hits,
		.of = all,
		.usual = .005,
		.score_mnat =
			cul_score_clip(score < opinions ? score : opinions),
	};

	cul_finding_add(f, &r,
			"for %u of %u distinct recipients it was refused as "
			"spam (%u) or for its reputation (%u); usual are 5 in "
			"1,000",
			hits, all, content, counted);
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
		.score_mnat = cul_score_rare(n, 1, line),
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

void cul_signal_recipients(struct cul_finding *f, const struct cul_source *s,
			   double usual)
{
	/* Shape 1, the geometric: some write to one friend, some to all. */
	const uint32_t n = cul_count(s, CUL_C_out_contacts);
	const struct cul_reason r = {
		.family = CUL_FAMILY_SPREAD,
		.signal = "distinct recipients elsewhere in a day",
		.observed = n,
		.usual = usual,
		.score_mnat = cul_score_volume(n, usual, 1),
	};

	cul_finding_add(f, &r,
			"%u distinct recipients elsewhere in a day; usual "
			"are %g",
			n, usual);
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

void cul_signal_fruitless(struct cul_finding *f, const struct cul_source *s)
{
	/* Four in five sessions of an honest client come to something; each
	 * that does not is ln(5). Breaches (talking first, pipelining, too
	 * many errors) are seen of 1 honest client in 10, test syntax of
	 * 1 in 100. */
	const uint32_t tricks = cul_count(s, CUL_C_relay_tricks);
	const uint32_t breaches = cul_count(s, CUL_C_manners);
	const uint32_t vain =
		cul_source_granted(s) ? 0 : cul_sessions_asking(s);
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
