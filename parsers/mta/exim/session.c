/* \summary: sessions of Exim: begun, broken off, against the protocol
 *
 *   SMTP connection from HOST (TCP/IP connection count = N)
 *   SMTP connection from HOST lost | closed by QUIT
 *   no MAIL in SMTP connection from HOST D=… [A=DRIVER:NAME] [X=…] C=EHLO,QUIT
 *   SMTP call from HOST dropped: too many …
 *   SMTP protocol error in "COMMAND" H=HOST WHY
 *   SMTP syntax error in "COMMAND" H=HOST WHY
 *   SMTP protocol synchronization error (…): rejected "COMMAND" H=HOST …
 *
 * COMMAND is the client's, with quotes as they came (up to 4.96), so it may
 * hold an H= of its own. Of a protocol error WHY is the server's alone: the
 * last H= is the true one. Of a syntax error WHY quotes the command again: a
 * client is believed only where all H= name the same.
 */
/* grammar: src/smtp_in.c, src/daemon.c, src/receive.c (Exim 4.80 to 4.99) */
#include "mta/exim/ex.h"
#include "text/outcome.h"

static enum cul_verdict with_client(struct cul_ex *ex, enum cul_event_kind kind)
{
	enum cul_verdict v;

	ex->ev->kind = kind;
	(void)cul_try_lit(&ex->c, CUL_SV("H="));
	if (!cul_ex_take_client(ex, &v))
		return v;
	return CUL_EVENT;
}

/* A program of this host speaks SMTP with -bs: a user's name, no address. */
static bool is_local(const struct cul_ex *ex)
{
	struct cul_sv v = cul_cur_rest(&ex->c);

	return cul_sv_find(v, CUL_SV("[")) == NULL;
}

static enum cul_verdict breach(struct cul_ex *ex, struct cul_sv how)
{
	ex->ev->text = how;
	if (is_local(ex))
		return cul_ex_ignore(ex, CUL_EX_LOCAL);
	return with_client(ex, CUL_EV_MANNERS);
}

/* How, in the server's words: from the beginning of the line to " from " or
 * what else stands before the client. */
static struct cul_sv words_to(const char *from, const struct cul_ex *ex,
			      size_t tail)
{
	return (struct cul_sv){ from, (size_t)(ex->c.p - from) - tail };
}

/* "C=EHLO,AUTH,QUIT": how often the client gave a command. */
static uint16_t commands_of(struct cul_sv v, struct cul_sv name)
{
	uint16_t n = 0;
	const char *hit;

	while ((hit = cul_sv_find(v, name)) != NULL) {
		n++;
		v = cul_sv_from(v, (size_t)(hit - v.ptr) + 1);
	}
	return n;
}

static void commands_count(struct cul_event *ev, struct cul_sv rest)
{
	const char *hit = cul_sv_find_last(rest, CUL_SV(" C="));

	if (hit == NULL)
		return;
	rest = cul_sv_from(rest, (size_t)(hit - rest.ptr));
	ev->n_auth_all = commands_of(rest, CUL_SV("AUTH"));
	ev->n_rcpt_all = commands_of(rest, CUL_SV("RCPT"));
}

/* " D=1s A=plain:joe X=… C=…": only U=, an ident answer, is of another's
 * choice, and stands before. */
static struct cul_sv login_of(struct cul_sv rest)
{
	const struct cul_sv none = { NULL, 0 };
	struct cul_cur c = cul_cur_over(rest);
	struct cul_sv v;
	const char *hit;

	if (cul_sv_find(rest, CUL_SV(" U=")) != NULL)
		return none;
	(void)cul_take_until_lit(&c, CUL_SV(" D="));
	(void)cul_take_until(&c, ' ');
	if (!cul_try_lit(&c, CUL_SV("A=")))
		return none;
	(void)cul_take_until(&c, ':');
	if (c.bad)
		return none;
	v = cul_cur_rest(&c);
	hit = cul_sv_find(v, CUL_SV(" X="));
	if (hit == NULL)
		hit = cul_sv_find(v, CUL_SV(" C="));
	if (hit != NULL)
		v.len = (size_t)(hit - v.ptr);
	return v.len != 0 ? v : none;
}

static enum cul_verdict no_mail(struct cul_ex *ex)
{
	enum cul_verdict v;
	struct cul_event *ev = ex->ev;
	struct cul_sv rest, login;

