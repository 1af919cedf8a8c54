/* \summary: Sendmail: the fate of each recipient
 *
 *   to=LIST, ctladdr=A (uid/gid), delay=D, xdelay=D, mailer=M, pri=N,
 *   relay=HOST [addr], dsn=X, reply=CODE TEXT, stat=WORDS
 *
 * Recipients that share a fate share the line. Of what follows them, a
 * remote server's answer is the only text that is not the server's own.
 */
/* grammar: sendmail/deliver.c logdelivery(), giveresponse(),
 * sendmail/usersmtp.c smtprcptstat(), sendmail/queue.c (8.12 to 8.18) */
#include "mta/sendmail/sm.h"
#include "text/outcome.h"
#include "text/reply.h"

struct fate {
	struct cul_sv ctladdr, mailer, relay, dsn, reply, stat;
};

static bool is_end_of_list(const char *p, const char *end)
{
	struct cul_sv v = { p, (size_t)(end - p) };

	return cul_sv_starts(v, CUL_SV(", ctladdr=")) ||
	       cul_sv_starts(v, CUL_SV(", delay="));
}

/* Behind the recipient at `p`; NULL if the line ends before. One that was cut
 * off is not closed, and ends where the fields begin. */
static const char *entry_end(const char *p, const char *end)
{
	const char *q = cul_sm_address_end(p, end);
	struct cul_sv rest = { p, (size_t)(end - p) };
	const char *a, *b;

	if (q == NULL || q == end) {
		a = cul_sv_find(rest, CUL_SV(", ctladdr="));
		b = cul_sv_find(rest, CUL_SV(", delay="));
		q = a != NULL && (b == NULL || a < b) ? a : b;
	}
	return q;
}

/* What a list too long for a line ends in. */
static const char *more_skip(const char *p, const char *end)
{
	static const struct cul_sv more = CUL_SV_LIT(", [more]");
	struct cul_cur c = { p, end, false };

	if (!cul_try_lit(&c, more) || !is_end_of_list(c.p, end))
		return p;
	return c.p;
}

/* The recipient at `p`; *ret_next: where the one behind it begins, NULL if it
 * is the last. Returns where the fields begin, NULL if nowhere. */
static const char *recipient_read(const char *p, const char *end,
				  struct cul_event *ev, const char **ret_next)
{
	const char *q = entry_end(p, end);
	const char *start;

	*ret_next = NULL;
	if (q == NULL)
		return NULL;
	ev->recipient = cul_sm_address(p, q);
	for (q = more_skip(q, end); !is_end_of_list(q, end);
	     q = more_skip(q, end)) {
		start = q + 1;
		q = entry_end(start, end);
		if (q == NULL)
			return NULL;
		if (*ret_next == NULL && q != start)
			*ret_next = start;
	}
	return q;
}

static void field_keep(struct fate *f, struct cul_sv key, struct cul_sv v)
{
	if (cul_sv_eq(key, CUL_SV("mailer")))
		f->mailer = v;
	else if (cul_sv_eq(key, CUL_SV("relay")))
		f->relay = v;
	else if (cul_sv_eq(key, CUL_SV("dsn")))
		f->dsn = v;
}

/* From ", ctladdr=" or ", delay=" on. */
static bool fate_read(struct cul_cur c, struct fate *f)
{
	memset(f, 0, sizeof(*f));
	if (cul_try_lit(&c, CUL_SV(", ctladdr="))) {
		f->ctladdr = cul_take_until_lit(&c, CUL_SV(", delay="));
		if (!c.bad)
			c.p -= sizeof("delay=") - 1;
	} else {
		cul_take_lit(&c, CUL_SV(", "));
	}
	while (!c.bad) {
		struct cul_sv key = cul_take_until(&c, '=');

		if (cul_sv_eq(key, CUL_SV("stat"))) {
			f->stat = cul_cur_rest(&c);
			return !c.bad;
		}
		if (cul_sv_eq(key, CUL_SV("reply"))) {
			f->reply = cul_take_until_lit(&c, CUL_SV(", stat="));
			f->stat = cul_cur_rest(&c);
			return !c.bad;
		}
		field_keep(f, key, cul_take_until_lit(&c, CUL_SV(", ")));
	}
	return false;
}

