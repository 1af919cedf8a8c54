/* \summary: logins: who guesses waits, nobody else does */
#include "t.h"

#include "desk_t.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "desk/limiter.h"

/* Others, of whom it is quick to find out that a password is wrong. */
enum { OTHERS = 14 };

static void others(void)
{
	char name[40];

	for (unsigned i = 0; i < OTHERS; i++) {
		(void)snprintf(name, sizeof(name), "n%u", i);
		store_user(&desk.s, name, CUL_ROLE_VIEWER, desk_good);
	}
}

/* Hundreds of strangers guess at Clara's password. */
static void a_stranger_locks_nobody_out(void **st)
{
	struct browser home = { .session = "" }, office = { .session = "" };
	unsigned looked_at = 0;
	char from[40];

	(void)st;
	assert_int_equal(desk_login(&home, "clara", desk_good), 303);
	for (unsigned i = 0; i < 40; i++) {
		struct browser b = { .session = "" };

		(void)snprintf(from, sizeof(from), "203.0.113.%u", i);
		b.from = from;
		looked_at += desk_login(&b, "clara", desk_bad) == 403;
		desk.now += SEC / 10;
	}
	assert_in_range(looked_at, CUL_LIMIT_ACCOUNT_FREE,
			CUL_LIMIT_ACCOUNT_FREE + 2);
	/* Where she has been before, she is in at once; even from the address
	 * of one of them. */
	home.session[0] = '\0';
	home.from = "203.0.113.1";
	assert_int_equal(desk_login(&home, "clara", desk_good), 303);
	/* Elsewhere, within half a minute. */
	assert_int_equal(desk_login(&office, "clara", desk_good), 429);
	assert_true(web_heard(&desk.t, "\r\nRetry-After: "));
	desk.now += CUL_LIMIT_ACCOUNT_SEC * SEC;
	assert_int_equal(desk_login(&office, "clara", desk_good), 303);
	/* Others did not even notice. */
	office = (struct browser){ .session = "" };
	assert_int_equal(desk_login(&office, "vera", desk_good), 303);
}

static void one_address_guesses_ever_slower(void **st)
{
	unsigned looked_at = 0;
	char name[40];

	(void)st;
	others();
	/* An hour of a guess a second, at other names each time, from all over
	 * a customer's /64. */
	for (unsigned i = 0; i < 3600; i++) {
		struct browser b = { .from = "2001:db8:1:2::7" };

		if (i % 2 != 0)
			b.from = "2001:db8:1:2:ffff::8";
		(void)snprintf(name, sizeof(name), "n%u", i % OTHERS);
		if (i < 1000 || i % 100 == 0)
			looked_at += desk_login(&b, name, desk_bad) == 403;
		desk.now += SEC;
	}
	assert_in_range(looked_at, CUL_LIMIT_ADDRESS_FREE,
			CUL_LIMIT_ADDRESS_FREE + 15);
	{
		struct browser next = { .from = "2001:db8:1:3::7" };

		assert_int_equal(desk_login(&next, "n", desk_bad), 403);
	}
}

static void a_proof_is_worth_a_few_tries_alone(void **st)
{
	struct browser b = { .session = "" };
	unsigned looked_at = 0;

	(void)st;
	(void)desk_login(&b, "clara", desk_good);
	for (unsigned i = 0; i < 30; i++)
		looked_at += desk_login(&b, "clara", desk_bad) == 403;
	assert_int_equal(looked_at, CUL_LIMIT_BROWSER_FREE);
	/* It is of no use against others: they count as a stranger's. */
	assert_int_equal(desk_login(&b, "vera", desk_bad), 403);
}

