/* \summary: what the judging went by, in sentences */
#include "report/judged.h"

#include <stdio.h>

#include "report/words.h"

const char *cul_judged_budget(const struct cul_judged *j, char *text)
{
	char n[CUL_WORD_MAX], score[CUL_WORD_MAX], programs[120] = "";

	if (j->programs != 0)
		(void)snprintf(programs, sizeof(programs),
			       " (%s for %s of our own servers' programs)",
			       cul_word_score(j->programs_needed_mnat, score),
			       cul_word_u64(j->programs, n));
	(void)snprintf(text, CUL_JUDGED_MAX,
		       "%s sources; to stop one, two kinds of evidence had to "
		       "come to %s together%s, which makes %.2g wrong a year "
		       "where the two are independent (false_per_year is %g)",
		       cul_word_u64(j->sources, n),
		       cul_word_score(j->needed_mnat, score), programs,
		       j->expected_per_year, j->false_per_year);
	return text;
}

const char *cul_judged_usual(const struct cul_judged *j, char *text)
{
	const struct cul_usual *u = &j->usual;
	char n[CUL_WORD_MAX], from[CUL_WORD_MAX + 40], asking[80] = "";
	char names[80] = "";

	if (u->n_sources == 0)
		(void)snprintf(from, sizeof(from),
			       "built in, with too few senders of ours to "
			       "learn");
	else
		(void)snprintf(from, sizeof(from),
			       "learned from %s senders of ours",
			       cul_word_u64(u->n_sources, n));
	if (u->n_outsiders != 0)
		(void)snprintf(asking, sizeof(asking),
			       ", %.2g in 1,000 outsiders ask us to relay",
			       1000 * u->asking);
	if (u->names.of != 0)
		(void)snprintf(names, sizeof(names),
			       ", %.2g in 1,000 lines write in %d or more "
			       "domains' names",
			       1000 * u->names.share, CUL_NAMES_MANY);
	(void)snprintf(text, CUL_JUDGED_MAX,
		       "usual here: %.2g in 100 recipients do not exist, %.2g "
		       "in 1,000 are refused as spam, %.2g recipients a day "
		       "(%s)%s%s",
		       100 * cul_spread_mean(u->bad),
		       1000 * cul_spread_mean(u->rejected), u->recipients, from,
		       asking, names);
	return text;
}
