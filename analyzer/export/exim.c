/* \summary: an Exim iplsearch file of client addresses
 *
 * Exim specification 9.3: a key is an address or a network, an IPv6 one in
 * quotes, as a colon ends a key; the first line that matches wins, so the
 * longer prefix stands first. The data is for ${extract{action}…}: an ACL
 * freezes the mail of who is on hold, which exim -Mt takes back, and denies
 * the others.
 */
#include "export/nets.h"

static void write_entry(struct cul_out *o, const struct cul_list_net *e)
{
	const char *quote = cul_addr_is_v4(&e->net.base) ? "" : "\"";
	char text[CUL_NET_TEXT_MAX];

	cul_out_str(o, "# ");
	cul_list_comment(o, e->s);
	cul_list_net_print(&e->net, text);
	cul_out_fmt(o, "\n%s%s%s: action=%s text=\"", quote, text, quote,
		    e->s->action == CUL_ACTION_SUSPEND ? "hold" : "deny");
	cul_list_refusal(o, e->s);
	cul_out_str(o, "\"\n");
}

static void write_exim(const struct cul_report *r, struct cul_out *o)
{
	struct cul_list_nets nets;
	int err = cul_list_nets(r, CUL_LIST_LONGEST, NULL, &nets);

	if (err < 0) {
		cul_list_failed(o, err);
		return;
	}
	cul_list_head(
		o, r,
		&(struct cul_list_head){
			.name = "exim",
			.usage = "${lookup{$sender_host_address}iplsearch"
				 "{THIS-FILE}}, in an ACL",
			.n = nets.n,
			.expires_usec = cul_list_nets_first_expiry(&nets) });
	for (size_t i = 0; i < nets.n; i++)
		write_entry(o, &nets.v[i]);
	cul_list_nets_missing(o, r, "#");
	cul_list_nets_done(&nets);
}

extern const struct cul_export cul_export_exim;
const struct cul_export cul_export_exim = {
	.name = "exim",
	.file = "exim.iplsearch",
	.summary = "Exim iplsearch: addresses to hold or deny, for an ACL",
	.write = write_exim,
};
