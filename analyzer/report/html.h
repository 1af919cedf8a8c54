/* \summary: the parts of report.html */
#ifndef CUL_HTML_H
#define CUL_HTML_H

#include "culprit/letter.h"
#include "culprit/report.h"

enum {
	CUL_HTML_CARDS_MAX = 300,   /* beyond: rows of a plain table        */
	CUL_HTML_CLEARED_MAX = 1000 /* beyond: only their number            */
};

/* The style sheet, as it stands between its tags. */
extern const char *const cul_html_style[]; /* pieces; ends at NULL */

/* "stop", "talk", "grant" or "watch": the class an action is shown in. */
const char *cul_html_class(enum cul_action a);

/* "customer C01861", escaped. */
void cul_html_who(struct cul_out *o, enum cul_subject type, const char *name);

/* All culprits over the whole log, one row each, and their volume. */
void cul_html_overview(struct cul_out *o, const struct cul_report *r);

/* The day of one: 24 bars, what went wrong in another colour. */
void cul_html_day(struct cul_out *o, const struct cul_suggestion *s,
		  size_t rank);

void cul_html_card(struct cul_out *o, const struct cul_report *r, size_t i);

/* <h4 class="part">Reasons</h4> */
void cul_html_part(struct cul_out *o, unsigned level, const char *title);
/* Parts of a card, each with its heading of that level. Written with classes
 * alone, as the day and the lines are: the desk shows them under a policy that
 * forbids styles in a page. */
void cul_html_reasons(struct cul_out *o, unsigned level,
		      const struct cul_suggestion *s);
void cul_html_vetoes(struct cul_out *o, const struct cul_suggestion *s);
void cul_html_counts(struct cul_out *o, unsigned level,
		     const struct cul_counts *c);
/* The letter if it is due, escaped: to stand within <pre>. */
void cul_html_letter(struct cul_out *o, const struct cul_letters *l,
		     const struct cul_suggestion *s);

void cul_html_lines(struct cul_out *o, unsigned level,
		    const struct cul_report *r, const struct cul_suggestion *s);

/* Not accused and why; what was read, guessed, not counted. */
void cul_html_summary(struct cul_out *o, const struct cul_report *r);

#endif
