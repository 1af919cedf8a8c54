/* \summary: the parts of the metrics */
#ifndef CUL_METRICS_INT_H
#define CUL_METRICS_INT_H

#include "serve/metrics.h"

/* metrics_text.c: a family begins, with its type and unit (NULL: none); `name`
 * is without _total, which a counter's samples add. */
struct metrics_family {
	struct cul_out *o;
	const char *name;
	bool counter;
};
struct metrics_family metrics_counter(struct cul_out *o, const char *name,
				      const char *unit, const char *help);
struct metrics_family metrics_gauge(struct cul_out *o, const char *name,
				    const char *unit, const char *help);

/* One sample; a label's value is escaped. `label` NULL: none. */
void metrics_put(const struct metrics_family *f, const char *label,
		 const char *value, uint64_t n);
void metrics_put2(const struct metrics_family *f, const char *label,
		  const char *value, const char *label2, const char *value2,
		  uint64_t n);
void metrics_seconds(const struct metrics_family *f, const char *label,
		     const char *value, int64_t usec);

/* A family of one sample without a label. */
void metrics_one_counter(struct cul_out *o, const char *name, const char *unit,
			 const char *help, uint64_t n);
void metrics_one_gauge(struct cul_out *o, const char *name, const char *unit,
		       const char *help, uint64_t n);
void metrics_one_seconds(struct cul_out *o, const char *name, const char *help,
			 int64_t usec);

/* Text in quotes: valid UTF-8, nothing hidden, and no two texts alike. */
void metrics_quote(struct cul_out *o, const char *text);

/* metrics_inputs.c, metrics_process.c: families of each input; of the
 * process. */
void metrics_inputs(const struct cul_now *now, struct cul_out *o);
void metrics_process(const struct cul_now *now, struct cul_out *o);

#endif
