/* \summary: an episode with all that judging said, as it is kept */
#include <stdio.h>

#include "ledger/filing.h"

static void put_counts(struct ledger_put *p, const struct cul_counts *c)
{
	ledger_put_u64(p, c->messages);
	ledger_put_u64(p, c->recipients);
	ledger_put_u64(p, c->delivered);
	ledger_put_u64(p, c->bounced);
	ledger_put_u64(p, c->deferred);
	ledger_put_u64(p, c->bytes);
	ledger_put_u64(p, c->refused_relay);
	ledger_put_u64(p, c->refused_bad_recipient);
	ledger_put_u64(p, c->refused_reputation);
	ledger_put_u64(p, c->refused_content);
	ledger_put_u64(p, c->refused_other);
	ledger_put_u64(p, c->login_failed);
}

static int put_episode(struct ledger_filing *f, const char *sql,
		       const struct ledger_coming *in, int64_t number,
		       int64_t suggestion)
{
	const struct cul_suggestion *s = in->s;
	uint8_t hours[LEDGER_HOURS_BYTES];
	struct ledger_put p = ledger_put(ledger_sql(f->l, sql));

	ledger_hours_pack(s, hours);
	ledger_put_int(&p, f->run);
	ledger_put_u64(&p, in->digest);
	ledger_put_text(&p, cul_action_name(s->action));
	ledger_put_real(&p, s->confidence);
	ledger_put_text(&p, s->customer);
	ledger_put_blob(&p, s->addrs, s->n_addrs * sizeof(s->addrs[0]));
	ledger_put_int(&p, in->score_mnat);
	ledger_put_int(&p, in->families);
	ledger_put_int(&p, s->first_seen_usec);
	ledger_put_int(&p, s->flagged_usec);
	ledger_put_int(&p, s->last_seen_usec);
	ledger_put_int(&p, s->expires_usec);
	put_counts(&p, &s->counts);
	ledger_put_text(&p, s->why);
	ledger_put_text(&p, s->undo);
	ledger_put_int(&p, s->day_usec);
	ledger_put_blob(&p, hours, sizeof(hours));
	if (number != 0) {
		ledger_put_int(&p, number);
	} else {
		ledger_put_text(&p, s->id);
		ledger_put_int(&p, suggestion);
	}
	return ledger_run(f->l, p.st);
}

static int add_reasons(struct cul_ledger *l, int64_t episode,
		       const struct cul_suggestion *s)
{
	static const char sql[] = "INSERT INTO reason (episode, n, family, "
				  "signal, observed, whole, usual, score, "
				  "text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
	int rc = 0;

	for (unsigned i = 0; rc == 0 && i < s->n_reasons; i++) {
		const struct cul_reason *r = &s->reasons[i];
		struct ledger_put p = ledger_put(ledger_sql(l, sql));

		ledger_put_int(&p, episode);
		ledger_put_int(&p, i);
		ledger_put_text(&p, cul_family_name(r->family));
		ledger_put_text(&p, r->signal);
		ledger_put_real(&p, r->observed);
		ledger_put_real(&p, r->of);
		ledger_put_real(&p, r->usual);
		ledger_put_int(&p, r->score_mnat);
		ledger_put_text(&p, r->text);
		rc = ledger_run(l, p.st);
	}
	return rc;
}

static int add_vetoes(struct cul_ledger *l, int64_t episode,
		      const struct cul_suggestion *s)
{
	static const char sql[] = "INSERT INTO veto (episode, n, name, text) "
				  "VALUES (?, ?, ?, ?)";
	int rc = 0;

	for (unsigned i = 0; rc == 0 && i < s->n_vetoes; i++) {
		struct ledger_put p = ledger_put(ledger_sql(l, sql));

		ledger_put_int(&p, episode);
		ledger_put_int(&p, i);
		ledger_put_text(&p, s->vetoes[i].name);
		ledger_put_text(&p, s->vetoes[i].text);
		rc = ledger_run(l, p.st);
	}
	return rc;
}

static int add_quotes(struct cul_ledger *l, int64_t episode,
		      const struct cul_suggestion *s)
{
	static const char sql[] = "INSERT INTO evidence (episode, n, family, "
				  "file, input, place, line) "
				  "VALUES (?, ?, ?, ?, ?, ?, ?)";
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < s->n_quotes; i++) {
		const struct cul_quote *q = &s->quotes[i];
		struct ledger_put p = ledger_put(ledger_sql(l, sql));

		ledger_put_int(&p, episode);
		ledger_put_u64(&p, i);
		ledger_put_text(&p, cul_family_name(q->family));
		ledger_put_text(&p, q->file);
		ledger_put_int(&p, q->input);
		ledger_put_u64(&p, q->offset);
		ledger_put_blob(&p, q->line, q->len);
		rc = ledger_run(l, p.st);
	}
	return rc;
}

