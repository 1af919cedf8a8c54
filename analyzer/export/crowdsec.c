/* \summary: CrowdSec decisions, for cscli decisions import
 *
 * cmd/crowdsec-cli/clidecision/import.go (1.4 to 1.7): a CSV of any of these
 * columns, without comments; a missing duration would be four hours. Before
 * 1.6 cscli takes every scope for "Ip" unless told --scope ''. The reason
 * becomes the decision's scenario and names the suggestion, so that
 * exactly what was put in can be taken out: by address cscli would also
 * delete whatever network of others holds it.
 *
 * A spreadsheet must not calculate what is in a cell, and a name must not be
 * quoted into another: logins that are more than letters, digits and a few
 * marks are left out.
 */
#include <inttypes.h>

#include "culprit/err.h"
#include "export/accounts.h"
#include "export/nets.h"

/* There is no word for ever. */
enum { TEN_YEARS_SEC = 315360000 };

static bool is_key(const char *name)
{
	return cul_list_is_plain_key(name) && strchr("=+-@", name[0]) == NULL;
}

static const struct cul_list_keys keys = { is_key, false };

static void reason(struct cul_out *o, const struct cul_suggestion *s)
{
	cul_out_fmt(o, "culprit/%s/", cul_kind_name(s->kind));
	cul_list_id(o, s);
}

static void row(struct cul_out *o, const struct cul_report *r,
		const struct cul_suggestion *s, int64_t expires_usec)
{
	uint64_t sec = cul_list_seconds(r, expires_usec, TEN_YEARS_SEC);

	cul_out_fmt(o, "%" PRIu64 "s,", sec != 0 ? sec : TEN_YEARS_SEC);
	reason(o, s);
}

static void write_net(struct cul_out *o, const struct cul_report *r,
		      const struct cul_list_net *e)
{
	char text[CUL_NET_TEXT_MAX];

	row(o, r, e->s, e->expires_usec);
	if (e->net.bits == 128)
		cul_addr_print(&e->net.base, text);
	else
		cul_net_print(&e->net, text);
	cul_out_fmt(o, ",%s,ban,%s\n", e->net.bits == 128 ? "ip" : "range",
		    text);
}

static int write_nets(const struct cul_report *r, struct cul_out *o)
{
	struct cul_list_nets nets;
	int err = cul_list_nets(r, CUL_LIST_ADDRESSES, NULL, &nets);

	if (err < 0)
		return err;
	for (size_t i = 0; i < nets.n; i++)
		write_net(o, r, &nets.v[i]);
	cul_list_nets_done(&nets);
	return 0;
}

static int write_accounts(const struct cul_report *r, struct cul_out *o)
{
	struct cul_list_accounts a;
	int err = cul_list_accounts(r, &keys, &a);

	if (err < 0)
		return err;
	for (size_t i = 0; i < a.n; i++) {
		row(o, r, a.v[i].s, a.v[i].expires_usec);
		cul_out_fmt(o, ",username,ban,%s\n", a.v[i].s->name);
	}
	cul_list_accounts_done(&a);
	return 0;
}

static void write_crowdsec(const struct cul_report *r, struct cul_out *o)
{
	int err;

	cul_out_str(o, "duration,reason,scope,type,value\n");
	err = write_nets(r, o);
	if (err == 0)
		err = write_accounts(r, o);
	if (err < 0)
		cul_list_failed(o, err);
}

static size_t count(const struct cul_report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_suggestions; i++)
		n += cul_list_wants(r, &r->suggestions[i]);
	return n;
}

/* Of all that a list may have held: of two suggestions with the same address
 * another may have been the graver one when it was imported. */
static void undo_crowdsec(const struct cul_report *r, struct cul_out *o)
{
	cul_list_head(
		o, r,
		&(struct cul_list_head){ .name = "crowdsec, to take it back",
					 .usage = "sh THIS-FILE",
					 .n = count(r),
					 .expires_usec = CUL_TIME_NONE });
	for (size_t i = 0; i < r->n_suggestions; i++) {
		if (!cul_list_wants(r, &r->suggestions[i]))
			continue;
		cul_out_str(o, "cscli decisions delete --scenario '");
		reason(o, &r->suggestions[i]);
		cul_out_str(o, "'\n");
	}
}

extern const struct cul_export cul_export_crowdsec;
const struct cul_export cul_export_crowdsec = {
	.name = "crowdsec",
	.file = "crowdsec.csv",
	.summary = "cscli decisions import (before 1.6: --scope '') -i FILE",
	.write = write_crowdsec,
	.undo = undo_crowdsec,
};
