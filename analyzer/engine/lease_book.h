/* \summary: the files that say who held an address when, read once
 *
 * Each file's format is found by what it holds; gzip is read too, a folder
 * stands for the files inside, an empty file says nothing. A record that
 * cannot be read is counted and the first are kept to be shown. A file that is
 * in no known format, or cannot be read to its end, refuses the run: with half
 * of the leases one customer would be taken for the next.
 */
#ifndef CUL_LEASE_BOOK_H
#define CUL_LEASE_BOOK_H

#include "attribute/leases.h"
#include "culprit/report.h"
#include "engine/settings.h"

struct cul_lease_book;

/* Reads what [network] leases names; *ret_book is NULL where that is nothing.
 * 0, CUL_ECONF with words in `err` that name file and line, or CUL_ENOMEM. */
int cul_lease_book_new(const struct cul_settings *s, struct cul_out *err,
		       struct cul_lease_book **ret_book);
void cul_lease_book_free(struct cul_lease_book **book);

const struct cul_leases *cul_lease_book_leases(const struct cul_lease_book *b);

/* NUL-terminated, as long as the book; "?" for a number that is none. */
const char *cul_lease_book_customer(const struct cul_lease_book *b,
				    uint32_t customer);
/* As the user named it. */
const char *cul_lease_book_file(const struct cul_lease_book *b, uint32_t file);

/* The totals but for the look-ups. */
void cul_lease_book_count(const struct cul_lease_book *b,
			  struct cul_lease_totals *ret_totals);

/* The i-th record that could not be read; false past those that are kept. */
bool cul_lease_book_bad(const struct cul_lease_book *b, size_t i,
			const char **ret_file, uint64_t *ret_line,
			const char **ret_why);

/* Files that are empty, as just after a rotation; *ret_first: one of them. */
uint64_t cul_lease_book_empty(const struct cul_lease_book *b,
			      const char **ret_first);

/* What of it is wrong or doubtful, a sentence each; what `take` returned
 * if that was not 0. */
enum { CUL_LEASE_SENTENCE_MAX = 512 };
int cul_lease_book_say(const struct cul_lease_book *b,
		       int (*take)(void *arg, const char *sentence), void *arg);
/* "12 intervals of 3 customers, from … to …". */
void cul_lease_totals_words(const struct cul_lease_totals *t,
			    char ret_text[CUL_LEASE_SENTENCE_MAX]);

#endif
