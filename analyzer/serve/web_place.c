/* \summary: under which names we are reached, and from where */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "serve/web_int.h"

static bool is_same(struct cul_sv a, struct cul_sv b)
{
	return a.len == b.len && strncasecmp(a.ptr, b.ptr, a.len) == 0;
}

/* Letters, digits and what an address, a name or a port has beside them. */
static bool is_authority(struct cul_sv v)
{
	for (size_t i = 0; i < v.len; i++) {
		char c = v.ptr[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		      (c >= 'A' && c <= 'Z') || strchr("-._:[]", c) != NULL) ||
		    c == '\0')
			return false;
	}
	return v.len != 0;
}

/* Browsers leave the port away that the scheme has. */
static struct cul_sv without_port(struct cul_sv v, bool https)
{
	struct cul_sv port = https ? CUL_SV(":443") : CUL_SV(":80");

	if (cul_sv_ends(v, port))
		v.len -= port.len;
	return v;
}

/* "https://name:port": true, and the parts. */
static bool split(struct cul_sv url, bool *ret_https, struct cul_sv *ret)
{
	*ret_https = cul_sv_starts(url, CUL_SV("https://"));
	if (!*ret_https && !cul_sv_starts(url, CUL_SV("http://")))
		return false;
	*ret = cul_sv_from(url, *ret_https ? 8 : 7);
	return true;
}

bool web_place_read(const char *url, struct web_place *ret)
{
	struct cul_sv name;
	bool https;

	if (!split((struct cul_sv){ url, strlen(url) }, &https, &name))
		return false;
	if (cul_sv_ends(name, CUL_SV("/")))
		name.len--;
	if (!is_authority(name) || name.len >= sizeof(ret->authority))
		return false;
	name = without_port(name, https);
	*ret = (struct web_place){ .https = https };
	memcpy(ret->authority, name.ptr, name.len);
	return true;
}

bool web_host_is_place(const struct cul_web *w, struct cul_sv host)
{
	struct cul_sv ours = { w->place.authority, strlen(w->place.authority) };

	return ours.len != 0 &&
	       is_same(without_port(host, w->place.https), ours);
}

bool web_host_is_ours(const struct cul_web *w, struct cul_sv host)
{
	if (!is_authority(host))
		return false;
	/* Who reaches us by TLS has compared the name with the certificate. No
	 * page can have us under a name of its own. */
	return w->tls || web_host_is_place(w, host) ||
	       serve_host_is_plain(host);
}

bool cul_web_is_ours(const struct cul_web_request *q)
{
	struct cul_sv from;
	bool https;

	if (cul_sv_present(q->fetch_site) &&
	    !cul_sv_eq(q->fetch_site, CUL_SV("same-origin")))
		return false;
	if (!cul_sv_present(q->origin))
		return cul_sv_present(q->fetch_site);
	/* "null", too, is not ours. */
	return split(q->origin, &https, &from) && https == q->secure &&
	       is_same(without_port(from, https), without_port(q->host, https));
}

/* The last one: it is what the proxy in front of us has seen. */
static bool read_forwarded(struct cul_sv list, char ret[CUL_WEB_ADDRESS_MAX])
{
	const char *comma = memrchr(list.ptr, ',', list.len);
	union {
		struct in_addr in;
		struct in6_addr in6;
	} a;
	char text[INET6_ADDRSTRLEN] = "";

	if (comma != NULL)
		list = cul_sv_from(list, (size_t)(comma + 1 - list.ptr));
	while (list.len != 0 && list.ptr[0] == ' ')
		list = cul_sv_from(list, 1);
	while (list.len != 0 && list.ptr[list.len - 1] == ' ')
		list.len--;
	if (list.len >= sizeof(text))
		return false;
	memcpy(text, list.ptr, list.len);
	if (inet_pton(AF_INET, text, &a) == 1)
		return inet_ntop(AF_INET, &a, ret, CUL_WEB_ADDRESS_MAX) != NULL;
	if (inet_pton(AF_INET6, text, &a) == 1)
		return inet_ntop(AF_INET6, &a, ret, CUL_WEB_ADDRESS_MAX) !=
		       NULL;
	return false;
}

void web_address(const struct cul_web *w, const union serve_address *peer,
		 struct cul_sv forwarded, bool by_place,
		 char ret[CUL_WEB_ADDRESS_MAX])
{
	if (by_place && w->place.https && !w->tls && serve_is_loopback(peer) &&
	    cul_sv_present(forwarded) && read_forwarded(forwarded, ret))
		return;
	*ret = '\0';
	if (peer->sa.sa_family == AF_INET6)
		(void)inet_ntop(AF_INET6, &peer->in6.sin6_addr, ret,
				CUL_WEB_ADDRESS_MAX);
	else
		(void)inet_ntop(AF_INET, &peer->in.sin_addr, ret,
				CUL_WEB_ADDRESS_MAX);
}
