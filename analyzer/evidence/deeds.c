/* \summary: what is done to a source: counts, sets, walks, lines, hours */
#include <stdlib.h>

#include "evidence/table_int.h"
#include "evidence/walk.h"

int cul_past_of(struct cul_table *t, struct cul_source *s,
		struct cul_source_past **ret)
{
	if (s->past == NULL) {
		s->past = cul_slab_zeroed(&t->slab, sizeof(*s->past));
		if (s->past == NULL)
			return CUL_ENOMEM;
	}
	*ret = s->past;
	return CUL_OK;
}

static int day_of(struct cul_table *t, struct cul_source *s,
		  struct cul_source_day **ret)
{
	struct cul_source_past *p;
	int err = cul_past_of(t, s, &p);

	if (err != CUL_OK)
		return err;
	if (p->day == NULL) {
		p->day = cul_slab_zeroed(&t->slab, sizeof(*p->day));
		if (p->day == NULL)
			return CUL_ENOMEM;
		p->day->hours[p->one_hour_at] = p->one_hour;
	}
	*ret = p->day;
	return CUL_OK;
}

void cul_past_free(struct cul_table *t, struct cul_source *s)
{
	struct cul_source_past *p = s->past;

	if (s->t_flagged != NULL)
		cul_slab_give(&t->slab, s->t_flagged,
			      2 * CUL_KINDS_ * sizeof(*s->t_flagged));
	s->t_flagged = NULL;
	if (p == NULL)
		return;
	for (unsigned d = 0; d < CUL_DISTINCTS_; d++)
		cul_distinct_done(&t->slab, &p->distinct[d]);
	for (unsigned f = 0; f < CUL_FAMILIES_; f++)
		cul_line_log_free(&t->slab, &p->lines[f]);
	if (p->day != NULL)
		cul_slab_give(&t->slab, p->day, sizeof(*p->day));
	if (p->used != NULL)
		cul_slab_give(&t->slab, p->used, sizeof(*p->used));
	if (p->named != NULL)
		cul_slab_give(&t->slab, p->named, sizeof(*p->named));
	cul_senders_free(t, p->senders);
	if (p->bounces != NULL)
		cul_slab_give(&t->slab, p->bounces, sizeof(*p->bounces));
	cul_slab_give(&t->slab, p, sizeof(*p));
	s->past = NULL;
}

void cul_source_at(struct cul_source *s, int64_t t_usec, bool *ret_over)
{
	if (s->t_first == CUL_TIME_NONE) {
		s->t_window = s->t_first = t_usec;
		s->t_last = t_usec;
	}
	*ret_over = t_usec - s->t_window >= CUL_USEC_PER_DAY;
	if (t_usec > s->t_last && !*ret_over)
		s->t_last = t_usec;
}

void cul_source_renew(struct cul_table *t, struct cul_source *s, int64_t t_usec)
{
	cul_source_learn_day(t, s);
	cul_past_free(t, s);
	s->renewed = true;
	s->flagged = 0;
	s->script = NULL;
	s->script_votes = 0;
	s->t_window = s->t_first = s->t_last = t_usec;
	s->t_misdeed = CUL_TIME_NONE;
	s->misdeeds = 0;
	s->dirty = s->stirred = false;
	memset(s->counts, 0, sizeof(s->counts));
	for (unsigned w = 0; w < CUL_WALKS_; w++)
		s->walks[w].peak_mnat = s->walks[w].level_mnat;
}

void cul_source_add(struct cul_source *s, enum cul_counter c, uint32_t n)
{
	s->counts[c] =
		s->counts[c] > UINT32_MAX - n ? UINT32_MAX : s->counts[c] + n;
}

void cul_source_set(struct cul_source *s, enum cul_counter c, uint32_t n)
{
	s->counts[c] = n;
}

int cul_source_met(struct cul_table *t, struct cul_source *s,
		   enum cul_distinct d, uint64_t hash, bool *ret_new)
{
	struct cul_source_past *p;
	int err = cul_past_of(t, s, &p);

	return err == CUL_OK ? cul_distinct_add(&t->slab, &p->distinct[d], hash,
						ret_new)
			     : err;
}

