/* \summary: what the block lists have in common */
#include "export/list.h"

#include <inttypes.h>
#include <stdio.h>

static bool stops(const struct cul_suggestion *s)
{
	return s->action == CUL_ACTION_BLOCK || s->action == CUL_ACTION_SUSPEND;
}

/* CUL_TIME_NONE is the least of all times: before every expiry. */
bool cul_list_wants(const struct cul_report *r, const struct cul_suggestion *s)
{
	return stops(s) && (s->expires_usec == CUL_TIME_NONE ||
			    s->expires_usec > r->made_usec);
}

bool cul_list_is_later(int64_t expires_usec, int64_t than_usec)
{
	return than_usec != CUL_TIME_NONE &&
	       (expires_usec == CUL_TIME_NONE || expires_usec > than_usec);
}

void cul_list_failed(struct cul_out *o, int err)
{
	o->err = o->err != 0 ? o->err : err;
}

/* FNV-1a, 64 bits (draft-eastlake-fnv): a name, not a protection. */
static uint64_t fnv(uint64_t h, const void *bytes, size_t len)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < len; i++)
		h = (h ^ p[i]) * UINT64_C(0x100000001b3);
	return h;
}

/* As text, so that the byte order of the machine does not matter. */
static uint64_t fnv_int(uint64_t h, int64_t v)
{
	char text[24];
	int len = snprintf(text, sizeof(text), "%" PRId64 " ", v);

	return fnv(h, text, (size_t)len);
}

void cul_list_run_id(const struct cul_report *r, char *buf)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	h = fnv_int(h, r->summary.t_first_usec);
	h = fnv_int(h, r->summary.t_last_usec);
	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *s = &r->suggestions[i];

		h = fnv(h, s->id, strnlen(s->id, sizeof(s->id)));
		h = fnv_int(h, s->action);
		h = fnv_int(h, s->expires_usec);
	}
	snprintf(buf, 17, "%016" PRIx64, h);
}

static void moment(struct cul_out *o, int64_t t_usec)
{
	char text[CUL_TIME_TEXT_MAX] = "unknown";

	if (t_usec != CUL_TIME_NONE)
		cul_time_print(t_usec, text);
	cul_out_str(o, text);
}

/* Begins a line of comment. */
static void line(struct cul_out *o, const struct cul_list_head *h,
		 const char *label)
{
	cul_out_fmt(o, "%s %s: ", h->mark != NULL ? h->mark : "#", label);
}

void cul_list_head(struct cul_out *o, const struct cul_report *r,
		   const struct cul_list_head *h)
{
	char run[17];

	cul_list_run_id(r, run);
	cul_out_fmt(o, "%s %s, made by culprit %s; do not edit\n",
		    h->mark != NULL ? h->mark : "#", h->name, r->version);
	line(o, h, "use");
	cul_out_fmt(o, "%s\n", h->usage);
	line(o, h, "run");
	cul_out_fmt(o, "%s\n", run);
	line(o, h, "log");
	cul_out_str(o, "from ");
	moment(o, r->summary.t_first_usec);
	cul_out_str(o, " to ");
	moment(o, r->summary.t_last_usec);
	cul_out_str(o, "\n");
	line(o, h, "made");
	moment(o, r->made_usec);
	cul_out_str(o, "\n");
	line(o, h, "expires");
	if (h->n != 0 && h->expires_usec != CUL_TIME_NONE)
		moment(o, h->expires_usec);
	else
		cul_out_str(o, "never");
	cul_out_str(o, "\n");
	line(o, h, "entries");
	cul_out_fmt(o, "%zu\n", h->n);
}

static void comment_text(struct cul_out *o, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s >= ' ' && *s <= '~')
			cul_out_put(o, s, 1);
		else
			cul_out_fmt(o, "\\x%02x", (unsigned)(unsigned char)*s);
	}
}

void cul_list_comment(struct cul_out *o, const struct cul_suggestion *s)
{
	cul_out_fmt(o, "%s, %s ", cul_kind_name(s->kind),
		    cul_subject_name(s->subject));
	comment_text(o, s->name);
	cul_out_str(o, ", id ");
	comment_text(o, s->id);
	if (s->expires_usec != CUL_TIME_NONE) {
		cul_out_str(o, ", until ");
		moment(o, s->expires_usec);
	}
}

static bool is_id_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

void cul_list_id(struct cul_out *o, const struct cul_suggestion *s)
{
	for (const char *p = s->id; *p != '\0'; p++)
		cul_out_put(o, is_id_char(*p) ? p : "?", 1);
}

void cul_list_refusal(struct cul_out *o, const struct cul_suggestion *s)
{
	cul_out_fmt(o, "%s after %s; see your postmaster, id ",
		    s->action == CUL_ACTION_BLOCK ? "Blocked" : "Suspended",
		    cul_kind_name(s->kind));
	cul_list_id(o, s);
}
