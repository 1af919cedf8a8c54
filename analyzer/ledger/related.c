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
		"SELECT number FROM suggestion WHERE id <> ?1 AND ("
		"(subject = ?2 AND name = ?3) OR "
		"(?4 <> '' AND customer = ?4) OR number IN (SELECT suggestion "
		"FROM address WHERE lo BETWEEN ?5 AND ?6)) "
		"ORDER BY flagged DESC, number DESC LIMIT ?7";
	const struct cul_net net = around(&c->s);
	const struct cul_addr hi = ledger_net_last(&net);
	struct ledger_numbers v = { NULL, 0, 0 };
	struct ledger_put p;
	int rc = ledger_read_begin(l);

	if (rc != 0)
		return rc;
	p = ledger_put(ledger_sql(l, sql));
	ledger_put_text(&p, c->s.id);
	ledger_put_text(&p, cul_subject_name(c->s.subject));
	ledger_put_text(&p, c->s.name);
	ledger_put_text(&p, c->s.customer);
	ledger_put_blob(&p, &net.base, sizeof(net.base));
	ledger_put_blob(&p, &hi, sizeof(hi));
	ledger_put_int(&p, most != 0 ? (int64_t)most : -1);
	rc = ledger_gather(l, p.st, &v);
	if (rc == 0)
		rc = ledger_cases_tell(l, &v, now_usec, each, arg);
	ledger_read_end(l);
	ledger_numbers_done(&v);
	return rc;
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
