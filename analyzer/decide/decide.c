/* \summary: rule on a finding: never-touch, vetoes, two families, policy */
#include "decide/decide.h"

#include <math.h>
#include <stdio.h>

#include "decide/decide_int.h"

/* What one score states: never more than six nines, since no model is known
 * better than that. */
static double stated(int32_t mnat, double most)
{
	const double c = -expm1(-mnat / 1000.0);

	return c < most ? c : most;
}

static double confidence(const struct cul_suggestion *sug,
			 const struct cul_strength *st)
{
	const bool doubted =
		sug->action == CUL_ACTION_WATCH || sug->n_vetoes != 0;

	if (cul_action_stops(sug->action))
		return stated((st->first + st->second) / 2, .999999);
	return stated(st->first, doubted ? .9998 : .999999);
}

struct cul_counts cul_decide_counts(const struct cul_source *s)
{
	return (struct cul_counts){
		.messages = cul_count(s, CUL_C_messages),
		.recipients = cul_count(s, CUL_C_recipients),
		.delivered = cul_count(s, CUL_C_delivered),
		.bounced = cul_count(s, CUL_C_bounced),
		.deferred = cul_count(s, CUL_C_deferred),
		.bytes = (uint64_t)cul_count(s, CUL_C_kbytes) * 1024,
		.refused_relay = cul_count(s, CUL_C_refused_relay),
		.refused_bad_recipient =
			cul_count(s, CUL_C_refused_bad_recipient),
		.refused_reputation = cul_count(s, CUL_C_refused_reputation),
		.refused_content = cul_count(s, CUL_C_refused_content),
		.refused_other = cul_count(s, CUL_C_refused_other),
		.login_failed = cul_count(s, CUL_C_login_failed),
	};
}

/* Strongest first; equal ones stay as the detector gave them. */
static void take_reasons(const struct cul_finding *f,
			 struct cul_suggestion *sug)
{
	for (unsigned i = 0; i < f->n_reasons; i++) {
		unsigned at = sug->n_reasons++;

		for (; at > 0 && sug->reasons[at - 1].score_mnat <
					 f->reasons[i].score_mnat;
		     at--)
			sug->reasons[at] = sug->reasons[at - 1];
		sug->reasons[at] = f->reasons[i];
	}
}

static void take_source(const struct cul_source *s, struct cul_suggestion *sug)
{
	const int64_t misdeed = cul_source_misdeed_usec(s);

	sug->subject = cul_source_subject(s);
	(void)snprintf(sug->name, sizeof(sug->name), "%s", cul_source_name(s));
	(void)snprintf(sug->customer, sizeof(sug->customer), "%s",
		       cul_source_customer(s));
	sug->n_addrs = cul_source_addrs(s, sug->addrs);
	sug->day_usec = cul_source_first_usec(s);
	sug->first_seen_usec =
		misdeed != CUL_TIME_NONE ? misdeed : sug->day_usec;
	sug->last_seen_usec = cul_source_last_usec(s);
	sug->counts = cul_decide_counts(s);
	for (unsigned h = 0; h < 24; h++)
		sug->hours[h] = cul_source_hour(s, h);
}

static enum cul_action action_of(const struct cul_source *s, enum cul_kind kind,
				 const struct cul_strength *st, int32_t needed,
				 bool lessened)
{
	const enum cul_action a = cul_policy_action(kind, s);

	if (cul_action_stops(a) && !cul_strength_stops(*st, needed))
		return CUL_ACTION_WATCH;
	/* Not even a letter to somebody who may be the wrong one. */
	if (cul_source_is_ambiguous(s) &&
	    (cul_action_stops(a) || a == CUL_ACTION_CONTACT ||
	     a == CUL_ACTION_EXEMPT))
		return CUL_ACTION_WATCH;
	if (lessened && cul_action_stops(a))
		/* One can talk to a customer, but hardly to an address. */
		return cul_source_is_ours(s) ? CUL_ACTION_CONTACT
					     : CUL_ACTION_WATCH;
	return a;
}

struct weighed {
	struct cul_strength strength;
	struct cul_veto veto; /* of one that is cleared, or lessened */
	bool lessened;
	enum cul_action action; /* of what is to be suggested */
};

static enum cul_ruling weigh(const struct cul_source *s,
			     const struct cul_finding *f,
			     const struct cul_policy *policy,
			     struct weighed *ret)
{
	enum cul_veto_effect effect;

	*ret = (struct weighed){ .strength = cul_strength_of(f) };
	if (policy->never != NULL && policy->never(policy->arg, s)) {
		ret->veto = (struct cul_veto){
			"never", "it is on the list of those about whom "
				 "nothing may be suggested"
		};
		return CUL_RULING_CLEARED;
	}
	if (!cul_strength_speaks(ret->strength))
		return CUL_RULING_NOTHING;
	effect = cul_veto_find(s, f->kind, &ret->veto);
	if (effect == CUL_VETO_CLEARS)
		return CUL_RULING_CLEARED;
	ret->lessened = effect == CUL_VETO_LESSENS;
	ret->action = action_of(s, f->kind, &ret->strength, policy->needed_mnat,
				ret->lessened);
	return CUL_RULING_SUGGEST;
}

enum cul_action cul_decide_action(const struct cul_source *s,
				  const struct cul_finding *f,
				  const struct cul_policy *policy)
{
	struct weighed w;

	return weigh(s, f, policy, &w) == CUL_RULING_SUGGEST ? w.action
							     : CUL_ACTION_NONE;
}

enum cul_ruling cul_decide(const struct cul_source *s,
			   const struct cul_finding *f,
			   const struct cul_policy *policy,
			   struct cul_suggestion *ret_suggestion,
			   struct cul_veto *ret_veto)
{
	struct cul_suggestion sug = { .kind = f->kind };
	struct weighed w;
	const enum cul_ruling ruling = weigh(s, f, policy, &w);

	if (ruling == CUL_RULING_CLEARED)
		*ret_veto = w.veto;
	if (ruling != CUL_RULING_SUGGEST)
		return ruling;
	if (w.lessened)
		sug.vetoes[sug.n_vetoes++] = w.veto;
	sug.action = w.action;
	sug.confidence = confidence(&sug, &w.strength);
	take_source(s, &sug);
	sug.expires_usec = sug.last_seen_usec +
			   cul_action_lasts_usec(sug.action, sug.kind);
	take_reasons(f, &sug);
	cul_why_write(s, &sug);
	cul_undo_write(&sug);
	*ret_suggestion = sug;
	return CUL_RULING_SUGGEST;
}
