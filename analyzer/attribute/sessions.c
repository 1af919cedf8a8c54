/* \summary: records of sessions, put together */
#include "attribute/sessions.h"

#include <stdlib.h>

#include "attribute/order.h"
#include "culprit/err.h"
#include "culprit/lease.h"

void cul_sessions_done(struct cul_sessions *s)
{
	free(s->v);
	free(s->resets);
	*s = (struct cul_sessions){ 0 };
}

static int push(struct cul_sessions *s, const struct cul_session_row *row)
{
	if (s->n == s->room) {
		size_t room = s->room != 0 ? s->room * 2 : 1024;
		struct cul_session_row *more =
			realloc(s->v, room * sizeof(*more));

		if (more == NULL)
			return CUL_ENOMEM;
		s->v = more;
		s->room = room;
	}
	s->v[s->n++] = *row;
	return CUL_OK;
}

static int reset_add(struct cul_sessions *s, const struct cul_lease_fact *f)
{
	if (s->n_resets == s->resets_room) {
		size_t room = s->resets_room != 0 ? s->resets_room * 2 : 64;
		struct cul_reset *more =
			realloc(s->resets, room * sizeof(*more));

		if (more == NULL)
			return CUL_ENOMEM;
		s->resets = more;
		s->resets_room = room;
	}
	s->resets[s->n_resets++] = (struct cul_reset){
		f->nas_addr == 0,
		f->nas_addr != 0 ? f->nas_addr : f->nas_name,
		f->end_usec,
	};
	return CUL_OK;
}

static struct cul_session_row row_of(const struct cul_lease_fact *f)
{
	struct cul_session_row r = {
		.session = f->session,
		.customer = f->customer,
		.nas_addr = f->nas_addr,
		.nas_name = f->nas_name,
		.file = f->file,
		.line = f->line,
		.said = INT64_MAX,
		.counted = INT64_MAX,
		.first = INT64_MAX,
		.last = INT64_MIN,
		.end = INT64_MAX,
	};

	switch ((enum cul_lease_what)f->what) {
	case CUL_LEASE_SPAN:
		r.session = 0;
		r.said = f->start_usec;
		r.weak = f->weak;
		if (f->end_usec != CUL_TIME_NONE)
			r.end = f->end_usec;
		return r;
	case CUL_LEASE_START:
		r.said = r.first = r.last = f->start_usec;
		return r;
	case CUL_LEASE_STOP:
		r.end = f->end_usec;
		break;
	case CUL_LEASE_ALIVE:
	case CUL_LEASE_RESET:
	case CUL_LEASE_WHATS_:
		break;
	}
	r.first = r.last = f->end_usec;
	if (f->start_usec != CUL_TIME_NONE)
		r.counted = f->start_usec;
	return r;
}

int cul_sessions_add(struct cul_sessions *s, const struct cul_lease_fact *f)
{
	struct cul_session_row row = row_of(f), nobody = row;
	int err = CUL_OK;

	if (f->what == CUL_LEASE_RESET)
		return reset_add(s, f);
	nobody.customer = 0;
	nobody.weak = false;
	nobody.said = row.end;
	if (f->n_nets == 0)
		err = push(s, &row);
	for (unsigned i = 0; i < f->n_nets && err == CUL_OK; i++) {
		row.net = nobody.net = f->nets[i];
		err = push(s, &row);
		if (err == CUL_OK && f->freed)
			err = push(s, &nobody);
	}
	return err;
}

