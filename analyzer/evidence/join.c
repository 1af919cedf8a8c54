/* \summary: the messages in flight: what earlier lines said of them */
#include "evidence/join_int.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "culprit/err.h"
#include "culprit/stamp.h"
#include "evidence/hash.h"

/* Postfix gives up a message after maximal_queue_lifetime, 5 days by default
 * (postconf(5)); what is older lost its "removed" line. */
#define LIFETIME_USEC (7 * CUL_USEC_PER_DAY)

/* A line of a header may have so many bytes (RFC 5322 2.1.1). */
enum { PLAIN_ID_MAX = 998 };

#define NONE UINT32_MAX

static struct cul_message *at(const struct cul_join *j, uint32_t slot)
{
	return cul_join_at(j, slot);
}

struct cul_join *cul_join_new(size_t most)
{
	struct cul_join *j = calloc(1, sizeof(*j));

	if (j != NULL) {
		j->most = most;
		j->free_slot = j->oldest = j->newest = NONE;
	}
	return j;
}

void cul_join_free(struct cul_join **jp)
{
	struct cul_join *j = *jp;

	if (j == NULL)
		return;
	for (size_t i = 0; i < j->n_pages; i++)
		free(j->pages[i]);
	free(j->pages);
	cul_flat_done(&j->by_key);
	cul_flat_done(&j->by_message_id);
	free(j);
	*jp = NULL;
}

uint64_t cul_join_key(struct cul_sv host, struct cul_sv id)
{
	return cul_hash(id, cul_hash(host, 1));
}

struct cul_message *cul_join_find(const struct cul_join *j, uint64_t key)
{
	const struct cul_flat_slot *s = cul_flat_find(&j->by_key, key);

	return s != NULL ? at(j, s->value) : NULL;
}

void cul_join_prefetch(const struct cul_join *j, uint64_t key)
{
	cul_flat_prefetch(&j->by_key, key);
}

int cul_join_page_new(struct cul_join *j)
{
	struct cul_message **more =
		realloc(j->pages, (j->n_pages + 1) * sizeof(*more));

	if (more == NULL)
		return CUL_ENOMEM;
	j->pages = more;
	j->pages[j->n_pages] =
		malloc(CUL_JOIN_PAGE * sizeof(struct cul_message));
	if (j->pages[j->n_pages] == NULL)
		return CUL_ENOMEM;
	j->n_pages++;
	return CUL_OK;
}

static int slot_new(struct cul_join *j, uint32_t *ret_slot)
{
	if (j->free_slot != NONE) {
		*ret_slot = j->free_slot;
		j->free_slot = at(j, j->free_slot)->newer;
		return CUL_OK;
	}
	if (j->n_slots == j->n_pages * CUL_JOIN_PAGE &&
	    cul_join_page_new(j) != CUL_OK)
		return CUL_ENOMEM;
	*ret_slot = j->n_slots++;
	return CUL_OK;
}

void cul_join_anonymous(struct cul_join *j, struct cul_message *m)
{
	if (m->message_id != 0)
		cul_flat_remove(
			&j->by_message_id,
			cul_flat_find(&j->by_message_id, m->message_id));
	m->message_id = 0;
}

static void unlink_age(struct cul_join *j, struct cul_message *m)
{
	if (m->older != NONE)
		at(j, m->older)->newer = m->newer;
	else
		j->oldest = m->newer;
	if (m->newer != NONE)
		at(j, m->newer)->older = m->older;
	else
		j->newest = m->older;
}

/* Of a message in flight, which is always in the index. */
static struct cul_flat_slot *slot_of(const struct cul_join *j,
				     const struct cul_message *m)
{
	struct cul_flat_slot *s = cul_flat_find(&j->by_key, m->key);

	assert(s != NULL);
	return s;
}

void cul_join_end(struct cul_join *j, struct cul_message *m)
{
	struct cul_flat_slot *s = slot_of(j, m);
	uint32_t slot = s->value;

	cul_join_anonymous(j, m);
	unlink_age(j, m);
	cul_flat_remove(&j->by_key, s);
	m->newer = j->free_slot;
	j->free_slot = slot;
	j->n--;
}

