/* \summary: the HTTP server of the desk: requests in, pages and events out
 *
 * One handler is called for each request, from cul_web_run, in the caller's
 * own thread: what it uses needs no lock, and while it works nobody else is
 * served. It knows nothing of what is served.
 *
 * The handler sees only what is whole and sound: GET, HEAD or POST; one Host,
 * which is one of ours; one length and no transfer encoding; a form of at most
 * CUL_WEB_FORM_MAX bytes, that says it is one; nothing encoded badly, no NUL
 * in a name or value; no header that matters here twice. The rest is refused
 * here: 400, 403 (a Host that is not ours), 405, 411, 413, 415, 431.
 *
 * Every answer has the headers that keep a browser from doing what a page of
 * ours never asks of it: see web_answer.c.
 */
#ifndef CUL_WEB_H
#define CUL_WEB_H

#include <stdint.h>

#include "culprit/err.h"
#include "culprit/sv.h"

enum {
	CUL_WEB_ERR = 512,
	CUL_WEB_ADDRESS_MAX = 64,

	/* Browsers keep six open each; beyond it the oldest that streams no
	 * events and has no answer to wait for is hung up. */
	CUL_WEB_CONNECTIONS = 128,
	CUL_WEB_PER_ADDRESS = 64, /* where there is no proxy              */
	CUL_WEB_IDLE_SEC = 15,

	/* For the request line and headers of a connection: a rejection text
	 * somebody quotes, and cookies of other services on this host. */
	CUL_WEB_MEMORY = 32 * 1024,
	CUL_WEB_TARGET_MAX = 8 * 1024,
	/* Four texts of 4 KiB, each byte of them as %XX. */
	CUL_WEB_FORM_MAX = 64 * 1024,
	CUL_WEB_PAIRS_MAX = 128, /* of a query, a form, all cookies        */
	CUL_WEB_HEADERS_MAX = 8, /* that a handler adds                    */

	/* Event streams: in all, and of one key. A browser opens at most six
	 * connections to a host: a sixth tab would wait for ever. */
	CUL_WEB_STREAMS = 64,
	CUL_WEB_STREAMS_PER_KEY = 4,
	CUL_WEB_STREAM_BACKLOG = 64 * 1024, /* not taken: it is ended       */
	CUL_WEB_PING_SEC = 15
};

enum cul_web_method { CUL_WEB_GET, CUL_WEB_HEAD, CUL_WEB_POST };

struct cul_web_pair {
	struct cul_sv name, value; /* decoded                              */
};

struct cul_web_pairs {
	const struct cul_web_pair *at;
	size_t n;
};

/* The value of the first of that name; absent if there is none. */
struct cul_sv cul_web_find(const struct cul_web_pairs *p, const char *name);
/* The same, and absent too if there are several: of cookies, who may set them
 * for a part of this host alone must not get in between. */
struct cul_sv cul_web_find_only(const struct cul_web_pairs *p,
				const char *name);

/* Views live until the handler has returned, or, where it waits, until it has
 * been called again. A header that is not there is absent. */
struct cul_web_request {
	uint64_t number; /* of this request, never used again              */
	unsigned calls;  /* how often it has been called for it, now too: 1 */
	enum cul_web_method method;
	struct cul_sv path;   /* decoded, without query; no "%2F" in it     */
	struct cul_sv target; /* as it came, path and query                 */
	struct cul_web_pairs query, form, cookies;
	struct cul_sv host, origin, fetch_site, accept;
	/* The peer, or, from a proxy on this machine, who it says it is. */
	char address[CUL_WEB_ADDRESS_MAX];
	bool secure; /* the browser speaks TLS, to us or to the proxy      */
};

/* Does the browser say that this comes from a page of ours? Origin and
 * Sec-Fetch-Site, one of them at least, must say so: for whatever a POST does.
 */
bool cul_web_is_ours(const struct cul_web_request *q);

/* To be filled by the handler, by the functions below. A handler that fills in
 * nothing has answered 500. */
struct cul_web_answer;

/* `body`, from malloc, is taken over; never to be kept by anybody. */
void cul_web_page(struct cul_web_answer *a, unsigned status, const char *type,
		  char *body, size_t len);
