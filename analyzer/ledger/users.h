/* \summary: the callbacks of cul_account_store; `arg` is the ledger */
#ifndef CUL_LEDGER_USERS_H
#define CUL_LEDGER_USERS_H

#include "ledger/ledger_int.h"

int ledger_find_user(void *arg, const char *name, struct cul_user *ret);
int ledger_each_user(void *arg,
		     bool (*each)(void *to, const struct cul_user *u),
		     void *to);
int ledger_put_user(void *arg, const struct cul_user *u, bool end,
		    const struct cul_audit *a);
int ledger_remove_user(void *arg, const char *name, const struct cul_audit *a);

int ledger_find_session(void *arg, const uint8_t key[CUL_SESSION_KEY],
			struct cul_session *ret);
int ledger_add_session(void *arg, const struct cul_session *s,
		       const struct cul_audit *a);
int ledger_touch_session(void *arg, const uint8_t key[CUL_SESSION_KEY],
			 int64_t used_usec);
int ledger_remove_session(void *arg, const uint8_t key[CUL_SESSION_KEY],
			  const struct cul_audit *a);
int ledger_prune_sessions(void *arg, int64_t began_usec, int64_t used_usec);

/* End a write with its line of the audit, if there is one. */
int ledger_end_audited(struct cul_ledger *l, int rc, const struct cul_audit *a);

#endif
