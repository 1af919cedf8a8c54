/* \summary: leases as ISC's dhcpd keeps them: dhcpd.leases, dhcpd6.leases
 *
 * grammar: ISC dhcpd 3.0 to 4.4, server/db.c write_lease, write_ia,
 * common/print.c; dhcpd.leases(5)
 *
 * A block each time a lease changes, one statement a line. Times are UTC, or
 * seconds since 1970 ("epoch", db-time-format local). The customer is the
 * relay's remote-id, else its circuit-id, else the hardware address; of an
 * IPv6 lease the DUID. The name and the identifier a DHCPv4 client gives
 * itself are not asked. A block of a lease that is over frees the address; it
 * has lost what the relay said, so that a block from before says better who it
 * was.
 */
#include "lease/words.h"

enum {
	WHY_OTHER,
	WHY_PART,
	WHY_NOBODY,
	WHY_INSIDE,
	WHY_TORN,
	WHY_PREFIX,
	WHY_TIME,
	WHY_BACKWARDS,
	WHY_STRING,
	WHY_LONG
};

static const char *const reasons[] = {
	[WHY_OTHER] = "not of a lease",
	[WHY_PART] = "part of a lease",
	[WHY_NOBODY] = "free or abandoned, and nobody's before",
	[WHY_INSIDE] = "a lease that another one begins in",
	[WHY_TORN] = "the file ends inside a lease",
	[WHY_PREFIX] = "an address or prefix that is none, or too wide",
	[WHY_TIME] = "a time that is none, or none at all",
	[WHY_BACKWARDS] = "it ends before it starts",
	[WHY_STRING] = "a string that does not end",
	[WHY_LONG] = "a client longer than 319 bytes, or with a NUL",
	NULL
};

/* r->open; r->text; r->stamp; bits of r->has; r->state. */
enum { OUTSIDE, LEASE4, IA, IA_ADDR };
enum { REMOTE, CIRCUIT, HARDWARE, DUID };
enum { STARTS, ENDS, CLTT };
enum { HAS_ENDS = 1, HAS_LIFE = 2 };
enum { ACTIVE, OVER, ABANDONED };

static void fail(struct cul_lease_reader *r, int why)
{
	if (r->bad == 0)
		r->bad = why + 1;
}

static void fresh(struct cul_lease_reader *r, unsigned open)
{
	r->open = open;
	r->state = ACTIVE;
	r->has = 0;
	r->n_nets = 0;
	r->stamp[STARTS] = r->stamp[ENDS] = (struct cul_stamp){ 0 };
}

static void begin(struct cul_lease_reader *r, unsigned open)
{
	fresh(r, open);
	r->depth = 0;
	r->bad = 0;
	r->stamp[CLTT] = (struct cul_stamp){ 0 };
	for (unsigned i = 0; i < CUL_LEASE_TEXTS; i++)
		r->text[i].present = r->text[i].cut = false;
}

/* "5 2023/10/27 10:00:00", in UTC. */
static bool date_read(struct cul_cur *c, struct cul_stamp *ret)
{
	char text[] = "0000-00-00T00:00:00Z";
	struct cul_sv v = { text, sizeof(text) - 1 };
	struct cul_cur at;

	(void)cul_take_u64(c, 6);
	cul_take_lit(c, CUL_SV(" "));
	if (c->bad || c->end - c->p != 19 || c->p[4] != '/' || c->p[7] != '/')
		return false;
	memcpy(text, c->p, 19);
	text[4] = text[7] = '-';
	text[10] = 'T';
	at = cul_cur_over(v);
	return cul_stamp_read_rfc3339(&at, ret) && at.p == at.end;
}

