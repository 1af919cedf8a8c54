/* \summary: the whole desk under test: a ledger, three users, their browsers
 *
 * vera reads, stan decides, lena leads. Sessions are put into the ledger as a
 * login would, without the time that a password takes.
 */
#ifndef CUL_TEST_PAGES_H
#define CUL_TEST_PAGES_H

#include "ledger_t.h"
#include "web_t.h"

#include "desk/desk.h"

enum pages_who { PAGES_NOBODY, PAGES_VERA, PAGES_STAN, PAGES_LENA, PAGES_WHO_ };

struct pages_t {
	struct web_t t;
	struct cul_desk *desk;
	struct cul_desk_plan plan;
	struct cul_ledger *l; /* another opening of the same file            */
	struct cul_letters *letters;
	char cookie[PAGES_WHO_][80], token[PAGES_WHO_][80];
};
extern struct pages_t pages;

int pages_begin(void **st);
int pages_end(void **st);

/* Ask as they do: a browser on the page of the desk. The status; what came is
 * pages.t.heard. */
unsigned pages_get(enum pages_who who, const char *path);
/* `form` without the token, which is added; "" for none. */
unsigned pages_post(enum pages_who who, const char *path, const char *form);
/* With that token and origin, or none (NULL). */
unsigned pages_post_as(enum pages_who who, const char *path, const char *form,
		       const char *token, const char *origin);
bool pages_say(const char *part);
/* Where a 303 leads to; "" if it is none. */
const char *pages_to(void);
/* The value of the hidden field of that name that comes first. */
const char *pages_hidden(const char *name);

/* What follows the headers. */
const char *pages_body(void);

#define PAGES_ORIGIN "http://127.0.0.1:8025"
#define PAGES_TEST(name)                                                       \
	cmocka_unit_test_setup_teardown(name, pages_begin, pages_end)

#endif
