/* \summary: one case of the ledger, whole, with all that was decided of it */
#include <stdio.h>

#include "engine/ledger_view.h"
#include "report/cases.h"

enum { RELATED_MOST = 10 };

struct showing {
	const struct cul_ledger_view *v;
	struct cul_term term;
	struct cul_json json;
	const char *heading; /* NULL: it has been written */
};

static void head(struct showing *s)
{
	if (s->heading != NULL)
		cul_term_head(&s->term, s->heading);
	s->heading = NULL;
}

static bool episode(void *arg, const char *id, int64_t first_usec,
		    int64_t last_usec, int32_t score_mnat)
{
	struct showing *s = arg;
	struct cul_json *j = &s->json;

	if (!s->v->json) {
		head(s);
		cul_case_episode(&s->term, first_usec, last_usec, score_mnat);
		return true;
	}
	cul_json_object(j, NULL);
	cul_json_str(j, "id", id);
	cul_json_time(j, "first_seen", first_usec);
	cul_json_time(j, "last_seen", last_usec);
	cul_json_milli(j, "score", score_mnat);
	cul_json_end(j);
	return true;
}

static bool decision(void *arg, const struct cul_decision *d)
{
	struct showing *s = arg;

	if (!s->v->json) {
		head(s);
		cul_case_decision(&s->term, d);
		return true;
	}
	cul_json_object(&s->json, NULL);
	cul_case_json_decision(&s->json, d);
	cul_json_end(&s->json);
	return true;
}

static bool note(void *arg, const struct cul_note *n)
{
	struct showing *s = arg;

	if (!s->v->json) {
		head(s);
		cul_case_note(&s->term, n);
		return true;
	}
	cul_json_object(&s->json, NULL);
	cul_case_json_note(&s->json, n);
	cul_json_end(&s->json);
	return true;
}

static bool related(void *arg, const struct cul_case *c)
{
	struct showing *s = arg;
	struct cul_json *j = &s->json;
	char who[CUL_CASE_WHO_MAX], standing[256];
	unsigned at;

	if (!s->v->json) {
		head(s);
		cul_case_who(&c->s, who);
		cul_case_standing(c, standing, sizeof(standing));
		cul_out_fmt(s->v->o, "  %.*s  %s, ", CUL_CASE_ID_SHOWN, c->s.id,
			    cul_kind_name(c->s.kind));
		at = CUL_CASE_ID_SHOWN + 6 +
		     (unsigned)strlen(cul_kind_name(c->s.kind));
		at += cul_term_text(&s->term, who);
		cul_out_str(s->v->o, ": ");
		cul_term_para(&s->term, at + 2, CUL_CASE_ID_SHOWN + 4,
			      standing);
		return true;
	}
	cul_json_object(j, NULL);
	cul_json_str(j, "id", c->s.id);
	cul_json_str(j, "standing", cul_standing_name(c->standing));
	cul_json_str(j, "action", cul_action_name(c->s.action));
	cul_json_str(j, "kind", cul_kind_name(c->s.kind));
	cul_json_object(j, "subject");
	cul_json_str(j, "type", cul_subject_name(c->s.subject));
	cul_json_str(j, "value", c->s.name);
	cul_json_end(j);
	cul_json_end(j);
	return true;
}

/* A list of JSON, or a section of the page that is there if anything is. */
static void begin(struct showing *s, const char *key, const char *heading)
{
	s->heading = heading;
	if (s->v->json)
		cul_json_array(&s->json, key);
}

static void end(struct showing *s)
{
	if (s->v->json)
		cul_json_end(&s->json);
}

static int past(struct showing *s, const struct cul_case *c)
{
	struct cul_ledger *l = s->v->ledger;
	int rc = CUL_OK;

	begin(s, "seen", "When it was seen");
	if (c->episodes > 1 || s->v->json)
		rc = cul_ledger_episodes(l, c->s.id, episode, s);
	end(s);
	begin(s, "decisions", "What was decided");
	if (rc == CUL_OK)
		rc = cul_ledger_decisions(l, c->s.id, CUL_TIME_NONE, decision,
					  s);
	end(s);
	begin(s, "notes", "Notes");
	if (rc == CUL_OK)
		rc = cul_ledger_notes(l, c->s.id, note, s);
	end(s);
	begin(s, "related", "Others of the same customer or range");
	if (rc == CUL_OK)
		rc = cul_ledger_related(l, c, s->v->now_usec, RELATED_MOST,
					related, s);
	end(s);
	return rc;
}

static void next(struct showing *s, const struct cul_case *c)
{
	struct cul_out *o = s->v->o;
	const char *id = c->s.id;

	cul_term_head(&s->term, "What next");
	if (c->standing == CUL_STANDING_OPEN)
		cul_out_fmt(o,
			    "  culprit accept %s\n"
			    "      do it: it is on the lists from the next "
			    "export on\n"
			    "  culprit decline %s --why REASON\n"
			    "      leave it; --why list names the reasons\n",
			    id, id);
	else if (c->standing == CUL_STANDING_ACCEPTED)
		cul_out_fmt(
			o,
			"  culprit release %s\n"
			"      the cause is mended: asks how, what and who\n",
			id);
	else if (c->decided_usec != CUL_TIME_NONE)
		cul_out_fmt(o,
			    "  culprit reopen %s\n"
			    "      the last decision was a mistake\n",
			    id);
	if (cul_letter_is_due(&c->s))
		cul_out_fmt(o,
			    "  culprit show --letter %s\n"
			    "      what to write to them\n",
			    id);
}

int cul_ledger_view_case(const struct cul_ledger_view *v, const char *id)
{
	const struct cul_report r = { .mask = v->mask };
	struct showing s = { .v = v, .term = { v->o, &v->style } };
	struct cul_case *c;
	int rc = cul_ledger_case(v->ledger, id, v->now_usec, &c);

	if (rc != CUL_OK)
		return rc;
	if (v->json) {
		cul_json_init(&s.json, v->o);
		cul_json_object(&s.json, NULL);
		cul_json_u64(&s.json, "v", 1);
		cul_case_json(&s.json, &r, c, true);
	} else {
		cul_case_page(&s.term, &r, c, v->all);
	}
	rc = past(&s, c);
	if (v->json) {
		cul_json_end(&s.json);
		cul_out_put(v->o, "\n", 1);
	} else if (rc == CUL_OK) {
		next(&s, c);
	}
	cul_case_free(&c);
	return rc;
}

int cul_ledger_view_letter(const struct cul_ledger_view *v, const char *id,
			   bool *ret_none)
{
	struct cul_case *c;
	int rc = cul_ledger_case(v->ledger, id, v->now_usec, &c);

	if (rc != CUL_OK)
		return rc;
	*ret_none = v->letters == NULL || !cul_letter_is_due(&c->s);
	if (!*ret_none)
		cul_letter_write(v->letters, &c->s, v->o);
	cul_case_free(&c);
	return CUL_OK;
}
