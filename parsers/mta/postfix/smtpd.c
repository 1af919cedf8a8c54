/* \summary: Postfix smtpd: sessions, logins, what a client did wrong */
/* grammar: src/smtpd/smtpd.c, smtpd_sasl_glue.c, smtpd_proxy.c (Postfix 2.6
 * to 3.11) */
#include "mta/postfix/pf.h"

static bool begins(const struct cul_pf *pf, struct cul_sv lit)
{
	return cul_sv_starts(cul_cur_rest(&pf->c), lit);
}

/* A line that names the client last or next to last. */
static enum cul_verdict with_client(struct cul_pf *pf, enum cul_event_kind kind)
{
	cul_pf_take_event_client(&pf->c, pf->ev);
	if (pf->c.bad)
		return cul_pf_malformed(pf, CUL_PF_BAD_CLIENT);
	if (cul_addr_none(&pf->ev->client))
		return cul_pf_ignore(pf, CUL_PF_NO_CLIENT);
	pf->ev->kind = kind;
	return CUL_EVENT;
}

/* "lost connection after AUTH from …": the words before " from " are all the
 * server's own. The cursor stands at their beginning. */
static enum cul_verdict manners(struct cul_pf *pf)
{
	pf->ev->text = cul_take_until_lit(&pf->c, CUL_SV(" from "));
	return with_client(pf, CUL_EV_MANNERS);
}

static void count_add(struct cul_event *ev, const char *key, uint16_t good,
		      uint16_t all)
{
	if (memcmp(key, "mail", 4) == 0) {
		ev->n_mail = good;
		ev->n_mail_all = all;
	} else if (memcmp(key, "rcpt", 4) == 0) {
		ev->n_rcpt = good;
		ev->n_rcpt_all = all;
	} else if (memcmp(key, "auth", 4) == 0) {
		ev->n_auth = good;
		ev->n_auth_all = all;
	}
}

static inline uint16_t take_count(struct cul_cur *c)
{
	uint64_t n = cul_take_u64(c, UINT64_MAX);

	return n > UINT16_MAX ? UINT16_MAX : (uint16_t)n;
}

/* " rcpt=1 ", of which nearly all consist: eight bytes. */
static inline bool short_count_read(const char *p, struct cul_event *ev)
{
	uint32_t key;
	uint16_t n = (uint16_t)(p[6] - '0');

	memcpy(&key, p + 1, sizeof(key));
	/* letters, so that no '=' stands among them */
	if (p[5] != '=' || p[7] != ' ' || n > 9 ||
	    (key & 0x40404040) != 0x40404040)
		return false;
	count_add(ev, p + 1, n, n);
	return true;
}

/* "1" or "0/1" */
static inline uint16_t take_counts(struct cul_cur *c, uint16_t *ret_all)
{
	uint16_t good = take_count(c);

	*ret_all = cul_try_lit(c, CUL_SV("/")) ? take_count(c) : good;
	return good;
}

/* " rcpt=0/1": where it ends, or NULL. */
static const char *count_read(const char *p, const char *end,
			      struct cul_event *ev)
{
	struct cul_cur c = { p, end, false };
	uint16_t good, all;
	struct cul_sv key;

	if (cul_try_lit(&c, CUL_SV(" commands=")) ||
	    cul_try_lit(&c, CUL_SV(" starttls="))) {
		(void)take_counts(&c, &all);
		return c.bad ? NULL : c.p;
	}
	cul_take_lit(&c, CUL_SV(" "));
	key = cul_take_until(&c, '=');
	good = take_counts(&c, &all);
	if (key.len == 4)
		count_add(ev, key.ptr, good, all);
	return c.bad ? NULL : c.p;
}

/* " ehlo=1 mail=1 rcpt=0/1 commands=2/3", from Postfix 3.0 on. */
static enum cul_verdict disconnect(struct cul_pf *pf)
{
	enum cul_verdict v = with_client(pf, CUL_EV_DISCONNECT);
	const char *p = pf->c.p;
	const char *end = pf->c.end;

	if (v != CUL_EVENT)
		return v;
	while (end - p > 1 && *p == ' ') {
		if (end - p >= 8 && short_count_read(p, pf->ev)) {
			p += 7;
			continue;
		}
		p = count_read(p, end, pf->ev);
		if (p == NULL)
			return cul_pf_malformed(pf, CUL_PF_BAD_COUNTS);
	}
	return v;
}

/* ", orig_queue_id=…, orig_client=…" of a content filter that may use
 * XFORWARD. Believed only right after the client: behind a user name or the
 * AUTH= of MAIL FROM (sasl_sender), which anybody may send, it may be forged.
 */
