/* \summary: sources by address and by name, sorted: Judy arrays */
#include "evidence/order.h"

#include <stdlib.h>

#include "culprit/err.h"
#include "culprit/limits.h"
#include "culprit/suggestion.h"

/* Judy's macros exit(1) on error unless this stands before the header. */
#define JUDYERROR_NOTEST 1
#include <Judy.h>

enum { KEY_MAX = CUL_RECORD_MAX + 2 };

/* IPv4 keys are the address; IPv6 keys the /64, which is what a source is. */
static Word_t addr_key(const struct cul_addr *a)
{
	unsigned from = cul_addr_is_v4(a) ? 12 : 0;
	unsigned n = cul_addr_is_v4(a) ? 4 : 8;
	Word_t key = 0;

	for (unsigned i = 0; i < n; i++)
		key = key << 8 | a->b[from + i];
	return key;
}

static void **addr_root(struct cul_order *o, const struct cul_addr *a)
{
	return cul_addr_is_v4(a) ? &o->v4 : &o->v6;
}

/* A name may be as long as a record; "a" sorts accounts before customers. */
static uint8_t *name_key(enum cul_subject subject, const char *name)
{
	size_t len = strlen(name);
	uint8_t *key = len < KEY_MAX - 1 ? malloc(len + 2) : NULL;

	if (key != NULL) {
		key[0] = (uint8_t)('a' + subject);
		memcpy(key + 1, name, len + 1);
	}
	return key;
}

void cul_order_done(struct cul_order *o)
{
	(void)JudyLFreeArray(&o->v4, PJE0);
	(void)JudyLFreeArray(&o->v6, PJE0);
	(void)JudySLFreeArray(&o->named, PJE0);
}

int cul_order_put(struct cul_order *o, enum cul_subject subject,
		  const struct cul_addr *addr, const char *name, uint32_t id)
{
	void **value;

	if (name == NULL || subject == CUL_SUBJECT_IP) {
		value = JudyLIns(addr_root(o, addr), addr_key(addr), PJE0);
	} else {
		uint8_t *key = name_key(subject, name);

		if (key == NULL)
			return CUL_ENOMEM;
		value = JudySLIns(&o->named, key, PJE0);
		free(key);
	}
	if (value == NULL || value == PPJERR)
		return CUL_ENOMEM;
	*(Word_t *)value = (Word_t)id + 1;
	return CUL_OK;
}

void cul_order_drop(struct cul_order *o, enum cul_subject subject,
		    const struct cul_addr *addr, const char *name)
{
	if (name == NULL || subject == CUL_SUBJECT_IP) {
		(void)JudyLDel(addr_root(o, addr), addr_key(addr), PJE0);
	} else {
		uint8_t *key = name_key(subject, name);

		if (key != NULL)
			(void)JudySLDel(&o->named, key, PJE0);
		free(key);
	}
}

static int walk_addrs(const void *root, int (*visit)(void *arg, uint32_t id),
		      void *arg)
{
	Word_t key = 0;
	void **value;
	int err = CUL_OK;

	for (value = JudyLFirst(root, &key, PJE0);
	     value != NULL && err == CUL_OK;
	     value = JudyLNext(root, &key, PJE0))
		err = visit(arg, (uint32_t)(*(Word_t *)value - 1));
	return err;
}

int cul_order_walk(const struct cul_order *o,
		   int (*visit)(void *arg, uint32_t id), void *arg)
{
	uint8_t *key = calloc(1, KEY_MAX);
	void **value;
	int err;

	if (key == NULL)
		return CUL_ENOMEM;
	err = walk_addrs(o->v4, visit, arg);
	if (err == CUL_OK)
		err = walk_addrs(o->v6, visit, arg);
	for (value = JudySLFirst(o->named, key, PJE0);
	     value != NULL && err == CUL_OK;
	     value = JudySLNext(o->named, key, PJE0))
		err = visit(arg, (uint32_t)(*(Word_t *)value - 1));
	free(key);
	return err;
}
