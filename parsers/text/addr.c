/* \summary: Internet addresses and prefixes: parse, print, compare */
#include "culprit/addr.h"
#include "text/scan.h"

static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static inline unsigned digit(char c)
{
	return (unsigned char)c - (unsigned)'0';
}

/* One octet, of at most three digits and without a leading zero: where it
 * ends, or NULL. Looks one byte behind each digit. */
static inline const char *octet_read(const char *p, uint8_t *ret_n)
{
	unsigned n = digit(p[0]);
	unsigned d;

	if (n > 9)
		return NULL;
	d = digit(p[1]);
	if (d > 9) {
		*ret_n = (uint8_t)n;
		return p + 1;
	}
	if (n == 0)
		return NULL;
	n = n * 10 + d;
	d = digit(p[2]);
	if (d > 9) {
		*ret_n = (uint8_t)n;
		return p + 2;
	}
	n = n * 10 + d;
	*ret_n = (uint8_t)n;
	return n > 255 ? NULL : p + 3;
}

/* Looks at sixteen bytes at most, and not beyond one that is neither digit nor
 * dot. */
static inline const char *quad_read(const char *p, uint8_t out[4])
{
	for (int i = 0; i < 4; i++) {
		if (i != 0 && *p++ != '.')
			return NULL;
		p = octet_read(p, out + i);
		if (p == NULL)
			return NULL;
	}
	return p;
}

/* Near the end the bytes are put where sixteen may be looked at. */
static __attribute__((noinline)) const char *
quad_read_tail(const char *p, const char *end, uint8_t out[4])
{
	char room[16];
	const char *q;

	cul_chunk_put(cul_chunk_at(p, end), room);
	q = quad_read(room, out);
	return q != NULL ? p + (q - room) : NULL;
}

/* Where the dotted quad at `p` ends, or NULL. */
static inline const char *v4_read(const char *p, const char *end,
				  uint8_t out[4])
{
	if (end - p >= 16 || (end != p && end[-1] == ']'))
		return quad_read(p, out);
	return quad_read_tail(p, end, out);
}

const char *cul_addr_read_v4(const char *p, const char *end,
			     struct cul_addr *ret_addr)
{
	p = v4_read(p, end, ret_addr->b + sizeof(mapped));
	if (p != NULL)
		memcpy(ret_addr->b, mapped, sizeof(mapped));
	return p;
}

/* By byte, 16 for what is no hex digit. */
static const uint8_t hex_values[256] = {
	/* clang-format off */
	16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
	16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
	16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 16, 16, 16, 16, 16,
	16, 10, 11, 12, 13, 14, 15, 16, 16, 16, 16, 16, 16, 16, 16, 16,
	16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
	16, 10, 11, 12, 13, 14, 15, 16, 16, 16, 16, 16, 16, 16, 16, 16,
	16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
	16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
	16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
	16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
	16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
	16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
	16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
	16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
	16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
	/* clang-format on */
};

/* One group of at most four hex digits; NULL if there is none. */
static inline const char *group_parse(const char *p, const char *end,
				      unsigned *ret_n)
{
	const char *start = p;
	const char *far = end - p > 4 ? p + 4 : end;
	unsigned n = 0;

	for (; p != far; p++) {
		unsigned d = hex_values[(unsigned char)*p];

		if (d == 16)
			break;
		n = n << 4 | d;
	}
	*ret_n = n;
	return p == start ? NULL : p;
}

/* The bytes written before "::" and after it; the gap is filled with zeros. */
static bool v6_parse(const char *p, const char *end, uint8_t out[16])
{
	uint8_t b[16] = { 0 };
	size_t n = 0;
	size_t gap = SIZE_MAX;

	if (end - p >= 2 && p[0] == ':' && p[1] == ':') {
		gap = 0;
		p += 2;
	}
	while (p < end) {
		unsigned g;
		const char *q = group_parse(p, end, &g);

		if (q == NULL || n > 14)
			return false;
		if (q < end && *q == '.') {
			if (n > 12 || v4_read(p, end, b + n) != end)
				return false;
			n += 4;
			break;
		}
		b[n++] = (uint8_t)(g >> 8);
		b[n++] = (uint8_t)(g & 0xff);
		p = q;
		if (p == end)
			break;
		if (*p++ != ':' || p == end)
			return false;
		if (*p == ':') {
			if (gap != SIZE_MAX)
				return false;
			gap = n;
			p++;
		}
	}
	if (gap == SIZE_MAX ? n != 16 : n > 14)
		return false;
	memset(out, 0, 16);
	if (gap == SIZE_MAX)
		gap = n;
	memcpy(out, b, gap);
	memcpy(out + 16 - (n - gap), b + gap, n - gap);
	return true;
}

bool cul_addr_parse(struct cul_sv text, struct cul_addr *ret_addr)
{
	struct cul_addr a;
	const char *end;

	if (text.len < 2 || text.len > 5 + CUL_ADDR_TEXT_MAX)
		return false;
	end = text.ptr + text.len;
	if (cul_addr_read_v4(text.ptr, end, &a) != end) {
		if (cul_sv_starts(text, CUL_SV("IPv6:")))
			text = cul_sv_from(text, 5);
		if (!v6_parse(text.ptr, end, a.b))
			return false;
	}
	*ret_addr = a;
	return true;
}

static char *dec_print(char *p, unsigned n)
{
	if (n >= 100)
		*p++ = (char)('0' + n / 100);
	if (n >= 10)
		*p++ = (char)('0' + n / 10 % 10);
	*p++ = (char)('0' + n % 10);
	return p;
}

