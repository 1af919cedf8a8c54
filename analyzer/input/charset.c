/* \summary: UTF-16 to UTF-8, unit by unit */
#include "input/charset.h"

#include <stdlib.h>

enum { UNIT = 2, PAIR = 4, UTF8_MAX = 4, REPLACEMENT = 0xfffd };

struct charset {
	struct cul_layer layer;
	struct cul_tap in;
	bool big_endian, done;
	char held[UTF8_MAX]; /* of a character, what had no room */
	size_t held_at, held_len;
};

size_t cul_utf8_put(char *to, uint32_t code)
{
	if (code > 0x10ffff || (code & 0xfffff800) == 0xd800)
		code = REPLACEMENT;
	if (code < 0x80) {
		to[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		to[0] = (char)(0xc0 | code >> 6);
		to[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		to[0] = (char)(0xe0 | code >> 12);
		to[1] = (char)(0x80 | (code >> 6 & 0x3f));
		to[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | code >> 18);
	to[1] = (char)(0x80 | (code >> 12 & 0x3f));
	to[2] = (char)(0x80 | (code >> 6 & 0x3f));
	to[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

static uint32_t unit(const struct charset *c, size_t at)
{
	const unsigned char *p = (unsigned char *)c->in.bytes + c->in.at + at;
	uint32_t a = p[0], b = p[1];

	return c->big_endian ? a << 8 | b : b << 8 | a;
}

/* The next character, which takes *ret_len bytes; false at the end. */
static bool next(struct charset *c, uint32_t *ret_code, size_t *ret_len)
{
	uint32_t high, low;

	if (cul_tap_need(&c->in, UNIT) < UNIT)
		return false;
	*ret_code = high = unit(c, 0);
	*ret_len = UNIT;
	if ((high & 0xfc00) != 0xd800 || cul_tap_need(&c->in, PAIR) < PAIR)
		return true;
	low = unit(c, UNIT);
	if ((low & 0xfc00) != 0xdc00)
		return true;
	*ret_code = 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff);
	*ret_len = PAIR;
	return true;
}

static int at_end(struct charset *c)
{
	if (c->in.err == 0 && cul_tap_held(&c->in) > 0 && !c->done)
		cul_told_note(c->layer.told,
			      "one byte too many at the end of UTF-16 was not "
			      "read");
	c->done = true;
	return c->in.err;
}

static size_t take_held(struct charset *c, char *buf, size_t cap)
{
	size_t n = c->held_len - c->held_at;

	if (n > cap)
		n = cap;
	memcpy(buf, c->held + c->held_at, n);
	c->held_at += n;
	return n;
}

/* A character belongs to the time its first byte was written. */
static ssize_t charset_read(struct cul_layer *l, char *buf, size_t cap)
{
	struct charset *c = (struct charset *)l;
	size_t out = take_held(c, buf, cap), len = 0;
	uint32_t code = 0;

	if (out > 0)
		return (ssize_t)out;
	while (out < cap) {
		int64_t sec;

		/* What would have to be waited for can come later. */
		if (out > 0 && cul_tap_held(&c->in) < PAIR)
			break;
		if (!next(c, &code, &len))
			break;
		sec = cul_tap_sec(&c->in);
		if (out > 0 && sec != l->written_sec)
			break;
		l->written_sec = sec;
		c->in.at += len;
		if (cap - out >= UTF8_MAX) {
			out += cul_utf8_put(buf + out, code);
			continue;
		}
		c->held_len = cul_utf8_put(c->held, code);
		c->held_at = 0;
		out += take_held(c, buf + out, cap - out);
	}
	return out > 0 ? (ssize_t)out : at_end(c);
}

static void charset_free(struct cul_layer *l)
{
	struct charset *c = (struct charset *)l;

	cul_tap_done(&c->in);
	free(c);
}

static int utf16_on(struct cul_tap *tap, bool big_endian)
{
	struct charset *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return CUL_ENOMEM;
	tap->at += UNIT;
	c->big_endian = big_endian;
	c->layer.read = charset_read;
	c->layer.free = charset_free;
	cul_tap_push(tap, &c->in, &c->layer);
	return 1;
}

int cul_charset_try(struct cul_tap *tap)
{
	size_t n = cul_tap_need(tap, PAIR);
	const char *p = tap->bytes + tap->at;

	if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		tap->at += 3;
		return 1;
	}
	/* With two NUL bytes behind it, it would be UTF-32's. */
	if (n >= PAIR && p[2] == '\0' && p[3] == '\0')
		return 0;
	if (n >= UNIT && memcmp(p, "\xff\xfe", UNIT) == 0)
		return utf16_on(tap, false);
	if (n >= UNIT && memcmp(p, "\xfe\xff", UNIT) == 0)
		return utf16_on(tap, true);
	return 0;
}
