/* \summary: reports made by hand, for the tests of all that shows them */
#ifndef REPORT_FIXTURE_H
#define REPORT_FIXTURE_H

#include "culprit/report.h"

/* A day with culprits of many kinds, honest doubles, unreadable input. */
struct cul_report *fixture_rich(void);

/* The rich one, and in each field what an attacker would like to put there. */
struct cul_report *fixture_hostile(void);

/* Networks within others, twins, what is over, what never is, and names that
 * a stranger chose: what is hard for block lists. */
struct cul_report *fixture_lists(void);

/* A log with nobody to accuse; nothing was read at all. */
struct cul_report *fixture_quiet(void);
struct cul_report *fixture_empty(void);

/* By name; NULL if there is none. */
struct cul_report *fixture_named(const char *name);

/* Text that must stay text: HTML, terminal escapes, bidi marks, bytes that
 * are not UTF-8, quotes, a newline, a spreadsheet's formula. */
#define FIXTURE_EVIL                                                           \
	"=cmd|' /C calc'!A0,\"</td><script>alert(1)</script>"                  \
	"<img src=x onerror=alert(1)>\033[2J\033]0;owned\007\r\n\x7f\xc2\x9b"  \
	"31m\xff\xc0\xaf\xe2\x80\xae"                                          \
	"gpj.\xe2\x80\x8b\xef\xbb\xbf&amp;"

/* What is written is kept here, NUL-terminated; a test frees nothing. */
struct fixture_text {
	char *ptr;
	size_t len, size;
};
struct cul_out fixture_out(struct fixture_text *t);
void fixture_text_free(struct fixture_text *t);
char *fixture_show(const char *sink, const struct cul_report *r,
		   struct cul_style style, struct fixture_text *t);
char *fixture_export(const char *name, const struct cul_report *r,
		     struct fixture_text *t);
/* What `culprit export NAME --undo` writes. */
char *fixture_undo(const char *name, const struct cul_report *r,
		   struct fixture_text *t);

#endif
