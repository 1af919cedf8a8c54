/* \summary: pam_unix, asked by Dovecot */
/* grammar: Linux-PAM modules/pam_unix/support.c: "authentication failure;
 * logname=%s uid=%d euid=%d tty=%s ruser=%s rhost=%s  user=%s", the last only
 * for users that exist, or with `audit`
 *
 * Dovecot sets ruser to the name that was tried, so that hostile text stands
 * on both sides of the address. The right reading names the same user twice,
 * or once and then ends; if two readings do, none is believed. */
#include "auth/dovecot/dovecot.h"

/* Is there a host behind the " rhost=" at `at`? `text` begins behind "ruser=".
 */
static bool host_read(struct cul_sv text, const char *at, struct cul_event *ev)
{
	struct cul_sv user = { text.ptr, (size_t)(at - text.ptr) };
	struct cul_cur c = { at + 7, text.ptr + text.len, false };
	struct cul_sv host = cul_take_before(&c, CUL_SV(" "));
	struct cul_addr addr;

	if (!cul_addr_parse(host, &addr))
		return false;
	while (cul_try_lit(&c, CUL_SV(" ")))
		;
	if (cul_try_lit(&c, CUL_SV("user="))) {
		if (!cul_sv_eq(cul_cur_rest(&c), user) && user.len != 0)
			return false;
		user = cul_cur_rest(&c);
	} else if (c.p != c.end) {
		return false;
	}
	ev->client = addr;
	if (user.len != 0)
		ev->account = user;
	return true;
}

static unsigned hosts_count(struct cul_sv text, struct cul_event *ev)
{
	static const struct cul_sv key = { " rhost=", 7 };
	struct cul_sv rest = text;
	const char *at;
	unsigned n = 0;

	while ((at = cul_sv_find(rest, key)) != NULL && n < 2) {
		n += host_read(text, at, ev);
		rest = cul_sv_from(rest, (size_t)(at - rest.ptr) + 1);
	}
	return n;
}

enum cul_verdict cul_dc_pam(struct cul_dc *dc, bool own)
{
	struct cul_cur *c = &dc->c;
	struct cul_event *ev = dc->ev;
	struct cul_sv module = cul_take_until_lit(c, CUL_SV("): "));
	struct cul_cur m;

	if (!own && !c->bad && cul_sv_find(module, CUL_SV("(dovecot")) == NULL)
		return CUL_NOT_MINE;
	cul_take_lit(c, CUL_SV("authentication failure; logname="));
	(void)cul_take_until_lit(c, CUL_SV(" tty="));
	(void)cul_take_until_lit(c, CUL_SV(" ruser="));
	if (c->bad)
		return cul_dc_ignore(dc, CUL_DC_PAM);
	ev->kind = CUL_EV_LOGIN_FAILED;
	ev->stage = CUL_STAGE_AUTH;
	ev->service = (struct cul_sv){ NULL, 0 };
	ev->marks = CUL_MARK_ASKED;
	m = cul_cur_over(module);
	ev->relay = cul_take_before(&m, CUL_SV("("));
	if (hosts_count(cul_cur_rest(c), ev) > 1) {
		ev->client = (struct cul_addr){ { 0 } };
		ev->account = (struct cul_sv){ NULL, 0 };
	}
	return CUL_EVENT;
}
