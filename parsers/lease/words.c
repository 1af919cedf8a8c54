/* \summary: what the lease formats share: strings, lines of a head, columns */
#include "lease/words.h"

static void text_begin(struct cul_lease_text *to)
{
	to->len = 0;
	to->present = true;
	to->cut = false;
}

/* A NUL would make one name of two. */
static void text_put(struct cul_lease_text *to, char c)
{
	if (to->len + 1 >= sizeof(to->bytes) || c == '\0')
		to->cut = true;
	else
		to->bytes[to->len++] = c;
}

static bool is_octal(char c)
{
	return c >= '0' && c <= '7';
}

char cul_lease_char(struct cul_cur *c)
{
	const char *q = c->p++;

	if (*q != '\\' || c->p == c->end)
		return *q;
	q++;
	if (c->end - q >= 3 && q[0] <= '3' && is_octal(q[0]) &&
	    is_octal(q[1]) && is_octal(q[2])) {
		c->p = q + 3;
		return (char)((q[0] - '0') << 6 | (q[1] - '0') << 3 |
			      (q[2] - '0'));
	}
	c->p = q + 1;
	switch (*q) {
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	default:
		return *q;
	}
}

bool cul_lease_quoted(struct cul_cur *c, struct cul_lease_text *to)
{
	text_begin(to);
	if (c->bad || c->p == c->end || *c->p != '"')
		return false;
	c->p++;
	while (c->p < c->end && *c->p != '"')
		text_put(to, cul_lease_char(c));
	if (c->p == c->end)
		return false;
	c->p++;
	return true;
}

void cul_lease_plain(struct cul_sv v, struct cul_lease_text *to)
{
	text_begin(to);
	for (size_t i = 0; i < v.len; i++)
		text_put(to, v.ptr[i]);
}

bool cul_lease_text(struct cul_sv v, struct cul_lease_text *to)
{
	struct cul_cur c = cul_cur_over(v);

	if (v.len != 0 && *v.ptr == '"')
		return cul_lease_quoted(&c, to) && c.p == c.end;
	cul_lease_plain(v, to);
	return true;
}

/* The cursor is behind the first quote. */
static bool has_nul_inside(struct cul_cur c)
{
	while (c.p < c.end && *c.p != '"')
		if (cul_lease_char(&c) == '\0' && c.p < c.end && *c.p != '"')
			return true;
	return false;
}

static void octet_put(struct cul_lease_text *to, unsigned char byte)
{
	static const char digit[] = "0123456789abcdef";

	if (to->len != 0)
		text_put(to, ':');
	if (byte >= 16)
		text_put(to, digit[byte >> 4]);
	text_put(to, digit[byte & 15]);
}

bool cul_lease_octets(struct cul_sv v, struct cul_lease_text *to)
{
	struct cul_cur c = cul_cur_over(v);
	bool hex;

	if (!cul_try_lit(&c, CUL_SV("\"")))
		return cul_lease_text(v, to);
	hex = has_nul_inside(c);
	text_begin(to);
	while (c.p < c.end && *c.p != '"') {
		char byte = cul_lease_char(&c);

		if (hex)
			octet_put(to, (unsigned char)byte);
		else if (byte != '\0')
			text_put(to, byte);
	}
	return c.p < c.end && c.p + 1 == c.end;
}

static void hex_put(struct cul_lease_text *to, unsigned char byte)
{
	static const char digit[] = "0123456789abcdef";

	if (to->len + 4 > sizeof(to->bytes)) {
		to->cut = true;
		return;
	}
	if (to->len != 0)
		to->bytes[to->len++] = ':';
	to->bytes[to->len++] = digit[byte >> 4];
	to->bytes[to->len++] = digit[byte & 15];
}

enum { IAID_BYTES = 4 };

bool cul_lease_duid(struct cul_sv v, struct cul_lease_text *to)
{
	struct cul_cur c = cul_cur_over(v);

	if (!cul_try_lit(&c, CUL_SV("\""))) {
		cul_lease_plain(cul_sv_from(v, 3 * IAID_BYTES), to);
		return true;
	}
	text_begin(to);
	for (unsigned i = 0; c.p < c.end && *c.p != '"'; i++) {
		char byte = cul_lease_char(&c);

		if (i >= IAID_BYTES)
			hex_put(to, (unsigned char)byte);
	}
	return c.p < c.end;
}

struct cul_sv cul_lease_value(struct cul_sv v)
{
	bool quoted = false;

	for (size_t i = 0; i < v.len; i++) {
		if (quoted && v.ptr[i] == '\\')
			i++;
		else if (v.ptr[i] == '"')
			quoted = !quoted;
		else if (v.ptr[i] == ';' && !quoted)
			return (struct cul_sv){ v.ptr, i };
	}
	return v;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

struct cul_sv cul_lease_trim(struct cul_sv v)
{
	while (v.len != 0 && is_blank(v.ptr[v.len - 1]))
		v.len--;
	while (v.len != 0 && is_blank(*v.ptr)) {
		v.ptr++;
		v.len--;
	}
	return v;
}

struct cul_sv cul_lease_head_line(struct cul_cur *head)
{
	while (head->p != head->end) {
		struct cul_sv all = cul_cur_rest(head);
		const char *lf = cul_find_byte(all.ptr, all.len, '\n');
		struct cul_sv line = all;

		if (lf != NULL)
			line.len = (size_t)(lf - all.ptr);
		head->p = lf != NULL ? lf + 1 : head->end;
		line = cul_lease_trim(line);
		if (line.len != 0 && *line.ptr != '#')
			return line;
	}
	return (struct cul_sv){ NULL, 0 };
}

/* The inside of a quoted field; the cursor is left behind its last quote. */
static bool field_quoted(struct cul_cur *c, struct cul_lease_text *to)
{
	text_begin(to);
	for (c->p++; c->p < c->end; c->p++) {
		if (*c->p == '"') {
			c->p++;
			if (c->p == c->end || *c->p != '"')
				return true;
		}
		text_put(to, *c->p);
	}
	return false;
}

struct cul_sv cul_lease_field(struct cul_cur *c, struct cul_lease_text *to,
			      bool *ret_ok)
{
	struct cul_sv v;
	const char *comma;

	*ret_ok = true;
	while (c->p < c->end && is_blank(*c->p))
		c->p++;
	if (c->p < c->end && *c->p == '"') {
		*ret_ok = field_quoted(c, to);
		v = cul_lease_view(to);
		while (c->p < c->end && is_blank(*c->p))
			c->p++;
		*ret_ok &= c->p == c->end || *c->p == ',';
	} else {
		v = cul_cur_rest(c);
		comma = cul_find_byte(v.ptr, v.len, ',');
		if (comma != NULL)
			v.len = (size_t)(comma - v.ptr);
		c->p += v.len;
		v = cul_lease_trim(v);
	}
	if (c->p == c->end || !*ret_ok)
		c->bad = true;
	else
		c->p++;
	return v;
}

bool cul_lease_number(struct cul_sv v, uint64_t max, int64_t *ret_n)
{
	struct cul_cur c = cul_cur_over(v);
	uint64_t n = cul_take_u64(&c, max);

	if (c.bad || c.p != c.end)
		return false;
	*ret_n = (int64_t)n;
	return true;
}

bool cul_lease_is_wide(const struct cul_net *n)
{
	return n->bits < (cul_addr_is_v4(&n->base) ? 96 + 8 : 12);
}

bool cul_lease_net(struct cul_sv v, struct cul_net *ret_net)
{
	return cul_net_parse(v, ret_net) && !cul_lease_is_wide(ret_net);
}
