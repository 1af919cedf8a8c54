/* \summary: what is remembered, to disk and back, by one description of it */
#include "evidence/state.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* The header: as it lies, since it is for one machine. A change of what is
 * written raises FORMAT. */
enum { FORMAT = 1, VERSION_MAX = 40, BUFFER = 64 * 1024 };
#define ORDER UINT32_C(0x01020304)

static const char magic[8] = { 'c', 'u', 'l', 's', 't', 'a', 't', 'e' };

struct header {
	char magic[sizeof(magic)];
	uint32_t format, order;
	uint64_t layout;
	char version[VERSION_MAX]; /* NUL to its end */
};

struct cul_state {
	int err;
	bool reading;
	/* of a reader */
	const char *p, *end;
	/* of a writer */
	cul_state_put *put;
	void *arg;
	XXH3_state_t *sum;
	size_t n;
	char buf[BUFFER];
};

bool cul_state_is_reading(const struct cul_state *s)
{
	return s->reading;
}

int cul_state_err(const struct cul_state *s)
{
	return s->err;
}

void cul_state_fail(struct cul_state *s, int err)
{
	if (s->err == CUL_OK)
		s->err = err;
}

bool cul_state_check(struct cul_state *s, bool ok)
{
	if (!ok)
		cul_state_fail(s, CUL_ECORRUPT);
	return s->err == CUL_OK;
}

static void give(struct cul_state *s, const void *bytes, size_t n)
{
	int err;

	if (s->err != CUL_OK || n == 0)
		return;
	(void)XXH3_128bits_update(s->sum, bytes, n);
	err = s->put(s->arg, bytes, n);
	if (err != CUL_OK)
		cul_state_fail(s, err);
}

static void flush(struct cul_state *s)
{
	give(s, s->buf, s->n);
	s->n = 0;
}

void cul_state_write(struct cul_state *s, const void *p, size_t n)
{
	assert(!s->reading);
	if (s->err != CUL_OK || n == 0)
		return;
	if (n > sizeof(s->buf) - s->n)
		flush(s);
	if (n > sizeof(s->buf)) {
		give(s, p, n);
		return;
	}
	memcpy(s->buf + s->n, p, n);
	s->n += n;
}

void cul_state_raw(struct cul_state *s, void *p, size_t n)
{
	if (n == 0)
		return;
	if (!s->reading) {
		cul_state_write(s, p, n);
		return;
	}
	if (s->err == CUL_OK && n > (size_t)(s->end - s->p))
		cul_state_fail(s, CUL_ECORRUPT);
	if (s->err != CUL_OK) {
		memset(p, 0, n);
		return;
	}
	memcpy(p, s->p, n);
	s->p += n;
}

/* Of up to 64 words which are not zero, and then these. */
static void words_write(struct cul_state *s, const char *p, size_t n)
{
	uint64_t v[65], w, set = 0;
	size_t kept = 1;

	for (size_t i = 0; i < n; i++) {
		memcpy(&w, p + i * sizeof(w), sizeof(w));
		v[kept] = w;
		kept += w != 0;
		set |= (uint64_t)(w != 0) << i;
	}
	v[0] = set;
	cul_state_raw(s, v, kept * sizeof(*v));
}

static void words_read(struct cul_state *s, char *p, size_t n)
{
	uint64_t v[64], set;
	size_t at = 0;

	CUL_STATE(s, set);
	if (!cul_state_check(s, n == 64 || set >> n == 0))
		set = 0;
	cul_state_raw(s, v, (size_t)__builtin_popcountll(set) * sizeof(*v));
	memset(p, 0, n * sizeof(*v));
	for (; set != 0; set &= set - 1)
		memcpy(p + (size_t)__builtin_ctzll(set) * sizeof(*v), &v[at++],
		       sizeof(*v));
}

void cul_state_sparse(struct cul_state *s, void *p, size_t n)
{
	char *at = p;

	while (n >= sizeof(uint64_t)) {
		size_t words = n / sizeof(uint64_t);

		if (words > 64)
			words = 64;
		if (s->reading)
			words_read(s, at, words);
		else
			words_write(s, at, words);
		at += words * sizeof(uint64_t);
		n -= words * sizeof(uint64_t);
	}
	cul_state_raw(s, at, n);
}

void cul_state_count(struct cul_state *s, size_t *n, size_t most)
{
	uint64_t all = *n;

	CUL_STATE(s, all);
	if (!s->reading)
		return;
	/* Nothing that is counted takes less than a byte. */
	if (all > most || !cul_state_holds(s, (size_t)all, 1)) {
		cul_state_fail(s, CUL_ECORRUPT);
		all = 0;
	}
	*n = (size_t)all;
}

bool cul_state_holds(struct cul_state *s, size_t n, size_t size)
{
	if (s->err == CUL_OK && s->reading &&
	    n > (size_t)(s->end - s->p) / size)
		cul_state_fail(s, CUL_ECORRUPT);
	return s->err == CUL_OK;
}

