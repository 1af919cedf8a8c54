/* \summary: Dovecot's login processes: who logged in, from where, or failed to
 */
/* grammar: src/login-common/client-common.c: client_get_log_str() puts
 * "MESSAGE: user=<…>, method=…, rip=…, lip=…, …" together (1.1 to 2.4)
 *
 * The user name is str_sanitize()d only, so it may hold all of ">, rip=…". But
 * what follows rip= is the server's own (lip, mpid, TLS, session): the last
 * ", rip=" is the true one. */
#include "auth/dovecot/dovecot.h"

static const struct cul_sv user_key = { ": user=<", 8 };
static const struct cul_sv rip_key = { ", rip=", 6 };

/* "session=<…>" is the last element, if it is there. */
static void session_read(struct cul_sv tail, struct cul_event *ev)
{
	static const struct cul_sv key = { ", session=<", 11 };
	const char *at = cul_sv_find_last(tail, key);
	struct cul_sv id;

	if (at == NULL || tail.ptr[tail.len - 1] != '>')
		return;
	id = cul_sv_from(tail, (size_t)(at - tail.ptr) + key.len);
	id.len--;
	if (id.len != 0 && memchr(id.ptr, '>', id.len) == NULL)
		ev->session = id;
}

/* The user out of "bob>, method=PLAIN" or "bob>". */
static bool user_read(struct cul_dc *dc, struct cul_sv v)
{
	static const struct cul_sv key = { ">, method=", 10 };
	const char *at = cul_sv_find_last(v, key);

	if (at != NULL) {
		size_t from = (size_t)(at - v.ptr) + key.len;
		struct cul_sv method = cul_sv_from(v, from);

		dc->method = memchr(method.ptr, '>', method.len) == NULL;
		if (dc->method)
			v.len = (size_t)(at - v.ptr) + 1;
	}
	if (v.len == 0 || v.ptr[v.len - 1] != '>')
		return false;
	v.len--;
	if (v.len != 0)
		dc->ev->account = v;
	return true;
}

/* The cursor stands behind "user=<". */
static bool elements_read(struct cul_dc *dc)
{
	struct cul_cur *c = &dc->c;
	struct cul_sv rest = cul_cur_rest(c), head = rest;
	const char *at = cul_sv_find_last(rest, rip_key);
	struct cul_sv addr;

	if (at == NULL)
		return false;
	head.len = (size_t)(at - rest.ptr);
	c->p = at + rip_key.len;
	addr = cul_take_before(c, CUL_SV(", "));
	if (!cul_addr_parse(addr, &dc->ev->client) || !user_read(dc, head))
		return false;
	session_read(cul_cur_rest(c), dc->ev);
	return true;
}

static bool says(struct cul_sv words, struct cul_sv phrase)
{
	return cul_sv_find(words, phrase) != NULL;
}

/* "proxy(bob,192.0.2.9:143): Started proxying to <192.0.2.9>: user=<bob>, …":
 * the name before is the one behind, or else it is part of the name. */
static bool is_proxied(struct cul_sv words, struct cul_sv user)
{
	struct cul_cur c = cul_cur_over(words);

	if (user.len == 0)
		return false;
	cul_take_lit(&c, CUL_SV("proxy("));
	cul_take_lit(&c, user);
	if (cul_try_lit(&c, CUL_SV(",")))
		(void)cul_take_before(&c, CUL_SV(")"));
	cul_take_lit(&c, CUL_SV("): "));
	return cul_try_lit(&c, CUL_SV("Started proxying to ")) ||
	       cul_try_lit(&c, CUL_SV("started proxying to "));
}

static bool failed(struct cul_sv words, struct cul_event *ev)
{
	static const struct cul_sv ours[] = {
		{ "temporary auth failure", 22 },
		{ "internal failure", 16 },
		{ "auth process communication failure", 34 },
	};

	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (says(words, ours[i]))
			ev->outcome = CUL_OUTCOME_NEUTRAL;
	/* With successes among them, the last attempt was one: what came
	 * after it failed. */
	if (says(words, CUL_SV("successful auths")))
		return false;
	return ev->outcome != CUL_OUTCOME_NONE ||
	       says(words, CUL_SV("auth failed")) ||
	       says(words, CUL_SV("authentication attempts"));
}

/* "(auth failed, 3 attempts in 6 secs)", before 2.0 "(3 authentication
 * attempts)". Without a method no password was asked for: USER and PASS, which
 * POP3 has both refused, are one. */
static uint16_t attempts_count(struct cul_sv words, bool method)
{
	struct cul_cur c = cul_cur_over(words);
	uint64_t n;

	(void)cul_take_until_lit(&c, CUL_SV("(auth failed, "));
	if (c.bad) {
		c = cul_cur_over(words);
		(void)cul_take_until(&c, '(');
	}
	n = cul_take_u64(&c, UINT16_MAX);
	return (uint16_t)(c.bad || n < 2 || !method ? 0 : n);
}

static enum cul_verdict kind_read(struct cul_dc *dc, struct cul_sv words)
{
	struct cul_event *ev = dc->ev;

	if (cul_sv_eq(words, CUL_SV("Login")) ||
	    cul_sv_eq(words, CUL_SV("Logged in")) ||
	    is_proxied(words, ev->account)) {
		if (ev->account.len == 0)
			return cul_dc_ignore(dc, CUL_DC_NO_LOGIN);
		ev->kind = CUL_EV_LOGIN;
		return CUL_EVENT;
	}
	if (cul_sv_starts(words, CUL_SV("proxy(")) || !failed(words, ev))
		return cul_dc_ignore(dc, CUL_DC_NO_LOGIN);
	ev->kind = CUL_EV_LOGIN_FAILED;
	ev->stage = CUL_STAGE_AUTH;
	ev->n_auth_all = attempts_count(words, dc->method);
	ev->text = words;
	return CUL_EVENT;
}

enum cul_verdict cul_dc_login(struct cul_dc *dc)
{
	struct cul_cur *c = &dc->c;
	struct cul_sv rest = cul_cur_rest(c), words = rest;
	const char *at = cul_sv_find(rest, user_key);
	bool logged_in = cul_sv_starts(rest, CUL_SV("Login: ")) ||
			 cul_sv_starts(rest, CUL_SV("Logged in: "));

	if (at == NULL && !logged_in)
		return cul_dc_ignore(dc, CUL_DC_NO_LOGIN);
	if (at == NULL)
		return cul_dc_ignore(dc, CUL_DC_FORMAT);
	words.len = (size_t)(at - rest.ptr);
	c->p = at + user_key.len;
	if (elements_read(dc))
		return kind_read(dc, words);
	if (!logged_in)
		return cul_dc_ignore(dc, CUL_DC_NO_LOGIN);
	dc->why = CUL_DC_BAD_LOGIN;
	return CUL_MALFORMED;
}
