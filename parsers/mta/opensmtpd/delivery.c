/* \summary: what became of a recipient of OpenSMTPD's
 *
 *   evpid=E from=<S> to=<R> rcpt=<O> source="A" relay="A (NAME)" delay=D
 *   result="Ok" stat="REPLY"                            mta
 *   evpid=E from=<S> to=<R> [rcpt=<O> ]user=U delay=D result=Ok stat=WORDS
 *
 * With commas and without quotes in 5.x, where the verdict stands before the
 * envelope ("relay: Ok for E: session=ID, …") or after it (5.7). What the other
 * server said comes last and is its own choice, as is the name DNS has for it.
 */
/* grammar: usr.sbin/smtpd/mta.c mta_log(), mda.c mda_log(), queue.c
 * queue_log() */
#include "mta/opensmtpd/os.h"
#include "text/outcome.h"
#include "text/reply.h"

static const struct cul_sv absent = { NULL, 0 };

static void comma(struct cul_cur *c)
{
	(void)cul_try_lit(c, CUL_SV(","));
	cul_take_lit(c, CUL_SV(" "));
}

/* "key=<path>" and what separates it from the next. */
static bool take_path(struct cul_cur *c, struct cul_sv key,
		      struct cul_sv *ret_path)
{
	if (!cul_try_lit(c, key))
		return false;
	*ret_path = cul_take_until(c, '>');
	comma(c);
	return !c->bad;
}

static void take_evpid(struct cul_os *os)
{
	const struct cul_sv id = cul_os_take_hex(&os->c, 8, 16);

	if (!os->c.bad)
		os->ev->session = (struct cul_sv){ id.ptr, 8 };
}

/* The envelope. rcpt= is what the client asked for, where an alias led
 * elsewhere. */
static bool take_envelope(struct cul_os *os)
{
	struct cul_event *ev = os->ev;
	struct cul_sv rcpt = absent;

	if (!take_path(&os->c, CUL_SV("from=<"), &ev->sender) ||
	    !take_path(&os->c, CUL_SV("to=<"), &ev->recipient))
		return false;
	(void)take_path(&os->c, CUL_SV("rcpt=<"), &rcpt);
	if (rcpt.len != 0 && !cul_sv_eq(rcpt, CUL_SV("-")) &&
	    !cul_sv_eq(rcpt, ev->recipient))
		ev->orig_recipient = rcpt;
	/* queue_log() writes the null sender so. */
	if (cul_sv_eq(ev->sender, CUL_SV("@")))
		ev->sender.len = 0;
	return !os->c.bad;
}

/* `key="value" ` or, in 5.x, `key=value, `. */
static struct cul_sv take_value(struct cul_cur *c, struct cul_sv key)
{
	struct cul_sv v;

	cul_take_lit(c, key);
	if (cul_try_lit(c, CUL_SV("\""))) {
		v = cul_take_until(c, '"');
		comma(c);
		return v;
	}
	v = cul_take_until(c, ' ');
	if (!c->bad && v.len != 0 && v.ptr[v.len - 1] == ',')
		v.len--;
	return v;
}

/* 5.x writes "relay=192.0.2.1 (mx.x.example), ". */
static struct cul_sv take_relay(struct cul_cur *c)
{
	struct cul_sv v;

	cul_take_lit(c, CUL_SV("relay="));
	if (cul_try_lit(c, CUL_SV("\"")))
		v = cul_take_until_lit(c, CUL_SV("\" delay="));
	else
		v = cul_take_until_lit(c, CUL_SV(", delay="));
	return v;
}

static void relay_read(struct cul_event *ev, struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	struct cul_sv address = cul_take_until_lit(&c, CUL_SV(" ("));
	struct cul_sv name = cul_take_until(&c, ')');

	if (c.bad)
		address = v;
	if (!cul_os_address(address, &ev->relay_addr))
		name = c.bad ? v : name; /* no MX was found: the domain */
	if (cul_sv_present(name) && name.len != 0)
		ev->relay = name;
}

/* "Message accepted for delivery" is what OpenSMTPD itself answers, behind the
 * new id. */
static struct cul_sv new_id(struct cul_sv text)
{
	const char *hit = cul_sv_find(text, CUL_SV(" Message accepted for "));
	const size_t n = hit != NULL ? (size_t)(hit - text.ptr) : 0;
	struct cul_cur c;
	struct cul_sv id;

	if (n < 8 || (n > 8 && text.ptr[n - 9] != ' '))
		return absent;
	c = cul_cur_over((struct cul_sv){ hit - 8, 8 });
	id = cul_os_take_hex(&c, 8, 8);
	return c.bad ? absent : id;
}

/* Over loopback stands a content filter, or a mailbox store that speaks LMTP:
 * only the store knows of mailboxes. */
static void loopback_read(struct cul_event *ev)
{
	if (!cul_addr_is_loopback(&ev->relay_addr))
		return;
	ev->other = new_id(ev->text);
	ev->transport = CUL_TRANSPORT_FILTER;
	if (ev->outcome == CUL_OUTCOME_BAD_RECIPIENT ||
	    cul_sv_ends(ev->text, CUL_SV(" Saved")))
		ev->transport = CUL_TRANSPORT_LOCAL;
}

static bool fate_read(struct cul_event *ev, struct cul_sv result)
{
	if (cul_sv_eq(result, CUL_SV("Ok")))
		ev->kind = CUL_EV_DELIVERED;
	else if (cul_sv_eq(result, CUL_SV("TempFail")))
		ev->kind = CUL_EV_DEFERRED;
	else if (cul_sv_eq(result, CUL_SV("PermFail")) ||
		 cul_sv_eq(result, CUL_SV("Expire")))
		ev->kind = CUL_EV_BOUNCED;
	else
		return false;
	return true;
}

