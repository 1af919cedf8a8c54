/* \summary: everything known of one source, step by step */
#include <stdio.h>

#include "engine/court_int.h"
#include "evidence/hash.h"
#include "report/mask.h"

static void time_line(struct cul_out *o, const char *what, int64_t t_usec)
{
	char text[CUL_TIME_TEXT_MAX];

	if (t_usec == CUL_TIME_NONE)
		return;
	(void)cul_time_print(t_usec, text);
	cul_out_fmt(o, "  %-22s %s\n", what, text);
}

/* Names come from logs: no control character reaches the terminal, nor what
 * is not ASCII; what masking puts in is written with three dots. */
void cul_explain_put(struct cul_out *o, struct cul_sv v)
{
	for (size_t i = 0; i < v.len; i++) {
		unsigned char ch = (unsigned char)v.ptr[i];

		if (cul_sv_starts(cul_sv_from(v, i), CUL_SV(CUL_MASK_TEXT))) {
			cul_out_str(o, "...");
			i += sizeof(CUL_MASK_TEXT) - 2;
		} else if (ch >= 0x20 && ch < 0x7f)
			cul_out_put(o, v.ptr + i, 1);
		else
			cul_out_fmt(o, "\\x%02x", ch);
	}
}

static void clean_str(struct cul_out *o, const char *s)
{
	cul_explain_put(o, (struct cul_sv){ s, strlen(s) });
}

static void who_lines(const struct cul_source *s, struct cul_out *o)
{
	struct cul_addr addrs[CUL_SOURCE_ADDRS];
	unsigned n = cul_source_addrs(s, addrs);
	char text[CUL_ADDR_TEXT_MAX];

	cul_out_fmt(o, "%s ", cul_subject_name(cul_source_subject(s)));
	clean_str(o, cul_source_name(s));
	cul_out_fmt(o, ", %s\n",
		    cul_source_is_ours(s) ? "one of ours" : "an outsider");
	if (cul_source_customer(s)[0] != '\0') {
		cul_out_fmt(o, "  %-22s ", "customer");
		clean_str(o, cul_source_customer(s));
		cul_out_str(o, "\n");
	}
	for (unsigned i = 0; i < n; i++) {
		(void)cul_addr_print(&addrs[i], text);
		cul_out_fmt(o, "  %-22s %s\n", i == 0 ? "addresses" : "", text);
	}
	time_line(o, "window from", cul_source_first_usec(s));
	time_line(o, "last event", cul_source_last_usec(s));
	time_line(o, "first wrong", cul_source_misdeed_usec(s));
}

static void count_lines(const struct cul_source *s, struct cul_out *o)
{
	cul_out_str(o, "\nCounted in this window\n");
	for (unsigned i = 0; i < CUL_COUNTERS_; i++) {
		enum cul_counter c = (enum cul_counter)i;

		if (cul_count(s, c) != 0)
			cul_out_fmt(o, "  %-22s %10u  %s\n",
				    cul_counter_name(c), cul_count(s, c),
				    cul_counter_what(c));
	}
	for (unsigned i = 0; i < CUL_DISTINCTS_; i++) {
		enum cul_distinct d = (enum cul_distinct)i;
		uint32_t n = cul_distinct(s, d);

		if (n != 0)
			cul_out_fmt(o, "  %-22s %9s%u  different %s\n", "",
				    n > CUL_DISTINCT_EXACT ? "~" : "", n,
				    cul_distinct_what(d));
	}
}

static void mix_lines(const struct cul_source *s, struct cul_out *o)
{
	const struct cul_sender_mix m = cul_source_sender_mix(s);
	const struct cul_bounces b = cul_source_bounces(s);

	if (m.hours != 0)
		cul_out_fmt(o,
			    "  %-22s steadiest in %u hours, %u messages; seen "
			    "in one or two hours: %u, of these with a dead "
			    "recipient %u, refused as spam %u, messages %u, "
			    "recipients %u\n",
			    "sender domains", m.hours, m.messages, m.strangers,
			    m.dead, m.refused, m.stranger_messages,
			    m.stranger_recipients);
	if (b.matched + b.unknown + b.never + b.out != 0)
		cul_out_fmt(o,
			    "  %-22s to mailboxes of ours that wrote %u, that "
			    "are not here %u, that never wrote %u; elsewhere "
			    "%u, of these dead %u, refused as spam %u\n",
			    "null sender", b.matched, b.unknown, b.never, b.out,
			    b.out_dead, b.out_refused);
}

/* A walk that never restarted can be done again by hand: hits times the step
 * up, the rest times the step down. */
