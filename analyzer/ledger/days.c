/* \summary: past days of sources */
#include "ledger/ledger_int.h"

static int64_t day_of(int64_t t_usec)
{
	const int64_t day = t_usec / CUL_USEC_PER_DAY;

	return t_usec % CUL_USEC_PER_DAY < 0 ? day - 1 : day;
}

static int put_day(struct cul_ledger *l, const struct cul_past_day *d)
{
	/* The fuller one stays; what is there already is not written again. */
	static const char sql[] =
		"INSERT INTO past_day (subject, name, day, messages, "
		"recipients, delivered, bad_recipients, refused, guilty) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
		"ON CONFLICT DO UPDATE SET messages = ?4, recipients = ?5, "
		"delivered = ?6, bad_recipients = ?7, refused = ?8, "
		"guilty = ?9 WHERE ?5 >= recipients AND "
		"(messages, recipients, delivered, bad_recipients, refused, "
		"guilty) IS NOT (?4, ?5, ?6, ?7, ?8, ?9)";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));

	ledger_put_text(&p, cul_subject_name(d->subject));
	ledger_put_text(&p, d->name);
	ledger_put_int(&p, day_of(d->day_usec));
	ledger_put_int(&p, d->messages);
	ledger_put_int(&p, d->recipients);
	ledger_put_int(&p, d->delivered);
	ledger_put_int(&p, d->bad_recipients);
	ledger_put_int(&p, d->refused);
	ledger_put_int(&p, d->guilty);
	return ledger_run(l, p.st);
}

int cul_ledger_put_days(struct cul_ledger *l, const struct cul_past_day *days,
			size_t n)
{
	int rc = ledger_write_begin(l);

	if (rc != 0)
		return rc;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = put_day(l, &days[i]);
	return ledger_write_end(l, rc);
}

static void take(struct ledger_take *t, struct cul_past_day *d)
{
	d->subject = ledger_subject_of(ledger_take_text(t));
	d->name = ledger_take_text(t);
	d->day_usec = ledger_take_int(t) * CUL_USEC_PER_DAY;
	d->messages = (uint32_t)ledger_take_int(t);
	d->recipients = (uint32_t)ledger_take_int(t);
	d->delivered = (uint32_t)ledger_take_int(t);
	d->bad_recipients = (uint32_t)ledger_take_int(t);
	d->refused = (uint32_t)ledger_take_int(t);
	d->guilty = ledger_take_int(t) != 0;
}

int cul_ledger_days(struct cul_ledger *l, enum cul_subject subject,
		    const char *name, int64_t from_usec, int64_t to_usec,
		    bool (*each)(void *arg, const struct cul_past_day *d),
		    void *arg)
{
	static const char of_all[] =
		"SELECT * FROM past_day WHERE day >= ? AND day < ? "
		"ORDER BY subject, name, day";
	static const char of_one[] =
		"SELECT * FROM past_day WHERE day >= ? AND day < ? AND "
		"subject = ? AND name = ? ORDER BY day";
	sqlite3_stmt *st = ledger_sql(l, name != NULL ? of_one : of_all);
	struct ledger_put p = ledger_put(st);
	int rc;

	/* A day is in it if its midnight is. */
	ledger_put_int(&p, day_of(from_usec - 1) + 1);
	ledger_put_int(&p, day_of(to_usec - 1) + 1);
	if (name != NULL) {
		ledger_put_text(&p, cul_subject_name(subject));
		ledger_put_text(&p, name);
	}
	while ((rc = ledger_step(l, st)) == 1) {
		struct ledger_take t = { st, 0 };
		struct cul_past_day d;

		take(&t, &d);
		if (!each(arg, &d))
			break;
	}
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}
