/* \summary: the envelope that syslog, postlogd and journals put on a line
 *
 * RFC 3164 as it is found (no host, two hosts, a priority as a number or in
 * words, the name of a zone), RFC 5424, and files stamped as RFC 3339 says;
 * of what multilog stamps (TAI64N), all behind the stamp is text.
 */
#include "culprit/record.h"
#include "text/scan.h"

static void blanks_skip(struct cul_cur *c)
{
	while (c->p < c->end && *c->p == ' ')
		c->p++;
}

static const char *word_end(const struct cul_cur *c)
{
	const char *e = c->p;

	while (e < c->end && *e != ' ')
		e++;
	return e;
}

/* "[123]", "[123]:" or ":" behind a tag; false if it is none of these. */
static bool tag_close(struct cul_cur *c, uint32_t *ret_pid)
{
	struct cul_cur d = *c;
	uint32_t pid = 0;

	if (cul_try_lit(&d, CUL_SV("["))) {
		pid = (uint32_t)cul_take_u64(&d, UINT32_MAX);
		cul_take_lit(&d, CUL_SV("]"));
		if (d.bad)
			return false;
		(void)cul_try_lit(&d, CUL_SV(":"));
	} else {
		d.p++;
	}
	if (d.p < d.end && *d.p != ' ')
		return false;
	*ret_pid = pid;
	*c = d;
	return true;
}

/* A tag may hold ':' (a service named by its address), so a ':' ends it only
 * before a blank. Moves nothing if there is no tag. */
static bool tag_read(struct cul_cur *c, struct cul_record *rec)
{
	struct cul_cur d = *c;

	for (; d.p < d.end && *d.p != ' '; d.p++) {
		if (*d.p != '[' && *d.p != ':')
			continue;
		struct cul_sv tag = { c->p, (size_t)(d.p - c->p) };

		if (tag.len == 0)
			return false;
		if (tag_close(&d, &rec->pid)) {
			rec->tag = tag;
			*c = d;
			return true;
		}
		if (*d.p == '[')
			return false;
	}
	return false;
}

enum { PID_AND_WORD = 13 }; /* "[12345678]: w" */

/* "host tag[pid]: words", as nearly every line is. False, with nothing set, if
 * it is anything else; the general readers below then give the same answer for
 * all that this one takes. */
static inline __attribute__((always_inline)) bool
plain_read(const char *p, const char *end, struct cul_record *rec)
{
	const char *host_end = cul_find_either(p, (size_t)(end - p), ' ', '[');
	const char *tag, *tag_end, *text;
	uint32_t pid;
	unsigned n;

	if (host_end == NULL || host_end == p || *host_end == '[' ||
	    host_end[-1] == ':' || *p == '<')
		return false;
	tag = host_end + 1;
	tag_end = cul_find_either(tag, (size_t)(end - tag), ' ', '[');
	if (tag_end == NULL || tag_end == tag || *tag == ':' ||
	    *tag_end == ' ' || end - tag_end < PID_AND_WORD)
		return false;
	n = cul_digits8(tag_end + 1, &pid);
	text = tag_end + 1 + n + 3;
	if (n == 0 || memcmp(text - 3, "]: ", 3) != 0 || *text == ' ' ||
	    *text == '[')
		return false;
	rec->host = (struct cul_sv){ p, (size_t)(host_end - p) };
	rec->tag = (struct cul_sv){ tag, (size_t)(tag_end - tag) };
	rec->text = (struct cul_sv){ text, (size_t)(end - text) };
	rec->pid = pid;
	return true;
}

/* "CET" or "UTC:" between stamp and host, as some relays write it. A stamp
 * without a year cannot hold a zone, so the log's own is used for it. */
static void zone_skip(struct cul_cur *c, struct cul_stamp *stamp)
{
	static const char names[][5] = {
		"UTC ", "GMT ", "CET ", "CEST", "EET ", "EEST", "WET ", "WEST",
		"MET ", "MEST", "BST ", "MSK ", "EST ", "EDT ", "CST ", "CDT ",
		"MST ", "MDT ", "PST ", "PDT ", "JST ", "AEST", "AEDT",
	};
	struct cul_cur d = *c;
	struct cul_sv word = cul_take_until(&d, ' ');
	char name[4] = { ' ', ' ', ' ', ' ' };
	size_t len = word.len;

	if (d.bad)
		return;
	if (len > 0 && word.ptr[len - 1] == ':')
		len--;
	if (len < 3 || len > 4)
		return;
	memcpy(name, word.ptr, len);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (memcmp(name, names[i], 4) != 0)
			continue;
		if (i < 2 && stamp->form == CUL_STAMP_LOCAL)
			stamp->form = CUL_STAMP_ZONED;
		*c = d;
		return;
	}
}

/* What stands between stamp and words. A second host, written by a relay
 * that kept the first, is believed only before a tag with a process id. */
static void host_and_tag_read(struct cul_cur *c, struct cul_record *rec)
{
	struct cul_cur d;
	const char *e;

	if (c->p < c->end && *c->p == '<') { /* "<mail.info> host" */
		d = *c;
		(void)cul_take_until_lit(&d, CUL_SV("> "));
		if (!d.bad)
			*c = d;
	}
	blanks_skip(c);
	zone_skip(c, &rec->stamp);
	blanks_skip(c);
	if (tag_read(c, rec))
		return;
	e = word_end(c);
	if (e != c->p)
		rec->host = (struct cul_sv){ c->p, (size_t)(e - c->p) };
	c->p = e;
	blanks_skip(c);
	if (tag_read(c, rec))
		return;
	d = *c;
	d.p = word_end(&d);
	e = d.p;
	blanks_skip(&d);
	if (tag_read(&d, rec)) {
		if (rec->pid != 0) {
			rec->host = (struct cul_sv){ c->p, (size_t)(e - c->p) };
			*c = d;
			return;
		}
		rec->tag = (struct cul_sv){ NULL, 0 };
	}
}