void cul_source_step(struct cul_table *t, struct cul_source *s, enum cul_walk w,
		     bool hit, int64_t t_usec)
{
	cul_walk_step(&s->walks[w], &t->plan.walks[w], hit, t_usec);
}

int cul_source_keep_line(struct cul_table *t, struct cul_source *s,
			 enum cul_family f, const struct cul_logged *line)
{
	struct cul_source_past *p;
	int err = cul_past_of(t, s, &p);

	return err == CUL_OK ? cul_line_keep(&t->slab, &p->lines[f], line)
			     : err;
}

static void raise16(uint16_t *n)
{
	*n = (uint16_t)(*n + (*n < UINT16_MAX));
}

/* A late line from before the window began counts to its first hour. */
unsigned cul_hour_of(const struct cul_source *s, int64_t t_usec)
{
	int64_t hour = (t_usec - s->t_window) / CUL_USEC_PER_HOUR;

	return hour < 0 ? 0 : hour > 23 ? 23 : (unsigned)hour;
}

int cul_source_sent(struct cul_table *t, struct cul_source *s, int64_t t_usec,
		    bool wrong)
{
	unsigned hour = cul_hour_of(s, t_usec);
	struct cul_source_past *p;
	struct cul_source_day *day;
	struct cul_hour *h;
	int err = cul_past_of(t, s, &p);

	if (err != CUL_OK)
		return err;
	if (p->day == NULL && p->one_hour.volume == 0)
		p->one_hour_at = (uint8_t)hour;
	h = &p->one_hour;
	if (p->day != NULL || p->one_hour_at != hour) {
		err = day_of(t, s, &day);
		if (err != CUL_OK)
			return err;
		h = &day->hours[hour];
	}
	raise16(&h->volume);
	if (wrong)
		raise16(&h->wrong);
	return CUL_OK;
}

int cul_source_used_addr(struct cul_table *t, struct cul_source *s,
			 const struct cul_addr *a)
{
	struct cul_source_past *p;
	struct cul_source_used *u;
	int err;

	if (s->subject == CUL_SUBJECT_IP)
		return CUL_OK;
	err = cul_past_of(t, s, &p);
	if (err != CUL_OK)
		return err;
	if (p->used == NULL)
		p->used = cul_slab_zeroed(&t->slab, sizeof(*p->used));
	u = p->used;
	if (u == NULL)
		return CUL_ENOMEM;
	for (unsigned i = 0; i < u->n; i++)
		if (cul_addr_eq(&u->addrs[i], a))
			return CUL_OK;
	if (u->n < CUL_SOURCE_ADDRS)
		u->addrs[u->n++] = *a;
	return CUL_OK;
}

int cul_source_new_domain(struct cul_table *t, struct cul_source *s,
			  int64_t t_usec)
{
	int64_t hour = t_usec / CUL_USEC_PER_HOUR;
	struct cul_source_past *p;
	int err = cul_past_of(t, s, &p);

	if (err != CUL_OK)
		return err;
	if (p->new_domains_hour != hour) {
		p->new_domains_hour = hour;
		p->new_domains = 0;
	}
	p->new_domains++;
	if (p->new_domains > p->new_domains_most)
		p->new_domains_most = p->new_domains;
	return CUL_OK;
}

int cul_source_login_outside(struct cul_table *t, struct cul_source *s)
{
	struct cul_source_past *p;
	int err = cul_past_of(t, s, &p);

	if (err == CUL_OK)
		p->logins_outside++;
	return err;
}

int cul_source_returns(struct cul_table *t, struct cul_source *s)
{
	struct cul_source_past *p;
	int err = cul_past_of(t, s, &p);

	if (err == CUL_OK)
		p->returning++;
	return err;
}

int cul_source_local_sender(struct cul_table *t, struct cul_source *s,
			    uint64_t mailbox)
{
	struct cul_source_past *p;
	struct cul_source_named *named;
	int err = cul_past_of(t, s, &p);

	if (err != CUL_OK)
		return err;
	if (p->named == NULL)
		p->named = cul_slab_zeroed(&t->slab, sizeof(*p->named));
	named = p->named;
	if (named == NULL)
		return CUL_ENOMEM;
	for (unsigned i = 0; i < CUL_LOCAL_SENDERS; i++) {
		if (named->tries[i] != 0 && named->senders[i] != mailbox)
			continue;
		named->senders[i] = mailbox;
		named->tries[i]++;
		break;
	}
	return CUL_OK;
}