static void walk_lines(const struct cul_court *c, const struct cul_source *s,
		       struct cul_out *o)
{
	cul_out_str(o, "\nWalks: sequential tests over first contacts "
		       "(milli-nats; 9210 is 1 honest source in 10,000)\n");
	for (unsigned i = 0; i < CUL_WALKS_; i++) {
		enum cul_walk w = (enum cul_walk)i;
		struct cul_walk_state st = cul_walk(s, w);
		struct cul_walk_plan p = cul_walk_plan_of(
			c->settings->walk_t0[i], c->settings->walk_t1[i], 0.01);
		char since[CUL_TIME_TEXT_MAX];

		if (st.steps == 0)
			continue;
		(void)cul_time_print(st.t_start_usec, since);
		cul_out_fmt(o, "  %s\n", cul_walk_what(w));
		cul_out_fmt(o,
			    "    honest %.0f %%, guilty %.0f %%: step up "
			    "ln(%.2f/%.2f) = %+d, step down "
			    "ln(%.2f/%.2f) = %+d, restart at %d\n",
			    p.t0 * 100, p.t1 * 100, p.t1, p.t0, p.up_mnat,
			    1 - p.t1, 1 - p.t0, p.down_mnat, p.clear_mnat);
		cul_out_fmt(o,
			    "    since %s: %u hits of %u: %u x %d + %u x %d "
			    "= %d, %s; highest %d\n",
			    since, st.hits, st.steps, st.hits, p.up_mnat,
			    st.steps - st.hits, p.down_mnat, st.level_mnat,
			    st.level_mnat >= CUL_SATURATED_MNAT ? "beyond 9210"
								: "below 9210",
			    st.peak_mnat);
	}
}

/* Scores of shares start from these. */
static void usual_lines(const struct cul_source *s, struct cul_out *o)
{
	const struct cul_usual *u = cul_source_usual(s);
	const struct cul_usual built_in = cul_usual_built_in();

	cul_out_str(o, "\nWhat is usual here");
	if (u->n_sources == 0)
		cul_out_str(o, " (built in: fewer than 200 senders of ours)\n");
	else
		cul_out_fmt(o, " (learned from %u senders of ours)\n",
			    u->n_sources);
	cul_out_fmt(o,
		    "  recipients that do not exist  %4.1f in 100, "
		    "Beta(%.1f, %.1f)\n",
		    100 * cul_spread_mean(u->bad), u->bad.a, u->bad.b);
	cul_out_fmt(o,
		    "  refused as spam               %4.1f in 1,000, "
		    "Beta(%.1f, %.1f)\n",
		    1000 * cul_spread_mean(u->rejected), u->rejected.a,
		    u->rejected.b);
	if (u->n_outsiders != 0)
		cul_out_fmt(
			o,
			"  outsiders that ask to relay   %4.1f in 1,000, of "
			"%u\n",
			1000 * u->asking, u->n_outsiders);
	if (u->names.of != 0)
		cul_out_fmt(
			o,
			"  lines in %d sender domains     %4.1f in 1,000, of "
			"%u\n",
			CUL_NAMES_MANY, 1000 * u->names.share, u->names.of);
	cul_out_fmt(
		o,
		"  recipients in a day           %4.1f\n"
		"  a share's score is -1000 ln P(so many or more) of the "
		"beta-binomial, 99 parts\n"
		"  of what was learned and 1 of Beta(%.1f, %.1f), Beta(%.1f, "
		"%.1f); of recipients a day\n"
		"  of the geometric, of domains an hour of the negative "
		"binomial of shape 2; none is\n"
		"  above 20000, and none counts for more than %d when it "
		"is put together\n",
		u->recipients, built_in.bad.a, built_in.bad.b,
		built_in.rejected.a, built_in.rejected.b, CUL_FAMILY_MOST_MNAT);
}

static void reason_line(const struct cul_reason *r, struct cul_out *o)
{
	cul_out_fmt(o, "    %-16s %6d mnat  %s: ", cul_family_name(r->family),
		    r->score_mnat, r->signal);
	if (r->of > 0)
		cul_out_fmt(o, "%.0f of %.0f, the honest %.1f %%\n",
			    r->observed, r->of, r->usual * 100);
	else
		cul_out_fmt(o, "%.0f, the honest %.1f\n", r->observed,
			    r->usual);
	cul_out_str(o, "      ");
	clean_str(o, r->text);
	cul_out_str(o, "\n");
}

/* What decided, so that it can be done again by hand. */
static void strength_line(const struct cul_court *c, const struct cul_source *s,
			  const struct cul_finding *f, struct cul_out *o)
{
	const struct cul_strength st = cul_strength_of(f);
	const struct cul_court_budget b =
		cul_court_budget(c, cul_source_subject(s));

	cul_out_fmt(
		o,
		"    the strongest kind %d, the others %d (the next, or all "
		"by Fisher's method), in sum %d\n",
		st.first, st.second, st.first + st.second);
	cul_out_fmt(o,
		    "    needed %d: the larger of 1000 ln(%zu sources * 365 / "
		    "%g) and %d for the first and %d for the second\n",
		    b.needed_mnat, b.sources, b.false_per_year,
		    CUL_SATURATED_MNAT, CUL_SECOND_LEAST_MNAT);
	if (st.first < CUL_SATURATED_MNAT)
		cul_out_fmt(o,
			    "    no kind reaches 9210; all together %d, of "
			    "which %d or more would do\n",
			    st.all,
			    b.needed_mnat > CUL_FAMILY_MOST_MNAT
				    ? b.needed_mnat
				    : CUL_FAMILY_MOST_MNAT);
}

