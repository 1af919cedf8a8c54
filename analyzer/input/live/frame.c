/* \summary: part a stream into messages, and make each a line */
#include <stdlib.h>

#include "input/live/frame.h"
#include "input/made.h"

enum { ESCAPED = 4 }; /* "#012" */

static struct cul_sv trimmed(struct cul_sv v)
{
	while (v.len > 0 &&
	       (v.ptr[v.len - 1] == '\n' || v.ptr[v.len - 1] == '\0'))
		v.len--;
	if (v.len > 0 && v.ptr[v.len - 1] == '\r')
		v.len--;
	return v;
}

static int put(struct cul_cutter *out, struct cul_sv msg, bool cut, bool end)
{
	struct cul_made o = { .len = 0 };

	if (!cut)
		msg = trimmed(msg);
	if (msg.len == 0)
		return CUL_OK;
	o.max = msg.len < CUL_OUT_MAX / ESCAPED ? msg.len * ESCAPED
						: CUL_OUT_MAX;
	if (cul_cutter_room(out, o.max + 1, &o.bytes) < 0)
		return CUL_ENOMEM;
	cul_made_text(&o, msg);
	cul_made_end(&o, end);
	cul_cutter_added(out, o.len);
	return CUL_OK;
}

int cul_message_put(struct cul_cutter *out, struct cul_sv msg, bool cut)
{
	return put(out, msg, cut, true);
}

/* Keep a part of a message, as far as it is not too long. */
static int keep(struct cul_frame *f, struct cul_sv p)
{
	size_t n = CUL_OUT_MAX - f->len;

	if (n < p.len)
		f->cut = true;
	else
		n = p.len;
	if (f->len + n > f->cap) {
		size_t cap = f->len + n + f->cap / 2;
		char *bytes;

		if (cap > CUL_OUT_MAX)
			cap = CUL_OUT_MAX;
		bytes = realloc(f->bytes, cap);
		if (bytes == NULL)
			return CUL_ENOMEM;
		f->bytes = bytes;
		f->cap = cap;
	}
	if (n > 0)
		memcpy(f->bytes + f->len, p.ptr, n);
	f->len += n;
	return CUL_OK;
}

void cul_frame_done(struct cul_frame *f)
{
	free(f->bytes);
	*f = (struct cul_frame){ .state = CUL_FRAME_BETWEEN };
}

/* The message is what is kept, and `p`. */
static int message_end(struct cul_frame *f, struct cul_sv p,
		       struct cul_cutter *out, bool end)
{
	int rc;

	f->state = CUL_FRAME_BETWEEN;
	if (f->len == 0 && p.len <= CUL_OUT_MAX)
		return put(out, p, false, end);
	rc = keep(f, p);
	if (rc == CUL_OK)
		rc = put(out, (struct cul_sv){ f->bytes, f->len }, f->cut, end);
	f->len = 0;
	f->cut = false;
	return rc;
}

static int between(struct cul_frame *f, struct cul_sv *p)
{
	char c = p->ptr[0];

	if (c == '0')
		return CUL_ECORRUPT;
	if (c > '0' && c <= '9') {
		f->state = CUL_FRAME_COUNT;
		f->left = 0;
	} else if (c == '\n' || c == '\r' || c == '\0' || c == ' ') {
		*p = cul_sv_from(*p, 1);
	} else {
		f->state = CUL_FRAME_LINE;
	}
	return CUL_OK;
}

static int count(struct cul_frame *f, struct cul_sv *p)
{
	char c = p->ptr[0];

	*p = cul_sv_from(*p, 1);
	if (c == ' ') {
		f->state = CUL_FRAME_COUNTED;
		return CUL_OK;
	}
	if (c < '0' || c > '9')
		return CUL_ECORRUPT;
	f->left = f->left * 10 + (uint32_t)(c - '0');
	return f->left <= CUL_FRAME_MAX ? CUL_OK : CUL_ECORRUPT;
}

static int counted(struct cul_frame *f, struct cul_sv *p,
		   struct cul_cutter *out)
{
	struct cul_sv part = *p;

	if (part.len > f->left)
		part.len = f->left;
	f->left -= (uint32_t)part.len;
	*p = cul_sv_from(*p, part.len);
	return f->left == 0 ? message_end(f, part, out, true) : keep(f, part);
}

static int line(struct cul_frame *f, struct cul_sv *p, struct cul_cutter *out)
{
	struct cul_sv part = *p;
	const char *end = memchr(part.ptr, '\n', part.len), *nul;

	if (end != NULL)
		part.len = (size_t)(end - part.ptr);
	nul = part.len > 0 ? memchr(part.ptr, '\0', part.len) : NULL;
	if (nul != NULL) {
		part.len = (size_t)(nul - part.ptr);
		end = nul;
	}
	*p = cul_sv_from(*p, part.len + (end != NULL));
	return end != NULL ? message_end(f, part, out, true) : keep(f, part);
}

int cul_frame_feed(struct cul_frame *f, struct cul_sv p, struct cul_cutter *out)
{
	int rc = CUL_OK;

	while (p.len > 0 && rc == CUL_OK) {
		switch (f->state) {
		case CUL_FRAME_BETWEEN:
			rc = between(f, &p);
			break;
		case CUL_FRAME_COUNT:
			rc = count(f, &p);
			break;
		case CUL_FRAME_COUNTED:
			rc = counted(f, &p, out);
			break;
		case CUL_FRAME_LINE:
			rc = line(f, &p, out);
			break;
		}
	}
	return rc;
}

int cul_frame_end(struct cul_frame *f, struct cul_cutter *out, bool *ret_torn)
{
	size_t before = out->len;
	int rc = message_end(f, (struct cul_sv){ "", 0 }, out, false);

	*ret_torn = out->len > before;
	return rc;
}
