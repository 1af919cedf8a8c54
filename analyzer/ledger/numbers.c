/* \summary: a list of cases' numbers, gathered before anything is done to them
 */
#include <stdlib.h>

#include "ledger/ledger_int.h"

static bool push(struct ledger_numbers *l, int64_t v)
{
	if (l->n == l->cap) {
		size_t cap = l->cap == 0 ? 64 : 2 * l->cap;
		int64_t *grown = realloc(l->v, cap * sizeof(*grown));

		if (grown == NULL)
			return false;
		l->v = grown;
		l->cap = cap;
	}
	l->v[l->n++] = v;
	return true;
}

int ledger_gather(struct cul_ledger *l, sqlite3_stmt *st,
		  struct ledger_numbers *to)
{
	int rc;

	while ((rc = ledger_step(l, st)) == 1)
		if (!push(to, sqlite3_column_int64(st, 0))) {
			rc = ledger_fail_memory(l);
			break;
		}
	ledger_done(l, st);
	return rc;
}

void ledger_numbers_done(struct ledger_numbers *l)
{
	free(l->v);
	*l = (struct ledger_numbers){ NULL, 0, 0 };
}
