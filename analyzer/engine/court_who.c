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
		if (err == CUL_OK)
			err = cul_court_day_over(h->court, s);
		if (err == CUL_OK && cul_source_teaches(s))
			err = cul_court_past_of(h->court, s);
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

static const struct cul_recent *recent(const struct cul_court *c, uint64_t key,
				       int64_t t_usec)
{
	const struct cul_recent *r = &c->recents[key % CUL_RECENTS];

	if (key == 0 || r->client_key != key || t_usec < r->from_usec ||
	    t_usec >= r->until_usec ||
	    cul_table_key(cul_table_at(c->table, r->source)) != r->source_key)
		return NULL;
	return r;
}

/* Whose an address is at a moment, and for how long that is the answer. */
struct owner {
	struct cul_who who;
	struct cul_holder held;
};

static void remember(const struct cul_hearing *h, const struct cul_addr *addr,
		     const struct cul_source *s, const struct cul_holder *held)
{
	const uint64_t key = h->ev->client_key;

	/* An IPv6 key is a /64, which may hold several customers. */
	if (key == 0 || !cul_addr_is_v4(addr) ||
	    held->tenure == CUL_TENURE_AMBIGUOUS ||
	    h->ev->t_usec < held->from_usec ||
	    h->ev->t_usec >= held->until_usec)
		return;
	h->court->recents[key % CUL_RECENTS] = (struct cul_recent){
		.client_key = key,
		.source_key = cul_table_key(s),
		.from_usec = held->from_usec,
		.until_usec = held->until_usec,
		.source = cul_table_id(s),
		.tenure = (unsigned char)held->tenure,
	};
}

static void is_customer(struct cul_who *who, struct cul_sv name,
			unsigned declared)
{
	who->subject = CUL_SUBJECT_CUSTOMER;
	who->name = who->customer = name;
	who->declared = declared;
	who->ours = true;
}

/* A lease says who it was then, a prefix in the table of customers who it is
 * as a rule. */
static void owner_find(const struct cul_hearing *h, const struct cul_addr *addr,
		       struct owner *o)
{
	const struct cul_court *c = h->court;
	const struct cul_customer *customer = NULL;
	const char *name;
	bool ours = cul_addr_is_loopback(addr) ||
		    cul_ranges_find(&c->networks, addr) != CUL_RANGES_NONE;

	o->held = (struct cul_holder){ .from_usec = INT64_MIN,
				       .until_usec = INT64_MAX };
	o->who = (struct cul_who){ .subject = CUL_SUBJECT_IP,
				   .networks_known = c->networks_known };
	if (c->book != NULL)
		o->held = cul_leases_find(cul_lease_book_leases(c->book), addr,
					  h->ev->t_usec);
	if (o->held.tenure == CUL_TENURE_HELD) {
		name = cul_lease_book_customer(c->book, o->held.customer);
		is_customer(&o->who, (struct cul_sv){ name, strlen(name) }, 0);
		o->who.declared =
			cul_customer_declared(c->customers, o->who.name);
		/* Of whom nothing is declared: a line, not a house. */
		if (o->who.declared == 0)
			o->who.declared = CUL_DECLARED_DYNAMIC;
		return;
	}
	if (o->held.tenure != CUL_TENURE_AMBIGUOUS)
		customer = cul_customer_of_addr(c->customers, addr);
	if (customer != NULL) {
		is_customer(&o->who, customer->name, customer->declared);
		/* Beside those with leases. */
		if (c->book != NULL && o->who.declared == 0)
			o->who.declared = CUL_DECLARED_STATIC;
		return;
	}
	if (o->held.tenure == CUL_TENURE_NONE && ours && c->book != NULL)
		o->held.tenure = CUL_TENURE_NOBODY;
	o->who.key = h->ev->client_key;
	o->who.addr = cul_net_of(addr, 32, 64).base;
	o->who.ours = ours || o->held.tenure != CUL_TENURE_NONE;
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

static int address_get(const struct cul_hearing *h, const struct cul_addr *addr,
		       bool make, struct cul_source **ret)
{
	struct owner o;

	*ret = address_find(h, addr);
	if (*ret != NULL || !make)
		return CUL_OK;
	owner_find(h, addr, &o);
	return cul_table_get(h->court->table, &o.who, ret);
}

static int owner_get(const struct cul_hearing *h, const struct cul_addr *addr,
		     bool make, struct cul_source **ret)
{
	struct cul_court *c = h->court;
	const struct cul_recent *r =
		recent(c, h->ev->client_key, h->ev->t_usec);
	struct owner o;
	int err = CUL_OK;

	if (r != NULL) {
		c->asked[r->tenure]++;
		*ret = cul_table_at(c->table, r->source);
		return CUL_OK;
	}
	owner_find(h, addr, &o);
	c->asked[o.held.tenure]++;
	*ret = cul_table_find(c->table, &o.who);
	if (*ret == NULL && make)
		err = cul_table_get(c->table, &o.who, ret);
	if (err != CUL_OK || *ret == NULL)
		return err;
	if (o.held.tenure == CUL_TENURE_AMBIGUOUS)
		cul_source_set_ambiguous(*ret);
	remember(h, addr, *ret, &o.held);
	return CUL_OK;
}

/* *ret is NULL if it is nobody, or nobody heard of and not to be made. */
static int client_get(const struct cul_hearing *h, const struct cul_addr *addr,
		      bool make, struct cul_source **ret)
{
	*ret = NULL;
	if (cul_addr_none(addr))
		return CUL_OK;
	return h->court->recents == NULL ? address_get(h, addr, make, ret)
					 : owner_get(h, addr, make, ret);
}

int cul_court_known_client(struct cul_hearing *h, const struct cul_addr *addr,
			   struct cul_source **ret)
{
	int err = client_get(h, addr, false, ret);

	return err == CUL_OK && *ret != NULL ? cul_court_touch(h, *ret) : err;
}

int cul_court_client(struct cul_hearing *h, const struct cul_addr *addr,
		     struct cul_source **ret)
{
	int err = client_get(h, addr, true, ret);

	if (err != CUL_OK || *ret == NULL)
		return err;
	err = cul_court_touch(h, *ret);
	return err == CUL_OK ? cul_source_used_addr(h->court->table, *ret, addr)
			     : err;
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

int cul_court_met(struct cul_hearing *h, const struct cul_source *s,
		  uint64_t what, unsigned salt, enum cul_met *ret_met)
{
	uint64_t pair = cul_hash_mix(cul_table_key(s), what + salt);

	return cul_contact(&h->court->contacts, pair, h->ev->t_usec, ret_met);
}

int cul_court_contact(struct cul_hearing *h, const struct cul_source *s,
		      uint64_t what, unsigned salt, bool *ret_first)
{
	enum cul_met met = CUL_MET_TODAY;
	int err = cul_court_met(h, s, what, salt, &met);

	*ret_first = met != CUL_MET_TODAY;
	return err;
}

int cul_court_wrong(struct cul_hearing *h, struct cul_source *s,
		    enum cul_family f)
{
	cul_source_misdeed(s, h->ev->t_usec);
	return cul_source_keep_line(h->court->table, s, f, h->line);
}
