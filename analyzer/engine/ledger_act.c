/* \summary: decisions from the shell, and what is said of them */
#include "engine/ledger_act.h"

#include <stdio.h>

#include "report/cases.h"
#include "report/words.h"

static const char from[] = "shell";

static void told_json(const struct cul_ledger_view *v, const struct cul_case *c,
		      const struct cul_decision *d)
{
	struct cul_json j;

	cul_json_init(&j, v->o);
	cul_json_object(&j, NULL);
	cul_json_u64(&j, "v", 1);
	cul_json_str(&j, "id", c->s.id);
	cul_json_str(&j, "standing", cul_standing_name(c->standing));
	cul_json_u64(&j, "version", c->version);
	cul_json_object(&j, "decision");
	cul_case_json_decision(&j, d);
	cul_json_end(&j);
	cul_json_end(&j);
	cul_out_put(v->o, "\n", 1);
}

/* "suspend customer C01861 (zombie)" */
static unsigned whom(const struct cul_term *t, const struct cul_case *c)
{
	const char *action = cul_action_name(c->s.action);
	const char *kind = cul_kind_name(c->s.kind);
	char who[CUL_CASE_WHO_MAX];
	unsigned n;

	cul_case_who(&c->s, who);
	cul_out_fmt(t->o, "%s ", action);
	n = cul_term_text(t, who);
	cul_out_fmt(t->o, " (%s)", kind);
	return n + (unsigned)(strlen(action) + strlen(kind)) + 4;
}

static void told_text(const struct cul_ledger_view *v, const struct cul_case *c)
{
	const struct cul_term t = { v->o, &v->style };
	char text[256];
	unsigned at = CUL_ID_MAX + 1;

	cul_out_fmt(v->o, "%s  ", c->s.id);
	at += whom(&t, c);
	cul_out_str(v->o, ": ");
	cul_case_standing(c, text, sizeof(text));
	cul_term_para(&t, at + 2, CUL_ID_MAX + 1, text);
}

int cul_ledger_act(const struct cul_ledger_view *v, const char *id,
		   const struct cul_decision *d)
{
	struct cul_decision mine = *d;
	struct cul_case *c;
	char whole[CUL_ID_MAX];
	int rc = cul_ledger_case(v->ledger, id, v->now_usec, &c);

	if (rc != CUL_OK)
		return rc;
	memcpy(whole, c->s.id, sizeof(whole));
	cul_case_free(&c);
	mine.id = whole;
	mine.at_usec = v->now_usec;
	rc = cul_ledger_decide(v->ledger, &mine, from);
	if (rc == CUL_OK)
		rc = cul_ledger_case(v->ledger, whole, v->now_usec, &c);
	if (rc != CUL_OK)
		return rc;
	if (mine.verb == CUL_VERB_ACCEPT)
		mine.until_usec = c->until_usec;
	if (v->json)
		told_json(v, c, &mine);
	else
		told_text(v, c);
	cul_case_free(&c);
	return CUL_OK;
}

int cul_ledger_act_note(const struct cul_ledger_view *v, const char *id,
			const char *by, const char *text)
{
	struct cul_note n = { .by = by, .at_usec = v->now_usec, .text = text };
	struct cul_case *c;
	struct cul_json j;
	int rc = cul_ledger_case(v->ledger, id, v->now_usec, &c);

	if (rc != CUL_OK)
		return rc;
	n.id = c->s.id;
	rc = cul_ledger_note(v->ledger, &n, from);
	if (rc == CUL_OK && v->json) {
		cul_json_init(&j, v->o);
		cul_json_object(&j, NULL);
		cul_json_u64(&j, "v", 1);
		cul_json_str(&j, "id", n.id);
		cul_json_object(&j, "note");
		cul_case_json_note(&j, &n);
		cul_json_end(&j);
		cul_json_end(&j);
		cul_out_put(v->o, "\n", 1);
	} else if (rc == CUL_OK) {
		cul_out_fmt(v->o, "%s  noted\n", c->s.id);
	}
	cul_case_free(&c);
	return rc;
}

int cul_ledger_act_except(const struct cul_ledger_view *v,
			  const struct cul_exception *e, const char *by)
{
	struct cul_exception mine = *e;
	const struct cul_term t = { v->o, &v->style };
	struct cul_json j;
	int rc = cul_ledger_except(v->ledger, e, by, from, &mine.number);

	if (rc != CUL_OK)
		return rc;
	if (!v->json) {
		cul_out_fmt(v->o, "exception %lld: ", (long long)mine.number);
		(void)cul_term_text(&t, mine.what);
		cul_out_str(v->o, " is never accused; judging knows it from "
				  "the next scan on\n");
		return CUL_OK;
	}
	cul_json_init(&j, v->o);
	cul_json_object(&j, NULL);
	cul_json_u64(&j, "v", 1);
	cul_json_object(&j, "exception");
	cul_case_json_exception(&j, &mine);
	cul_json_end(&j);
	cul_json_end(&j);
	cul_out_put(v->o, "\n", 1);
	return CUL_OK;
}

int cul_ledger_act_unexcept(const struct cul_ledger_view *v, int64_t number,
			    const char *by)
{
	int rc = cul_ledger_unexcept(v->ledger, number, by, from, v->now_usec);

	if (rc != CUL_OK)
		return rc;
	if (v->json)
		cul_out_fmt(v->o, "{\"v\":1,\"removed\":%lld}\n",
			    (long long)number);
	else
		cul_out_fmt(v->o, "exception %lld ended\n", (long long)number);
	return CUL_OK;
}

int cul_ledger_act_before(const struct cul_ledger_view *v, const char *id)
{
	const struct cul_term t = { v->o, &v->style };
	struct cul_case *c;
	char text[256];
	int rc = cul_ledger_case(v->ledger, id, v->now_usec, &c);

	if (rc != CUL_OK)
		return rc;
	cul_out_fmt(v->o, "%s  ", c->s.id);
	(void)whom(&t, c);
	cul_out_str(v->o, "\n  ");
	cul_case_standing(c, text, sizeof(text));
	cul_term_para(&t, 2, 2, text);
	cul_case_clean(c, text, sizeof(text));
	if (text[0] != '\0') {
		cul_out_str(v->o, "  ");
		cul_term_para(&t, 2, 2, text);
	}
	cul_case_free(&c);
	return CUL_OK;
}
