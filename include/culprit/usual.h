/* \summary: what the honest show: where scores start from
 *
 * The built-in figures are those of a provider's two weeks and of the
 * literature; a log with enough senders of ours in it gives better ones.
 * Learned from the log so far, robustly: the guilty are in it too.
 */
#ifndef CUL_USUAL_H
#define CUL_USUAL_H

#include <stdbool.h>
#include <stdint.h>

/* How the true shares of honest sources are spread: Beta(a, b). */
struct cul_spread {
	double a, b;
};

/* How many in a log show so much, or more. */
struct cul_seen {
	double share;
	uint32_t of; /* it was learned from; 0: nothing is known */
};

/* Two own addresses and one of an office or a club: a fourth sender domain is
 * nobody's in the house. */
enum { CUL_NAMES_MANY = 4 };

struct cul_usual {
	/* Of first contacts elsewhere, those that do not exist, and those
	 * refused for content. */
	struct cul_spread bad, rejected;
	/* Distinct recipients elsewhere that one source writes to in a day:
	 * the mean. */
	double recipients;
	uint32_t n_sources; /* it was learned from; 0: built in */
	/* Of the outsiders heard of, those that wanted mail passed on between
	 * strangers and are not to be stopped for it. */
	double asking;
	uint32_t n_outsiders; /* it was learned from; 0: nothing is known */
	/* Of the lines of households that wrote, those under CUL_NAMES_MANY
	 * sender domains, who are to be stopped aside. */
	struct cul_seen names;
};

/* Beta(.5, 10.9): mean 4.37 %, the undelivered share of a provider's two
 * weeks (Foster, Identifying Spammers in Outbound Email Systems, RMIT 2011).
 * Beta(.5, 99.5): mean 1 in 200. Twenty recipients a day. */
static inline struct cul_usual cul_usual_built_in(void)
{
	return (struct cul_usual){
		.bad = { .5, 10.9 },
		.rejected = { .5, 99.5 },
		.recipients = 20,
	};
}

/* The mean share that it stands for. */
static inline double cul_spread_mean(struct cul_spread s)
{
	return s.a / (s.a + s.b);
}

#endif
