/* \summary: a snapshot made by hand, for the tests of what shows it */
#ifndef NOW_FIXTURE_H
#define NOW_FIXTURE_H

#include "culprit/now.h"

/* A watch at work, with a file whose name is FIXTURE_EVIL, one that is there
 * twice, one without a name and a line. It lives as long as the program. */
const struct cul_now *now_fixture(void);

/* The same, to be changed. */
struct cul_now now_fixture_copy(void);

/* 4 March 2026, a Wednesday, 12:00 UTC: when it was made. */
#define NOW_FIXTURE_USEC (INT64_C(1772625600) * CUL_USEC_PER_SEC)

#endif
