/* \summary: view 4: inputs, parsers, and the watch's own figures */
#include <inttypes.h>

#include "noc/fit.h"
#include "noc/health.h"
#include "noc/pager.h"
#include "noc/units.h"
#include "report/glyph.h"
#include "report/words.h"

/* Below this a sentence has no room beside the numbers. */
enum { BESIDE_FROM = 120 };

static void inputs(struct cul_pager *g, const struct cul_now *now)
{
	unsigned row;

	if (cul_pager_next(g, &row))
		cul_inputs_head(g->pen, row);
	for (size_t i = 0; i < now->n_inputs; i++) {
		const struct cul_now_input *in = &now->inputs[i];

		if (cul_pager_next(g, &row))
			cul_input_row(g->pen, row, in);
		if (g->pen->columns >= BESIDE_FROM)
			continue;
		if (in->error != NULL)
			cul_pager_text(g, 3, CUL_INK_WARN,
				       cul_sv_str(in->error), "");
		else if (in->note != NULL)
			cul_pager_text(g, 3, CUL_INK_QUIET,
				       cul_sv_str(in->note), "");
	}
}

static void parsers(struct cul_pager *g, const struct cul_now *now)
{
	unsigned row;

	cul_pager_blank(g);
	if (cul_pager_next(g, &row))
		cul_parsers_head(g->pen, row);
	for (size_t i = 0; i < now->n_parsers; i++)
		if (cul_pager_next(g, &row))
			cul_parser_row(g->pen, row, &now->parsers[i]);
}

static void reading(struct cul_pager *g, const struct cul_now *now)
{
	char a[CUL_WORD_MAX], b[CUL_WORD_MAX], c[CUL_WORD_MAX];
	char d[CUL_WORD_MAX], e[CUL_WORD_MAX];
	const struct cul_mail_totals *m = &now->mail;

	cul_pager_pair(g, "running", "%s, version %s; read %s lines, %s",
		       cul_word_span(now->wall_usec - now->started_usec, a),
		       now->version, cul_word_u64(now->run_lines, b),
		       cul_word_bytes(now->run_bytes, c));
	cul_pager_pair(g, "remembered", "%s lines, %s, %s events",
		       cul_word_u64(now->lines, a),
		       cul_word_bytes(now->bytes, b),
		       cul_word_u64(now->events, c));
	cul_pager_pair(g, "not read",
		       "%s of no parser, %s malformed, "
		       "%s without a time",
		       cul_word_u64(now->unowned_lines, a),
		       cul_word_u64(now->malformed_lines, b),
		       cul_word_u64(now->no_stamp_lines, c));
	cul_pager_pair(
		g, "mail",
		"%s received, %s delivered, %s deferred, %s bounced, "
		"%s rejected",
		cul_word_u64(m->received, a), cul_word_u64(m->delivered, b),
		cul_word_u64(m->deferred, c), cul_word_u64(m->bounced, d),
		cul_word_u64(m->rejected, e));
	cul_pager_pair(g, "said",
		       "%" PRIu64 " new suggestions, %" PRIu64
		       " updated, %" PRIu64 " withdrawn",
		       now->said[CUL_NOTICE_NEW], now->said[CUL_NOTICE_UPDATED],
		       now->said[CUL_NOTICE_WITHDRAWN]);
}

static void machine(struct cul_pager *g, const struct cul_now *now)
{
	char a[CUL_WORD_MAX], b[CUL_WORD_MAX];

	cul_pager_pair(g, "memory", "%s, %s at most",
		       cul_word_bytes(now->memory_bytes, a),
		       cul_word_bytes(now->memory_most_bytes, b));
	cul_pager_pair(g, "sources", "%s, and %s forgotten",
		       cul_word_u64(now->n_sources, a),
		       cul_word_u64(now->evicted_sources, b));
	cul_pager_pair(g, "in flight", "%s messages, and %s forgotten",
		       cul_word_u64(now->n_messages, a),
		       cul_word_u64(now->evicted_messages, b));
	if (now->checkpoint_usec == 0)
		cul_pager_pair(g, "checkpoint", "none; %" PRIu64 " failed",
			       now->checkpoints_failed);
	else
		cul_pager_pair(
			g, "checkpoint",
			"%s ago, %s; took %" PRId64
			" ms, reading stood %" PRId64 " ms; %" PRIu64
			" written, %" PRIu64 " failed",
			cul_unit_span(now->wall_usec - now->checkpoint_usec, a),
			cul_word_bytes(now->checkpoint_bytes, b),
			now->checkpoint_took_usec / 1000,
			now->checkpoint_paused_usec / 1000, now->checkpoints,
			now->checkpoints_failed);
}

static void write_inputs(struct cul_pager *g, struct cul_noc *noc,
			 const struct cul_now *now)
{
	unsigned row;

	(void)noc;
	if (now->trouble != NULL) {
		cul_pager_text(g, 1, CUL_INK_WARN, cul_sv_str(now->trouble),
			       "");
		cul_pager_blank(g);
	}
	inputs(g, now);
	parsers(g, now);
	cul_pager_blank(g);
	if (cul_pager_next(g, &row))
		cul_pen_str(g->pen, row, 1, 10, CUL_INK_BOLD, "WATCH");
	reading(g, now);
	machine(g, now);
}

void cul_view_inputs(struct cul_noc *noc, const struct cul_now *now,
		     struct cul_area a)
{
	cul_pager_run(noc, &noc->lists[CUL_VIEW_INPUTS], now, a, write_inputs);
}
