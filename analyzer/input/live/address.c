/* \summary: read the address of a socket of syslog */
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

#include "input/live/address.h"

enum { HOST_MAX = 64 }; /* an IPv6 address with the name of an interface */

static int wrong(const char *text, const char *why, char err[CUL_LIVE_ERR])
{
	snprintf(err, CUL_LIVE_ERR,
		 "%s: %s; write unix:/PATH, udp:PORT, udp:ADDRESS:PORT, "
		 "tcp:PORT or tcp:ADDRESS:PORT, with an IPv6 address as "
		 "[2001:db8::1]",
		 text, why);
	return CUL_ECONF;
}

static int unix_read(const char *text, const char *path,
		     struct cul_address *ret, char err[CUL_LIVE_ERR])
{
	struct sockaddr_un *un = (struct sockaddr_un *)&ret->at;
	size_t len = strlen(path);

	if (path[0] != '/')
		return wrong(text, "the path does not begin with /", err);
	if (len >= sizeof(un->sun_path))
		return wrong(text, "the path is longer than 107 bytes", err);
	un->sun_family = AF_UNIX;
	memcpy(un->sun_path, path, len + 1);
	ret->type = SOCK_DGRAM;
	ret->len = sizeof(*un);
	return CUL_OK;
}

/* "[HOST]" or "HOST" before the port; false if it is neither. */
static bool host_copy(const char *p, size_t len, char host[HOST_MAX])
{
	bool v6 = len > 2 && p[0] == '[' && p[len - 1] == ']';

	if (v6) {
		p++;
		len -= 2;
	}
	if (len == 0 || len >= HOST_MAX || (memchr(p, ':', len) != NULL) != v6)
		return false;
	memcpy(host, p, len);
	host[len] = '\0';
	return true;
}

/* 1 to 65535: 0 would be a port that nobody knows. */
static bool port_is(const char *p)
{
	unsigned n = 0;
	size_t len = strlen(p);

	if (len == 0 || len > 5 || strspn(p, "0123456789") != len)
		return false;
	for (; *p != '\0'; p++)
		n = n * 10 + (unsigned)(*p - '0');
	return n > 0 && n <= UINT16_MAX;
}

static int inet_read(const char *text, const char *rest,
		     struct cul_address *ret, char err[CUL_LIVE_ERR])
{
	const struct addrinfo hints = { .ai_family = AF_UNSPEC,
					.ai_socktype = ret->type,
					.ai_flags = AI_NUMERICHOST |
						    AI_NUMERICSERV };
	const char *colon = strrchr(rest, ':');
	const char *port = colon != NULL ? colon + 1 : rest;
	char host[HOST_MAX] = "127.0.0.1";
	struct addrinfo *found;

	if (!port_is(port))
		return wrong(text, "its port is no number from 1 to 65535",
			     err);
	if (colon != NULL && !host_copy(rest, (size_t)(colon - rest), host))
		return wrong(text, "its address is none", err);
	if (getaddrinfo(host, port, &hints, &found) != 0)
		return wrong(text, "its address is not one of digits", err);
	memcpy(&ret->at, found->ai_addr, found->ai_addrlen);
	ret->len = found->ai_addrlen;
	freeaddrinfo(found);
	return CUL_OK;
}

int cul_address_read(const char *text, struct cul_address *ret,
		     char err[CUL_LIVE_ERR])
{
	struct cul_address a = { .type = SOCK_DGRAM };
	int rc;

	if (strncmp(text, "unix:", 5) == 0) {
		rc = unix_read(text, text + 5, &a, err);
	} else if (strncmp(text, "udp:", 4) == 0) {
		rc = inet_read(text, text + 4, &a, err);
	} else if (strncmp(text, "tcp:", 4) == 0) {
		a.type = SOCK_STREAM;
		rc = inet_read(text, text + 4, &a, err);
	} else {
		rc = wrong(text, "it is of no kind that is known", err);
	}
	if (rc == CUL_OK)
		*ret = a;
	return rc;
}
