/* \summary: answer HTTP from the caller's loop */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "serve/serve_int.h"

/* Of each answer: it is text of the moment, for nobody's frame or cache. */
static const struct {
	const char *name, *value;
} always[] = {
	{ "Cache-Control", "no-store" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Content-Security-Policy",
	  "default-src 'none'; frame-ancestors 'none'" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Referrer-Policy", "no-referrer" },
};

static struct MHD_Response *response_new(const char *content_type,
					 const void *bytes, size_t len)
{
	/* The library copies: it does not write to what it is given. */
	const union {
		const void *given;
		void *wanted;
	} at = { bytes };
	struct MHD_Response *r = MHD_create_response_from_buffer(
		len, at.wanted, MHD_RESPMEM_MUST_COPY);
	bool ok;

	if (r == NULL)
		return NULL;
	ok = MHD_add_response_header(r, "Content-Type", content_type) ==
	     MHD_YES;
	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		ok = ok && MHD_add_response_header(r, always[i].name,
						   always[i].value) == MHD_YES;
	if (ok)
		return r;
	MHD_destroy_response(r);
	return NULL;
}

static const struct {
	unsigned status;
	const char *text;
} refusals[] = {
	[REFUSE_NOT_FOUND] = { MHD_HTTP_NOT_FOUND, "not found\n" },
	[REFUSE_BAD] = { MHD_HTTP_BAD_REQUEST, "bad request\n" },
	[REFUSE_METHOD] = { MHD_HTTP_METHOD_NOT_ALLOWED,
			    "GET and HEAD alone\n" },
	[REFUSE_HOST] = { MHD_HTTP_FORBIDDEN,
			  "not by this name: use an address or localhost\n" },
};

static int refusals_make(struct cul_serve *s)
{
	for (unsigned i = 0; i < REFUSE_NOTHING; i++) {
		const char *text = refusals[i].text;
		struct MHD_Response *r = response_new(
			"text/plain; charset=utf-8", text, strlen(text));

		s->refusals[i] = r;
		if (r == NULL ||
		    (i == REFUSE_METHOD &&
		     MHD_add_response_header(r, "Allow", "GET, HEAD") !=
			     MHD_YES) ||
		    /* What follows on the connection may be what smuggled it
		     * here meant for somebody else. */
		    (i != REFUSE_NOT_FOUND &&
		     MHD_add_response_header(r, "Connection", "close") !=
			     MHD_YES))
			return CUL_ENOMEM;
	}
	return CUL_OK;
}

static enum MHD_Result refuse(const struct cul_serve *s,
			      struct MHD_Connection *c, enum serve_refusal why)
{
	return MHD_queue_response(c, refusals[why].status, s->refusals[why]);
}

/* Called once when the headers were read, and again when all was; where no
 * body is allowed there are two calls. */
static enum MHD_Result on_request(void *arg, struct MHD_Connection *c,
				  const char *path, const char *method,
				  const char *version, const char *body,
				  size_t *body_len, void **request_context)
{
	const struct cul_serve *s = arg;
	enum serve_refusal why;

	(void)body;
	if (*request_context == NULL) {
		*request_context = arg; /* seen */
		why = serve_check(s, c, method, version);
		return why == REFUSE_NOTHING ? MHD_YES : refuse(s, c, why);
	}
	if (*body_len != 0)
		return MHD_NO;
	if (s->ask != NULL)
		s->ask(s->ask_arg, path);
	for (size_t i = 0; i < s->n_answers; i++) {
		const struct answer *a = &s->answers[i];

		if (strcmp(a->path, path) == 0)
			return MHD_queue_response(c, a->status, a->response);
	}
	return refuse(s, c, REFUSE_NOT_FOUND);
}

/* Paths are compared as they come: %00 would cut one short. */
static size_t as_it_is(void *arg, struct MHD_Connection *c, char *text)
{
	(void)arg;
	(void)c;
	return strlen(text);
}

/* Not strict: libmicrohttpd 0.9.75 then answers a request without Host itself,
 * and sends the head of that answer twice. serve_check is. */
static struct MHD_Daemon *start(struct cul_serve *s, int listener)
{
	return MHD_start_daemon(
		MHD_USE_EPOLL, 0, NULL, NULL, on_request, s,
		MHD_OPTION_LISTEN_SOCKET, listener, MHD_OPTION_CONNECTION_LIMIT,
		(unsigned)HARD_CONNECTIONS, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
		(unsigned)HARD_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
		(unsigned)CUL_SERVE_IDLE_SEC,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CUL_SERVE_MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_NOTIFY_CONNECTION,
		serve_crowd_notify, &s->crowd, MHD_OPTION_UNESCAPE_CALLBACK,
		as_it_is, s, MHD_OPTION_END);
}

static int bound(struct cul_serve *s, const char *address,
		 char err[CUL_SERVE_ERR])
{
	const union MHD_DaemonInfo *info;
	union serve_address at;
	int listener;

	if (!serve_address_read(address, &at, err))
		return CUL_ECONF;
	listener = serve_listen(&at, err);
	if (listener < 0)
		return CUL_EIO;
	serve_address_print(&at, s->address);
	s->crowd.most = CUL_SERVE_CONNECTIONS;
	s->crowd.most_of_one = CUL_SERVE_PER_ADDRESS;
	s->loopback = serve_is_loopback(&at);
	s->daemon = start(s, listener);
	info = s->daemon != NULL ? MHD_get_daemon_info(s->daemon,
						       MHD_DAEMON_INFO_EPOLL_FD)
				 : NULL;
	if (info != NULL) {
		s->fd = info->epoll_fd;
		return CUL_OK;
	}
	if (s->daemon == NULL)
		(void)close(listener);
	snprintf(err, CUL_SERVE_ERR, "cannot serve HTTP at %s", s->address);
	return CUL_EIO;
}

int cul_serve_new(const char *address, struct cul_serve **ret,
		  char err[CUL_SERVE_ERR])
{
	struct cul_serve *s = calloc(1, sizeof(*s));
	int rc = s != NULL ? refusals_make(s) : CUL_ENOMEM;

	if (rc == CUL_OK)
		rc = bound(s, address, err);
	else
		snprintf(err, CUL_SERVE_ERR, "out of memory");
	if (rc == CUL_OK)
		*ret = s;
	else
		cul_serve_free(&s);
	return rc;
}

void cul_serve_free(struct cul_serve **sp)
{
	struct cul_serve *s = *sp;

	if (s == NULL)
		return;
	if (s->daemon != NULL)
		MHD_stop_daemon(s->daemon);
	for (size_t i = 0; i < s->n_answers; i++)
		MHD_destroy_response(s->answers[i].response);
	for (unsigned i = 0; i < REFUSE_NOTHING; i++) {
		if (s->refusals[i] != NULL)
			MHD_destroy_response(s->refusals[i]);
	}
	assert(s->crowd.oldest == NULL);
	free(s);
	*sp = NULL;
}

const char *cul_serve_address(const struct cul_serve *s)
{
	return s->address;
}

int cul_serve_fd(const struct cul_serve *s)
{
	return s->fd;
}

int cul_serve_timeout_msec(struct cul_serve *s)
{
	MHD_UNSIGNED_LONG_LONG msec;

	if (MHD_get_timeout(s->daemon, &msec) != MHD_YES)
		return -1;
	return msec < CUL_SERVE_IDLE_SEC * 1000 ? (int)msec
						: CUL_SERVE_IDLE_SEC * 1000;
}

void cul_serve_run(struct cul_serve *s)
{
	(void)MHD_run(s->daemon);
}

void cul_serve_on_ask(struct cul_serve *s, cul_serve_ask *ask, void *arg)
{
	s->ask = ask;
	s->ask_arg = arg;
}

static struct answer *answer_at(struct cul_serve *s, const char *path)
{
	struct answer *a;

	for (size_t i = 0; i < s->n_answers; i++) {
		if (strcmp(s->answers[i].path, path) == 0)
			return &s->answers[i];
	}
	if (s->n_answers == CUL_SERVE_PATHS_MAX || path[0] != '/' ||
	    strlen(path) >= sizeof(a->path))
		return NULL;
	a = &s->answers[s->n_answers++];
	*a = (struct answer){ .response = NULL };
	memcpy(a->path, path, strlen(path));
	return a;
}

int cul_serve_put(struct cul_serve *s, const char *path, unsigned status,
		  const char *content_type, const void *bytes, size_t len)
{
	struct MHD_Response *r = response_new(content_type, bytes, len);
	struct answer *a;

	if (r == NULL)
		return CUL_ENOMEM;
	a = answer_at(s, path);
	if (a == NULL) {
		MHD_destroy_response(r);
		return CUL_EUSAGE;
	}
	if (a->response != NULL)
		MHD_destroy_response(a->response);
	a->status = status;
	a->response = r;
	return CUL_OK;
}
