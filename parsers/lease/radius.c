/* \summary: sessions as FreeRADIUS accounts for them: files "detail"
 *
 * grammar: FreeRADIUS 2.x to 3.2, rlm_detail.c detail_write, lib/print.c
 *
 * A line of the server's clock, then "\tAttribute = value" a line, then an
 * empty line. What happened is at Timestamp, which is the server's own and
 * written last, less Acct-Delay-Time; in old files without it, at the first
 * line's wall clock, or at the Event-Timestamp of the NAS, which knows of no
 * delay. A delay is taken from a wall clock as if no summer time began then.
 */
#include "lease/words.h"

enum { WHY_BETWEEN, WHY_PART, WHY_OTHER, WHY_OUTSIDE };
enum { WHY_NO_BLANK = WHY_OUTSIDE + 1, WHY_TORN, WHY_TIME, WHY_SESSION };
enum { WHY_NAS = WHY_SESSION + 1, WHY_PREFIX, WHY_PREFIXES, WHY_NUMBER };
enum { WHY_STRING = WHY_NUMBER + 1, WHY_LONG };

static const char *const reasons[] = {
	[WHY_BETWEEN] = "between records",
	[WHY_PART] = "part of a record",
	[WHY_OTHER] = "no start, stop or interim record",
	[WHY_OUTSIDE] = "attributes without the first line of a record",
	[WHY_NO_BLANK] = "a record that another one begins in",
	[WHY_TORN] = "the file ends inside a record",
	[WHY_TIME] = "no time in it",
	[WHY_SESSION] = "no session id in it",
	[WHY_NAS] = "no NAS in it",
	[WHY_PREFIX] = "an address or prefix that is none, or too wide",
	[WHY_PREFIXES] = "more than 8 addresses and prefixes",
	[WHY_NUMBER] = "a number that is none",
	[WHY_STRING] = "a string that does not end",
	[WHY_LONG] = "a name longer than 319 bytes, or with a NUL",
	NULL
};

/* r->text, r->number, r->stamp; `has` is a bit a number. */
enum { USER, SESSION, UNIQUE, NAS_ADDR, NAS_NAME };
enum { AT, DELAY, LASTED };
enum { HEADER, EVENT };
enum { STATE_NONE, STATE_START, STATE_STOP, STATE_ALIVE, STATE_RESET };

static void fail(struct cul_lease_reader *r, int why)
{
	if (r->bad == 0)
		r->bad = why + 1;
}

static void take_text(struct cul_lease_reader *r, struct cul_sv v, unsigned at)
{
	struct cul_lease_text *t = &r->text[at];

	/* The first one is the packet's; a second changes nothing. */
	if (t->present)
		return;
	if (!cul_lease_text(v, t))
		fail(r, WHY_STRING);
	if (t->cut)
		fail(r, WHY_LONG);
}

static void take_number(struct cul_lease_reader *r, struct cul_sv v,
			unsigned at)
{
	uint64_t max = at == AT ? CUL_LEASE_EPOCH_MAX : UINT32_MAX;

	if (!cul_lease_number(v, max, &r->number[at]))
		fail(r, WHY_NUMBER);
	r->has |= 1u << at;
}

static void take_net(struct cul_lease_reader *r, struct cul_sv v, unsigned at)
{
	struct cul_net net;

	(void)at;
	/* RFC 2865 5.8: the NAS or the user was to choose, and did not say. */
	if (cul_sv_eq(v, CUL_SV("255.255.255.254")) ||
	    cul_sv_eq(v, CUL_SV("255.255.255.255")) ||
	    cul_sv_eq(v, CUL_SV("0.0.0.0")) || cul_sv_eq(v, CUL_SV("::")))
		return;
	if (!cul_lease_net(v, &net))
		fail(r, WHY_PREFIX);
	else if (r->n_nets == CUL_LEASE_NETS)
		fail(r, WHY_PREFIXES);
	else
		r->nets[r->n_nets++] = net;
}