	if (is_local(ex))
		return cul_ex_ignore(ex, CUL_EX_LOCAL);
	v = with_client(ex, CUL_EV_DISCONNECT);
	if (v != CUL_EVENT)
		return v;
	rest = cul_cur_rest(&ex->c);
	login = cul_addr_none(&ev->client) ? (struct cul_sv){ NULL, 0 }
					   : login_of(rest);
	if (cul_sv_present(login) && ex->part == 0) {
		ev->kind = CUL_EV_LOGIN;
		ev->account = login;
		ev->next_part = 1;
		return v;
	}
	commands_count(ev, rest);
	return v;
}

/* "SMTP connection from HOST …" and "SMTP connection Ci=… from HOST …" */
static enum cul_verdict connection(struct cul_ex *ex, const char *from)
{
	enum cul_verdict v;
	struct cul_sv rest;

	if (cul_try_lit(&ex->c, CUL_SV("Ci=")))
		(void)cul_take_until(&ex->c, ' ');
	if (cul_try_lit(&ex->c, CUL_SV("lost after final dot "))) {
		ex->ev->text = words_to(from, ex, 1);
		return breach(ex, ex->ev->text);
	}
	if (!cul_try_lit(&ex->c, CUL_SV("from ")))
		return cul_ex_ignore(ex, CUL_EX_NOTICE);
	if (is_local(ex))
		return cul_ex_ignore(ex, CUL_EX_LOCAL);
	v = with_client(ex, CUL_EV_CONNECT);
	if (v != CUL_EVENT)
		return v;
	rest = cul_cur_rest(&ex->c);
	if (cul_sv_ends(rest, CUL_SV(")")) &&
	    cul_sv_find(rest, CUL_SV("(TCP/IP connection count = ")) != NULL)
		return CUL_EVENT;
	if (cul_sv_find(rest, CUL_SV("lost")) == NULL)
		return cul_ex_ignore(ex, CUL_EX_CLOSED);
	ex->ev->kind = CUL_EV_MANNERS;
	ex->ev->text = CUL_SV("lost");
	ex->ev->text.ptr = cul_sv_find(rest, CUL_SV("lost"));
	return CUL_EVENT;
}

/* The client that stands behind the command. `last`: what follows it is the
 * server's alone. */
static enum cul_verdict behind_command(struct cul_ex *ex, struct cul_sv how,
				       bool last)
{
	static const struct cul_sv key = CUL_SV_LIT(" H=");
	struct cul_sv v = cul_cur_rest(&ex->c);
	const char *hit = cul_sv_find(v, key);
	struct cul_ex_host first = { .helo = { NULL, 0 } };
	bool found = false;

	ex->ev->kind = CUL_EV_MANNERS;
	ex->ev->text = how;
	for (; hit != NULL; hit = cul_sv_find(v, key)) {
		struct cul_cur c;
		struct cul_ex_host h;

		v = cul_sv_from(v, (size_t)(hit - v.ptr) + key.len);
		c = cul_cur_over(v);
		cul_ex_take_host(&c, &h);
		if (c.bad) {
			first.replaced = first.replaced || h.replaced;
			continue;
		}
		if (found && !last && !cul_addr_eq(&h.addr, &first.addr))
			return CUL_EVENT;
		found = true;
		first = h;
		ex->c = c;
	}
	if (!found && first.replaced)
		return cul_ex_ignore(ex, CUL_EX_REPLACED);
	if (!found && cul_sv_find(cul_cur_rest(&ex->c), CUL_SV(" U=")) != NULL)
		return cul_ex_ignore(ex, CUL_EX_LOCAL);
	if (!found)
		return cul_ex_malformed(ex, CUL_EX_BAD_CLIENT);
	if (!cul_ex_is_doubtful(&first, cul_cur_rest(&ex->c)))
		cul_ex_set_host(ex->ev, &first);
	return CUL_EVENT;
}

/* "unqualified recipient rejected: <d!u> H=HOST": an address without a domain,
 * as a telephone sends it by mistake and a prober to see what becomes of it. */
static enum cul_verdict unqualified(struct cul_ex *ex, struct cul_sv how)
{
	struct cul_cur d = ex->c;
	struct cul_sv recipient = cul_ex_take_angle(&d);
	enum cul_verdict v = behind_command(ex, how, true);

	if (v != CUL_EVENT)
		return v;
	ex->ev->kind = CUL_EV_REFUSED;
	ex->ev->stage = CUL_STAGE_RCPT;
	ex->ev->reply = 501;
	ex->ev->recipient = recipient;
	ex->ev->outcome = cul_ex_asks_to_relay(recipient)
				  ? CUL_OUTCOME_RELAY_REFUSED
				  : CUL_OUTCOME_NEUTRAL;
	return v;
}

