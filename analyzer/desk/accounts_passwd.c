/* \summary: somebody changes his own password: begun, waited for, ended */
#include <stdio.h>
#include <string.h>

#include "desk/accounts_int.h"

static enum cul_login passwd_begin(struct cul_accounts *a,
				   const struct cul_web_request *q,
				   const struct cul_visitor *v,
				   struct cul_sv old, struct cul_sv wanted,
				   int64_t now_usec, struct cul_web_answer *w,
				   struct cul_login_told *ret)
{
	struct pending p = { .number = q->number };
	enum cul_login got;
	int rc;

	if (!v->known || !cul_web_is_ours(q))
		return CUL_LOGIN_ORIGIN;
	if (cul_password_fault(wanted, v->name) != NULL)
		return accounts_failed(CUL_EUSAGE, ret);
	memcpy(p.user.name, v->name, sizeof(p.user.name));
	/* Its session is a browser that is known. */
	(void)snprintf(p.browser, sizeof(p.browser), "session %016llx",
		       (unsigned long long)v->key);
	rc = accounts_find_user(a, &p);
	if (rc != CUL_OK)
		return accounts_failed(rc, ret);
	got = accounts_ask(a, &p, old, wanted, now_usec, w, ret);
	accounts_forget(&p);
	return got;
}

static enum cul_login passwd_end(struct cul_accounts *a,
				 const struct cul_web_request *q,
				 const struct pending *p, int64_t now_usec,
				 struct cul_web_answer *w,
				 struct cul_login_told *ret)
{
	const struct cul_audit line = { .at_usec = now_usec,
					.by = p->user.name,
					.from = q->address,
					.what = "password",
					.on = p->user.name,
					.detail = "" };
	struct cul_user u;
	int rc = p->good ? accounts_unchanged(a, p, &u) : CUL_ENONE;

	if (rc == CUL_ENONE) {
		accounts_note_failure(a, p, q->address, now_usec);
		return CUL_LOGIN_WRONG;
	}
	if (rc == CUL_OK && p->made[0] == '\0')
		rc = CUL_ENOMEM;
	if (rc == CUL_OK) {
		memcpy(u.hash, p->made, sizeof(u.hash));
		u.changed_usec = now_usec;
		rc = a->store.put_user(a->store.arg, &u, true, &line);
	}
	if (rc == CUL_OK)
		rc = accounts_begin(a, q, &u, "login", now_usec, w);
	if (rc != CUL_OK)
		return accounts_failed(rc, ret);
	accounts_good(a, p);
	memcpy(ret->user, u.name, sizeof(ret->user));
	return CUL_LOGIN_DONE;
}

enum cul_login cul_accounts_passwd(struct cul_accounts *a,
				   const struct cul_web_request *q,
				   const struct cul_visitor *v,
				   struct cul_sv old, struct cul_sv wanted,
				   int64_t now_usec, struct cul_web_answer *w,
				   struct cul_login_told *ret)
{
	struct pending *p =
		q->calls > 1 ? accounts_pending(a, q->number) : NULL;
	enum cul_login got;

	*ret = (struct cul_login_told){ .seconds = 0 };
	if (q->calls == 1)
		return passwd_begin(a, q, v, old, wanted, now_usec, w, ret);
	if (p == NULL)
		return accounts_slow(w, 3, CUL_LOGIN_BUSY, ret);
	if (!p->done) {
		cul_web_wait(w);
		return CUL_LOGIN_WAIT;
	}
	got = passwd_end(a, q, p, now_usec, w, ret);
	accounts_forget(p);
	return got;
}
