/* \summary: records that are one line each; containers' lines from pieces */
#include <stdlib.h>

#include "input/unwrap_int.h"

void cul_wrap_cri(struct cul_sv line, struct cul_wrap *ret_wrap)
{
	struct cul_cur c = cul_cur_over(line);
	struct cul_wrap w = { .kind = CUL_WRAP_LINE };
	struct cul_stamp stamp;
	struct cul_sv flags;

	ret_wrap->kind = CUL_WRAP_NONE;
	if (!cul_stamp_read_rfc3339(&c, &stamp) ||
	    stamp.form != CUL_STAMP_ZONED)
		return;
	w.w.time = (struct cul_sv){ line.ptr, (size_t)(c.p - line.ptr) };
	if (cul_try_lit(&c, CUL_SV(" stderr ")))
		w.stream = CUL_STREAM_ERR;
	else
		cul_take_lit(&c, CUL_SV(" stdout "));
	/* Flags are parted by colons; the first says whether it is whole. */
	flags = cul_take_until(&c, ' ');
	if (c.bad || flags.len == 0 ||
	    (flags.ptr[0] != 'F' && flags.ptr[0] != 'P') ||
	    (flags.len > 1 && flags.ptr[1] != ':'))
		return;
	if (flags.ptr[0] == 'P')
		w.kind = CUL_WRAP_PIECE;
	w.w.text = cul_cur_rest(&c);
	*ret_wrap = w;
}

static bool piece_add(struct cul_unwrap *u, struct cul_wrap_piece *p,
		      const struct cul_wrapped *w)
{
	size_t room;

	if (p->bytes == NULL) {
		p->bytes = malloc(CUL_OUT_MAX);
		if (p->bytes == NULL)
			return false;
	}
	if (!p->open) {
		p->open = true;
		p->len = 0;
		p->sec = cul_tap_sec(&u->in);
		p->time_len = w->time.len < sizeof(p->time) ? w->time.len : 0;
		if (p->time_len > 0)
			memcpy(p->time, w->time.ptr, p->time_len);
	}
	room = CUL_OUT_MAX - p->len;
	if (room > w->text.len)
		room = w->text.len;
	if (room > 0)
		memcpy(p->bytes + p->len, w->text.ptr, room);
	p->len += room;
	return true;
}

static void piece_end(struct cul_unwrap *u, struct cul_wrap_piece *p,
		      struct cul_sv host, bool newline)
{
	struct cul_wrapped w = { .time = { p->time, p->time_len },
				 .host = host,
				 .text = { p->bytes, p->len } };

	cul_unwrap_begin(u, p->sec);
	cul_made_line(&u->out, &w);
	cul_unwrap_end(u, newline);
	p->open = false;
}

/* A line of a container, or a piece of one. */
static void line_make(struct cul_unwrap *u, const struct cul_wrap *w,
		      bool newline)
{
	struct cul_wrap_piece *p = &u->pieces[w->stream];

	if (w->kind == CUL_WRAP_PIECE || p->open) {
		if (!piece_add(u, p, &w->w)) {
			u->in.err = cul_told_fail(u->layer.told, CUL_ENOMEM,
						  "out of memory");
			u->done = true;
		} else if (w->kind == CUL_WRAP_LINE) {
			piece_end(u, p, w->w.host, newline);
		}
		return;
	}
	cul_unwrap_begin(u, cul_tap_sec(&u->in));
	cul_made_line(&u->out, &w->w);
	cul_unwrap_end(u, newline);
}

static void record_make(struct cul_unwrap *u, const struct cul_wrap *w)
{
	if (w->lost && !u->told_lost) {
		u->told_lost = true;
		cul_told_note(u->layer.told,
			      "journalctl left out long messages: use its "
			      "option --all");
	}
	cul_unwrap_begin(u, cul_tap_sec(&u->in));
	cul_made_record(&u->out, &w->w);
	cul_unwrap_end(u, true);
}

/* What never got its last piece, one by one. */
static bool left_over(struct cul_unwrap *u)
{
	static const struct cul_sv none = { NULL, 0 };

	for (size_t i = 0; i < CUL_STREAMS_; i++) {
		if (u->pieces[i].open) {
			piece_end(u, &u->pieces[i], none, false);
			return true;
		}
	}
	return false;
}

static void one_line(struct cul_unwrap *u, enum cul_wrap_line how, size_t len)
{
	char *p = u->in.bytes + u->in.at;
	/* A whole object is a whole record, newline or not. */
	bool newline = how != CUL_LINE_TORN || u->form == CUL_FORM_JSON;
	struct cul_wrap w = { .kind = CUL_WRAP_NONE };

	if (how != CUL_LINE_LONG && u->form == CUL_FORM_CRI)
		cul_wrap_cri((struct cul_sv){ p, len }, &w);
	else if (how != CUL_LINE_LONG && len > 0 && *p == '{')
		cul_wrap_json(p, len, &w);
	if (w.kind == CUL_WRAP_NONE) {
		cul_unwrap_pass(u, how, len);
		return;
	}
	if (w.kind == CUL_WRAP_RECORD)
		record_make(u, &w);
	else
		line_make(u, &w, newline);
	cul_unwrap_step(u, how, len);
}

/* NUL bytes before a line are not of it (block.h): they pass, so that they
 * are counted, and the line behind them is read. */
static bool hole_pass(struct cul_unwrap *u)
{
	size_t held = u->skipping ? 0 : cul_tap_need(&u->in, 1), n = 0;
	const char *p = u->in.bytes + u->in.at;

	while (n < held && n < CUL_RECORD_MAX && p[n] == '\0')
		n++;
	if (n == 0)
		return false;
	cul_unwrap_begin(u, cul_tap_sec(&u->in));
	cul_made_put(&u->out, (struct cul_sv){ p, n });
	u->out.open_end = false;
	u->in.at += n;
	u->searched = 0;
	return true;
}

bool cul_unwrap_lines(struct cul_unwrap *u)
{
	while (u->out.len == 0 && !u->done) {
		enum cul_wrap_line how;
		size_t len;

		if (hole_pass(u))
			return true;
		how = cul_unwrap_line(u, &len);
		if (how == CUL_LINE_NONE)
			return left_over(u);
		one_line(u, how, len);
	}
	return u->out.len > 0;
}
