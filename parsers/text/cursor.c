/* \summary: bounded cursor over borrowed text */
#include "culprit/sv.h"

static const struct cul_sv absent = { NULL, 0 };

struct cul_sv cul_take_until_lit(struct cul_cur *c, struct cul_sv stop)
{
	const char *hit = NULL;

	if (!c->bad)
		hit = cul_sv_find(cul_cur_rest(c), stop);
	if (hit == NULL) {
		c->bad = true;
		return absent;
	}
	struct cul_sv out = { c->p, (size_t)(hit - c->p) };

	c->p = hit + stop.len;
	return out;
}

uint64_t cul_take_u64(struct cul_cur *c, uint64_t max)
{
	const char *p = c->p;
	uint64_t n = 0;

	if (c->bad)
		return 0;
	/* Nine digits always fit; a division for each more is dear. */
	for (const char *nine = c->end - p > 9 ? p + 9 : c->end;
	     p < nine && *p >= '0' && *p <= '9'; p++)
		n = n * 10 + (unsigned)(*p - '0');
	if (n > max) {
		c->bad = true;
		return 0;
	}
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

const char *cul_sv_find(struct cul_sv v, struct cul_sv needle)
{
	const char *p = v.ptr;
	const char *last;

	if (p == NULL || needle.len > v.len)
		return NULL;
	if (needle.len == 0)
		return p;
	last = p + (v.len - needle.len);
	while (p <= last) {
		p = memchr(p, needle.ptr[0], (size_t)(last - p) + 1);
		if (p == NULL)
			return NULL;
		if (memcmp(p, needle.ptr, needle.len) == 0)
			return p;
		p++;
	}
	return NULL;
}

static char folded(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

const char *cul_sv_find_fold(struct cul_sv v, struct cul_sv needle)
{
	if (v.ptr == NULL || needle.len > v.len)
		return NULL;
	for (size_t i = 0; i + needle.len <= v.len; i++) {
		size_t k = 0;

		while (k < needle.len && folded(v.ptr[i + k]) == needle.ptr[k])
			k++;
		if (k == needle.len)
			return v.ptr + i;
	}
	return NULL;
}
