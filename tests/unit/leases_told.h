/* \summary: what the tests of leases say happened */
#ifndef CUL_TEST_LEASES_TOLD_H
#define CUL_TEST_LEASES_TOLD_H

#include "t.h"

#include "attribute/leases.h"
#include "culprit/err.h"
#include "culprit/lease.h"

static const int64_t NONE = CUL_TIME_NONE;
static const int64_t EVER = INT64_MAX;

static inline struct cul_net net_of(const char *s)
{
	struct cul_net n;

	assert_true(cul_net_parse((struct cul_sv){ s, strlen(s) }, &n));
	return n;
}

static inline struct cul_holder at(const struct cul_leases *l, const char *addr,
				   int64_t t)
{
	struct cul_net n = net_of(addr);

	return cul_leases_find(l, &n.base, t);
}

/* In the tests a microsecond is as good as a second. */
struct said {
	unsigned what;
	const char *net; /* NULL: the session's */
	int64_t start, end;
	uint32_t customer, session, nas;
	bool freed;
};

static inline void add(struct cul_leases *l, const struct said *s,
		       uint32_t line)
{
	struct cul_net net = net_of(s->net != NULL ? s->net : "192.0.2.1");
	struct cul_lease_fact f = {
		.what = s->what,
		.n_nets = s->net != NULL,
		.nets = &net,
		.start_usec = s->start,
		.end_usec = s->end,
		.freed = s->freed,
		.customer = s->customer,
		.session = s->session,
		.nas_addr = s->nas,
		.line = line,
	};

	assert_int_equal(cul_leases_add(l, &f), CUL_OK);
}

static inline struct cul_leases *map_of(const struct said *s, size_t n,
					int64_t skew)
{
	struct cul_leases *l = cul_leases_new(0);

	assert_non_null(l);
	for (size_t i = 0; i < n; i++)
		add(l, &s[i], (uint32_t)i + 1);
	assert_int_equal(cul_leases_seal(l, skew), CUL_OK);
	return l;
}

#define N(a) (sizeof(a) / sizeof(*(a)))

#endif
