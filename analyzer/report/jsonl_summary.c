/* \summary: what was read, guessed and not counted, as JSON */
#include "report/jsonl.h"
#include "report/mask.h"

static void mail(struct cul_json *j, const struct cul_mail_totals *m)
{
	cul_json_object(j, "mail");
	cul_json_u64(j, "received", m->received);
	cul_json_u64(j, "delivered", m->delivered);
	cul_json_u64(j, "forwarded", m->forwarded);
	cul_json_u64(j, "deferred", m->deferred);
	cul_json_u64(j, "deferrals", m->deferrals);
	cul_json_u64(j, "bounced", m->bounced);
	cul_json_u64(j, "rejected", m->rejected);
	cul_json_u64(j, "reject_warnings", m->reject_warnings);
	cul_json_u64(j, "held", m->held);
	cul_json_u64(j, "discarded", m->discarded);
	cul_json_end(j);
}

static void leases(struct cul_json *j, const struct cul_lease_totals *n)
{
	if (n->files == 0)
		return;
	cul_json_object(j, "leases");
	cul_json_u64(j, "files", n->files);
	cul_json_u64(j, "records", n->records);
	cul_json_u64(j, "malformed", n->bad);
	cul_json_u64(j, "intervals", n->intervals);
	cul_json_u64(j, "customers", n->customers);
	cul_json_u64(j, "overlaps", n->overlaps);
	cul_json_u64(j, "ended_before_start", n->odd);
	cul_json_u64(j, "forgotten", n->forgotten);
	cul_json_object(j, "span");
	cul_json_time(j, "first", n->t_first_usec);
	cul_json_time(j, "last", n->t_last_usec);
	cul_json_end(j);
	cul_json_u64(j, "answered", n->answered);
	cul_json_u64(j, "ambiguous", n->ambiguous);
	cul_json_u64(j, "nobody", n->nobody);
	cul_json_end(j);
}

static void inputs(struct cul_json *j, const struct cul_summary *s)
{
	cul_json_array(j, "inputs");
	for (size_t i = 0; i < s->n_inputs; i++) {
		const struct cul_input_count *in = &s->inputs[i];

		cul_json_object(j, NULL);
		cul_json_str(j, "path", in->path);
		cul_json_u64(j, "bytes", in->bytes);
		cul_json_u64(j, "lines", in->lines);
		cul_json_u64(j, "cut_lines", in->cut_lines);
		if (in->error != NULL)
			cul_json_str(j, "error", in->error);
		if (in->note != NULL)
			cul_json_str(j, "note", in->note);
		cul_json_end(j);
	}
	cul_json_end(j);
}

static void reasons(struct cul_json *j, const char *key,
		    const struct cul_parser_count *p, const uint64_t *counts)
{
	cul_json_object(j, key);
	for (unsigned i = 0; i < CUL_PARSER_REASONS_MAX; i++) {
		if (p->reasons == NULL || p->reasons[i] == NULL)
			break;
		if (counts[i] != 0)
			cul_json_u64(j, p->reasons[i], counts[i]);
	}
	cul_json_end(j);
}

static void parsers(struct cul_json *j, const struct cul_summary *s)
{
	cul_json_array(j, "parsers");
	for (size_t i = 0; i < s->n_parsers; i++) {
		const struct cul_parser_count *p = &s->parsers[i];

		cul_json_object(j, NULL);
		cul_json_str(j, "name", p->name);
		cul_json_u64(j, "events", p->verdicts[CUL_EVENT]);
		cul_json_u64(j, "ignored", p->verdicts[CUL_IGNORED]);
		cul_json_u64(j, "not_mine", p->verdicts[CUL_NOT_MINE]);
		cul_json_u64(j, "malformed", p->verdicts[CUL_MALFORMED]);
		reasons(j, "ignored_reasons", p, p->ignored);
		reasons(j, "malformed_reasons", p, p->malformed);
		cul_json_end(j);
	}
	cul_json_end(j);
}

static void samples(struct cul_json *j, const struct cul_report *r)
{
	const struct cul_summary *s = &r->summary;
	char buf[CUL_MASK_MAX];

	cul_json_array(j, "samples");
	for (size_t i = 0; i < s->n_samples; i++) {
		const struct cul_sample *one = &s->samples[i];

		cul_json_object(j, NULL);
		if (one->file < s->n_inputs)
			cul_json_str(j, "file", s->inputs[one->file].path);
		cul_json_u64(j, "offset", one->offset);
		cul_json_str(j, "why", one->why);
		cul_json_sv(j, "line", cul_sample_text(r, one, buf));
		cul_json_end(j);
	}
	cul_json_end(j);
}

static void sentences(struct cul_json *j, const char *key, size_t n,
		      const char *const *v)
{
	cul_json_array(j, key);
	for (size_t i = 0; i < n; i++)
		cul_json_str(j, NULL, v[i]);
	cul_json_end(j);
}

static void judged(struct cul_json *j, const struct cul_judged *g)
{
	if (g->sources == 0)
		return;
	cul_json_object(j, "judged");
	cul_json_u64(j, "sources", g->sources);
	cul_json_milli(j, "needed", g->needed_mnat);
	if (g->programs != 0) {
		cul_json_u64(j, "programs", g->programs);
		cul_json_milli(j, "needed_of_programs",
			       g->programs_needed_mnat);
	}
	cul_json_double(j, "false_per_year", g->false_per_year);
	cul_json_double(j, "expected_per_year", g->expected_per_year);
	cul_json_u64(j, "learned_from", g->usual.n_sources);
	cul_json_double(j, "usual_bad_recipients",
			cul_spread_mean(g->usual.bad));
	cul_json_double(j, "usual_rejected",
			cul_spread_mean(g->usual.rejected));
	cul_json_double(j, "usual_recipients", g->usual.recipients);
	if (g->usual.n_outsiders != 0)
		cul_json_double(j, "usual_asking_to_relay", g->usual.asking);
	if (g->usual.names.of != 0)
		cul_json_double(j, "usual_many_names", g->usual.names.share);
	cul_json_end(j);
}

void cul_jsonl_summary(struct cul_json *j, const struct cul_report *r)
{
	const struct cul_summary *s = &r->summary;

	cul_json_str(j, "culprit", r->version);
	cul_json_u64(j, "suggestions", r->n_suggestions);
	mail(j, &s->mail);
	leases(j, &s->leases);
	cul_json_u64(j, "lines", s->lines);
	cul_json_u64(j, "bytes", s->bytes);
	cul_json_u64(j, "events", s->events);
	cul_json_u64(j, "sources", s->n_sources);
	judged(j, &s->judged);
	cul_json_object(j, "span");
	cul_json_time(j, "first", s->t_first_usec);
	cul_json_time(j, "last", s->t_last_usec);
	cul_json_end(j);
	cul_json_u64(j, "no_stamp_lines", s->no_stamp_lines);
	cul_json_u64(j, "unowned_lines", s->unowned_lines);
	cul_json_u64(j, "orphan_outcomes", s->orphan_outcomes);
	cul_json_object(j, "evicted");
	cul_json_u64(j, "sources", s->evicted_sources);
	cul_json_u64(j, "messages", s->evicted_messages);
	cul_json_u64(j, "contacts", s->evicted_contacts);
	cul_json_end(j);
	inputs(j, s);
	parsers(j, s);
	samples(j, r);
	sentences(j, "guesses", s->n_guesses, s->guesses);
	sentences(j, "warnings", s->n_warnings, s->warnings);
}