static void take_status(struct cul_lease_reader *r, struct cul_sv v,
			unsigned at)
{
	static const struct {
		struct cul_sv name, number;
		unsigned state;
	} known[] = {
		{ LEASE_WORD("Start"), LEASE_WORD("1"), STATE_START },
		{ LEASE_WORD("Stop"), LEASE_WORD("2"), STATE_STOP },
		{ LEASE_WORD("Interim-Update"), LEASE_WORD("3"), STATE_ALIVE },
		{ LEASE_WORD("Alive"), LEASE_WORD("3"), STATE_ALIVE },
		{ LEASE_WORD("Accounting-On"), LEASE_WORD("7"), STATE_RESET },
		{ LEASE_WORD("Accounting-Off"), LEASE_WORD("8"), STATE_RESET },
	};

	(void)at;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (cul_sv_eq(v, known[i].name) ||
		    cul_sv_eq(v, known[i].number))
			r->state = known[i].state;
}

/* "Apr 11 2017 11:10:41 CEST": of zones UTC alone is known by its name. */
static void take_event_time(struct cul_lease_reader *r, struct cul_sv v,
			    unsigned at)
{
	struct cul_sv inside = v;
	struct cul_stamp s;
	struct cul_cur c;

	(void)at;
	if (v.len >= 2 && *v.ptr == '"')
		inside = (struct cul_sv){ v.ptr + 1, v.len - 2 };
	c = cul_cur_over(inside);
	if (!cul_stamp_read_rfc3339(&c, &s) &&
	    (!cul_stamp_read_rfc3164(&c, &s) || s.form != CUL_STAMP_LOCAL))
		return;
	if (cul_sv_eq(cul_cur_rest(&c), CUL_SV(" UTC")))
		s.form = CUL_STAMP_ZONED;
	r->stamp[EVENT] = s;
}

static const struct {
	struct cul_sv name;
	void (*take)(struct cul_lease_reader *r, struct cul_sv v, unsigned at);
	unsigned at;
} attributes[] = {
	{ LEASE_WORD("Acct-Status-Type"), take_status, 0 },
	{ LEASE_WORD("User-Name"), take_text, USER },
	{ LEASE_WORD("Acct-Session-Id"), take_text, SESSION },
	{ LEASE_WORD("Acct-Unique-Session-Id"), take_text, UNIQUE },
	{ LEASE_WORD("NAS-IP-Address"), take_text, NAS_ADDR },
	{ LEASE_WORD("NAS-IPv6-Address"), take_text, NAS_ADDR },
	{ LEASE_WORD("NAS-Identifier"), take_text, NAS_NAME },
	{ LEASE_WORD("Framed-IP-Address"), take_net, 0 },
	{ LEASE_WORD("Framed-IPv6-Address"), take_net, 0 },
	{ LEASE_WORD("Framed-IPv6-Prefix"), take_net, 0 },
	{ LEASE_WORD("Delegated-IPv6-Prefix"), take_net, 0 },
	{ LEASE_WORD("Timestamp"), take_number, AT },
	{ LEASE_WORD("Acct-Delay-Time"), take_number, DELAY },
	{ LEASE_WORD("Acct-Session-Time"), take_number, LASTED },
	{ LEASE_WORD("Event-Timestamp"), take_event_time, 0 },
};

static bool attribute_cut(struct cul_sv line, struct cul_sv *ret_name,
			  struct cul_sv *ret_value)
{
	struct cul_cur c = cul_cur_over(cul_lease_trim(line));

	*ret_name = cul_take_until(&c, ' ');
	(void)cul_try_lit(&c, CUL_SV(":"));
	cul_take_lit(&c, CUL_SV("= "));
	*ret_value = cul_cur_rest(&c);
	return !c.bad;
}

static void attribute(struct cul_lease_reader *r, struct cul_sv line)
{
	struct cul_sv name, value;

	if (!attribute_cut(line, &name, &value))
		return;
	for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++)
		if (cul_sv_eq(name, attributes[i].name))
			attributes[i].take(r, value, attributes[i].at);
}

