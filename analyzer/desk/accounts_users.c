/* \summary: add, change and remove users, by the shell or by a lead */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "desk/accounts.h"
#include "desk/password.h"

const char *cul_user_fault(struct cul_sv name)
{
	if (name.len == 0)
		return "A user has a name.";
	if (name.len >= CUL_WHO_MAX)
		return "A user's name has 63 characters at most.";
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		      (c != '\0' && strchr("._-@", c) != NULL)))
			return "A user's name has small letters, digits and "
			       ". _ - @ alone.";
	}
	if (strchr("._-@", name.ptr[0]) != NULL)
		return "A user's name begins with a letter or digit.";
	return NULL;
}

struct leads {
	const char *but; /* not counted; NULL: all are                     */
	size_t users, leads;
};

static bool count_one(void *to, const struct cul_user *u)
{
	struct leads *n = to;

	if (n->but == NULL || strcmp(u->name, n->but) != 0) {
		n->users++;
		n->leads += u->role == CUL_ROLE_LEAD;
	}
	return true;
}

int cul_user_count(const struct cul_account_store *s, size_t *ret)
{
	struct leads n = { .but = NULL };
	int rc = s->each_user(s->arg, count_one, &n);

	if (rc == CUL_OK)
		*ret = n.users;
	return rc;
}

/* Without this one, is there somebody who keeps the others? */
static int check_leads(const struct cul_account_store *s,
		       const struct cul_user *u)
{
	struct leads n = { .but = u->name };
	int rc;

	if (u->role != CUL_ROLE_LEAD)
		return CUL_OK;
	rc = s->each_user(s->arg, count_one, &n);
	if (rc != CUL_OK)
		return rc;
	return n.users != 0 && n.leads == 0 ? CUL_EUSAGE : CUL_OK;
}

static struct cul_audit line_of(const char *what, const char *name,
				const char *detail, const char *by,
				const char *from, int64_t now_usec)
{
	return (struct cul_audit){ .at_usec = now_usec,
				   .by = by,
				   .from = from,
				   .what = what,
				   .on = name,
				   .detail = detail };
}

int cul_user_add(const struct cul_account_store *s, const char *name,
		 enum cul_role role, struct cul_sv password, const char *by,
		 const char *from, int64_t now_usec)
{
	const struct cul_audit line = line_of(
		"user-add", name, cul_role_name(role), by, from, now_usec);
	struct cul_user u = { .role = role,
			      .added_usec = now_usec,
			      .changed_usec = now_usec,
			      .login_usec = CUL_TIME_NONE };
	struct cul_user there;
	int rc;

	if (cul_user_fault((struct cul_sv){ name, strlen(name) }) != NULL ||
	    cul_password_fault(password, name) != NULL)
		return CUL_EUSAGE;
	rc = s->find_user(s->arg, name, &there);
	if (rc != CUL_ENONE)
		return rc == CUL_OK ? CUL_EUSAGE : rc;
	memcpy(u.name, name, strlen(name));
	rc = cul_password_hash(password, u.hash);
	if (rc == CUL_OK)
		rc = s->put_user(s->arg, &u, true, &line);
	sodium_memzero(&u, sizeof(u));
	return rc;
}

int cul_user_passwd(const struct cul_account_store *s, const char *name,
		    struct cul_sv password, const char *by, const char *from,
		    int64_t now_usec)
{
	const struct cul_audit line =
		line_of("password", name, "", by, from, now_usec);
	struct cul_user u;
	int rc = s->find_user(s->arg, name, &u);

	if (rc != CUL_OK)
		return rc;
	if (cul_password_fault(password, name) != NULL)
		return CUL_EUSAGE;
	rc = cul_password_hash(password, u.hash);
	u.changed_usec = now_usec;
	if (rc == CUL_OK)
		rc = s->put_user(s->arg, &u, true, &line);
	sodium_memzero(&u, sizeof(u));
	return rc;
}

/* His sessions end: what he had open shows what he may do no more. */
int cul_user_role(const struct cul_account_store *s, const char *name,
		  enum cul_role role, const char *by, const char *from,
		  int64_t now_usec)
{
	struct cul_audit line =
		line_of("user-role", name, "", by, from, now_usec);
	char detail[64];
	struct cul_user u;
	int rc = s->find_user(s->arg, name, &u);

	if (rc != CUL_OK || u.role == role)
		return rc;
	rc = check_leads(s, &u);
	if (rc != CUL_OK)
		return rc;
	(void)snprintf(detail, sizeof(detail), "%s, was %s",
		       cul_role_name(role), cul_role_name(u.role));
	line.detail = detail;
	u.role = role;
	return s->put_user(s->arg, &u, true, &line);
}

int cul_user_remove(const struct cul_account_store *s, const char *name,
		    const char *by, const char *from, int64_t now_usec)
{
	const struct cul_audit line =
		line_of("user-remove", name, "", by, from, now_usec);
	struct cul_user u;
	int rc = s->find_user(s->arg, name, &u);

	if (rc == CUL_OK)
		rc = check_leads(s, &u);
	return rc == CUL_OK ? s->remove_user(s->arg, name, &line) : rc;
}
