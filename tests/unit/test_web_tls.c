/* \summary: the web server: TLS of its own */
#include "t.h"

#include "web_t.h"

#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "scratch.h"

static struct web_t t;

/* A certificate that vouches for itself, and its key. */
static void make(const char *certificate, const char *key,
		 const char **ret_certificate, const char **ret_key)
{
	gnutls_x509_privkey_t k;
	gnutls_x509_crt_t c;
	gnutls_datum_t text;

	assert_int_equal(gnutls_x509_privkey_init(&k), 0);
	assert_int_equal(
		gnutls_x509_privkey_generate(
			k, GNUTLS_PK_ECDSA,
			GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0),
		0);
	assert_int_equal(gnutls_x509_crt_init(&c), 0);
	assert_int_equal(gnutls_x509_crt_set_version(c, 3), 0);
	assert_int_equal(gnutls_x509_crt_set_serial(c, "\1", 1), 0);
	assert_int_equal(gnutls_x509_crt_set_dn(c, "CN=desk.example", NULL), 0);
	assert_int_equal(gnutls_x509_crt_set_activation_time(c, 0), 0);
	assert_int_equal(
		gnutls_x509_crt_set_expiration_time(c, time(NULL) + 86400), 0);
	assert_int_equal(gnutls_x509_crt_set_key(c, k), 0);
	assert_int_equal(gnutls_x509_crt_sign2(c, c, k, GNUTLS_DIG_SHA256, 0),
			 0);
	assert_int_equal(gnutls_x509_crt_export2(c, GNUTLS_X509_FMT_PEM, &text),
			 0);
	*ret_certificate = scratch_text(certificate, (const char *)text.data);
	gnutls_free(text.data);
	assert_int_equal(
		gnutls_x509_privkey_export2(k, GNUTLS_X509_FMT_PEM, &text), 0);
	*ret_key = scratch_text(key, (const char *)text.data);
	gnutls_free(text.data);
	gnutls_x509_crt_deinit(c);
	gnutls_x509_privkey_deinit(k);
}

static const char *certificate, *key;

static int begin(void **st)
{
	struct cul_web_plan plan = { .url = NULL };

	assert_int_equal(scratch_setup(st), 0);
	make("certificate", "key", &certificate, &key);
	plan.certificate = certificate;
	plan.key = key;
	web_begin(&t, &plan);
	return 0;
}

static int end(void **st)
{
	web_end(&t);
	return scratch_teardown(st);
}

struct client {
	int fd;
	gnutls_session_t session;
	gnutls_certificate_credentials_t credentials;
};

static bool again(ssize_t rc)
{
	if (rc != GNUTLS_E_AGAIN && rc != GNUTLS_E_INTERRUPTED)
		return false;
	web_settle(&t);
	return true;
}

