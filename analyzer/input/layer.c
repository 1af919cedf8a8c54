/* \summary: take bytes from the layer below, and remember when they were
 * written */
#include "input/layer.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int cul_told_fail(struct cul_told *t, int err, const char *fmt, ...)
{
	va_list ap;

	if (t->error[0] != '\0')
		return err;
	va_start(ap, fmt);
	vsnprintf(t->error, sizeof(t->error), fmt, ap);
	va_end(ap);
	return err;
}

void cul_told_note(struct cul_told *t, const char *fmt, ...)
{
	size_t n = strlen(t->note);
	va_list ap;

	if (n > 0 && n + 3 < sizeof(t->note)) {
		memcpy(t->note + n, "; ", 3);
		n += 2;
	}
	va_start(ap, fmt);
	vsnprintf(t->note + n, sizeof(t->note) - n, fmt, ap);
	va_end(ap);
}

void cul_tap_init(struct cul_tap *t, struct cul_layer *below)
{
	*t = (struct cul_tap){ .below = below };
}

void cul_tap_done(struct cul_tap *t)
{
	if (t->below != NULL)
		t->below->free(t->below);
	free(t->bytes);
	*t = (struct cul_tap){ 0 };
}

void cul_tap_push(struct cul_tap *t, struct cul_tap *below,
		  struct cul_layer *layer)
{
	*below = *t;
	layer->told = t->below->told;
	layer->written_sec = t->below->written_sec;
	cul_tap_init(t, layer);
}

static void end_here(struct cul_tap *t, int err)
{
	t->end = true;
	t->err = err;
}

/* The mark of the next byte; 0 if none is known. */
static unsigned mark_at(const struct cul_tap *t)
{
	unsigned i = 0;

	while (i + 1 < t->n_marks && t->marks[i + 1].from <= t->at)
		i++;
	return i;
}

/* Move what is held to the front. */
static void move_up(struct cul_tap *t)
{
	unsigned first = mark_at(t), n = 0;

	t->len -= t->at;
	if (t->len == 0)
		t->n_marks = 0;
	for (unsigned i = first; i < t->n_marks; i++, n++) {
		t->marks[n] = t->marks[i];
		t->marks[n].from -= i == first ? t->marks[n].from : t->at;
	}
	t->n_marks = n;
	if (t->len > 0 && t->at > 0)
		memmove(t->bytes, t->bytes + t->at, t->len);
	t->at = 0;
}

static void mark(struct cul_tap *t)
{
	int64_t sec = t->below->written_sec;

	if (t->n_marks == CUL_TAP_MARKS ||
	    (t->n_marks > 0 && t->marks[t->n_marks - 1].sec == sec))
		return;
	t->marks[t->n_marks].from = t->len;
	t->marks[t->n_marks++].sec = sec;
}

static bool room_for(struct cul_tap *t, size_t want)
{
	size_t cap = t->cap != 0 ? t->cap : CUL_TAP_BYTES;
	char *bytes;

	while (cap < want)
		cap *= 2;
	if (cap == t->cap)
		return true;
	bytes = realloc(t->bytes, cap);
	if (bytes == NULL)
		return false;
	t->bytes = bytes;
	t->cap = cap;
	return true;
}

size_t cul_tap_need(struct cul_tap *t, size_t want)
{
	if (cul_tap_held(t) >= want || t->end)
		return cul_tap_held(t);
	move_up(t);
	if (!room_for(t, want)) {
		end_here(t, cul_told_fail(t->below->told, CUL_ENOMEM,
					  "out of memory"));
		return t->len;
	}
	while (t->len < want && !t->end) {
		ssize_t n = t->below->read(t->below, t->bytes + t->len,
					   t->cap - t->len);

		if (n <= 0) {
			end_here(t, (int)n);
			break;
		}
		mark(t);
		t->len += (size_t)n;
		t->taken += (uint64_t)n;
	}
	return t->len;
}

static ssize_t held_read(struct cul_tap *t, char *buf, size_t cap,
			 int64_t *ret_sec)
{
	unsigned m = mark_at(t);
	size_t to = m + 1 < t->n_marks ? t->marks[m + 1].from : t->len;
	size_t n = to - t->at;

	if (n > cap)
		n = cap;
	memcpy(buf, t->bytes + t->at, n);
	t->at += n;
	*ret_sec = t->marks[m].sec;
	return (ssize_t)n;
}

ssize_t cul_tap_read(struct cul_tap *t, char *buf, size_t cap, int64_t *ret_sec)
{
	ssize_t n;

	if (cul_tap_held(t) > 0)
		return held_read(t, buf, cap, ret_sec);
	if (t->end)
		return t->err;
	if (t->bytes != NULL) {
		free(t->bytes);
		t->bytes = NULL;
		t->at = t->len = t->cap = 0;
		t->n_marks = 0;
	}
	n = t->below->read(t->below, buf, cap);
	if (n <= 0)
		end_here(t, (int)n);
	else
		t->taken += (uint64_t)n;
	*ret_sec = t->below->written_sec;
	return n;
}

int64_t cul_tap_sec(const struct cul_tap *t)
{
	assert(cul_tap_held(t) > 0);
	return t->marks[mark_at(t)].sec;
}
