/* \summary: how the watch itself is: one line, and rows of inputs */
#include "noc/health.h"

#include <stdio.h>

#include "noc/units.h"
#include "report/words.h"

/* Beyond these it is said in an ink of its own. */
#define SILENT_USEC     (10 * 60 * CUL_USEC_PER_SEC)
#define CHECKPOINT_USEC (10 * 60 * CUL_USEC_PER_SEC)
#define BEHIND_BYTES    (1u << 20)

enum { NUMBER = 10 };

struct totals {
	size_t errors;
	uint64_t behind, lost;
};

static struct totals add_up(const struct cul_now *now)
{
	struct totals t = { 0 };

	for (size_t i = 0; i < now->n_inputs; i++) {
		t.errors += now->inputs[i].error != NULL;
		t.behind += now->inputs[i].behind_bytes;
		t.lost += now->inputs[i].lost;
	}
	return t;
}

/* One more word of the line, or none where it does not fit whole. */
static unsigned word(const struct cul_pen *p, unsigned row, unsigned at,
		     enum cul_ink ink, const char *text)
{
	if (at + strlen(text) >= p->columns)
		return p->columns;
	return cul_pen_str(p, row, at, p->columns, ink, text) + 3;
}

static unsigned checkpoint(const struct cul_pen *p, const struct cul_now *now,
			   unsigned row, unsigned at)
{
	char text[2 * CUL_UNIT_MAX], age[CUL_UNIT_MAX];
	int64_t old = now->wall_usec - now->checkpoint_usec;

	if (now->checkpoints_failed > 0)
		snprintf(text, sizeof(text), "checkpoint failed %llu times",
			 (unsigned long long)now->checkpoints_failed);
	else if (now->checkpoint_usec == 0)
		snprintf(text, sizeof(text), "no checkpoint");
	else
		snprintf(text, sizeof(text), "checkpoint %s ago",
			 cul_unit_span(old, age));
	return word(p, row, at,
		    now->checkpoints_failed > 0 || (now->checkpoint_usec != 0 &&
						    old > CHECKPOINT_USEC)
			    ? CUL_INK_WARN
			    : CUL_INK_QUIET,
		    text);
}

void cul_health_line(const struct cul_pen *p, const struct cul_now *now,
		     unsigned row)
{
	const struct totals t = add_up(now);
	char text[2 * CUL_UNIT_MAX], number[CUL_UNIT_MAX];
	unsigned at;

	snprintf(text, sizeof(text), "%zu input%s", now->n_inputs,
		 now->n_inputs == 1 ? "" : "s");
	at = word(p, row, 1, CUL_INK_QUIET, text);
	if (t.errors > 0) {
		snprintf(text, sizeof(text), "%zu in error", t.errors);
		at = word(p, row, at, CUL_INK_WARN, text);
	}
	if (t.lost > 0) {
		snprintf(text, sizeof(text), "%s lost",
			 cul_unit_count(t.lost, number));
		at = word(p, row, at, CUL_INK_WARN, text);
	}
	snprintf(text, sizeof(text), "%s behind",
		 cul_word_bytes(t.behind, number));
	at = word(p, row, at,
		  t.behind > BEHIND_BYTES ? CUL_INK_WARN : CUL_INK_QUIET, text);
	snprintf(text, sizeof(text), "memory %s",
		 cul_word_bytes(now->memory_bytes, number));
	at = word(p, row, at, CUL_INK_QUIET, text);
	at = checkpoint(p, now, row, at);
	snprintf(text, sizeof(text), "%s sources",
		 cul_unit_count(now->n_sources, number));
	at = word(p, row, at, CUL_INK_QUIET, text);
	snprintf(text, sizeof(text), "%s in flight",
		 cul_unit_count(now->n_messages, number));
	at = word(p, row, at, CUL_INK_QUIET, text);
	snprintf(text, sizeof(text), "%s lines",
		 cul_word_u64(now->lines, number));
	(void)word(p, row, at, CUL_INK_QUIET, text);
}

