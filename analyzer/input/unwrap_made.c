/* \summary: write one record as a line of syslog */
#include "culprit/record.h"
#include "input/made.h"

void cul_made_begin(struct cul_made *o)
{
	o->len = 0;
	o->max = CUL_OUT_MAX;
	if (o->open_end) {
		o->bytes[o->len++] = '\n';
		o->max++;
	}
}

void cul_made_end(struct cul_made *o, bool newline)
{
	if (newline)
		o->bytes[o->len++] = '\n';
	o->open_end = !newline;
}

void cul_made_put(struct cul_made *o, struct cul_sv v)
{
	size_t n = o->max - o->len < v.len ? o->max - o->len : v.len;

	if (n > 0)
		memcpy(o->bytes + o->len, v.ptr, n);
	o->len += n;
}

static bool is_control(char c)
{
	unsigned char u = (unsigned char)c;

	return (u < 0x20 && u != '\t') || u == 0x7f;
}

static void octal(struct cul_made *o, char c)
{
	unsigned u = (unsigned char)c;
	char s[4] = { '#', (char)('0' + (u >> 6)), (char)('0' + (u >> 3 & 7)),
		      (char)('0' + (u & 7)) };

	cul_made_put(o, (struct cul_sv){ s, sizeof(s) });
}

void cul_made_text(struct cul_made *o, struct cul_sv v)
{
	size_t from = 0;

	for (size_t i = 0; i < v.len && o->len < o->max; i++) {
		if (!is_control(v.ptr[i]))
			continue;
		cul_made_put(o, (struct cul_sv){ v.ptr + from, i - from });
		octal(o, v.ptr[i]);
		from = i + 1;
	}
	if (from < v.len)
		cul_made_put(o, cul_sv_from(v, from));
}

/* As one word, in which nothing ends a tag before its end. */
static void out_word(struct cul_made *o, struct cul_sv v)
{
	for (size_t i = 0; i < v.len && i < CUL_WRAP_WORD_MAX; i++) {
		unsigned char c = (unsigned char)v.ptr[i];
		bool bad = c <= ' ' || c == 0x7f || c == '[' || c == ']' ||
			   c == '<' || (c == ':' && i + 1 == v.len);

		cul_made_put(o, bad ? CUL_SV("_")
				    : (struct cul_sv){ v.ptr + i, 1 });
	}
}

static void out_pid(struct cul_made *o, uint32_t pid)
{
	char digits[10];
	size_t at = sizeof(digits);

	if (pid == 0)
		return;
	for (; pid != 0; pid /= 10)
		digits[--at] = (char)('0' + pid % 10);
	cul_made_put(o, CUL_SV("["));
	cul_made_put(o, (struct cul_sv){ digits + at, sizeof(digits) - at });
	cul_made_put(o, CUL_SV("]"));
}

/* One newline ends the record of who sent it with one; a blank begins it
 * where the tag was cut off before. */
static struct cul_sv trimmed(struct cul_sv v)
{
	if (v.len > 0 && v.ptr[v.len - 1] == '\n')
		v.len--;
	if (v.len > 0 && v.ptr[v.len - 1] == '\r')
		v.len--;
	if (v.len > 0 && v.ptr[0] == ' ')
		v = cul_sv_from(v, 1);
	return v;
}

static void out_host(struct cul_made *o, struct cul_sv host)
{
	if (host.len == 0)
		return;
	out_word(o, host);
	cul_made_put(o, CUL_SV(" "));
}

void cul_made_record(struct cul_made *o, const struct cul_wrapped *w)
{
	if (w->time.len > 0) {
		cul_made_put(o, w->time);
		cul_made_put(o, CUL_SV(" "));
	}
	out_host(o, w->host);
	out_word(o, w->tag.len > 0 ? w->tag : CUL_SV("-"));
	out_pid(o, w->pid);
	cul_made_put(o, CUL_SV(": "));
	cul_made_text(o, trimmed(w->text));
}

static bool has_stamp(struct cul_sv line)
{
	struct cul_stamp_memo none = { 0 };
	struct cul_record rec;

	cul_syslog_read(line, &none, &rec);
	return rec.stamp.form != CUL_STAMP_ABSENT;
}

void cul_made_line(struct cul_made *o, const struct cul_wrapped *w)
{
	struct cul_sv text = w->text;

	if (text.len > 0 && text.ptr[text.len - 1] == '\r')
		text.len--;
	if (w->time.len > 0 && !has_stamp(text)) {
		cul_made_put(o, w->time);
		cul_made_put(o, CUL_SV(" "));
		out_host(o, w->host);
	}
	cul_made_text(o, text);
}

uint32_t cul_wrapped_pid(struct cul_sv digits)
{
	struct cul_cur c = cul_cur_over(digits);
	uint64_t pid = cul_take_u64(&c, UINT32_MAX);

	return !c.bad && c.p == c.end ? (uint32_t)pid : 0;
}

void cul_wrapped_tag(struct cul_wrapped *w, struct cul_sv tag)
{
	const char *open;

	if (tag.len > 0 && tag.ptr[tag.len - 1] == ':')
		tag.len--;
	w->tag = tag;
	if (tag.len == 0 || tag.ptr[tag.len - 1] != ']')
		return;
	open = memchr(tag.ptr, '[', tag.len);
	if (open == NULL)
		return;
	w->tag.len = (size_t)(open - tag.ptr);
	if (w->pid == 0)
		w->pid = cul_wrapped_pid(
			(struct cul_sv){ open + 1, tag.len - w->tag.len - 2 });
}

/* Seconds have 10 digits until the year 2286, milliseconds and microseconds
 * three more each; nobody logs of the 1970s. */
static bool since_1970(struct cul_sv v, int64_t *ret_usec)
{
	static const int64_t units[] = { 100000, 10000, 1000, 100, 10, 1 };
	struct cul_cur c = cul_cur_over(v);
	uint64_t n = cul_take_u64(&c, INT64_MAX);
	int64_t usec = 0;

	if (n < UINT64_C(100000000000)) {
		usec = (int64_t)n * CUL_USEC_PER_SEC;
		if (cul_try_lit(&c, CUL_SV("."))) {
			for (size_t i = 0;
			     c.p < c.end && *c.p >= '0' && *c.p <= '9';
			     i++, c.p++)
				usec += i < 6 ? (*c.p - '0') * units[i] : 0;
		}
	} else if (n < UINT64_C(100000000000000)) {
		usec = (int64_t)n * 1000;
	} else {
		usec = (int64_t)n;
	}
	*ret_usec = usec;
	return !c.bad && c.p == c.end && usec >= CUL_USEC_PER_DAY &&
	       usec < INT64_C(253402300800) * CUL_USEC_PER_SEC;
}

struct cul_sv cul_wrapped_time(struct cul_sv v, char buf[CUL_TIME_TEXT_MAX])
{
	struct cul_stamp_memo none = { 0 };
	struct cul_cur c = cul_cur_over(v);
	struct cul_stamp stamp;
	int64_t usec;

	if (v.len < CUL_WRAP_TIME_MAX && cul_stamp_read(&c, &none, &stamp) &&
	    c.p == c.end)
		return v;
	if (!since_1970(v, &usec))
		return (struct cul_sv){ NULL, 0 };
	return (struct cul_sv){ buf, cul_time_print(usec, buf) };
}
