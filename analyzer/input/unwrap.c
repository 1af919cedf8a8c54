/* \summary: find what wraps the lines, and give them one after the other */
#include <stdlib.h>

#include "input/unwrap_int.h"

/* Lines looked at to find a form: the first may be the end of a record whose
 * beginning was rotated away. No more is looked at than a tap holds. */
enum { TRY_LINES = 8 };

void cul_unwrap_begin(struct cul_unwrap *u, int64_t sec)
{
	cul_made_begin(&u->out);
	u->out_at = 0;
	u->out_sec = sec;
}

void cul_unwrap_end(struct cul_unwrap *u, bool newline)
{
	cul_made_end(&u->out, newline);
}

/* Where the line that is held ends; NULL if it is not whole. */
static const char *newline(struct cul_unwrap *u)
{
	const char *p = u->in.bytes + u->in.at;
	size_t held = cul_tap_held(&u->in);
	const char *lf;

	if (held == u->searched)
		return NULL;
	lf = memchr(p + u->searched, '\n', held - u->searched);
	if (lf == NULL)
		u->searched = held;
	return lf;
}

/* Read over the rest of an over-long line. */
static void skip(struct cul_unwrap *u)
{
	while (u->skipping && cul_tap_need(&u->in, 1) > 0) {
		const char *lf = newline(u);

		if (lf != NULL) {
			u->in.at = (size_t)(lf + 1 - u->in.bytes);
			u->skipping = false;
		} else {
			u->in.at = u->in.len;
		}
		u->searched = 0;
	}
}

enum cul_wrap_line cul_unwrap_line(struct cul_unwrap *u, size_t *ret_len)
{
	skip(u);
	for (;;) {
		size_t held = cul_tap_held(&u->in);
		const char *lf = held > 0 ? newline(u) : NULL;

		*ret_len = held;
		if (lf != NULL) {
			*ret_len = (size_t)(lf - u->in.bytes) - u->in.at;
			if (*ret_len <= CUL_WRAP_MAX)
				return CUL_LINE_WHOLE;
		}
		if (*ret_len > CUL_WRAP_MAX) {
			*ret_len = CUL_WRAP_MAX;
			return CUL_LINE_LONG;
		}
		if (cul_tap_need(&u->in, held + 1) == held)
			return held > 0 ? CUL_LINE_TORN : CUL_LINE_NONE;
	}
}

void cul_unwrap_step(struct cul_unwrap *u, enum cul_wrap_line how, size_t len)
{
	u->in.at += len + (how == CUL_LINE_WHOLE);
	u->skipping = how == CUL_LINE_LONG;
	u->searched = 0;
}

void cul_unwrap_pass(struct cul_unwrap *u, enum cul_wrap_line how, size_t len)
{
	cul_unwrap_begin(u, cul_tap_sec(&u->in));
	cul_made_put(&u->out, (struct cul_sv){ u->in.bytes + u->in.at, len });
	cul_unwrap_end(u, how != CUL_LINE_TORN);
	cul_unwrap_step(u, how, len);
}

/* Would the next line have to be waited for? */
static bool dry(struct cul_unwrap *u)
{
	return cul_tap_held(&u->in) == 0 || newline(u) == NULL;
}

static bool make_next(struct cul_unwrap *u, bool wait)
{
	u->out.len = u->out_at = 0;
	if (u->form == CUL_FORM_EXPORT)
		return cul_unwrap_export(u, wait);
	return (wait || !dry(u)) && cul_unwrap_lines(u);
}

static ssize_t unwrap_read(struct cul_layer *l, char *buf, size_t cap)
{
	struct cul_unwrap *u = (struct cul_unwrap *)l;
	size_t made = 0;

	while (made < cap) {
		size_t n = u->out.len - u->out_at;

		if (n == 0) {
			if (!u->done && make_next(u, made == 0))
				continue;
			u->done |= made == 0;
			break;
		}
		if (made > 0 && u->out_sec != l->written_sec)
			break;
		l->written_sec = u->out_sec;
		if (n > cap - made)
			n = cap - made;
		memcpy(buf + made, u->out.bytes + u->out_at, n);
		u->out_at += n;
		made += n;
	}
	return made > 0 ? (ssize_t)made : u->in.err;
}