static unsigned name_width(const struct cul_pen *p, unsigned numbers)
{
	unsigned w = p->columns - 1 - numbers * NUMBER - 2;

	return w > 48 ? 48 : w;
}

/* Columns of numbers; the rest is for a sentence, if there is any. */
static unsigned input_numbers(const struct cul_pen *p)
{
	return p->columns >= 72 ? 5 : 4;
}

void cul_inputs_head(const struct cul_pen *p, unsigned row)
{
	static const char *const heads[] = { "lines", "behind", "silent",
					     "lost", "read" };
	const unsigned name = name_width(p, 5);

	cul_pen_str(p, row, 1, 10, CUL_INK_BOLD, "INPUTS");
	for (unsigned i = 0; i < input_numbers(p); i++)
		cul_pen_right(p, row, 1 + name + i * NUMBER, NUMBER,
			      CUL_INK_QUIET, heads[i]);
}

void cul_input_row(const struct cul_pen *p, unsigned row,
		   const struct cul_now_input *in)
{
	const unsigned name = name_width(p, 5);
	const unsigned end = 1 + name + input_numbers(p) * NUMBER;
	char t[5][CUL_UNIT_MAX];
	const struct {
		const char *text;
		bool warn;
	} cells[] = {
		{ cul_unit_count(in->lines, t[0]), false },
		{ cul_word_bytes(in->behind_bytes, t[1]),
		  in->behind_bytes > BEHIND_BYTES },
		{ cul_unit_span(in->silent_usec, t[2]),
		  in->silent_usec > SILENT_USEC },
		{ cul_unit_count(in->lost, t[3]), in->lost > 0 },
		{ cul_word_bytes(in->bytes, t[4]), false },
	};

	if (in->error != NULL)
		cul_pen_str(p, row, 0, 1, CUL_INK_WARN, "!");
	cul_pen_str(p, row, 1, name,
		    in->error != NULL ? CUL_INK_WARN : CUL_INK_PLAIN, in->name);
	for (unsigned i = 0; i < input_numbers(p); i++)
		cul_pen_right(p, row, 1 + name + i * NUMBER, NUMBER,
			      cells[i].warn ? CUL_INK_WARN : CUL_INK_PLAIN,
			      cells[i].text);
	if (end + 3 < p->columns)
		cul_pen_str(p, row, end + 3, p->columns - end - 4,
			    in->error != NULL ? CUL_INK_WARN : CUL_INK_QUIET,
			    in->error != NULL ? in->error : in->note);
}

void cul_parsers_head(const struct cul_pen *p, unsigned row)
{
	static const char *const heads[CUL_VERDICTS_] = { "events", "ignored",
							  "not mine",
							  "malformed" };
	const unsigned name = name_width(p, 5);

	cul_pen_str(p, row, 1, 10, CUL_INK_BOLD, "PARSERS");
	for (unsigned i = 0; i < CUL_VERDICTS_; i++)
		cul_pen_right(p, row, 1 + name + i * NUMBER, NUMBER,
			      CUL_INK_QUIET, heads[i]);
}

void cul_parser_row(const struct cul_pen *p, unsigned row,
		    const struct cul_parser_count *c)
{
	const unsigned name = name_width(p, 5);
	char text[CUL_UNIT_MAX];

	cul_pen_str(p, row, 1, name, CUL_INK_PLAIN, c->name);
	for (unsigned i = 0; i < CUL_VERDICTS_; i++) {
		uint64_t n = c->verdicts[i];
		enum cul_ink ink = n > 0 ? CUL_INK_PLAIN : CUL_INK_QUIET;

		if (i == CUL_MALFORMED && n > 0)
			ink = CUL_INK_WARN;
		cul_pen_right(p, row, 1 + name + i * NUMBER, NUMBER, ink,
			      cul_word_u64(n, text));
	}
}
