/* \summary: a map of leases as a test says it */
#include "t.h"

#include "culprit/err.h"
#include "leases_t.h"

static struct cul_net net_of(const char *s)
{
	struct cul_net n;

	assert_true(cul_net_parse((struct cul_sv){ s, strlen(s) }, &n));
	return n;
}

struct cul_holder holder_at(const struct cul_leases *l, const char *addr,
			    int64_t t)
{
	struct cul_net n = net_of(addr);

	return cul_leases_find(l, &n.base, t);
}

void said_add(struct cul_leases *l, const struct said *s, uint32_t line)
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

struct cul_leases *map_of(const struct said *s, size_t n, int64_t skew)
{
	struct cul_leases *l = cul_leases_new(0);

	assert_non_null(l);
	for (size_t i = 0; i < n; i++)
		said_add(l, &s[i], (uint32_t)i + 1);
	assert_int_equal(cul_leases_seal(l, skew), CUL_OK);
	return l;
}