/* False if it is none; *ret stays absent for "never". */
static bool time_read(struct cul_sv v, struct cul_stamp *ret)
{
	struct cul_cur c = cul_cur_over(v);
	uint64_t sec;

	if (cul_sv_eq(v, CUL_SV("never")))
		return true;
	if (!cul_try_lit(&c, CUL_SV("epoch ")))
		return date_read(&c, ret);
	sec = cul_take_u64(&c, CUL_LEASE_EPOCH_MAX);
	if (c.bad || c.p != c.end)
		return false;
	*ret = cul_lease_epoch((int64_t)sec);
	return true;
}

static void take_time(struct cul_lease_reader *r, struct cul_sv v, unsigned at)
{
	if (!time_read(v, &r->stamp[at]))
		fail(r, WHY_TIME);
	if (at == ENDS)
		r->has |= HAS_ENDS;
}

static void take_text(struct cul_lease_reader *r, struct cul_sv v, unsigned at)
{
	if (!cul_lease_octets(v, &r->text[at]))
		fail(r, WHY_STRING);
	if (r->text[at].cut)
		fail(r, WHY_LONG);
}

static void take_state(struct cul_lease_reader *r, struct cul_sv v, unsigned at)
{
	(void)at;
	r->state = cul_sv_eq(v, CUL_SV("active"))      ? ACTIVE
		   : cul_sv_eq(v, CUL_SV("abandoned")) ? ABANDONED
						       : OVER;
}

static void take_life(struct cul_lease_reader *r, struct cul_sv v, unsigned at)
{
	(void)at;
	if (!cul_lease_number(v, UINT32_MAX, &r->number[0]))
		fail(r, WHY_TIME);
	r->has |= HAS_LIFE;
}

static const struct {
	struct cul_sv name;
	void (*take)(struct cul_lease_reader *r, struct cul_sv v, unsigned at);
	unsigned at;
} statements[] = {
	{ LEASE_WORD("starts "), take_time, STARTS },
	{ LEASE_WORD("ends "), take_time, ENDS },
	{ LEASE_WORD("cltt "), take_time, CLTT },
	{ LEASE_WORD("binding state "), take_state, 0 },
	{ LEASE_WORD("hardware ethernet "), take_text, HARDWARE },
	{ LEASE_WORD("option agent.remote-id "), take_text, REMOTE },
	{ LEASE_WORD("option agent.circuit-id "), take_text, CIRCUIT },
	{ LEASE_WORD("max-life "), take_life, 0 },
};

static void statement(struct cul_lease_reader *r, struct cul_sv line)
{
	for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++) {
		struct cul_sv name = statements[i].name;

		if (cul_sv_starts(line, name))
			statements[i].take(
				r, cul_lease_value(cul_sv_from(line, name.len)),
				statements[i].at);
	}
}

/* "lease 192.0.2.1 {": what stands between; false if it is not so. */
static bool opens(struct cul_sv line, struct cul_sv word, struct cul_sv *ret)
{
	if (!cul_sv_starts(line, word) || !cul_sv_ends(line, CUL_SV("{")))
		return false;
	*ret = cul_lease_trim((struct cul_sv){ line.ptr + word.len,
					       line.len - word.len - 1 });
	return true;
}

static void net_begin(struct cul_lease_reader *r, struct cul_sv v,
		      unsigned open)
{
	fresh(r, open);
	r->n_nets = 1;
	if (!cul_lease_net(v, &r->nets[0]))
		fail(r, WHY_PREFIX);
}

static bool ia_opens(struct cul_sv line, struct cul_sv *ret)
{
	return opens(line, CUL_SV("ia-na "), ret) ||
	       opens(line, CUL_SV("ia-ta "), ret) ||
	       opens(line, CUL_SV("ia-pd "), ret);
}

static struct cul_sv customer_of(const struct cul_lease_reader *r)
{
	for (unsigned i = REMOTE; i <= DUID; i++)
		if (r->text[i].present && r->text[i].len != 0)
			return cul_lease_view(&r->text[i]);
	return (struct cul_sv){ NULL, 0 };
}

/* An IPv6 lease says when its client was last heard, and how long it is good
 * after that. */
