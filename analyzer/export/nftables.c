/* \summary: nftables sets of client addresses, a file for nft -f
 *
 * nft(8): a file is one transaction, so a reload empties and fills the sets
 * with nobody let through in between. Sets of intervals hold no overlaps; an
 * element falls out by itself when its time is over. The file brings sets
 * alone: what a packet from them meets is a rule of the operator's, which
 * loading, and undoing, leaves as it is. The comment of an element may have
 * 128 bytes and holds nothing that a stranger wrote.
 */
#include <inttypes.h>

#include "export/nets.h"

static const char sets[] = "add table inet culprit\n"
			   "add set inet culprit smtp4 { type ipv4_addr; flags "
			   "interval,timeout; }\n"
			   "add set inet culprit smtp6 { type ipv6_addr; flags "
			   "interval,timeout; }\n"
			   "flush set inet culprit smtp4\n"
			   "flush set inet culprit smtp6\n";

static void write_element(struct cul_out *o, const struct cul_report *r,
			  const struct cul_list_net *e)
{
	uint64_t sec = cul_list_seconds(r, e->expires_usec, UINT64_MAX);
	char text[CUL_NET_TEXT_MAX];

	cul_out_str(o, "\t# ");
	cul_list_comment(o, e->s);
	cul_list_net_print(&e->net, text);
	cul_out_fmt(o, "\n\t%s", text);
	if (sec != 0)
		cul_out_fmt(o, " timeout %" PRIu64 "s", sec);
	cul_out_fmt(o, " comment \"%s ", cul_kind_name(e->s->kind));
	cul_list_id(o, e->s);
	cul_out_str(o, "\",\n");
}

static void write_set(struct cul_out *o, const struct cul_report *r,
		      const struct cul_list_nets *nets, bool v4)
{
	if (cul_list_nets_count(nets, v4) == 0)
		return; /* { } is a syntax error */
	cul_out_fmt(o, "add element inet culprit %s {\n",
		    v4 ? "smtp4" : "smtp6");
	for (size_t i = 0; i < nets->n; i++)
		if (cul_addr_is_v4(&nets->v[i].net.base) == v4)
			write_element(o, r, &nets->v[i]);
	cul_out_str(o, "}\n");
}

static void write_nft(const struct cul_report *r, struct cul_out *o)
{
	struct cul_list_nets nets;
	int err = cul_list_nets(r, CUL_LIST_WIDEST, NULL, &nets);

	if (err < 0) {
		cul_list_failed(o, err);
		return;
	}
	cul_list_head(
		o, r,
		&(struct cul_list_head){
			.name = "nftables",
			.usage = "nft -f THIS-FILE, and a rule on @smtp4 and "
				 "@smtp6 in table inet culprit",
			.n = nets.n,
			.expires_usec = cul_list_nets_first_expiry(&nets) });
	cul_list_nets_missing(o, r, "#");
	cul_list_nets_inner(o, &nets, "#");
	cul_out_str(o, sets);
	write_set(o, r, &nets, true);
	write_set(o, r, &nets, false);
	cul_list_nets_done(&nets);
}

static void undo_nft(const struct cul_report *r, struct cul_out *o)
{
	cul_out_fmt(o,
		    "# nftables, made by culprit %s: nobody is on the sets\n",
		    r->version);
	cul_out_str(o, sets);
}

extern const struct cul_export cul_export_nftables;
const struct cul_export cul_export_nftables = {
	.name = "nftables",
	.file = "culprit.nft",
	.summary = "nft -f: sets of addresses whose port 25 to close",
	.write = write_nft,
	.undo = undo_nft,
};
