/* \summary: a case as it is read: light, or whole and owned by who asked */
#include <stdlib.h>

#include "ledger/ledger_int.h"

/* A whole one owns its strings; the case comes first. */
struct held {
	struct cul_case c;
	char *texts[CUL_REASONS_MAX + CUL_VETOES_MAX];
	unsigned n_texts;
	char **files;
};

void ledger_hours_pack(const struct cul_suggestion *s,
		       uint8_t ret[LEDGER_HOURS_BYTES])
{
	for (unsigned h = 0; h < 24; h++) {
		ret[4 * h] = (uint8_t)(s->hours[h].volume >> 8);
		ret[4 * h + 1] = (uint8_t)s->hours[h].volume;
		ret[4 * h + 2] = (uint8_t)(s->hours[h].wrong >> 8);
		ret[4 * h + 3] = (uint8_t)s->hours[h].wrong;
	}
}

void ledger_hours_unpack(const uint8_t *b, struct cul_suggestion *s)
{
	for (unsigned h = 0; h < 24; h++, b += 4) {
		s->hours[h].volume = (uint16_t)(b[0] << 8 | b[1]);
		s->hours[h].wrong = (uint16_t)(b[2] << 8 | b[3]);
	}
}

static void take_addrs(struct ledger_take *t, struct cul_suggestion *s)
{
	size_t len;
	const void *b = ledger_take_blob(t, &len);

	s->n_addrs = (unsigned)(len / sizeof(s->addrs[0]));
	if (s->n_addrs > CUL_SOURCE_ADDRS)
		s->n_addrs = CUL_SOURCE_ADDRS;
	memcpy(s->addrs, b, s->n_addrs * sizeof(s->addrs[0]));
}

static void take_counts(struct ledger_take *t, struct cul_counts *c)
{
	uint64_t *const each[] = {
		&c->messages,           &c->recipients,
		&c->delivered,          &c->bounced,
		&c->deferred,           &c->bytes,
		&c->refused_relay,      &c->refused_bad_recipient,
		&c->refused_reputation, &c->refused_content,
		&c->refused_other,      &c->login_failed
	};

	for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++)
		*each[i] = (uint64_t)ledger_take_int(t);
}

void ledger_take_case(struct ledger_take *t, int64_t now_usec,
		      struct cul_case *ret, struct ledger_row *row)
{
	struct cul_suggestion *s = &ret->s;

	ledger_take_row(t, row);
	ledger_row_case(row, now_usec, ret);
	memcpy(s->id, row->id, sizeof(s->id));
	s->action = row->action;
	s->kind = row->kind;
	s->subject = row->subject;
	memcpy(s->name, row->name, sizeof(s->name));
	memcpy(s->customer, row->customer, sizeof(s->customer));
	s->first_seen_usec = row->first_seen_usec;
	s->flagged_usec = row->flagged_usec;
	s->last_seen_usec = row->last_seen_usec;
	s->confidence = ledger_take_real(t);
	take_addrs(t, s);
	s->expires_usec = ledger_take_int(t);
	take_counts(t, &s->counts);
	ledger_take_copy(t, s->why, sizeof(s->why));
	ledger_take_copy(t, s->undo, sizeof(s->undo));
	s->day_usec = ledger_take_int(t);
	s->n_reasons = 0;
	s->n_vetoes = 0;
	s->n_quotes = 0;
	s->quotes = NULL;
}

static int light(struct cul_ledger *l, int64_t number, int64_t now_usec,
		 struct cul_case *ret, struct ledger_row *row)
{
	static const char sql[] = "SELECT " LEDGER_CASE_COLUMNS LEDGER_CASE_FROM
				  "WHERE c.number = ?";
	sqlite3_stmt *st = ledger_sql(l, sql);
	struct ledger_put p = ledger_put(st);
	struct ledger_take t = { st, 0 };
	int rc;

	ledger_put_int(&p, number);
	rc = ledger_step(l, st);
	if (rc == 1)
		ledger_take_case(&t, now_usec, ret, row);
	else if (rc == 0)
		rc = ledger_fail(l, CUL_ENONE, "%s: there is no such case",
				 l->path);
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}

int ledger_case_light(struct cul_ledger *l, int64_t number, int64_t now_usec,
		      struct cul_case *ret)
{
	struct ledger_row row;

	memset(ret, 0, sizeof(*ret));
	return light(l, number, now_usec, ret, &row);
}

/* Each case is some kilobytes, so one is used for all. */
int ledger_cases_tell(struct cul_ledger *l, sqlite3_stmt *st, int64_t now_usec,
		      bool (*each)(void *arg, const struct cul_case *c),
		      void *arg, size_t *ret_told, bool *ret_ended)
{
	struct cul_case *c = calloc(1, sizeof(*c));
	struct ledger_row row;
	size_t told = 0;
	int rc = c != NULL ? 1 : ledger_fail_memory(l);

	while (c != NULL && (rc = ledger_step(l, st)) == 1) {
		struct ledger_take t = { st, 0 };

		ledger_take_case(&t, now_usec, c, &row);
		told++;
		if (!each(arg, c))
			break;
	}
	free(c);
	ledger_done(l, st);
	*ret_told = told;
	*ret_ended = rc == 0;
	return rc < 0 ? rc : 0;
}

/* A copy that lives as long as the case; NULL: out of memory. */
static const char *keep(struct held *h, const char *text)
{
	char *copy = strdup(text);

	if (copy != NULL)
		h->texts[h->n_texts++] = copy;
	return copy;
}