static void start_find(const struct cul_lease_reader *r, struct cul_lease *l)
{
	const struct cul_stamp cltt = r->stamp[CLTT];

	l->start = r->stamp[STARTS];
	l->end = r->stamp[ENDS];
	if (l->start.form != CUL_STAMP_ABSENT)
		return;
	l->start = cltt;
	if (cltt.form == CUL_STAMP_ABSENT && r->has & HAS_LIFE &&
	    l->end.form != CUL_STAMP_ABSENT) {
		l->start = l->end;
		l->start.t_usec -= r->number[0] * CUL_USEC_PER_SEC;
	}
	/* Released: heard last when it gave the address back, or later. */
	if (l->end.form != CUL_STAMP_ABSENT && r->state != ACTIVE &&
	    l->start.t_usec > l->end.t_usec)
		l->start = l->end;
}

/* Why not, or -1. */
static int lease_make(const struct cul_lease_reader *r, struct cul_lease *l)
{
	*l = (struct cul_lease){ .what = CUL_LEASE_SPAN, .n_nets = 1 };
	if (r->bad != 0)
		return r->bad - 1;
	l->nets[0] = r->nets[0];
	l->freed = r->state != ACTIVE;
	l->customer = customer_of(r);
	l->weak = l->freed && !r->text[DUID].present &&
		  !r->text[REMOTE].present && !r->text[CIRCUIT].present;
	start_find(r, l);
	if (l->start.form == CUL_STAMP_ABSENT || !(r->has & HAS_ENDS))
		return WHY_TIME;
	if (l->end.form != CUL_STAMP_ABSENT && l->end.t_usec < l->start.t_usec)
		return WHY_BACKWARDS;
	return -1;
}

enum { ABANDONED_SEC = 86400 }; /* abandon-lease-time, unless it is set */

/* Another machine answered there, or the client said so: it is left alone
 * until `ends`, and nobody's from a day before that. Where that cannot be, the
 * server was told another time, and it is not known since when. */
static enum cul_verdict abandoned(const struct cul_lease_reader *r,
				  struct cul_lease *ret_lease)
{
	struct cul_lease l = { .what = CUL_LEASE_SPAN, .n_nets = 1 };

	l.nets[0] = r->nets[0];
	l.freed = true;
	l.end = r->stamp[ENDS];
	l.end.t_usec -= ABANDONED_SEC * CUL_USEC_PER_SEC;
	l.start = l.end;
	if (r->stamp[STARTS].form == CUL_STAMP_ABSENT ||
	    l.end.form == CUL_STAMP_ABSENT ||
	    l.end.t_usec < r->stamp[STARTS].t_usec)
		return CUL_IGNORED;
	*ret_lease = l;
	return CUL_EVENT;
}

static enum cul_verdict finish(struct cul_lease_reader *r,
			       struct cul_lease *ret_lease, unsigned *ret_why)
{
	struct cul_lease l;
	int why;

	*ret_why = WHY_NOBODY;
	if (r->bad == 0 && r->state == ABANDONED)
		return abandoned(r, ret_lease);
	/* Never held. */
	if (r->bad == 0 && r->state != ACTIVE && customer_of(r).len == 0)
		return CUL_IGNORED;
	why = lease_make(r, &l);
	if (why >= 0) {
		*ret_why = (unsigned)why;
		return CUL_MALFORMED;
	}
	*ret_lease = l;
	return CUL_EVENT;
}

/* "}" of a lease, of an address of an IA, or of the IA. */
static enum cul_verdict closes(struct cul_lease_reader *r,
			       struct cul_lease *ret_lease, unsigned *ret_why)
{
	unsigned was = r->open;

	*ret_why = was == OUTSIDE ? WHY_OTHER : WHY_PART;
	if (r->depth != 0) {
		r->depth--;
		return CUL_IGNORED;
	}
	r->open = was == IA_ADDR ? IA : OUTSIDE;
	if (was != LEASE4 && was != IA_ADDR)
		return CUL_IGNORED;
	return finish(r, ret_lease, ret_why);
}

