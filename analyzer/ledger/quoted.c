/* \summary: what somebody quotes who was refused: who, by whom, for what */
#include "ledger/quoted_int.h"

#include "culprit/suggestion.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct cul_sv trimmed(struct cul_sv v)
{
	while (v.len != 0 && is_blank(v.ptr[0]))
		v = cul_sv_from(v, 1);
	while (v.len != 0 && is_blank(v.ptr[v.len - 1]))
		v.len--;
	return v;
}

/* ---- addresses ---- */

static bool ends_fold(struct cul_sv v, struct cul_sv lit)
{
	return v.len >= lit.len &&
	       cul_sv_find_fold(cul_sv_from(v, v.len - lit.len), lit) != NULL;
}

/* The last word of `v`, a host's name. */
static struct cul_sv last_word(struct cul_sv v)
{
	size_t from = v.len;

	while (from != 0 && cul_quoted_token(v.ptr[from - 1]))
		from--;
	return cul_sv_from(v, from);
}

/* "host mx.example[" and "Remote-MTA: dns; mx.example (" stand before the
 * address of whom refused, and so do these without a name. */
static bool names_refuser(struct cul_sv before, struct cul_sv *ret_name)
{
	static const struct cul_sv heads[] = {
		CUL_SV_LIT("host "),
		CUL_SV_LIT("remote-mta: dns; "),
		CUL_SV_LIT("connected to "),
		CUL_SV_LIT("connect to "),
		CUL_SV_LIT("talking to "),
		CUL_SV_LIT("remote-mta: dns;"),
		CUL_SV_LIT("generating server: "),
		CUL_SV_LIT("giving up on "),
	};
	struct cul_sv bare = before, name;

	/* "Client host [192.0.2.1] blocked" is about the client. */
	if (ends_fold(bare, CUL_SV("client host ")))
		return false;
	while (before.len != 0 &&
	       strchr("[( ", before.ptr[before.len - 1]) != NULL &&
	       before.ptr[before.len - 1] != '\0')
		before.len--;
	name = last_word(before);
	before.len -= name.len;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		if (ends_fold(bare, heads[i]))
			*ret_name = CUL_SV("");
		else if (ends_fold(before, heads[i]))
			*ret_name = name;
		else
			continue;
		return true;
	}
	return false;
}

/* What stands before "host [": the name is the word "host" itself. */
static bool says_host(struct cul_sv before)
{
	while (before.len != 0 && (before.ptr[before.len - 1] == '[' ||
				   before.ptr[before.len - 1] == ' '))
		before.len--;
	return ends_fold(before, CUL_SV("host")) &&
	       !ends_fold(before, CUL_SV("client host"));
}

static bool said_by(struct cul_sv after)
{
	while (after.len != 0 && (after.ptr[0] == ']' || after.ptr[0] == ')'))
		after = cul_sv_from(after, 1);
	return cul_sv_starts(after, CUL_SV(" said:")) ||
	       cul_sv_starts(after, CUL_SV(" does not like recipient"));
}

static void add_addr(struct cul_quoted *q, const struct cul_net *net,
		     bool refuser)
{
	for (unsigned i = 0; i < q->n_addrs; i++) {
		if (q->addrs[i].net.bits != net->bits ||
		    !cul_addr_eq(&q->addrs[i].net.base, &net->base))
			continue;
		/* Elsewhere it is spoken of as the one that was refused. */
		q->addrs[i].refuser &= refuser;
		return;
	}
	if (q->n_addrs == CUL_QUOTED_ADDRS)
		return;
	q->addrs[q->n_addrs++] =
		(struct cul_quoted_addr){ .net = *net, .refuser = refuser };
}

/* "/24" behind it is taken if the host bits are zero. */
static bool read_net(struct cul_sv token, struct cul_sv after,
		     struct cul_net *ret)
{
	struct cul_sv whole = { token.ptr, token.len + 1 };

	if (after.len > 1 && after.ptr[0] == '/' &&
	    cul_quoted_digit(after.ptr[1])) {
		while (whole.len - token.len < after.len &&
		       cul_quoted_digit(after.ptr[whole.len - token.len]))
			whole.len++;
		if (cul_net_parse(whole, ret))
			return true;
	}
	if (cul_sv_starts(token, CUL_SV("IPv6:")))
		token = cul_sv_from(token, 5);
	return cul_net_parse(token, ret);
}

static bool take_addr(struct cul_quoted *q, struct cul_sv text,
		      struct cul_sv token)
{
	struct cul_sv before = cul_sv_before(text, token.ptr), name, after;
	struct cul_net net;
	bool refuser;

