/* \summary: the journal's export format, field by field */
#include <stdlib.h>

#include "input/export.h"

/* journald's own limit for a field is 768 MiB. */
#define VALUE_MAX (UINT64_C(1) << 30)

/* Where a field is kept; NULL if it is not, or has been: the first counts. */
static struct cul_export_slot *slot_of(struct cul_export *x)
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
		[CUL_EXPORT_CURSOR] = "__CURSOR",
	};

	for (size_t i = 0; i < CUL_EXPORT_FIELDS_; i++)
		if (strlen(keys[i]) == x->key_len &&
		    memcmp(keys[i], x->key, x->key_len) == 0)
			return x->slots[i].has ? NULL : &x->slots[i];
	return NULL;
}

static void add(struct cul_export_slot *s, const char *p, size_t len)
{
	if (s == NULL)
		return;
	if (len > s->cap - s->len)
		len = s->cap - s->len;
	if (len > 0)
		memcpy(s->bytes + s->len, p, len);
	s->len += len;
}

struct cul_sv cul_export_get(const struct cul_export *x,
			     enum cul_export_field f)
{
	const struct cul_export_slot *s = &x->slots[f];

	if (!s->has)
		return (struct cul_sv){ NULL, 0 };
	return (struct cul_sv){ s->bytes, s->len };
}

static struct cul_sv either(const struct cul_export *x,
			    enum cul_export_field first,
			    enum cul_export_field second)
{
	return cul_export_get(x, x->slots[first].has ? first : second);
}

static void line_begin(struct cul_export *x, int64_t sec)
{
	cul_made_begin(x->out);
	x->out_sec = sec;
}

static void entry_end(struct cul_export *x, bool newline)
{
	char buf[CUL_TIME_TEXT_MAX];
	struct cul_wrapped w = {
		.host = cul_export_get(x, CUL_EXPORT_HOST),
		.text = cul_export_get(x, CUL_EXPORT_MESSAGE),
		.pid = cul_wrapped_pid(
			either(x, CUL_EXPORT_SYSLOG_PID, CUL_EXPORT_PID)),
	};

	w.time = cul_wrapped_time(
		either(x, CUL_EXPORT_SOURCE_TIME, CUL_EXPORT_TIME), buf);
	cul_wrapped_tag(&w, either(x, CUL_EXPORT_IDENT, CUL_EXPORT_COMM));
	line_begin(x, x->entry_sec);
	cul_made_record(x->out, &w);
	cul_made_end(x->out, newline);
	x->in_entry = false;
	x->over = true;
}

static void fields_clear(struct cul_export *x)
{
	for (size_t i = 0; i < CUL_EXPORT_FIELDS_; i++) {
		x->slots[i].has = false;
		x->slots[i].len = 0;
	}
	x->over = false;
}

static void entry_begin(struct cul_export *x)
{
	if (!x->in_entry)
		x->entry_sec = x->key_sec;
	x->in_entry = true;
}

static void key_next(struct cul_export *x)
{
	x->state = CUL_EXPORT_AT_KEY;
	x->key_len = 0;
}

static void value_begin(struct cul_export *x, enum cul_export_state state)
{
	entry_begin(x);
	x->slot = slot_of(x);
	if (x->slot != NULL)
		x->slot->has = true;
	x->state = state;
}