static void original_read(struct cul_pf *pf)
{
	struct cul_cur d = pf->c;
	struct cul_event *ev = pf->ev;
	struct cul_pf_client cl;

	if (cul_try_lit(&d, CUL_SV(", orig_queue_id="))) {
		const char *start = d.p;
		struct cul_sv id;

		while (d.p < d.end && *d.p != ',')
			d.p++;
		id = (struct cul_sv){ start, (size_t)(d.p - start) };
		if (cul_pf_is_queue_id(id))
			ev->other = id;
	}
	if (!cul_try_lit(&d, CUL_SV(", orig_client=")))
		return;
	cl = cul_pf_take_client(&d);
	if (!d.bad && !cul_addr_none(&cl.addr))
		cul_pf_set_client(ev, &cl);
}

/* "client=name[addr]:port, sasl_method=…, sasl_username=…, sasl_sender=…": a
 * user name that proved itself. It ends at the first ", sasl_sender=". */
static void login_read(struct cul_pf *pf)
{
	struct cul_cur d = pf->c;
	struct cul_sv user;
	const char *end;

	(void)cul_take_until_lit(&d, CUL_SV(", sasl_username="));
	if (d.bad)
		return;
	user = cul_cur_rest(&d);
	end = cul_sv_find(user, CUL_SV(", sasl_sender="));
	if (end == NULL)
		end = cul_sv_find(user, CUL_SV(", orig_"));
	if (end != NULL)
		user.len = (size_t)(end - user.ptr);
	if (user.len != 0)
		pf->ev->account = user;
}

static enum cul_verdict accepted(struct cul_pf *pf)
{
	struct cul_cur d;

	cul_pf_take_event_client(&pf->c, pf->ev);
	if (pf->c.bad)
		return cul_pf_malformed(pf, CUL_PF_BAD_CLIENT);
	pf->ev->kind = CUL_EV_ACCEPTED;
	d = pf->c;
	/* Without a method there is no user name, and ", sasl_username=" can
	 * only stand in the AUTH= of MAIL FROM. */
	if (cul_try_lit(&d, CUL_SV(", sasl_method=")))
		login_read(pf);
	else
		original_read(pf);
	return CUL_EVENT;
}

/* After "QUEUEID: " or "NOQUEUE: ". */
static __attribute__((hot)) enum cul_verdict transaction(struct cul_pf *pf)
{
	struct cul_pf_action a;

	if (cul_try_lit(&pf->c, CUL_SV("client=")))
		return accepted(pf);
	if (cul_pf_take_action(&pf->c, &a))
		return cul_pf_refused(pf, &a);
	if (begins(pf, CUL_SV("lost connection after ")) ||
	    begins(pf, CUL_SV("timeout after ")) ||
	    begins(pf, CUL_SV("too many errors after ")))
		return manners(pf);
	if (cul_try_lit(&pf->c, CUL_SV("abort: TLS from ")))
		return cul_pf_ignore(pf, CUL_PF_TLS);
	return cul_pf_ignore(pf, CUL_PF_NOTICE);
}

/* A login failed because of us: it says nothing of who tried. */
static bool is_our_trouble(struct cul_sv reason)
{
	return cul_sv_starts(reason, CUL_SV("generic failure")) ||
	       cul_sv_starts(reason, CUL_SV("Connection lost")) ||
	       cul_sv_find_fold(reason, CUL_SV("temporary")) != NULL;
}

/* After "warning: name[addr]: SASL ". The user name is whatever was sent and
 * ends the line; the method before it is the client's too. */
static enum cul_verdict login_failed(struct cul_pf *pf)
{
	struct cul_event *ev = pf->ev;
	struct cul_sv rest;
	const char *user;

	(void)cul_take_until_lit(&pf->c, CUL_SV(" authentication failed:"));
	if (pf->c.bad)
		return cul_pf_ignore(pf, CUL_PF_SASL);
	(void)cul_try_lit(&pf->c, CUL_SV(" "));
	rest = cul_cur_rest(&pf->c);
	user = cul_sv_find(rest, CUL_SV(", sasl_username="));
	if (user != NULL) {
		struct cul_sv u =
			cul_sv_from(rest, (size_t)(user - rest.ptr) + 16);

		rest.len = (size_t)(user - rest.ptr);
		if (u.len != 0 && !cul_sv_eq(u, CUL_SV("(unavailable)")))
			ev->account = u;
	}
	if (rest.len != 0)
		ev->text = rest;
	ev->kind = CUL_EV_LOGIN_FAILED;
	ev->stage = CUL_STAGE_AUTH;
	if (is_our_trouble(rest))
		ev->outcome = CUL_OUTCOME_NEUTRAL;
	return CUL_EVENT;
}