static int clear_lists(struct cul_ledger *l, int64_t episode)
{
	static const char *const sql[] = {
		"DELETE FROM reason WHERE episode = ?",
		"DELETE FROM veto WHERE episode = ?",
		"DELETE FROM evidence WHERE episode = ?",
	};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < 3; i++) {
		struct ledger_put p = ledger_put(ledger_sql(l, sql[i]));

		ledger_put_int(&p, episode);
		rc = ledger_run(l, p.st);
	}
	return rc;
}

static int add_address(struct cul_ledger *l, int64_t suggestion,
		       const struct cul_addr *lo, const struct cul_addr *hi)
{
	static const char sql[] = "INSERT OR IGNORE INTO address "
				  "(lo, hi, suggestion) VALUES (?, ?, ?)";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));

	ledger_put_blob(&p, lo, sizeof(*lo));
	ledger_put_blob(&p, hi, sizeof(*hi));
	ledger_put_int(&p, suggestion);
	return ledger_run(l, p.st);
}

static int add_addresses(struct cul_ledger *l, int64_t suggestion,
			 const struct cul_suggestion *s)
{
	struct cul_net net;
	struct cul_addr hi;
	int rc = 0;

	for (unsigned i = 0; rc == 0 && i < s->n_addrs; i++)
		rc = add_address(l, suggestion, &s->addrs[i], &s->addrs[i]);
	if (rc != 0 ||
	    (s->subject != CUL_SUBJECT_IP && s->subject != CUL_SUBJECT_NET) ||
	    !cul_net_parse((struct cul_sv){ s->name, strlen(s->name) }, &net))
		return rc;
	hi = ledger_net_last(&net);
	return add_address(l, suggestion, &net.base, &hi);
}

static int store(struct ledger_filing *f, int64_t suggestion, int64_t known,
		 const struct ledger_coming *in, int64_t *ret_episode)
{
	static const char add[] =
		"INSERT INTO episode (run, digest, action, confidence, "
		"customer, addrs, score, families, first_seen, flagged, "
		"last_seen, expires, messages, recipients, delivered, bounced, "
		"deferred, bytes, refused_relay, refused_bad_recipient, "
		"refused_reputation, refused_content, refused_other, "
		"login_failed, why, undo, day, hours, gone, id, suggestion) "
		"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
		"?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)";
	static const char change[] =
		"UPDATE episode SET run = ?, digest = ?, action = ?, "
		"confidence = ?, customer = ?, addrs = ?, score = ?, "
		"families = ?, first_seen = ?, flagged = ?, last_seen = ?, "
		"expires = ?, messages = ?, recipients = ?, delivered = ?, "
		"bounced = ?, deferred = ?, bytes = ?, refused_relay = ?, "
		"refused_bad_recipient = ?, refused_reputation = ?, "
		"refused_content = ?, refused_other = ?, login_failed = ?, "
		"why = ?, undo = ?, day = ?, hours = ?, gone = 0 "
		"WHERE number = ?";
	int64_t episode = known;
	int rc = put_episode(f, known != 0 ? change : add, in, known,
			     suggestion);

	if (rc == 0 && known == 0)
		episode = sqlite3_last_insert_rowid(f->l->db);
	if (rc == 0 && known != 0)
		rc = clear_lists(f->l, known);
	if (rc == 0)
		rc = add_reasons(f->l, episode, in->s);
	if (rc == 0)
		rc = add_vetoes(f->l, episode, in->s);
	if (rc == 0)
		rc = add_quotes(f->l, episode, in->s);
	if (rc == 0)
		rc = add_addresses(f->l, suggestion, in->s);
	*ret_episode = episode;
	return rc;
}

static void take_words(struct ledger_row *r, const struct ledger_coming *in)
{
	const struct cul_suggestion *s = in->s;

	r->action = s->action;
	(void)snprintf(r->customer, sizeof(r->customer), "%s", s->customer);
	r->score_mnat = in->score_mnat;
	r->families = in->families;
	r->flagged_usec = s->flagged_usec;
	r->last_seen_usec = s->last_seen_usec;
}

