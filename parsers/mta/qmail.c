/* \summary: qmail, netqmail, notqmail */
/* grammar: qmail-send.c, qmail-remote.c, qmail-local.c, splogger.c (1.03 to
 * notqmail 1.09), tcpserver.c and rblsmtpd.c (ucspi-tcp 0.88), vpopmail 5.4
 * vchkpw.c, chkuser 2.0, spamdyke 3 to 5; multilog's and tai64nlocal's stamps
 */
/* reads: messages, deliveries and their fates, local submission, connections,
 * block lists, CHKUSER's and spamdyke's refusals, vpopmail's logins */
/* missing: whose message it was that came by SMTP: qmail-smtpd logs nothing,
 * and the pid that qmail-queue logs is not its own; which uid is qmaild's, so
 * uids between 1 and 999 and those that packages give to qmail count as such
 * and are nobody's; s/qmail's qmail-smtpd */
#include "mta/qmail/qm.h"
#include "text/event.h"

static const char *const reasons[CUL_QM_WHYS_ + 1] = {
	[CUL_QM_NEW] = "a message begins; its info line follows",
	[CUL_QM_STATUS] = "how busy the server is",
	[CUL_QM_BOUNCE] = "a notice was sent to a sender or postmaster",
	[CUL_QM_NOTICE] = "a notice of the server about itself",
	[CUL_QM_OPENING] = "a connection; whether it was let in follows",
	[CUL_QM_ENDED] = "a connection ended",
	[CUL_QM_ALLOWED] = "a recipient that was let pass",
	[CUL_QM_BAD_INFO] = "a message's line that is cut off",
	[CUL_QM_BAD_DELIVERY] = "a delivery without number or recipient",
	[CUL_QM_BAD_CLIENT] = "no client address where one belongs",
	[CUL_QM_BAD_LOGIN] = "a login without user or address",
};

enum { TAI64N_LEN = 25 }; /* '@' and 24 digits */

static int hex_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool hex_read(const char *p, unsigned n, uint64_t *ret)
{
	*ret = 0;
	for (unsigned i = 0; i < n; i++) {
		int digit = hex_of(p[i]);

		if (digit < 0)
			return false;
		*ret = *ret << 4 | (unsigned)digit;
	}
	return true;
}

/* "@400000004c5b34b604c9b734 ": seconds that libtai counts from 2^62 on, ten
 * ahead of 1970 in UTC, and nanoseconds. */
static bool take_tai64n(struct cul_cur *c, int64_t *ret_usec)
{
	const uint64_t epoch = (UINT64_C(1) << 62) + 10;
	uint64_t sec, nano;

	if (c->end - c->p <= TAI64N_LEN || c->p[0] != '@' ||
	    c->p[TAI64N_LEN] != ' ' || !hex_read(c->p + 1, 16, &sec) ||
	    !hex_read(c->p + 17, 8, &nano) || sec < epoch ||
	    sec - epoch > UINT64_C(1) << 34 || nano > 999999999)
		return false;
	*ret_usec = (int64_t)(sec - epoch) * CUL_USEC_PER_SEC +
		    (int64_t)nano / 1000;
	c->p += TAI64N_LEN + 1;
	return true;
}

/* "2020-06-25 08:00:09.681533500 ", as tai64nlocal writes it. */
static bool take_tai64nlocal(struct cul_cur *c)
{
	struct cul_cur at = *c;
	struct cul_stamp stamp;

	if (c->end - c->p < 30 || c->p[4] != '-' || c->p[10] != ' ' ||
	    c->p[19] != '.' || c->p[29] != ' ' ||
	    !cul_stamp_read_rfc3339(&at, &stamp) || at.p != c->p + 29)
		return false;
	c->p += 30;
	return true;
}

static bool stamp(const struct cul_record *rec, struct cul_stamp *ret_stamp)
{
	struct cul_cur c = cul_cur_over(rec->line);
	int64_t t_usec;

	if (!take_tai64n(&c, &t_usec))
		return false;
	*ret_stamp = (struct cul_stamp){ CUL_STAMP_ZONED, t_usec };
	return true;
}

/* A file that multilog wrote: the words behind its stamp. */
static bool take_own_stamp(struct cul_cur *c)
{
	int64_t t_usec;

	return take_tai64n(c, &t_usec) || take_tai64nlocal(c);
}

/* "1157520813.485077 ": splogger puts the time before the words. */
static void skip_splogger(struct cul_cur *c)
{
	struct cul_cur at = *c;

	(void)cul_take_u64(&at, UINT64_MAX);
	cul_take_lit(&at, CUL_SV("."));
	(void)cul_take_u64(&at, UINT64_MAX);
	cul_take_lit(&at, CUL_SV(" "));
	if (!at.bad)
		c->p = at.p;
}

static const struct cul_sv vchkpw = { "vchkpw-", 7 };

