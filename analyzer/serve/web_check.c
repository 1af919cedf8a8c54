/* \summary: is a request sound, and what its headers say
 *
 * The library takes two Hosts, two lengths, and a length with an encoding, and
 * a header with a space in its name as one of another name; a proxy before us
 * may have understood them otherwise. So none of these is answered.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "serve/web_int.h"

enum header {
	HEADER_HOST,
	HEADER_LENGTH,
	HEADER_TYPE,
	HEADER_COOKIE,
	HEADER_ORIGIN,
	HEADER_FETCH_SITE,
	HEADER_IF_NONE_MATCH,
	HEADERS_ONCE_, /* those above */
	HEADER_ENCODING = HEADERS_ONCE_,
	HEADER_ACCEPT,
	HEADER_FORWARDED,
	HEADERS_
};

static const char *const names[HEADERS_] = {
	[HEADER_HOST] = "Host",
	[HEADER_LENGTH] = "Content-Length",
	[HEADER_TYPE] = "Content-Type",
	[HEADER_COOKIE] = "Cookie",
	[HEADER_ORIGIN] = "Origin",
	[HEADER_FETCH_SITE] = "Sec-Fetch-Site",
	[HEADER_IF_NONE_MATCH] = "If-None-Match",
	[HEADER_ENCODING] = "Transfer-Encoding",
	[HEADER_ACCEPT] = "Accept",
	[HEADER_FORWARDED] = "X-Forwarded-For",
};

struct headers {
	bool bad;
	unsigned n[HEADERS_];
	struct cul_sv value[HEADERS_]; /* the last one */
};

static bool is_token(struct cul_sv v)
{
	for (size_t i = 0; i < v.len; i++) {
		char c = v.ptr[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		      (c >= 'A' && c <= 'Z') ||
		      (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL)))
			return false;
	}
	return v.len != 0;
}