static bool take_reason(struct held *h, struct ledger_take *t)
{
	struct cul_reason *r = &h->c.s.reasons[h->c.s.n_reasons];

	if (h->c.s.n_reasons == CUL_REASONS_MAX)
		return true;
	r->family = ledger_family_of(ledger_take_text(t));
	r->signal = keep(h, ledger_take_text(t));
	if (r->signal == NULL)
		return false;
	r->observed = ledger_take_real(t);
	r->of = ledger_take_real(t);
	r->usual = ledger_take_real(t);
	r->score_mnat = (int32_t)ledger_take_int(t);
	ledger_take_copy(t, r->text, sizeof(r->text));
	h->c.s.n_reasons++;
	return true;
}

static bool take_veto(struct held *h, struct ledger_take *t)
{
	struct cul_veto *v = &h->c.s.vetoes[h->c.s.n_vetoes];

	if (h->c.s.n_vetoes == CUL_VETOES_MAX)
		return true;
	v->name = keep(h, ledger_take_text(t));
	if (v->name == NULL)
		return false;
	ledger_take_copy(t, v->text, sizeof(v->text));
	h->c.s.n_vetoes++;
	return true;
}

static bool room_for_quote(struct held *h)
{
	struct cul_suggestion *s = &h->c.s;
	size_t n = s->n_quotes;
	void *quotes, *files;

	if ((n & (n - 1)) != 0)
		return true;
	n = n == 0 ? 1 : 2 * n;
	quotes = realloc(s->quotes, n * sizeof(*s->quotes));
	if (quotes == NULL)
		return false;
	s->quotes = quotes;
	files = realloc(h->files, n * sizeof(*h->files));
	if (files == NULL)
		return false;
	h->files = files;
	return true;
}

static bool take_quote(struct held *h, struct ledger_take *t)
{
	struct cul_suggestion *s = &h->c.s;
	struct cul_quote *q;
	const void *line;

	if (!room_for_quote(h))
		return false;
	q = &s->quotes[s->n_quotes];
	*q = (struct cul_quote){ .file = NULL };
	q->family = ledger_family_of(ledger_take_text(t));
	h->files[s->n_quotes] = strdup(ledger_take_text(t));
	q->file = h->files[s->n_quotes];
	q->input = (uint32_t)ledger_take_int(t);
	q->offset = (uint64_t)ledger_take_int(t);
	line = ledger_take_blob(t, &q->len);
	q->line = malloc(q->len + 1);
	s->n_quotes++;
	if (q->file == NULL || q->line == NULL)
		return false;
	memcpy(q->line, line, q->len);
	q->line[q->len] = '\0';
	return true;
}

static bool take_hours(struct held *h, struct ledger_take *t)
{
	size_t len;
	const void *b = ledger_take_blob(t, &len);

	if (len == LEDGER_HOURS_BYTES)
		ledger_hours_unpack(b, &h->c.s);
	return true;
}

static int take_all(struct cul_ledger *l, const char *sql, int64_t episode,
		    struct held *h,
		    bool (*take)(struct held *h, struct ledger_take *t))
{
	sqlite3_stmt *st = ledger_sql(l, sql);
	struct ledger_put p = ledger_put(st);
	int rc;

	ledger_put_int(&p, episode);
	while ((rc = ledger_step(l, st)) == 1) {
		struct ledger_take t = { st, 0 };

		if (!take(h, &t)) {
			rc = ledger_fail_memory(l);
			break;
		}
	}
	ledger_done(l, st);
	return rc;
}

static const struct {
	const char *sql;
	bool (*take)(struct held *h, struct ledger_take *t);
} parts[] = {
	{ "SELECT family, signal, observed, whole, usual, score, text "
	  "FROM reason WHERE episode = ? ORDER BY n",
	  take_reason },
	{ "SELECT name, text FROM veto WHERE episode = ? ORDER BY n",
	  take_veto },
	{ "SELECT family, file, input, place, line FROM evidence "
	  "WHERE episode = ? ORDER BY n",
	  take_quote },
	{ "SELECT hours FROM episode WHERE number = ?", take_hours },
};

static int whole(struct cul_ledger *l, const char *id, int64_t now_usec,
		 struct held *h)
{
	struct ledger_row row = { .current = 0 };
	int64_t number = 0;
	int rc = ledger_find(l, id, &number);

	if (rc == 0)
		rc = light(l, number, now_usec, &h->c, &row);
	for (size_t i = 0; rc == 0 && i < sizeof(parts) / sizeof(parts[0]); i++)
		rc = take_all(l, parts[i].sql, row.current, h, parts[i].take);
	return rc;
}

int cul_ledger_case(struct cul_ledger *l, const char *id, int64_t now_usec,
		    struct cul_case **ret)
{
	struct held *h = calloc(1, sizeof(*h));
	struct cul_case *c;
	int rc;

	if (h == NULL)
		return ledger_fail_memory(l);
	c = &h->c;
	rc = ledger_read_begin(l);
	if (rc == 0) {
		rc = whole(l, id, now_usec, h);
		ledger_read_end(l);
	}
	if (rc == 0)
		*ret = c;
	else
		cul_case_free(&c);
	return rc;
}

void cul_case_free(struct cul_case **c)
{
	struct held *h = (void *)*c;

	if (h == NULL)
		return;
	for (unsigned i = 0; i < h->n_texts; i++)
		free(h->texts[i]);
	for (size_t i = 0; i < h->c.s.n_quotes; i++) {
		free(h->files[i]);
		free(h->c.s.quotes[i].line);
	}
	free(h->files);
	free(h->c.s.quotes);
	free(h);
	*c = NULL;
}
