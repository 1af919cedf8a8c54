/* \summary: who is connected; the oldest makes room for the newest
 *
 * The library would keep the newest out, and closes only those on which
 * nothing moves: sixteen who send a byte now and then would shut everybody
 * out for good.
 */
#include <stdlib.h>

#include "serve/serve_int.h"

static bool same_host(const union serve_address *a,
		      const union serve_address *b)
{
	if (a->sa.sa_family != b->sa.sa_family)
		return false;
	if (a->sa.sa_family == AF_INET6)
		return memcmp(&a->in6.sin6_addr, &b->in6.sin6_addr,
			      sizeof(a->in6.sin6_addr)) == 0;
	return a->in.sin_addr.s_addr == b->in.sin_addr.s_addr;
}

/* Of all, or of those of one peer: how many, and the first of them. */
static unsigned count(const struct serve_crowd *s,
		      const union serve_address *peer,
		      struct connection **ret_oldest)
{
	unsigned n = 0;

	for (struct connection *k = s->oldest; k != NULL; k = k->newer) {
		if (k->hung_up || k->busy ||
		    (peer != NULL && !same_host(&k->peer, peer)))
			continue;
		if (n++ == 0)
			*ret_oldest = k;
	}
	return n;
}

void serve_hang_up(struct connection *k)
{
	k->hung_up = true;
	(void)shutdown(k->fd, SHUT_RDWR);
}

static void keep_bounds(struct serve_crowd *s, const struct connection *came)
{
	struct connection *first = NULL;

	if (count(s, &came->peer, &first) > s->most_of_one)
		serve_hang_up(first);
	if (count(s, NULL, &first) > s->most)
		serve_hang_up(first);
}

static void came(struct serve_crowd *s, struct MHD_Connection *c,
		 void **context)
{
	struct connection *k = calloc(1, sizeof(*k));
	const union MHD_ConnectionInfo *info;

	*context = k;
	if (k == NULL)
		return;
	info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
	k->fd = info != NULL ? info->connect_fd : -1;
	info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	if (info != NULL && info->client_addr->sa_family == AF_INET6)
		memcpy(&k->peer, info->client_addr, sizeof(k->peer.in6));
	else if (info != NULL)
		memcpy(&k->peer, info->client_addr, sizeof(k->peer.in));
	k->older = s->newest;
	if (s->newest != NULL)
		s->newest->newer = k;
	else
		s->oldest = k;
	s->newest = k;
	keep_bounds(s, k);
}

static void went(struct serve_crowd *s, struct connection *k)
{
	if (k == NULL)
		return;
	if (k->older != NULL)
		k->older->newer = k->newer;
	else
		s->oldest = k->newer;
	if (k->newer != NULL)
		k->newer->older = k->older;
	else
		s->newest = k->older;
	free(k);
}

void serve_crowd_notify(void *crowd, struct MHD_Connection *c,
			void **socket_context,
			enum MHD_ConnectionNotificationCode what)
{
	if (what == MHD_CONNECTION_NOTIFY_STARTED)
		came(crowd, c, socket_context);
	else
		went(crowd, *socket_context);
}
