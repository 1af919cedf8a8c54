/* \summary: a small HTTP server for machines: metrics and health
 *
 * It answers GET and HEAD of a few paths with bytes that were put there, from
 * the caller's own loop: it has no thread, never blocks and knows nothing of
 * what it serves. Without TLS and without passwords: it is for loopback, or
 * for behind a proxy that has them.
 *
 * What is refused: other methods (405), other paths (404), a body, two Hosts,
 * Content-Length beside Transfer-Encoding (400), headers beyond 8 KiB. Bound to
 * loopback it answers only to "localhost" and to addresses as a Host (403), so
 * that no page in a browser can read it under a name of its own.
 */
#ifndef CUL_SERVE_H
#define CUL_SERVE_H

#include <stddef.h>

#include "culprit/err.h"

enum {
	CUL_SERVE_ERR = 512,
	CUL_SERVE_ADDRESS_MAX = 64, /* "[" + INET6_ADDRSTRLEN + "]:65535"  */
	CUL_SERVE_PATHS_MAX = 8,
	CUL_SERVE_PATH_MAX = 64,

	/* Connections at a time, and from one address: a scraper needs one.
	 * Beyond them the oldest is hung up, not the newest kept out: who
	 * reads slowly shuts nobody out. */
	CUL_SERVE_CONNECTIONS = 32,
	CUL_SERVE_PER_ADDRESS = 16,

	/* A connection on which nothing moves is closed. */
	CUL_SERVE_IDLE_SEC = 10,

	/* Of a connection, for its headers: a scraper sends half a KiB. */
	CUL_SERVE_MEMORY = 8 * 1024
};

struct cul_serve;

/* "127.0.0.1:9477", "[::1]:9477"; a port alone, or "localhost:9477", is
 * 127.0.0.1; any other address is bound to only where it is spelt out. Port 0:
 * the kernel chooses. On failure CUL_ECONF (the address is none) or CUL_EIO,
 * and `err`, of CUL_SERVE_ERR bytes, has a sentence. */
int cul_serve_new(const char *address, struct cul_serve **ret,
		  char err[CUL_SERVE_ERR]);
void cul_serve_free(struct cul_serve **s);

/* Where it listens. */
const char *cul_serve_address(const struct cul_serve *s);

/* Readable when there is something to do. It is the server's. */
int cul_serve_fd(const struct cul_serve *s);

/* Milliseconds after which there is something to do all the same; -1: none. */
int cul_serve_timeout_msec(struct cul_serve *s);

/* Do what can be done without waiting. */
void cul_serve_run(struct cul_serve *s);

/* Before a path is answered, ask(arg, path) is called and may put what it is to
 * be answered with, so that nothing need be made that nobody reads. Called
 * within cul_serve_run; NULL: nobody is asked. */
typedef void cul_serve_ask(void *arg, const char *path);
void cul_serve_on_ask(struct cul_serve *s, cul_serve_ask *ask, void *arg);

/* From now on `path` is answered with this; the bytes are copied, and answers
 * being sent keep what they began with. `path` begins with "/" and has no
 * query: those that come are cut off. CUL_ENOMEM; CUL_EUSAGE: too many or too
 * long paths. */
int cul_serve_put(struct cul_serve *s, const char *path, unsigned status,
		  const char *content_type, const void *bytes, size_t len);

#endif
