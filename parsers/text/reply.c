/* \summary: cut an SMTP reply out of the text that quotes it */
#include "text/reply.h"
#include "text/outcome.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* RFC 3463 2: class 2, 4 or 5, then two numbers of one to three digits. */
struct cul_sv cul_enhanced_read(struct cul_sv text)
{
	const struct cul_sv none = { NULL, 0 };
	size_t i = 1;

	if (text.len < 5 ||
	    (text.ptr[0] != '2' && text.ptr[0] != '4' && text.ptr[0] != '5'))
		return none;
	for (int part = 0; part < 2; part++) {
		size_t start;

		if (i == text.len || text.ptr[i] != '.')
			return none;
		start = ++i;
		while (i < text.len && i - start < 3 && is_digit(text.ptr[i]))
			i++;
		if (i == start)
			return none;
	}
	if (i < text.len && (is_digit(text.ptr[i]) || text.ptr[i] == '.'))
		return none;
	return (struct cul_sv){ text.ptr, i };
}

static uint16_t code_of(const char *p)
{
	return (uint16_t)((p[0] - '0') * 100 + (p[1] - '0') * 10 + p[2] - '0');
}

static uint16_t code_read(struct cul_sv text)
{
	const char *p = text.ptr;

	if (text.len < 3 || p[0] < '2' || p[0] > '5' || !is_digit(p[1]) ||
	    !is_digit(p[2]))
		return 0;
	if (text.len > 3 && p[3] != ' ' && p[3] != '-')
		return 0;
	return code_of(p);
}

static struct cul_sv blanks_skip(struct cul_sv v)
{
	while (v.len != 0 && v.ptr[0] == ' ')
		v = cul_sv_from(v, 1);
	return v;
}

/* "550 5.1.1 <", as almost all are, told without a loop. */
static bool is_usual(struct cul_sv text)
{
	const char *p = text.ptr;

	return text.len > 10 && p[3] == ' ' && p[5] == '.' && p[7] == '.' &&
	       p[9] == ' ' && p[10] != ' ' && p[0] >= '2' && p[0] <= '5' &&
	       is_digit(p[1]) && is_digit(p[2]) &&
	       (p[4] == '5' || p[4] == '4' || p[4] == '2') && is_digit(p[6]) &&
	       is_digit(p[8]);
}

static struct cul_reply unusual_read(struct cul_sv text)
{
	struct cul_reply r = { .text = text };
	const char *hash;

	if (text.len == 0)
		return r;
	r.code = code_read(text);
	if (r.code != 0)
		r.text = blanks_skip(cul_sv_from(text, 4));
	r.enhanced = cul_enhanced_read(r.text);
	if (cul_sv_present(r.enhanced)) {
		r.text = blanks_skip(cul_sv_from(r.text, r.enhanced.len));
		return r;
	}
	hash = cul_sv_find(r.text, CUL_SV("(#"));
	if (hash != NULL)
		r.enhanced = cul_enhanced_read(
			cul_sv_from(r.text, (size_t)(hash - r.text.ptr) + 2));
	return r;
}

struct cul_reply cul_reply_read(struct cul_sv text)
{
	if (!is_usual(text))
		return unusual_read(text);
	return (struct cul_reply){ .code = code_of(text.ptr),
				   .enhanced = { text.ptr + 4, 5 },
				   .text = cul_sv_from(text, 10) };
}

static enum cul_stage stage_of(struct cul_sv v)
{
	if (cul_sv_starts(v, CUL_SV("RCPT")))
		return CUL_STAGE_RCPT;
	if (cul_sv_starts(v, CUL_SV("MAIL")))
		return CUL_STAGE_MAIL;
	if (cul_sv_starts(v, CUL_SV("end of DATA")) ||
	    cul_sv_starts(v, CUL_SV("BDAT")))
		return CUL_STAGE_MESSAGE;
	if (cul_sv_starts(v, CUL_SV("DATA")))
		return CUL_STAGE_DATA;
	if (cul_sv_starts(v, CUL_SV("EHLO")) ||
	    cul_sv_starts(v, CUL_SV("HELO")) ||
	    cul_sv_starts(v, CUL_SV("LHLO")))
		return CUL_STAGE_HELO;
	if (cul_sv_starts(v, CUL_SV("AUTH")))
		return CUL_STAGE_AUTH;
	return CUL_STAGE_NONE;
}

static const struct cul_sv in_reply = { " (in reply to ", 14 };

/* Where the last frame begins, or NULL. */
static const char *frame_find(struct cul_sv v)
{
	size_t n = v.len;

	for (;;) {
		const char *p = memrchr(v.ptr, '(', n);

		if (p == NULL)
			return NULL;
		n = (size_t)(p - v.ptr);
		if (n != 0 && cul_sv_starts(cul_sv_from(v, n - 1), in_reply))
			return p - 1;
	}
}

struct cul_said cul_said_read(struct cul_sv text)
{
	struct cul_said s = { .words = text };
	struct cul_cur c = cul_cur_over(text);
	const char *hit;

	if (!cul_try_lit(&c, CUL_SV("host "))) {
		s.said = code_read(text) != 0;
		return s;
	}
	hit = cul_sv_find(text, CUL_SV(" said: "));
	if (hit != NULL) {
		s.words = cul_sv_from(text, (size_t)(hit - text.ptr) + 7);
	} else {
		hit = cul_sv_find(text, CUL_SV(" refused to talk to me: "));
		if (hit == NULL)
			return s;
		s.stage = CUL_STAGE_CONNECT;
		s.words = cul_sv_from(text, (size_t)(hit - text.ptr) + 24);
	}
	s.said = true;
	/* The last one is ours; the answer may quote another. */
	hit = frame_find(s.words);
	if (hit != NULL) {
		size_t at = (size_t)(hit - s.words.ptr);

		s.stage = stage_of(cul_sv_from(s.words, at + in_reply.len));
		s.words.len = at;
	}
	return s;
}

void cul_event_answer(struct cul_event *ev, struct cul_sv words)
{
	struct cul_reply r = cul_reply_read(words);

	ev->reply = r.code;
	ev->enhanced = r.enhanced;
	if (r.text.len != 0)
		ev->text = r.text;
	ev->outcome = cul_outcome_of(r.code, r.enhanced, r.text, ev->stage);
}
