/* \summary: sets of client addresses, a file for ipset restore
 *
 * ipset(8): a set is filled under another name and swapped, so that nobody is
 * let through in between; a name that is there already must be of the same
 * make, hence a fixed maxelem. Entries time out by themselves. As with
 * nftables, a rule on them is the operator's.
 */
#include <inttypes.h>

#include "export/nets.h"

enum { TIMEOUT_MOST = 2147483 }; /* seconds, ipset(8) */

static void create(struct cul_out *o, bool v4, const char *suffix)
{
	cul_out_fmt(o,
		    "create culprit%c%s hash:net family %s maxelem 1048576 "
		    "timeout 0 comment -exist\n",
		    v4 ? '4' : '6', suffix, v4 ? "inet" : "inet6");
}

static void write_entry(struct cul_out *o, const struct cul_report *r,
			const struct cul_list_net *e)
{
	char text[CUL_NET_TEXT_MAX];

	cul_out_str(o, "# ");
	cul_list_comment(o, e->s);
	cul_list_net_print(&e->net, text);
	cul_out_fmt(o, "\nadd culprit%c-new %s timeout %" PRIu64,
		    cul_addr_is_v4(&e->net.base) ? '4' : '6', text,
		    cul_list_seconds(r, e->expires_usec, TIMEOUT_MOST));
	cul_out_fmt(o, " comment \"%s ", cul_kind_name(e->s->kind));
	cul_list_id(o, e->s);
	cul_out_str(o, "\"\n");
}

static void write_set(struct cul_out *o, const struct cul_report *r,
		      const struct cul_list_nets *nets, bool v4)
{
	char family = v4 ? '4' : '6';

	create(o, v4, "");
	create(o, v4, "-new");
	cul_out_fmt(o, "flush culprit%c-new\n", family);
	for (size_t i = 0; i < nets->n; i++)
		if (cul_addr_is_v4(&nets->v[i].net.base) == v4)
			write_entry(o, r, &nets->v[i]);
	cul_out_fmt(o, "swap culprit%c-new culprit%c\n", family, family);
	cul_out_fmt(o, "destroy culprit%c-new\n", family);
}

static void write_ipset(const struct cul_report *r, struct cul_out *o)
{
	struct cul_list_nets nets;
	int err = cul_list_nets(r, CUL_LIST_ADDRESSES, NULL, &nets);

	if (err < 0) {
		cul_list_failed(o, err);
		return;
	}
	cul_list_head(
		o, r,
		&(struct cul_list_head){
			.name = "ipset",
			.usage = "ipset restore -file THIS-FILE, and rules on "
				 "culprit4 and culprit6",
			.n = nets.n,
			.expires_usec = cul_list_nets_first_expiry(&nets) });
	cul_list_nets_missing(o, r, "#");
	write_set(o, r, &nets, true);
	write_set(o, r, &nets, false);
	cul_list_nets_done(&nets);
}

/* Not destroyed: rules may name them. */
static void undo_ipset(const struct cul_report *r, struct cul_out *o)
{
	cul_out_fmt(o, "# ipset, made by culprit %s: nobody is on the sets\n",
		    r->version);
	create(o, true, "");
	cul_out_str(o, "flush culprit4\n");
	create(o, false, "");
	cul_out_str(o, "flush culprit6\n");
}

extern const struct cul_export cul_export_ipset;
const struct cul_export cul_export_ipset = {
	.name = "ipset",
	.file = "culprit.ipset",
	.summary = "ipset restore: sets of addresses whose port 25 to close",
	.write = write_ipset,
	.undo = undo_ipset,
};
