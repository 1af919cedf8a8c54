/* \summary: all sources: found by who they are, walked in order */
#include "evidence/table_int.h"

#include <assert.h>
#include <stdlib.h>

#include "evidence/hash.h"
#include "evidence/large.h"
#include "evidence/order.h"

uint64_t cul_table_addr_key(const struct cul_addr *addr)
{
	struct cul_addr base = *addr;

	if (!cul_addr_is_v4(addr))
		memset(base.b + 8, 0, 8); /* the /64 */
	return cul_hash((struct cul_sv){ (const char *)base.b, sizeof(base.b) },
			(uint64_t)CUL_SUBJECT_IP + 1);
}

uint64_t cul_table_name_key(enum cul_subject subject, struct cul_sv name)
{
	return cul_hash(name, (uint64_t)subject + 1);
}

static uint64_t who_hash(const struct cul_who *who)
{
	if (who->key != 0)
		return who->key;
	if (who->subject == CUL_SUBJECT_IP)
		return cul_table_addr_key(&who->addr);
	return cul_table_name_key(who->subject, who->name);
}

void cul_table_set_plan(struct cul_table *t, const struct cul_table_plan *plan)
{
	if (t->plan.bytes_most != plan->bytes_most)
		t->bytes_full = plan->bytes_most;
	t->plan = *plan;
	if (t->plan.sources_most == 0)
		t->plan.sources_most = CUL_SOURCES_MAX;
}

struct cul_table *cul_table_new(const struct cul_table_plan *plan)
{
	struct cul_table *t = calloc(1, sizeof(*t));

	if (t != NULL) {
		cul_table_set_plan(t, plan);
		t->usual = cul_usual_built_in();
		t->free_id = CUL_FLAT_NONE;
	}
	return t;
}

struct cul_source *cul_table_at(const struct cul_table *t, uint32_t id)
{
	return &t->pages[id / CUL_TABLE_PAGE][id % CUL_TABLE_PAGE];
}

void cul_table_free(struct cul_table **tp)
{
	struct cul_table *t = *tp;

	if (t == NULL)
		return;
	for (size_t i = 0; i < t->n_pages; i++)
		cul_large_give(t->pages[i],
			       CUL_TABLE_PAGE * sizeof(struct cul_source));
	free(t->pages);
	cul_flat_done(&t->index);
	cul_intern_done(&t->names);
	cul_slab_done(&t->slab);
	free(t);
	*tp = NULL;
}

static bool is_he(const struct cul_source *s, const struct cul_who *who)
{
	if (s->subject != (uint8_t)who->subject)
		return false;
	if (who->subject == CUL_SUBJECT_IP)
		return cul_addr_eq(&s->addr, &who->addr);
	/* No name has a NUL but at its end. */
	return (who->name.len == 0 ||
		strncmp(s->name, who->name.ptr, who->name.len) == 0) &&
	       s->name[who->name.len] == '\0';
}

static struct cul_source *find(const struct cul_table *t,
			       const struct cul_who *who, uint64_t hash)
{
	struct cul_flat_slot *slot;
	bool first = true;
	size_t pos;

	while ((slot = cul_flat_next(&t->index, hash, &pos, &first)) != NULL) {
		struct cul_source *s = cul_table_at(t, slot->value);

		if (is_he(s, who))
			return s;
	}
	return NULL;
}

/* Names are read as C strings later, so a NUL would make one name of two and
 * accuse the shorter. It becomes '?', as printable() of Postfix logs it. The
 * copy is the caller's. */
static char *without_nul(struct cul_sv name)
{
	char *copy = malloc(name.len);

	for (size_t i = 0; copy != NULL && i < name.len; i++)
		copy[i] = name.ptr[i] != '\0' ? name.ptr[i] : '?';
	return copy;
}

static bool has_nul(const struct cul_who *who)
{
	return who->subject != CUL_SUBJECT_IP && who->name.len != 0 &&
	       memchr(who->name.ptr, '\0', who->name.len) != NULL;
}

struct cul_source *cul_table_find(const struct cul_table *t,
				  const struct cul_who *who)
{
	/* Nobody in the table has a NUL in his name. */
	return has_nul(who) ? NULL : find(t, who, who_hash(who));
}

int cul_table_page_new(struct cul_table *t)
{
	struct cul_source **more = realloc(
		t->pages, (t->n_pages + 1) * sizeof(struct cul_source *));

	if (more == NULL)
		return CUL_ENOMEM;
	t->pages = more;
	t->pages[t->n_pages] =
		cul_large_take(CUL_TABLE_PAGE * sizeof(struct cul_source));
	if (t->pages[t->n_pages] == NULL)
		return CUL_ENOMEM;
	t->n_pages++;
	return CUL_OK;
}

static int id_new(struct cul_table *t, uint32_t *ret_id)
{
	if (t->free_id != CUL_FLAT_NONE) {
		*ret_id = t->free_id;
		t->free_id = cul_table_at(t, t->free_id)->id;
		return CUL_OK;
	}
	if (t->n_ids == t->n_pages * CUL_TABLE_PAGE) {
		int err = cul_table_page_new(t);

		if (err != CUL_OK)
			return err;
	}
	*ret_id = t->n_ids++;
	return CUL_OK;
}

