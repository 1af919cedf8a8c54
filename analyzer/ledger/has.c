/* \summary: has(text, part, whole): part of a text, whatever its letters' case
 */
#include "ledger/ledger_int.h"

static unsigned char fold(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : c;
}

static bool is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (fold(c) >= 'a' && fold(c) <= 'z');
}

/* 192.0.2.1 is in "[192.0.2.1]", not in "192.0.2.17" or "1.192.0.2.1". */
static bool stands_alone(const unsigned char *text, size_t len,
			 const unsigned char *at, size_t n)
{
	const unsigned char *end = text + len, *after = at + n;

	if (at > text && (is_alnum(at[-1]) || at[-1] == '.' || at[-1] == ':'))
		return false;
	if (after == end)
		return true;
	if (after[0] == '.')
		return after + 1 == end || !is_alnum(after[1]);
	return !is_alnum(after[0]) && after[0] != ':';
}

static bool is_at(const unsigned char *p, const unsigned char *part, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (fold(p[i]) != part[i])
			return false;
	return true;
}

/* `part` is folded already. */
static bool has(const unsigned char *text, size_t len,
		const unsigned char *part, size_t n, bool whole)
{
	if (n == 0 || n > len)
		return n == 0;
	for (const unsigned char *p = text; p <= text + len - n; p++)
		if (fold(p[0]) == part[0] && is_at(p, part, n) &&
		    (!whole || stands_alone(text, len, p, n)))
			return true;
	return false;
}

static void has_call(sqlite3_context *context, int n, sqlite3_value **v)
{
	const void *text = sqlite3_value_blob(v[0]);
	const void *part = sqlite3_value_blob(v[1]);

	(void)n;
	sqlite3_result_int(context,
			   text != NULL && part != NULL &&
				   has(text, (size_t)sqlite3_value_bytes(v[0]),
				       part, (size_t)sqlite3_value_bytes(v[1]),
				       sqlite3_value_int(v[2]) != 0));
}

int ledger_functions(struct cul_ledger *l)
{
	int rc = sqlite3_create_function_v2(l->db, "has", 3,
					    SQLITE_UTF8 | SQLITE_DETERMINISTIC |
						    SQLITE_DIRECTONLY,
					    NULL, has_call, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : ledger_fail_sqlite(l, rc);
}
