/* \summary: what a detector says of a source that a test writes down */
#ifndef CUL_DETECT_T_H
#define CUL_DETECT_T_H

#include "t.h"

#include <stdlib.h>

#include "detect/score.h"
#include "fake_evidence.h"

#include "culprit/detector.h"

static inline const struct cul_detector *detector_of(enum cul_kind k,
						     double *knob)
{
	for (size_t d = 0; cul_detectors[d] != NULL; d++) {
		const struct cul_knob *p = cul_detectors[d]->knobs;

		if (cul_detectors[d]->kind != k)
			continue;
		for (size_t i = 0; p[i].name != NULL; i++)
			knob[i] = p[i].dflt;
		return cul_detectors[d];
	}
	fail_msg("no detector of kind %d", (int)k);
	abort();
}

/* The largest score of a family; -1 if the detector says nothing. */
static inline int32_t judged(enum cul_kind k, const struct cul_source *s,
			     enum cul_family family)
{
	double knob[CUL_KNOBS_MAX];
	const struct cul_detector *d = detector_of(k, knob);
	struct cul_finding f = { .quiet = false };
	int32_t most = 0;

	if (!d->judge(s, knob, &f))
		return -1;
	assert_int_equal(f.kind, k);
	for (unsigned i = 0; i < f.n_reasons; i++) {
		assert_true(f.reasons[i].text[0] != '\0');
		assert_true(f.reasons[i].score_mnat <= CUL_SCORE_MOST);
		if (f.reasons[i].family == family &&
		    f.reasons[i].score_mnat > most)
			most = f.reasons[i].score_mnat;
	}
	return most;
}

static inline bool saturates(enum cul_kind k, const struct cul_source *s,
			     enum cul_family f)
{
	return judged(k, s, f) >= CUL_SATURATED_MNAT;
}

#endif
