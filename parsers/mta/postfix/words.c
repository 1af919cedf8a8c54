/* \summary: queue ids, clients, addresses and envelopes in Postfix's words */
/* grammar: src/global/mail_queue.h, src/global/info_log_addr_form.c,
 * src/util/valid_hostname.c, src/smtpd/smtpd_check.c (Postfix 2.6 to 3.11) */
#include <assert.h>

#include "culprit/limits.h"
#include "mta/postfix/pf.h"
#include "text/scan.h"

static inline struct cul_chunk is_digit(struct cul_chunk c)
{
	return cul_chunk_in(c, '0', '9');
}

static inline unsigned hex_bits(struct cul_chunk c)
{
	return cul_chunk_bits(
		cul_chunk_or(is_digit(c), cul_chunk_in(c, 'A', 'F')));
}

/* Digits and letters that are no vowels. */
static inline unsigned safe_bits(struct cul_chunk c)
{
	static const char vowels[] = "aeiou";
	struct cul_chunk low = cul_chunk_lower(c);
	struct cul_chunk safe = cul_chunk_or(is_digit(c), cul_chunk_alpha(c));

	for (size_t i = 0; i < sizeof(vowels) - 1; i++)
		safe = cul_chunk_but(safe, cul_chunk_eq(low, vowels[i]));
	return cul_chunk_bits(safe);
}

static inline unsigned z_bits(struct cul_chunk c)
{
	return cul_chunk_bits(cul_chunk_eq(c, 'z'));
}

/* Are the `n` bytes that `a` begins with, and if there are `two` goes on in
 * `b`, a queue id? */
static inline bool id_holds(struct cul_chunk a, struct cul_chunk b, bool two,
			    size_t n)
{
	uint32_t all = UINT32_MAX >> (32 - n), is;

	is = hex_bits(a) | (two ? hex_bits(b) << 16 : 0);
	if ((all & ~is) == 0)
		return n >= 6;
	is = safe_bits(a) | (two ? safe_bits(b) << 16 : 0);
	if ((all & ~is) != 0)
		return false;
	is = z_bits(a) | (two ? z_bits(b) << 16 : 0);
	return (all & is) >> 10 != 0;
}

bool cul_pf_is_queue_id(struct cul_sv v)
{
	struct cul_chunk a;
	const char *end;

	static_assert(CUL_QUEUE_ID_MAX == 32, "two chunks hold a queue id");
	if (v.len == 0 || v.len > CUL_QUEUE_ID_MAX)
		return false;
	end = v.ptr + v.len;
	a = cul_chunk_at(v.ptr, end);
	if (v.len <= 16)
		return id_holds(a, a, false, v.len);
	return id_holds(a, cul_chunk_at(v.ptr + 16, end), true, v.len);
}

/* Length of what stands before the first ": ", as far as an id may reach. */
static __attribute__((noinline)) size_t long_id_len(struct cul_sv v)
{
	const char *colon;

	if (v.len > CUL_QUEUE_ID_MAX + 1)
		v.len = CUL_QUEUE_ID_MAX + 1;
	colon = cul_find_byte(v.ptr, v.len, ':');
	if (colon == NULL)
		return 0;
	v.len = (size_t)(colon - v.ptr);
	return cul_pf_is_queue_id(v) ? v.len : 0;
}

static inline size_t queue_id_len(struct cul_sv v)
{
	struct cul_chunk a = cul_chunk_at(v.ptr, v.ptr + v.len);
	unsigned colon = cul_chunk_bits(cul_chunk_eq(a, ':'));
	size_t n;

	if (colon == 0)
		return long_id_len(v);
	n = (size_t)__builtin_ctz(colon);
	return n != 0 && id_holds(a, a, false, n) ? n : 0;
}

bool cul_pf_take_queue_id(struct cul_pf *pf)
{
	struct cul_sv rest = cul_cur_rest(&pf->c);
	size_t n = queue_id_len(rest);

	if (n == 0 || rest.len < n + 2 || rest.ptr[n + 1] != ' ')
		return false;
	pf->ev->session = (struct cul_sv){ rest.ptr, n };
	pf->c.p += n + 2;
	return true;
}

/* Behind the bytes that a host's name may have. */
static const char *name_end(const char *p, const char *end)
{
	for (;;) {
		struct cul_chunk c = cul_chunk_at(p, end);
		struct cul_chunk mark = cul_chunk_but(cul_chunk_in(c, '-', '9'),
						      cul_chunk_eq(c, '/'));
		struct cul_chunk name =
			cul_chunk_or(cul_chunk_or(cul_chunk_alpha(c), mark),
				     cul_chunk_eq(c, '_'));
		unsigned other = cul_chunk_bits(name) ^ 0xffff;

		if (other != 0)
			return p + __builtin_ctz(other);
		p += 16;
	}
}

/* What stands up to the ']', of IPv6 or "unknown". */
static __attribute__((noinline)) void take_other_addr(struct cul_cur *c,
						      struct cul_addr *ret_addr)
{
	struct cul_sv text;

	/* Neither begins as a socket does, "private/lmtp". */
	if (c->p == c->end || (*c->p > 'f' && *c->p != 'u')) {
		c->bad = true;
		return;
	}
	text = cul_take_until(c, ']');
	if (!c->bad && !cul_addr_parse(text, ret_addr) &&
	    !cul_sv_eq(text, CUL_SV("unknown")))
		c->bad = true;
}

/* ":25"; nothing moves if it is no port. */
static __attribute__((noinline)) void take_port(struct cul_cur *c,
						uint16_t *ret_port)
{
	struct cul_cur d = { c->p + 1, c->end, false };
	uint16_t port = (uint16_t)cul_take_u64(&d, UINT16_MAX);

	if (!d.bad) {
		*ret_port = port;
		c->p = d.p;
	}
}