/* "refused connection from HOST (host_reject_connection)" */
static enum cul_verdict refused(struct cul_ex *ex, uint16_t reply)
{
	struct cul_event *ev = ex->ev;
	enum cul_verdict v = with_client(ex, CUL_EV_REFUSED);
	struct cul_sv rest = cul_cur_rest(&ex->c);

	if (v != CUL_EVENT)
		return v;
	while (rest.len != 0 && (rest.ptr[0] == ' ' || rest.ptr[0] == ':'))
		rest = cul_sv_from(rest, 1);
	ev->stage = CUL_STAGE_CONNECT;
	ev->reply = reply;
	if (rest.len != 0)
		ev->text = rest;
	ev->outcome = CUL_OUTCOME_NEUTRAL;
	return CUL_EVENT;
}

/* Behind "SMTP ". */
static bool smtp_line(struct cul_ex *ex, const char *from,
		      enum cul_verdict *ret_v)
{
	struct cul_cur *c = &ex->c;

	if (cul_try_lit(c, CUL_SV("connection ")))
		*ret_v = connection(ex, from);
	else if (cul_try_lit(c, CUL_SV("call from ")))
		*ret_v = breach(ex, words_to(from, ex, 6));
	else if (cul_try_lit(c,
			     CUL_SV("command timeout on connection from ")) ||
		 cul_try_lit(c, CUL_SV("command timeout on TLS connection "
				       "from ")) ||
		 cul_try_lit(c, CUL_SV("data timeout (message abandoned) on "
				       "connection from ")))
		*ret_v = breach(ex, words_to(from, ex, 6));
	else if (cul_try_lit(c, CUL_SV("protocol error in ")))
		*ret_v = behind_command(ex, words_to(from, ex, 4), true);
	else if (cul_try_lit(c, CUL_SV("syntax error in ")))
		*ret_v = behind_command(ex, words_to(from, ex, 4), false);
	else if (cul_try_lit(c, CUL_SV("protocol synchronization error ")) ||
		 cul_try_lit(c, CUL_SV("protocol violation: "
				       "synchronization error ")))
		*ret_v = behind_command(ex, words_to(from, ex, 1), false);
	else
		return false;
	return true;
}

bool cul_ex_session(struct cul_ex *ex, enum cul_verdict *ret_v)
{
	struct cul_cur *c = &ex->c;
	const char *from = c->p;

	if (cul_try_lit(c, CUL_SV("SMTP "))) {
		if (smtp_line(ex, from, ret_v))
			return true;
		*ret_v = cul_ex_ignore(ex, CUL_EX_NOTICE);
		return true;
	}
	if (cul_try_lit(c, CUL_SV("no MAIL in SMTP connection from ")) ||
	    cul_try_lit(c, CUL_SV("no MAIL in TFO SMTP connection from ")) ||
	    cul_try_lit(c, CUL_SV("no MAIL in TFO* SMTP connection from ")))
		*ret_v = no_mail(ex);
	else if (cul_try_lit(c, CUL_SV("unexpected disconnection while reading "
				       "SMTP command from ")) ||
		 cul_try_lit(c, CUL_SV("unexpected EOF while reading SMTP "
				       "command from ")))
		*ret_v = breach(ex, words_to(from, ex, 6));
	else if (cul_try_lit(c, CUL_SV("TLS error on connection from ")))
		*ret_v = breach(ex, words_to(from, ex, 6));
	else if (cul_try_lit(c, CUL_SV("refused connection from ")) ||
		 cul_try_lit(c, CUL_SV("Connection from ")) ||
		 cul_try_lit(c, CUL_SV("connection from ")))
		*ret_v = refused(ex, 554);
	else if (cul_try_lit(c, CUL_SV("temporarily refused connection from ")))
		*ret_v = refused(ex, 421);
	else if (cul_try_lit(c, CUL_SV("unqualified recipient rejected: ")))
		*ret_v = unqualified(ex, words_to(from, ex, 2));
	else if (cul_try_lit(c, CUL_SV("too many recipients: ")) ||
		 cul_try_lit(c, CUL_SV("unqualified sender rejected: ")) ||
		 cul_try_lit(c, CUL_SV("VRFY failed for ")) ||
		 cul_try_lit(c, CUL_SV("rejected MAIL command ")))
		*ret_v = behind_command(ex, words_to(from, ex, 1), false);
	else
		return false;
	return true;
}

enum cul_verdict cul_ex_broken_off(struct cul_ex *ex)
{
	enum cul_verdict v;

	if (cul_ex_session(ex, &v))
		return v;
	return cul_ex_ignore(ex, CUL_EX_NOTICE);
}
