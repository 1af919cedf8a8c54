/* \summary: the contract between a detector and the analyzer
 *
 * A detector judges one source from its evidence. It is a pure function: same
 * evidence, same knobs, same finding. It knows nothing of log syntax, of
 * policy or of what will be done; analyzer/decide does.
 */
#ifndef CUL_DETECTOR_H
#define CUL_DETECTOR_H

#include "culprit/evidence.h"
#include "culprit/limits.h"

struct cul_knob { /* one threshold an operator may turn: [detect.NAME] */
	const char *name;
	const char *help;
	double dflt, min, max;
};

enum { CUL_KNOBS_MAX = 12 };

/* One number the finding rests on. */
struct cul_reason {
	enum cul_family family;
	const char *signal; /* "distinct recipients that do not exist"      */
	double observed;    /* what was counted                             */
	double of;          /* of how many; 0 where there is no whole       */
	double usual;       /* what the honest show: a share if `of` is
			     * not 0, else a number                         */
	int32_t score_mnat; /* evidence in milli-nats: 9,210 is one honest
			     * source in 10,000                             */
	char text[CUL_TEXT_MAX]; /* one sentence with the numbers            */
};

/* At this score a family is saturated: ln(10,000), "1 in 10,000". */
enum { CUL_SATURATED_MNAT = 9210 };

struct cul_finding {
	enum cul_kind kind;
	/* Set by the caller: only the answer is asked for, so of each reason
	 * no more than family and score is written. Evidence is judged at each
	 * misdeed; writing sentences that nobody reads cost more than all
	 * else. */
	bool quiet;
	unsigned looked; /* bit a family in which it looked for evidence */
	unsigned n_reasons;
	struct cul_reason reasons[CUL_REASONS_MAX];
};

struct cul_detector {
	const char *name; /* of its file, its section, its test folder */
	enum cul_kind kind;
	const char *summary; /* one line                                  */
	const char *why;     /* the idea                                  */
	const char *misses;  /* what it cannot see                        */
	const struct cul_knob *knobs; /* ends at a NULL name; at most
				       * CUL_KNOBS_MAX                     */

	/* True if there is at least one saturated reason for this kind, or
	 * several that may say as much together; *ret_finding is then filled,
	 * and means nothing otherwise. Its `quiet` is read, never written. */
	bool (*judge)(const struct cul_source *s, const double knob[],
		      struct cul_finding *ret_finding);
};

/* Every detector in analyzer/detect/meson.build, then NULL. */
extern const struct cul_detector *const cul_detectors[];

#endif