/* "mx.remote.example. [192.0.2.5]"; the name is absolute. */
static void relay_read(struct cul_sv v, struct cul_event *ev)
{
	const char *open = v.len != 0 ? memrchr(v.ptr, '[', v.len) : NULL;

	if (open != NULL && v.ptr[v.len - 1] == ']') {
		size_t at = (size_t)(open - v.ptr);
		struct cul_sv addr = { open + 1, v.len - at - 2 };

		if (cul_addr_parse(addr, &ev->relay_addr) && at != 0)
			v.len = at - 1; /* the blank */
	}
	if (v.len > 2 && v.ptr[0] == '[' && v.ptr[v.len - 1] == ']')
		v = (struct cul_sv){ v.ptr + 1, v.len - 2 };
	if (v.len != 0 && v.ptr[v.len - 1] == '.')
		v.len--;
	if (v.len != 0)
		ev->relay = v;
}

static bool is_of(struct cul_sv v, const struct cul_sv *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cul_sv_eq(v, names[i]))
			return true;
	return false;
}

/* Names as cf/ gives them; one that it does not know is a program here unless
 * it spoke to a host. */
static enum cul_transport mailer_transport(struct cul_sv mailer,
					   const struct cul_event *ev)
{
	static const struct cul_sv remote[] = {
		CUL_SV_LIT("esmtp"), CUL_SV_LIT("smtp"),  CUL_SV_LIT("relay"),
		CUL_SV_LIT("smtp8"), CUL_SV_LIT("dsmtp"),
	};
	static const struct cul_sv nowhere[] = { CUL_SV_LIT("*error*"),
						 CUL_SV_LIT("error"),
						 CUL_SV_LIT("*discard*"),
						 CUL_SV_LIT("discard") };

	if (is_of(mailer, nowhere, sizeof(nowhere) / sizeof(nowhere[0])))
		return CUL_TRANSPORT_NOWHERE;
	if (is_of(mailer, remote, sizeof(remote) / sizeof(remote[0])) ||
	    !cul_addr_none(&ev->relay_addr))
		return CUL_TRANSPORT_REMOTE;
	return CUL_TRANSPORT_LOCAL;
}

/* "xAK4B9Zd012345 Message accepted for delivery" of another Sendmail, "Ok:
 * queued as 4C1A2B3D4E" of what speaks as Postfix does: the second id. */
static struct cul_sv other_id(struct cul_sv text)
{
	static const struct cul_sv queued = CUL_SV_LIT("queued as ");
	struct cul_reply r = cul_reply_read(text);
	size_t n = cul_sm_queue_id(r.text);
	const char *hit;
	struct cul_sv id = { NULL, 0 };

	if (n != 0 &&
	    cul_sv_starts(cul_sv_from(r.text, n), CUL_SV(" Message accepted")))
		return (struct cul_sv){ r.text.ptr, n };
	hit = cul_sv_find_last(r.text, queued);
	if (hit == NULL)
		return id;
	id = cul_sv_from(r.text, (size_t)(hit - r.text.ptr) + queued.len);
	for (n = 0;
	     n < id.len &&
	     ((id.ptr[n] | 0x20) >= 'a' ? (id.ptr[n] | 0x20) <= 'z'
					: id.ptr[n] >= '0' && id.ptr[n] <= '9');
	     n++)
		;
	id.len = n;
	return n >= 6 ? id : (struct cul_sv){ NULL, 0 };
}

/* On loopback it goes on under another id (the submission program's hand-over,
 * a filter), or rests in a store. */
static void loopback_read(struct cul_event *ev)
{
	struct cul_sv id = { NULL, 0 };

	if (ev->kind == CUL_EV_DELIVERED)
		id = other_id(ev->text);
	ev->other = id;
	ev->transport =
		cul_sv_present(id) ? CUL_TRANSPORT_FILTER : CUL_TRANSPORT_LOCAL;
}

/* What stands in "Sent (…)" or behind "Deferred: ". */
static struct cul_sv behind(struct cul_sv stat, size_t word)
{
	struct cul_sv v = cul_sv_from(stat, word);

	if (cul_sv_starts(v, CUL_SV(": ")))
		return cul_sv_from(v, 2);
	if (!cul_sv_starts(v, CUL_SV(" (")))
		return stat;
	v = cul_sv_from(v, 2);
	if (v.len != 0 && v.ptr[v.len - 1] == ')')
		v.len--;
	return v;
}

static bool starts_word(struct cul_sv v, struct cul_sv word)
{
	if (!cul_sv_starts(v, word))
		return false;
	return v.len == word.len || v.ptr[word.len] == ' ' ||
	       v.ptr[word.len] == ':' || v.ptr[word.len] == '.';
}

