/* \summary: where a socket of syslog listens */
#ifndef CUL_LIVE_ADDRESS_H
#define CUL_LIVE_ADDRESS_H

#include <sys/socket.h>

#include "input/live.h"

struct cul_address {
	int type; /* SOCK_DGRAM or SOCK_STREAM */
	socklen_t len;
	struct sockaddr_storage at;
};

/* "unix:/path", "udp:PORT", "udp:192.0.2.1:514", "tcp:[2001:db8::1]:514". A
 * port alone is on 127.0.0.1. Addresses are digits: what is bound must not
 * hang on a name server. Else CUL_ECONF, and a sentence. */
int cul_address_read(const char *text, struct cul_address *ret,
		     char err[CUL_LIVE_ERR]);

#endif
