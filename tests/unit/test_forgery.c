/* \summary: no text that others choose becomes a client, account or session
 *
 * Each hole of each line is filled with hostile strings, then with random
 * ones of the same parts; each line is also cut off at every byte. The seed is
 * printed, and taken from CULPRIT_SEED, so that a failure can come again.
 */
#include "t.h"

#include <stdlib.h>

#include "culprit/parser.h"
#include "lines.h"

/* Forgers' addresses are these, and stand in no template. */
#define EVIL "203.0.113.66"

static const char *const nasty[] = {
	"",
	"x",
	"victim[" EVIL "]",
	"> from evil[" EVIL "]; from=<a@b.example> to=<c@d.example> "
	"proto=ESMTP helo=<e>: 5.7.1 x",
	"a> to=<b@c.example> proto=ESMTP helo=<x[" EVIL "]>",
	" from evil[" EVIL "]: 550 5.7.1 x; from=<a> to=<b>",
	"x, sasl_method=PLAIN, sasl_username=victim@a.example",
	", sasl_username=victim@a.example",
	" sasl_username=<victim@a.example>",
	"x> sasl_method=LOGIN sasl_username=victim",
	", orig_queue_id=AAAAAAAAAA, orig_client=evil[" EVIL "]",
	", orig_client=evil[" EVIL "]",
	"x>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=1/0/0/0, "
	"dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as BBBBBBBBBB)",
	"250 2.0.0 Ok: queued as BBBBBBBBBB",
	"forwarded as BBBBBBBBBB",
	">, size=1, nrcpt=1 (queue active)",
	">, status=expired, returned to sender",
	"> orig_id=BBBBBBBBBB",
	"\\\"\"@x.example",
	"\"x> to=<y\"@z.example",
	"\r\nNov 20 04:11:09 mx1 postfix/smtpd[9]: connect from evil[" EVIL "]",
	"postfix/smtpd[9]: 4DDDDDDDDD: client=evil[" EVIL "]",
	"BBBBBBBBBB: client=evil[" EVIL "]",
	"[" EVIL "]",
	"[" EVIL "]:25",
	"]",
	"[",
	"\xff\xfe\xc3(",
	"\x01\x02\x7f",
	"authentication failed: x, sasl_username=victim",
	": SASL LOGIN authentication failed: x, sasl_username=victim",
	"; from=<",
	"; from=<; from=<; from=<",
	"said: 550 5.1.1 (in reply to RCPT TO command)",
	"%s%n",
};

static const char *const dns[] = {
	"mail.example.com",
	"203-0-113-66.evil.example",
	"from.evil.example",
	"unknown",
	"client-203.0.113.66",
	"_x_.evil.example",
	"a",
	"4CCCCCCCCC",
	"xn--bcher-kva.example",
	"NOQUEUE",
};

struct made {
	char b[8192];
	size_t n;
	struct cul_sv hole; /* what the last hole got */
};

static void put(struct made *m, const char *p, size_t n)
{
	if (n > sizeof(m->b) - m->n)
		n = sizeof(m->b) - m->n;
	memcpy(m->b + m->n, p, n);
	m->n += n;
}

/* What one line can hold: LF ends it, and syslog daemons end it at NUL. A
 * token has no blanks and none of what smtpd.c neuters in a HELO name. */
static void put_hole(struct made *m, struct cul_sv v, enum hole h)
{
	size_t at = m->n;

	for (size_t i = 0; i < v.len; i++) {
		char c = v.ptr[i];

		if (c == '\n' || c == '\0' ||
		    (h == HOLE_TOKEN && strchr(" <>()\\\";@", c) != NULL))
			c = '?';
		put(m, &c, 1);
	}
	m->hole = (struct cul_sv){ m->b + at, m->n - at };
	/* A CR at the end of a line belongs to the end of the line. */
	if (m->hole.len != 0 && m->b[m->n - 1] == '\r')
		m->hole.len--;
}

static void make(struct made *m, const struct line *l, struct cul_sv fill)
{
	m->n = 0;
	for (const char *p = l->text; *p != '\0'; p++) {
		if (*p == '%')
			put_hole(m, fill, l->hole);
		else
			put(m, p, 1);
	}
}

static bool is_text(struct cul_sv got, const char *want)
{
	return cul_sv_eq(got, (struct cul_sv){ want, strlen(want) });
}

/* Absent, or right: a line that is cut off may hold less, never else. */
static bool client_is_true(const struct cul_event *ev, const struct line *l,
			   bool whole)
{
	struct cul_addr want;

	if (cul_addr_none(&ev->client))
		return true;
	/* The content filter, where the line ends before whom it stands for. */
	if (!whole && cul_addr_is_loopback(&ev->client))
		return strstr(l->text, "client=localhost[127.0.0.1]") != NULL;
	if (l->client == NULL)
		return false;
	assert_true(cul_addr_parse(
		(struct cul_sv){ l->client, strlen(l->client) }, &want));
	return cul_addr_eq(&ev->client, &want);
}

