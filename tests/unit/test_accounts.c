/* \summary: sessions, as a browser sees them */
#include "t.h"

#include "desk_t.h"

#include <stdio.h>
#include <string.h>

static void one_logs_in_and_out(void **st)
{
	struct browser b = { .session = "" };

	(void)st;
	desk_is(&b, "");
	assert_int_equal(desk_login(&b, "clara", desk_good), 303);
	assert_int_equal(strlen(b.session), 64);
	assert_true(web_heard(&desk.t, "\r\nLocation: /me\r\n"));
	desk_is(&b, "clara");
	assert_int_equal(desk_decide(&b, b.token), 200);
	assert_int_equal(desk.s.n_sessions, 1);
	assert_string_equal(desk.s.sessions[0].from, "192.0.2.7");
	assert_int_equal(desk.s.users[0].login_usec, desk.now);
	assert_int_equal(desk_ask(&b, "POST", "/logout", ""), 200);
	assert_string_equal(b.session, "");
	assert_int_equal(desk.s.n_sessions, 0);
	desk_is(&b, "");
	assert_string_equal(desk.s.said, "clara 192.0.2.7 login clara \n"
					 "clara 192.0.2.7 logout clara \n");
}

/* Nothing of a session that somebody could use is in the store. */
static void the_store_has_a_hash_alone(void **st)
{
	struct browser b = { .session = "" };
	char hex[3];

	(void)st;
	(void)desk_login(&b, "clara", desk_good);
	(void)snprintf(hex, sizeof(hex), "%02x", desk.s.sessions[0].key[0]);
	for (size_t i = 0; i + CUL_SESSION_KEY <= sizeof(desk.s.sessions[0]);
	     i++) {
		char text[65];

		for (size_t k = 0; k < CUL_SESSION_KEY; k++)
			(void)snprintf(
				text + 2 * k, 3, "%02x",
				((const uint8_t *)&desk.s.sessions[0])[i + k]);
		assert_string_not_equal(text, b.session);
	}
	assert_string_not_equal(b.token, b.session);
}

static void a_name_may_be_typed_as_people_do(void **st)
{
	struct browser b = { .session = "" };

	(void)st;
	assert_int_equal(desk_login(&b, "+Clara+", desk_good), 303);
	desk_is(&b, "clara");
}

static void what_is_wrong_is_not_told_apart(void **st)
{
	static const struct {
		const char *user, *password;
	} table[] = {
		{ "clara", desk_bad },
		{ "clara", "" },
		{ "nobody", desk_good },
		{ "", desk_good },
		{ "%3Cscript%3E", desk_good },
		{ "clara%0A", desk_good },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		  "a"
		  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		  "a",
		  desk_good },
	};
	char from[40];

	(void)st;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct browser b = { .session = "" };

		(void)snprintf(from, sizeof(from), "198.51.100.%zu", i);
		b.from = from;
		if (desk_login(&b, table[i].user, table[i].password) != 403 ||
		    !web_heard(&desk.t, "\r\n\r\nwrong\n"))
			fail_msg("%s: %s", table[i].user, desk.t.heard);
		assert_string_equal(b.session, "");
	}
	assert_int_equal(desk.s.n_sessions, 0);
	/* What was typed as a name is not written down: it may be a password.
	 */
	assert_non_null(strstr(desk.s.said, "clara 198.51.100.0 login-failed "
					    "clara wrong password\n"));
	assert_non_null(strstr(desk.s.said,
			       " 198.51.100.2 login-failed  no such user\n"));
	assert_null(strstr(desk.s.said, "nobody"));
	assert_null(strstr(desk.s.said, "script"));
}

static void a_session_that_was_planted_is_never_taken(void **st)
{
	static const char planted[] = "00112233445566778899aabbccddeeff"
				      "00112233445566778899aabbccddeeff";
	struct browser b = { .session = "" }, other = { .session = "" };

	(void)st;
	memcpy(b.session, planted, sizeof(planted));
	desk_is(&b, "");
	assert_int_equal(desk_login(&b, "clara", desk_good), 303);
	assert_string_not_equal(b.session, planted);
	memcpy(other.session, planted, sizeof(planted));
	desk_is(&other, "");
	/* A session of one's own, planted: it ends with the login. */
	other = (struct browser){ .session = "" };
	assert_int_equal(desk_login(&other, "vera", desk_good), 303);
	b = other;
	assert_int_equal(desk_login(&b, "clara", desk_good), 303);
	desk_is(&other, "");
	desk_is(&b, "clara");
}