bool cul_state_are_bools(const void *p, size_t n)
{
	const unsigned char *b = p;
	bool all = true;

	for (size_t i = 0; i < n; i++)
		all = all && b[i] <= 1;
	return all;
}

static void string_read(struct cul_state *s, char **p, size_t n)
{
	char *text = malloc(n + 1);

	if (text == NULL) {
		cul_state_fail(s, CUL_ENOMEM);
		return;
	}
	cul_state_raw(s, text, n);
	text[n] = '\0';
	if (!cul_state_check(s, memchr(text, '\0', n) == NULL)) {
		free(text);
		return;
	}
	*p = text;
}

void cul_state_string(struct cul_state *s, char **p, size_t most)
{
	uint8_t is_there = *p != NULL;
	size_t n = 0;

	CUL_STATE(s, is_there);
	(void)cul_state_check(s, is_there <= 1);
	if (is_there) {
		if (!s->reading)
			n = strlen(*p);
		cul_state_count(s, &n, most);
	}
	if (!s->reading) {
		cul_state_raw(s, *p, n);
		return;
	}
	*p = NULL;
	if (is_there && s->err == CUL_OK)
		string_read(s, p, n);
}

void cul_state_part(struct cul_state *s, const char *name)
{
	uint64_t number = XXH3_64bits(name, strlen(name)), got = number;

	CUL_STATE(s, got);
	if (got != number)
		cul_state_fail(s, CUL_ECORRUPT);
}

uint64_t cul_state_layout_add(uint64_t number, const char *name, size_t size)
{
	return XXH3_64bits_withSeed(name, strlen(name),
				    number * UINT64_C(0x9e3779b97f4a7c15) +
					    size);
}

void cul_state_layout(struct cul_state *s, uint64_t number)
{
	uint64_t got = number;

	CUL_STATE(s, got);
	if (got != number)
		cul_state_fail(s, CUL_ECONF);
}

static struct header header_of(const char *version)
{
	struct header h = { .format = FORMAT,
			    .order = ORDER,
			    .layout = cul_state_layout_evidence() };
	size_t n = strlen(version);

	memcpy(h.magic, magic, sizeof(magic));
	memcpy(h.version, version, n < VERSION_MAX ? n : VERSION_MAX);
	return h;
}

int cul_state_writer_of(const char *version, cul_state_put *put, void *arg,
			struct cul_state **ret)
{
	struct header h = header_of(version);
	struct cul_state *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return CUL_ENOMEM;
	s->put = put;
	s->arg = arg;
	s->sum = XXH3_createState();
	if (s->sum == NULL) {
		free(s);
		return CUL_ENOMEM;
	}
	(void)XXH3_128bits_reset(s->sum);
	CUL_STATE(s, h);
	*ret = s;
	return CUL_OK;
}

int cul_state_writer(cul_state_put *put, void *arg, struct cul_state **ret)
{
	return cul_state_writer_of(CUL_VERSION, put, arg, ret);
}

/* Is the sum at its end that of all before? */
static bool is_whole(const char *p, size_t n)
{
	XXH128_canonical_t told, is;

	memcpy(&told, p + n, sizeof(told));
	XXH128_canonicalFromHash(&is, XXH3_128bits(p, n));
	return memcmp(&told, &is, sizeof(is)) == 0;
}

int cul_state_reader(const void *bytes, size_t len, struct cul_state **ret)
{
	const struct header ours = header_of(CUL_VERSION);
	struct header h;
	const char *p = bytes;
	struct cul_state *s;

	if (len < sizeof(h) + sizeof(XXH128_canonical_t))
		return CUL_ECORRUPT;
	len -= sizeof(XXH128_canonical_t);
	memcpy(&h, p, sizeof(h));
	if (memcmp(h.magic, magic, sizeof(magic)) != 0 || !is_whole(p, len))
		return CUL_ECORRUPT;
	if (memcmp(&h, &ours, sizeof(h)) != 0)
		return CUL_ECONF;
	s = calloc(1, sizeof(*s));
	if (s == NULL)
		return CUL_ENOMEM;
	s->reading = true;
	s->p = p + sizeof(h);
	s->end = p + len;
	*ret = s;
	return CUL_OK;
}

static void sum_write(struct cul_state *s)
{
	XXH128_canonical_t sum;
	int err;

	flush(s);
	XXH128_canonicalFromHash(&sum, XXH3_128bits_digest(s->sum));
	if (s->err != CUL_OK)
		return;
	err = s->put(s->arg, &sum, sizeof(sum));
	if (err != CUL_OK)
		cul_state_fail(s, err);
}

int cul_state_end(struct cul_state **sp)
{
	struct cul_state *s = *sp;
	int err;

	if (s->reading) {
		(void)cul_state_check(s, s->p == s->end);
	} else {
		sum_write(s);
		(void)XXH3_freeState(s->sum);
	}
	err = s->err;
	free(s);
	*sp = NULL;
	return err;
}
