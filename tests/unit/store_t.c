/* \summary: keep users and sessions in memory */
#include "t.h"

#include "store_t.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static struct cul_user *user_at(struct store_t *s, const char *name)
{
	for (size_t i = 0; i < s->n_users; i++) {
		if (strcmp(s->users[i].name, name) == 0)
			return &s->users[i];
	}
	return NULL;
}

static struct cul_session *session_at(struct store_t *s, const uint8_t *key)
{
	for (size_t i = 0; i < s->n_sessions; i++) {
		if (memcmp(s->sessions[i].key, key, CUL_SESSION_KEY) == 0)
			return &s->sessions[i];
	}
	return NULL;
}

static int failing(const struct store_t *s, bool writes)
{
	if (s->fail != 0)
		return s->fail;
	return writes ? s->fail_late : 0;
}

static int audit(void *arg, const struct cul_audit *a)
{
	struct store_t *s = arg;
	size_t len = strlen(s->said);

	if (failing(s, true) != 0)
		return failing(s, true);
	assert_true(a->at_usec > 0);
	(void)snprintf(s->said + len, sizeof(s->said) - len, "%s %s %s %s %s\n",
		       a->by, a->from, a->what, a->on, a->detail);
	return 0;
}

static int find_user(void *arg, const char *name, struct cul_user *ret)
{
	struct store_t *s = arg;
	const struct cul_user *u = user_at(s, name);

	if (failing(s, false) != 0)
		return failing(s, false);
	if (u == NULL)
		return CUL_ENONE;
	*ret = *u;
	return 0;
}

static int each_user(void *arg, bool (*each)(void *, const struct cul_user *),
		     void *to)
{
	struct store_t *s = arg;

	for (size_t i = 0; i < s->n_users; i++) {
		if (!each(to, &s->users[i]))
			break;
	}
	return failing(s, false);
}

static void end_sessions(struct store_t *s, const char *user)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_sessions; i++) {
		if (strcmp(s->sessions[i].user, user) != 0)
			s->sessions[n++] = s->sessions[i];
	}
	s->n_sessions = n;
}

static int put_user(void *arg, const struct cul_user *u, bool end,
		    const struct cul_audit *a)
{
	struct store_t *s = arg;
	struct cul_user *at = user_at(s, u->name);

	if (failing(s, true) != 0)
		return failing(s, true);
	if (at == NULL) {
		assert_true(s->n_users < STORE_USERS);
		at = &s->users[s->n_users++];
	}
	*at = *u;
	if (end)
		end_sessions(s, u->name);
	return a != NULL ? audit(s, a) : 0;
}

static int remove_user(void *arg, const char *name, const struct cul_audit *a)
{
	struct store_t *s = arg;
	struct cul_user *at = user_at(s, name);

	if (failing(s, true) != 0)
		return failing(s, true);
	if (at == NULL)
		return CUL_ENONE;
	*at = s->users[--s->n_users];
	end_sessions(s, name);
	return a != NULL ? audit(s, a) : 0;
}

static int find_session(void *arg, const uint8_t key[CUL_SESSION_KEY],
			struct cul_session *ret)
{
	struct store_t *s = arg;
	const struct cul_session *at = session_at(s, key);

	if (failing(s, false) != 0)
		return failing(s, false);
	if (at == NULL)
		return CUL_ENONE;
	*ret = *at;
	return 0;
}

static int add_session(void *arg, const struct cul_session *new,
		       const struct cul_audit *a)
{
	struct store_t *s = arg;
	struct cul_user *u = user_at(s, new->user);

	if (failing(s, true) != 0)
		return failing(s, true);
	assert_true(s->n_sessions < STORE_SESSIONS);
	if (u == NULL)
		return CUL_ENONE;
	assert_null(session_at(s, new->key));
	s->sessions[s->n_sessions++] = *new;
	u->login_usec = new->began_usec;
	return a != NULL ? audit(s, a) : 0;
}

static int touch_session(void *arg, const uint8_t key[CUL_SESSION_KEY],
			 int64_t used_usec)
{
	struct store_t *s = arg;
	struct cul_session *at = session_at(s, key);

	if (failing(s, true) != 0)
		return failing(s, true);
	assert_non_null(at);
	at->used_usec = used_usec;
	s->touched++;
	return 0;
}

static int remove_session(void *arg, const uint8_t key[CUL_SESSION_KEY],
			  const struct cul_audit *a)
{
	struct store_t *s = arg;
	struct cul_session *at = session_at(s, key);

	if (failing(s, true) != 0)
		return failing(s, true);
	if (at != NULL)
		*at = s->sessions[--s->n_sessions];
	return a != NULL ? audit(s, a) : 0;
}

static int prune_sessions(void *arg, int64_t began_usec, int64_t used_usec)
{
	struct store_t *s = arg;
	size_t n = 0;

	for (size_t i = 0; i < s->n_sessions; i++) {
		if (s->sessions[i].began_usec >= began_usec &&
		    s->sessions[i].used_usec >= used_usec)
			s->sessions[n++] = s->sessions[i];
	}
	s->n_sessions = n;
	return failing(s, true);
}

void store_begin(struct store_t *s)
{
	memset(s, 0, sizeof(*s));
	s->store = (struct cul_account_store){
		.arg = s,
		.find_user = find_user,
		.each_user = each_user,
		.put_user = put_user,
		.remove_user = remove_user,
		.find_session = find_session,
		.add_session = add_session,
		.touch_session = touch_session,
		.remove_session = remove_session,
		.prune_sessions = prune_sessions,
		.audit = audit,
	};
}

void store_hash(const char *password, char ret[CUL_USER_HASH_MAX])
{
	assert_true(sodium_init() >= 0);
	memset(ret, 0, CUL_USER_HASH_MAX);
	assert_int_equal(crypto_pwhash_str_alg(ret, password, strlen(password),
					       crypto_pwhash_OPSLIMIT_MIN,
					       crypto_pwhash_MEMLIMIT_MIN,
					       crypto_pwhash_ALG_ARGON2ID13),
			 0);
}

void store_user(struct store_t *s, const char *name, enum cul_role role,
		const char *password)
{
	struct cul_user *u = &s->users[s->n_users++];

	*u = (struct cul_user){ .role = role, .added_usec = 1 };
	memcpy(u->name, name, strlen(name));
	store_hash(password, u->hash);
}
