/* \summary: what is told early of a refusal is what a whole reading tells */
#include "t.h"

#include <stdio.h>

#include "culprit/parser.h"
#include "dice.h"
#include "text/outcome.h"
#include "text/reply.h"

static struct cul_sv view(const char *s)
{
	return (struct cul_sv){ s, strlen(s) };
}

/* What is said right behind a ">: " decides; else the whole of the text. */
static enum cul_outcome whole_reading(const char *body, enum cul_stage stage)
{
	static const struct {
		const char *words;
		enum cul_outcome outcome;
	} own[] = {
		{ "Relay access denied", CUL_OUTCOME_RELAY_REFUSED },
		{ "Recipient address rejected: User unknown",
		  CUL_OUTCOME_BAD_RECIPIENT },
		{ "Recipient address rejected: Domain not found",
		  CUL_OUTCOME_BAD_RECIPIENT },
		{ "Recipient address rejected: undeliverable address",
		  CUL_OUTCOME_BAD_RECIPIENT },
		{ "Recipient address rejected: unverified address",
		  CUL_OUTCOME_NEUTRAL },
	};
	struct cul_reply r = cul_reply_read(view(body));

	for (const char *p = strstr(body, ">: "); p != NULL;
	     p = strstr(p + 3, ">: "))
		for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
			if (cul_sv_starts(view(p + 3), view(own[i].words)))
				return own[i].outcome;
	return cul_outcome_of(r.code, r.enhanced, r.text, stage);
}

static void told_as_by_a_whole_reading(const char *body)
{
	char line[1200] = "Jan  1 00:00:00 h postfix/smtpd[9]: NOQUEUE: "
			  "reject: RCPT from x.example[192.0.2.1]: ";
	struct cul_stamp_memo memo = { 0 };
	struct cul_record rec;
	struct cul_event ev;
	unsigned why;

	assert_true(strlen(line) + strlen(body) < sizeof(line));
	memcpy(line + strlen(line), body, strlen(body) + 1);
	cul_syslog_read(view(line), &memo, &rec);
	assert_int_equal(cul_parsers[0]->parse(&rec, &ev, &why), CUL_EVENT);
	if (ev.outcome != whole_reading(body, CUL_STAGE_RCPT))
		fail_msg("%s: %s", body, cul_outcome_name(ev.outcome));
}

static const char *const code[] = {
	"450 4.7.1 ", "550 5.7.1 ", "550 5.1.1 ",  "450 4.1.2 ",
	"552 5.2.2 ", "550 ",       "450-4.7.25 ", "250 2.0.0 ",
	"5.1.1 ",     "",           "554 5.4.1 ",  "450 4.2.0 ",
};
static const char *const name[] = {
	"<a@b.example>",
	"<h>",
	"<>",
	"<a b@c.example>",
	"<user unknown>",
	"<in a black list>",
	"<over quota>: <a@b.example>",
	"<a>: <b>",
	"<a>x",
	"spamhaus <a>",
	"",
	"Client host",
};
static const char *const tail[] = {
	": Sender address rejected: Domain not found",
	": Helo command rejected: need fully-qualified hostname",
	": Helo command rejected: Host not found",
	": Recipient address rejected: Greylisted",
	": Relay access denied",
	": Recipient address rejected: User unknown in relay recipient table",
	": Recipient address rejected: Domain not found",
	": Recipient address rejected: undeliverable address: no",
	": Recipient address rejected: unverified address: over quota",
	": Recipient address rejected: Access denied",
	"Client host rejected: cannot find your hostname, [192.0.2.1]",
	"Client host rejected: cannot find your hostname, [2001:db8::fe]",
	"Client host rejected: cannot find your hostname, [unknown]",
	"Client host rejected: cannot find your hostname, [1",
	"Client host rejected: cannot find your hostname, [is full]",
	" rejected: cannot find your hostname, [192.0.2.1]",
};
static const char *const behind[] = {
	"",
	" ",
	".",
	", over quota",
	"; user unknown",
	", see <quota>",
	" 450 4.7.1 x",
};

#define N(list) ((uint32_t)(sizeof(list) / sizeof((list)[0])))

static void the_servers_own_words(void **s)
{
	char body[400];

	(void)s;
	for (size_t c = 0; c < N(code); c++)
		for (size_t n = 0; n < N(name); n++)
			for (size_t t = 0; t < N(tail); t++)
				for (size_t b = 0; b < N(behind); b++) {
					(void)snprintf(body, sizeof(body),
						       "%s%s%s%s", code[c],
						       name[n], tail[t],
						       behind[b]);
					told_as_by_a_whole_reading(body);
				}
}

static void any_order_of_their_pieces(void **s)
{
	uint64_t seed = 3;
	char body[800];

	(void)s;
	for (unsigned i = 0; i < 20000; i++) {
		size_t n = 0;

		for (unsigned k = dice_below(&seed, 6) + 1; k != 0; k--) {
			const char *const piece[] = {
				code[dice_below(&seed, N(code))],
				name[dice_below(&seed, N(name))],
				tail[dice_below(&seed, N(tail))],
				behind[dice_below(&seed, N(behind))],
			};
			const char *p = piece[dice_below(&seed, N(piece))];

			memcpy(body + n, p, strlen(p) + 1);
			n += strlen(p);
		}
		told_as_by_a_whole_reading(body);
	}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(the_servers_own_words),
		cmocka_unit_test(any_order_of_their_pieces),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
