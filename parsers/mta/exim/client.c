/* \summary: which bracket of an Exim line is the client */
/* grammar: src/host.c host_build_sender_fullhost(), host_name_lookup();
 * src/smtp_in.c check_helo(); src/string.c string_is_ip_address() (Exim 4.80
 * to 4.99) */

/* host.c makes one text of a client, and all lines quote it:
 *
 *   [ADDR]:PORT   NAME [ADDR]:PORT   (HELO) [ADDR]:PORT
 *   NAME (HELO) [ADDR]:PORT
 *
 * NAME was found in DNS; host_name_lookup() drops one that has more than
 * letters, digits, hyphens and dots, and none with a bracket or a quote is
 * taken here. HELO is the client's. By check_helo() it is letters, digits, '.',
 * '-' and what helo_allow_chars adds,
 * or a literal in brackets, which may be anybody's address and, behind a '%',
 * may hold any printing byte but a blank. A blank it never has: so the first
 * ") [" behind the "(" ends it, and the address that follows was written by
 * the server.
 *
 * But with helo_accept_junk_hosts all bytes of a line are taken, and written
 * as they are. Such a HELO may imitate its own end and all that follows, and
 * the true end then comes later. What follows the client may hold the same
 * text without any junk: a recipient in quotes, an answer that is quoted. The
 * line does not say which of the two it is. So where a second ") [ADDR]" that
 * names another address stands behind the first, none is believed. (An answer
 * that repeats the client's own address, as access lists often do, makes no
 * doubt.)
 *
 * A line of an arrival is held to less, since a subject would else hide its
 * sender. Behind the client it has only texts that Exim has parsed or quoted
 * itself, in which each '"' has its fellow: Message-ID, subject, addresses.
 * A second ") [ADDR]" there stands in quotes, and the number of '"' in the
 * rest of the line is even. A HELO that would have it so must open a quotation
 * that only the true rest can close, and then the number is odd.
 */
#include "mta/exim/ex.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "[ADDR]" with or without ":PORT", and then nothing that would make it a part
 * of a longer word. Where it ends, or NULL. */
static const char *bracket_read(const char *p, const char *end,
				struct cul_ex_host *h)
{
	const char *close;
	unsigned port = 0;

	if (p == end || *p != '[')
		return NULL;
	close = cul_find_byte(p, (size_t)(end - p), ']');
	if (close == NULL ||
	    !cul_addr_parse((struct cul_sv){ p + 1, (size_t)(close - p) - 1 },
			    &h->addr))
		return NULL;
	p = close + 1;
	if (end - p > 1 && *p == ':' && is_digit(p[1]))
		for (p++; p < end && is_digit(*p) && port <= UINT16_MAX; p++)
			port = port * 10 + (unsigned)(*p - '0');
	if (port > UINT16_MAX ||
	    (p < end && *p != ' ' && *p != ':' && *p != ','))
		return NULL;
	h->port = (uint16_t)port;
	return p;
}

/* Behind the next ") " at or behind `p`, where a bracket begins; or NULL. */
static const char *helo_end(const char *p, const char *end)
{
	struct cul_sv v = { p, (size_t)(end - p) };
	const char *hit = cul_sv_find(v, CUL_SV(") ["));

	return hit != NULL ? hit + 2 : NULL;
}

static void helo_read(struct cul_cur *c, struct cul_ex_host *h)
{
	const char *from = c->p;
	const char *p = helo_end(from, c->end);

	for (; p != NULL; p = helo_end(p, c->end)) {
		const char *q = bracket_read(p, c->end, h);

		if (q != NULL) {
			h->helo =
				(struct cul_sv){ from, (size_t)(p - from) - 2 };
			c->p = q;
			return;
		}
		h->replaced =
			h->replaced ||
			cul_find_byte(p, (size_t)(c->end - p), ']') != NULL;
	}
	c->bad = true;
}

/* The name of a host, up to the blank behind it. */
static struct cul_sv name_take(struct cul_cur *c)
{
	const char *from = c->p;

	while (c->p < c->end && *c->p != ' ' && *c->p != '[' && *c->p != '(' &&
	       *c->p != '"' && *c->p != '<')
		c->p++;
	return (struct cul_sv){ from, (size_t)(c->p - from) };
}

void cul_ex_take_host(struct cul_cur *c, struct cul_ex_host *ret_host)
{
	struct cul_ex_host h = { .replaced = false };
	const char *q;

	h.name = name_take(c);
	if (h.name.len != 0)
		cul_take_lit(c, CUL_SV(" "));
	else
		h.name.ptr = NULL;
	if (!c->bad && cul_try_lit(c, CUL_SV("("))) {
		helo_read(c, &h);
	} else if (!c->bad) {
		q = bracket_read(c->p, c->end, &h);
		h.replaced = q == NULL && c->p < c->end && *c->p == '[' &&
			     cul_find_byte(c->p, (size_t)(c->end - c->p),
					   ']') != NULL;
		if (q != NULL)
			c->p = q;
		else
			c->bad = true;
	}
	if (c->bad)
		memset(&h.addr, 0, sizeof(h.addr));
	h.end = c->p;
	*ret_host = h;
}

/* The next ") [ADDR]" behind `p` that names another address than `h` does. */
static const char *other_end(const char *p, const char *end,
			     const struct cul_ex_host *h)
{
	while ((p = helo_end(p, end)) != NULL) {
		struct cul_ex_host other;

		if (bracket_read(p, end, &other) != NULL &&
		    !cul_addr_eq(&other.addr, &h->addr))
			return p;
	}
	return NULL;
}

bool cul_ex_is_doubtful(const struct cul_ex_host *h, struct cul_sv rest)
{
	return h->helo.ptr != NULL &&
	       other_end(rest.ptr, rest.ptr + rest.len, h) != NULL;
}

/* How many '"' stand there that no backslash guards. */
static size_t quotes_in(const char *p, const char *end)
{
	size_t n = 0;

	for (; p < end; p++) {
		if (*p == '\\' && end - p > 1)
			p++;
		else if (*p == '"')
			n++;
	}
	return n;
}

bool cul_ex_is_doubtful_arrival(const struct cul_ex_host *h, struct cul_sv rest)
{
	const char *end = rest.ptr + rest.len;
	const char *p;

	if (h->helo.ptr == NULL)
		return false;
	p = other_end(rest.ptr, end, h);
	if (p != NULL && quotes_in(rest.ptr, end) % 2 != 0)
		return true;
	for (; p != NULL; p = other_end(p, end, h))
		if (quotes_in(rest.ptr, p) % 2 == 0)
			return true;
	return false;
}

void cul_ex_set_host(struct cul_event *ev, const struct cul_ex_host *h)
{
	ev->client_name = h->name;
	ev->client = h->addr;
	ev->client_port = h->port;
	ev->helo = h->helo;
}

bool cul_ex_take_client(struct cul_ex *ex, enum cul_verdict *ret_v)
{
	struct cul_ex_host h;

	cul_ex_take_host(&ex->c, &h);
	if (ex->c.bad) {
		*ret_v = h.replaced ? cul_ex_ignore(ex, CUL_EX_REPLACED)
				    : cul_ex_malformed(ex, CUL_EX_BAD_CLIENT);
		return false;
	}
	if (!cul_ex_is_doubtful(&h, cul_cur_rest(&ex->c)))
		cul_ex_set_host(ex->ev, &h);
	return true;
}
