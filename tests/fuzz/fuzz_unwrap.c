/* \summary: any bytes as wrapped lines: the same lines however they come */
#include <stdlib.h>

#include "culprit/limits.h"
#include "input/charset.h"
#include "input/unwrap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hold(bool ok)
{
	if (!ok)
		abort();
}

/* Bytes in memory, `step` at a time. */
struct memory {
	struct cul_layer layer;
	struct cul_told told;
	const char *p;
	size_t len, step;
};

static ssize_t memory_read(struct cul_layer *l, char *buf, size_t cap)
{
	struct memory *m = (struct memory *)l;
	size_t n = m->len < m->step ? m->len : m->step;

	if (n > cap)
		n = cap;
	if (n > 0)
		memcpy(buf, m->p, n);
	m->p += n;
	m->len -= n;
	return (ssize_t)n;
}

static void memory_free(struct cul_layer *l)
{
	(void)l;
}

struct text {
	char *p;
	size_t len, cap;
	int rc;
};

static struct text all_of(const uint8_t *data, size_t size, size_t step,
			  size_t room)
{
	struct memory m = { .p = (const char *)data, .len = size };
	struct text t = { 0 };
	struct cul_tap tap;
	ssize_t n = 1;
	int64_t sec;

	m.step = step;
	m.layer.read = memory_read;
	m.layer.free = memory_free;
	m.layer.told = &m.told;
	cul_tap_init(&tap, &m.layer);
	hold(cul_charset_try(&tap) >= 0 && cul_unwrap_try(&tap) >= 0);
	while (n > 0) {
		if (t.cap - t.len < room) {
			t.cap = 2 * t.cap + room;
			t.p = realloc(t.p, t.cap);
			hold(t.p != NULL);
		}
		n = cul_tap_read(&tap, t.p + t.len, room, &sec);
		hold(n <= (ssize_t)room);
		t.len += n > 0 ? (size_t)n : 0;
	}
	t.rc = (int)n;
	cul_tap_done(&tap);
	return t;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text a = all_of(data, size, SIZE_MAX, 4096);
	struct text b = all_of(data, size, size % 7 + 1, size % 5 + 1);

	hold(a.rc == 0 && b.rc == 0 && a.len == b.len);
	hold(a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
	free(a.p);
	free(b.p);
	return 0;
}
