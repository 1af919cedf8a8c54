/* \summary: what a person decides: which step may follow which, and its record
 */
#include <stdio.h>

#include "ledger/ledger_int.h"

#define OPEN      (1u << CUL_STANDING_OPEN)
#define ACCEPTED  (1u << CUL_STANDING_ACCEPTED)
#define DECLINED  (1u << CUL_STANDING_DECLINED)
#define EXPIRED   (1u << CUL_STANDING_EXPIRED)
#define RELEASED  (1u << CUL_STANDING_RELEASED)
#define WITHDRAWN (1u << CUL_STANDING_WITHDRAWN)

/* What may follow what: an accepted one may be accepted for longer, a declined
 * one for another reason. */
static const struct {
	unsigned from;
	const char *rule;
} steps[CUL_VERBS_] = {
	[CUL_VERB_ACCEPT] = { OPEN | ACCEPTED,
			      "only an open case can be accepted, or an "
			      "accepted one for longer: reopen it first" },
	[CUL_VERB_DECLINE] = { OPEN | DECLINED,
			       "only an open case can be declined: reopen it "
			       "first" },
	[CUL_VERB_RELEASE] = { ACCEPTED,
			       "only an accepted case can be released" },
	[CUL_VERB_REOPEN] = { ACCEPTED | DECLINED | EXPIRED | RELEASED |
				      WITHDRAWN,
			      "it is open already" },
};

static int wrong(struct cul_ledger *l, const char *rule)
{
	return ledger_fail(l, CUL_EUSAGE, "%s", rule);
}

static bool too_long(const char *s, size_t size)
{
	return s != NULL && strlen(s) >= size;
}

static int check_sizes(struct cul_ledger *l, const struct cul_decision *d)
{
	if (!ledger_given(d->by) || too_long(d->by, CUL_WHO_MAX))
		return wrong(l, "who decides must be said, in less than 64 "
				"bytes");
	if (too_long(d->text, CUL_REMARK_MAX))
		return wrong(l, "a remark has at most 4095 bytes");
	if (too_long(d->how_sent, CUL_RELEASE_MAX) ||
	    too_long(d->done, CUL_RELEASE_MAX) ||
	    too_long(d->says, CUL_RELEASE_MAX))
		return wrong(l, "each answer has at most 1023 bytes");
	return 0;
}

static int check(struct cul_ledger *l, const struct cul_decision *d)
{
	int rc = check_sizes(l, d);

	if (rc != 0)
		return rc;
	if ((unsigned)d->verb >= CUL_VERBS_ ||
	    (unsigned)d->why >= CUL_DECLINES_)
		return wrong(l, "there is no such decision");
	if (d->until_usec != CUL_TIME_NONE && d->until_usec <= d->at_usec)
		return wrong(l, "the time until which it holds has passed");
	if (d->verb == CUL_VERB_DECLINE && d->why == CUL_DECLINE_NONE)
		return wrong(l, "a decline needs a reason");
	if (d->verb == CUL_VERB_DECLINE && d->why == CUL_DECLINE_OTHER &&
	    !ledger_given(d->text))
		return wrong(l, "to decline for something else needs a text "
				"that says what");
	if (d->verb == CUL_VERB_RELEASE &&
	    !(ledger_given(d->how_sent) && ledger_given(d->done) &&
	      ledger_given(d->says)))
		return wrong(l, "a release needs three answers: how the mail "
				"was sent, what was done about it, and who "
				"says so");
	return 0;
}

/* As long as suggested, but from now. */
static int suggested_until(struct cul_ledger *l, const struct ledger_row *row,
			   int64_t at_usec, int64_t *ret)
{
	static const char sql[] =
		"SELECT expires - last_seen FROM episode WHERE number = ?";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));
	int64_t lasts = 0;
	int rc;

	ledger_put_int(&p, row->current);
	rc = ledger_one(l, p.st, &lasts);
	*ret = at_usec + (lasts > 0 ? lasts : LEDGER_WAIT_USEC);
	return rc;
}

static void accept(struct ledger_row *row, const struct cul_decision *d,
		   int64_t until_usec)
{
	row->standing = CUL_STANDING_ACCEPTED;
	row->until_usec = until_usec;
	row->accepted_usec = d->at_usec;
	row->why_declined = CUL_DECLINE_NONE;
}

static void decline(struct ledger_row *row, const struct cul_decision *d)
{
	row->standing = CUL_STANDING_DECLINED;
	row->until_usec = d->until_usec;
	row->why_declined = d->why;
	row->declined_score_mnat = row->score_mnat;
	row->declined_families = row->families;
}

/* As if nobody had decided; the decisions stay in their table. */
static void reopen(struct ledger_row *row, const struct cul_decision *d)
{
	row->standing = CUL_STANDING_OPEN;
	row->until_usec = d->at_usec + LEDGER_WAIT_USEC;
	row->accepted_usec = CUL_TIME_NONE;
	row->why_declined = CUL_DECLINE_NONE;
	(void)snprintf(row->back, sizeof(row->back), "Opened again by %s.",
		       d->by);
}

