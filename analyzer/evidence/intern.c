/* \summary: strings kept once, for as long as the table lives */
#include "evidence/intern.h"

#include <stdlib.h>

#include "culprit/err.h"
#include "culprit/limits.h"
#include "evidence/hash.h"
#include "evidence/state.h"

enum { CHUNK = 64 * 1024 };

void cul_intern_done(struct cul_intern *t)
{
	for (size_t i = 0; i < t->n_chunks; i++)
		free(t->chunks[i]);
	free(t->chunks);
	free(t->strings);
	cul_flat_done(&t->index);
	*t = (struct cul_intern){ 0 };
}

static int chunk_new(struct cul_intern *t, size_t need)
{
	size_t room = need > CHUNK ? need : CHUNK;
	char **more = realloc(t->chunks, (t->n_chunks + 1) * sizeof(*more));

	if (more == NULL)
		return CUL_ENOMEM;
	t->chunks = more;
	t->chunk = malloc(room);
	if (t->chunk == NULL)
		return CUL_ENOMEM;
	t->chunks[t->n_chunks++] = t->chunk;
	t->used = 0;
	t->room = room;
	t->bytes += room;
	return CUL_OK;
}

/* The length stands before the text, so that NUL bytes compare. */
static int text_keep(struct cul_intern *t, struct cul_sv v, const char **ret)
{
	size_t need = sizeof(uint32_t) + v.len + 1;
	uint32_t len = (uint32_t)v.len;
	char *p;

	if (t->chunk == NULL || t->room - t->used < need) {
		int err = chunk_new(t, need);

		if (err != CUL_OK)
			return err;
	}
	p = t->chunk + t->used;
	memcpy(p, &len, sizeof(len));
	p += sizeof(len);
	if (v.len != 0)
		memcpy(p, v.ptr, v.len);
	p[v.len] = '\0';
	t->used += need;
	*ret = p;
	return CUL_OK;
}

static bool is_same(const char *kept, struct cul_sv v)
{
	uint32_t len;

	memcpy(&len, kept - sizeof(len), sizeof(len));
	return len == v.len && (len == 0 || memcmp(kept, v.ptr, len) == 0);
}

static int string_add(struct cul_intern *t, struct cul_sv v, uint64_t hash,
		      uint32_t *ret_number)
{
	int err;

	if (t->n_strings == t->strings_room) {
		size_t room = t->strings_room ? t->strings_room * 2 : 256;
		const char **more = realloc(t->strings, room * sizeof(*more));

		if (more == NULL)
			return CUL_ENOMEM;
		t->strings = more;
		t->strings_room = room;
	}
	err = text_keep(t, v, &t->strings[t->n_strings]);
	if (err == CUL_OK)
		err = cul_flat_add(&t->index, hash, (uint32_t)t->n_strings, 0);
	if (err == CUL_OK)
		*ret_number = (uint32_t)t->n_strings++;
	return err;
}

int cul_intern(struct cul_intern *t, struct cul_sv v, uint32_t *ret_number)
{
	uint64_t hash = cul_hash(v, 0);
	struct cul_flat_slot *slot;
	bool first = true;
	size_t pos;

	while ((slot = cul_flat_next(&t->index, hash, &pos, &first)) != NULL)
		if (is_same(t->strings[slot->value], v)) {
			*ret_number = slot->value;
			return CUL_OK;
		}
	return string_add(t, v, hash, ret_number);
}

const char *cul_intern_text(const struct cul_intern *t, uint32_t number)
{
	return t->strings[number];
}

static struct cul_sv kept_sv(const char *kept)
{
	uint32_t len;

	memcpy(&len, kept - sizeof(len), sizeof(len));
	return (struct cul_sv){ kept, len };
}

uint32_t cul_intern_number(const struct cul_intern *t, const char *kept)
{
	const struct cul_sv v = kept_sv(kept);
	struct cul_flat_slot *slot;
	bool first = true;
	size_t pos;

	while ((slot = cul_flat_next(&t->index, cul_hash(v, 0), &pos,
				     &first)) != NULL)
		if (t->strings[slot->value] == kept)
			break;
	return slot != NULL ? slot->value : UINT32_MAX;
}

/* One after the other, as they came, so that all lies as it did. */
static void string_read(struct cul_state *s, struct cul_intern *t, char *buf)
{
	const size_t expected = t->n_strings;
	size_t n = 0;
	uint32_t number = 0;
	int err;

	cul_state_count(s, &n, CUL_RECORD_MAX);
	cul_state_raw(s, buf, n);
	if (cul_state_err(s) != CUL_OK)
		return;
	err = cul_intern(t, (struct cul_sv){ buf, n }, &number);
	if (err != CUL_OK)
		cul_state_fail(s, err);
	else
		(void)cul_state_check(s, number == expected);
}

static int strings_read(struct cul_state *s, struct cul_intern *t, size_t n)
{
	char *buf = malloc(CUL_RECORD_MAX);

	if (buf == NULL) {
		cul_state_fail(s, CUL_ENOMEM);
		return CUL_ENOMEM;
	}
	for (size_t i = 0; i < n && cul_state_err(s) == CUL_OK; i++)
		string_read(s, t, buf);
	free(buf);
	return cul_state_err(s);
}

int cul_intern_state(struct cul_state *s, struct cul_intern *t)
{
	size_t all = t->n_strings;

	cul_state_count(s, &all, UINT32_MAX - 1);
	if (cul_state_is_reading(s))
		return strings_read(s, t, all);
	for (size_t i = 0; i < all; i++) {
		struct cul_sv v = kept_sv(t->strings[i]);

		cul_state_count(s, &v.len, SIZE_MAX);
		cul_state_write(s, v.ptr, v.len);
	}
	return cul_state_err(s);
}
