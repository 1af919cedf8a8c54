/* \summary: Dovecot's auth process: each attempt that failed */
/* grammar: src/auth/auth-request.c, get_log_identifier() of 2.0 to 2.3:
 * "sql(USER,IP,master,<SESSION>): WORDS"; get_log_prefix() of 2.4:
 * "auth(USER,IP,sasl:plain)<SESSION>: sql: WORDS"
 *
 * USER may hold anything where auth_username_chars is emptied, and the words
 * may quote the password. So all places are looked for at which an address
 * could stand, and only where there is one alone is it believed. */
#include "auth/dovecot/dovecot.h"

static const struct cul_sv phrases[] = {
	{ "unknown user", 12 },
	{ "Password mismatch", 17 },
	{ "password mismatch", 17 },
	{ "invalid credentials", 19 },
	{ "Invalid credentials", 19 },
	{ "pam_authenticate() failed: ", 27 },
	{ "Username character disallowed by auth_username_chars", 52 },
	{ "Login attempt with empty password", 33 },
};

static bool try_phrase(const struct cul_cur *c)
{
	struct cul_sv rest = cul_cur_rest(c);

	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
		if (cul_sv_starts(rest, phrases[i]))
			return true;
	return false;
}

struct attempt {
	struct cul_sv user, session;
	struct cul_sv driver; /* 2.4; before, it stands before the user */
	struct cul_addr client;
	const char *words;
};

/* What stands behind the address: ",master", ",sasl:plain", ",<SESSION>", ")",
 * "<PID>", "<SESSION>", ": ", and of 2.4 "request [7]: " and the driver. */
static bool tail_read(struct cul_cur *c, struct attempt *ret_a)
{
	struct cul_sv word = { NULL, 0 };

	while (cul_try_lit(c, CUL_SV(","))) {
		if (cul_try_lit(c, CUL_SV("<"))) {
			word = cul_take_until(c, '>');
			break;
		}
		(void)cul_take_before(c, CUL_SV(",)<"));
	}
	cul_take_lit(c, CUL_SV(")"));
	while (cul_try_lit(c, CUL_SV("<")))
		word = cul_take_until(c, '>');
	cul_take_lit(c, CUL_SV(": "));
	if (c->bad)
		return false;
	ret_a->session = word;
	if (cul_try_lit(c, CUL_SV("request ["))) {
		(void)cul_take_u64(c, UINT32_MAX);
		cul_take_lit(c, CUL_SV("]: "));
	}
	if (try_phrase(c))
		return true;
	ret_a->driver = cul_take_before(c, CUL_SV(": "));
	cul_take_lit(c, CUL_SV(": "));
	return !c->bad && try_phrase(c);
}

/* Is there an address at `at`, which stands on a ','? */
static bool attempt_read(struct cul_sv text, const char *at,
			 struct attempt *ret_a)
{
	struct cul_cur c = { at + 1, text.ptr + text.len, false };
	struct cul_sv addr = cul_take_before(&c, CUL_SV(",)"));
	struct attempt a = { .user = { text.ptr, (size_t)(at - text.ptr) } };

	if (!cul_addr_parse(addr, &a.client) || !tail_read(&c, &a))
		return false;
	a.words = c.p;
	*ret_a = a;
	return true;
}

static unsigned attempts_count(struct cul_sv text, struct attempt *ret_a)
{
	const char *end = text.ptr + text.len;
	const char *p = text.ptr;
	unsigned n = 0;

	while (p < end && n < 2) {
		p = cul_find_byte(p, (size_t)(end - p), ',');
		if (p == NULL)
			break;
		n += attempt_read(text, p, ret_a);
		p++;
	}
	return n;
}

/* "(bob): unknown user", of a client that says no address. */
static bool no_address_read(struct cul_sv text, struct attempt *ret_a)
{
	struct cul_cur c = cul_cur_over(text);

	for (;;) {
		struct cul_cur d;

		(void)cul_take_until(&c, ')');
		if (c.bad)
			return false;
		c.p--;
		d = c;
		if (tail_read(&d, ret_a)) {
			ret_a->user =
				(struct cul_sv){ text.ptr,
						 (size_t)(c.p - text.ptr) };
			ret_a->words = d.p;
			return true;
		}
		c.p++;
	}
}

static void set_words(struct cul_dc *dc, const char *words)
{
	static const struct cul_sv quoted = { " (given password: ", 18 };
	struct cul_sv text = { words, (size_t)(dc->c.end - words) };
	const char *at = cul_sv_find(text, quoted);

	if (at != NULL) /* nobody needs to read it here too */
		text.len = (size_t)(at - text.ptr);
	dc->ev->text = text;
}

/* "conn unix:auth-worker (pid=1,uid=2): auth-worker<3>: " */
static void worker_skip(struct cul_cur *c)
{
	struct cul_cur d = *c;

	cul_take_lit(&d, CUL_SV("conn unix:"));
	(void)cul_take_until_lit(&d, CUL_SV("): "));
	if (cul_try_lit(&d, CUL_SV("auth-worker<")))
		(void)cul_take_until_lit(&d, CUL_SV(">: "));
	if (!d.bad)
		*c = d;
}

enum cul_verdict cul_dc_auth(struct cul_dc *dc)
{
	struct cul_event *ev = dc->ev;
	struct attempt a = { .words = NULL };
	struct cul_sv driver, text;
	unsigned n;

	ev->service = (struct cul_sv){ NULL, 0 };
	worker_skip(&dc->c);
	driver = cul_take_until(&dc->c, '(');
	text = cul_cur_rest(&dc->c);
	if (dc->c.bad)
		return cul_dc_ignore(dc, CUL_DC_AUTH);
	n = attempts_count(text, &a);
	if (n == 0 && !no_address_read(text, &a))
		return cul_dc_ignore(dc, CUL_DC_AUTH);
	ev->kind = CUL_EV_LOGIN_FAILED;
	ev->stage = CUL_STAGE_AUTH;
	ev->marks = CUL_MARK_ASKED;
	ev->relay = driver;
	if (n > 1)
		return CUL_EVENT;
	if (a.driver.len != 0)
		ev->relay = a.driver;
	ev->client = a.client;
	if (a.user.len != 0 && !cul_sv_eq(a.user, CUL_SV("?")))
		ev->account = a.user;
	if (a.session.len != 0)
		ev->session = a.session;
	set_words(dc, a.words);
	return CUL_EVENT;
}