/* "Tue Apr 11 11:10:42 2017"; operators may have set another first line. */
static bool header_time(struct cul_sv line, struct cul_stamp *ret)
{
	struct cul_cur c = cul_cur_over(line);
	struct cul_stamp s;
	int64_t day, year;
	unsigned m, d;

	if (line.len < 24 || line.ptr[3] != ' ')
		return false;
	c.p += 4;
	if (!cul_stamp_read_rfc3164(&c, &s) || s.form != CUL_STAMP_YEARLESS ||
	    !cul_try_lit(&c, CUL_SV(" ")))
		return false;
	if (!cul_lease_number(cul_lease_trim(cul_cur_rest(&c)), 9999, &year))
		return false;
	cul_civil_from_days(s.t_usec / CUL_USEC_PER_DAY, &day, &m, &d);
	ret->form = CUL_STAMP_LOCAL;
	ret->t_usec = cul_days_from_civil(year, m, d) * CUL_USEC_PER_DAY +
		      s.t_usec % CUL_USEC_PER_DAY;
	return true;
}

static void begin(struct cul_lease_reader *r, struct cul_sv header)
{
	r->open = 1;
	r->skip = false;
	r->bad = 0;
	r->has = 0;
	r->state = STATE_NONE;
	r->n_nets = 0;
	r->stamp[HEADER] = r->stamp[EVENT] = (struct cul_stamp){ 0 };
	for (unsigned i = 0; i < CUL_LEASE_TEXTS; i++)
		r->text[i].present = r->text[i].cut = false;
	(void)header_time(header, &r->stamp[HEADER]);
}

static struct cul_stamp earlier(struct cul_stamp s, int64_t sec)
{
	s.t_usec -= sec * CUL_USEC_PER_SEC;
	return s;
}

static struct cul_stamp happened(const struct cul_lease_reader *r)
{
	int64_t delay = r->has & 1u << DELAY ? r->number[DELAY] : 0;

	if (r->has & 1u << AT)
		return earlier(cul_lease_epoch(r->number[AT]), delay);
	if (r->stamp[HEADER].form != CUL_STAMP_ABSENT)
		return earlier(r->stamp[HEADER], delay);
	return r->stamp[EVENT];
}

static void key_put(struct cul_lease_reader *r, size_t *at, struct cul_sv v)
{
	if (v.len != 0)
		memcpy(r->key + *at, v.ptr, v.len);
	*at += v.len;
	r->key[(*at)++] = '\n';
}

/* NAS count sessions from 1 after each start, so the name is part of it. */
static struct cul_sv session_key(struct cul_lease_reader *r)
{
	const struct cul_lease_text *t = r->text;
	size_t n = 0;

	if (t[UNIQUE].present && t[UNIQUE].len != 0)
		return cul_lease_view(&t[UNIQUE]);
	if (t[SESSION].len == 0 || !t[SESSION].present)
		return (struct cul_sv){ NULL, 0 };
	key_put(r, &n, cul_lease_view(&t[SESSION]));
	key_put(r, &n,
		cul_lease_view(&t[t[NAS_ADDR].present ? NAS_ADDR : NAS_NAME]));
	key_put(r, &n, cul_lease_view(&t[USER]));
	return (struct cul_sv){ r->key, n };
}

/* Why not, or -1. */
static int reset_make(struct cul_lease_reader *r, struct cul_lease *l)
{
	l->what = CUL_LEASE_RESET;
	/* Many a NAS has the name it was sold with: the address is better. */
	l->nas_addr = cul_lease_view(&r->text[NAS_ADDR]);
	if (l->nas_addr.len == 0)
		l->nas_name = cul_lease_view(&r->text[NAS_NAME]);
	return l->nas_addr.len == 0 && l->nas_name.len == 0 ? WHY_NAS : -1;
}

static int session_make(struct cul_lease_reader *r, struct cul_lease *l)
{
	static const enum cul_lease_what what[] = {
		[STATE_START] = CUL_LEASE_START,
		[STATE_STOP] = CUL_LEASE_STOP,
		[STATE_ALIVE] = CUL_LEASE_ALIVE,
	};

	l->what = what[r->state];
	l->session = session_key(r);
	if (l->session.len == 0)
		return WHY_SESSION;
	l->customer = cul_lease_view(&r->text[USER]);
	l->nas_addr = cul_lease_view(&r->text[NAS_ADDR]);
	l->nas_name = cul_lease_view(&r->text[NAS_NAME]);
	l->n_nets = r->n_nets;
	for (unsigned i = 0; i < r->n_nets; i++)
		l->nets[i] = r->nets[i];
	if (l->what == CUL_LEASE_START) {
		l->start = l->end;
		l->end.form = CUL_STAMP_ABSENT;
	} else if (r->has & 1u << LASTED) {
		l->start = earlier(l->end, r->number[LASTED]);
	}
	return -1;
}