/* Take "[addr]" and the port. */
static inline void take_addr(struct cul_cur *c, struct cul_addr *ret_addr,
			     uint16_t *ret_port)
{
	const char *end = c->end;
	const char *p;

	if (c->bad || c->p == end || *c->p != '[') {
		c->bad = true;
		return;
	}
	c->p++;
	p = cul_addr_read_v4(c->p, end, ret_addr);
	if (p != NULL && p != end && *p == ']')
		c->p = p + 1;
	else
		take_other_addr(c, ret_addr);
	if (!c->bad && end - c->p > 1 && c->p[0] == ':' && c->p[1] != ' ')
		take_port(c, ret_port);
}

void cul_pf_take_client_to(struct cul_cur *c, struct cul_sv *ret_name,
			   struct cul_addr *ret_addr, uint16_t *ret_port)
{
	const char *start = c->p;

	if (c->end - start >= 8 && memcmp(start, "unknown[", 8) == 0) {
		c->p = start + 7;
	} else {
		c->p = name_end(start, c->end);
		if (c->p != start)
			*ret_name = (struct cul_sv){ start,
						     (size_t)(c->p - start) };
	}
	take_addr(c, ret_addr, ret_port);
}

struct cul_pf_client cul_pf_take_client(struct cul_cur *c)
{
	struct cul_pf_client cl = { .port = 0 };

	cul_pf_take_client_to(c, &cl.name, &cl.addr, &cl.port);
	return cl;
}

void cul_pf_set_client(struct cul_event *ev, const struct cul_pf_client *cl)
{
	ev->client = cl->addr;
	ev->client_name = cl->name;
	ev->client_port = cl->port;
}

const char *cul_pf_quoted_end(const char *p, const char *end)
{
	for (p++; p < end; p++) {
		if (*p == '\\')
			p++;
		else if (*p == '"')
			break;
	}
	if (end - p < 2 || (p[1] != '@' && p[1] != '>'))
		return NULL;
	return p + 1;
}

/* Behind " key=", or NULL. */
static inline const char *key_end(const char *p, const char *end,
				  struct cul_sv key)
{
	if (p != end && *p == ',')
		p++;
	if (p != end && *p == ' ')
		p++;
	return cul_pf_lit_end(p, end, key);
}

/* Behind "SMTP", "ESMTP". */
static inline const char *upper_end(const char *p, const char *end)
{
	for (;;) {
		struct cul_chunk c = cul_chunk_at(p, end);
		unsigned other =
			cul_chunk_bits(cul_chunk_in(c, 'A', 'Z')) ^ 0xffff;

		if (other != 0)
			return p + __builtin_ctz(other);
		p += 16;
	}
}

/* Where it ends, or NULL if an address is not closed. */
static inline const char *envelope_read(const char *p, const char *end,
					struct cul_event *ev)
{
	const char *v = key_end(p, end, CUL_SV("from="));

	if (v != NULL)
		p = cul_pf_address_read(v, end, &ev->sender);
	if (p != NULL && (v = key_end(p, end, CUL_SV("to="))) != NULL)
		p = cul_pf_address_read(v, end, &ev->recipient);
	if (p == NULL)
		return NULL;
	v = key_end(p, end, CUL_SV("proto="));
	if (v != NULL)
		p = upper_end(v, end);
	v = key_end(p, end, CUL_SV("helo=<"));
	if (v == NULL)
		return p;
	p = cul_find_byte(v, (size_t)(end - v), '>');
	if (p == NULL)
		return NULL;
	ev->helo = (struct cul_sv){ v, (size_t)(p - v) };
	return p + 1;
}

void cul_pf_take_envelope(struct cul_cur *c, struct cul_event *ev)
{
	const char *p = c->bad ? NULL : envelope_read(c->p, c->end, ev);

	if (p != NULL)
		c->p = p;
}

/* By memchr: what is passed over is long. */
static const char *find_from(const char *p, const char *end)
{
	for (; end - p >= 8; p++) {
		p = memchr(p, ';', (size_t)(end - p) - 7);
		if (p == NULL)
			break;
		if (memcmp(p, "; from=<", 8) == 0)
			return p;
	}
	return NULL;
}

const char *cul_pf_find_envelope(struct cul_sv v, bool *ret_once)
{
	static const struct cul_sv other[] = {
		CUL_SV_LIT("; to=<"),
		CUL_SV_LIT("; proto="),
		CUL_SV_LIT("; helo=<"),
	};
	const char *end = v.ptr + v.len;
	const char *hit = find_from(v.ptr, end);

	*ret_once = hit == NULL || find_from(hit + 1, end) == NULL;
	for (size_t i = 0; hit == NULL && i < sizeof(other) / sizeof(other[0]);
	     i++)
		hit = cul_sv_find(v, other[i]);
	return hit;
}

bool cul_pf_is_trouble(struct cul_pf *pf, enum cul_verdict *ret_v)
{
	struct cul_cur c = pf->c;
	enum cul_pf_why why;

	if (cul_try_lit(&c, CUL_SV("warning: ")))
		why = CUL_PF_WARNING;
	else if (cul_try_lit(&c, CUL_SV("fatal: ")) ||
		 cul_try_lit(&c, CUL_SV("panic: ")) ||
		 cul_try_lit(&c, CUL_SV("error: ")))
		why = CUL_PF_FAULT;
	else if (cul_try_lit(&c, CUL_SV("message repeated ")))
		why = CUL_PF_REPEATED;
	else
		return false;
	*ret_v = cul_pf_ignore(pf, why);
	return true;
}