/* The bytes live longer than the server: style and script. `etag` (without
 * quotes) is to change with them; who has them is told 304. */
void cul_web_fixed(struct cul_web_answer *a, const char *type,
		   const void *bytes, size_t len, const char *etag);
/* 303: see there. `to` is a path of ours: anything else goes to "/". */
void cul_web_see(struct cul_web_answer *a, const char *to);
/* For texts of few words: text/plain, copied. */
void cul_web_say(struct cul_web_answer *a, unsigned status, const char *text);

/* Beside those of every answer. CUL_EUSAGE: a name or value that would be more
 * than one header, or too many of them. */
int cul_web_header(struct cul_web_answer *a, const char *name,
		   const char *value);
/* Of this server, unread by scripts, sent by our own pages alone (HttpOnly,
 * SameSite=Strict, Path=/, and Secure where the request is). For `seconds`;
 * 0: until the browser ends; less: forget it. */
int cul_web_cookie(struct cul_web_answer *a, const char *name,
		   const char *value, int64_t seconds);

/* No answer yet: the handler is called again, with the same request, after
 * cul_web_wake, unless the browser or the server is gone by then. It must be
 * woken: such a connection has no time limit. */
void cul_web_wait(struct cul_web_answer *a);

/* An event stream from now on. `key` says whose it is; of the same key the
 * oldest beyond the bound is ended. Beyond the bound of all: 503. `first`, a
 * whole event or NULL, is sent at once. */
void cul_web_stream(struct cul_web_answer *a, uint64_t key, const char *first);

struct cul_web;

typedef void cul_web_handler(void *arg, const struct cul_web_request *q,
			     struct cul_web_answer *a);

struct cul_web_plan {
	const char *listen; /* as cul_serve_new has it                     */
	/* The name of the place that people type, if it is not the address it
	 * listens at: "https://desk.aurora.example". NULL: none. It is then a
	 * Host of ours, and where it begins with https: a proxy in front speaks
	 * TLS; of a proxy on this machine X-Forwarded-For is believed. */
	const char *url;
	const char *certificate, *key; /* files, PEM; NULL: no TLS here    */
	cul_web_handler *handler;
	void *arg;
};

/* On failure CUL_ECONF, CUL_EIO or CUL_ENOMEM, and `err` has a sentence. */
int cul_web_new(const struct cul_web_plan *plan, struct cul_web **ret,
		char err[CUL_WEB_ERR]);
/* Streams end, who waits is told 503. */
void cul_web_free(struct cul_web **w);

/* "http://127.0.0.1:8025/", or the plan's url. */
const char *cul_web_url(const struct cul_web *w);
const char *cul_web_address(const struct cul_web *w);

/* As those of serve.h: poll the one for the other, then run. `now_usec` need
 * only grow: it times the pings. */
int cul_web_fd(const struct cul_web *w);
int cul_web_timeout_msec(struct cul_web *w, int64_t now_usec);
void cul_web_run(struct cul_web *w, int64_t now_usec);

/* The handler is called again for the request of that number, at the next run.
 * False if none of that number waits. */
bool cul_web_wake(struct cul_web *w, uint64_t number);

/* An event to each stream, or, with a key, to those of it alone (0: all).
 * `event` is a name of ours; `data` may have several lines. */
void cul_web_push(struct cul_web *w, uint64_t key, const char *event,
		  const char *data);
/* The streams of that key end: its session has. */
void cul_web_end(struct cul_web *w, uint64_t key);
size_t cul_web_streams(const struct cul_web *w);

/* web_decode.c: for tests and for fuzzing. `text` is decoded in place, as a
 * query or form ("a=b&c"), or as a Cookie header ("a=b; c=d"); false if it is
 * malformed or has more than *n pairs. */
bool cul_web_decode_form(char *text, size_t len, struct cul_web_pair *ret,
			 size_t *n);
bool cul_web_decode_cookies(char *text, size_t len, struct cul_web_pair *ret,
			    size_t *n);
bool cul_web_decode_path(char *text, size_t len, struct cul_sv *ret);

#endif
