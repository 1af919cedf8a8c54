/* \summary: leases as a table of the operator's own: ip,start,end,customer
 *
 * grammar: header "ip,start,end,customer" or none; ip is an address or a
 * prefix, the times are RFC 3339, an empty end is "still held"; RFC 4180
 * quotes; # begins a comment
 */
#include "lease/words.h"

enum {
	WHY_EMPTY,
	WHY_HEADER,
	WHY_FIELDS,
	WHY_QUOTE,
	WHY_PREFIX,
	WHY_START,
	WHY_END,
	WHY_BACKWARDS,
	WHY_CUSTOMER
};

static const char *const reasons[] = {
	[WHY_EMPTY] = "empty or a comment",
	[WHY_HEADER] = "the header",
	[WHY_FIELDS] = "expected ip,start,end,customer",
	[WHY_QUOTE] = "a quote that does not end, or not where its field does",
	[WHY_PREFIX] =
		"not an address or prefix, or host bits set, or too wide",
	[WHY_START] = "the start is no time as 2026-11-20T04:11:09Z",
	[WHY_END] = "the end is no time as 2026-11-20T04:11:09Z",
	[WHY_BACKWARDS] = "it ends before it starts",
	[WHY_CUSTOMER] = "a customer longer than 319 bytes, or with a NUL",
	NULL
};

enum { FIELDS = 4 };

static struct cul_sv no_mark(struct cul_sv line)
{
	return cul_sv_starts(line, CUL_SV("\xef\xbb\xbf"))
		       ? cul_sv_from(line, 3)
		       : line;
}

/* Why not, or -1. The texts are those of quoted fields. */
static int split(struct cul_sv line, struct cul_lease_text text[FIELDS],
		 struct cul_sv ret_field[FIELDS])
{
	struct cul_cur c = cul_cur_over(line);
	unsigned n = 0;

	for (; !c.bad; n++) {
		struct cul_lease_text more;
		bool ok;
		struct cul_sv v =
			cul_lease_field(&c, n < FIELDS ? &text[n] : &more, &ok);

		if (!ok)
			return WHY_QUOTE;
		if (n < FIELDS)
			ret_field[n] = v;
		else if (v.len != 0) /* trailing commas of a spreadsheet */
			return WHY_FIELDS;
	}
	return n < FIELDS ? WHY_FIELDS : -1;
}

static bool time_read(struct cul_sv v, struct cul_stamp *ret)
{
	struct cul_cur c = cul_cur_over(v);

	return cul_stamp_read_rfc3339(&c, ret) && c.p == c.end;
}

static bool is_header(const struct cul_sv f[FIELDS])
{
	return cul_sv_eq(f[0], CUL_SV("ip")) &&
	       cul_sv_eq(f[1], CUL_SV("start")) &&
	       cul_sv_eq(f[2], CUL_SV("end")) &&
	       cul_sv_eq(f[3], CUL_SV("customer"));
}

/* Stamps of different forms cannot be compared here. */
static bool is_backwards(const struct cul_lease *l)
{
	return l->start.form == l->end.form && l->end.t_usec < l->start.t_usec;
}

/* Why not, or -1. */
static int lease_read(const struct cul_sv f[FIELDS],
		      struct cul_lease_text *customer, struct cul_lease *ret)
{
	*ret = (struct cul_lease){ .what = CUL_LEASE_SPAN, .n_nets = 1 };
	if (!cul_lease_net(f[0], &ret->nets[0]))
		return WHY_PREFIX;
	if (!time_read(f[1], &ret->start))
		return WHY_START;
	if (f[2].len != 0 && !time_read(f[2], &ret->end))
		return WHY_END;
	if (is_backwards(ret))
		return WHY_BACKWARDS;
	if (f[3].len == 0)
		return WHY_FIELDS;
	if (f[3].ptr != customer->bytes)
		cul_lease_plain(f[3], customer);
	ret->customer = cul_lease_view(customer);
	return customer->cut ? WHY_CUSTOMER : -1;
}

static int csv_probe(struct cul_sv head)
{
	struct cul_cur c = cul_cur_over(no_mark(head));
	struct cul_sv line = cul_lease_head_line(&c);
	struct cul_lease_text text[FIELDS];
	struct cul_sv f[FIELDS];
	struct cul_lease made;

	if (!cul_sv_present(line) || split(line, text, f) >= 0)
		return 0;
	if (is_header(f))
		return 100;
	return lease_read(f, &text[FIELDS - 1], &made) < 0 ? 90 : 0;
}

static enum cul_verdict csv_line(struct cul_lease_reader *r, struct cul_sv line,
				 struct cul_lease *ret_lease, unsigned *ret_why)
{
	struct cul_lease made;
	struct cul_sv f[FIELDS];
	bool first = r->open == 0;
	int why;

	if (first)
		line = no_mark(line);
	line = cul_lease_trim(line);
	if (line.len == 0 || *line.ptr == '#') {
		*ret_why = WHY_EMPTY;
		return CUL_IGNORED;
	}
	r->open = 1;
	why = split(line, r->text, f);
	if (why < 0 && first && is_header(f)) {
		*ret_why = WHY_HEADER;
		return CUL_IGNORED;
	}
	if (why < 0)
		why = lease_read(f, &r->text[FIELDS - 1], &made);
	if (why >= 0) {
		*ret_why = (unsigned)why;
		return CUL_MALFORMED;
	}
	*ret_lease = made;
	return CUL_EVENT;
}

/* Each line is whole, or malformed by itself. */
static enum cul_verdict csv_end(struct cul_lease_reader *r, bool torn,
				struct cul_lease *ret_lease, unsigned *ret_why)
{
	(void)r;
	(void)torn;
	(void)ret_lease;
	*ret_why = WHY_EMPTY;
	return CUL_IGNORED;
}

const struct cul_lease_format cul_lease_csv = {
	.name = "csv",
	.summary = "a table of the operator's own: ip,start,end,customer",
	.grammar = "RFC 4180, RFC 3339",
	.reasons = reasons,
	.probe = csv_probe,
	.line = csv_line,
	.end = csv_end,
};
