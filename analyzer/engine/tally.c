/* \summary: fill the inputs, parsers and samples of the summary */
#include <stdio.h>
#include <stdlib.h>

#include "engine/pipeline.h"
#include "engine/tally.h"

int cul_tally_new(struct cul_summary *sum,
		  struct cul_parser_count **ret_parsers)
{
	struct cul_parser_count *v;
	size_t n = 0;

	sum->n_inputs = sum->n_samples = sum->n_parsers = 0;
	sum->inputs = NULL;
	sum->samples = NULL;
	sum->parsers = NULL;
	while (cul_parsers[n] != NULL)
		n++;
	v = calloc(n + 1, sizeof(*v));
	if (v == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		v[i].name = cul_parsers[i]->name;
		v[i].reasons = cul_parsers[i]->reasons;
	}
	sum->lines = sum->bytes = sum->events = 0;
	sum->no_stamp_lines = sum->unowned_lines = 0;
	sum->t_first_usec = sum->t_last_usec = CUL_TIME_NONE;
	sum->n_parsers = n;
	sum->parsers = v;
	*ret_parsers = v;
	return 0;
}

static bool spoke(const struct cul_parser_count *p)
{
	return p->verdicts[CUL_EVENT] != 0 || p->verdicts[CUL_IGNORED] != 0 ||
	       p->verdicts[CUL_MALFORMED] != 0;
}

/* Of two dozen formats a run meets one or two: the others say nothing. */
static void drop_silent(struct cul_summary *sum, struct cul_parser_count *v)
{
	size_t n = 0;

	for (size_t i = 0; i < sum->n_parsers; i++)
		if (spoke(&v[i]))
			v[n++] = v[i];
	sum->n_parsers = n;
}

static int note_nuls(struct cul_feed *f)
{
	char note[80];

	if (f->nuls == 0 || f->lines == 0)
		return 0;
	snprintf(note, sizeof(note), "%llu NUL bytes before lines left out",
		 (unsigned long long)f->nuls);
	return cul_feed_note(f, note);
}

/* By input, of each verdict the first few: the same whatever the order in
 * which the blocks were done. */
static void pick(const struct cul_feeds *feeds, enum cul_verdict verdict,
		 struct cul_sample *to, size_t *n)
{
	size_t left = CUL_SAMPLES_MAX;

	for (size_t i = 0; i < feeds->n; i++) {
		const struct cul_feed *f = &feeds->v[i];

		for (unsigned k = 0; k < f->n_samples && left > 0; k++) {
			if (f->samples[k].verdict != verdict)
				continue;
			to[(*n)++] = f->samples[k].sample;
			left--;
		}
	}
}

static int note_foreign(struct cul_feed *f)
{
	if (f->lines == 0 || f->owned_lines != 0)
		return 0;
	return cul_feed_note(f, "not a mail log: no line of it is of a "
				"program that is read here");
}

int cul_tally_inputs(struct cul_summary *sum, struct cul_parser_count *parsers,
		     struct cul_feeds *feeds)
{
	struct cul_input_count *in = calloc(feeds->n + 1, sizeof(*in));
	struct cul_sample *samples =
		calloc((size_t)2 * CUL_SAMPLES_MAX, sizeof(*samples));
	int rc = 0;

	drop_silent(sum, parsers);
	sum->inputs = in;
	sum->samples = samples;
	if (in == NULL || samples == NULL)
		return CUL_ENOMEM;
	pick(feeds, CUL_MALFORMED, samples, &sum->n_samples);
	pick(feeds, CUL_NOT_MINE, samples, &sum->n_samples);
	for (size_t i = 0; i < feeds->n; i++) {
		struct cul_feed *f = &feeds->v[i];

		if (note_nuls(f) < 0 || note_foreign(f) < 0)
			rc = CUL_ENOMEM;
		in[i] = (struct cul_input_count){ f->path,  f->bytes,
						  f->lines, f->cut_lines,
						  f->error, f->note };
		f->path = f->error = f->note = NULL;
		sum->bytes += in[i].bytes;
		sum->n_inputs++;
	}
	return rc;
}

/* The summary shows them const; they are ours. */
static void drop(const void *p)
{
	void *q;

	memcpy(&q, &p, sizeof(q));
	free(q);
}

void cul_pipeline_counts_done(struct cul_summary *sum)
{
	for (size_t i = 0; i < sum->n_inputs; i++) {
		drop(sum->inputs[i].path);
		drop(sum->inputs[i].error);
		drop(sum->inputs[i].note);
	}
	drop(sum->inputs);
	drop(sum->samples);
	drop(sum->parsers);
	sum->inputs = NULL;
	sum->samples = NULL;
	sum->parsers = NULL;
	sum->n_inputs = sum->n_samples = sum->n_parsers = 0;
}
