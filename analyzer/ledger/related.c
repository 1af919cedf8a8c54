/* \summary: what else there is of a case: its episodes, its neighbours */
#include "ledger/ledger_int.h"

/* The /24 or /48 around its address; no address is around itself alone. */
static struct cul_net around(const struct cul_suggestion *s)
{
	const struct cul_addr none = { { 0 } };

	if (s->n_addrs == 0)
		return cul_net_of(&none, 32, 128);
	return cul_net_of(&s->addrs[0], 24, 48);
}

int cul_ledger_related(struct cul_ledger *l, const struct cul_case *c,
		       int64_t now_usec, size_t most,
		       bool (*each)(void *arg, const struct cul_case *c),
		       void *arg)
{
	static const char sql[] =
		"SELECT " LEDGER_CASE_COLUMNS LEDGER_CASE_FROM
		"WHERE c.id <> ?1 AND ((c.subject = ?2 AND c.name = ?3) OR "
		"(?4 <> '' AND c.customer = ?4) OR c.number IN (SELECT "
		"suggestion FROM address WHERE lo BETWEEN ?5 AND ?6)) "
		"ORDER BY c.flagged DESC, c.number DESC LIMIT ?7";
	const struct cul_net net = around(&c->s);
	const struct cul_addr hi = ledger_net_last(&net);
	struct ledger_put p = ledger_put(ledger_sql(l, sql));
	size_t told;
	bool ended;

	ledger_put_text(&p, c->s.id);
	ledger_put_text(&p, cul_subject_name(c->s.subject));
	ledger_put_text(&p, c->s.name);
	ledger_put_text(&p, c->s.customer);
	ledger_put_blob(&p, &net.base, sizeof(net.base));
	ledger_put_blob(&p, &hi, sizeof(hi));
	ledger_put_int(&p, most != 0 ? (int64_t)most : -1);
	return ledger_cases_tell(l, p.st, now_usec, each, arg, &told, &ended);
}

int cul_ledger_episodes(struct cul_ledger *l, const char *id,
			bool (*each)(void *arg, const char *episode,
				     int64_t first_usec, int64_t last_usec,
				     int32_t score_mnat),
			void *arg)
{
	static const char sql[] =
		"SELECT id, first_seen, last_seen, score FROM episode WHERE "
		"suggestion = ? ORDER BY first_seen, number";
	sqlite3_stmt *st;
	struct ledger_put p;
	int64_t number;
	int rc = ledger_find(l, id, &number);

	if (rc != 0)
		return rc;
	st = ledger_sql(l, sql);
	p = ledger_put(st);
	ledger_put_int(&p, number);
	while ((rc = ledger_step(l, st)) == 1) {
		struct ledger_take t = { st, 0 };
		const char *episode = ledger_take_text(&t);
		const int64_t first = ledger_take_int(&t);
		const int64_t last = ledger_take_int(&t);

		if (!each(arg, episode, first, last,
			  (int32_t)ledger_take_int(&t)))
			break;
	}
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}
