/* \summary: the fate of one recipient in Exim's words
 *
 *   => ADDR [<ORIGINAL>] [F=<…>] [P=<…>] R=… T=… [S=…] [H=HOST [ADDR]:PORT]
 *   [X=…] [CV=…] [DN="…"] [A=…] [C="ANSWER"] [QT=…] [DT=…]
 *   == ADDR [<ORIGINAL>] [R=…] [T=…] defer (N)[: ERROR] [H=…][: TEXT]
 *   ** ADDR [<ORIGINAL>] [R=…] [T=…] [H=…] [: ERROR] : TEXT
 *
 * The recipient is the sender's choice, in quotes where it holds a blank; TEXT
 * and ANSWER are the other server's. A delivery to a file or a program has the
 * path or the command for ADDR, and the mailbox as ORIGINAL; where a router
 * sets log_as_local, ADDR is the local part alone.
 */
/* grammar: src/deliver.c delivery_log(), deferral_log(), failure_log(),
 * string_log_address(); src/transports/smtp.c check_response() (Exim 4.80 to
 * 4.99) */
#include "mta/exim/ex.h"
#include "text/outcome.h"
#include "text/reply.h"

struct fate {
	struct cul_sv address, original, transport, answer, text;
	bool has_host;
};

/* "|command with words", "/a/file", "save a/file": up to the mailbox. */
static bool is_file_or_pipe(const struct cul_cur *c)
{
	struct cul_sv v = cul_cur_rest(c);

	return v.len != 0 &&
	       (v.ptr[0] == '|' || v.ptr[0] == '/' || v.ptr[0] == '>' ||
		cul_sv_starts(v, CUL_SV("save ")));
}

static void address_read(struct cul_cur *c, struct fate *f)
{
	const char *from = c->p;

	if (is_file_or_pipe(c)) {
		const char *hit = cul_sv_find(cul_cur_rest(c), CUL_SV(" <"));

		if (hit != NULL)
			c->p = hit;
		else
			(void)cul_ex_take_word(c);
	} else {
		f->address = cul_ex_take_word(c);
		/* Up to 4.96 "** addr: text". */
		if (cul_sv_ends(f->address, CUL_SV(":")) &&
		    !cul_sv_starts(f->address, CUL_SV(":"))) {
			f->address.len--;
			c->p--;
		}
	}
	/* all_parents: what lies between the two */
	if (cul_try_lit(c, CUL_SV(" (")))
		(void)cul_take_until(c, ')');
	if (cul_try_lit(c, CUL_SV(" "))) {
		if (c->p < c->end && *c->p == '<')
			f->original = cul_ex_take_angle(c);
		else
			c->p--;
	}
	if (c->p == from)
		c->bad = true;
}

/* "mx.example [192.0.2.9]:25*", or a name alone. */
static void relay_read(struct cul_cur *c, struct cul_event *ev, struct fate *f)
{
	struct cul_sv in;

	ev->relay = cul_ex_take_word(c);
	(void)cul_try_lit(c, CUL_SV(" DS"));
	if (!cul_try_lit(c, CUL_SV(" [")))
		return;
	in = cul_take_until(c, ']');
	f->has_host = !c->bad;
	if (c->bad || !cul_addr_parse(in, &ev->relay_addr))
		memset(&ev->relay_addr, 0, sizeof(ev->relay_addr));
	while (c->p < c->end && (*c->p == '*' || *c->p == ':') &&
	       (c->end - c->p < 2 || c->p[1] != ' '))
		(void)(c->p++);
	while (c->p < c->end && *c->p >= '0' && *c->p <= '9')
		c->p++;
	(void)cul_try_lit(c, CUL_SV("*"));
}

/* Behind a blank. False at the end of the fields. */
static bool field_read(struct cul_cur *c, struct cul_event *ev, struct fate *f)
{
	bool unsure = false;

	if (cul_try_lit(c, CUL_SV("T=")))
		f->transport = cul_ex_take_word(c);
	else if (cul_try_lit(c, CUL_SV("H=")))
		relay_read(c, ev, f);
	else if (cul_try_lit(c, CUL_SV("C=")))
		f->answer = cul_ex_take_quoted(c);
	else if (cul_try_lit(c, CUL_SV("F=")) || cul_try_lit(c, CUL_SV("P=")))
		(void)cul_ex_take_angle(c);
	else
		(void)cul_ex_skip_field(c, &unsure);
	return !c->bad;
}

