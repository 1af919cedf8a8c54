/* \summary: what was decided, as it is read */
#include "ledger/ledger_int.h"

#define COLUMNS                                                                \
	"SELECT d.number, c.id, d.verb, d.by, d.at, d.until, d.why, d.text, "  \
	"d.how_sent, d.done, d.says FROM decision d "                          \
	"JOIN suggestion c ON c.number = d.suggestion WHERE "

static void take(struct ledger_take *t, struct cul_decision *d)
{
	d->number = ledger_take_int(t);
	d->id = ledger_take_text(t);
	d->verb = ledger_verb_of(ledger_take_text(t));
	d->by = ledger_take_text(t);
	d->at_usec = ledger_take_int(t);
	d->until_usec = ledger_take_time(t);
	d->why = ledger_decline_of(ledger_take_text(t));
	d->text = ledger_take_text(t);
	d->how_sent = ledger_take_text(t);
	d->done = ledger_take_text(t);
	d->says = ledger_take_text(t);
	d->version = 0;
}

int cul_ledger_decisions(struct cul_ledger *l, const char *id,
			 int64_t since_usec,
			 bool (*each)(void *arg, const struct cul_decision *d),
			 void *arg)
{
	static const char of_all[] =
		COLUMNS "d.at >= ? ORDER BY d.at, d.number";
	static const char of_one[] =
		COLUMNS "d.at >= ? AND d.suggestion = ? ORDER BY d.number";
	sqlite3_stmt *st;
	struct ledger_put p;
	int64_t number = 0;
	int rc = id != NULL ? ledger_find(l, id, &number) : 0;

	if (rc != 0)
		return rc;
	st = ledger_sql(l, id != NULL ? of_one : of_all);
	p = ledger_put(st);
	ledger_put_int(&p, since_usec);
	if (id != NULL)
		ledger_put_int(&p, number);
	while ((rc = ledger_step(l, st)) == 1) {
		struct ledger_take t = { st, 0 };
		struct cul_decision d;

		take(&t, &d);
		if (!each(arg, &d))
			break;
	}
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}
