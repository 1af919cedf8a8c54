/* \summary: judging a source whose evidence moved, and ruling at the end */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/court_int.h"
#include "evidence/hash.h"

/* A sender of ours may prove to have a mailbox after he was refused, or to
 * have written after a bounce came for him. */
static void settle(struct cul_court *c, struct cul_source *s)
{
	if (cul_count(s, CUL_C_relay_contacts) != 0)
		cul_source_set(s, CUL_C_relay_local_sender,
			       cul_source_known_senders(
				       s, cul_court_mailbox_known, c));
	cul_court_settle_bounces(c, s);
}

static int judge_one(struct cul_court *c, struct cul_source *s, size_t d,
		     const struct cul_policy *policy, int64_t t_usec)
{
	const struct cul_detector *det = cul_detectors[d];
	struct cul_finding f;
	enum cul_action a;
	int err;

	f.quiet = true;
	if (!c->settings->detector_on[d] ||
	    cul_source_flagged_usec(s, det->kind, true) != CUL_TIME_NONE ||
	    !det->judge(s, c->settings->knobs[d], &f))
		return CUL_OK;
	/* Who is never to be touched is asked for when it is suggested. */
	a = cul_decide_action(s, &f, policy);
	if (a == CUL_ACTION_NONE)
		return CUL_OK;
	err = cul_source_flag(c->table, s, det->kind, false, t_usec);
	return err == CUL_OK && cul_action_stops(a)
		       ? cul_source_flag(c->table, s, det->kind, true, t_usec)
		       : err;
}

int cul_court_judge(struct cul_court *c, struct cul_source *s, int64_t t_usec)
{
	struct cul_policy policy = { .never = NULL };
	int err = CUL_OK;

	if (!cul_source_take_dirty(s))
		return CUL_OK;
	policy.needed_mnat =
		cul_court_budget(c, cul_source_subject(s)).needed_mnat;
	settle(c, s);
	err = cul_court_past_of(c, s);
	for (size_t d = 0; cul_detectors[d] != NULL && err == CUL_OK; d++)
		err = judge_one(c, s, d, &policy, t_usec);
	if (c->suspect != NULL && cul_source_flags(s) != 0)
		c->suspect(c->suspect_arg, s);
	return err;
}

static bool is_never(void *arg, const struct cul_source *s)
{
	const struct cul_court *c = arg;
	const struct cul_strings *names = &c->settings->never_names;
	struct cul_addr addrs[CUL_SOURCE_ADDRS];
	unsigned n = cul_source_addrs(s, addrs);

	if (cul_excepted_find(c->excepted, s) != NULL)
		return true;
	for (unsigned i = 0; i < n; i++)
		if (cul_ranges_find(&c->never, &addrs[i]) != CUL_RANGES_NONE)
			return true;
	for (size_t i = 0; i < names->n; i++)
		if (strcmp(names->v[i], cul_source_name(s)) == 0 ||
		    strcmp(names->v[i], cul_source_customer(s)) == 0)
			return true;
	return false;
}

static int quote_add(struct cul_court *c, struct cul_suggestion *g,
		     const struct cul_source *s, enum cul_family f, unsigned i)
{
	struct cul_evidence_line l = cul_source_line(s, f, i);
	char buf[CUL_COURT_LINE_MAX];
	bool gone;
	struct cul_sv line = cul_court_line(c, &l, buf, &gone);
	struct cul_quote *more =
		realloc(g->quotes, (g->n_quotes + 1) * sizeof(*more));

	if (more == NULL)
		return CUL_ENOMEM;
	g->quotes = more;
	more += g->n_quotes;
	*more = (struct cul_quote){ .input = l.file,
				    .offset = l.offset,
				    .line = malloc(line.len + 1),
				    .len = line.len,
				    .family = f };
	if (more->line == NULL)
		return CUL_ENOMEM;
	memcpy(more->line, line.ptr, line.len);
	more->line[line.len] = '\0';
	g->n_quotes++;
	c->unread += gone;
	return CUL_OK;
}

/* The lines of each family that a reason speaks of. */
static int quotes_take(struct cul_court *c, struct cul_suggestion *g,
		       const struct cul_source *s)
{
	unsigned done = 0;
	int err = CUL_OK;

	for (unsigned r = 0; r < g->n_reasons; r++) {
		enum cul_family f = g->reasons[r].family;

		if (done & (1u << f))
			continue;
		done |= 1u << f;
		for (unsigned i = 0;
		     i < cul_source_lines(s, f) && err == CUL_OK; i++)
			err = quote_add(c, g, s, f, i);
	}
	return err;
}

static int suggestion_add(struct cul_court *c, const struct cul_source *s,
			  const struct cul_suggestion *made)
{
	struct cul_suggestion *g;
	int64_t flagged = cul_source_flagged_usec(
		s, made->kind, cul_action_stops(made->action));

	if (c->n_suggestions == c->suggestions_room) {
		size_t room =
			c->suggestions_room ? c->suggestions_room * 2 : 64;

		g = realloc(c->suggestions, room * sizeof(*g));
		if (g == NULL)
			return CUL_ENOMEM;
		c->suggestions = g;
		c->suggestions_room = room;
	}
	g = &c->suggestions[c->n_suggestions++];
	*g = *made;
	g->n_quotes = 0;
	g->quotes = NULL;
	g->flagged_usec =
		flagged != CUL_TIME_NONE ? flagged : cul_source_last_usec(s);
	return quotes_take(c, g, s);
}

