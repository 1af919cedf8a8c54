/* \summary: log in: begun, waited for, ended */
#include <arpa/inet.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "desk/accounts_int.h"

/* An IPv6 customer has a /64 of addresses at least. */
static void counted_address(const char *address, char ret[CUL_FROM_MAX])
{
	struct in6_addr a;

	(void)snprintf(ret, CUL_FROM_MAX, "%s", address);
	if (inet_pton(AF_INET6, address, &a) != 1)
		return;
	memset(a.s6_addr + 8, 0, 8);
	(void)inet_ntop(AF_INET6, &a, ret, CUL_FROM_MAX);
}

/* As people type it: blanks around it, capitals. */
static void name_read(struct cul_sv given, char ret[CUL_WHO_MAX])
{
	size_t n = 0;

	while (given.len != 0 && given.ptr[0] == ' ')
		given = cul_sv_from(given, 1);
	while (given.len != 0 && given.ptr[given.len - 1] == ' ')
		given.len--;
	memset(ret, 0, CUL_WHO_MAX);
	for (; n < given.len && n < CUL_WHO_MAX - 1; n++) {
		char c = given.ptr[n];

		ret[n] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
	}
	if (cul_user_fault((struct cul_sv){ ret, strlen(ret) }) != NULL ||
	    n != given.len)
		memset(ret, 0, CUL_WHO_MAX);
}

struct pending *accounts_pending(struct cul_accounts *a, uint64_t number)
{
	for (size_t i = 0; i < ACCOUNTS_PENDING; i++) {
		if (a->pending[i].number == number)
			return &a->pending[i];
	}
	return NULL;
}

/* A free one, else the oldest that is done: its browser went. There is one:
 * more than are done cannot be with the hasher. */
static struct pending *pending_new(struct cul_accounts *a)
{
	struct pending *old = NULL;

	for (size_t i = 0; i < ACCOUNTS_PENDING; i++) {
		struct pending *p = &a->pending[i];

		if (p->number == 0)
			return p;
		if (p->done && (old == NULL || p->number < old->number))
			old = p;
	}
	return old;
}

void accounts_forget(struct pending *p)
{
	sodium_memzero(p, sizeof(*p));
}

void cul_accounts_run(struct cul_accounts *a, struct cul_web *w)
{
	struct cul_hashed h;

	while (cul_hasher_take(a->hasher, &h)) {
		struct pending *p = accounts_pending(a, h.number);

		if (p != NULL) {
			p->done = true;
			p->good = h.good;
			memcpy(p->made, h.made, sizeof(p->made));
			if (!cul_web_wake(w, h.number))
				accounts_forget(p);
		}
		sodium_memzero(&h, sizeof(h));
	}
}

enum cul_login accounts_slow(struct cul_web_answer *w, unsigned seconds,
			     enum cul_login what, struct cul_login_told *ret)
{
	char text[16];

	(void)snprintf(text, sizeof(text), "%u", seconds);
	(void)cul_web_header(w, "Retry-After", text);
	ret->seconds = seconds;
	return what;
}

enum cul_login accounts_failed(int error, struct cul_login_told *ret)
{
	ret->error = error;
	return CUL_LOGIN_FAILED;
}

/* A browser that is known is held to its own failures alone. */
static unsigned must_wait(const struct cul_accounts *a, const struct pending *p,
			  int64_t now_usec)
{
	unsigned one, two;

	if (p->browser[0] != '\0')
		return cul_limiter_wait(a->limiter, CUL_LIMIT_BROWSER,
					p->browser, now_usec);
	one = cul_limiter_wait(a->limiter, CUL_LIMIT_ADDRESS, p->address,
			       now_usec);
	two = cul_limiter_wait(a->limiter, CUL_LIMIT_ACCOUNT, p->user.name,
			       now_usec);
	return one > two ? one : two;
}

static void count_try(struct cul_accounts *a, const struct pending *p,
		      int64_t now_usec)
{
	if (p->browser[0] != '\0') {
		cul_limiter_try(a->limiter, CUL_LIMIT_BROWSER, p->browser,
				now_usec);
		return;
	}
	cul_limiter_try(a->limiter, CUL_LIMIT_ADDRESS, p->address, now_usec);
	cul_limiter_try(a->limiter, CUL_LIMIT_ACCOUNT, p->user.name, now_usec);
}

void accounts_good(struct cul_accounts *a, const struct pending *p)
{
	if (p->browser[0] != '\0') {
		cul_limiter_good(a->limiter, CUL_LIMIT_BROWSER, p->browser);
		return;
	}
	cul_limiter_good(a->limiter, CUL_LIMIT_ADDRESS, p->address);
	cul_limiter_good(a->limiter, CUL_LIMIT_ACCOUNT, p->user.name);
}

enum cul_login accounts_ask(struct cul_accounts *a, const struct pending *begun,
			    struct cul_sv password, struct cul_sv make,
			    int64_t now_usec, struct cul_web_answer *w,
			    struct cul_login_told *ret)
{
	const struct cul_hashing what = {
		.number = begun->number,
		.hash = begun->exists ? begun->user.hash : NULL,
		.password = password,
		.make = make,
		.first = begun->browser[0] != '\0',
	};
	unsigned wait = must_wait(a, begun, now_usec);
	struct pending *p = pending_new(a);

