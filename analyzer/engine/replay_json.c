/* \summary: a replay as one JSON object, version 1 */
#include "engine/replay.h"
#include "report/json.h"

static void gained(struct cul_json *j, const char *key, int64_t usec)
{
	cul_json_double(j, key, (double)usec / (double)CUL_USEC_PER_HOUR);
}

static void fates(struct cul_json *j, const char *key,
		  const uint32_t n[CUL_REPLAY_FATES_])
{
	cul_json_object(j, key);
	for (unsigned f = 0; f < CUL_REPLAY_FATES_; f++)
		cul_json_u64(j, cul_replay_fate_name((enum cul_replay_fate)f),
			     n[f]);
	cul_json_end(j);
}

static void count(struct cul_json *j, const char *key,
		  const struct cul_replay_count *n)
{
	cul_json_object(j, key);
	fates(j, "accepted", n->accepted);
	fates(j, "declined", n->declined);
	cul_json_u64(j, "open", n->open);
	cul_json_u64(j, "new", n->fresh);
	cul_json_object(j, "flagged");
	cul_json_u64(j, "timed", n->timed);
	cul_json_u64(j, "sooner", n->sooner);
	cul_json_u64(j, "later", n->later);
	gained(j, "hours", n->gained_usec);
	cul_json_end(j);
	cul_json_end(j);
}

static void subject(struct cul_json *j, enum cul_subject s, const char *name)
{
	cul_json_object(j, "subject");
	cul_json_str(j, "type", cul_subject_name(s));
	cul_json_str(j, "value", name);
	cul_json_end(j);
}

static void now(struct cul_json *j, const struct cul_suggestion *g)
{
	cul_json_object(j, "now");
	cul_json_str(j, "id", g->id);
	cul_json_str(j, "action", cul_action_name(g->action));
	cul_json_str(j, "kind", cul_kind_name(g->kind));
	cul_json_double(j, "confidence", g->confidence);
	cul_json_time(j, "first_seen", g->first_seen_usec);
	cul_json_time(j, "flagged_at", g->flagged_usec);
	cul_json_time(j, "last_seen", g->last_seen_usec);
	cul_json_end(j);
}

static void one(struct cul_json *j, const struct cul_replay_case *k)
{
	cul_json_object(j, NULL);
	cul_json_str(j, "id", k->id);
	cul_json_str(j, "fate", cul_replay_fate_name(k->fate));
	cul_json_str(j, "decision", k->accepted ? "accept" : "decline");
	if (!k->accepted)
		cul_json_str(j, "reason", cul_decline_name(k->why));
	cul_json_str(j, "by", k->by);
	cul_json_str(j, "action", cul_action_name(k->action));
	cul_json_str(j, "kind", cul_kind_name(k->kind));
	subject(j, k->subject, k->name);
	cul_json_time(j, "first_seen", k->first_usec);
	cul_json_time(j, "flagged_at", k->flagged_usec);
	cul_json_time(j, "last_seen", k->last_usec);
	if (k->gained_usec != CUL_TIME_NONE)
		gained(j, "hours_gained", k->gained_usec);
	if (k->now != NULL)
		now(j, k->now);
	cul_json_end(j);
}

static void fresh(struct cul_json *j, const struct cul_replay *r)
{
	const struct cul_suggestion *g;
	size_t at = 0;

	cul_json_array(j, "new");
	while ((g = cul_replay_fresh(r, &at)) != NULL) {
		cul_json_object(j, NULL);
		subject(j, g->subject, g->name);
		now(j, g);
		cul_json_end(j);
	}
	cul_json_end(j);
}

static void kinds(struct cul_json *j, const struct cul_replay *r)
{
	cul_json_object(j, "kinds");
	for (unsigned k = 0; k < CUL_KINDS_; k++)
		count(j, cul_kind_name((enum cul_kind)k), &r->kinds[k]);
	cul_json_end(j);
}

static void left_out(struct cul_json *j, const struct cul_replay *r)
{
	cul_json_object(j, "left_out");
	for (unsigned l = 0; l < CUL_REPLAY_LEFTS_; l++)
		cul_json_u64(j, cul_replay_left_name((enum cul_replay_left)l),
			     r->left[l]);
	cul_json_end(j);
}

void cul_replay_json(const struct cul_replay *r, struct cul_out *o)
{
	struct cul_json j;

	cul_json_init(&j, o);
	cul_json_object(&j, NULL);
	cul_json_u64(&j, "v", 1);
	cul_json_str(&j, "version", r->report->version);
	cul_json_time(&j, "from", r->from_usec);
	cul_json_time(&j, "to", r->to_usec);
	count(&j, "all", &r->all);
	kinds(&j, r);
	cul_json_array(&j, "cases");
	for (size_t i = 0; i < r->n_cases; i++)
		one(&j, &r->cases[i]);
	cul_json_end(&j);
	fresh(&j, r);
	left_out(&j, r);
	cul_json_end(&j);
	cul_out_str(o, "\n");
}
