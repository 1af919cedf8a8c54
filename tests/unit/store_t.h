/* \summary: users and sessions in memory, and what was written of them */
#ifndef CUL_TEST_STORE_H
#define CUL_TEST_STORE_H

#include "culprit/account.h"

enum { STORE_USERS = 16, STORE_SESSIONS = 32, STORE_SAID = 64 * 1024 };

struct store_t {
	struct cul_account_store store; /* what the accounts are given     */
	int fail;      /* not 0: each call returns this                    */
	int fail_late; /* not 0: each call that writes does                */
	size_t n_users, n_sessions;
	struct cul_user users[STORE_USERS];
	struct cul_session sessions[STORE_SESSIONS];
	unsigned touched;
	/* The audit: "by from what on detail" and a newline each. */
	char said[STORE_SAID];
};

void store_begin(struct store_t *s);
/* A hash as cheap as argon2id gets: what checks it takes the cost from it. */
void store_hash(const char *password, char ret[CUL_USER_HASH_MAX]);
/* With such a one; all have the same added_usec, 1. */
void store_user(struct store_t *s, const char *name, enum cul_role role,
		const char *password);

#endif