/* Twelve at once: some are served, the rest is told so, pages stay quick. */
static void logins_at_once_are_bounded(void **st)
{
	struct browser b = { .session = "" };
	unsigned busy = 0, wrong = 0;
	char text[4096], from[12][40], form[100];
	int fds[12];

	(void)st;
	(void)desk_login(&b, "vera", desk_good);
	for (unsigned i = 0; i < 12; i++) {
		(void)snprintf(from[i], sizeof(from[i]), "203.0.113.%u", i);
		b.from = from[i];
		(void)snprintf(form, sizeof(form), "user=n%u&password=%s", i,
			       "none of these is good");
		fds[i] = web_connect(&desk.t);
		web_say(fds[i], text,
			desk_request(text, sizeof(text), &b, "POST", "/login",
				     form));
	}
	for (unsigned i = 0; i < 12; i++)
		cul_web_run(desk.t.w, desk.t.now_usec);
	desk_is(&b, "vera");
	for (unsigned i = 0; i < 12; i++) {
		assert_true(web_hear(&desk.t, fds[i], NULL));
		busy += web_heard(&desk.t, "\r\n\r\nbusy\n");
		wrong += web_heard(&desk.t, "\r\n\r\nwrong\n");
		close(fds[i]);
	}
	assert_int_equal(wrong + busy, 12);
	assert_true(wrong >= 8);
}

/* They give up before their password is looked at, again and again. */
static void who_goes_while_waiting_leaves_nothing(void **st)
{
	struct browser b = { .session = "" };
	char text[4096], form[100], from[40];
	struct pollfd p = { .fd = cul_accounts_fd(desk.a), .events = POLLIN };

	(void)st;
	for (unsigned i = 0; i < 20; i++) {
		int fd = web_connect(&desk.t);

		(void)snprintf(from, sizeof(from), "203.0.113.%u", i);
		b.from = from;
		(void)snprintf(form, sizeof(form), "user=n%u&password=no", i);
		web_say(fd, text,
			desk_request(text, sizeof(text), &b, "POST", "/login",
				     form));
		for (unsigned k = 0; k < 4; k++)
			cul_web_run(desk.t.w, desk.t.now_usec);
		close(fd);
		if (i % 4 == 3)
			web_settle(&desk.t);
	}
	/* What they left is looked at; then there is room again. */
	b = (struct browser){ .session = "" };
	while (desk_login(&b, "clara", desk_good) == 503)
		(void)poll(&p, 1, 60000);
	desk_is(&b, "clara");
}

static void a_store_that_fails_is_said(void **st)
{
	struct browser b = { .session = "" };

	(void)st;
	desk.s.fail = CUL_EIO;
	assert_int_equal(desk_login(&b, "clara", desk_good), 500);
	assert_true(web_heard(&desk.t, "failed -2"));
	desk.s.fail = 0;
	desk.s.fail_late = CUL_EREADONLY;
	assert_int_equal(desk_login(&b, "clara", desk_good), 500);
	assert_true(web_heard(&desk.t, "failed -9"));
	assert_string_equal(b.session, "");
	desk.s.fail_late = 0;
	assert_int_equal(desk_login(&b, "clara", desk_good), 303);
	/* A ledger that cannot be written can be read. */
	desk.s.fail_late = CUL_EREADONLY;
	desk.now += 3600 * SEC;
	desk_is(&b, "clara");
	desk.s.fail = CUL_EBUSY;
	assert_int_equal(desk_ask(&b, "GET", "/me", ""), 500);
	desk.s.fail = desk.s.fail_late = 0;
	desk_is(&b, "clara");
}

static void failures_written_down_are_bounded(void **st)
{
	struct browser b = { .session = "" };
	char name[40], from[40];
	unsigned lines = 0;

	(void)st;
	others();
	for (unsigned i = 0; i < 70; i++) {
		(void)snprintf(name, sizeof(name), "n%u", i % OTHERS);
		(void)snprintf(from, sizeof(from), "203.0.113.%u", i);
		b.from = from;
		assert_int_equal(desk_login(&b, name, "no"), 403);
	}
	for (const char *p = desk.s.said; (p = strchr(p, '\n')) != NULL; p++)
		lines++;
	assert_int_equal(lines, 60);
	desk.now += 3601 * SEC;
	assert_int_equal(desk_login(&b, "clara", desk_bad), 403);
	assert_non_null(strstr(desk.s.said, "wrong password; 10 more before it "
					    "are not written down\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(a_stranger_locks_nobody_out),
		DESK_TEST(one_address_guesses_ever_slower),
		DESK_TEST(a_proof_is_worth_a_few_tries_alone),
		DESK_TEST(logins_at_once_are_bounded),
		DESK_TEST(who_goes_while_waiting_leaves_nothing),
		DESK_TEST(a_store_that_fails_is_said),
		DESK_TEST(failures_written_down_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