/* "Connection rate limit exceeded: 31 from name[addr] for service smtp" */
static bool over_limit(struct cul_pf *pf, enum cul_verdict *ret_v)
{
	struct cul_cur d = pf->c;
	struct cul_sv words = cul_take_until(&d, ':');

	if (d.bad || !cul_sv_ends(words, CUL_SV(" limit exceeded")) ||
	    memchr(words.ptr, '[', words.len) != NULL)
		return false;
	cul_take_lit(&d, CUL_SV(" "));
	(void)cul_take_u64(&d, UINT64_MAX);
	cul_take_lit(&d, CUL_SV(" from "));
	if (d.bad)
		return false;
	pf->c = d;
	pf->ev->text = words;
	*ret_v = with_client(pf, CUL_EV_MANNERS);
	return true;
}

static enum cul_verdict warning(struct cul_pf *pf)
{
	struct cul_cur *c = &pf->c;
	enum cul_verdict v;

	if (cul_try_lit(c, CUL_SV("hostname ")))
		return cul_pf_ignore(pf, CUL_PF_DNS);
	if (cul_try_lit(c, CUL_SV("SASL ")))
		return cul_pf_ignore(pf, CUL_PF_SASL);
	if (cul_try_lit(c, CUL_SV("TLS library problem")))
		return cul_pf_ignore(pf, CUL_PF_TLS);
	if (begins(pf, CUL_SV("non-SMTP command from ")) ||
	    begins(pf, CUL_SV("Illegal address syntax from ")))
		return manners(pf);
	if (over_limit(pf, &v))
		return v;
	cul_pf_take_event_client(c, pf->ev);
	cul_take_lit(c, CUL_SV(": SASL "));
	if (c->bad)
		return cul_pf_ignore(pf, CUL_PF_WARNING);
	return login_failed(pf);
}

/* How each connection is encrypted: as many lines as connections. */
static bool is_of_tls(struct cul_sv v)
{
	static const struct cul_sv whose[] = {
		CUL_SV_LIT("Anonymous TLS connection established "),
		CUL_SV_LIT("Trusted TLS connection established "),
		CUL_SV_LIT("Untrusted TLS connection established "),
		CUL_SV_LIT("Verified TLS connection established "),
	};

	for (size_t i = 0; i < sizeof(whose) / sizeof(whose[0]); i++)
		if (*v.ptr == *whose[i].ptr)
			return cul_sv_starts(v, whose[i]);
	return false;
}

/* The lines that begin with a word and not with a queue id. */
static bool session_line(struct cul_pf *pf, enum cul_verdict *ret_v)
{
	struct cul_cur *c = &pf->c;

	switch (*c->p) {
	case 'c':
		if (!cul_try_lit(c, CUL_SV("connect from ")))
			return false;
		*ret_v = with_client(pf, CUL_EV_CONNECT);
		return true;
	case 'd':
		if (!cul_try_lit(c, CUL_SV("disconnect from ")))
			return false;
		*ret_v = disconnect(pf);
		return true;
	case 'A':
	case 'T':
	case 'U':
	case 'V':
		if (!is_of_tls(cul_cur_rest(c)))
			return false;
		*ret_v = cul_pf_ignore(pf, CUL_PF_TLS);
		return true;
	case 'i':
	case 'l':
	case 't':
		if (!begins(pf, CUL_SV("lost connection after ")) &&
		    !begins(pf, CUL_SV("timeout after ")) &&
		    !begins(pf, CUL_SV("too many errors after ")) &&
		    !begins(pf, CUL_SV("improper command pipelining after ")))
			return false;
		*ret_v = manners(pf);
		return true;
	case 'w':
		if (!cul_try_lit(c, CUL_SV("warning: ")))
			return false;
		*ret_v = warning(pf);
		return true;
	case 'N':
		if (!cul_try_lit(c, CUL_SV("NOQUEUE: ")))
			return false;
		*ret_v = transaction(pf);
		return true;
	case 'S':
		if (!begins(pf, CUL_SV("SSL_accept error from ")))
			return false;
		*ret_v = manners(pf);
		return true;
	case 'p':
		if (!begins(pf, CUL_SV("proxy-")))
			return false;
		*ret_v = cul_pf_ignore(pf, CUL_PF_PROXY);
		return true;
	default:
		return false;
	}
}

enum cul_verdict cul_pf_smtpd(struct cul_pf *pf)
{
	enum cul_verdict v;

	if (pf->c.p == pf->c.end)
		return cul_pf_ignore(pf, CUL_PF_NOTICE);
	if (session_line(pf, &v))
		return v;
	if (cul_pf_take_queue_id(pf))
		return transaction(pf);
	if (cul_pf_is_trouble(pf, &v))
		return v;
	if (cul_sv_find(cul_cur_rest(&pf->c), CUL_SV("TLS")) != NULL)
		return cul_pf_ignore(pf, CUL_PF_TLS);
	return cul_pf_ignore(pf, CUL_PF_NOTICE);
}