static char *v4_print(char *p, const uint8_t b[4])
{
	for (int i = 0; i < 4; i++) {
		if (i != 0)
			*p++ = '.';
		p = dec_print(p, b[i]);
	}
	return p;
}

static char *hex_print(char *p, unsigned g)
{
	bool begun = false;

	for (int shift = 12; shift >= 0; shift -= 4) {
		unsigned d = g >> shift & 0xf;

		if (d == 0 && !begun && shift != 0)
			continue;
		begun = true;
		*p++ = "0123456789abcdef"[d];
	}
	return p;
}

/* The first longest run of two or more zero groups (RFC 5952 4.2). */
static void zero_run(const unsigned g[8], int *ret_at, int *ret_len)
{
	*ret_at = -1;
	*ret_len = 1;
	for (int i = 0; i < 8; i++) {
		int n = 0;

		while (i + n < 8 && g[i + n] == 0)
			n++;
		if (n > *ret_len) {
			*ret_at = i;
			*ret_len = n;
		}
		i += n;
	}
}

static char *v6_print(char *p, const uint8_t b[16])
{
	unsigned g[8];
	int at, len;

	for (int i = 0; i < 8; i++)
		g[i] = (unsigned)b[2 * i] << 8 | b[2 * i + 1];
	zero_run(g, &at, &len);
	for (int i = 0; i < 8; i++) {
		if (i == at) {
			*p++ = ':';
			*p++ = ':';
			i += len - 1;
			continue;
		}
		if (i != 0 && i != at + len)
			*p++ = ':';
		else if (i != 0 && at < 0)
			*p++ = ':';
		p = hex_print(p, g[i]);
	}
	return p;
}

size_t cul_addr_print(const struct cul_addr *a, char *buf)
{
	char *p = cul_addr_is_v4(a) ? v4_print(buf, a->b + 12)
				    : v6_print(buf, a->b);

	*p = '\0';
	return (size_t)(p - buf);
}

static void host_bits_clear(struct cul_addr *a, unsigned bits)
{
	for (unsigned i = 0; i < 16; i++) {
		unsigned keep = bits > i * 8 ? bits - i * 8 : 0;

		if (keep < 8)
			a->b[i] &= (uint8_t)(0xff00u >> keep);
	}
}

bool cul_net_parse(struct cul_sv text, struct cul_net *ret_net)
{
	struct cul_net n;
	struct cul_addr low;
	const char *slash = text.len ? memchr(text.ptr, '/', text.len) : NULL;
	struct cul_sv addr = text;
	unsigned width;

	if (slash != NULL)
		addr.len = (size_t)(slash - text.ptr);
	if (!cul_addr_parse(addr, &n.base))
		return false;
	/* "::ffff:192.0.2.0/120" is spelled in the wide space already. */
	width = memchr(addr.ptr, ':', addr.len) == NULL ? 32 : 128;
	n.bits = 128;
	if (slash != NULL) {
		struct cul_cur c =
			cul_cur_over(cul_sv_from(text, addr.len + 1));
		unsigned bits = (unsigned)cul_take_u64(&c, width);

		if (c.bad || c.p != c.end)
			return false;
		n.bits = (uint8_t)(bits + 128 - width);
	}
	low = n.base;
	host_bits_clear(&low, n.bits);
	if (!cul_addr_eq(&low, &n.base))
		return false;
	*ret_net = n;
	return true;
}

size_t cul_net_print(const struct cul_net *n, char *buf)
{
	bool v4 = cul_addr_is_v4(&n->base) && n->bits >= 96;
	char *p;

	if (v4)
		p = buf + cul_addr_print(&n->base, buf);
	else
		p = v6_print(buf, n->base.b);
	*p++ = '/';
	p = dec_print(p, v4 ? n->bits - 96u : n->bits);
	*p = '\0';
	return (size_t)(p - buf);
}

bool cul_net_has(const struct cul_net *n, const struct cul_addr *a)
{
	struct cul_addr low = *a;

	host_bits_clear(&low, n->bits);
	return cul_addr_eq(&low, &n->base);
}

struct cul_net cul_net_of(const struct cul_addr *a, unsigned v4_bits,
			  unsigned v6_bits)
{
	unsigned bits = cul_addr_is_v4(a) ? 96 + v4_bits : v6_bits;
	struct cul_net n = { *a, (uint8_t)(bits > 128 ? 128 : bits) };

	host_bits_clear(&n.base, n.bits);
	return n;
}

bool cul_addr_is_loopback(const struct cul_addr *a)
{
	static const struct cul_addr one = { { [15] = 1 } };

	return cul_addr_is_v4(a) ? a->b[12] == 127 : cul_addr_eq(a, &one);
}

bool cul_addr_is_private(const struct cul_addr *a)
{
	const uint8_t *v4 = a->b + 12;

	if (cul_addr_is_loopback(a))
		return true;
	if (!cul_addr_is_v4(a))
		return (a->b[0] & 0xfe) == 0xfc ||
		       (a->b[0] == 0xfe && (a->b[1] & 0xc0) == 0x80);
	return v4[0] == 10 || (v4[0] == 172 && (v4[1] & 0xf0) == 16) ||
	       (v4[0] == 192 && v4[1] == 168) ||
	       (v4[0] == 100 && (v4[1] & 0xc0) == 64) ||
	       (v4[0] == 169 && v4[1] == 254);
}