/* What is said of one who is never to be accused: of an exception, why and by
 * whom. */
static const struct cul_veto *why_cleared(const struct cul_court *c,
					  const struct cul_source *s,
					  const struct cul_veto *veto)
{
	const struct cul_excepted_one *one =
		strcmp(veto->name, "never") == 0
			? cul_excepted_find(c->excepted, s)
			: NULL;

	return one != NULL ? &one->veto : veto;
}

static int cleared_add(struct cul_court *c, const struct cul_source *s,
		       enum cul_kind kind, const struct cul_veto *veto)
{
	struct cul_cleared *more;

	if (c->n_cleared == c->cleared_room) {
		size_t room = c->cleared_room ? c->cleared_room * 2 : 64;

		more = realloc(c->cleared, room * sizeof(*more));
		if (more == NULL)
			return CUL_ENOMEM;
		c->cleared = more;
		c->cleared_room = room;
	}
	more = &c->cleared[c->n_cleared++];
	*more = (struct cul_cleared){ .kind = kind,
				      .subject = cul_source_subject(s),
				      .veto = *veto };
	(void)snprintf(more->name, sizeof(more->name), "%s",
		       cul_source_name(s));
	return CUL_OK;
}

/* A tenth of the budget is for the programs of our own servers, of which there
 * are tens where customers are thousands: by weighted Bonferroni (Genovese,
 * Roeder and Wasserman 2006) all together still come to the whole of it, and
 * for the many it changes a tenth of a nat. */
#define PROGRAMS_SHARE .1

struct cul_court_budget cul_court_budget(const struct cul_court *c,
					 enum cul_subject subject)
{
	const bool program = subject == CUL_SUBJECT_LOCAL_USER;
	const size_t programs = cul_table_programs(c->table);
	const double share = program ? PROGRAMS_SHARE : 1 - PROGRAMS_SHARE;
	struct cul_court_budget b = {
		.sources = program ? programs
				   : cul_table_count(c->table) - programs,
		.false_per_year = share * c->settings->false_per_year,
	};

	b.needed_mnat =
		cul_strength_needed((double)b.sources, b.false_per_year);
	return b;
}

static double expected(struct cul_court_budget b)
{
	return (double)b.sources * 365 * exp(-b.needed_mnat / 1000.0);
}

struct cul_judged cul_court_judged(const struct cul_court *c)
{
	const struct cul_court_budget all = cul_court_budget(c, CUL_SUBJECT_IP);
	const struct cul_court_budget programs =
		cul_court_budget(c, CUL_SUBJECT_LOCAL_USER);

	return (struct cul_judged){
		.sources = cul_table_count(c->table),
		.needed_mnat = all.needed_mnat,
		.programs = programs.sources,
		.programs_needed_mnat = programs.needed_mnat,
		.false_per_year = c->settings->false_per_year,
		.expected_per_year = expected(all) + expected(programs),
		.usual = cul_table_usual(c->table),
	};
}

/* Few are found guilty: the words are asked for only then. */
static bool finds(const struct cul_court *c, size_t d,
		  const struct cul_source *s, struct cul_finding *f)
{
	const double *knobs = c->settings->knobs[d];

	f->quiet = true;
	if (!cul_detectors[d]->judge(s, knobs, f))
		return false;
	f->quiet = false;
	return cul_detectors[d]->judge(s, knobs, f);
}

static int rule(struct cul_court *c, struct cul_source *s)
{
	const struct cul_policy policy = {
		.needed_mnat =
			cul_court_budget(c, cul_source_subject(s)).needed_mnat,
		.never = is_never,
		.arg = c,
	};
	size_t first = c->n_suggestions;
	struct cul_suggestion g;
	struct cul_finding f;
	struct cul_veto veto;
	int err = cul_court_past_of(c, s);

	settle(c, s);
	for (size_t d = 0; cul_detectors[d] != NULL && err == CUL_OK; d++) {
		enum cul_ruling ruling;

		if (!c->settings->detector_on[d] || !finds(c, d, s, &f))
			continue;
		err = cul_table_name(c->table, s);
		if (err != CUL_OK)
			break;
		ruling = cul_decide(s, &f, &policy, &g, &veto);
		if (ruling == CUL_RULING_SUGGEST)
			err = suggestion_add(c, s, &g);
		else if (ruling == CUL_RULING_CLEARED)
			err = cleared_add(c, s, f.kind,
					  why_cleared(c, s, &veto));
	}
	return err == CUL_OK ? cul_court_drop_covered(c, first) : err;
}

/* Most sources have nothing against them, and cost no more than the look. */
int cul_court_rule(struct cul_court *c, struct cul_source *s)
{
	return cul_source_is_stirred(s) ? rule(c, s) : CUL_OK;
}
