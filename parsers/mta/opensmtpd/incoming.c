/* \summary: OpenSMTPD's sessions with clients, logins and refused commands
 *
 *   ID smtp connected address=A host=NAME                           (6.4 on)
 *   ID smtp authentication user=U [address=A host=NAME ]result=R
 *   ID smtp failed-command [address=A host=NAME ]command="C" result="R"
 *
 * with "event=" before the word in 6.0, and with the address on each line up
 * to 6.4.
 *
 * A client chooses the user, in which blanks are escaped (vis(3)), the command,
 * in which quotes are not, and the name by which DNS knows it.
 */
/* grammar: usr.sbin/smtpd/smtp_session.c smtp_connected(), smtp_reply(),
 * smtp_session_imsg(), smtp_io() */
#include "mta/opensmtpd/os.h"

/* Take "address=A host=NAME"; a name ends with the line, or at a blank. True
 * with nothing set if there is none, false if it is no address. */
static bool take_client(struct cul_os *os)
{
	struct cul_cur *c = &os->c;
	struct cul_sv address, rest;
	const char *blank;

	if (!cul_try_lit(c, CUL_SV("address=")))
		return true;
	address = cul_take_until(c, ' ');
	cul_take_lit(c, CUL_SV("host="));
	if (c->bad)
		return false;
	rest = cul_cur_rest(c);
	blank = rest.len != 0 ? cul_find_byte(rest.ptr, rest.len, ' ') : NULL;
	if (blank == NULL)
		blank = rest.ptr + rest.len;
	c->p = blank < c->end ? blank + 1 : blank;
	return cul_os_client(os->ev, address, cul_sv_before(rest, blank));
}

static enum cul_verdict connected(struct cul_os *os)
{
	if (!cul_sv_starts(cul_cur_rest(&os->c), CUL_SV("address=")) ||
	    !take_client(os))
		return cul_os_malformed(os, CUL_OS_BAD_SESSION);
	os->ev->kind = CUL_EV_CONNECT;
	return CUL_EVENT;
}

/* Without client: what was done in the session is not counted on the line. */
static enum cul_verdict disconnected(struct cul_os *os)
{
	os->ev->kind = CUL_EV_DISCONNECT;
	return CUL_EVENT;
}

enum cul_verdict cul_os_login(struct cul_os *os, struct cul_sv result)
{
	struct cul_event *ev = os->ev;

	if (ev->account.len == 0)
		return cul_os_malformed(os, CUL_OS_BAD_LOGIN);
	ev->kind = CUL_EV_LOGIN_FAILED;
	ev->stage = CUL_STAGE_AUTH;
	if (cul_sv_eq(result, CUL_SV("ok"))) {
		ev->kind = CUL_EV_LOGIN;
		ev->outcome = CUL_OUTCOME_OK;
	} else if (cul_sv_eq(result, CUL_SV("tempfail"))) {
		ev->outcome = CUL_OUTCOME_NEUTRAL;
	} else if (!cul_sv_eq(result, CUL_SV("permfail"))) {
		return cul_os_malformed(os, CUL_OS_BAD_LOGIN);
	}
	return CUL_EVENT;
}

static enum cul_verdict authentication(struct cul_os *os)
{
	cul_take_lit(&os->c, CUL_SV("user="));
	os->ev->account = cul_take_until(&os->c, ' ');
	if (os->c.bad || !take_client(os) ||
	    !cul_try_lit(&os->c, CUL_SV("result=")))
		return cul_os_malformed(os, CUL_OS_BAD_LOGIN);
	return cul_os_login(os, cul_cur_rest(&os->c));
}

static bool begins_fold(struct cul_sv v, struct cul_sv lower)
{
	if (v.len < lower.len)
		return false;
	for (size_t i = 0; i < lower.len; i++) {
		char c = v.ptr[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c | ' ');
		if (c != lower.ptr[i])
			return false;
	}
	return true;
}

/* "RCPT TO:<a@b> NOTIFY=NEVER": what stands in the brackets. */
static struct cul_sv path_of(struct cul_sv command)
{
	struct cul_cur c = cul_cur_over(command);
	struct cul_sv v;

	(void)cul_take_until(&c, '<');
	v = cul_take_until(&c, '>');
	return c.bad ? (struct cul_sv){ NULL, 0 } : v;
}

static void command_read(struct cul_event *ev, struct cul_sv v)
{
	if (begins_fold(v, CUL_SV("rcpt to:"))) {
		ev->stage = CUL_STAGE_RCPT;
		ev->recipient = path_of(v);
	} else if (begins_fold(v, CUL_SV("mail from:"))) {
		ev->stage = CUL_STAGE_MAIL;
		ev->sender = path_of(v);
	} else if (begins_fold(v, CUL_SV("ehlo ")) ||
		   begins_fold(v, CUL_SV("helo "))) {
		ev->stage = CUL_STAGE_HELO;
		ev->helo = cul_sv_from(v, 5);
	} else if (begins_fold(v, CUL_SV("auth"))) {
		ev->stage = CUL_STAGE_AUTH;
	} else if (begins_fold(v, CUL_SV("data"))) {
		ev->stage = CUL_STAGE_DATA;
	} else if (v.len == 0) {
		ev->stage = CUL_STAGE_CONNECT;
	}
}