	if (wait != 0)
		return accounts_slow(w, wait, CUL_LOGIN_SLOW, ret);
	if (p == NULL || cul_hasher_ask(a->hasher, &what) != CUL_OK)
		return accounts_slow(w, 3, CUL_LOGIN_BUSY, ret);
	count_try(a, begun, now_usec);
	*p = *begun;
	cul_web_wait(w);
	return CUL_LOGIN_WAIT;
}

int accounts_find_user(struct cul_accounts *a, struct pending *p)
{
	char name[CUL_WHO_MAX];
	int rc;

	memcpy(name, p->user.name, sizeof(name));
	rc = name[0] != '\0' ? a->store.find_user(a->store.arg, name, &p->user)
			     : CUL_ENONE;
	p->exists = rc == CUL_OK;
	if (!p->exists)
		memcpy(p->user.name, name, sizeof(name));
	return rc == CUL_ENONE ? CUL_OK : rc;
}

static enum cul_login login_begin(struct cul_accounts *a,
				  const struct cul_web_request *q,
				  struct cul_sv name, struct cul_sv password,
				  int64_t now_usec, struct cul_web_answer *w,
				  struct cul_login_told *ret)
{
	const struct cul_sv none = { NULL, 0 };
	struct pending p = { .number = q->number };
	enum cul_login got;
	int rc;

	if (!cul_web_is_ours(q))
		return CUL_LOGIN_ORIGIN;
	name_read(name, p.user.name);
	counted_address(q->address, p.address);
	rc = accounts_find_user(a, &p);
	if (rc != CUL_OK)
		return accounts_failed(rc, ret);
	if (!p.exists ||
	    !token_proven(
		    &p.user,
		    cul_web_find_only(&q->cookies, accounts_known_cookie(q)),
		    p.browser))
		p.browser[0] = '\0';
	got = accounts_ask(a, &p, password, none, now_usec, w, ret);
	accounts_forget(&p);
	return got;
}

/* What was typed as the name of nobody may be a password. */
void accounts_note_failure(struct cul_accounts *a, const struct pending *p,
			   const char *from, int64_t now_usec)
{
	char detail[120] = "";
	const struct cul_audit line = {
		.at_usec = now_usec,
		.by = p->exists ? p->user.name : "",
		.from = from,
		.what = "login-failed",
		.on = p->exists ? p->user.name : "",
		.detail = detail,
	};

	if (now_usec - a->hour_usec > 3600 * CUL_USEC_PER_SEC ||
	    now_usec < a->hour_usec) {
		a->hour_usec = now_usec;
		a->failed = 0;
	}
	if (++a->failed > ACCOUNTS_FAILED_AN_HOUR) {
		a->unsaid++;
		return;
	}
	if (a->unsaid != 0)
		(void)snprintf(detail, sizeof(detail),
			       "%s; %u more before it are not written down",
			       p->exists ? "wrong password" : "no such user",
			       a->unsaid);
	else
		(void)snprintf(detail, sizeof(detail), "%s",
			       p->exists ? "wrong password" : "no such user");
	if (a->store.audit(a->store.arg, &line) == CUL_OK)
		a->unsaid = 0;
}

int accounts_unchanged(struct cul_accounts *a, const struct pending *p,
		       struct cul_user *ret)
{
	int rc = a->store.find_user(a->store.arg, p->user.name, ret);

	if (rc == CUL_OK && strcmp(ret->hash, p->user.hash) != 0)
		return CUL_ENONE;
	return rc;
}

static void prune(struct cul_accounts *a, int64_t now_usec)
{
	(void)a->store.prune_sessions(
		a->store.arg,
		now_usec - CUL_SESSION_WHOLE_SEC * CUL_USEC_PER_SEC,
		now_usec - CUL_SESSION_IDLE_SEC * CUL_USEC_PER_SEC);
}

static enum cul_login login_end(struct cul_accounts *a,
				const struct cul_web_request *q,
				const struct pending *p, int64_t now_usec,
				struct cul_web_answer *w,
				struct cul_login_told *ret)
{
	struct cul_user u;
	int rc = p->good ? accounts_unchanged(a, p, &u) : CUL_ENONE;

	if (rc == CUL_ENONE) {
		accounts_note_failure(a, p, q->address, now_usec);
		return CUL_LOGIN_WRONG;
	}
	if (rc == CUL_OK) {
		prune(a, now_usec);
		rc = accounts_begin(a, q, &u, "login", now_usec, w);
	}
	if (rc != CUL_OK)
		return accounts_failed(rc, ret);
	accounts_good(a, p);
	memcpy(ret->user, u.name, sizeof(ret->user));
	return CUL_LOGIN_DONE;
}

enum cul_login cul_accounts_login(struct cul_accounts *a,
				  const struct cul_web_request *q,
				  struct cul_sv name, struct cul_sv password,
				  int64_t now_usec, struct cul_web_answer *w,
				  struct cul_login_told *ret)
{
	struct pending *p =
		q->calls > 1 ? accounts_pending(a, q->number) : NULL;
	enum cul_login got;

	*ret = (struct cul_login_told){ .seconds = 0 };
	if (q->calls == 1)
		return login_begin(a, q, name, password, now_usec, w, ret);
	if (p == NULL)
		return accounts_slow(w, 3, CUL_LOGIN_BUSY, ret);
	if (!p->done) {
		cul_web_wait(w);
		return CUL_LOGIN_WAIT;
	}
	got = login_end(a, q, p, now_usec, w, ret);
	accounts_forget(p);
	return got;
}
