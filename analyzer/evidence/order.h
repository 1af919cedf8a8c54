/* \summary: sources by address and by name, sorted: Judy arrays
 *
 * The only file that sees Judy.h. Built with Debian's libjudy: a build with
 * -O3 loses keys (orieg/php-judy #131), for which tests/unit/
 * test_source_order.c looks.
 */
#ifndef CUL_ORDER_H
#define CUL_ORDER_H

#include "culprit/addr.h"
#include "culprit/kind.h"

struct cul_order {
	void *v4, *v6; /* JudyL: address, or its /64 -> id + 1       */
	void *named;   /* JudySL: subject and name -> id + 1         */
};

void cul_order_done(struct cul_order *o);

/* `name` NULL: by address (an IPv6 source is a /64). 0 or CUL_ENOMEM. */
int cul_order_put(struct cul_order *o, enum cul_subject subject,
		  const struct cul_addr *addr, const char *name, uint32_t id);
void cul_order_drop(struct cul_order *o, enum cul_subject subject,
		    const struct cul_addr *addr, const char *name);
int cul_order_walk(const struct cul_order *o,
		   int (*visit)(void *arg, uint32_t id), void *arg);

#endif
