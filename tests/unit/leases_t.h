/* \summary: a map of leases as a test says it */
#ifndef CUL_TEST_LEASES_H
#define CUL_TEST_LEASES_H

#include "attribute/leases.h"
#include "culprit/lease.h"

#define N(a) (sizeof(a) / sizeof(*(a)))

/* In the tests a microsecond is as good as a second. */
struct said {
	unsigned what;   /* enum cul_lease_what */
	const char *net; /* NULL: the session's */
	int64_t start, end;
	uint32_t customer, session, nas;
	bool freed;
};

/* As if each were a line, from 1 on, of one file. */
void said_add(struct cul_leases *l, const struct said *s, uint32_t line);
struct cul_leases *map_of(const struct said *s, size_t n, int64_t skew);
struct cul_holder holder_at(const struct cul_leases *l, const char *addr,
			    int64_t t);

#endif
