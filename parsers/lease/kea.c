/* \summary: leases as Kea's memfile backend keeps them
 *
 * grammar: Kea 1.x to 2.6, csv_lease_file4.cc, csv_lease_file6.cc; ten, eleven,
 * twelve and more columns, found by the header's names
 *
 * A line each time a lease changes. It began valid_lifetime before it expires:
 * at the client's last renewal. The customer is the relay's remote-id or
 * circuit-id where Kea kept it (store-extended-info), in hexadecimal; else the
 * hardware address, which the other server names too, else the DUID or client
 * id.
 */
#include "lease/words.h"

enum {
	WHY_EMPTY,
	WHY_HEADER,
	WHY_NO_HEADER,
	WHY_FIELDS,
	WHY_PREFIX,
	WHY_NUMBER,
	WHY_TIMES,
	WHY_LONG
};

static const char *const reasons[] = {
	[WHY_EMPTY] = "empty",
	[WHY_HEADER] = "the header",
	[WHY_NO_HEADER] = "no header with address, valid_lifetime and expire",
	[WHY_FIELDS] = "fewer fields than the header has, or more",
	[WHY_PREFIX] = "an address or prefix that is none, or too wide",
	[WHY_NUMBER] = "a number that is none",
	[WHY_TIMES] = "it expires before it begins",
	[WHY_LONG] = "a client longer than 319 bytes, or with a NUL",
	NULL
};

enum {
	ADDRESS,
	LIFETIME,
	EXPIRE,
	HWADDR,
	CLIENT_ID,
	DUID,
	TYPE,
	PREFIX_LEN,
	STATE,
	CONTEXT,
	COLUMNS_
};

static const struct cul_sv columns[COLUMNS_] = {
	[ADDRESS] = LEASE_WORD("address"),
	[LIFETIME] = LEASE_WORD("valid_lifetime"),
	[EXPIRE] = LEASE_WORD("expire"),
	[HWADDR] = LEASE_WORD("hwaddr"),
	[CLIENT_ID] = LEASE_WORD("client_id"),
	[DUID] = LEASE_WORD("duid"),
	[TYPE] = LEASE_WORD("lease_type"),
	[PREFIX_LEN] = LEASE_WORD("prefix_len"),
	[STATE] = LEASE_WORD("state"),
	[CONTEXT] = LEASE_WORD("user_context"),
};

/* Kea has no quotes: a comma inside is written &#x2c. */
static struct cul_sv field_cut(struct cul_cur *c)
{
	struct cul_sv v = cul_cur_rest(c);
	const char *comma = cul_find_byte(v.ptr, v.len, ',');

	if (comma == NULL) {
		c->p = c->end;
		c->bad = true;
		return v;
	}
	v.len = (size_t)(comma - v.ptr);
	c->p = comma + 1;
	return v;
}

static signed char column_of(struct cul_sv name)
{
	for (int i = 0; i < COLUMNS_; i++)
		if (cul_sv_eq(name, columns[i]))
			return (signed char)i;
	return COLUMNS_;
}

static bool header_read(struct cul_lease_reader *r, struct cul_sv line)
{
	struct cul_cur c = cul_cur_over(line);
	unsigned seen = 0, need = 1u << ADDRESS | 1u << LIFETIME | 1u << EXPIRE;

	for (r->n_columns = 0; !c.bad; r->n_columns++) {
		signed char at = column_of(field_cut(&c));

		if (r->n_columns == CUL_LEASE_COLUMNS_MAX)
			return false;
		r->column[r->n_columns] = at;
		seen |= 1u << at;
	}
	return (seen & need) == need;
}

static bool fields_cut(const struct cul_lease_reader *r, struct cul_sv line,
		       struct cul_sv f[COLUMNS_ + 1])
{
	struct cul_cur c = cul_cur_over(line);
	unsigned n = 0;

