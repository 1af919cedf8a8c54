/* \summary: the journal's export format, field by field
 *
 * systemd, docs/JOURNAL_EXPORT_FORMATS.md: "KEY=value\n", or "KEY\n", the
 * length in eight bytes, the lowest first, that many bytes and "\n"; an empty
 * line ends an entry.
 */
#include <stdlib.h>

#include "input/unwrap_int.h"

enum {
	LENGTH_BYTES = 8,
	KEY_MAX = 64 /* systemd refuses longer names */
};

/* journald's own limit for a field is 768 MiB. */
#define VALUE_MAX (UINT64_C(1) << 30)

/* Where a field is kept; NULL if it is not, or has been: the first counts. */
static struct cul_export_slot *slot_of(struct cul_unwrap *u, struct cul_sv key)
{
	static const char *const keys[CUL_EXPORT_FIELDS_] = {
		[CUL_EXPORT_MESSAGE] = "MESSAGE",
		[CUL_EXPORT_HOST] = "_HOSTNAME",
		[CUL_EXPORT_IDENT] = "SYSLOG_IDENTIFIER",
		[CUL_EXPORT_COMM] = "_COMM",
		[CUL_EXPORT_SYSLOG_PID] = "SYSLOG_PID",
		[CUL_EXPORT_PID] = "_PID",
		[CUL_EXPORT_SOURCE_TIME] = "_SOURCE_REALTIME_TIMESTAMP",
		[CUL_EXPORT_TIME] = "__REALTIME_TIMESTAMP",
	};

	for (size_t i = 0; i < CUL_EXPORT_FIELDS_; i++)
		if (strlen(keys[i]) == key.len &&
		    memcmp(keys[i], key.ptr, key.len) == 0)
			return u->slots[i].has ? NULL : &u->slots[i];
	return NULL;
}

static void add(struct cul_export_slot *s, const char *p, size_t len)
{
	size_t room = s->cap - s->len;

	if (len > room)
		len = room;
	if (len > 0)
		memcpy(s->bytes + s->len, p, len);
	s->len += len;
}

static struct cul_sv get(const struct cul_unwrap *u, enum cul_export_field f)
{
	const struct cul_export_slot *s = &u->slots[f];

	if (!s->has)
		return (struct cul_sv){ NULL, 0 };
	return (struct cul_sv){ s->bytes, s->len };
}

static struct cul_sv either(const struct cul_unwrap *u,
			    enum cul_export_field first,
			    enum cul_export_field second)
{
	return u->slots[first].has ? get(u, first) : get(u, second);
}

static void entry_end(struct cul_unwrap *u, bool newline)
{
	char buf[CUL_TIME_TEXT_MAX];
	struct cul_wrapped w = {
		.host = get(u, CUL_EXPORT_HOST),
		.text = get(u, CUL_EXPORT_MESSAGE),
		.pid = cul_wrapped_pid(
			either(u, CUL_EXPORT_SYSLOG_PID, CUL_EXPORT_PID)),
	};

	w.time = cul_wrapped_time(
		either(u, CUL_EXPORT_SOURCE_TIME, CUL_EXPORT_TIME), buf);
	cul_wrapped_tag(&w, either(u, CUL_EXPORT_IDENT, CUL_EXPORT_COMM));
	cul_unwrap_begin(u, u->entry_sec);
	cul_made_record(&u->out, &w);
	cul_unwrap_end(u, newline);
	for (size_t i = 0; i < CUL_EXPORT_FIELDS_; i++) {
		u->slots[i].has = false;
		u->slots[i].len = 0;
	}
	u->in_entry = false;
}

static bool is_key(struct cul_sv v)
{
	for (size_t i = 0; i < v.len; i++)
		if (!(v.ptr[i] >= 'A' && v.ptr[i] <= 'Z') &&
		    !(v.ptr[i] >= '0' && v.ptr[i] <= '9') && v.ptr[i] != '_')
			return false;
	return v.len > 0 && v.len <= KEY_MAX;
}

/* `n` bytes of the input into the slot, or past it; false if it ends. */
static bool value_take(struct cul_unwrap *u, struct cul_export_slot *s,
		       uint64_t n)
{
	while (n > 0) {
		size_t held = cul_tap_need(&u->in, 1);

		if (held == 0)
			return false;
		if (held > n)
			held = (size_t)n;
		if (s != NULL)
			add(s, u->in.bytes + u->in.at, held);
		u->in.at += held;
		n -= held;
	}
	return true;
}