/* Only a code makes words another server's; the rest are our own. */
static enum cul_verdict fate(struct cul_os *os, struct cul_sv result,
			     struct cul_sv stat)
{
	struct cul_event *ev = os->ev;

	if (!fate_read(ev, result) || stat.len == 0)
		return cul_os_malformed(os, CUL_OS_BAD_DELIVERY);
	ev->stage = CUL_STAGE_NONE;
	cul_os_reply(ev, stat);
	if (ev->kind == CUL_EV_DELIVERED)
		ev->outcome = CUL_OUTCOME_OK;
	if (ev->transport == CUL_TRANSPORT_REMOTE)
		loopback_read(ev);
	return CUL_EVENT;
}

static struct cul_sv unquoted(struct cul_sv v)
{
	if (v.len >= 2 && v.ptr[0] == '"' && v.ptr[v.len - 1] == '"')
		return (struct cul_sv){ v.ptr + 1, v.len - 2 };
	return v;
}

enum cul_verdict cul_os_mta(struct cul_os *os)
{
	struct cul_cur *c = &os->c;
	struct cul_sv result;

	os->ev->transport = CUL_TRANSPORT_REMOTE;
	cul_take_lit(c, CUL_SV("evpid="));
	take_evpid(os);
	comma(c);
	if (!take_envelope(os))
		return cul_os_malformed(os, CUL_OS_BAD_DELIVERY);
	(void)take_value(c, CUL_SV("source="));
	relay_read(os->ev, take_relay(c));
	(void)cul_take_until(c, ' ');
	result = take_value(c, CUL_SV("result="));
	cul_take_lit(c, CUL_SV("stat="));
	if (c->bad)
		return cul_os_malformed(os, CUL_OS_BAD_DELIVERY);
	return fate(os, result, unquoted(cul_cur_rest(c)));
}

enum cul_verdict cul_os_mda(struct cul_os *os)
{
	struct cul_cur *c = &os->c;
	struct cul_sv result;

	os->ev->transport = CUL_TRANSPORT_LOCAL;
	cul_take_lit(c, CUL_SV("evpid="));
	take_evpid(os);
	comma(c);
	if (!take_envelope(os))
		return cul_os_malformed(os, CUL_OS_BAD_DELIVERY);
	(void)take_value(c, CUL_SV("user="));
	if (cul_sv_starts(cul_cur_rest(c), CUL_SV("method=")))
		(void)take_value(c, CUL_SV("method="));
	(void)take_value(c, CUL_SV("delay="));
	result = take_value(c, CUL_SV("result="));
	cul_take_lit(c, CUL_SV("stat="));
	if (c->bad)
		return cul_os_malformed(os, CUL_OS_BAD_DELIVERY);
	return fate(os, result, cul_cur_rest(c));
}

/* The rest of a line of 5.x, from what follows the envelope. */
static enum cul_verdict old_rest(struct cul_os *os, struct cul_sv result)
{
	struct cul_cur *c = &os->c;

	if (cul_sv_starts(cul_cur_rest(c), CUL_SV("source="))) {
		(void)take_value(c, CUL_SV("source="));
		relay_read(os->ev, take_relay(c));
		(void)cul_take_until(c, ' ');
	} else {
		if (cul_sv_starts(cul_cur_rest(c), CUL_SV("user=")))
			(void)take_value(c, CUL_SV("user="));
		if (cul_sv_starts(cul_cur_rest(c), CUL_SV("method=")))
			(void)take_value(c, CUL_SV("method="));
		(void)take_value(c, CUL_SV("delay="));
	}
	cul_take_lit(c, CUL_SV("stat="));
	if (c->bad)
		return cul_os_malformed(os, CUL_OS_BAD_DELIVERY);
	return fate(os, result, cul_cur_rest(c));
}

enum cul_verdict cul_os_queue(struct cul_os *os, enum cul_transport transport)
{
	struct cul_cur *c = &os->c;
	const struct cul_sv result = cul_take_until_lit(c, CUL_SV(" for "));

	if (!c->bad && cul_sv_eq(result, CUL_SV("Remove")))
		return cul_os_ignore(os, CUL_OS_REMOVED);
	os->ev->transport = transport;
	take_evpid(os);
	cul_take_lit(c, CUL_SV(": "));
	if (cul_try_lit(c, CUL_SV("session=")))
		(void)cul_take_until(c, ' ');
	if (c->bad || !take_envelope(os))
		return cul_os_malformed(os, CUL_OS_BAD_DELIVERY);
	return old_rest(os, result);
}

enum cul_verdict cul_os_smtp_out(struct cul_os *os)
{
	struct cul_cur *c = &os->c;
	struct cul_sv result;

	if (!cul_try_lit(c, CUL_SV("session ")))
		return cul_os_ignore(os, CUL_OS_OUTGOING);
	(void)cul_os_take_hex(c, 8, 16);
	if (!cul_try_lit(c, CUL_SV(": evpid=")))
		return cul_os_ignore(os, CUL_OS_OUTGOING);
	os->ev->transport = CUL_TRANSPORT_REMOTE;
	take_evpid(os);
	comma(c);
	result = take_value(c, CUL_SV("status="));
	if (c->bad || !take_envelope(os))
		return cul_os_malformed(os, CUL_OS_BAD_DELIVERY);
	return old_rest(os, result);
}