static int apply(struct cul_ledger *l, struct ledger_row *row,
		 const struct cul_decision *d)
{
	int64_t until = d->until_usec;
	int rc = 0;

	if (d->verb == CUL_VERB_ACCEPT && until == CUL_TIME_NONE)
		rc = suggested_until(l, row, d->at_usec, &until);
	if (rc != 0)
		return rc;
	switch (d->verb) {
	case CUL_VERB_ACCEPT:
		accept(row, d, until);
		break;
	case CUL_VERB_DECLINE:
		decline(row, d);
		break;
	case CUL_VERB_RELEASE:
		row->standing = CUL_STANDING_RELEASED;
		row->until_usec = CUL_TIME_NONE;
		break;
	case CUL_VERB_REOPEN:
	case CUL_VERBS_:
		reopen(row, d);
		break;
	}
	row->decided_usec = d->at_usec;
	(void)snprintf(row->decided_by, sizeof(row->decided_by), "%s", d->by);
	if (d->verb == CUL_VERB_REOPEN) {
		row->decided_usec = CUL_TIME_NONE;
		row->decided_by[0] = '\0';
	}
	row->again_usec = CUL_TIME_NONE;
	row->changed_usec = d->at_usec;
	row->version++;
	return ledger_row_save(l, row);
}

static int record(struct cul_ledger *l, const struct ledger_row *row,
		  const struct cul_decision *d)
{
	static const char sql[] =
		"INSERT INTO decision (suggestion, verb, by, at, until, why, "
		"text, how_sent, done, says) "
		"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const bool release = d->verb == CUL_VERB_RELEASE;
	struct ledger_put p = ledger_put(ledger_sql(l, sql));

	ledger_put_int(&p, row->number);
	ledger_put_text(&p, cul_verb_name(d->verb));
	ledger_put_text(&p, d->by);
	ledger_put_int(&p, d->at_usec);
	ledger_put_time(&p, row->standing == CUL_STANDING_OPEN
				    ? CUL_TIME_NONE
				    : row->until_usec);
	ledger_put_text(&p, cul_decline_name(row->why_declined));
	ledger_put_text(&p, d->text);
	ledger_put_text(&p, release ? d->how_sent : "");
	ledger_put_text(&p, release ? d->done : "");
	ledger_put_text(&p, release ? d->says : "");
	return ledger_run(l, p.st);
}

/* What the audit says of it, in one text. */
static void detail(const struct ledger_row *row, const struct cul_decision *d,
		   char *buf, size_t size)
{
	char until[CUL_TIME_TEXT_MAX] = "for good";

	if (row->until_usec != CUL_TIME_NONE)
		(void)cul_time_print(row->until_usec, until);
	switch (d->verb) {
	case CUL_VERB_ACCEPT:
		(void)snprintf(buf, size, "%s %s, until %s\n%s",
			       cul_action_name(row->action), row->name, until,
			       d->text != NULL ? d->text : "");
		break;
	case CUL_VERB_DECLINE:
		(void)snprintf(buf, size, "%s, until %s\n%s",
			       cul_decline_name(d->why), until,
			       d->text != NULL ? d->text : "");
		break;
	case CUL_VERB_RELEASE:
		(void)snprintf(buf, size, "sent: %s\ndone: %s\nsays: %s\n%s",
			       d->how_sent, d->done, d->says,
			       d->text != NULL ? d->text : "");
		break;
	case CUL_VERB_REOPEN:
	case CUL_VERBS_:
		(void)snprintf(buf, size, "%s", d->text != NULL ? d->text : "");
		break;
	}
	/* Without a remark it ends at its last line. */
	if (buf[0] != '\0' && buf[strlen(buf) - 1] == '\n')
		buf[strlen(buf) - 1] = '\0';
}

static int stale(struct cul_ledger *l, const struct ledger_row *row)
{
	char at[CUL_TIME_TEXT_MAX];

	(void)cul_time_print(row->changed_usec, at);
	return ledger_fail(l, CUL_ESTALE,
			   "case %s has changed since you looked, at %s: look "
			   "again, then decide",
			   row->id, at);
}

static int decide(struct cul_ledger *l, const struct cul_decision *d,
		  const char *from)
{
	char text[CUL_REMARK_MAX + 4 * CUL_RELEASE_MAX];
	struct ledger_row row;
	enum cul_standing now;
	int64_t number;
	int rc = ledger_find(l, d->id, &number);

	if (rc == 0)
		rc = ledger_row_get(l, number, &row);
	if (rc != 0)
		return rc;
	if (d->version != 0 && d->version != row.version)
		return stale(l, &row);
	now = ledger_stands(&row, d->at_usec);
	if ((steps[d->verb].from & 1u << now) == 0)
		return ledger_fail(l, CUL_EUSAGE, "case %s is %s: %s", row.id,
				   cul_standing_name(now), steps[d->verb].rule);
	rc = apply(l, &row, d);
	if (rc == 0)
		rc = record(l, &row, d);
	detail(&row, d, text, sizeof(text));
	return rc != 0 ? rc
		       : ledger_audit_add(
				 l, &(struct cul_audit){
					    .at_usec = d->at_usec,
					    .by = d->by,
					    .from = from,
					    .what = cul_verb_name(d->verb),
					    .on = row.id,
					    .detail = text });
}

int cul_ledger_decide(struct cul_ledger *l, const struct cul_decision *d,
		      const char *from)
{
	int rc = check(l, d);

	if (rc == 0)
		rc = ledger_write_begin(l);
	if (rc == 0)
		rc = ledger_write_end(l, decide(l, d, from));
	/* So that even a copy of the file alone has it. */
	if (rc == 0)
		ledger_checkpoint(l);
	return rc;
}