/* What is said of a message still stands under its DATA (smtp_reply() logs the
 * last command); that command alone fails with 503. */
static void stage_of_reply(struct cul_event *ev, struct cul_sv words)
{
	if (ev->stage == CUL_STAGE_DATA && !cul_sv_starts(words, CUL_SV("503")))
		ev->stage = CUL_STAGE_MESSAGE;
	if (ev->stage == CUL_STAGE_CONNECT &&
	    cul_sv_starts(words, CUL_SV("500")))
		ev->stage = CUL_STAGE_NONE;
}

enum cul_verdict cul_os_refused(struct cul_os *os, struct cul_sv command,
				struct cul_sv words)
{
	struct cul_event *ev = os->ev;

	command_read(ev, command);
	stage_of_reply(ev, words);
	cul_os_reply(ev, words);
	if (ev->reply < 400)
		return cul_os_malformed(os, CUL_OS_BAD_REFUSAL);
	if (ev->stage == CUL_STAGE_AUTH && ev->reply == 535)
		return cul_os_ignore(os, CUL_OS_LOGIN_REPLY);
	ev->kind = CUL_EV_REFUSED;
	return CUL_EVENT;
}

/* `command="C" result="R"`; the server's own reply quotes no '"' that a client
 * sent (util.c valid_localpart()), so its mark is the last. */
static enum cul_verdict failed_command(struct cul_os *os)
{
	struct cul_sv rest;
	const char *hit;

	if (!take_client(os) || !cul_try_lit(&os->c, CUL_SV("command=\"")))
		return cul_os_malformed(os, CUL_OS_BAD_REFUSAL);
	rest = cul_cur_rest(&os->c);
	hit = cul_sv_find_last(rest, CUL_SV("\" result=\""));
	if (hit == NULL || rest.ptr[rest.len - 1] != '"' ||
	    hit + 10 > rest.ptr + rest.len - 1)
		return cul_os_malformed(os, CUL_OS_BAD_REFUSAL);
	return cul_os_refused(
		os, cul_sv_before(rest, hit),
		(struct cul_sv){ hit + 10, (size_t)(rest.ptr + rest.len - 1 -
						    (hit + 10)) });
}

enum cul_verdict cul_os_manners(struct cul_os *os, struct cul_sv words)
{
	if (words.len == 0)
		return cul_os_malformed(os, CUL_OS_BAD_REFUSAL);
	cul_os_reply(os->ev, words);
	os->ev->outcome = CUL_OUTCOME_NONE;
	os->ev->kind = CUL_EV_MANNERS;
	return CUL_EVENT;
}

static enum cul_verdict bad_input(struct cul_os *os)
{
	struct cul_sv rest;

	if (!take_client(os) || !cul_try_lit(&os->c, CUL_SV("result=\"")))
		return cul_os_malformed(os, CUL_OS_BAD_REFUSAL);
	rest = cul_cur_rest(&os->c);
	if (rest.len != 0 && rest.ptr[rest.len - 1] == '"')
		rest.len--;
	return cul_os_manners(os, rest);
}

static enum cul_verdict message(struct cul_os *os)
{
	struct cul_sv msgid;

	if (!take_client(os) || !cul_try_lit(&os->c, CUL_SV("msgid=")))
		return cul_os_malformed(os, CUL_OS_BAD_MESSAGE);
	msgid = cul_os_take_hex(&os->c, 8, 8);
	return cul_os_message(os, msgid);
}

enum cul_verdict cul_os_smtp(struct cul_os *os)
{
	struct cul_cur *c = &os->c;

	os->ev->session = os->id;
	if (cul_try_lit(c, CUL_SV("connected ")))
		return connected(os);
	if (cul_try_lit(c, CUL_SV("failed-command ")))
		return failed_command(os);
	if (cul_try_lit(c, CUL_SV("authentication ")))
		return authentication(os);
	if (cul_try_lit(c, CUL_SV("message ")))
		return message(os);
	if (cul_try_lit(c, CUL_SV("envelope ")))
		return cul_os_envelope(os);
	if (cul_try_lit(c, CUL_SV("disconnected ")) ||
	    cul_try_lit(c, CUL_SV("closed ")))
		return disconnected(os);
	if (cul_try_lit(c, CUL_SV("bad-input ")))
		return bad_input(os);
	if (cul_sv_starts(cul_cur_rest(c), CUL_SV("tls ")) ||
	    cul_sv_starts(cul_cur_rest(c), CUL_SV("starttls ")) ||
	    cul_sv_starts(cul_cur_rest(c), CUL_SV("cert-check ")) ||
	    cul_sv_starts(cul_cur_rest(c), CUL_SV("client-cert-check ")))
		return cul_os_ignore(os, CUL_OS_TLS);
	return CUL_NOT_MINE;
}
