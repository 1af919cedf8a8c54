/* \summary: serve HTTP for the desk from the caller's loop */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "culprit/stamp.h"
#include "serve/web_int.h"

/* Decoded by us, from what came first. */
static size_t as_it_is(void *arg, struct MHD_Connection *c, char *text)
{
	(void)arg;
	(void)c;
	return strlen(text);
}

static struct MHD_Daemon *start(struct cul_web *w, int listener)
{
	unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME;
	struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, w->certificate },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, w->key },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0, NULL },
		{ MHD_OPTION_END, 0, NULL },
	};
	char priorities[] = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

	tls[2].ptr_value = priorities;
	if (!w->tls)
		tls[0].option = MHD_OPTION_END;
	return MHD_start_daemon(
		w->tls ? flags | MHD_USE_TLS : flags, 0, NULL, NULL,
		web_on_request, w, MHD_OPTION_LISTEN_SOCKET, listener,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)WEB_HARD_CONNECTIONS,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CUL_WEB_IDLE_SEC,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CUL_WEB_MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_NOTIFY_CONNECTION,
		serve_crowd_notify, &w->crowd, MHD_OPTION_NOTIFY_COMPLETED,
		web_on_done, w, MHD_OPTION_URI_LOG_CALLBACK, web_on_target, w,
		MHD_OPTION_UNESCAPE_CALLBACK, as_it_is, w, MHD_OPTION_ARRAY,
		tls, MHD_OPTION_END);
}

static int read_tls(struct cul_web *w, const struct cul_web_plan *p,
		    char err[CUL_WEB_ERR])
{
	if (p->certificate == NULL && p->key == NULL)
		return CUL_OK;
	if (p->certificate == NULL || p->key == NULL) {
		snprintf(err, CUL_WEB_ERR,
			 "TLS needs both [desk] certificate and [desk] key");
		return CUL_ECONF;
	}
	w->certificate = web_pem(p->certificate, err);
	if (w->certificate != NULL)
		w->key = web_pem(p->key, err);
	w->tls = w->key != NULL;
	return w->tls ? CUL_OK : CUL_EIO;
}

/* Passwords are not to cross a network in the clear. */
static int read_plan(struct cul_web *w, const struct cul_web_plan *p,
		     union serve_address *ret_at, char err[CUL_WEB_ERR])
{
	int rc = read_tls(w, p, err);

	if (rc != CUL_OK)
		return rc;
	if (!serve_address_read(p->listen, ret_at, err))
		return CUL_ECONF;
	if (p->url != NULL && *p->url != '\0' &&
	    !web_place_read(p->url, &w->place)) {
		snprintf(err, CUL_WEB_ERR,
			 "'%.200s' is no address of a desk: it is to be as "
			 "https://desk.aurora.example",
			 p->url);
		return CUL_ECONF;
	}
	w->loopback = serve_is_loopback(ret_at);
	if (w->loopback || w->tls || w->place.https)
		return CUL_OK;
	snprintf(err, CUL_WEB_ERR,
		 "passwords would cross the network in the clear at '%.200s': "
		 "set [desk] certificate and key, or [desk] url to the https "
		 "address of a proxy in front, or listen at 127.0.0.1",
		 p->listen);
	return CUL_ECONF;
}

static void name_it(struct cul_web *w, union serve_address *at)
{
	serve_address_print(at, w->address);
	if (w->place.authority[0] != '\0')
		snprintf(w->url, sizeof(w->url), "http%s://%s/",
			 w->place.https ? "s" : "", w->place.authority);
	else
		snprintf(w->url, sizeof(w->url), "http%s://%s/",
			 w->tls ? "s" : "", w->address);
}

