/* \summary: a proxy of ours opens connections to mail servers for strangers
 * why: a proxy is there for our own; an outsider who is led to port 25, 465 or
 *	587 sends spam in our name
 * misses: proxies of customers, which write no log that we have; letters in the
 *	body of a POST to http://mx.example:25/, which a site's own page looks
 *	like; everything while our networks are not configured
 */
#include "detect/finding.h"
#include "detect/score.h"

enum { K_CONNECTIONS };

static const struct cul_knob knobs[] = {
	[K_CONNECTIONS] = { "connections",
			    "connections to mail ports opened for outsiders "
			    "that one sound proxy in 10,000 shows, by an "
			    "exception nobody told us of",
			    3, 1, 1e6 },
	{ .name = NULL },
};

static bool judge(const struct cul_source *s, const double knob[],
		  struct cul_finding *ret_finding)
{
	const uint32_t n = cul_count(s, CUL_C_proxied);
	struct cul_finding *const f =
		cul_finding_begin(ret_finding, CUL_KIND_OPEN_PROXY);
	const struct cul_reason r = {
		.family = CUL_FAMILY_RELAYING,
		.signal = "connections to mail ports opened for outsiders",
		.observed = n,
		.usual = 0,
		.score_mnat = cul_score_rare(n, 0, knob[K_CONNECTIONS]),
	};

	if (cul_source_subject(s) != CUL_SUBJECT_SERVER ||
	    !cul_source_networks_known(s))
		return false;
	cul_finding_add(f, &r,
			"%u connections to mail servers were opened for "
			"outsiders; usual are 0",
			n);
	return cul_finding_saturates(f, CUL_FAMILY_RELAYING);
}

const struct cul_detector cul_detector_open_proxy = {
	.name = "open-proxy",
	.kind = CUL_KIND_OPEN_PROXY,
	.summary = "a proxy of ours opens connections to mail servers for "
		   "strangers",
	.why = "a proxy is there for our own; an outsider who is led to port "
	       "25, 465 or 587 sends spam in our name",
	.misses = "proxies of customers, which write no log that we have; "
		  "letters in the body of a POST to http://mx.example:25/, "
		  "which a site's own page looks like; everything while our "
		  "networks are not configured",
	.knobs = knobs,
	.judge = judge,
};