	for (unsigned i = 0; i <= COLUMNS_; i++)
		f[i] = (struct cul_sv){ NULL, 0 };
	for (; !c.bad && n < r->n_columns; n++)
		f[(unsigned)r->column[n]] = field_cut(&c);
	return c.bad && n == r->n_columns;
}

static bool net_read(const struct cul_sv f[COLUMNS_], struct cul_net *ret)
{
	struct cul_addr a;
	int64_t bits = 128;
	bool prefix = cul_sv_eq(f[TYPE], CUL_SV("2")) ||
		      cul_sv_eq(f[TYPE], CUL_SV("IA_PD"));

	if (!cul_addr_parse(f[ADDRESS], &a) || cul_addr_none(&a))
		return false;
	if (prefix && !cul_lease_number(f[PREFIX_LEN], 128, &bits))
		return false;
	*ret = cul_net_of(&a, 32, (unsigned)bits);
	return !cul_lease_is_wide(ret);
}

/* The string after `"name"` in the context: what Kea took from the relay. */
static struct cul_sv context_find(struct cul_sv context, struct cul_sv name)
{
	const char *at = cul_sv_find(context, name);
	struct cul_cur c;

	if (at == NULL)
		return (struct cul_sv){ NULL, 0 };
	c = cul_cur_over((struct cul_sv){
		at + name.len,
		(size_t)(context.ptr + context.len - at) - name.len });
	while (cul_try_lit(&c, CUL_SV(" ")))
		;
	cul_take_lit(&c, CUL_SV(":"));
	while (cul_try_lit(&c, CUL_SV(" ")))
		;
	cul_take_lit(&c, CUL_SV("\""));
	return cul_take_until(&c, '"');
}

static unsigned octet(struct cul_sv hex, size_t at)
{
	unsigned n = 0;

	for (size_t i = at; i < at + 2; i++) {
		char c = hex.ptr[i];

		n = n << 4 | (c >= '0' && c <= '9'   ? (unsigned)(c - '0')
			      : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
			      : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
						     : 0);
	}
	return n;
}

/* Until 2.3 the whole option 82 in hexadecimal, "0x0104AABBCCDD": that one of
 * its parts (RFC 3046). */
static struct cul_sv option_find(struct cul_sv context, unsigned code)
{
	struct cul_cur c = cul_cur_over(
		context_find(context, CUL_SV("\"relay-agent-info\"")));
	struct cul_sv left;

	cul_take_lit(&c, CUL_SV("0x"));
	for (left = cul_cur_rest(&c); !c.bad && left.len >= 4;) {
		size_t n = 2 * (size_t)octet(left, 2);

		if (n > left.len - 4)
			break;
		if (octet(left, 0) == code)
			return (struct cul_sv){ left.ptr + 4, n };
		left = cul_sv_from(left, 4 + n);
	}
	return (struct cul_sv){ NULL, 0 };
}

enum { CIRCUIT_ID = 1, REMOTE_ID = 2 };

static struct cul_sv customer_of(const struct cul_sv f[COLUMNS_])
{
	const struct cul_sv from[] = {
		context_find(f[CONTEXT], CUL_SV("\"remote-id\"")),
		context_find(f[CONTEXT], CUL_SV("\"circuit-id\"")),
		option_find(f[CONTEXT], REMOTE_ID),
		option_find(f[CONTEXT], CIRCUIT_ID),
		f[HWADDR],
		f[DUID],
		f[CLIENT_ID],
	};

	for (size_t i = 0; i < sizeof(from) / sizeof(*from); i++)
		if (from[i].len != 0)
			return from[i];
	return (struct cul_sv){ NULL, 0 };
}

/* Why not, or -1. Of a lease that is over the end is the moment at which it
 * was; of one without an end the lifetime is all ones. One that was given back
 * has no lifetime left, and expires when it was renewed last: since when it is
 * free is not said, and it counts to the end it had or to the next holder. */
static int times_read(const struct cul_sv f[COLUMNS_], int64_t state,
		      struct cul_lease *l)
{
	int64_t lifetime, expire;

