/* \summary: the accounts that a list stops
 *
 * What all lists of logins begin with. A key is a name that the format can
 * hold and that surely means this account alone; the others are named in a
 * comment. A name that fills its room may have been cut, and is no key.
 */
#ifndef CUL_LIST_ACCOUNTS_H
#define CUL_LIST_ACCOUNTS_H

#include "export/list.h"

struct cul_list_account {
	const struct cul_suggestion *s; /* the gravest; the key is s->name */
	int64_t expires_usec; /* the latest of theirs; CUL_TIME_NONE: never */
};

struct cul_list_accounts {
	size_t n;
	struct cul_list_account *v;
};

struct cul_list_keys {
	bool (*is_key)(const char *name);
	bool fold; /* the consumer takes "Amy" and "amy" for one */
};

/* By name, none twice. Free with cul_list_accounts_done. */
int cul_list_accounts(const struct cul_report *r, const struct cul_list_keys *k,
		      struct cul_list_accounts *ret_accounts);
void cul_list_accounts_done(struct cul_list_accounts *a);

/* Of the entry that expires first; CUL_TIME_NONE: none ever does. */
int64_t cul_list_accounts_first_expiry(const struct cul_list_accounts *a);

/* A comment line for each account whose name is no key. */
void cul_list_accounts_skipped(struct cul_out *o, const struct cul_report *r,
			       const struct cul_list_keys *k, const char *mark);

/* Letters, digits and "$%&'*+-./=@^_`{|}~:!": nothing that a file of lines
 * takes for a blank, a quote, a comment or an escape. */
bool cul_list_is_plain_key(const char *name);

#endif