/* A ':' behind a field is of the text, as in "defer (-46): TEXT". */
static void fields_read(struct cul_cur *c, struct cul_event *ev, struct fate *f)
{
	while (!c->bad && c->p < c->end) {
		if (cul_try_lit(c, CUL_SV(" : ")) ||
		    cul_try_lit(c, CUL_SV(": "))) {
			f->text = cul_cur_rest(c);
			return;
		}
		if (!cul_try_lit(c, CUL_SV(" "))) {
			c->p++;
			continue;
		}
		if (!field_read(c, ev, f))
			return;
		/* "T=smtp: text" */
		if (c->p < c->end && c->p[-1] == ':' && *c->p == ' ')
			c->p--;
	}
}

static struct cul_sv without_colon(struct cul_sv v)
{
	if (cul_sv_ends(v, CUL_SV(":")))
		v.len--;
	return v;
}

static enum cul_stage stage_of(struct cul_sv v)
{
	static const struct {
		struct cul_sv word;
		enum cul_stage stage;
	} t[] = {
		{ CUL_SV_LIT("initial connection"), CUL_STAGE_CONNECT },
		{ CUL_SV_LIT("pipelined end of data"), CUL_STAGE_MESSAGE },
		{ CUL_SV_LIT("end of data"), CUL_STAGE_MESSAGE },
		{ CUL_SV_LIT("sending data block"), CUL_STAGE_MESSAGE },
		{ CUL_SV_LIT("pipelined sending data block"),
		  CUL_STAGE_MESSAGE },
		{ CUL_SV_LIT("BDAT"), CUL_STAGE_MESSAGE },
		{ CUL_SV_LIT("RCPT"), CUL_STAGE_RCPT },
		{ CUL_SV_LIT("pipelined RCPT"), CUL_STAGE_RCPT },
		{ CUL_SV_LIT("MAIL"), CUL_STAGE_MAIL },
		{ CUL_SV_LIT("pipelined MAIL"), CUL_STAGE_MAIL },
		{ CUL_SV_LIT("DATA"), CUL_STAGE_DATA },
		{ CUL_SV_LIT("pipelined DATA"), CUL_STAGE_DATA },
		{ CUL_SV_LIT("EHLO"), CUL_STAGE_HELO },
		{ CUL_SV_LIT("HELO"), CUL_STAGE_HELO },
		{ CUL_SV_LIT("LHLO"), CUL_STAGE_HELO },
		{ CUL_SV_LIT("AUTH"), CUL_STAGE_AUTH },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (cul_sv_starts(v, t[i].word))
			return t[i].stage;
	return CUL_STAGE_NONE;
}

/* "SMTP error from remote mail server after RCPT TO:<…>: [host NAME [ADDR]: ]
 * 550 …". A command may hold ": ", in quotes. False if nobody said it. */
static bool said_read(struct cul_event *ev, struct cul_sv text,
		      struct cul_sv *ret_words)
{
	static const struct cul_sv frame =
		CUL_SV_LIT("from remote mail server after ");
	const char *hit = cul_sv_find(text, frame);
	struct cul_cur c;
	struct cul_sv word;

	if (hit == NULL)
		return false;
	c = cul_cur_over(
		cul_sv_from(text, (size_t)(hit - text.ptr) + frame.len));
	ev->stage = stage_of(cul_cur_rest(&c));
	do {
		word = cul_ex_take_word(&c);
	} while (cul_try_lit(&c, CUL_SV(" ")) &&
		 !cul_sv_ends(word, CUL_SV(":")));
	if (cul_try_lit(&c, CUL_SV("host ")))
		(void)cul_take_until_lit(&c, CUL_SV("]: "));
	if (c.bad)
		return false;
	*ret_words = cul_cur_rest(&c);
	return true;
}

static void answer_read(struct cul_event *ev, struct cul_sv words)
{
	struct cul_reply r = cul_reply_read(words);

	ev->reply = r.code;
	ev->enhanced = r.enhanced;
	if (r.text.len != 0)
		ev->text = r.text;
}

/* "id=1abcDE-0001fn-2R" of another Exim, or "queued as X". */
static struct cul_sv other_id(struct cul_sv answer)
{
	static const struct cul_sv keys[] = { CUL_SV_LIT("queued as "),
					      CUL_SV_LIT(" id=") };
	struct cul_sv id = { NULL, 0 };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const char *hit = cul_sv_find_last(answer, keys[i]);