static void unwrap_free(struct cul_layer *l)
{
	struct cul_unwrap *u = (struct cul_unwrap *)l;

	cul_tap_done(&u->in);
	for (size_t i = 0; i < CUL_STREAMS_; i++)
		free(u->pieces[i].bytes);
	free(u->out.bytes);
	free(u->chunk);
	cul_export_done(&u->export);
	free(u);
}

static bool is_export(struct cul_sv line)
{
	return cul_sv_starts(line, CUL_SV("__CURSOR=")) ||
	       cul_sv_starts(line, CUL_SV("__REALTIME_TIMESTAMP="));
}

/* One line of the head; false if it says nothing. */
static bool form_of(char *p, size_t len, unsigned n, enum cul_wrap_form *ret)
{
	struct cul_wrap w = { .kind = CUL_WRAP_NONE };

	for (; len > 0 && *p == '\0'; len--)
		p++;
	if (len == 0)
		return false;
	if (n == 0 && is_export((struct cul_sv){ p, len })) {
		*ret = CUL_FORM_EXPORT;
		return true;
	}
	if (*p == '{') {
		*ret = CUL_FORM_JSON;
		return cul_wrap_json_known(p, len);
	}
	*ret = CUL_FORM_CRI;
	cul_wrap_cri((struct cul_sv){ p, len }, &w);
	return w.kind != CUL_WRAP_NONE;
}

/* All of the head that is looked at is held; what does it say? */
static bool form_find(const struct cul_tap *t, enum cul_wrap_form *ret)
{
	char *p = t->bytes + t->at, *end = t->bytes + t->len;
	unsigned n = 0;

	if ((size_t)(end - p) > CUL_TAP_BYTES)
		end = p + CUL_TAP_BYTES;
	while (p < end && n < TRY_LINES) {
		size_t len = (size_t)(end - p);
		const char *lf = memchr(p, '\n', len);

		if (lf == NULL && !t->end)
			return false;
		if (lf != NULL)
			len = (size_t)(lf - p);
		if (len > 0 && form_of(p, len, n++, ret))
			return true;
		p += len + (lf != NULL);
	}
	return false;
}

static bool has_lines(const struct cul_tap *t)
{
	const char *p = t->bytes + t->at, *end = t->bytes + t->len;
	unsigned n = 0;

	while (p < end && n < TRY_LINES) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));

		if (lf == NULL)
			return false;
		n += lf != p;
		p = lf + 1;
	}
	return n == TRY_LINES;
}

static int push(struct cul_tap *tap, enum cul_wrap_form form)
{
	struct cul_unwrap *u = calloc(1, sizeof(*u));

	if (u == NULL)
		return CUL_ENOMEM;
	u->form = form;
	u->layer.read = unwrap_read;
	u->layer.free = unwrap_free;
	u->out.bytes = malloc(CUL_OUT_MAX + 2);
	if (u->out.bytes == NULL ||
	    (form == CUL_FORM_EXPORT && !cul_unwrap_export_init(u))) {
		unwrap_free(&u->layer);
		return CUL_ENOMEM;
	}
	cul_tap_push(tap, &u->in, &u->layer);
	return 1;
}

int cul_unwrap_try(struct cul_tap *tap)
{
	enum cul_wrap_form form;
	size_t held = cul_tap_need(tap, 1);

	while (held > 0 && held < CUL_TAP_BYTES && !has_lines(tap)) {
		size_t more = cul_tap_need(tap, held + 1);

		if (more == held)
			break;
		held = more;
	}
	return held > 0 && form_find(tap, &form) ? push(tap, form) : 0;
}
