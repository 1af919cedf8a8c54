/* \summary: suggestions as JSON lines, version 1, and the summary at the end */
#include "report/jsonl.h"
#include "culprit/now.h"
#include "report/filed.h"
#include "report/json.h"
#include "report/mask.h"
#include "report/words.h"

static void addresses(struct cul_json *j, const struct cul_suggestion *s)
{
	char text[CUL_ADDR_TEXT_MAX];

	cul_json_array(j, "addresses");
	for (unsigned i = 0; i < s->n_addrs; i++) {
		cul_addr_print(&s->addrs[i], text);
		cul_json_str(j, NULL, text);
	}
	cul_json_end(j);
}

static void subject(struct cul_json *j, enum cul_subject type, const char *name)
{
	cul_json_object(j, "subject");
	cul_json_str(j, "type", cul_subject_name(type));
	cul_json_str(j, "value", name);
	cul_json_end(j);
}

static void counts(struct cul_json *j, const struct cul_counts *c)
{
	cul_json_object(j, "counts");
	cul_json_u64(j, "messages", c->messages);
	cul_json_u64(j, "recipients", c->recipients);
	cul_json_u64(j, "delivered", c->delivered);
	cul_json_u64(j, "bounced", c->bounced);
	cul_json_u64(j, "deferred", c->deferred);
	cul_json_u64(j, "bytes", c->bytes);
	cul_json_object(j, "refused");
	cul_json_u64(j, "relay", c->refused_relay);
	cul_json_u64(j, "bad_recipient", c->refused_bad_recipient);
	cul_json_u64(j, "reputation", c->refused_reputation);
	cul_json_u64(j, "content", c->refused_content);
	cul_json_u64(j, "other", c->refused_other);
	cul_json_end(j);
	cul_json_u64(j, "login_failed", c->login_failed);
	cul_json_end(j);
}

static void reasons(struct cul_json *j, const struct cul_suggestion *s)
{
	cul_json_array(j, "reasons");
	for (unsigned i = 0; i < s->n_reasons; i++) {
		const struct cul_reason *r = &s->reasons[i];

		cul_json_object(j, NULL);
		cul_json_str(j, "family", cul_family_name(r->family));
		cul_json_str(j, "signal", r->signal);
		cul_json_double(j, "observed", r->observed);
		cul_json_double(j, "of", r->of);
		cul_json_double(j, "usual", r->usual);
		cul_json_milli(j, "score", r->score_mnat);
		cul_json_str(j, "text", r->text);
		cul_json_end(j);
	}
	cul_json_end(j);
}

static void evidence(struct cul_json *j, const struct cul_report *r,
		     const struct cul_suggestion *s)
{
	char buf[CUL_MASK_MAX];

	cul_json_array(j, "evidence");
	for (size_t i = 0; i < s->n_quotes; i++) {
		const struct cul_quote *q = &s->quotes[i];

		cul_json_object(j, NULL);
		cul_json_str(j, "file", q->file);
		cul_json_u64(j, "offset", q->offset);
		cul_json_sv(j, "line", cul_quote_text(r, q, buf));
		cul_json_end(j);
	}
	cul_json_end(j);
}

static void vetoes(struct cul_json *j, const struct cul_suggestion *s)
{
	cul_json_array(j, "vetoes");
	for (unsigned i = 0; i < s->n_vetoes; i++) {
		cul_json_object(j, NULL);
		cul_json_str(j, "name", s->vetoes[i].name);
		cul_json_str(j, "text", s->vetoes[i].text);
		cul_json_end(j);
	}
	cul_json_end(j);
}

/* Who is to be done what, and why he is suspect. */
static void whom(struct cul_json *j, const struct cul_suggestion *s)
{
	cul_json_str(j, "id", s->id);
	cul_json_str(j, "action", cul_action_name(s->action));
	cul_json_str(j, "kind", cul_kind_name(s->kind));
	cul_json_double(j, "confidence", s->confidence);
	subject(j, s->subject, s->name);
	if (s->customer[0] != '\0')
		cul_json_str(j, "customer", s->customer);
}

static void times(struct cul_json *j, const struct cul_suggestion *s)
{
	cul_json_time(j, "first_seen", s->first_seen_usec);
	cul_json_time(j, "flagged_at", s->flagged_usec);
	cul_json_time(j, "last_seen", s->last_seen_usec);
	cul_json_time(j, "expires", s->expires_usec);
}

void cul_jsonl_suggestion(struct cul_json *j, const struct cul_report *r,
			  const struct cul_suggestion *s, bool whole)
{
	whom(j, s);
	addresses(j, s);
	times(j, s);
	counts(j, &s->counts);
	if (whole)
		reasons(j, s);
	if (whole)
		evidence(j, r, s);
	cul_json_str(j, "why", s->why);
	if (whole)
		vetoes(j, s);
	cul_json_str(j, "undo", s->undo);
}

static void head(struct cul_json *j, const char *notice)
{
	cul_json_object(j, NULL);
	cul_json_u64(j, "v", 1);
	if (notice != NULL)
		cul_json_str(j, "notice", notice);
}

void cul_jsonl_notice(const struct cul_report *r, enum cul_notice_what what,
		      const struct cul_suggestion *s, struct cul_out *o)
{
	struct cul_json j;

	cul_json_init(&j, o);
	head(&j, cul_notice_name(what));
	if (what == CUL_NOTICE_WITHDRAWN) {
		whom(&j, s);
		times(&j, s);
		cul_json_str(&j, "why", s->why);
	} else {
		cul_jsonl_suggestion(&j, r, s, true);
	}
	cul_json_end(&j);
	cul_out_put(o, "\n", 1);
}

const char *cul_notice_name(enum cul_notice_what what)
{
	static const char *const names[] = {
		[CUL_NOTICE_NEW] = "new",
		[CUL_NOTICE_UPDATED] = "updated",
		[CUL_NOTICE_WITHDRAWN] = "withdrawn",
	};

	return names[what];
}

static void cleared(struct cul_json *j, const struct cul_report *r)
{
	cul_json_array(j, "cleared");
	for (size_t i = 0; i < r->n_cleared; i++) {
		const struct cul_cleared *c = &r->cleared[i];

		cul_json_object(j, NULL);
		cul_json_str(j, "kind", cul_kind_name(c->kind));
		subject(j, c->subject, c->name);
		cul_json_str(j, "veto", c->veto.name);
		cul_json_str(j, "text", c->veto.text);
		cul_json_end(j);
	}
	cul_json_end(j);
}

static void write_jsonl(const struct cul_report *r, const struct cul_style *st,
			struct cul_out *o)
{
	struct cul_json j;

	(void)st;
	for (size_t i = 0; i < r->n_suggestions; i++) {
		cul_json_init(&j, o);
		head(&j, NULL);
		cul_jsonl_suggestion(&j, r, &r->suggestions[i], true);
		cul_json_end(&j);
		cul_out_put(o, "\n", 1);
	}
	cul_json_init(&j, o);
	head(&j, NULL);
	cul_json_object(&j, "summary");
	cul_jsonl_summary(&j, r);
	cul_jsonl_filed(&j, r);
	cleared(&j, r);
	cul_json_end(&j);
	cul_json_end(&j);
	cul_out_put(o, "\n", 1);
}

extern const struct cul_sink cul_sink_jsonl;
const struct cul_sink cul_sink_jsonl = {
	.name = "jsonl",
	.file = "suggestions.jsonl",
	.summary = "JSON lines: a suggestion each, then the summary",
	.write = write_jsonl,
};