/* A lease or IA stands at the beginning of a line; all inside is indented. */
static enum cul_verdict opened(struct cul_lease_reader *r, struct cul_sv name,
			       unsigned open, unsigned *ret_why)
{
	bool inside = r->open != OUTSIDE;

	begin(r, open);
	if (open == LEASE4)
		net_begin(r, name, LEASE4);
	else if (!cul_lease_duid(name, &r->text[DUID]))
		fail(r, WHY_STRING);
	if (r->text[DUID].cut)
		fail(r, WHY_LONG);
	*ret_why = inside ? WHY_INSIDE : WHY_PART;
	return inside ? CUL_MALFORMED : CUL_IGNORED;
}

static enum cul_verdict dhcpd_line(struct cul_lease_reader *r,
				   struct cul_sv line,
				   struct cul_lease *ret_lease,
				   unsigned *ret_why)
{
	struct cul_sv t = cul_lease_trim(line), name;
	bool flush = !cul_lease_is_indented(line);

	*ret_why = r->open == OUTSIDE ? WHY_OTHER : WHY_PART;
	if (t.len == 0 || *t.ptr == '#')
		return CUL_IGNORED;
	if (flush && opens(t, CUL_SV("lease "), &name))
		return opened(r, name, LEASE4, ret_why);
	if (flush && ia_opens(t, &name))
		return opened(r, name, IA, ret_why);
	if (*t.ptr == '}')
		return closes(r, ret_lease, ret_why);
	if (r->open == IA && r->depth == 0 &&
	    (opens(t, CUL_SV("iaaddr "), &name) ||
	     opens(t, CUL_SV("iaprefix "), &name)))
		net_begin(r, name, IA_ADDR);
	else if (cul_sv_ends(t, CUL_SV("{")))
		r->depth++;
	else if (r->open != OUTSIDE && r->depth == 0)
		statement(r, t);
	return CUL_IGNORED;
}

static enum cul_verdict dhcpd_end(struct cul_lease_reader *r, bool torn,
				  struct cul_lease *ret_lease,
				  unsigned *ret_why)
{
	bool inside = r->open != OUTSIDE;

	(void)torn;
	(void)ret_lease;
	r->open = OUTSIDE;
	*ret_why = inside ? WHY_TORN : WHY_OTHER;
	return inside ? CUL_MALFORMED : CUL_IGNORED;
}

/* A new file has nothing but comments, of which the first names the manual. */
static int dhcpd_probe(struct cul_sv head)
{
	static const struct cul_sv begins[] = {
		LEASE_WORD("authoring-byte-order "),
		LEASE_WORD("server-duid "),
		LEASE_WORD("failover peer "),
		LEASE_WORD("default-duid "),
		LEASE_WORD("host "),
		LEASE_WORD("class "),
		LEASE_WORD("group "),
	};
	struct cul_cur c = cul_cur_over(head);
	struct cul_sv line = cul_lease_head_line(&c), name;

	if (cul_sv_find(head, CUL_SV("dhcpd.leases(5)")) != NULL &&
	    *head.ptr == '#')
		return 100;
	if (opens(line, CUL_SV("lease "), &name) || ia_opens(line, &name))
		return 100;
	for (size_t i = 0; i < sizeof(begins) / sizeof(*begins); i++)
		if (cul_sv_starts(line, begins[i]))
			return 60;
	return 0;
}

const struct cul_lease_format cul_lease_dhcpd = {
	.name = "dhcpd",
	.summary = "leases of ISC's dhcpd: dhcpd.leases, dhcpd6.leases",
	.grammar = "ISC dhcpd 3.0 to 4.4, server/db.c, dhcpd.leases(5)",
	.reasons = reasons,
	.probe = dhcpd_probe,
	.line = dhcpd_line,
	.end = dhcpd_end,
};
