/* \summary: the case that an id, or the beginning of one, means; networks */
#include <stdio.h>

#include "ledger/ledger_int.h"

enum { ID_LEAST = 4 };

/* Case ids come first; an id that judging gave to a later episode finds the
 * newest case that has it. */
static const char *const exactly[] = {
	"SELECT number FROM suggestion WHERE id = ?1",
	"SELECT max(suggestion) FROM episode WHERE id = ?1 "
	"HAVING max(suggestion) IS NOT NULL",
};
static const char *const beginning[] = {
	"SELECT number FROM suggestion WHERE id >= ?1 AND id < ?1 || '~' "
	"LIMIT 2",
	"SELECT max(suggestion) FROM episode WHERE id >= ?1 AND "
	"id < ?1 || '~' GROUP BY id LIMIT 2",
};

/* How many there are: 0, 1 or 2 for several. */
static int ask(struct cul_ledger *l, const char *sql, const char *id,
	       int64_t *ret)
{
	sqlite3_stmt *st = ledger_sql(l, sql);
	struct ledger_put p = ledger_put(st);
	int rc, n = 0;

	ledger_put_text(&p, id);
	while ((rc = ledger_step(l, st)) == 1) {
		*ret = sqlite3_column_int64(st, 0);
		n++;
	}
	ledger_done(l, st);
	return rc < 0 ? rc : n;
}

struct cul_addr ledger_net_last(const struct cul_net *n)
{
	struct cul_addr a = n->base;

	for (unsigned bit = n->bits; bit < 128; bit++)
		a.b[bit / 8] |= (uint8_t)(0x80u >> bit % 8);
	return a;
}

int ledger_find(struct cul_ledger *l, const char *id, int64_t *ret_number)
{
	int64_t number = 0;
	int n = 0;

	for (size_t i = 0; n == 0 && i < 2; i++)
		n = ask(l, exactly[i], id, &number);
	for (size_t i = 0; n == 0 && i < 2 && strlen(id) >= ID_LEAST; i++)
		n = ask(l, beginning[i], id, &number);
	if (n == 1) {
		*ret_number = number;
		return 0;
	}
	if (n > 1)
		return ledger_fail(l, CUL_EUSAGE,
				   "several cases have ids that begin with "
				   "%.16s: give more of it",
				   id);
	if (n == 0)
		return ledger_fail(l, CUL_ENONE, "there is no case %.32s", id);
	return n;
}
