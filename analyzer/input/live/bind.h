/* \summary: a socket that listens, made or passed on */
#ifndef CUL_LIVE_BIND_H
#define CUL_LIVE_BIND_H

#include <sys/types.h>

#include "input/live/address.h"

struct cul_bound {
	int fd;
	int type;                    /* SOCK_DGRAM, or SOCK_STREAM: listens */
	char path[CUL_LIVE_ERR / 4]; /* of a file that we made, or ""       */
	dev_t dev;
	ino_t ino;
};

/* A file that a socket left at the path is removed if nobody listens there.
 * Ours is made with mode 0660: whoever can write to it can accuse anybody, so
 * that is its owner and its group, not the world as at /dev/log. */
int cul_bind(const char *address, struct cul_bound *ret,
	     char err[CUL_LIVE_ERR]);

/* The same of one that is bound already; taken if all is well. */
int cul_bound_take(const char *name, int fd, struct cul_bound *ret,
		   char err[CUL_LIVE_ERR]);

/* Close it, and remove the file if it is still the one that was made. */
void cul_bound_done(struct cul_bound *b);

#endif