/* By the majority vote of Boyer and Moore: the path that stands behind more
 * than half of the posts is left over, whatever else there was. */
int cul_source_posted(struct cul_table *t, struct cul_source *s,
		      struct cul_sv path)
{
	uint32_t number;
	int err;

	cul_source_add(s, CUL_C_form_posts, 1);
	if (s->script != NULL && s->script_votes != 0) {
		struct cul_sv held = { s->script, strlen(s->script) };

		s->script_votes += cul_sv_eq(held, path) ? 1 : UINT32_MAX;
		return CUL_OK;
	}
	err = cul_intern(&t->names, path, &number);
	if (err == CUL_OK) {
		s->script = cul_intern_text(&t->names, number);
		s->script_votes = 1;
	}
	return err;
}

uint32_t cul_source_known_senders(const struct cul_source *s,
				  bool (*known)(void *arg, uint64_t mailbox),
				  void *arg)
{
	const struct cul_source_named *named =
		s->past != NULL ? s->past->named : NULL;
	uint32_t n = 0;

	for (unsigned i = 0; named != NULL && i < CUL_LOCAL_SENDERS; i++)
		if (named->tries[i] != 0 && known(arg, named->senders[i]))
			n += named->tries[i];
	return n;
}

void cul_source_misdeed(struct cul_source *s, int64_t t_usec)
{
	/* A late line belongs to the window it is heard in: a stray one of
	 * years ago must not stretch an episode back to then. */
	if (t_usec < s->t_window)
		t_usec = s->t_window;
	if (s->t_misdeed == CUL_TIME_NONE || t_usec < s->t_misdeed)
		s->t_misdeed = t_usec;
	s->misdeeds += s->misdeeds < UINT32_MAX;
	cul_source_stir(s);
}

void cul_source_stir(struct cul_source *s)
{
	s->dirty = true;
	s->stirred = true;
}

bool cul_source_is_stirred(const struct cul_source *s)
{
	return s->stirred;
}

bool cul_source_take_dirty(struct cul_source *s)
{
	/* A flood does not become another thing with each line: after the
	 * first 32 misdeeds it is looked at again at every eighth. */
	bool due = s->dirty && (s->misdeeds <= 32 || s->misdeeds % 8 == 0);

	if (due)
		s->dirty = false;
	return due;
}

void cul_source_set_ours(struct cul_source *s)
{
	s->ours = true;
}

void cul_source_set_ambiguous(struct cul_source *s)
{
	s->ambiguous = true;
}

static uint32_t flag_bit(enum cul_kind k, bool stops)
{
	return UINT32_C(1) << ((unsigned)k + (stops ? CUL_FLAGGED_STOPS : 0));
}

int cul_source_flag(struct cul_table *t, struct cul_source *s, enum cul_kind k,
		    bool stops, int64_t t_usec)
{
	_Static_assert((int)CUL_KINDS_ <= CUL_FLAGGED_STOPS, "two bits a kind");

	if (s->flagged & flag_bit(k, stops))
		return CUL_OK;
	if (s->t_flagged == NULL)
		s->t_flagged = cul_slab_zeroed(
			&t->slab, 2 * CUL_KINDS_ * sizeof(*s->t_flagged));
	if (s->t_flagged == NULL)
		return CUL_ENOMEM;
	s->flagged |= flag_bit(k, stops);
	s->t_flagged[2 * k + stops] = t_usec;
	return CUL_OK;
}

int64_t cul_source_window_usec(const struct cul_source *s)
{
	return s->t_window;
}

uint32_t cul_source_flags(const struct cul_source *s)
{
	return s->flagged;
}

int64_t cul_source_flagged_usec(const struct cul_source *s, enum cul_kind k,
				bool stops)
{
	return s->flagged & flag_bit(k, stops) ? s->t_flagged[2 * k + stops]
					       : CUL_TIME_NONE;
}