static struct cul_sv field(struct cul_cur *c)
{
	struct cul_sv v = cul_take_until(c, ' ');

	if (v.len == 1 && v.ptr[0] == '-')
		return (struct cul_sv){ NULL, 0 };
	return v;
}

/* RFC 5424 6.3: "-" or one or more [id name="value"…], where \ escapes. */
static void structured_data_skip(struct cul_cur *c)
{
	if (cul_try_lit(c, CUL_SV("-")))
		return;
	while (cul_try_lit(c, CUL_SV("["))) {
		bool quoted = false;

		for (; c->p < c->end && (quoted || *c->p != ']'); c->p++) {
			if (*c->p == '\\' && c->end - c->p > 1)
				c->p++;
			else if (*c->p == '"')
				quoted = !quoted;
		}
		cul_take_lit(c, CUL_SV("]"));
	}
}

static bool rfc5424_read(struct cul_cur *c, struct cul_record *ret_rec)
{
	struct cul_record rec = *ret_rec;
	struct cul_cur d = *c;
	struct cul_sv pid;

	if (!cul_try_lit(&d, CUL_SV("1 ")))
		return false;
	if (!cul_stamp_read_rfc3339(&d, &rec.stamp) &&
	    !cul_try_lit(&d, CUL_SV("-")))
		return false;
	cul_take_lit(&d, CUL_SV(" "));
	rec.host = field(&d);
	rec.tag = field(&d);
	pid = field(&d);
	(void)field(&d); /* msgid */
	structured_data_skip(&d);
	if (d.bad)
		return false;
	(void)cul_try_lit(&d, CUL_SV(" "));
	(void)cul_try_lit(&d, CUL_SV("\xef\xbb\xbf"));
	/* rsyslog keeps the blank behind the tag of RFC 3164, as one more. */
	blanks_skip(&d);
	if (pid.len != 0) {
		struct cul_cur n = cul_cur_over(pid);
		uint64_t v = cul_take_u64(&n, UINT32_MAX);

		rec.pid = n.p == n.end ? (uint32_t)v : 0;
	}
	*ret_rec = rec;
	*c = d;
	return true;
}

static bool priority_read(struct cul_cur *c)
{
	struct cul_cur d = *c;

	if (!cul_try_lit(&d, CUL_SV("<")))
		return false;
	(void)cul_take_u64(&d, 191); /* RFC 5424 6.2.1 */
	cul_take_lit(&d, CUL_SV(">"));
	if (d.bad)
		return false;
	*c = d;
	return true;
}

/* Solaris puts "[ID 197553 mail.info] " before the words. */
static void solaris_id_skip(struct cul_cur *c)
{
	struct cul_cur d = *c;

	if (!cul_try_lit(&d, CUL_SV("[ID ")))
		return;
	(void)cul_take_u64(&d, UINT32_MAX);
	cul_take_lit(&d, CUL_SV(" "));
	(void)cul_take_until_lit(&d, CUL_SV("] "));
	if (!d.bad)
		*c = d;
}

/* Apart, so that plain lines need not save the registers for this. */
static __attribute__((noinline)) void any_read(struct cul_sv line,
					       struct cul_stamp_memo *memo,
					       struct cul_record *rec)
{
	struct cul_cur cur = cul_cur_over(line), *c = &cur;
	bool priority, tai64n;

	*rec = (struct cul_record){ .line = line, .text = line };

	/* A crash of the machine leaves a run of NUL before what came next. */
	while (c->p < c->end && *c->p == '\0')
		c->p++;
	if (c->p < c->end && c->end[-1] == '\r')
		c->end--;
	priority = priority_read(c);
	if (priority && rfc5424_read(c, rec)) {
		rec->text = cul_cur_rest(c);
		return;
	}
	tai64n = c->p < c->end && *c->p == '@';
	if (cul_stamp_read(c, memo, &rec->stamp)) {
		if (c->p < c->end && *c->p != ' ') {
			rec->stamp = (struct cul_stamp){ 0 };
			return;
		}
		blanks_skip(c);
		if (!tai64n && plain_read(c->p, c->end, rec))
			return;
		if (!tai64n)
			host_and_tag_read(c, rec);
	} else if (!priority || !tag_read(c, rec)) {
		return;
	}
	blanks_skip(c);
	if (!tai64n)
		solaris_id_skip(c);
	rec->text = cul_cur_rest(c);
}

/* A line that begins as the memo has it, and is plain. */
static inline __attribute__((always_inline)) bool
next_read(struct cul_sv line, struct cul_stamp_memo *memo,
	  struct cul_record *rec)
{
	size_t n = cul_stamp_next(memo, line, &rec->stamp);
	const char *p, *end;

	if (n == 0)
		return false;
	p = line.ptr + n;
	end = line.ptr + line.len;
	if (end[-1] == '\r')
		end--;
	if (!plain_read(p, end, rec))
		return false;
	rec->line = line;
	rec->cut = false;
	rec->part = 0;
	rec->columns = NULL;
	return true;
}

void cul_syslog_read(struct cul_sv line, struct cul_stamp_memo *memo,
		     struct cul_record *ret_rec)
{
	if (!next_read(line, memo, ret_rec))
		any_read(line, memo, ret_rec);
}
