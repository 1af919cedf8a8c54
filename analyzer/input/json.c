/* \summary: the members of a JSON object, one after the other */
#include "input/json.h"
#include "input/charset.h"

static void blanks(struct cul_json *j)
{
	while (j->p < j->end && (*j->p == ' ' || *j->p == '\t' ||
				 *j->p == '\r' || *j->p == '\n'))
		j->p++;
}

static bool take(struct cul_json *j, char c)
{
	blanks(j);
	if (j->p == j->end || *j->p != c)
		return false;
	j->p++;
	return true;
}

/* The closing quote of a string that begins at `p`, or NULL. */
static char *quote(char *p, const char *end)
{
	for (;;) {
		const char *hit =
			cul_find_either(p, (size_t)(end - p), '"', '\\');

		if (hit == NULL)
			return NULL;
		p += hit - p;
		if (*p == '"')
			return p;
		if (end - p < 2)
			return NULL;
		p += 2;
	}
}

static bool string(struct cul_json *j, struct cul_json_value *ret_v)
{
	char *from = j->p + 1;
	char *to = quote(from, j->end);

	if (to == NULL)
		return false;
	*ret_v = (struct cul_json_value){ CUL_JSON_STRING, from,
					  (size_t)(to - from) };
	j->p = to + 1;
	return true;
}

/* An object or array, by counting what opens and closes. */
static bool nested(struct cul_json *j, struct cul_json_value *ret_v)
{
	char *from = j->p, *p = from;
	size_t depth = 0;

	for (; p < j->end; p++) {
		if (*p == '{' || *p == '[') {
			depth++;
		} else if (*p == '}' || *p == ']') {
			if (--depth == 0)
				break;
		} else if (*p == '"') {
			p = quote(p + 1, j->end);
			if (p == NULL)
				return false;
		}
	}
	if (p == j->end)
		return false;
	j->p = p + 1;
	ret_v->kind = *from == '{' ? CUL_JSON_OBJECT : CUL_JSON_ARRAY;
	ret_v->p = from;
	ret_v->len = (size_t)(j->p - from);
	return true;
}

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' ||
	       c == '+' || c == '.' || c == 'E';
}

static bool word(struct cul_json *j, struct cul_json_value *ret_v)
{
	char *from = j->p;

	while (j->p < j->end && is_word(*j->p))
		j->p++;
	*ret_v = (struct cul_json_value){ CUL_JSON_WORD, from,
					  (size_t)(j->p - from) };
	return j->p != from;
}

static bool value(struct cul_json *j, struct cul_json_value *ret_v)
{
	blanks(j);
	if (j->p == j->end)
		return false;
	if (*j->p == '"')
		return string(j, ret_v);
	if (*j->p == '{' || *j->p == '[')
		return nested(j, ret_v);
	return word(j, ret_v);
}

bool cul_json_enter(struct cul_json *j, char *p, size_t len, char open)
{
	*j = (struct cul_json){ p, p + len, false, true };
	return take(j, open);
}

/* Is there one more before `close`? */
static bool more(struct cul_json *j, char close)
{
	if (j->bad || take(j, close))
		return false;
	if (!j->first && !take(j, ','))
		j->bad = true;
	j->first = false;
	return !j->bad;
}

bool cul_json_member(struct cul_json *j, struct cul_sv *ret_key,
		     struct cul_json_value *ret_value)
{
	struct cul_json_value key;

	if (!more(j, '}'))
		return false;
	blanks(j);
	j->bad = j->p == j->end || *j->p != '"' || !string(j, &key) ||
		 !take(j, ':') || !value(j, ret_value);
	if (j->bad)
		return false;
	*ret_key = (struct cul_sv){ key.p, key.len };
	return true;
}

bool cul_json_element(struct cul_json *j, struct cul_json_value *ret_value)
{
	if (!more(j, ']'))
		return false;
	j->bad = !value(j, ret_value);
	return !j->bad;
}

bool cul_json_is_whole(const struct cul_json *j)
{
	struct cul_json rest = *j;

	blanks(&rest);
	return !j->bad && rest.p == rest.end;
}

/* Four hexadecimal digits, or UINT32_MAX. */
static uint32_t hex4(const char *p, const char *end)
{
	uint32_t v = 0;

	if (end - p < 4)
		return UINT32_MAX;
	for (unsigned i = 0; i < 4; i++) {
		char c = p[i];

		if (c >= '0' && c <= '9')
			v = v << 4 | (uint32_t)(c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			v = v << 4 | (uint32_t)((c | 0x20) - 'a' + 10);
		else
			return UINT32_MAX;
	}
	return v;
}

/* What follows "\u"; how many bytes of it were read. */
static size_t unicode(const char *p, const char *end, uint32_t *ret_code)
{
	uint32_t high = hex4(p, end), low;

	*ret_code = high;
	if (high == UINT32_MAX)
		return 0;
	if ((high & 0xfc00) != 0xd800 || end - p < 10 || p[4] != '\\' ||
	    p[5] != 'u')
		return 4;
	low = hex4(p + 6, end);
	if (low == UINT32_MAX || (low & 0xfc00) != 0xdc00)
		return 4;
	*ret_code = 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff);
	return 10;
}

static char plain_escape(char c)
{
	switch (c) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'r':
		return '\r';
	case 'b':
		return '\b';
	case 'f':
		return '\f';
	default:
		return c;
	}
}

static struct cul_sv string_text(struct cul_json_value v)
{
	const char *end = v.p + v.len;
	const char *first = v.len == 0 ? NULL : memchr(v.p, '\\', v.len);
	const char *from = first;
	char *to;

	if (first == NULL)
		return cul_json_raw(v);
	to = v.p + (first - v.p);
	while (from < end) {
		uint32_t code;
		size_t n;

		if (*from != '\\' || end - from < 2) {
			*to++ = *from++;
			continue;
		}
		from++;
		n = *from == 'u' ? unicode(from + 1, end, &code) : 0;
		if (n == 0) {
			*to++ = plain_escape(*from++);
			continue;
		}
		from += 1 + n;
		to += cul_utf8_put(to, code);
	}
	return (struct cul_sv){ v.p, (size_t)(to - v.p) };
}

/* Each number takes a digit and a comma at least, and becomes one byte. */
static struct cul_sv array_text(struct cul_json_value v)
{
	struct cul_json j;
	struct cul_json_value e;
	char *to = v.p;

	if (!cul_json_enter(&j, v.p, v.len, '['))
		return (struct cul_sv){ v.p, 0 };
	while (cul_json_element(&j, &e)) {
		struct cul_cur c = cul_cur_over(cul_json_raw(e));
		uint64_t n;

		if (e.kind != CUL_JSON_WORD)
			return to == v.p && e.kind == CUL_JSON_STRING
				       ? string_text(e)
				       : (struct cul_sv){ v.p,
							  (size_t)(to - v.p) };
		n = cul_take_u64(&c, 255);
		*to++ = c.bad ? '?' : (char)n;
	}
	return (struct cul_sv){ v.p, (size_t)(to - v.p) };
}

struct cul_sv cul_json_text(struct cul_json_value v)
{
	if (v.kind == CUL_JSON_STRING)
		return string_text(v);
	if (v.kind == CUL_JSON_ARRAY)
		return array_text(v);
	if (v.kind == CUL_JSON_WORD &&
	    !cul_sv_eq(cul_json_raw(v), CUL_SV("null")))
		return cul_json_raw(v);
	return (struct cul_sv){ v.p, 0 };
}
