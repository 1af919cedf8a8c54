/* \summary: answers: what a handler says, and what every answer has
 *
 * Referrer-Policy is not no-referrer: Chromium then sends "Origin: null" with
 * our own forms (Fetch 3.2), which is what a stranger's form has.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve/web_int.h"

static const struct {
	const char *name, *value;
} always[] = {
	{ "Content-Security-Policy",
	  "default-src 'none'; style-src 'self'; script-src 'self'; "
	  "img-src 'self' data:; connect-src 'self'; form-action 'self'; "
	  "frame-ancestors 'none'; base-uri 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "X-Frame-Options", "DENY" },
	{ "Referrer-Policy", "same-origin" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
};

#define TEXT "text/plain; charset=utf-8"

void web_answer_done(struct cul_web_answer *a)
{
	for (size_t i = 0; i < a->n_headers; i++) {
		free(a->headers[i].name);
		free(a->headers[i].value);
	}
	free(a->body);
	free(a->first);
	a->n_headers = 0;
	a->body = a->first = NULL;
}

/* The last one holds; headers stay. */
static void say(struct cul_web_answer *a, unsigned status, const char *type)
{
	free(a->body);
	free(a->first);
	a->body = a->first = NULL;
	a->what = ANSWER_PAGE;
	a->status = status;
	a->type = type;
	a->etag = NULL;
	a->len = 0;
}

void cul_web_page(struct cul_web_answer *a, unsigned status, const char *type,
		  char *body, size_t len)
{
	say(a, status, type);
	a->body = body;
	a->len = body != NULL ? len : 0;
}

void cul_web_fixed(struct cul_web_answer *a, const char *type,
		   const void *bytes, size_t len, const char *etag)
{
	say(a, MHD_HTTP_OK, type);
	a->what = ANSWER_FIXED;
	a->fixed = bytes;
	a->len = len;
	a->etag = etag;
}

void cul_web_say(struct cul_web_answer *a, unsigned status, const char *text)
{
	char *copy = strdup(text);

	cul_web_page(a, status, TEXT, copy, copy != NULL ? strlen(copy) : 0);
}

/* "//elsewhere.example" and, to browsers, "/\elsewhere.example" are not. */
static bool is_path_of_ours(const char *to)
{
	if (to[0] != '/' || to[1] == '/' || to[1] == '\\')
		return false;
	for (; *to != '\0'; to++) {
		if ((unsigned char)*to <= ' ' || *to == 0x7f || *to == '\\')
			return false;
	}
	return true;
}

void cul_web_see(struct cul_web_answer *a, const char *to)
{
	say(a, MHD_HTTP_SEE_OTHER, TEXT);
	if (cul_web_header(a, "Location", is_path_of_ours(to) ? to : "/") !=
	    CUL_OK)
		cul_web_say(a, MHD_HTTP_INTERNAL_SERVER_ERROR,
			    "out of memory\n");
}

static bool is_one_line(const char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return false;
	}
	return true;
}

int cul_web_header(struct cul_web_answer *a, const char *name,
		   const char *value)
{
	size_t i = a->n_headers;

	if (i == CUL_WEB_HEADERS_MAX || *name == '\0' || !is_one_line(name) ||
	    !is_one_line(value) || strpbrk(name, ": ") != NULL)
		return CUL_EUSAGE;
	a->headers[i].name = strdup(name);
	a->headers[i].value = strdup(value);
	a->n_headers++;
	if (a->headers[i].name != NULL && a->headers[i].value != NULL)
		return CUL_OK;
	a->n_headers--;
	free(a->headers[i].name);
	free(a->headers[i].value);
	return CUL_ENOMEM;
}

int cul_web_cookie(struct cul_web_answer *a, const char *name,
		   const char *value, int64_t seconds)
{
	char line[1024], age[40] = "";
	int n;

	if (strpbrk(name, "=;, \"\\") != NULL ||
	    strpbrk(value, ";, \"\\") != NULL)
		return CUL_EUSAGE;
	if (seconds != 0)
		(void)snprintf(age, sizeof(age), "; Max-Age=%lld",
			       seconds > 0 ? (long long)seconds : 0LL);
	n = snprintf(line, sizeof(line),
		     "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", name,
		     value, a->secure ? "; Secure" : "", age);
	if (n < 0 || (size_t)n >= sizeof(line))
		return CUL_EUSAGE;
	return cul_web_header(a, "Set-Cookie", line);
}

void cul_web_wait(struct cul_web_answer *a)
{
	say(a, 0, NULL);
	a->what = ANSWER_WAIT;
}