static int bound(struct cul_web *w, const struct cul_web_plan *p,
		 char err[CUL_WEB_ERR])
{
	const union MHD_DaemonInfo *info = NULL;
	union serve_address at;
	int listener, rc = read_plan(w, p, &at, err);

	if (rc != CUL_OK)
		return rc;
	listener = serve_listen(&at, err);
	if (listener < 0)
		return CUL_EIO;
	name_it(w, &at);
	w->crowd.most = CUL_WEB_CONNECTIONS;
	w->crowd.most_of_one = w->place.https && !w->tls ? CUL_WEB_CONNECTIONS
							 : CUL_WEB_PER_ADDRESS;
	w->daemon = start(w, listener);
	if (w->daemon != NULL)
		info = MHD_get_daemon_info(w->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	if (info != NULL) {
		w->fd = info->epoll_fd;
		return CUL_OK;
	}
	if (w->daemon == NULL)
		(void)close(listener);
	snprintf(err, CUL_WEB_ERR, "cannot serve HTTP at %s%s", w->address,
		 w->tls ? ": are certificate and key PEM, and of each other?"
			: "");
	return w->tls ? CUL_ECONF : CUL_EIO;
}

int cul_web_new(const struct cul_web_plan *plan, struct cul_web **ret,
		char err[CUL_WEB_ERR])
{
	struct cul_web *w = calloc(1, sizeof(*w));
	int rc;

	if (w == NULL) {
		snprintf(err, CUL_WEB_ERR, "out of memory");
		return CUL_ENOMEM;
	}
	w->handler = plan->handler;
	w->arg = plan->arg;
	rc = bound(w, plan, err);
	if (rc == CUL_OK)
		*ret = w;
	else
		cul_web_free(&w);
	return rc;
}

/* What is suspended cannot be stopped. */
static void wind_up(struct cul_web *w)
{
	w->ending = true;
	web_streams_end(w);
	for (struct web_visit *v = w->waiting; v != NULL; v = v->next)
		MHD_resume_connection(v->connection);
	for (unsigned i = 0; i < 3; i++)
		(void)MHD_run(w->daemon);
	MHD_stop_daemon(w->daemon);
}

void cul_web_free(struct cul_web **wp)
{
	struct cul_web *w = *wp;

	if (w == NULL)
		return;
	if (w->daemon != NULL)
		wind_up(w);
	assert(w->crowd.oldest == NULL && w->oldest == NULL &&
	       w->waiting == NULL);
	web_forget(&w->certificate);
	web_forget(&w->key);
	free(w);
	*wp = NULL;
}

const char *cul_web_url(const struct cul_web *w)
{
	return w->url;
}

const char *cul_web_address(const struct cul_web *w)
{
	return w->address;
}

int cul_web_fd(const struct cul_web *w)
{
	return w->fd;
}

/* Until the next ping; no longer than it takes to see a clock that was set. */
static int ping_msec(const struct cul_web *w, int64_t now_usec)
{
	int64_t left = w->ping_usec - now_usec;

	if (left <= 0)
		return 0;
	left = left / 1000 + 1;
	return left < CUL_WEB_PING_SEC * 1000 ? (int)left
					      : CUL_WEB_PING_SEC * 1000;
}

/* While a TLS client has yet to shake hands, libmicrohttpd 0.9.75 wants to be
 * called again at once, all the time: who connects and is silent would keep a
 * processor busy. */
static int library_msec(const struct cul_web *w)
{
	MHD_UNSIGNED_LONG_LONG msec;

	if (MHD_get_timeout(w->daemon, &msec) != MHD_YES)
		return -1;
	if (msec == 0 && w->tls && w->n_active == 0)
		return WEB_HANDSHAKE_MSEC;
	return msec < CUL_WEB_IDLE_SEC * 1000 ? (int)msec
					      : CUL_WEB_IDLE_SEC * 1000;
}

int cul_web_timeout_msec(struct cul_web *w, int64_t now_usec)
{
	int least;

	if (w->stirred)
		return 0;
	least = library_msec(w);
	if (w->n_streams != 0) {
		int ping = ping_msec(w, now_usec);

		if (least < 0 || ping < least)
			least = ping;
	}
	return least;
}

void cul_web_run(struct cul_web *w, int64_t now_usec)
{
	const int64_t every = CUL_WEB_PING_SEC * CUL_USEC_PER_SEC;

	/* Or the clock was set back. */
	if (now_usec >= w->ping_usec || w->ping_usec - now_usec > every) {
		w->ping_usec = now_usec + every;
		web_streams_ping(w);
	}
	w->stirred = false;
	(void)MHD_run(w->daemon);
}
