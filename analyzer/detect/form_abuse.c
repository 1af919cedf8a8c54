/* \summary: a web form or script that sends to anybody its visitors name
 * why: a shop writes to few new domains in an hour and its customers exist;
 *	an abused form writes to a bought list
 * misses: forms that send by SMTP from another host (judged as that
 *	customer); which script it was, without the web server's log
 */
#include "detect/score.h"
#include "detect/signals.h"

enum { K_DOMAINS_AN_HOUR, K_RECIPIENTS };

static const struct cul_knob knobs[] = {
	[K_DOMAINS_AN_HOUR] = { "domains_an_hour",
				"recipient domains first met in one hour that "
				"one honest program in 10,000 shows",
				20, 2, 10000 },
	[K_RECIPIENTS] = { "usual_recipients",
			   "distinct recipients elsewhere in a day, mean of "
			   "the honest",
			   20, 1, 1e5 },
	{ .name = NULL },
};

static void note_domains(struct cul_finding *f, const struct cul_source *s,
			 double line)
{
	const uint32_t n = cul_source_new_domains_an_hour(s);
	const struct cul_reason r = {
		.family = CUL_FAMILY_SPREAD,
		.signal = "recipient domains first met within one hour",
		.observed = n,
		.usual = 2,
		.score_mnat = cul_score_rare(n, 0, line),
	};

	cul_finding_add(f, &r,
			"%u recipient domains first written to within one "
			"hour; usual are 2, one program in 10,000 shows %g",
			n, line);
}

static bool judge(const struct cul_source *s, const double knob[],
		  struct cul_finding *ret_finding)
{
	struct cul_finding *const f =
		cul_finding_begin(ret_finding, CUL_KIND_FORM_ABUSE);

	if (cul_source_subject(s) != CUL_SUBJECT_LOCAL_USER)
		return false;
	note_domains(f, s, knob[K_DOMAINS_AN_HOUR]);
	cul_signal_recipients(f, s, knob[K_RECIPIENTS]);
	cul_signal_past(f, s);
	cul_signal_bad_elsewhere(f, s);
	cul_signal_bad_here(f, s);
	cul_signal_rejections(f, s);
	return cul_finding_saturates(f, CUL_FAMILY_SPREAD) ||
	       cul_signals_bad_mail(f);
}

const struct cul_detector cul_detector_form_abuse = {
	.name = "form-abuse",
	.kind = CUL_KIND_FORM_ABUSE,
	.summary = "a web form or script that sends to anybody its visitors "
		   "name",
	.why = "a shop writes to few new domains in an hour and its customers "
	       "exist; an abused form writes to a bought list",
	.misses = "forms that send by SMTP from another host (judged as that "
		  "customer); which script it was, without the web server's "
		  "log",
	.knobs = knobs,
	.judge = judge,
};
