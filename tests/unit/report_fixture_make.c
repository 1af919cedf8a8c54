/* \summary: builds suggestions by hand, a piece at a time */
#include "report_fixture_make.h"

#include <stdio.h>

enum { SUGGESTIONS_MAX = 16, QUOTES_MAX = 12, LINE_MAX = 512 };

static struct cul_suggestion suggestions[SUGGESTIONS_MAX];
static struct cul_quote quotes[SUGGESTIONS_MAX][QUOTES_MAX];
static char lines[SUGGESTIONS_MAX][QUOTES_MAX][LINE_MAX];
static size_t made;

void fixture_reset(void)
{
	made = 0;
	memset(quotes, 0, sizeof(quotes));
}

size_t fixture_made(struct cul_suggestion **ret_suggestions)
{
	*ret_suggestions = suggestions;
	return made;
}

/* A time of 20 November 2026, UTC; hours beyond 24 are the next day. */
int64_t fixture_at(int hour, int minute, int second)
{
	int64_t s = (int64_t)hour * 3600 + minute * 60 + second;

	return cul_days_from_civil(2026, 11, 20) * CUL_USEC_PER_DAY +
	       s * CUL_USEC_PER_SEC;
}

struct cul_suggestion *fixture_begin(enum cul_action a, enum cul_kind k,
				     enum cul_subject subject, const char *name)
{
	struct cul_suggestion *s = &suggestions[made];

	*s = (struct cul_suggestion){ .action = a,
				      .kind = k,
				      .confidence = 0.9999,
				      .subject = subject,
				      .quotes = quotes[made],
				      .day_usec = fixture_at(0, 0, 12) };
	snprintf(s->id, sizeof(s->id), "k3f9abcdefgh%04zu", made);
	snprintf(s->name, sizeof(s->name), "%s", name);
	made++;
	return s;
}

void fixture_address(struct cul_suggestion *s, const char *text)
{
	struct cul_sv v = { text, strlen(text) };

	if (cul_addr_parse(v, &s->addrs[s->n_addrs]))
		s->n_addrs++;
}

void fixture_times(struct cul_suggestion *s, int first, int flagged, int last)
{
	s->first_seen_usec = fixture_at(first / 100, first % 100, 9);
	s->flagged_usec = fixture_at(flagged / 100, flagged % 100, 40);
	s->last_seen_usec = fixture_at(last / 100, last % 100, 59);
	s->expires_usec =
		s->last_seen_usec +
		(s->action == CUL_ACTION_BLOCK ? 1 : 7) * CUL_USEC_PER_DAY;
}

void fixture_reason(struct cul_suggestion *s, struct cul_reason r,
		    const char *text)
{
	s->reasons[s->n_reasons] = r;
	snprintf(s->reasons[s->n_reasons].text, CUL_TEXT_MAX, "%s", text);
	s->n_reasons++;
}

void fixture_quote(struct cul_suggestion *s, enum cul_family f,
		   const char *file, const char *line)
{
	size_t i = (size_t)(s - suggestions), n = s->n_quotes;

	snprintf(lines[i][n], LINE_MAX, "%s", line);
	quotes[i][n] = (struct cul_quote){
		file, 0, 4711 * (n + 1), lines[i][n], strlen(lines[i][n]), f
	};
	s->n_quotes++;
}

void fixture_say(struct cul_suggestion *s, const char *why, const char *undo)
{
	snprintf(s->why, sizeof(s->why), "%s", why);
	snprintf(s->undo, sizeof(s->undo), "%s", undo);
}

/* Volume from `from` to `to`, o'clock, a wave; what goes wrong of 100. */
void fixture_hours(struct cul_suggestion *s, int from, int to, int most,
		   int wrong)
{
	for (int h = from; h <= to; h++) {
		int n = most - most * ((h * 7) % 5) / 9;

		s->hours[h].volume = (uint16_t)n;
		s->hours[h].wrong = (uint16_t)(n * wrong / 100);
	}
}
