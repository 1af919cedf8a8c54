/* \summary: read an address, listen there */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "serve/serve_int.h"

/* A port in decimal: -1 if it is none. */
static int port_read(const char *text)
{
	int port = 0;

	if (*text == '\0' || strlen(text) > 5)
		return -1;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return -1;
		port = port * 10 + (*text - '0');
	}
	return port <= 65535 ? port : -1;
}

static bool host_read(const char *host, bool brackets, in_port_t port,
		      union serve_address *ret)
{
	*ret = (union serve_address){ .in6 = { .sin6_family = AF_INET6,
					       .sin6_port = port } };
	if (brackets)
		return inet_pton(AF_INET6, host, &ret->in6.sin6_addr) == 1;
	*ret = (union serve_address){ .in = { .sin_family = AF_INET,
					      .sin_port = port } };
	if (*host == '\0' || strcmp(host, "localhost") == 0)
		host = "127.0.0.1";
	return inet_pton(AF_INET, host, &ret->in.sin_addr) == 1;
}

bool serve_address_read(const char *text, union serve_address *ret,
			char err[CUL_SERVE_ERR])
{
	const char *colon = strrchr(text, ':');
	size_t len = colon != NULL ? (size_t)(colon - text) : 0;
	int port = port_read(colon != NULL ? colon + 1 : text);
	bool brackets = len > 2 && text[0] == '[' && text[len - 1] == ']';
	char host[CUL_SERVE_ADDRESS_MAX] = "";

	if (port >= 0 && len < sizeof(host) && !(colon == text)) {
		memcpy(host, text + brackets, len - 2 * (size_t)brackets);
		if (host_read(host, brackets, htons((in_port_t)port), ret))
			return true;
	}
	snprintf(err, CUL_SERVE_ERR,
		 "cannot serve HTTP at '%.200s': it is to be ADDRESS:PORT, as "
		 "127.0.0.1:9477 or [::1]:9477",
		 text);
	return false;
}

bool serve_is_loopback(const union serve_address *a)
{
	if (a->sa.sa_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&a->in6.sin6_addr);
	return ntohl(a->in.sin_addr.s_addr) >> 24 == 127;
}

void serve_address_print(const union serve_address *a,
			 char buf[CUL_SERVE_ADDRESS_MAX])
{
	char host[INET6_ADDRSTRLEN] = "?";
	bool six = a->sa.sa_family == AF_INET6;

	if (six)
		(void)inet_ntop(AF_INET6, &a->in6.sin6_addr, host,
				sizeof(host));
	else
		(void)inet_ntop(AF_INET, &a->in.sin_addr, host, sizeof(host));
	snprintf(buf, CUL_SERVE_ADDRESS_MAX, six ? "[%s]:%u" : "%s:%u", host,
		 (unsigned)ntohs(six ? a->in6.sin6_port : a->in.sin_port));
}

static bool listening(int fd, union serve_address *at)
{
	bool six = at->sa.sa_family == AF_INET6;
	socklen_t len = six ? sizeof(at->in6) : sizeof(at->in);
	const int on = 1;

	/* [::] is not to take IPv4 as well: that is spelt 0.0.0.0. */
	return setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
	       (!six || setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on,
				   sizeof(on)) == 0) &&
	       bind(fd, &at->sa, len) == 0 &&
	       listen(fd, HARD_CONNECTIONS) == 0 &&
	       getsockname(fd, &at->sa, &len) == 0;
}

int serve_listen(union serve_address *at, char err[CUL_SERVE_ERR])
{
	char name[CUL_SERVE_ADDRESS_MAX];
	int fd = socket(at->sa.sa_family,
			SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd >= 0 && listening(fd, at))
		return fd;
	serve_address_print(at, name);
	snprintf(err, CUL_SERVE_ERR, "cannot serve HTTP at %s: %s", name,
		 strerror(errno));
	if (fd >= 0)
		(void)close(fd);
	return -1;
}
