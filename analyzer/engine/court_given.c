/* \summary: what the court is given by its settings, and given anew
 *
 * All of it is made first; only then does it take the place of what was.
 */
#include <stdlib.h>

#include "engine/court_int.h"
#include "evidence/hash.h"

/* Half of the memory for evidence, an eighth for messages in flight (their
 * slots and two index entries each), a thirty-second for notes of sessions and
 * one for those who wrote; contacts get the rest, which holds a pair in 48
 * bytes at the worst. */
struct cul_shares cul_court_shares(const struct cul_settings *s)
{
	const size_t in_flight = (size_t)(s->memory_bytes / 8 / 160);
	const size_t notes = (size_t)(s->memory_bytes / 32 / 128);
	const size_t writers = (size_t)(s->memory_bytes / 32 / 96);
	size_t pairs = CUL_CONTACTS_MAX;

	while (pairs > 4096 && pairs * 48 > s->memory_bytes / 4)
		pairs /= 2;
	return (struct cul_shares){
		.pairs = pairs,
		.in_flight =
			in_flight < CUL_JOIN_MAX ? in_flight : CUL_JOIN_MAX,
		.notes = notes < CUL_NOTES_MAX ? notes : CUL_NOTES_MAX,
		.writers =
			writers < CUL_WRITERS_MAX ? writers : CUL_WRITERS_MAX,
	};
}

struct cul_table_plan cul_court_table_plan(const struct cul_settings *s)
{
	struct cul_table_plan plan = { .bytes_most = s->memory_bytes / 2 };

	for (unsigned w = 0; w < CUL_WALKS_; w++)
		plan.walks[w] =
			cul_walk_plan_of(s->walk_t0[w], s->walk_t1[w], 0.01);
	return plan;
}

static int nets_seal(struct cul_ranges *r, const struct cul_nets *nets)
{
	int err = CUL_OK;

	for (size_t i = 0; i < nets->n && err == CUL_OK; i++)
		err = cul_ranges_add(r, &nets->v[i], 0);
	return err == CUL_OK ? cul_ranges_seal(r) : err;
}

static int domains_add(struct cul_set *set, const struct cul_strings *domains)
{
	uint32_t times;
	int err = CUL_OK;

	for (size_t i = 0; i < domains->n && err == CUL_OK; i++) {
		const char *d = domains->v[i];

		err = cul_set_add(
			set, cul_hash_fold((struct cul_sv){ d, strlen(d) }, 0),
			SIZE_MAX, &times);
	}
	return err;
}

int cul_court_given_new(struct cul_court *c, struct cul_out *err)
{
	const struct cul_settings *s = c->settings;
	int ret = cul_customers_read(s->customers, s->accounts, err,
				     &c->customers);

	if (ret == CUL_OK)
		ret = cul_lease_book_new(s, err, &c->book);
	if (ret == CUL_OK)
		ret = cul_asn_open(s->mmdb, err, &c->asn);
	if (ret == CUL_OK)
		ret = nets_seal(&c->networks, &s->networks);
	if (ret == CUL_OK)
		ret = nets_seal(&c->never, &s->never_nets);
	if (ret == CUL_OK)
		ret = domains_add(&c->local_domains, &s->local_domains);
	c->networks_known = s->networks.n != 0;
	c->domains_known = s->local_domains.n != 0;
	if (ret == CUL_OK && (s->customers != NULL || c->book != NULL)) {
		c->recents = calloc(CUL_RECENTS, sizeof(*c->recents));
		if (c->recents == NULL)
			ret = CUL_ENOMEM;
	}
	return ret;
}

void cul_court_given_free(struct cul_court *c)
{
	cul_customers_free(&c->customers);
	cul_lease_book_free(&c->book);
	cul_asn_close(&c->asn);
	cul_ranges_done(&c->networks);
	cul_ranges_done(&c->never);
	cul_set_done(&c->local_domains);
	free(c->recents);
	c->recents = NULL;
}

void cul_court_learned_free(struct cul_court *c)
{
	for (size_t i = 0; i < c->n_learned; i++)
		free(c->learned[i].name);
	free(c->learned);
	c->learned = NULL;
	c->n_learned = 0;
}

/* Domains that were learned stay, unless they are now given. */
static void domains_move(struct cul_court *c, struct cul_court *fresh)
{
	const bool still_learns = !c->domains_known && !fresh->domains_known;
	const struct cul_set old = c->local_domains;

	if (still_learns)
		return;
	c->local_domains = fresh->local_domains;
	fresh->local_domains = old;
	cul_court_learned_free(c);
}

static void given_swap(struct cul_court *a, struct cul_court *b)
{
#define SWAP(type, field)                                                      \
	do {                                                                   \
		type was = a->field;                                           \
		a->field = b->field;                                           \
		b->field = was;                                                \
	} while (0)
	SWAP(const struct cul_settings *, settings);
	SWAP(struct cul_customers *, customers);
	SWAP(struct cul_lease_book *, book);
	SWAP(struct cul_asn *, asn);
	SWAP(struct cul_ranges, networks);
	SWAP(struct cul_ranges, never);
	SWAP(struct cul_recent *, recents);
	SWAP(bool, networks_known);
	SWAP(bool, domains_known);
#undef SWAP
}

static void shares_set(struct cul_court *c)
{
	const struct cul_shares most = cul_court_shares(c->settings);
	const struct cul_table_plan plan = cul_court_table_plan(c->settings);

	c->contacts.most = most.pairs;
	c->writers.most = most.writers;
	cul_join_set_most(c->join, most.in_flight);
	cul_table_set_plan(c->table, &plan);
}

int cul_court_reconfigure(struct cul_court *c, const struct cul_settings *s,
			  struct cul_out *err)
{
	struct cul_court *fresh = calloc(1, sizeof(*fresh));
	int ret;

	if (fresh == NULL)
		return CUL_ENOMEM;
	fresh->settings = s;
	ret = cul_court_given_new(fresh, err);
	if (ret == CUL_OK) {
		domains_move(c, fresh);
		given_swap(c, fresh);
		shares_set(c);
	}
	cul_court_given_free(fresh);
	free(fresh);
	return ret;
}
