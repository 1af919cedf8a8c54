/* \summary: the server of the desk under test, and who speaks to it */
#ifndef CUL_TEST_WEB_H
#define CUL_TEST_WEB_H

#include <stdbool.h>

#include "serve/web.h"

enum { WEB_HEARD = 256 * 1024 };

struct web_t {
	struct cul_web *w;
	int64_t now_usec;
	unsigned called; /* the handler                                    */
	uint64_t number; /* of the last request                            */
	bool ours;       /* whether that was from a page of ours           */
	bool hold;       /* "/wait" waits again                            */
	void (*turn)(struct web_t *t); /* called each time it runs; or NULL */
	void *turn_arg;
	char heard[WEB_HEARD];
	size_t len;
};

/* Serve what web_t.c's handler has, or the plan's, at a port the kernel
 * chooses; the rest is the plan's, which may be NULL. */
void web_begin(struct web_t *t, const struct cul_web_plan *plan);
void web_end(struct web_t *t);

int web_connect(const struct web_t *t);
void web_say(int fd, const char *text, size_t len);
/* Run the server until nothing moves for a moment. */
void web_settle(struct web_t *t);
/* Hear, in t->heard, what comes at fd until it is closed (true), or until
 * `enough` is in it (NULL: nothing is), or nothing moves any more. */
bool web_hear(struct web_t *t, int fd, const char *enough);
/* The same on a connection of its own, closed afterwards; the status. */
unsigned web_ask(struct web_t *t, const char *request, size_t len);
unsigned web_ask_text(struct web_t *t, const char *request);
unsigned web_status(const struct web_t *t);
bool web_heard(const struct web_t *t, const char *part);
/* How often it is in what was heard. */
unsigned web_heard_times(const struct web_t *t, const char *part);

#define WEB_HOST "Host: 127.0.0.1:8025\r\n"
#define WEB_BYE  "Connection: close\r\n"
#define WEB_FORM "Content-Type: application/x-www-form-urlencoded\r\n"

#endif