static bool claims(struct cul_sv tag)
{
	static const struct cul_sv tags[] = {
		{ "qmail", 5 },     { "qmail-send", 10 }, { "qmail-smtpd", 11 },
		{ "tcpserver", 9 }, { "rblsmtpd", 8 },    { "spamdyke", 8 },
		{ "vpopmail", 8 },  { "qmail-smtp", 10 }, { "vchkpw", 6 },
		{ "smtplog", 7 },   { "qmaillog", 8 },    { "sslserver", 9 },
	};

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (cul_sv_eq(tag, tags[i]))
			return true;
	return cul_sv_starts(tag, vchkpw);
}

struct cul_sv cul_qm_between(struct cul_sv v, struct cul_sv key,
			     struct cul_sv end)
{
	const char *hit = cul_sv_find(v, key);
	const char *stop;

	if (hit == NULL)
		return (struct cul_sv){ NULL, 0 };
	v = cul_sv_from(v, (size_t)(hit - v.ptr) + key.len);
	if (cul_sv_find(v, key) != NULL)
		return (struct cul_sv){ NULL, 0 };
	stop = end.len != 0 ? cul_sv_find(v, end) : v.ptr + v.len;
	return stop != NULL ? cul_sv_before(v, stop)
			    : (struct cul_sv){ NULL, 0 };
}

/* What the words are of, by the program's name before them. */
static enum cul_verdict named(struct cul_qm *q)
{
	struct cul_cur *c = &q->c;
	struct cul_sv service;

	if (cul_try_lit(c, CUL_SV("tcpserver: ")) ||
	    cul_try_lit(c, CUL_SV("sslserver: ")))
		return cul_qm_tcpserver(q);
	if (cul_try_lit(c, CUL_SV("rblsmtpd: ")))
		return cul_qm_rblsmtpd(q);
	(void)cul_try_lit(c, CUL_SV("qmail-smtpd: "));
	if (cul_try_lit(c, CUL_SV("CHKUSER ")))
		return cul_qm_chkuser(q);
	if (cul_try_lit(c, CUL_SV("spamdyke["))) {
		(void)cul_take_until_lit(c, CUL_SV("]: "));
		return c->bad ? CUL_NOT_MINE : cul_qm_spamdyke(q);
	}
	if (cul_try_lit(c, CUL_SV("vchkpw-"))) {
		service = cul_take_until_lit(c, CUL_SV(": "));
		return c->bad ? CUL_NOT_MINE : cul_qm_vchkpw(q, service);
	}
	return cul_qm_send(q);
}

/* The name stands in the tag, and may stand in the words again. */
static enum cul_verdict tagged(struct cul_qm *q, struct cul_sv tag)
{
	enum cul_verdict v;

	skip_splogger(&q->c);
	v = named(q);
	if (v != CUL_NOT_MINE)
		return v;
	if (cul_sv_eq(tag, CUL_SV("tcpserver")) ||
	    cul_sv_eq(tag, CUL_SV("sslserver")))
		return cul_qm_tcpserver(q);
	if (cul_sv_eq(tag, CUL_SV("rblsmtpd")))
		return cul_qm_rblsmtpd(q);
	if (cul_sv_eq(tag, CUL_SV("spamdyke")))
		return cul_qm_spamdyke(q);
	if (cul_sv_starts(tag, vchkpw))
		return cul_qm_vchkpw(q, cul_sv_from(tag, vchkpw.len));
	return CUL_NOT_MINE;
}

static int probe(const struct cul_record *rec)
{
	struct cul_cur c = cul_cur_over(rec->line);
	struct cul_event ev;
	struct cul_qm q = { .ev = &ev };
	struct cul_record none = { .pid = 0 };

	if (!take_own_stamp(&c))
		return 0;
	cul_event_begin(&ev, &none);
	q.c = c;
	return named(&q) != CUL_NOT_MINE ? 95 : 0;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_qm q = { .c = cul_cur_over(rec->line),
			    .ev = ret_ev,
			    .part = rec->part };
	enum cul_verdict v = CUL_NOT_MINE;

	cul_event_begin(ret_ev, rec);
	if (take_own_stamp(&q.c)) {
		/* What the envelope's reader took for these is none. */
		ret_ev->host = (struct cul_sv){ NULL, 0 };
		ret_ev->pid = 0;
		v = named(&q);
	}
	if (v == CUL_NOT_MINE && claims(rec->tag)) {
		q.c = cul_cur_over(rec->text);
		cul_event_begin(ret_ev, rec);
		v = tagged(&q, rec->tag);
	}
	if (v != CUL_EVENT)
		*ret_why = q.why;
	return v;
}

const struct cul_parser cul_parser_qmail = {
	.name = "qmail",
	.reasons = reasons,
	.claims = claims,
	.probe = probe,
	.stamp = stamp,
	.parse = parse,
};
