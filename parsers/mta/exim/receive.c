/* \summary: Exim's line of a message that arrived */
/* grammar: src/receive.c receive_msg(), add_host_info_for_log(); src/log.c;
 * src/smtp_in.c add_tls_info_for_log() (Exim 4.80 to 4.99) */

/*   <= SENDER [R=ID] [H=HOST] [I=[ADDR]:PORT] [U=IDENT] [P=PROTOCOL] [X=…]
 *   [CV=…] [DN="…"] [SNI=…] [A=DRIVER[:ACCOUNT[:SENDER]]] S=SIZE … [id=…]
 *   [T="…"] [from <…>] [for …]
 *
 * One line says that a message was begun, what its Message-ID is and that it
 * was queued, so it gives up to three events. What stands before H= is the
 * sender, which Exim has parsed: a blank in it is in quotes. Before A= stand
 * U=, DN= and SNI=, which a client may fill with what looks like fields. What
 * then must follow, P= or a closing '"', gives it away, unless it brings a
 * size of its own too: with one of them an account is believed only where " S="
 * stands once behind it, and neither of the others before that.
 * Behind a second ':' of A= stands what the client gave as AUTH= (log_selector
 * smtp_mailauth).
 *
 * What the server itself sends has R= and no H=. But so has what any program
 * of the host sends with -E, so it is the server's only with a null sender and
 * from a user whose name is that of a mail server.
 */
#include "mta/exim/ex.h"

enum part { BEGUN, IDENTIFIED, QUEUED };

struct arrival {
	struct cul_sv sender; /* "<>" is empty */
	struct cul_sv local_user;
	struct cul_sv account;
	struct cul_sv message_id;
	struct cul_ex_host host;
	bool has_host, has_parent, has_size;
	bool no_account; /* the field before it has no end */
	uint64_t size;
	uint32_t recipients;
};

/* " S=" and a digit: behind the login, and before all else that others write.
 */
static const char *size_find(struct cul_sv v)
{
	static const struct cul_sv key = CUL_SV_LIT(" S=");
	const char *end = v.ptr + v.len;
	const char *hit = cul_sv_find(v, key);

	while (hit != NULL && (end - hit < 4 || hit[3] < '0' || hit[3] > '9')) {
		v = cul_sv_from(v, (size_t)(hit - v.ptr) + 1);
		hit = cul_sv_find(v, key);
	}
	return hit;
}

static bool is_the_servers(struct cul_sv v)
{
	const char *hit = size_find(v);

	if (hit == NULL ||
	    size_find(cul_sv_from(v, (size_t)(hit - v.ptr) + 1)) != NULL)
		return false;
	v.len = (size_t)(hit - v.ptr);
	return cul_sv_find(v, CUL_SV(" P=")) == NULL &&
	       cul_sv_find(v, CUL_SV("\"")) == NULL;
}

static struct cul_sv without_tail(struct cul_sv v, struct cul_sv tail)
{
	const char *hit = cul_sv_find(v, tail);

	if (hit != NULL)
		v.len = (size_t)(hit - v.ptr);
	return v;
}

/* "DRIVER:ACCOUNT", up to " S=" and the flags before it. A driver that sets no
 * id has proved no name. */
static void account_read(struct cul_cur *c, struct arrival *a)
{
	struct cul_sv v = cul_cur_rest(c);
	const char *size = size_find(v);
	struct cul_cur d;

	if (size == NULL) {
		(void)cul_ex_take_word(c);
		return;
	}
	v.len = (size_t)(size - v.ptr);
	c->p = size;
	v = without_tail(v, CUL_SV(" PRX="));
	if (cul_sv_ends(v, CUL_SV(" K")))
		v.len -= 2;
	if (cul_sv_ends(v, CUL_SV(" PRDR")))
		v.len -= 5;
	d = cul_cur_over(v);
	(void)cul_take_until(&d, ':');
	if (d.bad)
		return;
	v = without_tail(cul_cur_rest(&d), CUL_SV(":"));
	if (v.len != 0)
		a->account = v;
}

static void recipients_count(struct cul_cur *c, struct arrival *a)
{
	while (cul_try_lit(c, CUL_SV(" ")))
		if (cul_ex_take_word(c).len != 0)
			a->recipients++;
}

/* Behind S=: nothing there says who sent it. False at the end. */
static bool later_field(struct cul_cur *c, struct arrival *a)
{
	bool unsure = false;

	if (cul_try_lit(c, CUL_SV("id=")) || cul_try_lit(c, CUL_SV("id*="))) {
		a->message_id = cul_ex_take_word(c);
	} else if (cul_try_lit(c, CUL_SV("T="))) {
		(void)cul_ex_take_quoted(c);
	} else if (cul_try_lit(c, CUL_SV("from "))) {
		(void)cul_ex_take_angle(c);
	} else if (cul_try_lit(c, CUL_SV("for"))) {
		recipients_count(c, a);
		return false;
	} else {
		(void)cul_ex_skip_field(c, &unsure);
	}
	return !c->bad;
}

