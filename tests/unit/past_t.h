/* \summary: a court with past days: a ledger of them, and a log by the day */
#ifndef CUL_TEST_PAST_H
#define CUL_TEST_PAST_H

#include "court_t.h"

#define DAY   CUL_USEC_PER_DAY
#define HOUR  CUL_USEC_PER_HOUR
#define BEGIN (INT64_C(1795132800) * CUL_USEC_PER_SEC) /* a midnight */

/* Days as a ledger keeps them: of two the fuller one, else the new one. */
struct book {
	struct cul_past_day v[8192];
	char names[8192][CUL_NET_TEXT_MAX];
	size_t n, puts;
	unsigned asked;
	int64_t from, to; /* of the last question */
};

struct book *book_new(void);
int book_put(void *arg, const struct cul_past_day *days, size_t n);
void book_remember(struct book *b, const char *name, int day,
		   uint32_t recipients, bool guilty);
/* The court asks the book. */
void past_begin(struct trial *t, struct book *b);
void past_set(struct trial *t, struct book *b);
/* The days that are over go into the book. */
void past_hand_out(struct trial *t, struct book *b);

/* Traffic of others, every half an hour from one time until another. */
void past_others(struct trial *t, int64_t from, int64_t to);
/* So many messages to new recipients; of each `wrong`th the recipient does not
 * exist, of every third of the others it is spam; 0: all goes well. */
void past_writes(struct trial *t, const char *client, unsigned day, unsigned n,
		 unsigned wrong);
/* One day of a log: 192.0.2.7 writes at eight, 192.0.2.8 is well all along,
 * and on the fifth day the first one is a zombie. */
enum { ZOMBIE_DAY = 4 };
void past_day(struct trial *t, unsigned day);

#endif
