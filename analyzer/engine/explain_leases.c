/* \summary: who held an address, as explain tells it */
#include "engine/court_int.h"

struct seek {
	const struct cul_court *court;
	struct cul_source *found;
	struct cul_out *o;
	bool any;
};

static struct cul_sv holder_of(const struct cul_court *c,
			       const struct cul_leases_row *row)
{
	const char *name = cul_lease_book_customer(c->book, row->customer);

	return (struct cul_sv){ name, strlen(name) };
}

static bool keep_last(void *arg, const struct cul_leases_row *row)
{
	struct seek *k = arg;
	const struct cul_who who = { .subject = CUL_SUBJECT_CUSTOMER,
				     .name = holder_of(k->court, row) };
	struct cul_source *s = cul_table_find(k->court->table, &who);

	if (s != NULL)
		k->found = s;
	return true;
}

struct cul_source *cul_court_leased(const struct cul_court *c,
				    const struct cul_addr *addr)
{
	struct seek k = { .court = c };

	cul_leases_each(cul_lease_book_leases(c->book), addr, keep_last, &k);
	return k.found;
}

static bool tell(void *arg, const struct cul_leases_row *row)
{
	struct seek *k = arg;
	const char *file = cul_lease_book_file(k->court->book, row->file);
	char from[CUL_TIME_TEXT_MAX], to[CUL_TIME_TEXT_MAX];
	char net[CUL_NET_TEXT_MAX];

	if (!k->any)
		cul_out_str(k->o, "Who held the address\n");
	k->any = true;
	(void)cul_net_print(&row->net, net);
	(void)cul_time_print(row->start_usec, from);
	(void)cul_time_print(row->end_usec, to);
	cul_out_fmt(k->o, "  %s from %s %s: ", net, from,
		    row->end_usec == INT64_MAX ? "on" : to);
	cul_explain_put(k->o, holder_of(k->court, row));
	cul_out_str(k->o, " (");
	cul_explain_put(k->o, (struct cul_sv){ file, strlen(file) });
	cul_out_fmt(k->o, ":%u)\n", row->line);
	return true;
}

void cul_court_explain_leases(const struct cul_court *c, const char *who,
			      struct cul_out *o)
{
	struct seek k = { .court = c, .o = o };
	struct cul_net net;

	if (c->book == NULL ||
	    !cul_net_parse((struct cul_sv){ who, strlen(who) }, &net))
		return;
	cul_leases_each(cul_lease_book_leases(c->book), &net.base, tell, &k);
	if (k.any)
		cul_out_str(o, "\n");
}
