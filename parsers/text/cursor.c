/* \summary: bounded cursor over borrowed text */
#include "culprit/sv.h"

uint64_t cul_take_u64_long(struct cul_cur *c, uint64_t max)
{
	const char *p = c->p;
	uint64_t n = 0;

	if (c->bad)
		return 0;
	for (; p < c->end && *p >= '0' && *p <= '9'; p++) {
		unsigned d = (unsigned)(*p - '0');

		if (d > max || n > (max - d) / 10) {
			c->bad = true;
			return 0;
		}
		n = n * 10 + d;
	}
	if (p == c->p) {
		c->bad = true;
		return 0;
	}
	c->p = p;
	return n;
}

static char folded(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* The first of the `n` bytes at `p` that is `a` or `b`, or their end. */
static const char *either_find(const char *p, size_t n, char a, char b)
{
	const char *end = p + n;

#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		unsigned hit = cul_find_mask16(p, a) | cul_find_mask16(p, b);

		if (hit != 0)
			return p + __builtin_ctz(hit);
	}
#endif
	while (p < end && *p != a && *p != b)
		p++;
	return p;
}

const char *cul_sv_find_fold(struct cul_sv v, struct cul_sv needle)
{
	const char *p = v.ptr;
	const char *end;
	char low, up;

	if (p == NULL || needle.len > v.len)
		return NULL;
	if (needle.len == 0)
		return p;
	low = needle.ptr[0];
	up = low >= 'a' && low <= 'z' ? (char)(low - ('a' - 'A')) : low;
	end = p + (v.len - needle.len + 1);
	for (; p < end; p++) {
		size_t k = 1;

		p = either_find(p, (size_t)(end - p), low, up);
		if (p == end)
			break;
		while (k < needle.len && folded(p[k]) == needle.ptr[k])
			k++;
		if (k == needle.len)
			return p;
	}
	return NULL;
}
