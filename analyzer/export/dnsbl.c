/* \summary: what the two data sets of rbldnsd have in common
 *
 * rbldnsd(8), ip4trie and ip6trie: the longest prefix answers. The set as a
 * whole expires, an entry does not: one that nobody renews answers nothing
 * more after a day, so that an entry outlives its time by a day at most.
 * RFC 5782 section 5: 127.0.0.2 is always listed, for those who watch the
 * list; 127.0.0.1 is never.
 */
#include "export/dnsbl.h"

/* Last octet of the answer, 127.0.0.x. */
static const unsigned char codes[CUL_KINDS_] = {
	[CUL_KIND_ZOMBIE] = 2,           [CUL_KIND_SPAMMER] = 7,
	[CUL_KIND_STOLEN_ACCOUNT] = 6,   [CUL_KIND_OPEN_RELAY] = 3,
	[CUL_KIND_OPEN_PROXY] = 4,       [CUL_KIND_FORM_ABUSE] = 5,
	[CUL_KIND_RELAY_PROBE] = 8,      [CUL_KIND_HARVEST] = 9,
	[CUL_KIND_PASSWORD_ATTACK] = 10, [CUL_KIND_BACKSCATTER] = 11,
	[CUL_KIND_OWN_RELAY] = 3,        [CUL_KIND_ROAMING] = 12,
};

/* In UTC; the least that has four digits of a year where none is known. */
static void stamp(struct cul_out *o, const char *before, int64_t t_usec)
{
	int64_t days = t_usec / CUL_USEC_PER_DAY, year;
	int64_t sec = t_usec % CUL_USEC_PER_DAY / CUL_USEC_PER_SEC;
	unsigned month, day;

	cul_civil_from_days(days, &year, &month, &day);
	cul_out_fmt(o, "%s%04d:%02u:%02u:%02d:%02d:%02d", before, (int)year,
		    month, day, (int)(sec / 3600), (int)(sec / 60 % 60),
		    (int)(sec % 60));
}

static void write_stamp(struct cul_out *o, const struct cul_report *r,
			const struct cul_list_nets *nets)
{
	int64_t last = cul_list_nets_last_expiry(nets);
	int64_t end = r->made_usec + CUL_USEC_PER_DAY;

	if (nets->n != 0 && cul_list_is_later(end, last))
		end = last;
	stamp(o, "$TIMESTAMP ", r->made_usec);
	stamp(o, " ", end);
	cul_out_str(o, "\n");
}

static void write_entry(struct cul_out *o, const struct cul_list_net *e)
{
	char text[CUL_NET_TEXT_MAX];

	cul_out_str(o, "# ");
	cul_list_comment(o, e->s);
	cul_list_net_print(&e->net, text);
	cul_out_fmt(o, "\n%s :127.0.0.%u:", text, codes[e->s->kind]);
	cul_list_refusal(o, e->s);
	cul_out_str(o, "\n");
}

static void write_list(const struct cul_report *r, struct cul_out *o,
		       const struct cul_list_nets *nets, bool v4)
{
	cul_list_head(
		o, r,
		&(struct cul_list_head){
			.name = v4 ? "rbldnsd" : "rbldnsd6",
			.usage = v4 ? "rbldnsd ... ZONE:ip4trie:THIS-FILE"
				    : "rbldnsd ... ZONE:ip6trie:THIS-FILE",
			.n = nets->n,
			.expires_usec = cul_list_nets_first_expiry(nets) });
	/* No time known, no expiry. */
	if (r->made_usec >= 0)
		write_stamp(o, r, nets);
	cul_out_fmt(o, "%s :127.0.0.2:Test entry; it is always there\n",
		    v4 ? "127.0.0.2" : "::ffff:7f00:2");
	for (size_t i = 0; i < nets->n; i++)
		write_entry(o, &nets->v[i]);
	cul_list_nets_missing(o, r, "#");
}

void cul_list_dnsbl(const struct cul_report *r, struct cul_out *o, bool v4)
{
	struct cul_list_nets nets;
	int err = cul_list_nets(r, CUL_LIST_ADDRESSES, NULL, &nets);

	if (err < 0) {
		cul_list_failed(o, err);
		return;
	}
	cul_list_nets_only(&nets, v4);
	write_list(r, o, &nets, v4);
	cul_list_nets_done(&nets);
}
