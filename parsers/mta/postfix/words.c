/* \summary: queue ids, clients, addresses and envelopes in Postfix's words */
/* grammar: src/global/mail_queue.h, src/global/info_log_addr_form.c,
 * src/util/valid_hostname.c, src/smtpd/smtpd_check.c (Postfix 2.6 to 3.11) */
#include "culprit/limits.h"
#include "mta/postfix/pf.h"

enum {
	HEX = 1,  /* 0-9 A-F                */
	SAFE = 2, /* no vowels, mail_queue.h */
	NAME = 4  /* of a host              */
};

/* By byte; the upper half of the table is no part of any. */
static const uint8_t class_table[256] = {
	/* clang-format off */
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 0,
	7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 0, 0, 0, 0, 0, 0,
	0, 5, 7, 7, 7, 5, 7, 6, 6, 4, 6, 6, 6, 6, 6, 4,
	6, 6, 6, 6, 6, 4, 6, 6, 6, 6, 6, 0, 0, 0, 0, 4,
	0, 4, 6, 6, 6, 4, 6, 6, 6, 4, 6, 6, 6, 6, 6, 4,
	6, 6, 6, 6, 6, 4, 6, 6, 6, 6, 6, 0, 0, 0, 0, 0,
	/* clang-format on */
};

static inline unsigned class_of(char c)
{
	return class_table[(unsigned char)c];
}

/* Length of the queue id that `v` begins with, up to a byte that no id has;
 * 0 if it is none. */
static size_t queue_id_len(struct cul_sv v)
{
	unsigned all = HEX | SAFE;
	size_t i = 0;

	for (; i < v.len && i <= CUL_QUEUE_ID_MAX; i++) {
		unsigned k = all & class_of(v.ptr[i]);

		if (k == 0)
			break;
		all = k;
	}
	if (i > CUL_QUEUE_ID_MAX)
		return 0;
	if (all & HEX)
		return i >= 6 ? i : 0;
	return i >= 11 && memchr(v.ptr + 10, 'z', i - 10) != NULL ? i : 0;
}

bool cul_pf_is_queue_id(struct cul_sv v)
{
	return v.len != 0 && queue_id_len(v) == v.len;
}

bool cul_pf_take_queue_id(struct cul_pf *pf)
{
	struct cul_sv rest = cul_cur_rest(&pf->c);
	size_t n = queue_id_len(rest);

	if (n == 0 || rest.len < n + 2 || rest.ptr[n] != ':' ||
	    rest.ptr[n + 1] != ' ')
		return false;
	pf->ev->session = (struct cul_sv){ rest.ptr, n };
	pf->c.p += n + 2;
	return true;
}

static uint16_t take_port(struct cul_cur *c)
{
	struct cul_cur d = *c;
	uint16_t port;

	if (!cul_try_lit(&d, CUL_SV(":")) || d.p == d.end || *d.p < '0' ||
	    *d.p > '9')
		return 0;
	port = (uint16_t)cul_take_u64(&d, UINT16_MAX);
	if (!d.bad)
		*c = d;
	return d.bad ? 0 : port;
}

struct cul_pf_client cul_pf_take_client(struct cul_cur *c)
{
	struct cul_pf_client cl = { .port = 0 };
	struct cul_sv rest = cul_cur_rest(c);
	struct cul_sv text;
	size_t n = 0;

	while (n < rest.len && class_of(rest.ptr[n]) & NAME)
		n++;
	if (c->bad || n == rest.len || rest.ptr[n] != '[') {
		c->bad = true;
		return cl;
	}
	c->p += n + 1;
	rest.len = n;
	text = cul_take_until(c, ']');
	if (c->bad)
		return cl;
	if (!cul_addr_parse(text, &cl.addr) &&
	    !cul_sv_eq(text, CUL_SV("unknown")))
		c->bad = true;
	if (n != 0 && !cul_sv_eq(rest, CUL_SV("unknown")))
		cl.name = rest;
	cl.port = take_port(c);
	return cl;
}

void cul_pf_set_client(struct cul_event *ev, const struct cul_pf_client *cl)
{
	ev->client = cl->addr;
	ev->client_name = cl->name;
	ev->client_port = cl->port;
}

/* Behind the quoted local part at the cursor, or NULL if it is not closed as
 * RFC 5321 4.1.2 writes it: then the '"' is only a byte like others. */
static const char *quoted_end(const struct cul_cur *c)
{
	const char *p = c->p + 1;

	for (; p < c->end; p++) {
		if (*p == '\\')
			p++;
		else if (*p == '"')
			break;
	}
	if (c->end - p < 2 || (p[1] != '@' && p[1] != '>'))
		return NULL;
	return p + 1;
}

struct cul_sv cul_pf_take_address(struct cul_cur *c)
{
	const char *start;
	const char *q;
	struct cul_sv v;

	cul_take_lit(c, CUL_SV("<"));
	start = c->p;
	if (!c->bad && c->p < c->end && *c->p == '"') {
		q = quoted_end(c);
		if (q != NULL)
			c->p = q;
	}
	v = cul_take_until(c, '>');
	if (c->bad)
		return v;
	return (struct cul_sv){ start, (size_t)(c->p - 1 - start) };
}

static bool try_key(struct cul_cur *c, struct cul_sv key)
{
	struct cul_cur d = *c;

	(void)cul_try_lit(&d, CUL_SV(","));
	(void)cul_try_lit(&d, CUL_SV(" "));
	if (!cul_try_lit(&d, key))
		return false;
	*c = d;
	return true;
}

void cul_pf_take_envelope(struct cul_cur *c, struct cul_event *ev)
{
	struct cul_cur d = *c;

	if (try_key(&d, CUL_SV("from=")))
		ev->sender = cul_pf_take_address(&d);
	if (try_key(&d, CUL_SV("to=")))
		ev->recipient = cul_pf_take_address(&d);
	if (try_key(&d, CUL_SV("proto=")))
		while (d.p < d.end && *d.p >= 'A' && *d.p <= 'Z')
			d.p++;
	if (try_key(&d, CUL_SV("helo=<")))
		ev->helo = cul_take_until(&d, '>');
	if (!d.bad)
		*c = d;
}

const char *cul_pf_find_envelope(struct cul_sv v, bool *ret_once)
{
	static const struct cul_sv key[] = {
		{ "; from=<", 8 },
		{ "; to=<", 6 },
		{ "; proto=", 8 },
		{ "; helo=<", 8 },
	};
	const char *hit = NULL;

	*ret_once = true;
	for (size_t i = 0; hit == NULL && i < sizeof(key) / sizeof(key[0]); i++)
		hit = cul_sv_find(v, key[i]);
	if (hit != NULL)
		*ret_once =
			cul_sv_find(cul_sv_from(v, (size_t)(hit - v.ptr) + 1),
				    key[0]) == NULL;
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
