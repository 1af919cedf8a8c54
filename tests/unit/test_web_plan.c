/* \summary: the web server: where it is, under which names, who asks */
#include "t.h"

#include "web_t.h"

#include <stdio.h>
#include <string.h>

#include "scratch.h"

static void no_password_crosses_a_network_in_the_clear(void **st)
{
	static const struct {
		const char *listen, *url;
		int rc;
		const char *part; /* of the sentence, or of the url        */
	} table[] = {
		{ "127.0.0.1:0", NULL, 0, "http://127.0.0.1:" },
		{ "127.0.0.1:0", "", 0, "http://127.0.0.1:" },
		{ "0", NULL, 0, "http://127.0.0.1:" },
		{ "0", "https://desk.example", 0, "https://desk.example/" },
		{ "0", "https://desk.example/", 0, "https://desk.example/" },
		{ "0", "https://desk.example:443", 0, "https://desk.example/" },
		{ "0", "http://desk.example:8025", 0,
		  "http://desk.example:8025/" },
		{ "0.0.0.0:0", "https://desk.example", 0,
		  "https://desk.example/" },
		{ "0.0.0.0:0", NULL, CUL_ECONF, "in the clear" },
		{ "0.0.0.0:0", "http://desk.example", CUL_ECONF,
		  "in the clear" },
		{ "localhost", NULL, CUL_ECONF, "ADDRESS:PORT" },
		{ "0", "desk.example", CUL_ECONF, "https://" },
		{ "0", "https://", CUL_ECONF, "https://" },
		{ "0", "https://desk.example/culprit", CUL_ECONF, "https://" },
		{ "0", "https://a@desk.example", CUL_ECONF, "https://" },
		{ "0", "ftp://desk.example", CUL_ECONF, "https://" },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct cul_web_plan plan = { .listen = table[i].listen,
						   .url = table[i].url };
		struct cul_web *w = NULL;
		char err[CUL_WEB_ERR] = "";
		int rc = cul_web_new(&plan, &w, err);
		const char *said = rc == 0 ? cul_web_url(w) : err;

		if (rc != table[i].rc || strstr(said, table[i].part) == NULL)
			fail_msg("%s %s: %d %s", table[i].listen, table[i].url,
				 rc, said);
		assert_true((rc == 0) == (w != NULL));
		cul_web_free(&w);
	}
}

static void a_port_that_is_taken_is_said(void **st)
{
	static struct web_t t;
	struct cul_web_plan plan = { .url = NULL };
	struct cul_web *w = NULL;
	char err[CUL_WEB_ERR] = "";

	(void)st;
	web_begin(&t, NULL);
	plan.listen = cul_web_address(t.w);
	assert_int_equal(cul_web_new(&plan, &w, err), CUL_EIO);
	assert_null(w);
	assert_non_null(strstr(err, "in use"));
	web_end(&t);
}

static unsigned ask(struct web_t *t, const char *host, const char *more)
{
	char request[400];

	(void)snprintf(request, sizeof(request),
		       "GET /echo HTTP/1.1\r\nHost: %s\r\n" WEB_BYE "%s\r\n",
		       host, more);
	return web_ask_text(t, request);
}

static void it_answers_by_its_names_alone(void **st)
{
	static const struct {
		const char *url, *host;
		bool ours, secure;
	} table[] = {
		{ "https://desk.example", "desk.example", true, true },
		{ "https://desk.example", "DESK.example", true, true },
		{ "https://desk.example", "desk.example:443", true, true },
		{ "https://desk.example", "desk.example:80", false, false },
		{ "https://desk.example", "desk.example.org", false, false },
		{ "https://desk.example", "a.desk.example", false, false },
		{ "https://desk.example", "localhost", true, false },
		{ "https://desk.example", "127.0.0.1:8025", true, false },
		{ "http://desk.example:81", "desk.example:81", true, false },
		{ "http://desk.example:81", "desk.example", false, false },
		{ NULL, "desk.example", false, false },
		{ NULL, "localhost:8025", true, false },
	};
	static struct web_t t;

	(void)st;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct cul_web_plan plan = { .url = table[i].url };
		unsigned status;

		web_begin(&t, &plan);
		status = ask(&t, table[i].host, "");
		if (status != (table[i].ours ? 200 : 403))
			fail_msg("%s %s: %u", table[i].url, table[i].host,
				 status);
		if (table[i].ours &&
		    !web_heard(&t, table[i].secure ? "secure 1" : "secure 0"))
			fail_msg("%s %s: %s", table[i].url, table[i].host,
				 t.heard);
		if (status == 403)
			assert_true(web_heard(&t, "[desk] url"));
		web_end(&t);
	}
}

