/* \summary: the rules of filing: what is new, what is more, what is again */
#include <stdio.h>

#include "ledger/filing.h"

enum {
	EVIL_LEAST = 2, /* in an hour: who sends a hundred mails hits two
			 * mailboxes that are no more */
	EVIL_SHARE = 20 /* and of so many at least one */
};

int32_t ledger_score(const struct cul_suggestion *s)
{
	int64_t sum = 0;

	for (unsigned i = 0; i < s->n_reasons; i++)
		sum += s->reasons[i].score_mnat;
	return sum > INT32_MAX ? INT32_MAX
			       : (sum < INT32_MIN ? INT32_MIN : (int32_t)sum);
}

unsigned ledger_families(const struct cul_suggestion *s)
{
	unsigned bits = 0;

	for (unsigned i = 0; i < s->n_reasons; i++)
		bits |= 1u << s->reasons[i].family;
	return bits;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Kinds that leave no trace in the hours, as volume, are judged by when they
 * were seen. */
int64_t ledger_evil(const struct cul_suggestion *s)
{
	int64_t last = CUL_TIME_NONE;

	for (unsigned h = 0; h < 24; h++) {
		unsigned wrong = s->hours[h].wrong;

		if (wrong >= EVIL_LEAST &&
		    wrong * EVIL_SHARE >= s->hours[h].volume)
			last = s->day_usec + h * CUL_USEC_PER_HOUR;
	}
	if (last == CUL_TIME_NONE)
		return s->last_seen_usec;
	return later(last, later(s->first_seen_usec, s->flagged_usec));
}

struct ledger_coming ledger_coming(const struct cul_suggestion *s)
{
	return (struct ledger_coming){ .s = s,
				       .digest = ledger_digest(s),
				       .score_mnat = ledger_score(s),
				       .families = ledger_families(s),
				       .evil_usec = ledger_evil(s) };
}

bool ledger_is_near(const struct ledger_row *r, const struct cul_suggestion *s)
{
	return s->first_seen_usec - r->last_seen_usec < LEDGER_EPISODE_USEC &&
	       r->first_seen_usec - s->last_seen_usec < LEDGER_EPISODE_USEC;
}

/* "bad-recipients, spread" */
static void name_families(unsigned bits, char *buf, size_t size)
{
	size_t len = 0;

	buf[0] = '\0';
	for (int f = 0; f < CUL_FAMILIES_ && len + 1 < size; f++) {
		int n;

		if ((bits & 1u << f) == 0)
			continue;
		n = snprintf(buf + len, size - len, "%s%s",
			     len != 0 ? ", " : "",
			     cul_family_name((enum cul_family)f));
		len += n > 0 ? (size_t)n : 0;
	}
}

bool ledger_is_back(const struct ledger_row *r, const struct ledger_coming *in,
		    char back[CUL_TEXT_MAX])
{
	const unsigned fresh = in->families & ~r->declined_families;
	char day[CUL_TIME_TEXT_MAX], names[96];

	ledger_day(r->decided_usec, day);
	if (fresh != 0) {
		name_families(fresh, names, sizeof(names));
		(void)snprintf(back, CUL_TEXT_MAX,
			       "Declined by %s on %s (%s); now there is "
			       "evidence of a new kind: %s.",
			       r->decided_by, day,
			       cul_decline_name(r->why_declined), names);
		return true;
	}
	if (in->score_mnat / 2 < r->declined_score_mnat)
		return false;
	(void)snprintf(back, CUL_TEXT_MAX,
		       "Declined by %s on %s (%s); now the evidence is twice "
		       "as strong: %.1f, then %.1f.",
		       r->decided_by, day, cul_decline_name(r->why_declined),
		       in->score_mnat / 1000.0,
		       r->declined_score_mnat / 1000.0);
	return true;
}

/* What nobody decided about is over with what was seen of it. */
bool ledger_is_newer(const struct ledger_row *r, const struct ledger_coming *in)
{
	int64_t over = r->until_usec;

	if (r->standing == CUL_STANDING_RELEASED)
		over = r->decided_usec;
	else if (r->decided_usec == CUL_TIME_NONE || over == CUL_TIME_NONE)
		over = r->last_seen_usec;
	return in->evil_usec > over;
}

/* The first letters differ, so that a beginning of four tells them apart. */
void ledger_other_id(const char *id, unsigned n, char ret[CUL_ID_MAX])
{
	static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
	uint64_t h = UINT64_C(0xcbf29ce484222325) + n;

	for (unsigned i = 0; i < CUL_ID_MAX - 1; i++) {
		for (const char *p = id; *p != '\0'; p++)
			h = (h ^ (uint8_t)*p) * UINT64_C(0x100000001b3);
		ret[i] = letters[h >> 59];
	}
	ret[CUL_ID_MAX - 1] = '\0';
}

bool ledger_matters(const struct ledger_row *before,
		    const struct ledger_row *after)
{
	return before->standing != after->standing ||
	       before->decided_usec != after->decided_usec ||
	       before->action != after->action ||
	       before->families != after->families ||
	       before->score_mnat / 2 >= after->score_mnat ||
	       after->score_mnat / 2 >= before->score_mnat ||
	       strcmp(before->customer, after->customer) != 0;
}
