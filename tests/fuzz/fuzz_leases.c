/* \summary: any bytes as a lease file, through every format's machine
 *
 * Holds what the contract says: a lease only on the verdict EVENT, what is in
 * it within bounds, a reason that is in the table, the same answers twice.
 */
#include <stdlib.h>

#include "culprit/lease.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hold(bool ok)
{
	if (!ok)
		abort();
}

/* What the lines of a file gave, as one number. */
struct sum {
	uint64_t n;
};

static void add(struct sum *s, const void *p, size_t len)
{
	const unsigned char *b = p;

	for (size_t i = 0; i < len; i++)
		s->n = (s->n ^ b[i]) * UINT64_C(1099511628211);
}

/* Every byte of it is read, so that a sanitizer sees one that is not there. */
static void text_holds(struct cul_sv v, size_t most, struct sum *s)
{
	hold(v.len <= most && (v.len == 0 || v.ptr != NULL));
	add(s, &v.len, sizeof(v.len));
	add(s, v.ptr, v.len);
}

static void stamp_holds(const struct cul_stamp *st, struct sum *s)
{
	hold(st->form == CUL_STAMP_ABSENT || st->form == CUL_STAMP_ZONED ||
	     st->form == CUL_STAMP_LOCAL);
	add(s, &st->form, sizeof(st->form));
	if (st->form != CUL_STAMP_ABSENT)
		add(s, &st->t_usec, sizeof(st->t_usec));
}

/* One customer is not the world: the widest is a /8, or a /12 of IPv6. */
static void net_holds(const struct cul_net *n, struct sum *s)
{
	hold(n->bits <= 128 && cul_net_has(n, &n->base));
	hold(n->bits >= (cul_addr_is_v4(&n->base) ? 96 + 8 : 12));
	add(s, n->base.b, sizeof(n->base.b));
	add(s, &n->bits, sizeof(n->bits));
}

static void what_holds(const struct cul_lease *l)
{
	bool start = l->start.form != CUL_STAMP_ABSENT;
	bool end = l->end.form != CUL_STAMP_ABSENT;

	hold(l->what < CUL_LEASE_WHATS_);
	if (l->what == CUL_LEASE_SPAN) {
		hold(start && l->n_nets != 0);
		hold(!end || l->start.form != l->end.form ||
		     l->start.t_usec <= l->end.t_usec);
	} else if (l->what == CUL_LEASE_RESET) {
		hold(end && l->n_nets == 0 &&
		     (l->nas_addr.len == 0) != (l->nas_name.len == 0));
	} else {
		hold((l->what == CUL_LEASE_START ? start : end) &&
		     l->session.len != 0);
	}
}

static void lease_holds(const struct cul_lease *l, struct sum *s)
{
	what_holds(l);
	hold(l->n_nets <= CUL_LEASE_NETS);
	for (unsigned i = 0; i < l->n_nets; i++)
		net_holds(&l->nets[i], s);
	stamp_holds(&l->start, s);
	stamp_holds(&l->end, s);
	text_holds(l->customer, CUL_LEASE_TEXT_MAX - 1, s);
	text_holds(l->session, CUL_LEASE_KEY_MAX, s);
	text_holds(l->nas_addr, CUL_LEASE_TEXT_MAX - 1, s);
	text_holds(l->nas_name, CUL_LEASE_TEXT_MAX - 1, s);
	/* It becomes a name, as a C string. */
	hold(l->customer.len == 0 ||
	     memchr(l->customer.ptr, '\0', l->customer.len) == NULL);
}

static void verdict_holds(const struct cul_lease_format *f, enum cul_verdict v,
			  const struct cul_lease *l, unsigned why,
			  struct sum *s)
{
	unsigned known = 0;

	hold(v == CUL_EVENT || v == CUL_IGNORED || v == CUL_MALFORMED);
	add(s, &v, sizeof(v));
	if (v == CUL_EVENT) {
		lease_holds(l, s);
		return;
	}
	while (f->reasons[known] != NULL)
		known++;
	hold(why < known);
	add(s, &why, sizeof(why));
}

/* `fill`: what the caller's storage held before, where nothing may look. */
static struct sum file_holds(const struct cul_lease_format *f,
			     struct cul_sv left, int fill)
{
	bool torn = left.len != 0 && left.ptr[left.len - 1] != '\n';
	struct cul_lease_reader r = { .skip = false };
	struct sum s = { UINT64_C(14695981039346656037) };
	struct cul_lease l;
	unsigned why = 9999;
	enum cul_verdict v;

	while (left.len != 0) {
		const char *lf = memchr(left.ptr, '\n', left.len);
		struct cul_sv line = left;

		if (lf != NULL)
			line.len = (size_t)(lf - left.ptr);
		left = cul_sv_from(left, line.len + (lf != NULL));
		memset(&l, fill, sizeof(l));
		v = f->line(&r, line, &l, &why);
		verdict_holds(f, v, &l, why, &s);
	}
	memset(&l, fill, sizeof(l));
	v = f->end(&r, torn, &l, &why);
	verdict_holds(f, v, &l, why, &s);
	return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cul_sv all = { (const char *)data, size };
	const struct cul_lease_format *best = cul_lease_choose(all);
	int most = best != NULL ? best->probe(all) : 0;

	for (size_t i = 0; cul_lease_formats[i] != NULL; i++) {
		const struct cul_lease_format *f = cul_lease_formats[i];
		int sure = f->probe(all);

		hold(sure >= 0 && sure <= 100 && sure <= most);
		hold(file_holds(f, all, 0x5a).n == file_holds(f, all, 0xa5).n);
	}
	return 0;
}
