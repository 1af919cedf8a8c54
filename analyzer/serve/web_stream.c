/* \summary: event streams: what is new goes to each page that is open
 *
 * A stream with nothing to say is suspended, else the library would ask again
 * and again. Suspended it has no time limit, and the library does not see the
 * browser go: a ping every CUL_WEB_PING_SEC does.
 */
#include <stdlib.h>
#include <string.h>

#include "serve/web_int.h"

/* False: out of memory, or nobody reads; it ends then, and the browser, which
 * asks again, begins anew. */
static bool put(struct web_stream *s, const char *text, size_t len)
{
	size_t need = s->len - s->sent + len;
	size_t size = s->size != 0 ? s->size : 1024;
	char *more;

	if (need > CUL_WEB_STREAM_BACKLOG && !s->over) {
		s->over = true;
		serve_hang_up(web_connection(s->connection));
	}
	if (s->over)
		return false;
	if (s->sent != 0)
		memmove(s->text, s->text + s->sent, s->len - s->sent);
	s->len -= s->sent;
	s->sent = 0;
	while (size < need)
		size *= 2;
	more = size != s->size ? realloc(s->text, size) : s->text;
	if (more == NULL) {
		s->over = true;
		return false;
	}
	s->text = more;
	s->size = size;
	memcpy(s->text + s->len, text, len);
	s->len += len;
	return true;
}

static void stir(struct web_stream *s)
{
	if (!s->sleeps)
		return;
	s->sleeps = false;
	s->web->stirred = true;
	MHD_resume_connection(s->connection);
}

static ssize_t on_read(void *arg, uint64_t at, char *buf, size_t max)
{
	struct web_stream *s = arg;
	size_t n = s->len - s->sent;

	(void)at;
	if (n > max)
		n = max;
	if (n != 0) {
		memcpy(buf, s->text + s->sent, n);
		s->sent += n;
		return (ssize_t)n;
	}
	if (s->over)
		return MHD_CONTENT_READER_END_OF_STREAM;
	s->sleeps = true;
	MHD_suspend_connection(s->connection);
	return 0;
}

/* The library is done with the connection's answer. */
static void on_free(void *arg)
{
	struct web_stream *s = arg;
	struct cul_web *w = s->web;

	if (s->prev != NULL)
		s->prev->next = s->next;
	else
		w->oldest = s->next;
	if (s->next != NULL)
		s->next->prev = s->prev;
	else
		w->newest = s->prev;
	w->n_streams--;
	free(s->text);
	free(s);
}

static struct web_stream *stream_new(struct cul_web *w, struct web_visit *v,
				     const struct cul_web_answer *a)
{
	struct web_stream *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->web = w;
	s->connection = v->connection;
	s->key = a->key;
	s->prev = w->newest;
	if (s->prev != NULL)
		s->prev->next = s;
	else
		w->oldest = s;
	w->newest = s;
	w->n_streams++;
	return s;
}

/* Told to stay away for a while: five pages would else push each other out
 * for ever. */
static void make_room(struct cul_web *w, uint64_t key)
{
	static const char bye[] = "retry: 60000\nevent: elsewhere\ndata:\n\n";
	struct web_stream *first = NULL;
	size_t n = 0;

	for (struct web_stream *s = w->oldest; s != NULL; s = s->next) {
		if (s->key == key && !s->over && n++ == 0)
			first = s;
	}
	if (n < CUL_WEB_STREAMS_PER_KEY)
		return;
	(void)put(first, bye, sizeof(bye) - 1);
	first->over = true;
	stir(first);
}

enum MHD_Result web_stream_begin(struct cul_web *w, struct web_visit *v,
				 struct cul_web_answer *a)
{
	struct web_stream *s = NULL;
	struct MHD_Response *r = NULL;

	if (v->q.method == CUL_WEB_HEAD) {
		a->what = ANSWER_PAGE;
		return web_send(w, v, a);
	}
	make_room(w, a->key);
	if (w->n_streams < CUL_WEB_STREAMS)
		s = stream_new(w, v, a);
	if (s == NULL) {
		web_answer_done(a);
		return web_refuse(w, v, MHD_HTTP_SERVICE_UNAVAILABLE);
	}
	/* Said at once, so that the browser knows that it is open. */
	(void)put(s, ":\n\n", 3);
	if (a->first != NULL)
		(void)put(s, a->first, strlen(a->first));
	r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, on_read,
					      s, on_free);
	if (r == NULL) {
		on_free(s);
		return MHD_NO;
	}
	web_busy(v->connection, true);
	web_active(w, v, false);
	a->close = true;
	return web_send_response(w, v, a, r);
}

static bool put_lines(struct web_stream *s, const char *data)
{
	bool ok = true;

	for (;;) {
		size_t n = strcspn(data, "\r\n");

		ok = ok && put(s, "data: ", 6) && put(s, data, n) &&
		     put(s, "\n", 1);
		data += n;
		if (*data == '\0')
			return ok;
		data += data[0] == '\r' && data[1] == '\n' ? 2 : 1;
	}
}

void cul_web_push(struct cul_web *w, uint64_t key, const char *event,
		  const char *data)
{
	struct web_stream *next;

	for (struct web_stream *s = w->oldest; s != NULL; s = next) {
		next = s->next;
		if (s->over || (key != 0 && s->key != key))
			continue;
		(void)(put(s, "event: ", 7) && put(s, event, strlen(event)) &&
		       put(s, "\n", 1) && put_lines(s, data) &&
		       put(s, "\n", 1));
		stir(s);
	}
}

void cul_web_end(struct cul_web *w, uint64_t key)
{
	for (struct web_stream *s = w->oldest; s != NULL; s = s->next) {
		if (s->key != key)
			continue;
		s->over = true;
		stir(s);
	}
}

size_t cul_web_streams(const struct cul_web *w)
{
	return w->n_streams;
}

void web_streams_ping(struct cul_web *w)
{
	for (struct web_stream *s = w->oldest; s != NULL; s = s->next) {
		if (s->len == s->sent)
			(void)put(s, ":\n\n", 3);
		stir(s);
	}
}

void web_streams_end(struct cul_web *w)
{
	for (struct web_stream *s = w->oldest; s != NULL; s = s->next) {
		s->over = true;
		stir(s);
	}
}
