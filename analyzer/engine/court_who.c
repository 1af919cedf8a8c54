/* \summary: who is behind an address, a login or a uid, at this moment */
#include "engine/court_int.h"
#include "evidence/hash.h"

int cul_court_touch(struct cul_hearing *h, struct cul_source *s)
{
	bool over;
	int err = CUL_OK;

	cul_source_at(s, h->ev->t_usec, &over);
	if (over) {
		err = cul_court_rule(h->court, s);
		cul_source_renew(h->court->table, s, h->ev->t_usec);
	}
	return err;
}

static int found(struct cul_hearing *h, const struct cul_who *who,
		 struct cul_source **ret)
{
	struct cul_source *s;
	int err = cul_table_get(h->court->table, who, &s);

	if (err == CUL_OK)
		err = cul_court_touch(h, s);
	if (err == CUL_OK)
		*ret = s;
	return err;
}

static struct cul_source *recent(const struct cul_court *c, uint64_t key)
{
	const struct cul_recent *r = &c->recents[key % CUL_RECENTS];
	struct cul_source *s;

	if (key == 0 || r->client_key != key)
		return NULL;
	s = cul_table_at(c->table, r->source);
	return cul_table_key(s) == r->source_key ? s : NULL;
}

static void remember(const struct cul_court *c, uint64_t key,
		     const struct cul_addr *addr, const struct cul_source *s)
{
	/* An IPv6 key is a /64, which may hold several customers. */
	if (key != 0 && cul_addr_is_v4(addr))
		c->recents[key % CUL_RECENTS] =
			(struct cul_recent){ key, cul_table_key(s),
					     cul_table_id(s) };
}

static struct cul_who client_who(const struct cul_hearing *h,
				 const struct cul_addr *addr)
{
	const struct cul_court *c = h->court;
	const struct cul_customer *customer =
		cul_customer_of_addr(c->customers, addr);
	struct cul_who who = { .subject = CUL_SUBJECT_IP,
			       .networks_known = c->networks_known };

	if (customer != NULL) {
		who.subject = CUL_SUBJECT_CUSTOMER;
		who.name = who.customer = customer->name;
		who.declared = customer->declared;
		who.ours = true;
	} else {
		who.key = h->ev->client_key;
		who.addr = cul_net_of(addr, 32, 64).base;
		who.ours =
			cul_addr_is_loopback(addr) ||
			cul_ranges_find(&c->networks, addr) != CUL_RANGES_NONE;
	}
	return who;
}

/* Without customers a client is its address, and no more of it is asked. */
static struct cul_source *address_find(const struct cul_hearing *h,
				       const struct cul_addr *addr)
{
	const struct cul_who who = { .subject = CUL_SUBJECT_IP,
				     .key = h->ev->client_key,
				     .addr = cul_net_of(addr, 32, 64).base };

	return cul_table_find(h->court->table, &who);
}

/* NULL if it is nobody, or nobody heard of. */
static struct cul_source *client_find(const struct cul_hearing *h,
				      const struct cul_addr *addr)
{
	const struct cul_court *c = h->court;
	struct cul_source *s = NULL;
	struct cul_who who;

	if (cul_addr_none(addr))
		return NULL;
	if (c->recents == NULL)
		return address_find(h, addr);
	s = recent(c, h->ev->client_key);
	if (s != NULL)
		return s;
	who = client_who(h, addr);
	s = cul_table_find(c->table, &who);
	if (s != NULL)
		remember(c, h->ev->client_key, addr, s);
	return s;
}

int cul_court_known_client(struct cul_hearing *h, const struct cul_addr *addr,
			   struct cul_source **ret)
{
	*ret = client_find(h, addr);
	return *ret != NULL ? cul_court_touch(h, *ret) : CUL_OK;
}

int cul_court_client(struct cul_hearing *h, const struct cul_addr *addr,
		     struct cul_source **ret)
{
	struct cul_court *c = h->court;
	struct cul_who who;
	int err = CUL_OK;

	*ret = client_find(h, addr);
	if (*ret == NULL) {
		if (cul_addr_none(addr))
			return CUL_OK;
		who = client_who(h, addr);
		err = cul_table_get(c->table, &who, ret);
		if (err == CUL_OK && c->recents != NULL)
			remember(c, h->ev->client_key, addr, *ret);
	}
	if (err == CUL_OK)
		err = cul_court_touch(h, *ret);
	return err == CUL_OK ? cul_source_used_addr(c->table, *ret, addr) : err;
}

int cul_court_account(struct cul_hearing *h, struct cul_source **ret)
{
	const struct cul_sv account = h->ev->account;
	const struct cul_customer *customer =
		cul_customer_of_account(h->court->customers, account);
	struct cul_who who = {
		.subject = CUL_SUBJECT_ACCOUNT,
		.name = account,
		.key = h->ev->login_key,
		.customer = customer != NULL ? customer->name : CUL_SV(""),
		.ours = true,
		.networks_known = h->court->networks_known,
	};

	return found(h, &who, ret);
}

/* uid@host, cut to what a name may take; unknown@host where the server does
 * not say who. */
int cul_court_local_user(struct cul_hearing *h, struct cul_source **ret)
{
	char name[CUL_NAME_MAX];
	const struct cul_sv user =
		h->ev->account.len != 0 ? h->ev->account : CUL_SV("unknown");
	size_t n = user.len;
	struct cul_who who = {
		.subject = CUL_SUBJECT_LOCAL_USER,
		.ours = true,
		.networks_known = h->court->networks_known,
	};

	if (n > 64)
		n = 64;
	memcpy(name, user.ptr, n);
	if (h->ev->host.len != 0) {
		size_t host = h->ev->host.len;

		if (host > sizeof(name) - n - 1)
			host = sizeof(name) - n - 1;
		name[n++] = '@';
		memcpy(name + n, h->ev->host.ptr, host);
		n += host;
	}
	who.name = (struct cul_sv){ name, n };
	return found(h, &who, ret);
}

int cul_court_server(struct cul_hearing *h, struct cul_source **ret)
{
	struct cul_who who = {
		.subject = CUL_SUBJECT_SERVER,
		.name = h->ev->host,
		.ours = true,
		.networks_known = h->court->networks_known,
	};

	*ret = NULL;
	return h->ev->host.len != 0 ? found(h, &who, ret) : CUL_OK;
}

struct cul_source *cul_court_sender(struct cul_court *c,
				    const struct cul_message *m)
{
	struct cul_source *s;

	if (m == NULL || m->source == CUL_MESSAGE_NOBODY)
		return NULL;
	s = cul_table_at(c->table, m->source);
	return cul_table_key(s) == m->source_key ? s : NULL;
}

int cul_court_contact(struct cul_hearing *h, const struct cul_source *s,
		      uint64_t what, unsigned salt, bool *ret_first)
{
	uint64_t pair = cul_hash_mix(cul_table_key(s), what + salt);

	return cul_contact(&h->court->contacts, pair, h->ev->t_usec, ret_first);
}

int cul_court_wrong(struct cul_hearing *h, struct cul_source *s,
		    enum cul_family f)
{
	cul_source_misdeed(s, h->ev->t_usec);
	return cul_source_keep_line(h->court->table, s, f, h->line);
}