/* The length behind a key; UINT64_MAX if there is none that can be. */
static uint64_t length_read(struct cul_unwrap *u, size_t at)
{
	const unsigned char *p;
	uint64_t n = 0;

	if (cul_tap_need(&u->in, at + LENGTH_BYTES) < at + LENGTH_BYTES)
		return UINT64_MAX;
	p = (const unsigned char *)u->in.bytes + u->in.at + at;
	for (unsigned i = LENGTH_BYTES; i-- > 0;)
		n = n << 8 | p[i];
	return n <= VALUE_MAX ? n : UINT64_MAX;
}

/* "KEY\n" is held, which is `len` bytes and a newline. False if the input ends
 * within the field. */
static bool binary_field(struct cul_unwrap *u, struct cul_export_slot *s,
			 size_t len, uint64_t n)
{
	u->in.at += len + 1 + LENGTH_BYTES;
	u->searched = 0;
	u->in_entry = true;
	if (s != NULL)
		s->has = true;
	if (!value_take(u, s, n) || cul_tap_need(&u->in, 1) == 0)
		return false;
	if (u->in.bytes[u->in.at] == '\n')
		u->in.at++;
	return true;
}

static void text_field(struct cul_unwrap *u, struct cul_sv key,
		       const char *value, size_t len)
{
	struct cul_export_slot *s = slot_of(u, key);

	u->in_entry = true;
	if (s == NULL)
		return;
	s->has = true;
	add(s, value, len);
}

/* What is none of this format passes as it is. */
static bool foreign(struct cul_unwrap *u, enum cul_wrap_line how, size_t len)
{
	cul_unwrap_pass(u, how, len);
	return true;
}

/* "KEY\n" and what follows; false where the input ends within it. */
static bool bare_key(struct cul_unwrap *u, enum cul_wrap_line how, size_t len)
{
	uint64_t n = length_read(u, len + 1);
	char key[KEY_MAX];

	if (cul_tap_held(&u->in) < len + 1 + LENGTH_BYTES) {
		u->in.at = u->in.len;
		u->searched = 0;
		u->in_entry = true;
		return false;
	}
	if (how != CUL_LINE_WHOLE || n == UINT64_MAX)
		return foreign(u, how, len);
	memcpy(key, u->in.bytes + u->in.at, len);
	return binary_field(u, slot_of(u, (struct cul_sv){ key, len }), len, n);
}

/* One line of the input; false where the input ends within it. */
static bool one_line(struct cul_unwrap *u, enum cul_wrap_line how,
		     const char *line, size_t len)
{
	const char *eq = len > 0 ? memchr(line, '=', len) : NULL;
	struct cul_sv key = { line, eq != NULL ? (size_t)(eq - line) : len };

	if (len == 0) {
		cul_unwrap_step(u, how, len);
		if (u->in_entry)
			entry_end(u, true);
		return true;
	}
	if (!is_key(key))
		return foreign(u, how, len);
	if (!u->in_entry)
		u->entry_sec = cul_tap_sec(&u->in);
	if (eq == NULL)
		return bare_key(u, how, len);
	text_field(u, key, eq + 1, len - key.len - 1);
	cul_unwrap_step(u, how, len);
	return how != CUL_LINE_TORN;
}

bool cul_unwrap_export(struct cul_unwrap *u)
{
	while (u->out.len == 0) {
		size_t len;
		enum cul_wrap_line how = cul_unwrap_line(u, &len);
		const char *line = u->in.bytes + u->in.at;
		bool whole =
			how != CUL_LINE_NONE && one_line(u, how, line, len);

		/* The last entry needs no empty line behind it. */
		if (!whole && u->in_entry)
			entry_end(u, how == CUL_LINE_NONE);
		if (how == CUL_LINE_NONE)
			break;
	}
	return u->out.len > 0;
}

bool cul_unwrap_export_init(struct cul_unwrap *u)
{
	char *p = malloc(CUL_OUT_MAX +
			 (CUL_EXPORT_FIELDS_ - 1) * CUL_WRAP_WORD_MAX);

	u->store = p;
	for (size_t i = 0; i < CUL_EXPORT_FIELDS_ && p != NULL; i++) {
		u->slots[i].bytes = p;
		u->slots[i].cap = i == CUL_EXPORT_MESSAGE ? CUL_OUT_MAX
							  : CUL_WRAP_WORD_MAX;
		p += u->slots[i].cap;
	}
	return p != NULL;
}