/* Of the episodes that still hold: when it began. */
static int began(struct cul_ledger *l, struct ledger_row *row)
{
	static const char sql[] = "SELECT min(first_seen) FROM episode "
				  "WHERE suggestion = ? AND gone = 0";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));

	ledger_put_int(&p, row->number);
	return ledger_one(l, p.st, &row->first_seen_usec);
}

int ledger_file_store(struct ledger_filing *f, struct ledger_row *row,
		      const struct ledger_known *known,
		      const struct ledger_coming *in)
{
	int64_t episode;
	int rc = store(f, row->number, known->number, in, &episode);

	if (rc != 0)
		return rc;
	if (known->number == 0)
		row->episodes++;
	if (episode == row->current ||
	    in->s->last_seen_usec >= row->last_seen_usec) {
		row->current = episode;
		take_words(row, in);
	}
	return began(f->l, row);
}

static int id_taken(struct cul_ledger *l, const char *id, bool *ret)
{
	static const char sql[] =
		"SELECT EXISTS (SELECT 1 FROM suggestion WHERE id = ?)";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));
	int64_t is = 0;
	int rc;

	ledger_put_text(&p, id);
	rc = ledger_one(l, p.st, &is);
	*ret = is != 0;
	return rc;
}

static int free_id(struct cul_ledger *l, const char *want, char *ret)
{
	bool taken;
	int rc = id_taken(l, want, &taken);

	memcpy(ret, want, CUL_ID_MAX);
	for (unsigned n = 1; rc == 0 && taken; n++) {
		ledger_other_id(want, n, ret);
		rc = id_taken(l, ret, &taken);
	}
	return rc;
}

static int count_before(struct cul_ledger *l, const struct cul_suggestion *s,
			unsigned *ret)
{
	static const char sql[] = "SELECT count(*) FROM suggestion WHERE "
				  "subject = ? AND name = ? AND "
				  "accepted IS NOT NULL";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));
	int64_t n = 0;
	int rc;

	ledger_put_text(&p, cul_subject_name(s->subject));
	ledger_put_text(&p, s->name);
	rc = ledger_one(l, p.st, &n);
	*ret = (unsigned)n;
	return rc;
}

static void say_before(const struct ledger_row *before, char *back)
{
	char day[CUL_TIME_TEXT_MAX];

	if (before->standing == CUL_STANDING_RELEASED)
		(void)snprintf(back, CUL_TEXT_MAX,
			       "Released by %s on %s; seen again since.",
			       before->decided_by,
			       ledger_day(before->decided_usec, day));
	else if (before->decided_usec != CUL_TIME_NONE)
		(void)snprintf(back, CUL_TEXT_MAX,
			       "%s by %s until %s; seen again since.",
			       before->accepted_usec != CUL_TIME_NONE
				       ? "Accepted"
				       : "Declined",
			       before->decided_by,
			       ledger_day(before->until_usec, day));
	else
		(void)snprintf(back, CUL_TEXT_MAX,
			       "Suggested before, last seen on %s, and nobody "
			       "decided.",
			       ledger_day(before->last_seen_usec, day));
}

static int set_current(struct cul_ledger *l, const struct ledger_row *r)
{
	static const char sql[] =
		"UPDATE suggestion SET current = ? WHERE number = ?";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));

	ledger_put_int(&p, r->current);
	ledger_put_int(&p, r->number);
	return ledger_run(l, p.st);
}

int ledger_file_new(struct ledger_filing *f, const struct ledger_row *before,
		    const struct ledger_coming *in, struct ledger_row *ret)
{
	const struct cul_suggestion *s = in->s;
	const int64_t now = f->f->now_usec;
	struct ledger_row r = { .subject = s->subject,
				.kind = s->kind,
				.episodes = 1,
				.first_seen_usec = s->first_seen_usec,
				.standing = CUL_STANDING_OPEN,
				.version = 1,
				.filed_usec = now,
				.changed_usec = now,
				.until_usec = ledger_waits(s, now),
				.decided_usec = CUL_TIME_NONE,
				.accepted_usec = CUL_TIME_NONE,
				.again_usec = CUL_TIME_NONE };
	int rc = free_id(f->l, s->id, r.id);

	(void)snprintf(r.name, sizeof(r.name), "%s", s->name);
	take_words(&r, in);
	if (before != NULL)
		say_before(before, r.back);
	if (rc == 0)
		rc = count_before(f->l, s, &r.before);
	if (rc == 0)
		rc = ledger_row_add(f->l, &r);
	if (rc == 0)
		rc = store(f, r.number, 0, in, &r.current);
	if (rc == 0)
		rc = set_current(f->l, &r);
	*ret = r;
	return rc;
}