static bool is_key_char(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static void key_put(struct cul_export *x)
{
	line_begin(x, x->key_sec);
	cul_made_put(x->out, (struct cul_sv){ x->key, x->key_len });
}

static size_t at_key(struct cul_export *x, struct cul_sv p, int64_t sec,
		     bool *ret_line)
{
	if (x->key_len == 0)
		x->key_sec = sec;
	for (size_t i = 0; i < p.len; i++) {
		char c = p.ptr[i];

		if (is_key_char(c) && x->key_len < CUL_EXPORT_KEY_MAX) {
			x->key[x->key_len++] = c;
			continue;
		}
		if (c == '\n' && x->key_len == 0) {
			*ret_line = x->in_entry;
			if (x->in_entry)
				entry_end(x, true);
			return i + 1;
		}
		if (c == '\n') {
			x->state = CUL_EXPORT_IN_LENGTH;
			x->length_len = 0;
			return i + 1;
		}
		if (c == '=' && x->key_len > 0) {
			value_begin(x, CUL_EXPORT_IN_VALUE);
			return i + 1;
		}
		key_put(x);
		x->state = CUL_EXPORT_IN_FOREIGN;
		return i;
	}
	return p.len;
}

/* Up to and with the newline; false if there is none. */
static bool line_rest(struct cul_sv p, size_t *ret_len)
{
	const char *lf = memchr(p.ptr, '\n', p.len);

	*ret_len = lf != NULL ? (size_t)(lf - p.ptr) : p.len;
	return lf != NULL;
}

static size_t in_value(struct cul_export *x, struct cul_sv p)
{
	size_t len;
	bool ends = line_rest(p, &len);

	add(x->slot, p.ptr, len);
	if (ends)
		key_next(x);
	return len + ends;
}

static size_t in_foreign(struct cul_export *x, struct cul_sv p, bool *ret_line)
{
	size_t len;

	*ret_line = line_rest(p, &len);
	cul_made_put(x->out, (struct cul_sv){ p.ptr, len });
	if (*ret_line) {
		cul_made_end(x->out, true);
		key_next(x);
	}
	return len + *ret_line;
}

/* All of the length is there. One that cannot be is none. */
static void length_end(struct cul_export *x, bool *ret_line)
{
	uint64_t n = 0;

	for (unsigned i = CUL_EXPORT_LENGTH; i-- > 0;)
		n = n << 8 | (unsigned char)x->length[i];
	if (n <= VALUE_MAX) {
		value_begin(x, CUL_EXPORT_IN_BINARY);
		x->left = n;
		if (n == 0)
			x->state = CUL_EXPORT_AT_BINARY_END;
		return;
	}
	key_put(x);
	cul_made_end(x->out, true);
	*ret_line = true;
	key_next(x);
	memcpy(x->back, x->length, CUL_EXPORT_LENGTH);
	x->back_at = 0;
	x->back_len = CUL_EXPORT_LENGTH;
}

static size_t in_length(struct cul_export *x, struct cul_sv p, bool *ret_line)
{
	size_t n = CUL_EXPORT_LENGTH - x->length_len;

	if (n > p.len)
		n = p.len;
	memcpy(x->length + x->length_len, p.ptr, n);
	x->length_len += n;
	if (x->length_len == CUL_EXPORT_LENGTH)
		length_end(x, ret_line);
	return n;
}

static size_t in_binary(struct cul_export *x, struct cul_sv p)
{
	size_t n = p.len < x->left ? p.len : (size_t)x->left;

	add(x->slot, p.ptr, n);
	x->left -= n;
	if (x->left == 0)
		x->state = CUL_EXPORT_AT_BINARY_END;
	return n;
}

static size_t at_binary_end(struct cul_export *x, struct cul_sv p)
{
	key_next(x);
	return p.ptr[0] == '\n';
}

/* How many bytes were taken: none where the state alone moves. */
static size_t step(struct cul_export *x, struct cul_sv p, int64_t sec,
		   bool *ret_line)
{
	switch (x->state) {
	case CUL_EXPORT_AT_KEY:
		return at_key(x, p, sec, ret_line);
	case CUL_EXPORT_IN_VALUE:
		return in_value(x, p);
	case CUL_EXPORT_IN_LENGTH:
		return in_length(x, p, ret_line);
	case CUL_EXPORT_IN_BINARY:
		return in_binary(x, p);
	case CUL_EXPORT_AT_BINARY_END:
		return at_binary_end(x, p);
	case CUL_EXPORT_IN_FOREIGN:
		return in_foreign(x, p, ret_line);
	}
	return p.len;
}

static void back_read(struct cul_export *x, int64_t sec, bool *ret_line)
{
	while (x->back_at < x->back_len && !*ret_line) {
		struct cul_sv p = { x->back + x->back_at,
				    x->back_len - x->back_at };

		x->back_at += step(x, p, sec, ret_line);
	}
}

size_t cul_export_feed(struct cul_export *x, struct cul_sv p, int64_t sec,
		       bool *ret_line)
{
	size_t at = 0;

	*ret_line = false;
	if (x->over)
		fields_clear(x);
	back_read(x, sec, ret_line);
	while (at < p.len && !*ret_line)
		at += step(x, cul_sv_from(p, at), sec, ret_line);
	return at;
}

bool cul_export_end(struct cul_export *x)
{
	bool line = false;
	bool newline = x->state == CUL_EXPORT_AT_KEY && x->key_len == 0;

	if (x->over)
		fields_clear(x);
	back_read(x, x->key_sec, &line);
	if (line)
		return true;
	if (x->state == CUL_EXPORT_IN_FOREIGN) {
		cul_made_end(x->out, false);
		key_next(x);
		return true;
	}
	if (!newline && (x->key_len > 0 || x->state == CUL_EXPORT_IN_LENGTH))
		entry_begin(x);
	key_next(x);
	if (!x->in_entry)
		return false;
	/* The last entry needs no empty line behind it. */
	entry_end(x, newline);
	return true;
}

void cul_export_reset(struct cul_export *x)
{
	fields_clear(x);
	key_next(x);
	x->back_at = x->back_len = 0;
	x->in_entry = false;
	x->out->open_end = false;
}

int cul_export_init(struct cul_export *x, struct cul_made *out)
{
	char *p = malloc(CUL_OUT_MAX +
			 (CUL_EXPORT_FIELDS_ - 1) * CUL_WRAP_WORD_MAX);

	*x = (struct cul_export){ .out = out, .store = p };
	if (p == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < CUL_EXPORT_FIELDS_; i++) {
		x->slots[i].bytes = p;
		x->slots[i].cap = i == CUL_EXPORT_MESSAGE ? CUL_OUT_MAX
							  : CUL_WRAP_WORD_MAX;
		p += x->slots[i].cap;
	}
	return CUL_OK;
}

void cul_export_done(struct cul_export *x)
{
	free(x->store);
	x->store = NULL;
}