/* False where the line ends, or is no more what it was taken for. */
static bool early_field(struct cul_ex *ex, struct arrival *a, bool *unsure)
{
	struct cul_cur *c = &ex->c;

	if (cul_try_lit(c, CUL_SV("R="))) {
		a->has_parent = true;
		(void)cul_ex_take_word(c);
	} else if (!a->has_host && a->local_user.ptr == NULL &&
		   cul_try_lit(c, CUL_SV("H="))) {
		cul_ex_take_host(c, &a->host);
		a->has_host = true;
	} else if (!a->has_host && a->local_user.ptr == NULL &&
		   cul_try_lit(c, CUL_SV("U="))) {
		a->local_user = cul_ex_take_word(c);
	} else if (cul_try_lit(c, CUL_SV("A="))) {
		if (!a->no_account &&
		    (!*unsure || is_the_servers(cul_cur_rest(c))))
			account_read(c, a);
		else
			(void)cul_ex_take_word(c);
	} else if (!cul_ex_skip_field(c, unsure)) {
		a->no_account = true;
	}
	return !c->bad;
}

static bool arrival_read(struct cul_ex *ex, struct arrival *a)
{
	struct cul_cur *c = &ex->c;
	bool unsure = false;

	if (cul_try_lit(c, CUL_SV("<>")))
		a->sender = (struct cul_sv){ c->p, 0 };
	else
		a->sender = cul_ex_take_word(c);
	while (cul_try_lit(c, CUL_SV(" "))) {
		if (cul_try_lit(c, CUL_SV("S="))) {
			a->has_size = true;
			a->size = cul_take_u64(c, UINT64_MAX);
			break;
		}
		if (!early_field(ex, a, &unsure))
			return a->host.replaced;
	}
	/* The test suite writes "S=sss". */
	if (c->bad) {
		c->bad = false;
		(void)cul_ex_take_word(c);
	}
	while (cul_try_lit(c, CUL_SV(" ")) && later_field(c, a))
		;
	return true;
}

/* The user that the server's own messages come from. */
static bool is_mail_server(struct cul_sv user)
{
	static const struct cul_sv names[] = {
		CUL_SV_LIT("Debian-exim"), CUL_SV_LIT("exim"),
		CUL_SV_LIT("_exim"),       CUL_SV_LIT("exim4"),
		CUL_SV_LIT("mail"),        CUL_SV_LIT("mailnull"),
		CUL_SV_LIT("mailman"),     CUL_SV_LIT("smmsp"),
		CUL_SV_LIT("root"),        CUL_SV_LIT("EXIMUSER"),
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (cul_sv_eq(user, names[i]))
			return true;
	return false;
}

static bool is_begun(const struct arrival *a)
{
	if (a->has_host)
		return true;
	return a->local_user.len != 0 &&
	       !(a->has_parent && a->sender.len == 0 &&
		 is_mail_server(a->local_user));
}

static void begun(struct cul_event *ev, const struct arrival *a, bool doubtful)
{
	ev->sender = a->sender;
	if (!a->has_host) {
		ev->kind = CUL_EV_LOCAL_SUBMIT;
		ev->account = a->local_user;
		return;
	}
	ev->kind = CUL_EV_ACCEPTED;
	if (doubtful)
		return;
	cul_ex_set_host(ev, &a->host);
	ev->account = a->account;
}

static void event_fill(struct cul_ex *ex, const struct arrival *a,
		       bool doubtful)
{
	struct cul_event *ev = ex->ev;
	unsigned part = ex->part;

	if (part == BEGUN && !is_begun(a))
		part = a->message_id.len != 0 ? IDENTIFIED : QUEUED;
	if (part == BEGUN) {
		begun(ev, a, doubtful);
		ev->next_part = a->message_id.len != 0 ? IDENTIFIED : QUEUED;
	} else if (part == IDENTIFIED) {
		ev->kind = CUL_EV_IDENTIFIED;
		ev->text = a->message_id;
		ev->next_part = QUEUED;
	} else {
		ev->kind = CUL_EV_QUEUED;
		ev->sender = a->sender;
		ev->size_bytes = a->size;
		ev->n_recipients = a->recipients;
	}
}

enum cul_verdict cul_ex_arrived(struct cul_ex *ex)
{
	struct arrival a = { .has_host = false };
	bool doubtful = false;

	if (!arrival_read(ex, &a))
		return cul_ex_malformed(ex, CUL_EX_BAD_CLIENT);
	/* A line that is cut off may end within a word. */
	if (!a.has_size || !cul_ex_is_closed(a.sender))
		return cul_ex_malformed(ex, CUL_EX_BAD_SENDER);
	if (a.has_host) {
		const struct cul_sv rest = { a.host.end,
					     (size_t)(ex->c.end - a.host.end) };

		doubtful =
			a.host.replaced ||
			(ex->torn ? cul_ex_is_doubtful(&a.host, rest)
				  : cul_ex_is_doubtful_arrival(&a.host, rest));
	}
	event_fill(ex, &a, doubtful);
	return CUL_EVENT;
}