static enum cul_verdict finish(struct cul_lease_reader *r,
			       struct cul_lease *ret_lease, unsigned *ret_why)
{
	struct cul_lease l = { .end = happened(r) };
	int why = r->bad - 1;

	r->open = 0;
	if (why < 0 && r->state == STATE_NONE) {
		*ret_why = WHY_OTHER;
		return CUL_IGNORED;
	}
	if (why < 0 && l.end.form == CUL_STAMP_ABSENT)
		why = WHY_TIME;
	if (why < 0)
		why = r->state == STATE_RESET ? reset_make(r, &l)
					      : session_make(r, &l);
	if (why >= 0) {
		*ret_why = (unsigned)why;
		return CUL_MALFORMED;
	}
	*ret_lease = l;
	return CUL_EVENT;
}

static enum cul_verdict radius_line(struct cul_lease_reader *r,
				    struct cul_sv line,
				    struct cul_lease *ret_lease,
				    unsigned *ret_why)
{
	bool was_open = r->open != 0;

	/* A tab alone, within: no more was written of the attribute yet. */
	if (cul_lease_trim(line).len == 0 && !(was_open && line.len != 0)) {
		r->skip = false;
		*ret_why = WHY_BETWEEN;
		return was_open ? finish(r, ret_lease, ret_why) : CUL_IGNORED;
	}
	*ret_why = WHY_PART;
	if (!cul_lease_is_indented(line)) {
		begin(r, line);
		*ret_why = was_open ? WHY_NO_BLANK : WHY_PART;
		return was_open ? CUL_MALFORMED : CUL_IGNORED;
	}
	if (was_open) {
		attribute(r, line);
		return CUL_IGNORED;
	}
	/* The rest of a record whose beginning was rotated away: said once. */
	if (r->skip)
		return CUL_IGNORED;
	r->skip = true;
	*ret_why = WHY_OUTSIDE;
	return CUL_MALFORMED;
}

/* The server writes Timestamp last, so a record that has it is whole. */
static enum cul_verdict radius_end(struct cul_lease_reader *r, bool torn,
				   struct cul_lease *ret_lease,
				   unsigned *ret_why)
{
	*ret_why = WHY_BETWEEN;
	if (r->open == 0)
		return CUL_IGNORED;
	if (!torn && r->has & 1u << AT)
		return finish(r, ret_lease, ret_why);
	r->open = 0;
	*ret_why = WHY_TORN;
	return CUL_MALFORMED;
}

/* A file that begins inside a record is known by its attributes. */
static int radius_probe(struct cul_sv head)
{
	struct cul_cur c = cul_cur_over(head), start;
	struct cul_sv first = cul_lease_head_line(&c), line, name, value;
	struct cul_stamp s;
	bool timed = cul_sv_present(first) && header_time(first, &s);

	start = c;
	line = timed ? cul_lease_head_line(&start) : first;
	if (!cul_sv_present(line) || !attribute_cut(line, &name, &value) ||
	    cul_sv_find(name, CUL_SV("-")) == NULL)
		return 0;
	if (timed)
		return cul_lease_is_indented(cul_cur_rest(&c)) ? 100 : 0;
	/* "Packet-Type = …" under a first line of the operator's own. */
	return cul_lease_is_indented(head) ? 60 : 0;
}

const struct cul_lease_format cul_lease_radius = {
	.name = "radius",
	.summary = "accounting as FreeRADIUS writes it into files \"detail\"",
	.grammar = "FreeRADIUS 2.x to 3.2, rlm_detail.c, lib/print.c",
	.reasons = reasons,
	.probe = radius_probe,
	.line = radius_line,
	.end = radius_end,
};