static void make_room(struct cul_join *j, int64_t t_usec)
{
	while (j->oldest != NONE &&
	       t_usec - at(j, j->oldest)->t_usec > LIFETIME_USEC)
		cul_join_end(j, at(j, j->oldest));
	while (j->n >= j->most && j->oldest != NONE) {
		cul_join_end(j, at(j, j->oldest));
		j->evicted++;
	}
}

int cul_join_begin(struct cul_join *j, uint64_t key, int64_t t_usec,
		   struct cul_message **ret_message)
{
	struct cul_message *m = cul_join_find(j, key);
	uint32_t slot;
	int err;

	if (m != NULL)
		cul_join_end(j, m);
	make_room(j, t_usec);
	err = slot_new(j, &slot);
	if (err == CUL_OK)
		err = cul_flat_add(&j->by_key, key, slot, 0);
	if (err != CUL_OK)
		return err;
	m = at(j, slot);
	*m = (struct cul_message){
		.key = key,
		.t_usec = t_usec,
		.source = CUL_MESSAGE_NOBODY,
		.older = j->newest,
		.newer = NONE,
		.slot = slot,
	};
	if (j->newest != NONE)
		at(j, j->newest)->newer = slot;
	else
		j->oldest = slot;
	j->newest = slot;
	j->n++;
	*ret_message = m;
	return CUL_OK;
}

/* A Message-ID as SpamAssassin writes it, which is the least that anybody says
 * of it (spamd/spamd.raw, parse_headers): without comments, cut at the first
 * '>', blanks or a byte that is no ASCII as '?', a comma as '_'. Whoever puts
 * such into his ids would hide from the verdict else. */
static size_t plain_id(struct cul_sv id, char *out, size_t cap)
{
	size_t n = 0, blank = cap;

	for (size_t i = 0; i < id.len && n < cap && id.ptr[i] != '>'; i++) {
		char ch = id.ptr[i];
		const char *open =
			ch == ')' && n != 0 ? memrchr(out, '(', n) : NULL;

		if (open != NULL) {
			n = (size_t)(open - out);
			continue;
		}
		if (ch == ' ' || ch == '\t') {
			if (n != 0 && blank == n - 1)
				continue;
			blank = n;
		}
		if (ch == ',')
			ch = '_';
		else if (ch < 0x21 || ch > 0x7e || ch == '<')
			ch = '?';
		out[n++] = ch;
	}
	return n;
}

static uint64_t named_key(struct cul_sv host, struct cul_sv message_id)
{
	char plain[PLAIN_ID_MAX];
	struct cul_sv id = { plain,
			     plain_id(message_id, plain, sizeof(plain)) };
	uint64_t hash = cul_hash(id, cul_hash(host, 2));

	return hash + (hash == 0);
}

struct cul_message *cul_join_named(const struct cul_join *j, struct cul_sv host,
				   struct cul_sv message_id)
{
	const struct cul_flat_slot *s =
		cul_flat_find(&j->by_message_id, named_key(host, message_id));

	return s != NULL ? at(j, s->value) : NULL;
}

/* Only the latest of those with one Message-ID is indexed: anybody may send a
 * million that have the same. */
int cul_join_identify(struct cul_join *j, struct cul_message *m,
		      struct cul_sv host, struct cul_sv message_id,
		      struct cul_message **ret_twin)
{
	uint64_t hash = named_key(host, message_id);
	struct cul_flat_slot *latest;

	*ret_twin = NULL;
	if (m->message_id == hash)
		return CUL_OK;
	cul_join_anonymous(j, m);
	m->message_id = hash;
	latest = cul_flat_find(&j->by_message_id, hash);
	if (latest == NULL)
		return cul_flat_add(&j->by_message_id, hash, m->slot, 0);
	*ret_twin = at(j, latest->value);
	(*ret_twin)->message_id = 0;
	latest->value = m->slot;
	return CUL_OK;
}

void cul_join_set_most(struct cul_join *j, size_t most)
{
	j->most = most;
}

size_t cul_join_count(const struct cul_join *j)
{
	return j->n;
}

uint64_t cul_join_evicted(const struct cul_join *j)
{
	return j->evicted;
}
