/* \summary: users and sessions of whichever ledger is open
 *
 * The ledger may go and come back while the desk runs; accounts hold on to one
 * store. While there is none, all of it is CUL_EIO.
 */
#include "desk/desk_int.h"

static const struct cul_account_store *in(void *arg)
{
	const struct cul_desk *d = arg;

	return d->ledger != NULL ? &d->inner : NULL;
}

static int find_user(void *arg, const char *name, struct cul_user *ret)
{
	const struct cul_account_store *s = in(arg);

	return s != NULL ? s->find_user(s->arg, name, ret) : CUL_EIO;
}

static int each_user(void *arg, bool (*each)(void *to, const struct cul_user *),
		     void *to)
{
	const struct cul_account_store *s = in(arg);

	return s != NULL ? s->each_user(s->arg, each, to) : CUL_EIO;
}

static int put_user(void *arg, const struct cul_user *u, bool end,
		    const struct cul_audit *a)
{
	const struct cul_account_store *s = in(arg);

	return s != NULL ? s->put_user(s->arg, u, end, a) : CUL_EIO;
}

static int remove_user(void *arg, const char *name, const struct cul_audit *a)
{
	const struct cul_account_store *s = in(arg);

	return s != NULL ? s->remove_user(s->arg, name, a) : CUL_EIO;
}

static int find_session(void *arg, const uint8_t key[CUL_SESSION_KEY],
			struct cul_session *ret)
{
	const struct cul_account_store *s = in(arg);

	return s != NULL ? s->find_session(s->arg, key, ret) : CUL_EIO;
}

static int add_session(void *arg, const struct cul_session *one,
		       const struct cul_audit *a)
{
	const struct cul_account_store *s = in(arg);

	return s != NULL ? s->add_session(s->arg, one, a) : CUL_EIO;
}

static int touch_session(void *arg, const uint8_t key[CUL_SESSION_KEY],
			 int64_t used_usec)
{
	const struct cul_account_store *s = in(arg);

	return s != NULL ? s->touch_session(s->arg, key, used_usec) : CUL_EIO;
}

static int remove_session(void *arg, const uint8_t key[CUL_SESSION_KEY],
			  const struct cul_audit *a)
{
	const struct cul_account_store *s = in(arg);

	return s != NULL ? s->remove_session(s->arg, key, a) : CUL_EIO;
}

static int prune_sessions(void *arg, int64_t began_usec, int64_t used_usec)
{
	const struct cul_account_store *s = in(arg);

	return s != NULL ? s->prune_sessions(s->arg, began_usec, used_usec)
			 : CUL_EIO;
}

static int audit(void *arg, const struct cul_audit *a)
{
	const struct cul_account_store *s = in(arg);

	return s != NULL ? s->audit(s->arg, a) : CUL_EIO;
}

struct cul_account_store desk_store(struct cul_desk *d)
{
	return (struct cul_account_store){
		.arg = d,
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
