/* \summary: what is wrong with a request
 *
 * The library takes two Hosts, and Content-Length with Transfer-Encoding; a
 * proxy before us may have understood either of the two otherwise.
 */
#include <strings.h>

#include "serve/serve_int.h"

struct headers {
	unsigned hosts, lengths, encodings;
	bool body;
	const char *host;
};

static bool is_zero(const char *value, size_t len)
{
	return len == 1 && value[0] == '0';
}

static enum MHD_Result look(void *arg, enum MHD_ValueKind kind,
			    const char *name, size_t name_len,
			    const char *value, size_t len)
{
	struct headers *h = arg;

	(void)kind;
	(void)name_len;
	if (strcasecmp(name, "Host") == 0) {
		h->hosts++;
		/* A NUL within would make it another to us. */
		h->host = value != NULL && strlen(value) == len ? value : "?";
	} else if (strcasecmp(name, "Content-Length") == 0) {
		h->lengths++;
		h->body = h->body || value == NULL || !is_zero(value, len);
	} else if (strcasecmp(name, "Transfer-Encoding") == 0) {
		h->encodings++;
		h->body = true;
	}
	return MHD_YES;
}

bool serve_host_is_plain(struct cul_sv host)
{
	const char *colon;
	size_t i = 0;

	if (host.len > 2 && host.ptr[0] == '[') {
		/* What a URL has in brackets is an address (RFC 3986). */
		colon = memchr(host.ptr, ']', host.len);
		return colon != NULL;
	}
	colon = memchr(host.ptr, ':', host.len);
	if (colon != NULL)
		host = cul_sv_before(host, colon);
	if (host.len == 9 && strncasecmp(host.ptr, "localhost", 9) == 0)
		return true;
	while (i < host.len && ((host.ptr[i] >= '0' && host.ptr[i] <= '9') ||
				host.ptr[i] == '.'))
		i++;
	return i == host.len && i != 0;
}

enum serve_refusal serve_check(const struct cul_serve *s,
			       struct MHD_Connection *c, const char *method,
			       const char *version)
{
	struct headers h = { .host = NULL };

	(void)MHD_get_connection_values_n(c, MHD_HEADER_KIND, look, &h);
	if (h.hosts > 1 || h.lengths > 1 || h.encodings > 1 ||
	    (h.hosts == 0 && strcmp(version, "HTTP/1.0") != 0))
		return REFUSE_BAD;
	if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
		return REFUSE_METHOD;
	if (h.body)
		return REFUSE_BAD;
	if (s->loopback && h.host != NULL &&
	    !serve_host_is_plain((struct cul_sv){ h.host, strlen(h.host) }))
		return REFUSE_HOST;
	return REFUSE_NOTHING;
}
