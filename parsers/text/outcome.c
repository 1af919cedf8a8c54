/* \summary: decide from code and words what a refusal says of the sender */
#include "text/outcome.h"

#include "text/phrases.h"
#include "text/reply.h"

/* Text made plain: lower case, one blank between words, no addresses. */
struct plain {
	char b[CUL_OUTCOME_TEXT_MAX + 1];
	size_t n;
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static void blank_put(struct plain *out)
{
	if (out->n != 0 && out->b[out->n - 1] != ' ')
		out->b[out->n++] = ' ';
}

/* An address at the cursor, "<a@b>" or a@b: passed over. Anything in angle
 * brackets that has no blank is taken for one too. */
static bool address_skip(struct cul_cur *c)
{
	const char *e = c->p;

	if (*c->p == '<') {
		struct cul_cur d = *c;
		struct cul_sv in = cul_take_until(&d, '>');

		if (d.bad || (memchr(in.ptr, '@', in.len) == NULL &&
			      memchr(in.ptr, ' ', in.len) != NULL))
			return false;
		c->p = d.p;
		return true;
	}
	while (e < c->end && *e != ' ')
		e++;
	if (memchr(c->p, '@', (size_t)(e - c->p)) == NULL)
		return false;
	c->p = e;
	return true;
}

/* A reply of several lines is logged as one; its later lines repeat the code:
 * "550-5.1.1 … does not 550 5.1.1 exist". */
static bool code_skip(struct cul_cur *c, uint16_t reply)
{
	const char *p = c->p;

	if (reply == 0 || c->end - p < 4 || (p[3] != '-' && p[3] != ' ') ||
	    p[0] - '0' != reply / 100 || p[1] - '0' != reply / 10 % 10 ||
	    p[2] - '0' != reply % 10)
		return false;
	c->p += 4;
	c->p += cul_enhanced_read(cul_cur_rest(c)).len;
	return true;
}

static void plain_make(struct plain *out, struct cul_sv text, uint16_t reply)
{
	struct cul_cur c;
	bool start = true; /* of a run without blanks */

	if (text.len > CUL_OUTCOME_TEXT_MAX)
		text.len = CUL_OUTCOME_TEXT_MAX;
	c = cul_cur_over(text);
	out->n = 0;
	while (c.p < c.end) {
		if ((start || *c.p == '<') &&
		    (address_skip(&c) || code_skip(&c, reply))) {
			blank_put(out);
			start = true;
			continue;
		}
		start = *c.p == ' ';
		if (!is_word(*c.p))
			blank_put(out);
		else if (*c.p >= 'A' && *c.p <= 'Z')
			out->b[out->n++] = (char)(*c.p + ('a' - 'A'));
		else
			out->b[out->n++] = *c.p;
		c.p++;
	}
	out->b[out->n] = '\0';
}

static bool phrase_is_at(const char *p, const char *phrase)
{
	while (*phrase != '\0' && *phrase != '$' && *p == *phrase) {
		p++;
		phrase++;
	}
	return *phrase == '\0' || (*phrase == '$' && !is_word(*p));
}

/* All that the words say, as CUL_SAYS_* bits. */
static unsigned words_say(struct cul_sv text, uint16_t reply)
{
	struct plain t;
	unsigned says = 0;

	plain_make(&t, text, reply);
	for (size_t i = 0; i < t.n; i++) {
		const struct cul_phrase *p;

		if (i != 0 && t.b[i - 1] != ' ')
			continue;
		p = cul_phrases_of(t.b[i]);
		for (; p != NULL && p->text != NULL; p++)
			if (phrase_is_at(t.b + i, p->text))
				says |= p->says;
	}
	return says;
}

/* RFC 3463: x.1.1 bad mailbox, x.1.2 bad system, x.1.3 bad syntax, x.1.6
 * moved, x.1.10 null MX (RFC 7505); 5.2.1 a mailbox that is switched off for
 * good, 4.2.1 one that may come back. */
static bool code_is_bad_recipient(struct cul_sv e)
{
	static const struct cul_sv bad[] = {
		{ ".1.1", 4 }, { ".1.2", 4 },  { ".1.3", 4 },
		{ ".1.6", 4 }, { ".1.10", 5 },
	};

	if (e.len < 5)
		return false;
	if (cul_sv_eq(e, CUL_SV("5.2.1")))
		return true;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (cul_sv_eq(cul_sv_from(e, 1), bad[i]))
			return true;
	return false;
}

/* RFC 3463: x.2.2 mailbox full, x.2.3 and x.3.4 too large. */
static bool code_is_limit(struct cul_sv e)
{
	struct cul_sv v = cul_sv_from(e, 1);

	return cul_sv_eq(v, CUL_SV(".2.2")) || cul_sv_eq(v, CUL_SV(".2.3")) ||
	       cul_sv_eq(v, CUL_SV(".3.4"));
}

static bool is_temporary(uint16_t reply, struct cul_sv enhanced)
{
	if (reply != 0)
		return reply < 500;
	return enhanced.len != 0 && enhanced.ptr[0] == '4';
}

enum cul_outcome cul_outcome_of(uint16_t reply, struct cul_sv enhanced,
				struct cul_sv text, enum cul_stage stage)
{
	bool bad_code = code_is_bad_recipient(enhanced);
	unsigned says;

	if (reply / 100 == 2)
		return CUL_OUTCOME_OK;
	if (enhanced.len != 0 && code_is_limit(enhanced))
		return CUL_OUTCOME_NEUTRAL;
	says = words_say(text, reply);
	if (says & CUL_SAYS_DENIED && cul_sv_ends(enhanced, CUL_SV(".4.1")))
		says |= CUL_SAYS_BAD;
	if (says & CUL_SAYS_LIMIT)
		return CUL_OUTCOME_NEUTRAL;
	if (says & CUL_SAYS_RELAY)
		return CUL_OUTCOME_RELAY_REFUSED;
	if (says & CUL_SAYS_WAIT && is_temporary(reply, enhanced))
		return CUL_OUTCOME_NEUTRAL;
	if (says & CUL_SAYS_BAD && !(says & CUL_SAYS_SENDER) &&
	    (bad_code || !(says & CUL_SAYS_REPUTATION)))
		return CUL_OUTCOME_BAD_RECIPIENT;
	if (says & CUL_SAYS_REPUTATION)
		return CUL_OUTCOME_REPUTATION;
	if (says & CUL_SAYS_AUTH)
		return CUL_OUTCOME_NEUTRAL;
	/* "spam" said before a message was seen is said of the client. */
	if (says & CUL_SAYS_CONTENT)
		return stage == CUL_STAGE_NONE || stage >= CUL_STAGE_DATA
			       ? CUL_OUTCOME_CONTENT
			       : CUL_OUTCOME_REPUTATION;
	if (bad_code && !(says & CUL_SAYS_SENDER))
		return CUL_OUTCOME_BAD_RECIPIENT;
	return CUL_OUTCOME_NEUTRAL;
}
