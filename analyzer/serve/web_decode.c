/* \summary: take apart and decode what a browser encoded: query, form, cookies
 *
 * grammar: application/x-www-form-urlencoded (WHATWG URL), RFC 6265 5.4, RFC
 * 3986 2.1. All is done in place: decoded it is never longer.
 */
#include <string.h>

#include "serve/web.h"

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* A NUL is not decoded but refused: nothing of ours has one. */
static bool decode(char *text, size_t len, bool plus, struct cul_sv *ret)
{
	size_t out = 0;

	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c == '%') {
			int high = i + 2 < len ? nibble(text[i + 1]) : -1;
			int low = high >= 0 ? nibble(text[i + 2]) : -1;

			if (low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (c == '\0')
			return false;
		text[out++] = c;
	}
	*ret = (struct cul_sv){ text, out };
	return true;
}

bool cul_web_decode_form(char *text, size_t len, struct cul_web_pair *ret,
			 size_t *n)
{
	size_t most = *n;

	*n = 0;
	while (len != 0) {
		char *end = memchr(text, '&', len);
		size_t one = end != NULL ? (size_t)(end - text) : len;
		char *equals = memchr(text, '=', one);
		size_t name = equals != NULL ? (size_t)(equals - text) : one;
		char *value = text + name + (equals != NULL);

		if (one != 0) {
			if (*n == most ||
			    !decode(text, name, true, &ret[*n].name) ||
			    !decode(value, (size_t)(text + one - value), true,
				    &ret[*n].value))
				return false;
			++*n;
		}
		one += end != NULL;
		text += one;
		len -= one;
	}
	return true;
}

static struct cul_sv trimmed(char *text, size_t len)
{
	while (len != 0 && (*text == ' ' || *text == '\t')) {
		text++;
		len--;
	}
	while (len != 0 && (text[len - 1] == ' ' || text[len - 1] == '\t'))
		len--;
	return (struct cul_sv){ text, len };
}

/* Other services of this host set what they like: what is no cookie is passed
 * over. Values are not encoded in any way. */
bool cul_web_decode_cookies(char *text, size_t len, struct cul_web_pair *ret,
			    size_t *n)
{
	size_t most = *n;

	*n = 0;
	while (len != 0) {
		char *end = memchr(text, ';', len);
		size_t one = end != NULL ? (size_t)(end - text) : len;
		char *equals = memchr(text, '=', one);

		if (equals != NULL) {
			if (*n == most)
				return false;
			ret[*n].name = trimmed(text, (size_t)(equals - text));
			ret[*n].value = trimmed(
				equals + 1, (size_t)(text + one - equals - 1));
			++*n;
		}
		one += end != NULL;
		text += one;
		len -= one;
	}
	return true;
}

/* A "/" that was encoded would be another one to a proxy. */
bool cul_web_decode_path(char *text, size_t len, struct cul_sv *ret)
{
	struct cul_sv path;

	if (len == 0 || text[0] != '/')
		return false;
	for (size_t i = 0; i + 2 < len; i++) {
		if (text[i] == '%' && text[i + 1] == '2' &&
		    (text[i + 2] == 'F' || text[i + 2] == 'f'))
			return false;
	}
	if (!decode(text, len, false, &path))
		return false;
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.ptr[i];

		if (c < ' ' || c == 0x7f)
			return false;
	}
	*ret = path;
	return true;
}

static const struct cul_web_pair *find(const struct cul_web_pairs *p,
				       const char *name, size_t *ret_n)
{
	const struct cul_web_pair *first = NULL;
	struct cul_sv want = { name, strlen(name) };

	*ret_n = 0;
	for (size_t i = 0; i < p->n; i++) {
		if (cul_sv_eq(p->at[i].name, want) && ++*ret_n == 1)
			first = &p->at[i];
	}
	return first;
}

struct cul_sv cul_web_find(const struct cul_web_pairs *p, const char *name)
{
	size_t n;
	const struct cul_web_pair *first = find(p, name, &n);

	return first != NULL ? first->value : (struct cul_sv){ NULL, 0 };
}

struct cul_sv cul_web_find_only(const struct cul_web_pairs *p, const char *name)
{
	size_t n;
	const struct cul_web_pair *first = find(p, name, &n);

	return n == 1 ? first->value : (struct cul_sv){ NULL, 0 };
}
