/* \summary: the run that a filing is of: once, however often it is filed */
#include "ledger/filing.h"

static void mix_text(uint64_t *h, const char *s)
{
	for (; s != NULL && *s != '\0'; s++)
		*h = (*h ^ (uint8_t)*s) * UINT64_C(0x100000001b3);
	*h = (*h ^ 0xff) * UINT64_C(0x100000001b3);
}

static void mix_number(uint64_t *h, uint64_t v)
{
	for (unsigned i = 0; i < 64; i += 8)
		*h = (*h ^ (uint8_t)(v >> i)) * UINT64_C(0x100000001b3);
}

/* A watch has no end: all its filings are one run. */
static uint64_t run_digest(const struct cul_filing *f)
{
	const struct cul_report *r = f->report;
	const struct cul_summary *s = &r->summary;
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	mix_text(&h, f->command);
	mix_text(&h, r->version);
	mix_text(&h, r->config);
	for (size_t i = 0; i < s->n_inputs; i++)
		mix_text(&h, s->inputs[i].path);
	if (f->whole) {
		mix_number(&h, (uint64_t)s->t_first_usec);
		mix_number(&h, (uint64_t)s->t_last_usec);
		mix_number(&h, s->lines);
		mix_number(&h, s->bytes);
	}
	return h;
}

static int run_known(struct ledger_filing *f, uint64_t digest)
{
	static const char sql[] = "SELECT number FROM run WHERE digest = ?";
	sqlite3_stmt *st = ledger_sql(f->l, sql);
	struct ledger_put p = ledger_put(st);
	int rc;

	ledger_put_u64(&p, digest);
	rc = ledger_step(f->l, st);
	if (rc == 1)
		f->run = sqlite3_column_int64(st, 0);
	ledger_done(f->l, st);
	return rc < 0 ? rc : 0;
}

static int add_run(struct ledger_filing *f, uint64_t digest)
{
	static const char sql[] =
		"INSERT INTO run (digest, command, version, config, first, "
		"last, lines, bytes, filed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct cul_summary *s = &f->f->report->summary;
	struct ledger_put p = ledger_put(ledger_sql(f->l, sql));
	int rc;

	ledger_put_u64(&p, digest);
	ledger_put_text(&p, f->f->command);
	ledger_put_text(&p, f->f->report->version);
	ledger_put_text(&p, f->f->report->config);
	ledger_put_time(&p, f->f->whole ? s->t_first_usec : CUL_TIME_NONE);
	ledger_put_time(&p, f->f->whole ? s->t_last_usec : CUL_TIME_NONE);
	ledger_put_u64(&p, f->f->whole ? s->lines : 0);
	ledger_put_u64(&p, f->f->whole ? s->bytes : 0);
	ledger_put_int(&p, f->f->now_usec);
	rc = ledger_run(f->l, p.st);
	f->run = sqlite3_last_insert_rowid(f->l->db);
	return rc;
}

static int add_inputs(struct ledger_filing *f)
{
	static const char sql[] =
		"INSERT INTO run_input (run, n, path) VALUES (?, ?, ?)";
	const struct cul_summary *s = &f->f->report->summary;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < s->n_inputs; i++) {
		struct ledger_put p = ledger_put(ledger_sql(f->l, sql));

		ledger_put_int(&p, f->run);
		ledger_put_u64(&p, i);
		ledger_put_text(&p, s->inputs[i].path);
		rc = ledger_run(f->l, p.st);
	}
	return rc;
}

int ledger_file_run(struct ledger_filing *f)
{
	const uint64_t digest = run_digest(f->f);
	int rc = run_known(f, digest);

	if (rc != 0 || f->run != 0)
		return rc;
	rc = add_run(f, digest);
	return rc != 0 ? rc : add_inputs(f);
}
