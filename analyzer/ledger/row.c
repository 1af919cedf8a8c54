/* \summary: a case as it is written: what may change of it, and its standing */
#include <stdio.h>

#include "ledger/ledger_int.h"

enum cul_standing ledger_standing_at(enum cul_standing written,
				     int64_t until_usec, int64_t now_usec)
{
	const bool lasts = written == CUL_STANDING_OPEN ||
			   written == CUL_STANDING_ACCEPTED ||
			   written == CUL_STANDING_DECLINED;

	if (lasts && until_usec != CUL_TIME_NONE && until_usec <= now_usec)
		return CUL_STANDING_EXPIRED;
	return written;
}

int64_t ledger_waits(const struct cul_suggestion *s, int64_t now_usec)
{
	const int64_t least = now_usec + LEDGER_WAIT_USEC;

	return s->expires_usec > least ? s->expires_usec : least;
}

const char *ledger_day(int64_t t_usec, char buf[CUL_TIME_TEXT_MAX])
{
	if (t_usec == CUL_TIME_NONE)
		return "ever";
	(void)cul_time_print(t_usec, buf);
	buf[strcspn(buf, "T")] = '\0';
	return buf;
}

void ledger_take_row(struct ledger_take *t, struct ledger_row *r)
{
	r->number = ledger_take_int(t);
	ledger_take_copy(t, r->id, sizeof(r->id));
	r->subject = ledger_subject_of(ledger_take_text(t));
	r->kind = ledger_kind_of(ledger_take_text(t));
	ledger_take_copy(t, r->name, sizeof(r->name));
	r->current = ledger_take_int(t);
	r->episodes = (unsigned)ledger_take_int(t);
	r->action = ledger_action_of(ledger_take_text(t));
	ledger_take_copy(t, r->customer, sizeof(r->customer));
	r->score_mnat = (int32_t)ledger_take_int(t);
	r->families = (unsigned)ledger_take_int(t);
	r->first_seen_usec = ledger_take_int(t);
	r->flagged_usec = ledger_take_int(t);
	r->last_seen_usec = ledger_take_int(t);
	r->standing = ledger_standing_of(ledger_take_text(t));
	r->until_usec = ledger_take_time(t);
	r->version = (uint64_t)ledger_take_int(t);
	r->filed_usec = ledger_take_int(t);
	r->changed_usec = ledger_take_int(t);
	r->decided_usec = ledger_take_time(t);
	ledger_take_copy(t, r->decided_by, sizeof(r->decided_by));
	r->accepted_usec = ledger_take_time(t);
	r->why_declined = ledger_decline_of(ledger_take_text(t));
	r->declined_score_mnat = (int32_t)ledger_take_int(t);
	r->declined_families = (unsigned)ledger_take_int(t);
	r->again_usec = ledger_take_time(t);
	r->before = (unsigned)ledger_take_int(t);
	ledger_take_copy(t, r->back, sizeof(r->back));
}

int ledger_row_get(struct cul_ledger *l, int64_t number, struct ledger_row *ret)
{
	static const char sql[] = "SELECT " LEDGER_ROW_COLUMNS
				  " FROM suggestion c WHERE c.number = ?";
	sqlite3_stmt *st = ledger_sql(l, sql);
	struct ledger_put p = ledger_put(st);
	struct ledger_take t = { st, 0 };
	int rc;

	ledger_put_int(&p, number);
	rc = ledger_step(l, st);
	if (rc == 1)
		ledger_take_row(&t, ret);
	else if (rc == 0)
		rc = ledger_fail(l, CUL_ENONE, "%s: there is no such case",
				 l->path);
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}

static void put_changing(struct ledger_put *p, const struct ledger_row *r)
{
	ledger_put_int(p, r->current);
	ledger_put_int(p, r->episodes);
	ledger_put_text(p, cul_action_name(r->action));
	ledger_put_int(p, ledger_grade(r->action));
	ledger_put_text(p, r->customer);
	ledger_put_int(p, r->score_mnat);
	ledger_put_int(p, r->families);
	ledger_put_int(p, r->first_seen_usec);
	ledger_put_int(p, r->flagged_usec);
	ledger_put_int(p, r->last_seen_usec);
	ledger_put_text(p, cul_standing_name(r->standing));
	ledger_put_time(p, r->until_usec);
	ledger_put_u64(p, r->version);
	ledger_put_int(p, r->changed_usec);
	ledger_put_time(p, r->decided_usec);
	ledger_put_text(p, r->decided_by);
	ledger_put_time(p, r->accepted_usec);
	ledger_put_text(p, cul_decline_name(r->why_declined));
	ledger_put_int(p, r->declined_score_mnat);
	ledger_put_int(p, r->declined_families);
	ledger_put_time(p, r->again_usec);
	ledger_put_text(p, r->back);
}

int ledger_row_save(struct cul_ledger *l, const struct ledger_row *r)
{
	static const char sql[] =
		"UPDATE suggestion SET current = ?, episodes = ?, action = ?, "
		"grade = ?, customer = ?, score = ?, families = ?, "
		"first_seen = ?, flagged = ?, last_seen = ?, standing = ?, "
		"until = ?, version = ?, changed = ?, decided = ?, "
		"decided_by = ?, accepted = ?, why_declined = ?, "
		"declined_score = ?, declined_families = ?, again = ?, "
		"back = ? WHERE number = ?";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));

	put_changing(&p, r);
	ledger_put_int(&p, r->number);
	return ledger_run(l, p.st);
}

int ledger_row_add(struct cul_ledger *l, struct ledger_row *r)
{
	static const char sql[] =
		"INSERT INTO suggestion (current, episodes, action, grade, "
		"customer, score, families, first_seen, flagged, last_seen, "
		"standing, until, version, changed, decided, decided_by, "
		"accepted, why_declined, declined_score, declined_families, "
		"again, back, id, subject, kind, name, filed, before) VALUES "
		"(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
		"?, ?, ?, ?, ?, ?, ?, ?)";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));
	int rc;

	put_changing(&p, r);
	ledger_put_text(&p, r->id);
	ledger_put_text(&p, cul_subject_name(r->subject));
	ledger_put_text(&p, cul_kind_name(r->kind));
	ledger_put_text(&p, r->name);
	ledger_put_int(&p, r->filed_usec);
	ledger_put_int(&p, r->before);
	rc = ledger_run(l, p.st);
	if (rc == 0)
		r->number = sqlite3_last_insert_rowid(l->db);
	return rc;
}

void ledger_row_case(const struct ledger_row *r, int64_t now_usec,
		     struct cul_case *c)
{
	c->standing = ledger_stands(r, now_usec);
	c->version = r->version;
	c->filed_usec = r->filed_usec;
	c->changed_usec = r->changed_usec;
	c->decided_usec = r->decided_usec;
	c->until_usec = r->until_usec;
	memcpy(c->decided_by, r->decided_by, sizeof(c->decided_by));
	c->why_declined = r->why_declined;
	c->episodes = r->episodes;
	c->before = r->before;
	c->again_usec = r->again_usec;
	c->score_mnat = r->score_mnat;
	c->families = r->families;
	memcpy(c->back, r->back, sizeof(c->back));
}