static int cmp_u64(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int cmp_i64(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* Of spans the start and the customer are part of what they are. */
static int same(const struct cul_session_row *a,
		const struct cul_session_row *b)
{
	int c = cmp_u64(a->session, b->session);

	if (c == 0)
		c = cul_addr_order(&a->net.base, &b->net.base);
	if (c == 0)
		c = cmp_u64(a->net.bits, b->net.bits);
	if (c == 0 && a->session == 0)
		c = cmp_i64(a->said, b->said);
	if (c == 0 && a->session == 0)
		c = cmp_u64(a->customer, b->customer);
	return c;
}

static int row_order(const void *av, const void *bv)
{
	const struct cul_session_row *a = av, *b = bv;
	int c = same(a, b);

	if (c == 0)
		c = cmp_u64(a->file, b->file);
	return c != 0 ? c : cmp_u64(a->line, b->line);
}

static void lower(int64_t *a, int64_t b)
{
	if (b < *a)
		*a = b;
}

static void raise(int64_t *a, int64_t b)
{
	if (b > *a)
		*a = b;
}

/* What was read later only adds what is missing. An end that is said beats
 * one that is not, and of two the later one counts. */
static void join(struct cul_session_row *a, const struct cul_session_row *b)
{
	if (a->customer == 0)
		a->customer = b->customer;
	if (a->nas_addr == 0)
		a->nas_addr = b->nas_addr;
	if (a->nas_name == 0)
		a->nas_name = b->nas_name;
	lower(&a->said, b->said);
	lower(&a->counted, b->counted);
	lower(&a->first, b->first);
	raise(&a->last, b->last);
	if (a->end == INT64_MAX)
		a->end = b->end;
	else if (b->end != INT64_MAX)
		raise(&a->end, b->end);
	/* The record that was read last says where to look. */
	if (a->session == 0) {
		a->weak = a->weak && b->weak;
		a->file = b->file;
		a->line = b->line;
	}
}

void cul_sessions_merge(struct cul_sessions *s)
{
	size_t kept = 0;

	if (s->n == 0)
		return;
	qsort(s->v, s->n, sizeof(*s->v), row_order);
	for (size_t i = 1; i < s->n; i++) {
		if (same(&s->v[kept], &s->v[i]) == 0)
			join(&s->v[kept], &s->v[i]);
		else
			s->v[++kept] = s->v[i];
	}
	s->n = s->merged = kept + 1;
}

/* Until when it has to do with anything; of one that goes on, as far as is
 * known. */
static int64_t over_at(const struct cul_session_row *r)
{
	if (r->end != INT64_MAX)
		return r->end;
	return r->session != 0 ? r->last : r->said;
}

static int over_order(const void *av, const void *bv)
{
	const struct cul_session_row *a = av, *b = bv;
	int c = cmp_i64(over_at(a), over_at(b));

	return c != 0 ? c : row_order(a, b);
}

size_t cul_sessions_forget(struct cul_sessions *s, int64_t *ret_until)
{
	size_t n = s->n / 4;

	if (n == 0)
		return 0;
	qsort(s->v, s->n, sizeof(*s->v), over_order);
	*ret_until = over_at(&s->v[n - 1]);
	memmove(s->v, s->v + n, (s->n - n) * sizeof(*s->v));
	s->n -= n;
	s->merged = s->n;
	return n;
}

static int reset_order(const void *av, const void *bv)
{
	const struct cul_reset *a = av, *b = bv;

	if (a->by_name != b->by_name)
		return a->by_name ? 1 : -1;
	if (a->nas != b->nas)
		return a->nas < b->nas ? -1 : 1;
	return cmp_i64(a->t_usec, b->t_usec);
}

/* The first reset of this NAS after a moment; INT64_MAX if there is none. */
static int64_t reset_after(const struct cul_sessions *s, bool by_name,
			   uint32_t nas, int64_t t_usec)
{
	const struct cul_reset want = { by_name, nas, t_usec };
	size_t lo = 0, hi = s->n_resets;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (reset_order(&s->resets[mid], &want) <= 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (nas == 0 || lo == s->n_resets || s->resets[lo].nas != nas ||
	    s->resets[lo].by_name != by_name)
		return INT64_MAX;
	return s->resets[lo].t_usec;
}

static bool is_netless(const struct cul_session_row *r)
{
	return r->session != 0 && r->net.bits == 0 &&
	       cul_addr_none(&r->net.base);
}

/* An address that a session got later than another was not its own before,
 * and it gave the other one back then. */
static void part(struct cul_session_row *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++) {
			if (i == k || !cul_addr_is_v4(&v[i].net.base) ||
			    !cul_addr_is_v4(&v[k].net.base) ||
			    v[k].last >= v[i].first)
				continue;
			if (v[i].said == INT64_MAX)
				v[i].said = v[i].first;
			lower(&v[k].end, v[i].first);
		}
}

static void settle(const struct cul_sessions *s, struct cul_session_row *r)
{
	int64_t over;

	if (r->said == INT64_MAX)
		r->said = r->counted != INT64_MAX ? r->counted : r->first;
	if (r->end != INT64_MAX)
		return;
	r->end = reset_after(s, false, r->nas_addr, r->last);
	over = reset_after(s, true, r->nas_name, r->last);
	lower(&r->end, over);
}

/* A stop ends all that the session had, whatever of it the record names. */
static int64_t stopped(const struct cul_session_row *v, size_t n)
{
	int64_t end = INT64_MIN;

	for (size_t i = 0; i < n; i++)
		if (v[i].end != INT64_MAX)
			raise(&end, v[i].end);
	return end != INT64_MIN ? end : INT64_MAX;
}

/* One session's rows, the one without a prefix first: what that says is said
 * of all. */
static void session_close(const struct cul_sessions *s,
			  struct cul_session_row *v, size_t n)
{
	size_t with = is_netless(v) ? 1 : 0;
	int64_t end = stopped(v, n);

	part(v + with, n - with);
	for (size_t i = with; i < n; i++) {
		struct cul_session_row own = v[i];

		if (with != 0)
			join(&v[i], v);
		v[i].first = own.first;
		v[i].end = own.end != INT64_MAX ? own.end : end;
		if (own.said != INT64_MAX)
			v[i].said = own.said;
		settle(s, &v[i]);
	}
}

void cul_sessions_close(struct cul_sessions *s, uint64_t *ret_odd)
{
	size_t kept = 0, from = 0;

	cul_sessions_merge(s);
	if (s->n_resets != 0)
		qsort(s->resets, s->n_resets, sizeof(*s->resets), reset_order);
	for (size_t i = 1; i <= s->n; i++) {
		if (i < s->n && s->v[i].session == s->v[from].session)
			continue;
		if (s->v[from].session != 0)
			session_close(s, &s->v[from], i - from);
		from = i;
	}
	for (size_t i = 0; i < s->n; i++) {
		if (is_netless(&s->v[i]))
			continue;
		if (s->v[i].end < s->v[i].said)
			(*ret_odd)++;
		else
			s->v[kept++] = s->v[i];
	}
	s->n = kept;
}
