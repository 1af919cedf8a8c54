/* \summary: the generator's tasks in order of time, and their queue ids */
#include "gen.h"

#include <stdlib.h>
#include <string.h>

int cul_tasks_init(struct cul_gen *g)
{
	g->tasks = calloc(CUL_TASKS_MAX, sizeof(*g->tasks));
	g->heap = calloc(CUL_TASKS_MAX, sizeof(*g->heap));
	g->free = calloc(CUL_TASKS_MAX, sizeof(*g->free));
	if (!g->tasks || !g->heap || !g->free)
		return -1;
	for (uint32_t i = 0; i < CUL_TASKS_MAX; i++)
		g->free[i] = i;
	g->free_len = CUL_TASKS_MAX;
	return 0;
}

/* The slot breaks a tie, so that the order never hangs on the heap. */
static bool is_before(const struct cul_gen *g, uint32_t a, uint32_t b)
{
	uint64_t ta = g->tasks[a].t_usec, tb = g->tasks[b].t_usec;

	return ta < tb || (ta == tb && a < b);
}

void cul_task_put(struct cul_gen *g, struct cul_task *t, uint64_t t_usec)
{
	uint32_t slot = (uint32_t)(t - g->tasks), at = g->heap_len++;

	t->t_usec = t_usec;
	while (at) {
		uint32_t up = (at - 1) / 2;

		if (!is_before(g, slot, g->heap[up]))
			break;
		g->heap[at] = g->heap[up];
		at = up;
	}
	g->heap[at] = slot;
}

struct cul_task *cul_task_next(struct cul_gen *g)
{
	uint32_t first, last, at = 0;

	if (!g->heap_len)
		return NULL;
	first = g->heap[0];
	last = g->heap[--g->heap_len];
	for (;;) {
		uint32_t down = 2 * at + 1;

		if (down >= g->heap_len)
			break;
		if (down + 1 < g->heap_len &&
		    is_before(g, g->heap[down + 1], g->heap[down]))
			down++;
		if (!is_before(g, g->heap[down], last))
			break;
		g->heap[at] = g->heap[down];
		at = down;
	}
	g->heap[at] = last;
	return &g->tasks[first];
}

struct cul_task *cul_task_new(struct cul_gen *g, uint64_t t_usec)
{
	struct cul_task *t;

	if (!g->free_len)
		return NULL;
	t = &g->tasks[g->free[g->free_head]];
	g->free_head = (g->free_head + 1) % CUL_TASKS_MAX;
	g->free_len--;
	memset(t, 0, sizeof(*t));
	t->born_usec = t_usec;
	cul_task_put(g, t, t_usec);
	return t;
}

/*
 * The short id of a message that was removed may come again; that of one held
 * may not, it is still in the queue. Nor may that of one that was deferred: a
 * report that knows a message by its id alone would take the two for one, and
 * counts of deferred messages could not be compared.
 */
void cul_task_end(struct cul_gen *g, struct cul_task *t)
{
	uint32_t at = (g->free_head + g->free_len) % CUL_TASKS_MAX;

	if (t->kind == CUL_TASK_MESSAGE && t->inode && !t->keeps_id) {
		uint32_t n = g->spares[t->host];

		if (n < CUL_SPARE_IDS)
			g->spares[t->host]++;
		else
			n = cul_random_below(g, CUL_SPARE_IDS);
		g->spare[t->host][n] =
			(struct cul_id){ .inode = t->inode, .usec = t->usec };
	}
	g->free[at] = (uint32_t)(t - g->tasks);
	g->free_len++;
}

/* Microseconds as five hex digits, then the queue file's inode in hex. */
static void name_short(struct cul_gen *g, struct cul_task *t)
{
	struct cul_out tmp = { .buf = t->qid };
	uint32_t n = g->spares[t->host];

	t->inode = 0xa72000 + (uint32_t)(t - g->tasks);
	t->usec = (uint32_t)(t->born_usec % CUL_SEC_USEC);
	if (n == CUL_SPARE_IDS && cul_chance(g, 300)) {
		struct cul_id *spare = &g->spare[t->host][0];

		spare += cul_random_below(g, n);
		t->inode = spare->inode;
		t->usec = spare->usec;
		*spare = g->spare[t->host][n - 1];
		g->spares[t->host]--;
	}
	cul_out_hex(&tmp, t->usec, 5, true);
	cul_out_hex(&tmp, t->inode, 1, true);
}

/*
 * Seconds (6 digits) and microseconds (4) in base 52, "z", and the inode in
 * base 51: global/mail_queue.h of Postfix 2.9 and later.
 */
static void name_long(const struct cul_gen *g, struct cul_task *t)
{
	static const char digits[] =
		"0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
	uint64_t sec = 1795132800 + t->born_usec / CUL_SEC_USEC;
	uint64_t usec = t->born_usec % CUL_SEC_USEC;
	uint64_t inode = 1048576 + (uint64_t)(t - g->tasks);

	for (int i = 5; i >= 0; i--, sec /= 52)
		t->qid[i] = digits[sec % 52];
	for (int i = 9; i >= 6; i--, usec /= 52)
		t->qid[i] = digits[usec % 52];
	t->qid[10] = 'z';
	for (int i = 14; i >= 11; i--, inode /= 51)
		t->qid[i] = digits[inode % 51];
}

void cul_task_name(struct cul_gen *g, struct cul_task *t)
{
	memset(t->qid, 0, sizeof(t->qid));
	if (t->host == CUL_HOST_MX2 || t->host == CUL_HOST_RELAY2)
		name_long(g, t);
	else
		name_short(g, t);
}

uint64_t cul_after(struct cul_gen *g, uint32_t msec)
{
	uint64_t half = msec * CUL_MSEC_USEC / 2;

	return g->now_usec + half + 1 + cul_random(g) % (2 * half + 1);
}