/* Did they come to terms? */
static bool reach(struct client *c, const char *priorities)
{
	int rc;

	c->fd = web_connect(&t);
	assert_int_equal(fcntl(c->fd, F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(gnutls_init(&c->session, GNUTLS_CLIENT |
							  GNUTLS_NONBLOCK |
							  GNUTLS_NO_SIGNAL),
			 0);
	assert_int_equal(
		gnutls_certificate_allocate_credentials(&c->credentials), 0);
	assert_int_equal(gnutls_credentials_set(c->session,
						GNUTLS_CRD_CERTIFICATE,
						c->credentials),
			 0);
	assert_int_equal(
		gnutls_priority_set_direct(c->session, priorities, NULL), 0);
	gnutls_transport_set_int(c->session, c->fd);
	for (unsigned i = 0; i < 200; i++) {
		rc = gnutls_handshake(c->session);
		if (!again(rc))
			return rc == 0;
	}
	return false;
}

static void leave(struct client *c)
{
	gnutls_deinit(c->session);
	gnutls_certificate_free_credentials(c->credentials);
	close(c->fd);
}

/* Say it, and hear until `enough`. */
static bool hears(struct client *c, const char *request, const char *enough)
{
	if (*request != '\0')
		assert_int_equal(gnutls_record_send(c->session, request,
						    strlen(request)),
				 strlen(request));
	t.len = 0;
	t.heard[0] = '\0';
	for (unsigned i = 0; i < 200 && !web_heard(&t, enough); i++) {
		ssize_t n = gnutls_record_recv(c->session, t.heard + t.len,
					       WEB_HEARD - 1 - t.len);

		if (again(n))
			continue;
		if (n <= 0)
			break;
		t.len += (size_t)n;
		t.heard[t.len] = '\0';
	}
	return web_heard(&t, enough);
}

static void it_speaks_tls(void **st)
{
	struct client c;

	(void)st;
	assert_true(reach(&c, "NORMAL"));
	assert_int_equal(gnutls_protocol_get_version(c.session), GNUTLS_TLS1_3);
	assert_int_equal(strncmp(cul_web_url(t.w), "https://127.0.0.1:", 18),
			 0);
	assert_true(hears(&c,
			  "GET /echo HTTP/1.1\r\nHost: desk.example\r\n\r\n",
			  "secure 1\n"));
	assert_true(web_heard(
		&t, "\r\nStrict-Transport-Security: max-age=31536000\r\n"));
	assert_true(hears(&c,
			  "GET /cookie HTTP/1.1\r\nHost: desk.example\r\n\r\n",
			  "set\n"));
	web_settle(&t);
	assert_true(cul_web_timeout_msec(t.w, t.now_usec) > 1000);
	assert_true(web_heard(&t, "; SameSite=Strict; Secure; Max-Age=60"));
	assert_true(
		hears(&c, "GET /echo HTTP/1.1\r\nHost: a/b\r\n\r\n", " 403 "));
	leave(&c);
}

/* Who connects and says nothing keeps no processor busy. */
static void a_silent_client_costs_little(void **st)
{
	int silent = web_connect(&t);
	struct client c;

	(void)st;
	for (unsigned i = 0; i < 3; i++) {
		web_settle(&t);
		assert_true(cul_web_timeout_msec(t.w, t.now_usec) >= 10);
	}
	web_say(silent, "\26\3\1", 3);
	web_settle(&t);
	assert_true(cul_web_timeout_msec(t.w, t.now_usec) >= 10);
	assert_true(reach(&c, "NORMAL"));
	assert_true(hears(&c,
			  "GET /echo HTTP/1.1\r\nHost: desk.example\r\n\r\n",
			  "secure 1\n"));
	leave(&c);
	close(silent);
}

static void streams_go_by_tls_too(void **st)
{
	struct client c;

	(void)st;
	assert_true(reach(&c, "NORMAL"));
	assert_true(hears(&c,
			  "GET /stream?v=1 HTTP/1.1\r\n"
			  "Host: desk.example\r\n\r\n",
			  "event: hello\n"));
	assert_true(cul_web_timeout_msec(t.w, t.now_usec) > 1000);
	cul_web_push(t.w, 1, "new", "3");
	assert_true(hears(&c, "", "event: new\ndata: 3\n\n"));
	leave(&c);
}

static void a_big_page_goes_by_tls(void **st)
{
	struct client c;
	size_t all = 0;
	static const char request[] =
		"GET /big HTTP/1.1\r\nHost: desk.example\r\n" WEB_BYE "\r\n";

	(void)st;
	assert_true(reach(&c, "NORMAL"));
	assert_int_equal(
		gnutls_record_send(c.session, request, sizeof(request) - 1),
		sizeof(request) - 1);
	for (;;) {
		ssize_t n =
			gnutls_record_recv(c.session, t.heard, sizeof(t.heard));

		if (n == GNUTLS_E_AGAIN) {
			cul_web_run(t.w, t.now_usec);
			continue;
		}
		if (n <= 0)
			break;
		all += (size_t)n;
	}
	assert_true(all > 4 << 20);
	leave(&c);
}

static void what_is_old_or_no_tls_is_not_spoken(void **st)
{
	struct client c;

	(void)st;
	assert_true(reach(&c, "NORMAL:-VERS-ALL:+VERS-TLS1.2"));
	leave(&c);
	assert_false(reach(&c, "NORMAL:-VERS-ALL:+VERS-TLS1.1:+SHA1:"
			       "%VERIFY_ALLOW_SIGN_WITH_SHA1"));
	leave(&c);
	assert_int_not_equal(
		web_ask_text(&t, "GET /echo HTTP/1.1\r\n" WEB_HOST "\r\n"),
		200);
	assert_int_equal(t.called, 0);
	assert_true(reach(&c, "NORMAL"));
	leave(&c);
}

static void a_key_of_another_certificate_is_said(void **st)
{
	const char *other, *wrong;
	char err[CUL_WEB_ERR];
	struct cul_web_plan plan = { .listen = "0" };
	struct cul_web *w = NULL;

	(void)st;
	make("other", "wrong", &other, &wrong);
	plan.certificate = certificate;
	plan.key = wrong;
	assert_int_equal(cul_web_new(&plan, &w, err), CUL_ECONF);
	assert_non_null(strstr(err, "of each other"));
	plan.certificate = other; /* and its own */
	assert_int_equal(cul_web_new(&plan, &w, err), 0);
	cul_web_free(&w);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_speaks_tls),
		TEST(a_silent_client_costs_little),
		TEST(streams_go_by_tls_too),
		TEST(a_big_page_goes_by_tls),
		TEST(what_is_old_or_no_tls_is_not_spoken),
		TEST(a_key_of_another_certificate_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
