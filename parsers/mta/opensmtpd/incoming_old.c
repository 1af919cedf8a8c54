/* \summary: OpenSMTPD's sessions with clients in the words of 5.4 to 5.9
 *
 *   smtp-in: New session ID from host NAME [A]                        (5.4)
 *   smtp-in: session ID: connection from host NAME [A] established    (5.7)
 *   smtp-in: Failed command on session ID: "C" => R
 *   smtp-in: Authentication failed for user U on session ID
 */
/* grammar: smtpd/smtp_session.c of 5.4.6 and 5.7.3 */
#include "mta/opensmtpd/os.h"

/* "NAME [A]" up to `tail`, which ends the line: the last bracket is the
 * server's. */
static bool name_read(struct cul_os *os, struct cul_sv v)
{
	const char *open = cul_sv_find_last(v, CUL_SV(" ["));
	struct cul_sv address;

	/* IPv6 is "[[2001:db8::1]]". */
	if (open == NULL || v.ptr[v.len - 1] != ']')
		return false;
	address = (struct cul_sv){ open + 2,
				   (size_t)(v.ptr + v.len - 1 - (open + 2)) };
	return cul_os_client(os->ev, address, cul_sv_before(v, open));
}

static enum cul_verdict old_connected(struct cul_os *os, struct cul_sv v)
{
	if (!name_read(os, v))
		return cul_os_malformed(os, CUL_OS_BAD_SESSION);
	os->ev->kind = CUL_EV_CONNECT;
	return CUL_EVENT;
}

/* "U on session ID": the user may hold the same words. */
static enum cul_verdict old_login(struct cul_os *os, struct cul_sv result)
{
	const struct cul_sv on = CUL_SV(" on session ");
	struct cul_sv rest = cul_cur_rest(&os->c);
	const char *hit = cul_sv_find_last(rest, on);

	if (hit == NULL)
		return cul_os_malformed(os, CUL_OS_BAD_LOGIN);
	os->ev->account = cul_sv_before(rest, hit);
	os->c.p = hit + on.len;
	os->ev->session = cul_os_take_hex(&os->c, 8, 16);
	if (os->c.bad)
		return cul_os_malformed(os, CUL_OS_BAD_LOGIN);
	return cul_os_login(os, result);
}

/* `"C" => R` */
static enum cul_verdict old_failed(struct cul_os *os)
{
	struct cul_cur *c = &os->c;
	struct cul_sv rest;
	const char *hit;

	os->ev->session = cul_os_take_hex(c, 8, 16);
	cul_take_lit(c, CUL_SV(": \""));
	rest = cul_cur_rest(c);
	hit = c->bad ? NULL : cul_sv_find_last(rest, CUL_SV("\" => "));
	if (hit == NULL)
		return cul_os_malformed(os, CUL_OS_BAD_REFUSAL);
	return cul_os_refused(os, cul_sv_before(rest, hit),
			      cul_sv_from(rest, (size_t)(hit - rest.ptr) + 5));
}

static enum cul_verdict old_message(struct cul_os *os)
{
	struct cul_cur *c = &os->c;
	const struct cul_sv msgid = cul_os_take_hex(c, 8, 8);

	cul_take_lit(c, CUL_SV(" on session "));
	os->ev->session = cul_os_take_hex(c, 8, 16);
	cul_take_lit(c, CUL_SV(": "));
	return cul_os_message(os, msgid);
}

/* 5.7: the words after "session ID: ". */
static enum cul_verdict old_session(struct cul_os *os)
{
	const struct cul_sv up = CUL_SV(" established");
	struct cul_cur *c = &os->c;
	struct cul_sv rest, msgid;

	os->ev->session = cul_os_take_hex(c, 8, 16);
	cul_take_lit(c, CUL_SV(": "));
	if (c->bad)
		return cul_os_malformed(os, CUL_OS_BAD_SESSION);
	if (cul_try_lit(c, CUL_SV("connection from host "))) {
		rest = cul_cur_rest(c);
		if (cul_sv_ends(rest, up)) {
			rest.len -= up.len;
			return old_connected(os, rest);
		}
		os->ev->kind = CUL_EV_DISCONNECT;
		return CUL_EVENT;
	}
	if (cul_try_lit(c, CUL_SV("msgid="))) {
		msgid = cul_os_take_hex(c, 8, 8);
		cul_take_lit(c, CUL_SV(", status=Ok, "));
		return cul_os_message(os, msgid);
	}
	if (cul_try_lit(c, CUL_SV("received invalid input: ")))
		return cul_os_manners(os, cul_cur_rest(c));
	rest = cul_cur_rest(c);
	if (cul_sv_starts(rest, CUL_SV("TLS ")) ||
	    cul_sv_starts(rest, CUL_SV("client certificate ")))
		return cul_os_ignore(os, CUL_OS_TLS);
	return cul_os_ignore(os, CUL_OS_NOTICE);
}

static bool take_ending(struct cul_cur *c)
{
	return cul_try_lit(c, CUL_SV("Closing session ")) ||
	       cul_try_lit(c, CUL_SV("Received disconnect from session ")) ||
	       cul_try_lit(c, CUL_SV("Disconnecting session ")) ||
	       cul_try_lit(c, CUL_SV("Ending session "));
}

enum cul_verdict cul_os_smtp_in(struct cul_os *os)
{
	struct cul_cur *c = &os->c;

	if (cul_try_lit(c, CUL_SV("session ")))
		return old_session(os);
	if (cul_try_lit(c, CUL_SV("New session "))) {
		os->ev->session = cul_os_take_hex(c, 8, 16);
		cul_take_lit(c, CUL_SV(" from host "));
		return old_connected(os, cul_cur_rest(c));
	}
	if (cul_try_lit(c, CUL_SV("Accepted message ")))
		return old_message(os);
	if (cul_try_lit(c, CUL_SV("Failed command on session ")))
		return old_failed(os);
	if (cul_try_lit(c, CUL_SV("Accepted authentication for user ")))
		return old_login(os, CUL_SV("ok"));
	if (cul_try_lit(c, CUL_SV("Authentication failed for user ")))
		return old_login(os, CUL_SV("permfail"));
	if (cul_try_lit(c, CUL_SV("Authentication temporarily failed for "
				  "user ")))
		return old_login(os, CUL_SV("tempfail"));
	if (take_ending(c)) {
		os->ev->session = cul_os_take_hex(c, 8, 16);
		os->ev->kind = CUL_EV_DISCONNECT;
		return c->bad ? cul_os_malformed(os, CUL_OS_BAD_SESSION)
			      : CUL_EVENT;
	}
	if (cul_try_lit(c, CUL_SV("Bad input on session "))) {
		os->ev->session = cul_os_take_hex(c, 8, 16);
		cul_take_lit(c, CUL_SV(": "));
		return cul_os_manners(os, c->bad ? (struct cul_sv){ NULL, 0 }
						 : cul_cur_rest(c));
	}
	return cul_os_ignore(os, CUL_OS_TLS);
}
