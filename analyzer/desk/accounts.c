/* \summary: sessions: who asks, and what he may do */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/accounts_int.h"

/* A browser that logged in is known for that long. */
enum { KNOWN_SEC = 400 * 86400 };

int cul_accounts_new(const struct cul_account_store *store,
		     struct cul_accounts **ret)
{
	struct cul_accounts *a = calloc(1, sizeof(*a));
	int rc = a != NULL ? cul_limiter_new(&a->limiter) : CUL_ENOMEM;

	if (rc == CUL_OK)
		rc = cul_hasher_new(&a->hasher);
	if (rc != CUL_OK) {
		cul_accounts_free(&a);
		return rc;
	}
	a->store = *store;
	*ret = a;
	return CUL_OK;
}

void cul_accounts_free(struct cul_accounts **ap)
{
	struct cul_accounts *a = *ap;

	if (a == NULL)
		return;
	cul_hasher_free(&a->hasher);
	cul_limiter_free(&a->limiter);
	sodium_memzero(a, sizeof(*a));
	free(a);
	*ap = NULL;
}

int cul_accounts_fd(const struct cul_accounts *a)
{
	return cul_hasher_fd(a->hasher);
}

const char *accounts_cookie(const struct cul_web_request *q)
{
	return q->secure ? "__Host-culprit" : "culprit";
}

const char *accounts_known_cookie(const struct cul_web_request *q)
{
	return q->secure ? "__Host-culprit-known" : "culprit-known";
}

bool accounts_secret(const struct cul_web_request *q, uint8_t ret[TOKEN_SECRET])
{
	return token_read(cul_web_find_only(&q->cookies, accounts_cookie(q)),
			  ret);
}

static bool is_over(const struct cul_session *s, int64_t now_usec)
{
	return now_usec - s->began_usec >
		       CUL_SESSION_WHOLE_SEC * CUL_USEC_PER_SEC ||
	       now_usec - s->used_usec >
		       CUL_SESSION_IDLE_SEC * CUL_USEC_PER_SEC;
}

static uint64_t stream_key(const uint8_t key[CUL_SESSION_KEY])
{
	uint64_t k;

	memcpy(&k, key, sizeof(k));
	return k | 1; /* 0 is everybody */
}

/* CUL_ENONE: there is none, or none any more. That its use cannot be noted is
 * no reason to show nothing. */
static int session_of(struct cul_accounts *a, const uint8_t *key,
		      int64_t now_usec, struct cul_session *ret_s,
		      struct cul_user *ret_u)
{
	const struct cul_account_store *st = &a->store;
	int rc = st->find_session(st->arg, key, ret_s);

	if (rc != CUL_OK)
		return rc;
	if (is_over(ret_s, now_usec)) {
		(void)st->remove_session(st->arg, key, NULL);
		return CUL_ENONE;
	}
	rc = st->find_user(st->arg, ret_s->user, ret_u);
	if (rc != CUL_OK)
		return rc;
	if (now_usec - ret_s->used_usec >
	    CUL_SESSION_TOUCH_SEC * CUL_USEC_PER_SEC)
		(void)st->touch_session(st->arg, key, now_usec);
	return CUL_OK;
}

static int64_t ends(const struct cul_session *s, int64_t now_usec)
{
	int64_t whole =
		s->began_usec + CUL_SESSION_WHOLE_SEC * CUL_USEC_PER_SEC;
	int64_t idle = now_usec + CUL_SESSION_IDLE_SEC * CUL_USEC_PER_SEC;

	return whole < idle ? whole : idle;
}

int cul_accounts_visitor(struct cul_accounts *a,
			 const struct cul_web_request *q, int64_t now_usec,
			 struct cul_visitor *ret)
{
	uint8_t secret[TOKEN_SECRET], key[CUL_SESSION_KEY];
	struct cul_session s;
	struct cul_user u;
	int rc;

	*ret = (struct cul_visitor){ .known = false };
	if (!accounts_secret(q, secret))
		return CUL_OK;
	token_key(secret, key);
	rc = session_of(a, key, now_usec, &s, &u);
	if (rc == CUL_OK) {
		ret->known = true;
		memcpy(ret->name, u.name, sizeof(ret->name));
		ret->role = u.role;
		ret->key = stream_key(key);
		ret->ends_usec = ends(&s, now_usec);
		token_form(secret, ret->token);
	}
	sodium_memzero(secret, sizeof(secret));
	return rc == CUL_ENONE ? CUL_OK : rc;
}

enum cul_may cul_accounts_may(const struct cul_web_request *q,
			      const struct cul_visitor *v, enum cul_role least)
{
	bool post = q->method == CUL_WEB_POST;

	if (post && !cul_web_is_ours(q))
		return CUL_MAY_NOT_ORIGIN;
	if (!v->known)
		return CUL_MAY_NOT_UNKNOWN;
	if (post &&
	    !token_is(cul_web_find_only(&q->form, CUL_TOKEN_FIELD), v->token))
		return CUL_MAY_NOT_TOKEN;
	return v->role >= least ? CUL_MAY : CUL_MAY_NOT_ROLE;
}

int accounts_begin(struct cul_accounts *a, const struct cul_web_request *q,
		   const struct cul_user *u, const char *what, int64_t now_usec,
		   struct cul_web_answer *w)
{
	const struct cul_account_store *st = &a->store;
	const struct cul_audit line = { .at_usec = now_usec,
					.by = u->name,
					.from = q->address,
					.what = what,
					.on = u->name,
					.detail = "" };
	struct cul_session s = { .began_usec = now_usec,
				 .used_usec = now_usec };
	uint8_t secret[TOKEN_SECRET], old[CUL_SESSION_KEY];
	char text[TOKEN_TEXT], proof[TOKEN_PROOF_TEXT];
	int rc;

	if (accounts_secret(q, secret)) {
		token_key(secret, old);
		(void)st->remove_session(st->arg, old, NULL);
	}
	token_new(secret, text);
	token_key(secret, s.key);
	memcpy(s.user, u->name, sizeof(s.user));
	(void)snprintf(s.from, sizeof(s.from), "%s", q->address);
	rc = st->add_session(st->arg, &s, &line);
	token_proof(u, proof);
	if (rc == CUL_OK)
		rc = cul_web_cookie(w, accounts_cookie(q), text, 0);
	if (rc == CUL_OK)
		rc = cul_web_cookie(w, accounts_known_cookie(q), proof,
				    KNOWN_SEC);
	sodium_memzero(secret, sizeof(secret));
	sodium_memzero(text, sizeof(text));
	return rc;
}

int cul_accounts_logout(struct cul_accounts *a, const struct cul_web_request *q,
			int64_t now_usec, struct cul_web_answer *w)
{
	const struct cul_account_store *st = &a->store;
	struct cul_audit line = { .at_usec = now_usec,
				  .from = q->address,
				  .what = "logout",
				  .detail = "" };
	uint8_t secret[TOKEN_SECRET], key[CUL_SESSION_KEY];
	struct cul_session s;
	int rc;

	(void)cul_web_cookie(w, accounts_cookie(q), "", -1);
	if (!accounts_secret(q, secret))
		return CUL_OK;
	token_key(secret, key);
	sodium_memzero(secret, sizeof(secret));
	rc = st->find_session(st->arg, key, &s);
	if (rc != CUL_OK)
		return rc == CUL_ENONE ? CUL_OK : rc;
	line.by = line.on = s.user;
	return st->remove_session(st->arg, key, &line);
}