	while (token.len != 0 &&
	       (token.ptr[token.len - 1] == '.' ||
		token.ptr[token.len - 1] == ':') &&
	       !cul_sv_ends(token, CUL_SV("::")))
		token.len--;
	after = cul_sv_from(text, before.len + token.len);
	if (!read_net(token, after, &net))
		return false;
	refuser = says_host(before) || said_by(after);
	if (names_refuser(before, &name)) {
		refuser = true;
		if (name.len != 0 && !cul_sv_present(q->server))
			q->server = name;
	}
	add_addr(q, &net, refuser);
	return true;
}

/* ---- codes and ids ---- */

static bool is_code(struct cul_sv t)
{
	return t.len == 3 && (t.ptr[0] == '4' || t.ptr[0] == '5') &&
	       cul_quoted_digit(t.ptr[1]) && cul_quoted_digit(t.ptr[2]);
}

/* RFC 3463: class 4 or 5, two numbers of at most three digits. */
static bool is_enhanced(struct cul_sv t)
{
	struct cul_cur c = cul_cur_over(t);
	uint64_t class = cul_take_u64(&c, 9);

	cul_take_lit(&c, CUL_SV("."));
	(void)cul_take_u64(&c, 999);
	cul_take_lit(&c, CUL_SV("."));
	(void)cul_take_u64(&c, 999);
	return !c.bad && c.p == c.end && (class == 4 || class == 5);
}

static void take_code(struct cul_quoted *q, struct cul_sv t)
{
	while (t.len != 0 &&
	       (t.ptr[t.len - 1] == ':' || t.ptr[t.len - 1] == '.' ||
		t.ptr[t.len - 1] == '-'))
		t.len--;
	/* "550-5.7.1" in the lines of a reply. */
	if (t.len > 4 && t.ptr[3] == '-' &&
	    is_code((struct cul_sv){ t.ptr, 3 })) {
		take_code(q, (struct cul_sv){ t.ptr, 3 });
		t = cul_sv_from(t, 4);
	}
	if (q->code == 0 && is_code(t))
		q->code = (unsigned)(t.ptr[0] - '0') * 100 +
			  (unsigned)(t.ptr[1] - '0') * 10 +
			  (unsigned)(t.ptr[2] - '0');
	if (!cul_sv_present(q->enhanced) && is_enhanced(t))
		q->enhanced = t;
}

/* Sixteen of the letters that ids are made of, some of them digits. */
static bool is_id(struct cul_sv t)
{
	bool digit = false;

	if (t.len != CUL_ID_MAX - 1)
		return false;
	for (size_t i = 0; i < t.len; i++) {
		if (t.ptr[i] == '\0' ||
		    strchr("0123456789abcdefghjkmnpqrstvwxyz", t.ptr[i]) ==
			    NULL)
			return false;
		digit |= cul_quoted_digit(t.ptr[i]);
	}
	return digit;
}

static void take_id(struct cul_quoted *q, struct cul_sv t)
{
	while (t.len != 0 && !cul_quoted_alnum(t.ptr[t.len - 1]))
		t.len--;
	if (!is_id(t) || q->n_ids == CUL_QUOTED_IDS)
		return;
	for (unsigned i = 0; i < q->n_ids; i++)
		if (cul_sv_eq(q->ids[i], t))
			return;
	q->ids[q->n_ids++] = t;
}

static void take_tokens(struct cul_quoted *q, struct cul_sv text)
{
	size_t at = 0;

	while (at < text.len) {
		size_t from = at;
		struct cul_sv t;

		while (at < text.len && cul_quoted_token(text.ptr[at]))
			at++;
		t = (struct cul_sv){ text.ptr + from, at - from };
		if (t.len != 0 && !take_addr(q, text, t)) {
			take_code(q, t);
			take_id(q, t);
		}
		at += t.len == 0;
	}
}

void cul_quoted_read(struct cul_sv text, struct cul_quoted *ret_quoted)
{
	struct cul_quoted *q = ret_quoted;

	*q = (struct cul_quoted){ .refusal = CUL_REFUSAL_NONE };
	text = trimmed(text);
	if (text.len > CUL_QUOTED_MAX)
		text.len = CUL_QUOTED_MAX;
	if (text.len == 0)
		return;
	if (text.len < CUL_NAME_MAX && memchr(text.ptr, '\n', text.len) == NULL)
		q->word = text;
	take_tokens(q, text);
	cul_quoted_names(q, text);
	q->refusal = cul_quoted_refusal(text);
	if (q->refusal == CUL_REFUSAL_NONE && q->code != 0)
		q->refusal = CUL_REFUSAL_OTHER;
	if (q->refusal == CUL_REFUSAL_LISTED ||
	    q->refusal == CUL_REFUSAL_RELAYS)
		cul_quoted_list(q, text);
	cul_quoted_server(q, text);
}
