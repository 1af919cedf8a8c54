/* \summary: cases of the ledger as JSON: absent is absent, never empty */
#include "report/cases.h"
#include "report/jsonl.h"

static void text(struct cul_json *j, const char *key, const char *s)
{
	if (s != NULL && s[0] != '\0')
		cul_json_str(j, key, s);
}

static void moment(struct cul_json *j, const char *key, int64_t t_usec)
{
	if (t_usec != CUL_TIME_NONE)
		cul_json_time(j, key, t_usec);
}

static void decided(struct cul_json *j, const struct cul_case *c)
{
	if (c->decided_usec == CUL_TIME_NONE)
		return;
	cul_json_object(j, "decided");
	text(j, "by", c->decided_by);
	moment(j, "at", c->decided_usec);
	moment(j, "until", c->until_usec);
	if (c->why_declined != CUL_DECLINE_NONE)
		cul_json_str(j, "reason", cul_decline_name(c->why_declined));
	moment(j, "seen_since", c->again_usec);
	cul_json_end(j);
}

static void families(struct cul_json *j, unsigned bits)
{
	cul_json_array(j, "families");
	for (unsigned f = 0; f < CUL_FAMILIES_; f++)
		if (bits & (1u << f))
			cul_json_str(j, NULL,
				     cul_family_name((enum cul_family)f));
	cul_json_end(j);
}

void cul_case_json(struct cul_json *j, const struct cul_report *r,
		   const struct cul_case *c, bool whole)
{
	cul_json_str(j, "standing", cul_standing_name(c->standing));
	cul_json_u64(j, "version", c->version);
	cul_jsonl_suggestion(j, r, &c->s, whole);
	moment(j, "filed", c->filed_usec);
	moment(j, "changed", c->changed_usec);
	decided(j, c);
	cul_json_u64(j, "episodes", c->episodes);
	cul_json_u64(j, "before", c->before);
	cul_json_milli(j, "score", c->score_mnat);
	families(j, c->families);
	text(j, "back", c->back);
}

void cul_case_json_decision(struct cul_json *j, const struct cul_decision *d)
{
	cul_json_str(j, "verb", cul_verb_name(d->verb));
	text(j, "by", d->by);
	moment(j, "at", d->at_usec);
	moment(j, "until", d->until_usec);
	if (d->why != CUL_DECLINE_NONE)
		cul_json_str(j, "reason", cul_decline_name(d->why));
	text(j, "text", d->text);
	text(j, "how_sent", d->how_sent);
	text(j, "done", d->done);
	text(j, "says", d->says);
}

void cul_case_json_note(struct cul_json *j, const struct cul_note *n)
{
	text(j, "by", n->by);
	moment(j, "at", n->at_usec);
	text(j, "text", n->text);
}

void cul_case_json_exception(struct cul_json *j, const struct cul_exception *e)
{
	cul_json_u64(j, "number", (uint64_t)e->number);
	cul_json_str(j, "what", e->what);
	text(j, "reason", e->reason);
	text(j, "owner", e->owner);
	moment(j, "added", e->added_usec);
	moment(j, "expires", e->expires_usec);
	moment(j, "removed", e->removed_usec);
}