static void of_two_cookies_none_is_taken(void **st)
{
	struct browser b = { .session = "" };
	char two[200];

	(void)st;
	assert_int_equal(desk_login(&b, "clara", desk_good), 303);
	(void)snprintf(two, sizeof(two), "0; __Host-culprit=%.64s", b.session);
	memcpy(b.session, two, sizeof(two));
	desk_is(&b, "");
}

static void forms_need_the_token_of_their_session(void **st)
{
	struct browser b = { .session = "" }, again = { .session = "" },
		       vera = { .session = "" };
	char wrong[CUL_TOKEN_MAX];

	(void)st;
	(void)desk_login(&b, "clara", desk_good);
	desk_is(&b, "clara");
	(void)desk_login(&again, "clara", desk_good);
	desk_is(&again, "clara");
	(void)desk_login(&vera, "vera", desk_good);
	desk_is(&vera, "vera");
	memcpy(wrong, b.token, sizeof(wrong));
	wrong[5] ^= 1;
	assert_int_equal(desk_decide(&b, b.token), 200);
	assert_int_equal(desk_decide(&b, wrong), 403);
	assert_true(web_heard(&desk.t, "\r\n\r\ntoken\n"));
	assert_int_equal(desk_decide(&b, again.token), 403);
	assert_int_equal(desk_decide(&b, vera.token), 403);
	assert_int_equal(desk_decide(&b, ""), 403);
	assert_int_equal(desk_ask(&b, "POST", "/decide", ""), 403);
	(void)snprintf(wrong, sizeof(wrong), "%.60s", b.token);
	assert_int_equal(desk_decide(&b, wrong), 403);
	/* Twice the right one is not it. */
	{
		char form[300];

		(void)snprintf(form, sizeof(form), "token=%s&token=%s", b.token,
			       b.token);
		assert_int_equal(desk_ask(&b, "POST", "/decide", form), 403);
	}
	/* Vera's own token does not make her staff. */
	assert_int_equal(desk_decide(&vera, vera.token), 403);
	assert_true(web_heard(&desk.t, "\r\n\r\nrole\n"));
	assert_int_equal(desk_ask(&vera, "GET", "/decide", ""), 403);
	/* What one logs out of, another does not. */
	(void)desk_ask(&b, "POST", "/logout", "");
	assert_int_equal(desk_decide(&again, again.token), 200);
}

static void forms_come_from_pages_of_ours(void **st)
{
	static const struct {
		const char *origin, *fetch_site;
		bool ours;
	} table[] = {
		{ "https://desk.example", NULL, true },
		{ "https://desk.example", "same-origin", true },
		{ "https://DESK.example:443", "same-origin", true },
		{ "", "same-origin", true },
		{ "", NULL, false },
		{ "", "none", false },
		{ "", "cross-site", false },
		{ "", "same-site", false },
		{ "https://desk.example", "cross-site", false },
		{ "https://desk.example", "same-site", false },
		{ "http://desk.example", NULL, false },
		{ "https://desk.example:8443", NULL, false },
		{ "https://desk.example.org", NULL, false },
		{ "https://example", NULL, false },
		{ "null", NULL, false },
		{ "null", "same-origin", false },
		{ "https://a.example", "same-origin", false },
		{ "ftp://desk.example", NULL, false },
		{ "https://", NULL, false },
	};
	struct browser b = { .session = "" };

	(void)st;
	(void)desk_login(&b, "clara", desk_good);
	desk_is(&b, "clara");
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct browser c = b;

		c.origin = table[i].origin;
		c.fetch_site = table[i].fetch_site;
		if (desk_decide(&c, c.token) != (table[i].ours ? 200 : 403))
			fail_msg("%s %s: %s", table[i].origin,
				 table[i].fetch_site, desk.t.heard);
		if (table[i].ours)
			continue;
		assert_true(web_heard(&desk.t, "\r\n\r\norigin\n"));
		/* Nor does anybody log others in. */
		assert_int_equal(desk_login(&c, "vera", desk_good), 403);
		assert_true(web_heard(&desk.t, "\r\n\r\norigin\n"));
	}
}