static bool always_no(void *arg, const struct cul_source *s)
{
	(void)arg;
	(void)s;
	return false;
}

static void ruling_line(const struct cul_court *c, const struct cul_source *s,
			const struct cul_finding *f, struct cul_out *o)
{
	const struct cul_policy policy = {
		cul_court_budget(c, cul_source_subject(s)).needed_mnat,
		always_no, NULL
	};
	struct cul_suggestion g;
	struct cul_veto veto;

	switch (cul_decide(s, f, &policy, &g, &veto)) {
	case CUL_RULING_SUGGEST:
		cul_out_fmt(o, "    -> %s, confidence %.6f: ",
			    cul_action_name(g.action), g.confidence);
		clean_str(o, g.why);
		break;
	case CUL_RULING_CLEARED:
		cul_out_fmt(o, "    -> not accused (%s): ", veto.name);
		clean_str(o, veto.text);
		break;
	case CUL_RULING_NOTHING:
		cul_out_str(o, "    -> nothing to suggest");
		break;
	}
	cul_out_str(o, "\n");
}

static void finding_lines(const struct cul_court *c, const struct cul_source *s,
			  struct cul_out *o)
{
	unsigned n = 0;

	cul_out_str(o, "\nWhat the detectors say\n");
	for (size_t d = 0; cul_detectors[d] != NULL; d++) {
		struct cul_finding f;

		f.quiet = false;
		if (!c->settings->detector_on[d] ||
		    !cul_detectors[d]->judge(s, c->settings->knobs[d], &f))
			continue;
		cul_out_fmt(o, "  %s\n", cul_detectors[d]->name);
		time_line(o, "  flagged at",
			  cul_source_flagged_usec(s, f.kind, false));
		time_line(o, "  to be stopped since",
			  cul_source_flagged_usec(s, f.kind, true));
		for (unsigned r = 0; r < f.n_reasons; r++)
			reason_line(&f.reasons[r], o);
		strength_line(c, s, &f, o);
		ruling_line(c, s, &f, o);
		n++;
	}
	if (n == 0)
		cul_out_str(o, "  nothing: no family of evidence reaches "
			       "1 in 10,000\n");
}

static void quote_lines(const struct cul_court *c, const struct cul_source *s,
			struct cul_out *o)
{
	char buf[CUL_MASK_MAX], text[CUL_COURT_LINE_MAX];

	cul_out_str(o, "\nLines behind it (of each family the first and the "
		       "last)\n");
	for (unsigned f = 0; f < CUL_FAMILIES_; f++) {
		enum cul_family family = (enum cul_family)f;
		unsigned n = cul_source_lines(s, family);

		if (n != 0)
			cul_out_fmt(o, "  %s\n", cul_family_name(family));
		for (unsigned i = 0; i < n; i++) {
			struct cul_evidence_line l =
				cul_source_line(s, family, i);
			bool gone;
			struct cul_sv line = cul_court_line(c, &l, text, &gone);

			cul_out_str(o, "    ");
			cul_explain_put(o, c->settings->mask
						   ? cul_mask(line, buf)
						   : line);
			cul_out_str(o, "\n");
		}
	}
}

static struct cul_source *find_addr(const struct cul_court *c,
				    const struct cul_addr *addr)
{
	const struct cul_customer *customer =
		cul_customer_of_addr(c->customers, addr);
	struct cul_who w = { .subject = CUL_SUBJECT_IP,
			     .addr = cul_net_of(addr, 32, 64).base };
	struct cul_source *s = NULL;

	if (customer != NULL) {
		w.subject = CUL_SUBJECT_CUSTOMER;
		w.name = customer->name;
	}
	if (c->book != NULL)
		s = cul_court_leased(c, addr);
	return s != NULL ? s : cul_table_find(c->table, &w);
}

static struct cul_source *find(const struct cul_court *c, const char *who)
{
	static const enum cul_subject named[] = {
		CUL_SUBJECT_CUSTOMER,
		CUL_SUBJECT_ACCOUNT,
		CUL_SUBJECT_LOCAL_USER,
		CUL_SUBJECT_SERVER,
	};
	struct cul_who w = { .name = { who, strlen(who) } };
	struct cul_source *s = NULL;
	struct cul_net net;

	if (cul_net_parse(w.name, &net))
		return find_addr(c, &net.base);
	for (size_t i = 0; i < sizeof(named) / sizeof(*named) && s == NULL;
	     i++) {
		w.subject = named[i];
		s = cul_table_find(c->table, &w);
	}
	return s;
}

bool cul_court_explain(struct cul_court *c, const char *who, struct cul_out *o)
{
	struct cul_source *s = find(c, who);

	cul_court_explain_leases(c, who, o);
	if (s == NULL || cul_table_name(c->table, s) != CUL_OK ||
	    cul_court_past_of(c, s) != CUL_OK)
		return false;
	who_lines(s, o);
	count_lines(s, o);
	mix_lines(s, o);
	walk_lines(c, s, o);
	cul_court_explain_past(s, o);
	usual_lines(s, o);
	finding_lines(c, s, o);
	quote_lines(c, s, o);
	return true;
}