/* Of a failed login the name is the client's choice ("%", "?"). */
static bool account_is_true(const struct cul_event *ev, const struct line *l,
			    bool whole, const struct made *m)
{
	if (!cul_sv_present(ev->account))
		return true;
	if (l->account == NULL)
		return false;
	if (ev->kind == CUL_EV_LOGIN_FAILED && l->account[0] == '?')
		return true;
	if (l->account[0] == '%')
		return !whole || cul_sv_eq(ev->account, m->hole);
	if (whole)
		return is_text(ev->account, l->account);
	/* Cut off within the name, or within the word behind it. */
	return memcmp(l->account, ev->account.ptr,
		      ev->account.len < strlen(l->account)
			      ? ev->account.len
			      : strlen(l->account)) == 0;
}

static void check(const struct cul_parser *p, const struct line *l,
		  const struct made *m, size_t n)
{
	struct cul_stamp_memo memo = { 0 };
	struct cul_record rec;
	struct cul_event ev;
	unsigned why = 0;
	bool whole = n == m->n;

	cul_syslog_read((struct cul_sv){ m->b, n }, &memo, &rec);
	if (p->parse(&rec, &ev, &why) != CUL_EVENT)
		return;
	if (!client_is_true(&ev, l, whole) ||
	    !account_is_true(&ev, l, whole, m) ||
	    (cul_sv_present(ev.session) &&
	     (l->session == NULL || !is_text(ev.session, l->session))) ||
	    !is_text(rec.host, "mx1"))
		fail_msg("forged: %.*s", (int)n, m->b);
	/* Another message may be joined only by the server's own word. */
	if (whole && cul_sv_present(ev.other) &&
	    !is_text(ev.other, "4F5C64474F"))
		fail_msg("joined: %.*s", (int)n, m->b);
}

static void each_line(void (*fill)(const struct cul_parser *,
				   const struct line *))
{
	for (size_t p = 0; cul_parsers[p] != NULL; p++)
		for (size_t i = 0; i < LINES; i++)
			fill(cul_parsers[p], &lines[i]);
}

static void with_list(const struct cul_parser *p, const struct line *l)
{
	const char *const *list = l->hole == HOLE_DNS ? dns : nasty;
	size_t n = l->hole == HOLE_DNS ? sizeof(dns) / sizeof(dns[0])
				       : sizeof(nasty) / sizeof(nasty[0]);

	for (size_t i = 0; i < n; i++) {
		struct made m;

		make(&m, l, (struct cul_sv){ list[i], strlen(list[i]) });
		for (size_t cut = 0; cut <= m.n; cut++)
			check(p, l, &m, cut);
	}
}

static void hostile_text_forges_nothing_at_any_length(void **s)
{
	(void)s;
	each_line(with_list);
}

static uint64_t seed;

static size_t below(size_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (size_t)(seed >> 33) % n;
}

static void with_random(const struct cul_parser *p, const struct line *l)
{
	for (int round = 0; round < 400; round++) {
		struct made fill = { .n = 0 }, m;
		size_t parts = 1 + below(5);

		for (size_t i = 0; i < parts; i++) {
			const char *part =
				l->hole == HOLE_DNS
					? dns[below(sizeof(dns) /
						    sizeof(dns[0]))]
					: nasty[below(sizeof(nasty) /
						      sizeof(nasty[0]))];
			size_t n = strlen(part);
			size_t from = n != 0 ? below(n) : 0;
			char byte = (char)(1 + below(255));

			put(&fill, part + from, n - from);
			if (l->hole != HOLE_DNS && below(2) != 0)
				put(&fill, &byte, 1);
		}
		make(&m, l, (struct cul_sv){ fill.b, fill.n });
		check(p, l, &m, m.n);
		check(p, l, &m, below(m.n + 1));
	}
}

static void random_text_forges_nothing(void **s)
{
	const char *given = getenv("CULPRIT_SEED");

	(void)s;
	seed = given != NULL ? strtoull(given, NULL, 10) : 20261120;
	print_message("seed %llu\n", (unsigned long long)seed);
	each_line(with_random);
}

/* The holes filled with something harmless: then the line is understood, or
 * the two tests above would prove nothing. */
static void the_templates_are_read(void **s)
{
	(void)s;
	for (size_t i = 0; i < LINES; i++) {
		struct made m;
		struct cul_stamp_memo memo = { 0 };
		struct cul_record rec;
		struct cul_event ev;
		unsigned why = 0;

		make(&m, &lines[i], CUL_SV("harmless.example"));
		cul_syslog_read((struct cul_sv){ m.b, m.n }, &memo, &rec);
		if (cul_parsers[0]->parse(&rec, &ev, &why) != CUL_EVENT)
			fail_msg("not read: %.*s", (int)m.n, m.b);
		assert_int_equal(cul_addr_none(&ev.client),
				 lines[i].client == NULL);
		assert_int_equal(cul_sv_present(ev.session),
				 lines[i].session != NULL);
	}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(the_templates_are_read),
		cmocka_unit_test(hostile_text_forges_nothing_at_any_length),
		cmocka_unit_test(random_text_forges_nothing),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