static bool is_text(struct cul_sv v)
{
	for (size_t i = 0; i < v.len; i++) {
		unsigned char c = (unsigned char)v.ptr[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static enum MHD_Result look(void *arg, enum MHD_ValueKind kind,
			    const char *name, size_t name_len,
			    const char *value, size_t len)
{
	struct headers *h = arg;
	struct cul_sv v = { value != NULL ? value : "", len };

	(void)kind;
	if (!is_token((struct cul_sv){ name, name_len }) || !is_text(v)) {
		h->bad = true;
		return MHD_NO;
	}
	for (unsigned i = 0; i < HEADERS_; i++) {
		if (strcasecmp(name, names[i]) != 0)
			continue;
		h->n[i]++;
		h->value[i] = v;
	}
	return MHD_YES;
}

static bool is_once(const struct headers *h)
{
	for (unsigned i = 0; i < HEADERS_ONCE_; i++) {
		if (h->n[i] > 1)
			return false;
	}
	return true;
}

/* Digits alone: the library takes a sign and spaces. */
static bool length_read(struct cul_sv v, size_t *ret)
{
	struct cul_cur c = cul_cur_over(v);
	uint64_t n = cul_take_u64(&c, SIZE_MAX / 2);

	if (c.bad || c.p != c.end)
		return false;
	*ret = (size_t)n;
	return true;
}

static bool is_form(struct cul_sv type)
{
	static const struct cul_sv form =
		CUL_SV_LIT("application/x-www-form-urlencoded");

	return type.len >= form.len &&
	       strncasecmp(type.ptr, form.ptr, form.len) == 0 &&
	       (type.len == form.len || type.ptr[form.len] == ';' ||
		type.ptr[form.len] == ' ');
}

static unsigned check_body(struct web_visit *v, const struct headers *h)
{
	size_t len = 0;

	if (h->n[HEADER_ENCODING] != 0)
		return MHD_HTTP_LENGTH_REQUIRED;
	if (h->n[HEADER_LENGTH] != 0 &&
	    !length_read(h->value[HEADER_LENGTH], &len))
		return MHD_HTTP_BAD_REQUEST;
	if (v->q.method != CUL_WEB_POST)
		return len == 0 ? 0 : MHD_HTTP_BAD_REQUEST;
	if (h->n[HEADER_LENGTH] == 0)
		return MHD_HTTP_LENGTH_REQUIRED;
	if (!is_form(h->value[HEADER_TYPE]))
		return MHD_HTTP_UNSUPPORTED_MEDIA_TYPE;
	if (len > CUL_WEB_FORM_MAX)
		return MHD_HTTP_CONTENT_TOO_LARGE;
	v->body_max = len;
	v->body = malloc(len + 1);
	return v->body != NULL ? 0 : MHD_HTTP_SERVICE_UNAVAILABLE;
}

static bool method_read(const char *method, enum cul_web_method *ret)
{
	static const char *const known[] = {
		[CUL_WEB_GET] = "GET",
		[CUL_WEB_HEAD] = "HEAD",
		[CUL_WEB_POST] = "POST",
	};

	for (unsigned i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(method, known[i]) == 0) {
			*ret = (enum cul_web_method)i;
			return true;
		}
	}
	return false;
}

/* The first line: path and query, decoded in a copy. */
static bool target_read(struct web_visit *v)
{
	char *question = strchr(v->text, '?');
	size_t len = strlen(v->text);
	size_t path = question != NULL ? (size_t)(question - v->text) : len;
	size_t n = CUL_WEB_PAIRS_MAX;

	v->q.target = (struct cul_sv){ v->raw, len };
	if (len > CUL_WEB_TARGET_MAX || !is_text(v->q.target) ||
	    memchr(v->raw, ' ', len) != NULL ||
	    memchr(v->raw, '\t', len) != NULL ||
	    !cul_web_decode_path(v->text, path, &v->q.path))
		return false;
	if (question != NULL &&
	    !cul_web_decode_form(question + 1, len - path - 1, v->query, &n))
		return false;
	v->q.query =
		(struct cul_web_pairs){ v->query, question != NULL ? n : 0 };
	return true;
}

static bool cookies_read(struct web_visit *v, struct cul_sv header)
{
	size_t n = CUL_WEB_PAIRS_MAX;

	if (header.len == 0)
		return true;
	v->cookie = strndup(header.ptr, header.len);
	if (v->cookie == NULL)
		return false;
	if (!cul_web_decode_cookies(v->cookie, header.len, v->cookies, &n))
		return false;
	v->q.cookies = (struct cul_web_pairs){ v->cookies, n };
	return true;
}

static void take(const struct cul_web *w, struct web_visit *v,
		 const struct headers *h, const union serve_address *peer)
{
	struct cul_web_request *q = &v->q;
	bool by_place;

	q->host = h->value[HEADER_HOST];
	q->origin = h->value[HEADER_ORIGIN];
	q->fetch_site = h->value[HEADER_FETCH_SITE];
	q->accept = h->value[HEADER_ACCEPT];
	v->if_none_match = h->value[HEADER_IF_NONE_MATCH];
	by_place = web_host_is_place(w, q->host);
	q->secure = w->tls || (by_place && w->place.https);
	web_address(w, peer, h->value[HEADER_FORWARDED], by_place, q->address);
}

unsigned web_check(const struct cul_web *w, struct web_visit *v,
		   const char *method, const char *version)
{
	const struct connection *k = web_connection(v->connection);
	struct headers h = { .bad = false };
	unsigned status;

	if (k == NULL)
		return MHD_HTTP_SERVICE_UNAVAILABLE;
	(void)MHD_get_connection_values_n(v->connection, MHD_HEADER_KIND, look,
					  &h);
	if (h.bad || !is_once(&h) || h.n[HEADER_HOST] == 0 ||
	    (strcmp(version, MHD_HTTP_VERSION_1_1) != 0 &&
	     strcmp(version, MHD_HTTP_VERSION_1_0) != 0))
		return MHD_HTTP_BAD_REQUEST;
	if (!method_read(method, &v->q.method))
		return MHD_HTTP_METHOD_NOT_ALLOWED;
	status = check_body(v, &h);
	if (status != 0)
		return status;
	if (!web_host_is_ours(w, h.value[HEADER_HOST]))
		return MHD_HTTP_FORBIDDEN;
	if (!target_read(v) || !cookies_read(v, h.value[HEADER_COOKIE]))
		return MHD_HTTP_BAD_REQUEST;
	take(w, v, &h, &k->peer);
	return 0;
}
