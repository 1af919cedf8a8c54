/* \summary: the case a suggestion belongs to */
#include "ledger/filing.h"

#define KNOWN_COLUMNS                                                          \
	", e.number, e.digest, e.first_seen, e.last_seen, e.score, "           \
	"e.families, e.gone"

static void put_key(struct ledger_put *p, const struct cul_suggestion *s)
{
	ledger_put_text(p, cul_subject_name(s->subject));
	ledger_put_text(p, s->name);
	ledger_put_text(p, cul_kind_name(s->kind));
}

static void take_known(struct ledger_take *t, struct ledger_known *known)
{
	known->number = ledger_take_int(t);
	known->digest = (uint64_t)ledger_take_int(t);
	known->first_seen_usec = ledger_take_int(t);
	known->last_seen_usec = ledger_take_int(t);
	known->score_mnat = (int32_t)ledger_take_int(t);
	known->families = (unsigned)ledger_take_int(t);
	known->gone = ledger_take_int(t) != 0;
}

/* The newest case with an episode of that name. */
static int by_episode(struct cul_ledger *l, const struct ledger_coming *in,
		      struct ledger_row *row, struct ledger_known *known)
{
	static const char sql[] =
		"SELECT " LEDGER_ROW_COLUMNS KNOWN_COLUMNS
		" FROM episode e JOIN suggestion c ON c.number = e.suggestion "
		"WHERE e.id = ? AND c.subject = ? AND c.name = ? AND "
		"c.kind = ? ORDER BY c.number DESC LIMIT 1";
	sqlite3_stmt *st = ledger_sql(l, sql);
	struct ledger_put p = ledger_put(st);
	struct ledger_take t = { st, 0 };
	int rc;

	ledger_put_text(&p, in->s->id);
	put_key(&p, in->s);
	rc = ledger_step(l, st);
	if (rc == 1) {
		ledger_take_row(&t, row);
		take_known(&t, known);
	}
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}

/* A decline that holds, holds for whatever comes. */
static bool takes(const struct ledger_row *r, const struct ledger_coming *in,
		  int64_t now_usec)
{
	return ledger_is_near(r, in->s) ||
	       (ledger_stands(r, now_usec) == CUL_STANDING_DECLINED &&
		in->s->last_seen_usec >= r->first_seen_usec);
}

/* Of the same subject and kind: the one that takes it, or else the last that
 * was over, to say of the new one what came before it. */
static int by_subject(struct cul_ledger *l, const struct ledger_coming *in,
		      int64_t now_usec, struct ledger_row *row)
{
	static const char sql[] =
		"SELECT " LEDGER_ROW_COLUMNS " FROM suggestion c WHERE "
		"c.subject = ? AND c.name = ? AND c.kind = ? "
		"ORDER BY c.last_seen DESC, c.number DESC";
	sqlite3_stmt *st = ledger_sql(l, sql);
	struct ledger_put p = ledger_put(st);
	int rc;

	put_key(&p, in->s);
	while ((rc = ledger_step(l, st)) == 1) {
		struct ledger_take t = { st, 0 };

		ledger_take_row(&t, row);
		if (takes(row, in, now_usec))
			break;
		row->number = 0;
	}
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}

int ledger_file_find(struct cul_ledger *l, const struct ledger_coming *in,
		     int64_t now_usec, struct ledger_row *row,
		     struct ledger_known *known)
{
	int rc;

	row->number = 0;
	*known = (struct ledger_known){ 0 };
	rc = by_episode(l, in, row, known);
	if (rc != 0 || row->number != 0)
		return rc;
	return by_subject(l, in, now_usec, row);
}

static bool says_all(const struct ledger_known *e,
		     const struct ledger_coming *in)
{
	return !e->gone && e->last_seen_usec >= in->s->last_seen_usec &&
	       e->score_mnat >= in->score_mnat &&
	       (in->families & ~e->families) == 0;
}

/* Of the same id: an older view of it. Of another: a part of what a longer log
 * showed. */
int ledger_file_covered(struct cul_ledger *l, const struct ledger_row *row,
			const struct ledger_known *known,
			const struct ledger_coming *in, bool *ret)
{
	static const char sql[] =
		"SELECT 1" KNOWN_COLUMNS " FROM episode e WHERE "
		"e.suggestion = ? AND e.first_seen <= ?";
	struct ledger_known other;
	sqlite3_stmt *st;
	struct ledger_put p;
	int rc;

	if (known->number != 0) {
		*ret = says_all(known, in) &&
		       (known->digest == in->digest ||
			known->last_seen_usec > in->s->last_seen_usec);
		return 0;
	}
	st = ledger_sql(l, sql);
	p = ledger_put(st);
	ledger_put_int(&p, row->number);
	ledger_put_int(&p, in->s->first_seen_usec);
	*ret = false;
	while ((rc = ledger_step(l, st)) == 1 && !*ret) {
		struct ledger_take t = { st, 1 };

		take_known(&t, &other);
		*ret = says_all(&other, in);
	}
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}
