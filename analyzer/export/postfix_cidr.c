/* \summary: a Postfix cidr: table of client addresses
 *
 * cidr_table(5): the first line that matches wins, so the longer prefix
 * stands first; host bits must be zero, and a leading zero would be octal.
 * A customer's mail is held, which postsuper -H takes back; an outsider's is
 * refused.
 */
#include "export/nets.h"

static void write_entry(struct cul_out *o, const struct cul_list_net *e)
{
	char text[CUL_NET_TEXT_MAX];

	cul_out_str(o, "# ");
	cul_list_comment(o, e->s);
	cul_net_print(&e->net, text);
	cul_out_fmt(o, "\n%s\t%s", text,
		    e->s->action == CUL_ACTION_SUSPEND ? "HOLD "
						       : "REJECT 5.7.1 ");
	cul_list_refusal(o, e->s);
	cul_out_str(o, "\n");
}

static void write_cidr(const struct cul_report *r, struct cul_out *o)
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
			.name = "postfix-cidr",
			.usage = "smtpd_client_restrictions = "
				 "check_client_access cidr:THIS-FILE",
			.n = nets.n,
			.expires_usec = cul_list_nets_first_expiry(&nets) });
	for (size_t i = 0; i < nets.n; i++)
		write_entry(o, &nets.v[i]);
	cul_list_nets_missing(o, r, "#");
	cul_list_nets_done(&nets);
}

extern const struct cul_export cul_export_postfix_cidr;
const struct cul_export cul_export_postfix_cidr = {
	.name = "postfix-cidr",
	.file = "postfix_client.cidr",
	.summary = "Postfix check_client_access: addresses to hold or refuse",
	.write = write_cidr,
};
