/* \summary: Postfix postscreen: what a client does before it may speak
 *
 * The client stands in brackets, with a port and no name, before anything
 * that it sent.
 */
/* grammar: src/postscreen/postscreen.c, postscreen_early.c, postscreen_misc.c,
 * postscreen_smtpd.c (Postfix 2.8 to 3.11) */
#include "mta/postfix/pf.h"

enum kind { OPEN, CLOSE, BROKE, RANKED, PASSED, LISTED };

struct line {
	struct cul_sv words; /* up to the client */
	enum kind kind;
};

/* What a line begins with; behind HANGUP and PREGREET comes a time. */
static const struct line lines[] = {
	{ CUL_SV_LIT("CONNECT from "), OPEN },
	{ CUL_SV_LIT("DISCONNECT "), CLOSE },
	{ CUL_SV_LIT("PASS NEW "), PASSED },
	{ CUL_SV_LIT("PASS OLD "), PASSED },
	{ CUL_SV_LIT("DNSBL rank "), RANKED },
	{ CUL_SV_LIT("HANGUP after "), BROKE },
	{ CUL_SV_LIT("PREGREET "), BROKE },
	{ CUL_SV_LIT("COMMAND PIPELINING from "), BROKE },
	{ CUL_SV_LIT("COMMAND TIME LIMIT from "), BROKE },
	{ CUL_SV_LIT("COMMAND COUNT LIMIT from "), BROKE },
	{ CUL_SV_LIT("COMMAND LENGTH LIMIT from "), BROKE },
	{ CUL_SV_LIT("NON-SMTP COMMAND from "), BROKE },
	{ CUL_SV_LIT("BARE NEWLINE from "), BROKE },
	{ CUL_SV_LIT("DATA without valid RCPT from "), BROKE },
	{ CUL_SV_LIT("BDAT without valid RCPT from "), BROKE },
	{ CUL_SV_LIT("WHITELISTED "), PASSED },
	{ CUL_SV_LIT("ALLOWLISTED "), PASSED },
	{ CUL_SV_LIT("WHITELIST VETO "), LISTED },
	{ CUL_SV_LIT("ALLOWLIST VETO "), LISTED },
	{ CUL_SV_LIT("BLACKLISTED "), LISTED },
	{ CUL_SV_LIT("DENYLISTED "), LISTED },
};

static enum cul_verdict client_line(struct cul_pf *pf, enum cul_event_kind k)
{
	cul_pf_take_event_client(&pf->c, pf->ev);
	if (pf->c.bad)
		return cul_pf_malformed(pf, CUL_PF_BAD_CLIENT);
	pf->ev->kind = k;
	return CUL_EVENT;
}

/* "COMMAND TIME LIMIT", "PREGREET", "HANGUP": the fixed words. */
static struct cul_sv fixed_words(struct cul_sv w)
{
	if (cul_sv_ends(w, CUL_SV(" from ")))
		w.len -= 6;
	else if (cul_sv_ends(w, CUL_SV(" after ")))
		w.len -= 7;
	else if (cul_sv_ends(w, CUL_SV(" ")))
		w.len -= 1;
	return w;
}

static enum cul_verdict broke(struct cul_pf *pf, const struct line *l,
			      const char *start)
{
	pf->ev->text = fixed_words((struct cul_sv){ start, l->words.len });
	/* "HANGUP after 0.3 from ", "PREGREET 11 after 0 from ": numbers */
	if (!cul_sv_ends(l->words, CUL_SV(" from ")))
		(void)cul_take_until_lit(&pf->c, CUL_SV(" from "));
	return client_line(pf, CUL_EV_MANNERS);
}

/* "DNSBL rank 3 for [192.0.2.1]:25": lists that the operator weighed. */
static enum cul_verdict ranked(struct cul_pf *pf, const char *start)
{
	(void)cul_take_u64(&pf->c, UINT32_MAX);
	pf->ev->text = (struct cul_sv){ start, (size_t)(pf->c.p - start) };
	cul_take_lit(&pf->c, CUL_SV(" for "));
	pf->ev->outcome = CUL_OUTCOME_REPUTATION;
	return client_line(pf, CUL_EV_MANNERS);
}

static enum cul_verdict known_line(struct cul_pf *pf, const struct line *l,
				   const char *start)
{
	switch (l->kind) {
	case OPEN:
		return client_line(pf, CUL_EV_CONNECT);
	case CLOSE:
		return client_line(pf, CUL_EV_DISCONNECT);
	case BROKE:
		return broke(pf, l, start);
	case RANKED:
		return ranked(pf, start);
	case PASSED:
		return cul_pf_ignore(pf, CUL_PF_PASSED);
	case LISTED:
		return cul_pf_ignore(pf, CUL_PF_LISTED);
	}
	return cul_pf_ignore(pf, CUL_PF_NOTICE);
}

enum cul_verdict cul_pf_postscreen(struct cul_pf *pf)
{
	const char *start = pf->c.p;
	struct cul_pf_action a;
	enum cul_verdict v;

	if (cul_try_lit(&pf->c, CUL_SV("NOQUEUE: "))) {
		if (cul_pf_take_action(&pf->c, &a))
			return cul_pf_refused(pf, &a);
		return cul_pf_ignore(pf, CUL_PF_NOTICE);
	}
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (start != pf->c.end && *start == *lines[i].words.ptr &&
		    cul_try_lit(&pf->c, lines[i].words))
			return known_line(pf, &lines[i], start);
	if (cul_pf_is_trouble(pf, &v))
		return v;
	return cul_pf_ignore(pf, CUL_PF_NOTICE);
}
