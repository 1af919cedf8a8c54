/* \summary: message ids, addresses and quoted texts in Exim's words */
/* grammar: src/local_scan.h (MESSAGE_ID_LENGTH), src/parse.c, src/receive.c,
 * src/smtp_in.c add_tls_info_for_log() (Exim 4.80 to 4.99) */
#include "mta/exim/ex.h"
#include "text/pieces.h"

static bool is_base62(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

static bool id_holds(struct cul_sv v, size_t middle, size_t last)
{
	const size_t len = 6 + 1 + middle + 1 + last;

	if (v.len <= len || v.ptr[len] != ' ')
		return false;
	for (size_t i = 0; i < len; i++) {
		bool dash = i == 6 || i == 7 + middle;

		if (dash ? v.ptr[i] != '-' : !is_base62(v.ptr[i]))
			return false;
	}
	return true;
}

bool cul_ex_take_id(struct cul_cur *c, struct cul_sv *ret_id)
{
	struct cul_sv v = cul_cur_rest(c);
	size_t len = 0;

	if (id_holds(v, 6, 2))
		len = 16;
	else if (id_holds(v, 11, 4))
		len = 23;
	if (len == 0)
		return false;
	*ret_id = (struct cul_sv){ v.ptr, len };
	c->p += len + 1;
	return true;
}

/* Up to the first `stop` outside of quotes; from a '"' on that is not closed,
 * all of them are bytes like others. */
static const char *unquoted_find(const char *p, const char *end, char stop)
{
	bool quotes = true;

	while (p < end && *p != stop) {
		const char *q = NULL;

		if (quotes && *p == '"') {
			q = cul_quoted_end(p, end);
			quotes = q != NULL;
		}
		p = q != NULL ? q : p + 1;
	}
	return p;
}

struct cul_sv cul_ex_take_word(struct cul_cur *c)
{
	const char *from = c->p;

	c->p = unquoted_find(c->p, c->end, ' ');
	return (struct cul_sv){ from, (size_t)(c->p - from) };
}

bool cul_ex_is_closed(struct cul_sv word)
{
	const char *p = word.ptr;
	const char *end = p + word.len;

	while (p != NULL && p < end)
		p = *p == '"' ? cul_quoted_end(p, end) : p + 1;
	return p != NULL;
}

struct cul_sv cul_ex_take_angle(struct cul_cur *c)
{
	struct cul_sv v = { NULL, 0 };
	const char *q;

	cul_take_lit(c, CUL_SV("<"));
	if (c->bad)
		return v;
	q = unquoted_find(c->p, c->end, '>');
	if (q == c->end) {
		c->bad = true;
		return v;
	}
	v = (struct cul_sv){ c->p, (size_t)(q - c->p) };
	c->p = q + 1;
	return v;
}

struct cul_sv cul_ex_take_quoted(struct cul_cur *c)
{
	struct cul_sv v = { NULL, 0 };
	const char *q = NULL;

	if (!c->bad && c->p < c->end && *c->p == '"')
		q = cul_quoted_end(c->p, c->end);
	if (q == NULL) {
		c->bad = true;
		return v;
	}
	v = (struct cul_sv){ c->p + 1, (size_t)(q - c->p) - 2 };
	c->p = q;
	return v;
}

bool cul_ex_asks_to_relay(struct cul_sv local_part)
{
	for (size_t i = 0; i < local_part.len; i++)
		if (local_part.ptr[i] == '%' || local_part.ptr[i] == '!' ||
		    local_part.ptr[i] == '@')
			return true;
	return false;
}

static bool begins(const struct cul_cur *c, struct cul_sv lit)
{
	return cul_sv_starts(cul_cur_rest(c), lit);
}

/* An ident answer and a certificate's name are of the client's choice; up to
 * 4.96 so is the server name of TLS. */
static bool is_others_choice(const struct cul_cur *c)
{
	return begins(c, CUL_SV("U=")) || begins(c, CUL_SV("DN=")) ||
	       begins(c, CUL_SV("SNI="));
}

bool cul_ex_skip_field(struct cul_cur *c, bool *ret_unsure)
{
	if (is_others_choice(c))
		*ret_unsure = true;
	return cul_ex_is_closed(cul_ex_take_word(c));
}
