/* \summary: hides who was written to, in lines of evidence */
#include "report/mask.h"

#include <strings.h>

#include "report/glyph.h"

enum { RCPT_MAX = 8 };

struct span { /* offsets into the line */
	size_t from, to;
};

struct mailbox {
	struct span local, domain; /* both without '@' */
};

struct masking {
	struct cul_sv line;
	unsigned n_rcpt;
	struct mailbox rcpt[RCPT_MAX]; /* named by to= or orig_to= */
	char *buf;
	size_t used;
};

/* RFC 5322 atext and '.', and what is not ASCII (RFC 6531). */
static bool is_local(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 ||
	       (c != '\0' && strchr(".!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static bool is_domain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 ||
	       (c != '\0' && strchr(".-_[]:", c) != NULL);
}

static struct cul_sv cut(struct cul_sv line, struct span s)
{
	return (struct cul_sv){ line.ptr + s.from, s.to - s.from };
}

static bool same_fold(struct cul_sv a, struct cul_sv b)
{
	return a.len == b.len &&
	       (a.len == 0 || strncasecmp(a.ptr, b.ptr, a.len) == 0);
}

/* The end of what '<' at `at` opens: its '>', past quoted strings; the end
 * of the line where there is none. */
static size_t bracket_end(struct cul_sv line, size_t at)
{
	bool quoted = false;
	const char *p;

	for (size_t i = at + 1; i < line.len; i++) {
		if (line.ptr[i] == '\\' && quoted)
			i++;
		else if (line.ptr[i] == '"')
			quoted = !quoted;
		else if (line.ptr[i] == '>' && !quoted)
			return i;
	}
	p = memchr(line.ptr + at, '>', line.len - at);
	return p != NULL ? (size_t)(p - line.ptr) : line.len;
}

/* What stands between the brackets as a mailbox; a name without '@' is all
 * local part. */
static struct mailbox inside(struct cul_sv line, size_t from, size_t to)
{
	struct mailbox m = { { from, to }, { to, to } };

	for (size_t i = to; i > from; i--) {
		if (line.ptr[i - 1] == '@') {
			m.local.to = i - 1;
			m.domain = (struct span){ i, to };
			break;
		}
	}
	return m;
}

static bool before_is(struct cul_sv line, size_t at, struct cul_sv word)
{
	return cul_sv_ends((struct cul_sv){ line.ptr, at }, word);
}

static bool names_rcpt(struct cul_sv line, size_t at)
{
	return before_is(line, at, CUL_SV(" to=")) ||
	       before_is(line, at, CUL_SV(" orig_to="));
}

static bool names_other(struct cul_sv line, size_t at)
{
	return before_is(line, at, CUL_SV("from=")) ||
	       before_is(line, at, CUL_SV("message-id=")) ||
	       before_is(line, at, CUL_SV("user=")) ||
	       before_is(line, at, CUL_SV("sasl_username=")) ||
	       before_is(line, at, CUL_SV("sasl_sender="));
}

static void find_recipients(struct masking *m)
{
	struct cul_cur c = cul_cur_over(m->line);

	while (m->n_rcpt < RCPT_MAX &&
	       cul_sv_present(cul_take_until(&c, '<'))) {
		size_t at = (size_t)(c.p - m->line.ptr) - 1;

		if (names_rcpt(m->line, at))
			m->rcpt[m->n_rcpt++] = inside(m->line, at + 1,
						      bracket_end(m->line, at));
	}
}

static bool is_recipient(const struct masking *m, struct mailbox b)
{
	for (unsigned i = 0; i < m->n_rcpt; i++)
		if (same_fold(cut(m->line, m->rcpt[i].local),
			      cut(m->line, b.local)) &&
		    same_fold(cut(m->line, m->rcpt[i].domain),
			      cut(m->line, b.domain)))
			return true;
	return false;
}

static void put(struct masking *m, const char *p, size_t len)
{
	if (len > CUL_MASK_MAX - 1 - m->used)
		len = CUL_MASK_MAX - 1 - m->used;
	memcpy(m->buf + m->used, p, len);
	m->used += len;
}

/* The first letter of a local part and "…"; a quote or a route gives none. */
static void put_masked(struct masking *m, struct span local)
{
	struct cul_cur c = cul_cur_over(cut(m->line, local));
	struct cul_glyph g;

	if (cul_glyph_next(&c, &g) && !g.hidden &&
	    strchr("\"@<", g.ptr[0]) == NULL)
		put(m, g.ptr, g.len);
	if (local.to > local.from)
		put(m, CUL_MASK_TEXT, sizeof(CUL_MASK_TEXT) - 1);
}

/* Said of the sender, and safe to show. */
static bool keeps(const struct masking *m, struct mailbox b, bool other)
{
	struct cul_sv local = cut(m->line, b.local);

	return other && memchr(local.ptr, '=', local.len) == NULL &&
	       memchr(local.ptr, '<', local.len) == NULL && !is_recipient(m, b);
}

static void put_mailbox(struct masking *m, struct mailbox b, bool other)
{
	if (keeps(m, b, other))
		put(m, m->line.ptr + b.local.from, b.local.to - b.local.from);
	else
		put_masked(m, b.local);
}

/* A name in brackets without '@' is a mailbox where the server speaks of a
 * recipient, or where it is one of this line. */
static bool bare_name(const struct masking *m, size_t at, struct mailbox b)
{
	struct cul_sv before = { m->line.ptr, at };

	if (names_rcpt(m->line, at))
		return true;
	for (unsigned i = 0; i < m->n_rcpt; i++)
		if (same_fold(cut(m->line, m->rcpt[i].local),
			      cut(m->line, b.local)))
			return b.local.to > b.local.from;
	return before_is(m->line, at, CUL_SV(" ")) &&
	       cul_sv_find_fold(before, CUL_SV(": rcpt from ")) != NULL;
}

/* '<' at `at`: write what it opens; returns where to go on. */
static size_t put_bracket(struct masking *m, size_t at)
{
	size_t end = bracket_end(m->line, at);
	struct mailbox b = inside(m->line, at + 1, end);
	bool whole = b.domain.from != b.local.to;

	put(m, "<", 1);
	if (!whole && !bare_name(m, at, b))
		return at + 1;
	put_mailbox(m, b, whole && names_other(m->line, at));
	put(m, m->line.ptr + b.local.to, end - b.local.to);
	return end;
}

/* The end of a local part that begins at `at`; `at` if none does. */
static size_t local_end(struct cul_sv line, size_t at)
{
	size_t i = at;

	if (line.ptr[at] != '"') {
		while (i < line.len && is_local(line.ptr[i]))
			i++;
		return i;
	}
	for (i = at + 1; i < line.len && line.ptr[i] != '"'; i++)
		if (line.ptr[i] == '\\')
			i++;
	return i < line.len ? i + 1 : at;
}

/* Where the local part of the word at `at` begins: after a key that says whose
 * mailbox it is, if one is there. */
static size_t after_key(struct cul_sv word, bool *ret_other)
{
	const struct cul_sv keys[] = { CUL_SV("sasl_username="),
				       CUL_SV("sasl_sender="),
				       CUL_SV("message-id="), CUL_SV("user="),
				       CUL_SV("from=") };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (cul_sv_starts(word, keys[i])) {
			*ret_other = true;
			return keys[i].len;
		}
	}
	*ret_other = false;
	return 0;
}

/* A word outside brackets: a mailbox masked, or as it is; returns where to go
 * on. */
static size_t put_word(struct masking *m, size_t at)
{
	struct cul_sv line = m->line;
	size_t from, to = local_end(line, at), end;
	bool other;

	from = at + after_key(cut(line, (struct span){ at, to }), &other);
	for (end = to + 1; end < line.len && is_domain(line.ptr[end]); end++)
		;
	if (to == from || to + 1 >= line.len || line.ptr[to] != '@' ||
	    end == to + 1) {
		to = to > at && line.ptr[at] != '"' ? to : at + 1;
		put(m, line.ptr + at, to - at);
		return to;
	}
	put(m, line.ptr + at, from - at);
	put_mailbox(m, (struct mailbox){ { from, to }, { to + 1, end } },
		    other);
	put(m, line.ptr + to, end - to);
	return end;
}

/* Where the next mailbox may begin: a bracket, a quote, or the word before
 * an '@'. All before it stays as it is. */
static size_t next_mailbox(struct cul_sv line, size_t at)
{
	size_t i = at;

	while (i < line.len && line.ptr[i] != '<' && line.ptr[i] != '"' &&
	       line.ptr[i] != '@')
		i++;
	if (i < line.len && line.ptr[i] == '@')
		while (i > at && is_local(line.ptr[i - 1]))
			i--;
	return i;
}

struct cul_sv cul_mask(struct cul_sv line, char *buf)
{
	struct masking m = { .line = line, .buf = buf };

	find_recipients(&m);
	for (size_t at = 0; at < line.len;) {
		size_t next = next_mailbox(line, at);

		put(&m, line.ptr + at, next - at);
		if (next == line.len)
			break;
		at = line.ptr[next] == '<' ? put_bracket(&m, next)
					   : put_word(&m, next);
	}
	buf[m.used] = '\0';
	return (struct cul_sv){ buf, m.used };
}

struct cul_sv cul_quote_text(const struct cul_report *r,
			     const struct cul_quote *q, char *buf)
{
	struct cul_sv line = { q->line, q->len };

	return r->mask ? cul_mask(line, buf) : line;
}

struct cul_sv cul_sample_text(const struct cul_report *r,
			      const struct cul_sample *s, char *buf)
{
	struct cul_sv text = { s->text, strnlen(s->text, sizeof(s->text)) };

	return r->mask ? cul_mask(text, buf) : text;
}
