/* \summary: accounts under test, and the browsers that speak to them */
#ifndef CUL_TEST_DESK_H
#define CUL_TEST_DESK_H

#include "store_t.h"
#include "web_t.h"

#include "desk/accounts.h"

#define SEC CUL_USEC_PER_SEC

/* A browser: what it has, and what it says beside. */
struct browser {
	char session[200], known[200], token[CUL_TOKEN_MAX];
	const char *origin;     /* NULL: ours; "": none                    */
	const char *fetch_site; /* NULL: none                              */
	const char *from;       /* as the proxy says; NULL: 192.0.2.7      */
};

/* "/login", "/logout", "/me", "/decide" (for staff) and "/passwd" are served.
 */
struct desk_t {
	struct store_t s;
	struct web_t t;
	struct cul_accounts *a;
	int64_t now;
};
extern struct desk_t desk;

/* Clara is staff, Vera reads; both have this password. */
extern const char desk_good[], desk_bad[];
int desk_begin(void **st);
int desk_end(void **st);

size_t desk_request(char *to, size_t size, const struct browser *b,
		    const char *method, const char *path, const char *form);
/* The status; cookies and the token are the browser's from then on. */
unsigned desk_ask(struct browser *b, const char *method, const char *path,
		  const char *form);
unsigned desk_login(struct browser *b, const char *user, const char *password);
unsigned desk_decide(struct browser *b, const char *token);
/* That is who the server takes it for; "" is nobody. */
void desk_is(struct browser *b, const char *who);

#define DESK_TEST(name)                                                        \
	cmocka_unit_test_setup_teardown(name, desk_begin, desk_end)

#endif
