/* \summary: the people of the made-up night */
#ifndef CUL_TEST_PLOT_H
#define CUL_TEST_PLOT_H

#include "culprit/now.h"

enum { NIGHT_NOTICES = 9, HOSTILE = 12 };

struct plot {
	enum cul_action action;
	enum cul_kind kind;
	enum cul_subject subject;
	enum cul_notice_what what;
	unsigned began, flagged; /* minutes ago */
	const char *name, *customer, *why;
};

extern const struct plot night[NIGHT_NOTICES];

/* Names that mean to move the cursor, to hide, to look like another, or to
 * push a number out of its column. */
extern const char *const hostile[HOSTILE];

#endif