static int keep(struct cul_table *t, struct cul_sv v, const char **ret)
{
	uint32_t number;
	int err = cul_intern(&t->names, v.len != 0 ? v : CUL_SV(""), &number);

	if (err == CUL_OK)
		*ret = cul_intern_text(&t->names, number);
	return err;
}

void cul_table_addr_print(const struct cul_addr *addr,
			  char buf[CUL_NET_TEXT_MAX])
{
	struct cul_net net = cul_net_of(addr, 32, 64);

	if (cul_addr_is_v4(addr))
		(void)cul_addr_print(addr, buf);
	else
		(void)cul_net_print(&net, buf);
}

const char *cul_table_name_of(const struct cul_source *s,
			      char buf[CUL_NET_TEXT_MAX])
{
	if (s->name != NULL)
		return s->name;
	cul_table_addr_print(&s->addr, buf);
	return buf;
}

/* Most addresses are never spoken of, so theirs is written down late. */
int cul_table_name(struct cul_table *t, struct cul_source *s)
{
	char text[CUL_NET_TEXT_MAX];
	const char *name = cul_table_name_of(s, text);

	return name == s->name ? CUL_OK
			       : keep(t, (struct cul_sv){ name, strlen(name) },
				      &s->name);
}

static int names_keep(struct cul_table *t, const struct cul_who *who,
		      struct cul_source *s)
{
	int err = keep(t, who->customer, &s->customer);

	if (err == CUL_OK && who->subject != CUL_SUBJECT_IP)
		err = keep(t, who->name, &s->name);
	return err;
}

static int source_new(struct cul_table *t, const struct cul_who *who,
		      uint64_t hash, struct cul_source **ret)
{
	struct cul_source made = {
		.hash = hash,
		.t_first = CUL_TIME_NONE,
		.t_last = CUL_TIME_NONE,
		.t_misdeed = CUL_TIME_NONE,
		.addr = who->addr,
		.declared = (uint16_t)who->declared,
		.subject = (uint8_t)who->subject,
		.live = true,
		.ours = who->ours,
		.networks_known = who->networks_known,
		.usual = &t->usual,
	};
	int err = names_keep(t, who, &made);

	if (err == CUL_OK)
		err = id_new(t, &made.id);
	if (err == CUL_OK)
		err = cul_flat_add(&t->index, hash, made.id, 0);
	if (err != CUL_OK)
		return err;
	*ret = cul_table_at(t, made.id);
	**ret = made;
	t->n++;
	t->n_programs += made.subject == CUL_SUBJECT_LOCAL_USER;
	return CUL_OK;
}

static int get_without_nul(struct cul_table *t, const struct cul_who *who,
			   struct cul_source **ret_source)
{
	struct cul_who clean = *who;
	char *name = without_nul(who->name);
	int err = CUL_ENOMEM;

	clean.name.ptr = name;
	clean.key = 0;
	if (name != NULL)
		err = cul_table_get(t, &clean, ret_source);
	free(name);
	return err;
}

int cul_table_get(struct cul_table *t, const struct cul_who *who,
		  struct cul_source **ret_source)
{
	uint64_t hash = who_hash(who);
	struct cul_source *s;

	if (has_nul(who))
		return get_without_nul(t, who, ret_source);
	s = find(t, who, hash);

	if (s == NULL)
		return source_new(t, who, hash, ret_source);
	*ret_source = s;
	return CUL_OK;
}

uint32_t cul_table_id(const struct cul_source *s)
{
	return s->id;
}

uint64_t cul_table_key(const struct cul_source *s)
{
	return s->hash;
}

struct visit_id {
	const struct cul_table *t;
	int (*visit)(void *arg, struct cul_source *s);
	void *arg;
};

static int visit_one(void *arg, uint32_t id)
{
	struct visit_id *v = arg;

	return v->visit(v->arg, cul_table_at(v->t, id));
}

/* An address is put in order as such, whether it has been named or not. */
static const char *name_of(const struct cul_source *s)
{
	return s->subject == CUL_SUBJECT_IP ? NULL : s->name;
}

static int order_make(const struct cul_table *t, struct cul_order *order)
{
	int err = CUL_OK;

	for (uint32_t id = 0; id < t->n_ids && err == CUL_OK; id++) {
		const struct cul_source *s = cul_table_at(t, id);

		if (s->live)
			err = cul_order_put(order, cul_source_subject(s),
					    &s->addr, name_of(s), id);
	}
	return err;
}

int cul_table_walk(const struct cul_table *t,
		   int (*visit)(void *arg, struct cul_source *s), void *arg)
{
	struct visit_id v = { t, visit, arg };
	struct cul_order order = { 0 };
	int err = order_make(t, &order);

	if (err == CUL_OK)
		err = cul_order_walk(&order, visit_one, &v);
	cul_order_done(&order);
	return err;
}

int cul_table_each(const struct cul_table *t,
		   int (*visit)(void *arg, struct cul_source *s), void *arg)
{
	int err = CUL_OK;

	for (uint32_t id = 0; id < t->n_ids && err == CUL_OK; id++) {
		struct cul_source *s = cul_table_at(t, id);

		if (s->live)
			err = visit(arg, s);
	}
	return err;
}

size_t cul_table_count(const struct cul_table *t)
{
	return t->n;
}

size_t cul_table_programs(const struct cul_table *t)
{
	return t->n_programs;
}

uint64_t cul_table_evicted(const struct cul_table *t)
{
	return t->evicted;
}