		if (hit == NULL)
			continue;
		id = cul_sv_from(answer,
				 (size_t)(hit - answer.ptr) + keys[i].len);
		for (size_t n = 0; n < id.len; n++)
			if (id.ptr[n] == ' ' || id.ptr[n] == ')' ||
			    id.ptr[n] == ',' || id.ptr[n] == '\\')
				id.len = n;
		if (id.len != 0)
			return id;
	}
	return (struct cul_sv){ NULL, 0 };
}

static bool names(struct cul_sv transport, struct cul_sv word)
{
	return cul_sv_find_fold(transport, word) != NULL;
}

/* With a host it went to a server; one on loopback is a filter if it names the
 * id that the message went on with, else a store. Without, by what became of
 * it: only an SMTP transport fails before it has a host. */
static void transport_read(struct cul_event *ev, const struct fate *f)
{
	const bool smtp = names(f->transport, CUL_SV("smtp"));

	if (f->transport.len == 0) {
		ev->transport = CUL_TRANSPORT_NOWHERE;
	} else if (names(f->transport, CUL_SV("lmtp"))) {
		ev->transport = CUL_TRANSPORT_LOCAL;
	} else if (!f->has_host) {
		ev->transport =
			smtp ? CUL_TRANSPORT_REMOTE : CUL_TRANSPORT_LOCAL;
	} else if (!cul_addr_is_loopback(&ev->relay_addr)) {
		ev->transport = CUL_TRANSPORT_REMOTE;
	} else {
		ev->other = other_id(f->answer);
		ev->transport = ev->other.len != 0 ? CUL_TRANSPORT_FILTER
						   : CUL_TRANSPORT_LOCAL;
	}
}

/* Whose mailbox it was, and under which name it came. */
static void recipient_read(struct cul_event *ev, const struct fate *f)
{
	bool whole = f->address.len != 0 &&
		     cul_find_byte(f->address.ptr, f->address.len, '@') != NULL;

	if (!whole && cul_sv_present(f->original)) {
		ev->recipient = f->original;
		return;
	}
	ev->recipient = f->address;
	ev->orig_recipient = f->original;
}

static void failure_read(struct cul_event *ev, const struct fate *f)
{
	struct cul_sv words = f->text;

	if (f->text.len != 0)
		ev->text = f->text;
	if (said_read(ev, f->text, &words))
		answer_read(ev, words);
	ev->outcome = cul_outcome_of(ev->reply / 100 == 2 ? 0 : ev->reply,
				     ev->enhanced, ev->text, ev->stage);
}

static bool is_discarded(const struct cul_cur *c)
{
	struct cul_sv v = cul_cur_rest(c);

	return cul_sv_starts(v, CUL_SV("blackhole (")) ||
	       cul_sv_starts(v, CUL_SV("discarded (")) ||
	       cul_sv_starts(v, CUL_SV("mua_wrapper "));
}

enum cul_verdict cul_ex_fate(struct cul_ex *ex, char sign)
{
	struct cul_event *ev = ex->ev;
	struct fate f = { .has_host = false };

	if (is_discarded(&ex->c))
		return cul_ex_ignore(ex, CUL_EX_DISCARDED);
	address_read(&ex->c, &f);
	if (ex->c.bad)
		return cul_ex_malformed(ex, CUL_EX_BAD_FATE);
	fields_read(&ex->c, ev, &f);
	f.transport = without_colon(f.transport);
	recipient_read(ev, &f);
	if (ev->recipient.len == 0)
		return cul_ex_malformed(ex, CUL_EX_BAD_FATE);
	ev->kind = sign == '='   ? CUL_EV_DEFERRED
		   : sign == '*' ? CUL_EV_BOUNCED
				 : CUL_EV_DELIVERED;
	if (sign == '>') {
		ev->outcome = CUL_OUTCOME_OK;
		answer_read(ev, f.answer);
	} else {
		failure_read(ev, &f);
	}
	transport_read(ev, &f);
	if (cul_sv_eq(f.address, CUL_SV(":blackhole:")))
		ev->transport = CUL_TRANSPORT_NOWHERE;
	return CUL_EVENT;
}
