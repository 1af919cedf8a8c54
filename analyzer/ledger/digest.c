/* \summary: one number for all that a suggestion says, to see whether it is the
 * same as it was */
#include "ledger/filing.h"

static void mix(uint64_t *h, uint64_t v)
{
	*h = (*h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	*h ^= *h >> 29;
}

static void bytes(uint64_t *h, const void *p, size_t len)
{
	const unsigned char *at = p;
	uint64_t v;

	mix(h, len);
	for (; len >= sizeof(v); len -= sizeof(v), at += sizeof(v)) {
		memcpy(&v, at, sizeof(v));
		mix(h, v);
	}
	v = 0;
	if (len != 0)
		memcpy(&v, at, len);
	mix(h, v);
}

static void text(uint64_t *h, const char *s)
{
	if (s == NULL)
		s = "";
	bytes(h, s, strlen(s));
}

static void number(uint64_t *h, double v)
{
	uint64_t b;

	memcpy(&b, &v, sizeof(b));
	mix(h, b);
}

static void words(uint64_t *h, const struct cul_suggestion *s)
{
	mix(h, (uint64_t)s->action << 16 | (uint64_t)s->kind << 8 | s->subject);
	number(h, s->confidence);
	text(h, s->name);
	text(h, s->customer);
	bytes(h, s->addrs, s->n_addrs * sizeof(s->addrs[0]));
	mix(h, (uint64_t)s->first_seen_usec);
	mix(h, (uint64_t)s->flagged_usec);
	mix(h, (uint64_t)s->last_seen_usec);
	mix(h, (uint64_t)s->expires_usec);
	text(h, s->why);
	text(h, s->undo);
	mix(h, (uint64_t)s->day_usec);
}

static void counts(uint64_t *h, const struct cul_counts *c)
{
	mix(h, c->messages);
	mix(h, c->recipients);
	mix(h, c->delivered);
	mix(h, c->bounced);
	mix(h, c->deferred);
	mix(h, c->bytes);
	mix(h, c->refused_relay);
	mix(h, c->refused_bad_recipient);
	mix(h, c->refused_reputation);
	mix(h, c->refused_content);
	mix(h, c->refused_other);
	mix(h, c->login_failed);
}

static void lists(uint64_t *h, const struct cul_suggestion *s)
{
	mix(h, s->n_reasons);
	for (unsigned i = 0; i < s->n_reasons; i++) {
		const struct cul_reason *r = &s->reasons[i];

		mix(h, (uint64_t)r->family);
		text(h, r->signal);
		number(h, r->observed);
		number(h, r->of);
		number(h, r->usual);
		mix(h, (uint64_t)r->score_mnat);
		text(h, r->text);
	}
	mix(h, s->n_vetoes);
	for (unsigned i = 0; i < s->n_vetoes; i++) {
		text(h, s->vetoes[i].name);
		text(h, s->vetoes[i].text);
	}
	mix(h, s->n_quotes);
	for (size_t i = 0; i < s->n_quotes; i++) {
		mix(h, (uint64_t)s->quotes[i].family);
		bytes(h, s->quotes[i].line, s->quotes[i].len);
	}
}

uint64_t ledger_digest(const struct cul_suggestion *s)
{
	uint8_t hours[LEDGER_HOURS_BYTES];
	uint64_t h = 1;

	words(&h, s);
	counts(&h, &s->counts);
	lists(&h, s);
	ledger_hours_pack(s, hours);
	bytes(&h, hours, sizeof(hours));
	return h;
}