static bool kind_read(struct cul_event *ev, const struct fate *f)
{
	static const struct cul_sv sent = CUL_SV_LIT("Sent");
	static const struct cul_sv deferred = CUL_SV_LIT("Deferred");

	ev->text = f->stat;
	if (starts_word(f->stat, sent)) {
		ev->kind = CUL_EV_DELIVERED;
		ev->text = behind(f->stat, sent.len);
	} else if (starts_word(f->stat, deferred)) {
		ev->kind = CUL_EV_DEFERRED;
		ev->text = behind(f->stat, deferred.len);
	} else if (f->dsn.len != 0 && f->dsn.ptr[0] == '4') {
		ev->kind = CUL_EV_DEFERRED;
	} else if (f->dsn.len != 0 && f->dsn.ptr[0] == '2') {
		return false;
	} else {
		ev->kind = CUL_EV_BOUNCED;
	}
	return true;
}

/* Any 550, 551 or 553 to RCPT is called "User unknown" (smtprcptstat()),
 * whatever the server said; then only the codes tell. */
static struct cul_sv words_of(const struct cul_event *ev)
{
	if (ev->transport == CUL_TRANSPORT_REMOTE && ev->enhanced.len > 4 &&
	    cul_sv_starts(ev->text, CUL_SV("User unknown")) &&
	    !cul_sv_starts(cul_sv_from(ev->enhanced, 1), CUL_SV(".1.")))
		return CUL_SV("");
	return ev->text;
}

static void answer_read(struct cul_event *ev, const struct fate *f)
{
	struct cul_reply r =
		cul_reply_read(f->reply.len != 0 ? f->reply : ev->text);

	ev->enhanced = f->dsn;
	ev->reply = r.code;
	if (r.code != 0 || f->reply.len != 0) {
		if (r.text.len != 0)
			ev->text = r.text;
		if (cul_sv_present(r.enhanced))
			ev->enhanced = r.enhanced;
	}
	if (ev->kind == CUL_EV_DELIVERED)
		ev->outcome = CUL_OUTCOME_OK;
	else
		ev->outcome =
			cul_outcome_of(ev->reply / 100 == 2 ? 0 : ev->reply,
				       ev->enhanced, words_of(ev), ev->stage);
}

static enum cul_verdict decided(struct cul_sm *sm, const struct fate *f)
{
	struct cul_event *ev = sm->ev;
	struct cul_sv owner = f->ctladdr;
	const char *uid;

	if (cul_sv_eq(f->stat, CUL_SV("queued")))
		return cul_sm_ignore(sm, CUL_SM_QUEUED);
	if (cul_sv_eq(f->stat, CUL_SV("quarantined")))
		return cul_sm_ignore(sm, CUL_SM_HELD);
	/* logundelrcpts(): the message was refused or taken back. */
	if (f->mailer.len == 0 && f->dsn.len == 0)
		return cul_sm_ignore(sm, CUL_SM_UNDELIVERED);
	if (!kind_read(ev, f))
		return cul_sm_ignore(sm, CUL_SM_NOTICE);
	relay_read(f->relay, ev);
	ev->transport = mailer_transport(f->mailer, ev);
	answer_read(ev, f);
	if (ev->transport == CUL_TRANSPORT_REMOTE &&
	    cul_addr_is_loopback(&ev->relay_addr))
		loopback_read(ev);
	uid = owner.len != 0 ? cul_sv_find_last(owner, CUL_SV(" (")) : NULL;
	if (uid != NULL && owner.ptr[owner.len - 1] == ')')
		owner.len = (size_t)(uid - owner.ptr);
	if (owner.len != 0)
		ev->orig_recipient =
			cul_sm_address(owner.ptr, owner.ptr + owner.len);
	return CUL_EVENT;
}

enum cul_verdict cul_sm_to(struct cul_sm *sm)
{
	const char *text = sm->rec->text.ptr;
	const char *p = sm->c.p, *next, *fields;
	enum cul_verdict v;
	struct fate f;

	if (sm->rec->part != 0)
		p = text + sm->rec->part;
	fields = recipient_read(p, sm->c.end, sm->ev, &next);
	if (fields == NULL ||
	    (sm->rec->part == 0 && sm->ev->recipient.len == 0) ||
	    !fate_read((struct cul_cur){ fields, sm->c.end, false }, &f))
		return cul_sm_malformed(sm, CUL_SM_BAD_TO);
	v = decided(sm, &f);
	if (v == CUL_EVENT && next != NULL && next - text <= UINT16_MAX)
		sm->ev->next_part = (uint16_t)(next - text);
	return v;
}