static void sessions_end_with_time(void **st)
{
	struct browser b = { .session = "" };

	(void)st;
	(void)desk_login(&b, "clara", desk_good);
	for (unsigned i = 0; i < 3; i++) {
		desk.now += 7 * 3600 * SEC;
		desk_is(&b, "clara");
	}
	/* Eight hours without use. */
	desk.now += 8 * 3600 * SEC + 1;
	desk_is(&b, "");
	assert_int_equal(desk.s.n_sessions, 0);
	/* A day in any case. */
	(void)desk_login(&b, "clara", desk_good);
	for (unsigned i = 0; i < 24; i++) {
		desk.now += 3600 * SEC;
		desk_is(&b, "clara");
	}
	desk.now += 1;
	desk_is(&b, "");
	/* A page each second is not a write each second. */
	(void)desk_login(&b, "clara", desk_good);
	desk.s.touched = 0;
	for (unsigned i = 0; i < 20; i++) {
		desk.now += 30 * SEC;
		desk_is(&b, "clara");
	}
	assert_int_equal(desk.s.touched, 1);
	/* Others that are over go when somebody logs in. */
	desk.now += 9 * 3600 * SEC;
	b = (struct browser){ .session = "" };
	(void)desk_login(&b, "vera", desk_good);
	assert_int_equal(desk.s.n_sessions, 1);
}

static void a_change_ends_sessions(void **st)
{
	struct browser b = { .session = "" };

	(void)st;
	(void)desk_login(&b, "clara", desk_good);
	desk_is(&b, "clara");
	assert_int_equal(cul_user_role(&desk.s.store, "clara", CUL_ROLE_VIEWER,
				       "vera", "shell", desk.now),
			 0);
	desk_is(&b, "");
	(void)desk_login(&b, "clara", desk_good);
	assert_int_equal(desk_decide(&b, b.token), 403);
	assert_int_equal(cul_user_remove(&desk.s.store, "clara", "vera",
					 "shell", desk.now),
			 0);
	desk_is(&b, "");
	assert_int_equal(desk_decide(&b, b.token), 403);
	assert_true(web_heard(&desk.t, "\r\n\r\nunknown\n"));
	assert_int_equal(desk_login(&b, "clara", desk_good), 403);
}

static void one_changes_his_password(void **st)
{
	struct browser b = { .session = "" }, other = { .session = "" };
	char first[200];

	(void)st;
	(void)desk_login(&b, "clara", desk_good);
	(void)desk_login(&other, "clara", desk_good);
	memcpy(first, b.session, sizeof(first));
	assert_int_equal(desk_ask(&b, "POST", "/passwd",
				  "old=wrong+one,+that&new=brand+new+password"),
			 403);
	assert_int_equal(desk_ask(&b, "POST", "/passwd",
				  "old=correct+horse+battery&new=short"),
			 500);
	assert_string_equal(b.session, first);
	assert_int_equal(desk_ask(&b, "POST", "/passwd",
				  "old=correct+horse+battery&new=brand+new+"
				  "password"),
			 303);
	assert_string_not_equal(b.session, first);
	desk_is(&b, "clara");
	desk_is(&other, "");
	assert_int_equal(desk_login(&other, "clara", desk_good), 403);
	assert_int_equal(desk_login(&other, "clara", "brand+new+password"),
			 303);
	assert_non_null(
		strstr(desk.s.said, "clara 192.0.2.7 password clara \n"));
	/* Not from elsewhere, and not by nobody. */
	other.origin = "https://a.example";
	assert_int_equal(desk_ask(&other, "POST", "/passwd",
				  "old=brand+new+password&new=correct+horse+"
				  "battery"),
			 403);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(one_logs_in_and_out),
		DESK_TEST(the_store_has_a_hash_alone),
		DESK_TEST(a_name_may_be_typed_as_people_do),
		DESK_TEST(what_is_wrong_is_not_told_apart),
		DESK_TEST(a_session_that_was_planted_is_never_taken),
		DESK_TEST(of_two_cookies_none_is_taken),
		DESK_TEST(forms_need_the_token_of_their_session),
		DESK_TEST(forms_come_from_pages_of_ours),
		DESK_TEST(sessions_end_with_time),
		DESK_TEST(a_change_ends_sessions),
		DESK_TEST(one_changes_his_password),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
