/* \summary: somebody guesses user names and passwords
 * why: a person has one name and at worst an old password; an attack tries
 *	many names, or one name from many networks
 * misses: a guess a day from each of thousands of addresses; one name tried
 *	from one address, which is how a forgotten phone looks; where the
 *	log does not name the user, all that keep under 40 an hour
 */
#include "detect/score.h"
#include "detect/signals.h"

enum { K_NAMES, K_FAILURES_AN_HOUR, K_NETS };

static const struct cul_knob knobs[] = {
	[K_NAMES] = { "least_names",
		      "say nothing of an address below so many user names", 5,
		      2, 1000 },
	[K_FAILURES_AN_HOUR] = { "failures_an_hour",
				 "failures in one hour that one honest address "
				 "in 10,000 shows",
				 40, 13, 1e5 },
	[K_NETS] = { "nets",
		     "networks from which one honest account in 10,000 fails "
		     "to log in within a day",
		     15, 3, 1000 },
	{ .name = NULL },
};

static void note_names(struct cul_finding *f, const struct cul_source *s)
{
	const uint32_t n = cul_distinct(s, CUL_D_FAILED_NAMES);
	const struct cul_reason r = {
		.family = CUL_FAMILY_LOGINS,
		.signal = "user names whose login failed from here",
		.observed = n,
		.usual = 1,
		.score_mnat = cul_walk_score(s, CUL_WALK_LOGIN, n),
	};

	cul_finding_add(f, &r,
			"logins under %u different names failed from here and "
			"%u names logged in; usual is 1 name",
			n, cul_distinct(s, CUL_D_ACCOUNTS));
}

static void note_nets(struct cul_finding *f, const struct cul_source *s,
		      double line)
{
	const uint32_t n = cul_distinct(s, CUL_D_FAILED_NETS);
	const struct cul_reason r = {
		.family = CUL_FAMILY_LOGINS,
		.signal = "networks from which this login failed",
		.observed = n,
		.usual = 1,
		.score_mnat = cul_score_rare(n, 1, line),
	};

	cul_finding_add(f, &r,
			"this login failed from %u networks in a day; usual "
			"are 1 or 2, one account in 10,000 shows %g",
			n, line);
}

static void note_pace(struct cul_finding *f, const struct cul_source *s,
		      double line)
{
	/* A forgotten phone tries every five minutes: 12 an hour. */
	const double phone = 12;
	uint32_t most = 0;

	for (unsigned h = 0; h < 24; h++)
		if (cul_source_hour(s, h).wrong > most)
			most = cul_source_hour(s, h).wrong;

	const struct cul_reason r = {
		.family = CUL_FAMILY_VOLUME,
		.signal = "failures in the worst hour",
		.observed = most,
		.usual = phone,
		.score_mnat = cul_score_rare(most, phone, line),
	};

	cul_finding_add(f, &r,
			"%u failures in its worst hour; a forgotten phone "
			"gives 12",
			most);
}

/* Postfix before 3.6 does not say whose login failed. Then the pace is all
 * there is: one family, enough to look, never to stop. */
static bool nobody_named(struct cul_finding *f, const struct cul_source *s,
			 double line)
{
	if (cul_distinct(s, CUL_D_ACCOUNTS) != 0)
		return false;
	note_pace(f, s, line);
	return cul_finding_saturates(f, CUL_FAMILY_VOLUME);
}

static bool judge(const struct cul_source *s, const double knob[],
		  struct cul_finding *ret_finding)
{
	const enum cul_subject who = cul_source_subject(s);
	struct cul_finding *const f =
		cul_finding_begin(ret_finding, CUL_KIND_PASSWORD_ATTACK);

	if (who == CUL_SUBJECT_LOCAL_USER || who == CUL_SUBJECT_SERVER)
		return false;
	if (who == CUL_SUBJECT_ACCOUNT) {
		note_nets(f, s, knob[K_NETS]);
	} else if (cul_distinct(s, CUL_D_FAILED_NAMES) == 0) {
		return cul_count(s, CUL_C_login_failed) != 0 &&
		       nobody_named(f, s, knob[K_FAILURES_AN_HOUR]);
	} else {
		if (cul_distinct(s, CUL_D_FAILED_NAMES) < knob[K_NAMES])
			return false;
		note_names(f, s);
	}
	if (!cul_finding_saturates(f, CUL_FAMILY_LOGINS))
		return false;
	if (who != CUL_SUBJECT_ACCOUNT) {
		note_pace(f, s, knob[K_FAILURES_AN_HOUR]);
		cul_signal_fruitless(f, s);
	}
	return true;
}

const struct cul_detector cul_detector_password_attack = {
	.name = "password-attack",
	.kind = CUL_KIND_PASSWORD_ATTACK,
	.summary = "somebody guesses user names and passwords",
	.why = "a person has one name and at worst an old password; an attack "
	       "tries many names, or one name from many networks",
	.misses = "a guess a day from each of thousands of addresses; one "
		  "name tried from one address, which is how a forgotten "
		  "phone looks; where the log does not name the user, all "
		  "that keep under 40 an hour",
	.knobs = knobs,
	.judge = judge,
};
