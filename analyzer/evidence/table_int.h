/* \summary: what the table is made of; private to analyzer/evidence */
#ifndef CUL_TABLE_INT_H
#define CUL_TABLE_INT_H

#include "evidence/flat.h"
#include "evidence/intern.h"
#include "evidence/source_int.h"
#include "evidence/table.h"

/* As many sources as a large page holds. */
enum { CUL_TABLE_PAGE = 2 * 1024 * 1024 / sizeof(struct cul_source) };

struct cul_table {
	struct cul_table_plan plan;
	struct cul_flat index;
	struct cul_intern names;
	struct cul_slab slab;      /* what hangs off the sources */
	struct cul_source **pages; /* nothing in them from n_ids on */
	size_t n_pages, n;
	size_t n_programs;       /* of n: local users */
	uint32_t n_ids, free_id; /* chained through `id` of the dead */
	uint64_t evicted, forgotten;
	uint32_t forget_at;  /* the next id to be looked at */
	uint64_t bytes_full; /* beyond this, room is made */
	struct cul_usual usual;
};

/* What hangs off a source, made if there is none. 0 or CUL_ENOMEM. */
int cul_past_of(struct cul_table *t, struct cul_source *s,
		struct cul_source_past **ret);
/* The hour of its window, 0..23. */
unsigned cul_hour_of(const struct cul_source *s, int64_t t_usec);
/* Its id is free again. budget.c */
void cul_table_drop(struct cul_table *t, struct cul_source *s);
void cul_senders_free(struct cul_table *t, struct cul_senders *d);
/* Drop everything that hangs off a source. */
void cul_past_free(struct cul_table *t, struct cul_source *s);

/* Its window is over: what it did in it becomes its habit. habit.c */
void cul_source_learn_day(struct cul_table *t, struct cul_source *s);

/* What hangs off a source, to disk and back; `s` is alive. source_state.c */
struct cul_state;
void cul_source_state(struct cul_state *st, struct cul_table *t,
		      struct cul_source *s);
int cul_table_page_new(struct cul_table *t);

#endif