static void a_proxy_says_who_asks(void **st)
{
	static const struct {
		const char *host, *more, *address;
	} table[] = {
		{ "desk.example", "X-Forwarded-For: 192.0.2.7\r\n",
		  "192.0.2.7" },
		{ "desk.example", "X-Forwarded-For: 192.0.2.8, 192.0.2.7 \r\n",
		  "192.0.2.7" },
		{ "desk.example",
		  "X-Forwarded-For: 192.0.2.8\r\n"
		  "X-Forwarded-For: 192.0.2.7\r\n",
		  "192.0.2.7" },
		{ "desk.example", "X-Forwarded-For: 2001:DB8::7\r\n",
		  "2001:db8::7" },
		/* Neither is an address: it is the proxy's. */
		{ "desk.example", "X-Forwarded-For: unknown\r\n", "127.0.0.1" },
		{ "desk.example", "X-Forwarded-For: 192.0.2.7,\r\n",
		  "127.0.0.1" },
		{ "desk.example", "", "127.0.0.1" },
		/* Not by the proxy. */
		{ "localhost", "X-Forwarded-For: 192.0.2.7\r\n", "127.0.0.1" },
	};
	const struct cul_web_plan plan = { .url = "https://desk.example" };
	static struct web_t t;
	char want[80];

	(void)st;
	web_begin(&t, &plan);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		(void)ask(&t, table[i].host, table[i].more);
		(void)snprintf(want, sizeof(want), "address %s\n",
			       table[i].address);
		if (!web_heard(&t, want))
			fail_msg("%s: %s", table[i].more, t.heard);
	}
	web_end(&t);
}

static void a_certificate_that_is_none_is_said(void **st)
{
	const char *empty, *odd, *none, *folder;
	char err[CUL_WEB_ERR];
	struct cul_web *w = NULL;

	(void)st;
	empty = scratch_text("empty", "");
	odd = scratch_text("odd", "not PEM\n");
	none = scratch_path("none");
	folder = scratch_path("folder");
	scratch_dir("folder");
	const struct {
		const char *certificate, *key;
		int rc;
		const char *part;
	} table[] = {
		{ odd, NULL, CUL_ECONF, "both" },
		{ NULL, odd, CUL_ECONF, "both" },
		{ none, odd, CUL_EIO, "No such file" },
		{ odd, none, CUL_EIO, "No such file" },
		{ empty, odd, CUL_EIO, "No data" },
		{ folder, odd, CUL_EIO, "directory" },
		{ odd, odd, CUL_ECONF, "PEM" },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct cul_web_plan plan = { .listen = "0",
						   .certificate =
							   table[i].certificate,
						   .key = table[i].key };
		int rc = cul_web_new(&plan, &w, err);

		if (rc != table[i].rc || strstr(err, table[i].part) == NULL)
			fail_msg("%zu: %d %s", i, rc, err);
		assert_null(w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_password_crosses_a_network_in_the_clear),
		cmocka_unit_test(a_port_that_is_taken_is_said),
		cmocka_unit_test(it_answers_by_its_names_alone),
		cmocka_unit_test(a_proxy_says_who_asks),
		cmocka_unit_test_setup_teardown(
			a_certificate_that_is_none_is_said, scratch_setup,
			scratch_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