void cul_web_stream(struct cul_web_answer *a, uint64_t key, const char *first)
{
	say(a, MHD_HTTP_OK, "text/event-stream");
	a->what = ANSWER_STREAM;
	a->key = key;
	a->first = first != NULL ? strdup(first) : NULL;
}

static bool add(struct MHD_Response *r, const char *name, const char *value)
{
	return MHD_add_response_header(r, name, value) == MHD_YES;
}

static bool add_all(const struct cul_web *w, const struct cul_web_answer *a,
		    struct MHD_Response *r)
{
	char etag[128];
	bool ok = a->type == NULL || add(r, "Content-Type", a->type);

	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		ok = ok && add(r, always[i].name, always[i].value);
	ok = ok && add(r, "Cache-Control",
		       a->etag != NULL ? "private, no-cache" : "no-store");
	if (a->etag != NULL) {
		(void)snprintf(etag, sizeof(etag), "\"%s\"", a->etag);
		ok = ok && add(r, "ETag", etag);
	}
	if (w->tls)
		ok = ok &&
		     add(r, "Strict-Transport-Security", "max-age=31536000");
	if (a->close)
		ok = ok && add(r, "Connection", "close");
	for (size_t i = 0; i < a->n_headers; i++)
		ok = ok && add(r, a->headers[i].name, a->headers[i].value);
	return ok;
}

enum MHD_Result web_send_response(const struct cul_web *w, struct web_visit *v,
				  struct cul_web_answer *a,
				  struct MHD_Response *r)
{
	enum MHD_Result ok = MHD_NO;

	if (r != NULL && add_all(w, a, r))
		ok = MHD_queue_response(v->connection, a->status, r);
	if (r != NULL)
		MHD_destroy_response(r);
	web_answer_done(a);
	return ok;
}

/* If-None-Match: a list of tags, each maybe weak, or "*". */
static bool is_known(struct cul_sv list, const char *etag)
{
	char tag[128];
	int n = snprintf(tag, sizeof(tag), "\"%s\"", etag);

	if (cul_sv_eq(list, CUL_SV("*")))
		return true;
	return n > 0 && (size_t)n < sizeof(tag) &&
	       cul_sv_find(list, (struct cul_sv){ tag, (size_t)n }) != NULL;
}

static struct MHD_Response *response_of(struct cul_web_answer *a)
{
	const union {
		const void *given;
		void *wanted; /* the library does not write to it          */
	} fixed = { a->len != 0 ? a->fixed : "" };
	struct MHD_Response *r;

	if (a->what == ANSWER_FIXED)
		return MHD_create_response_from_buffer(a->len, fixed.wanted,
						       MHD_RESPMEM_PERSISTENT);
	if (a->body == NULL) {
		a->body = strdup("");
		a->len = 0;
	}
	if (a->body == NULL)
		return NULL;
	r = MHD_create_response_from_buffer(a->len, a->body,
					    MHD_RESPMEM_MUST_FREE);
	if (r != NULL)
		a->body = NULL;
	return r;
}

enum MHD_Result web_send(const struct cul_web *w, struct web_visit *v,
			 struct cul_web_answer *a)
{
	if (a->what == ANSWER_NONE)
		cul_web_say(a, MHD_HTTP_INTERNAL_SERVER_ERROR,
			    "nothing was answered\n");
	if (a->etag != NULL && is_known(v->if_none_match, a->etag)) {
		a->status = MHD_HTTP_NOT_MODIFIED;
		a->type = NULL;
		a->len = 0;
	}
	return web_send_response(w, v, a, response_of(a));
}

enum MHD_Result web_refuse(const struct cul_web *w, struct web_visit *v,
			   unsigned status)
{
	static const struct {
		unsigned status;
		const char *text;
	} texts[] = {
		{ MHD_HTTP_BAD_REQUEST, "bad request\n" },
		{ MHD_HTTP_FORBIDDEN,
		  "not by this name: use an address, localhost, or what [desk] "
		  "url has\n" },
		{ MHD_HTTP_METHOD_NOT_ALLOWED, "GET, HEAD and POST alone\n" },
		{ MHD_HTTP_LENGTH_REQUIRED, "a length is needed\n" },
		{ MHD_HTTP_CONTENT_TOO_LARGE, "that is too much text\n" },
		{ MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "that is no form\n" },
		{ MHD_HTTP_SERVICE_UNAVAILABLE, "not now: try again\n" },
	};
	struct cul_web_answer a = { .secure = v->q.secure, .close = true };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (texts[i].status == status)
			cul_web_say(&a, status, texts[i].text);
	}
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		(void)cul_web_header(&a, "Allow", "GET, HEAD, POST");
	v->state = VISIT_ANSWERED;
	return web_send(w, v, &a);
}
