/* \summary: one request, from its first line to its answer */
#include <stdlib.h>
#include <string.h>

#include "serve/web_int.h"

void web_active(struct cul_web *w, struct web_visit *v, bool active)
{
	if (active && !v->active)
		w->n_active++;
	else if (!active && v->active)
		w->n_active--;
	v->active = active;
}

/* As soon as the first line is read. What is returned is the request's context
 * from then on, and web_on_done gets it in any case. */
void *web_on_target(void *web, const char *target, struct MHD_Connection *c)
{
	struct cul_web *w = web;
	struct web_visit *v = calloc(1, sizeof(*v));

	if (v == NULL)
		return NULL;
	v->connection = c;
	v->q.number = ++w->last_number;
	web_active(w, v, true);
	v->raw = strdup(target);
	v->text = strdup(target);
	return v;
}

struct connection *web_connection(struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info != NULL ? info->socket_context : NULL;
}

/* Who waits for us is neither counted nor hung up. */
void web_busy(struct MHD_Connection *c, bool busy)
{
	struct connection *k = web_connection(c);

	if (k != NULL)
		k->busy = busy;
}

static void wait_begin(struct cul_web *w, struct web_visit *v)
{
	v->waits = true;
	v->prev = NULL;
	v->next = w->waiting;
	if (v->next != NULL)
		v->next->prev = v;
	w->waiting = v;
	web_busy(v->connection, true);
	web_active(w, v, false);
	MHD_suspend_connection(v->connection);
}

static void wait_end(struct cul_web *w, struct web_visit *v)
{
	if (!v->waits)
		return;
	v->waits = false;
	if (v->prev != NULL)
		v->prev->next = v->next;
	else
		w->waiting = v->next;
	if (v->next != NULL)
		v->next->prev = v->prev;
	web_busy(v->connection, false);
	web_active(w, v, true);
}

static enum MHD_Result call(struct cul_web *w, struct web_visit *v)
{
	struct cul_web_answer a = { .secure = v->q.secure };

	v->state = VISIT_CALLED;
	v->q.calls++;
	w->handler(w->arg, &v->q, &a);
	if (a.what == ANSWER_WAIT) {
		web_answer_done(&a);
		wait_begin(w, v);
		return MHD_YES;
	}
	v->state = VISIT_ANSWERED;
	if (a.what != ANSWER_STREAM)
		return web_send(w, v, &a);
	return web_stream_begin(w, v, &a);
}

/* All of it is here. */
static enum MHD_Result on_whole(struct cul_web *w, struct web_visit *v)
{
	size_t n = CUL_WEB_PAIRS_MAX;

	if (v->body != NULL &&
	    (v->body_len != v->body_max ||
	     !cul_web_decode_form(v->body, v->body_len, v->form, &n)))
		return web_refuse(w, v, MHD_HTTP_BAD_REQUEST);
	v->q.form = (struct cul_web_pairs){ v->form, v->body != NULL ? n : 0 };
	return call(w, v);
}

static enum MHD_Result on_body(struct web_visit *v, const char *body,
			       size_t *len)
{
	if (v->body == NULL || *len > v->body_max - v->body_len)
		return MHD_NO;
	memcpy(v->body + v->body_len, body, *len);
	v->body_len += *len;
	*len = 0;
	return MHD_YES;
}

/* Called once when the headers were read, then for each piece of a body, then
 * when all is here, and again after each suspension. */
enum MHD_Result web_on_request(void *web, struct MHD_Connection *c,
			       const char *path, const char *method,
			       const char *version, const char *body,
			       size_t *body_len, void **visit)
{
	struct cul_web *w = web;
	struct web_visit *v = *visit;
	unsigned status;

	(void)c;
	(void)path;
	if (v == NULL || v->raw == NULL || v->text == NULL)
		return MHD_NO;
	if (v->state == VISIT_BEGUN) {
		status = web_check(w, v, method, version);
		if (status != 0)
			return web_refuse(w, v, status);
		v->state = VISIT_BODY;
		return MHD_YES;
	}
	if (*body_len != 0)
		return on_body(v, body, body_len);
	wait_end(w, v);
	if (w->ending)
		return web_refuse(w, v, MHD_HTTP_SERVICE_UNAVAILABLE);
	if (v->state == VISIT_BODY)
		return on_whole(w, v);
	return v->state == VISIT_CALLED ? call(w, v) : MHD_NO;
}

/* Passwords are among what it has. */
void web_on_done(void *web, struct MHD_Connection *c, void **visit,
		 enum MHD_RequestTerminationCode why)
{
	struct web_visit *v = *visit;

	(void)c;
	(void)why;
	if (v == NULL)
		return;
	wait_end(web, v);
	web_active(web, v, false);
	if (v->body != NULL)
		explicit_bzero(v->body, v->body_max);
	free(v->body);
	web_forget(&v->cookie);
	free(v->raw);
	free(v->text);
	free(v);
	*visit = NULL;
}

bool cul_web_wake(struct cul_web *w, uint64_t number)
{
	for (struct web_visit *v = w->waiting; v != NULL; v = v->next) {
		if (v->q.number != number)
			continue;
		w->stirred = true;
		MHD_resume_connection(v->connection);
		return true;
	}
	return false;
}
