/* \summary: the parts of the server */
#ifndef CUL_SERVE_INT_H
#define CUL_SERVE_INT_H

#include <microhttpd.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

#include "culprit/sv.h"
#include "serve/serve.h"

union serve_address {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
};

/* Beyond our own bounds, which hang up the oldest, since it takes the library
 * a moment to see that. */
enum { HARD_CONNECTIONS = 2 * CUL_SERVE_CONNECTIONS };

struct connection { /* in the order they came */
	struct connection *older, *newer;
	int fd;
	union serve_address peer;
	bool hung_up;
	bool busy; /* we keep it waiting: neither counted nor hung up      */
};

struct serve_crowd {
	struct connection *oldest, *newest;
	unsigned most, most_of_one;
};

struct answer {
	char path[CUL_SERVE_PATH_MAX];
	unsigned status;
	struct MHD_Response *response;
};

struct cul_serve {
	struct MHD_Daemon *daemon;
	int fd;
	bool loopback;
	char address[CUL_SERVE_ADDRESS_MAX];
	cul_serve_ask *ask;
	void *ask_arg;
	size_t n_answers;
	struct answer answers[CUL_SERVE_PATHS_MAX];
	struct serve_crowd crowd;
	/* not found, bad request, wrong method, wrong host */
	struct MHD_Response *refusals[4];
};

enum serve_refusal {
	REFUSE_NOT_FOUND,
	REFUSE_BAD,
	REFUSE_METHOD,
	REFUSE_HOST,
	REFUSE_NOTHING
};

/* serve_bind.c: an address as written; false, with a sentence, if it is none.
 * A listening socket at it; -1 with a sentence. */
bool serve_address_read(const char *text, union serve_address *ret,
			char err[CUL_SERVE_ERR]);
int serve_listen(union serve_address *at, char err[CUL_SERVE_ERR]);
void serve_address_print(const union serve_address *a,
			 char buf[CUL_SERVE_ADDRESS_MAX]);
bool serve_is_loopback(const union serve_address *a);

/* serve_check.c: what is wrong with a request, its headers read. */
enum serve_refusal serve_check(const struct cul_serve *s,
			       struct MHD_Connection *c, const char *method,
			       const char *version);
/* Is it "localhost", or an address, with or without a port? */
bool serve_host_is_plain(struct cul_sv host);

/* serve_crowd.c: connections come and go; beyond the bounds the oldest is
 * hung up. The socket's context is its struct connection. */
void serve_crowd_notify(void *crowd, struct MHD_Connection *c,
			void **socket_context,
			enum MHD_ConnectionNotificationCode what);
/* The library sees the end of it, and closes. */
void serve_hang_up(struct connection *k);

#endif
