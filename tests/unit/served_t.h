/* \summary: a socket of syslog under test, and who sends to it */
#ifndef CUL_TEST_SERVED_H
#define CUL_TEST_SERVED_H

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "live_t.h"

/* A tail under test, and how to reach it. */
struct served {
	struct cul_tail *t;
	int fd;
	struct heard h;
	union {
		struct sockaddr any;
		struct sockaddr_un un;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	} at;
	socklen_t at_len;
	char name[128];
};

/* Listen on the file "log", or on some port: "udp:", "tcp:[::1]:" and so on;
 * on a socket that is passed on, once name and address are set. */
void serve_unix(struct served *s);
void serve_port(struct served *s, const char *form, int domain, int type);
void serve_passed(struct served *s, int passed);
void served_done(struct served *s);

/* Set where it is to be reached. */
void served_at(struct served *s, int domain, const char *path, int port);
int free_port(int type);

/* A socket that is connected to it. */
int served_reach(const struct served *s, int type);
void say(int fd, const char *p, size_t len);
#define SAY(fd, text) say(fd, text, sizeof(text) - 1)

bool is_readable(int fd);
struct cul_tail_status served_status(struct served *s);

/* Datagrams are sent to it and come: one line each, whatever is in them. */
void datagrams_come(struct served *s);

#endif
