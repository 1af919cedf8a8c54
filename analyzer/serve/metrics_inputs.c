/* \summary: what each input gave, and how far behind it is
 *
 * Inputs of the same name are one; those beyond the bound are one more.
 */
#include "report/glyph.h"
#include "serve/metrics_int.h"

/* Their rows: places in now->inputs, or the bound's, "(others)". */
struct rows {
	const struct cul_now *now;
	size_t n;
	struct row {
		const char *name;
		uint64_t lines, bytes, behind_bytes, lost;
		bool failing;
		int64_t silent_usec; /* of the one heard of last; -1: none */
	} row[CUL_METRICS_INPUTS + 1];
};

static struct row *row_for(struct rows *r, const char *name)
{
	if (name == NULL)
		name = "";
	for (size_t i = 0; i < r->n; i++) {
		if (strcmp(r->row[i].name, name) == 0)
			return &r->row[i];
	}
	if (r->n >= CUL_METRICS_INPUTS)
		name = "(others)";
	if (r->n > CUL_METRICS_INPUTS)
		return &r->row[CUL_METRICS_INPUTS];
	r->row[r->n] = (struct row){ .name = name, .silent_usec = -1 };
	return &r->row[r->n++];
}

static void add(struct rows *r, const struct cul_now_input *in)
{
	struct row *row = row_for(r, in->name);

	row->lines += in->lines;
	row->bytes += in->bytes;
	row->behind_bytes += in->behind_bytes;
	row->lost += in->lost;
	row->failing = row->failing || in->error != NULL;
	if (in->silent_usec >= 0 &&
	    (row->silent_usec < 0 || in->silent_usec < row->silent_usec))
		row->silent_usec = in->silent_usec;
}

#define EACH(rows, f, field)                                                   \
	do {                                                                   \
		for (size_t i = 0; i < (rows)->n; i++)                         \
			metrics_put((f), "input", (rows)->row[i].name,         \
				    (rows)->row[i].field);                     \
	} while (0)

static void counters(const struct rows *r, struct cul_out *o)
{
	struct metrics_family f;

	f = metrics_counter(o, "culprit_input_lines", NULL,
			    "Lines read of the input.");
	EACH(r, &f, lines);
	f = metrics_counter(o, "culprit_input_read_bytes", "bytes",
			    "Bytes read of the input, unpacked.");
	EACH(r, &f, bytes);
	f = metrics_counter(o, "culprit_input_lost_lines", NULL,
			    "Lines that the kernel says it dropped.");
	EACH(r, &f, lost);
}

static void gauges(const struct rows *r, struct cul_out *o)
{
	struct metrics_family f;

	f = metrics_gauge(o, "culprit_input_behind_bytes", "bytes",
			  "Bytes that wait to be read.");
	EACH(r, &f, behind_bytes);
	f = metrics_gauge(o, "culprit_input_failing", NULL,
			  "1 while the input cannot be read.");
	EACH(r, &f, failing);
	f = metrics_gauge(o, "culprit_input_silent_seconds", "seconds",
			  "Since its last line.");
	for (size_t i = 0; i < r->n; i++) {
		if (r->row[i].silent_usec >= 0)
			metrics_seconds(&f, "input", r->row[i].name,
					r->row[i].silent_usec);
	}
}

void metrics_inputs(const struct cul_now *now, struct cul_out *o)
{
	struct rows r = { .now = now };

	for (size_t i = 0; i < now->n_inputs; i++)
		add(&r, &now->inputs[i]);
	counters(&r, o);
	gauges(&r, o);
}