	if (!cul_lease_number(f[LIFETIME], UINT32_MAX, &lifetime) ||
	    !cul_lease_number(f[EXPIRE], CUL_LEASE_EPOCH_MAX, &expire))
		return WHY_NUMBER;
	if (expire < lifetime)
		return WHY_TIMES;
	l->start = cul_lease_epoch(expire - lifetime);
	l->freed = state != 0 || lifetime == 0;
	if (lifetime != UINT32_MAX || l->freed)
		l->end = cul_lease_epoch(expire);
	return -1;
}

/* Why not, or -1. */
static int lease_read(struct cul_lease_reader *r,
		      const struct cul_sv f[COLUMNS_], struct cul_lease *l)
{
	int64_t state = 0;
	int why;

	/* The last line of a file may be cut inside its last field. */
	if (f[CONTEXT].len != 0 && !cul_sv_ends(f[CONTEXT], CUL_SV("}")))
		return WHY_FIELDS;
	if (!net_read(f, &l->nets[0]))
		return WHY_PREFIX;
	/* Without its state a lease that is over would seem to be held. */
	if (cul_sv_present(f[STATE]) &&
	    !cul_lease_number(f[STATE], 255, &state))
		return WHY_NUMBER;
	why = times_read(f, state, l);
	if (why >= 0)
		return why;
	/* Of a declined one the times say how long it is left alone. */
	if (state == 1)
		l->end = l->start;
	cul_lease_plain(state == 1 ? (struct cul_sv){ NULL, 0 }
				   : customer_of(f),
			&r->text[0]);
	l->customer = cul_lease_view(&r->text[0]);
	return r->text[0].cut ? WHY_LONG : -1;
}

static enum cul_verdict kea_line(struct cul_lease_reader *r, struct cul_sv line,
				 struct cul_lease *ret_lease, unsigned *ret_why)
{
	struct cul_lease l = { .what = CUL_LEASE_SPAN, .n_nets = 1 };
	struct cul_sv f[COLUMNS_ + 1];
	int why;

	line = cul_lease_trim(line);
	*ret_why = WHY_EMPTY;
	if (line.len == 0)
		return CUL_IGNORED;
	/* Files of several days, one after the other, have several headers. */
	if (cul_sv_starts(line, CUL_SV("address,"))) {
		r->open = header_read(r, line);
		*ret_why = r->open ? WHY_HEADER : WHY_NO_HEADER;
		return r->open ? CUL_IGNORED : CUL_MALFORMED;
	}
	if (!r->open)
		why = WHY_NO_HEADER;
	else
		why = fields_cut(r, line, f) ? lease_read(r, f, &l)
					     : WHY_FIELDS;
	if (why >= 0) {
		*ret_why = (unsigned)why;
		return CUL_MALFORMED;
	}
	*ret_lease = l;
	return CUL_EVENT;
}

static enum cul_verdict kea_end(struct cul_lease_reader *r, bool torn,
				struct cul_lease *ret_lease, unsigned *ret_why)
{
	(void)r;
	(void)torn;
	(void)ret_lease;
	*ret_why = WHY_EMPTY;
	return CUL_IGNORED;
}

static int kea_probe(struct cul_sv head)
{
	struct cul_lease_reader r = { .open = 0 };
	struct cul_cur c = cul_cur_over(head);
	struct cul_sv line = cul_lease_head_line(&c);

	return cul_sv_starts(line, CUL_SV("address,")) && header_read(&r, line)
		       ? 100
		       : 0;
}

const struct cul_lease_format cul_lease_kea = {
	.name = "kea",
	.summary = "lease files of Kea's memfile backend, DHCPv4 and DHCPv6",
	.grammar = "Kea 1.x to 2.6, csv_lease_file4.cc, csv_lease_file6.cc",
	.reasons = reasons,
	.probe = kea_probe,
	.line = kea_line,
	.end = kea_end,
};
