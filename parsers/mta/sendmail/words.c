/* \summary: queue ids, addresses and clients in Sendmail's words */
/* grammar: sendmail/queue.c assign_queueid(), sendmail/parseaddr.c prescan(),
 * sendmail/daemon.c getauthinfo(), libsm/util.c str2prt() (8.12 to 8.18) */
#include "mta/sendmail/sm.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* 8 (to 8.9), 12 (to 8.11) or 14, and one more for each digit of a process
 * number over 999999. */
enum { ID_MIN = 8, ID_MAX = 16, ID_PID = 5 };

size_t cul_sm_queue_id(struct cul_sv v)
{
	size_t n = 0, digits = 0;

	for (; n < v.len && n <= ID_MAX && is_alnum(v.ptr[n]); n++)
		digits = is_digit(v.ptr[n]) ? digits + 1 : 0;
	return n >= ID_MIN && n <= ID_MAX && digits >= ID_PID ? n : 0;
}

/* Behind one byte of the address as the log writes it: "\\" is a backslash,
 * "\t" and "\ooo" are bytes that do not print. */
static const char *unit_end(const char *p, const char *end)
{
	if (*p != '\\' || end - p < 2)
		return p + 1;
	if (end - p >= 4 && is_digit(p[1]) && is_digit(p[2]) && is_digit(p[3]))
		return p + 4;
	return p + 2;
}

static bool is_backslash(const char *p, const char *end)
{
	return end - p >= 2 && p[0] == '\\' && p[1] == '\\';
}

/* prescan() counts; within a comment a quote means nothing. */
const char *cul_sm_address_end(const char *p, const char *end)
{
	unsigned comments = 0, angles = 0;
	bool quoted = false;

	while (p < end) {
		const char *unit = p;

		p = unit_end(p, end);
		if (is_backslash(unit, end)) {
			if (p < end)
				p = unit_end(p, end);
		} else if (comments == 0 && *unit == '"') {
			quoted = !quoted;
		} else if (quoted) {
			continue;
		} else if (*unit == '(') {
			comments++;
		} else if (*unit == ')' && comments-- == 0) {
			return NULL;
		} else if (comments != 0) {
			continue;
		} else if (*unit == '<') {
			angles++;
		} else if (*unit == '>' && angles-- == 0) {
			return NULL;
		} else if (*unit == ',' && angles == 0) {
			return unit;
		}
	}
	return quoted || comments != 0 || angles != 0 ? NULL : end;
}

struct cul_sv cul_sm_address(const char *p, const char *end)
{
	if (p < end && *p == '<') {
		p++;
		if (p < end && end[-1] == '>')
			end--;
	}
	return (struct cul_sv){ p, (size_t)(end - p) };
}

static const struct cul_sv forged = CUL_SV_LIT(" (may be forged)");

/* "ident@name" or "[addr]" before the address: no byte that stands between
 * words. */
static bool is_name(struct cul_sv v)
{
	static const struct cul_sv not = CUL_SV_LIT(" \"<>(),;\\");

	for (size_t i = 0; i < v.len; i++)
		if (memchr(not .ptr, v.ptr[i], not .len) != NULL)
			return false;
	return v.len != 0;
}

static void name_keep(struct cul_sv v, struct cul_event *ev)
{
	const char *at = memrchr(v.ptr, '@', v.len);

	if (at != NULL)
		v = cul_sv_from(v, (size_t)(at - v.ptr) + 1);
	if (v.len != 0 && v.ptr[0] != '[')
		ev->client_name = v;
}

bool cul_sm_client_read(struct cul_sv v, struct cul_event *ev)
{
	const char *close = v.len != 0 ? memrchr(v.ptr, ']', v.len) : NULL;
	const char *open;
	struct cul_sv tail, addr, name = { NULL, 0 };

	if (close == NULL)
		return false;
	tail = cul_sv_from(v, (size_t)(close - v.ptr) + 1);
	open = memrchr(v.ptr, '[', (size_t)(close - v.ptr));
	if (!cul_sv_starts(forged, tail) || open == NULL)
		return false;
	if (open != v.ptr) {
		name = (struct cul_sv){ v.ptr, (size_t)(open - v.ptr) - 1 };
		if (open[-1] != ' ' || !is_name(name))
			return false;
	}
	addr = (struct cul_sv){ open + 1, (size_t)(close - open) - 1 };
	if (!cul_addr_parse(addr, &ev->client))
		return false;
	if (tail.len == 0 && name.len != 0)
		name_keep(name, ev);
	return true;
}

bool cul_sm_client_take(struct cul_cur *c, struct cul_event *ev)
{
	struct cul_sv rest = cul_cur_rest(c), v;
	struct cul_cur d = *c;
	bool bare = rest.len != 0 && rest.ptr[0] == '[';

	(void)cul_take_until(&d, ']');
	if (d.bad)
		return false;
	/* "[addr] [addr]", where a client without a name is called by it. */
	if (bare && cul_try_lit(&d, CUL_SV(" [")))
		(void)cul_take_until(&d, ']');
	if (d.bad)
		return false;
	(void)cul_try_lit(&d, forged);
	v = (struct cul_sv){ rest.ptr, (size_t)(d.p - rest.ptr) };
	if (!cul_sm_client_read(v, ev))
		return false;
	*c = d;
	return true;
}
