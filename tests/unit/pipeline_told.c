/* \summary: run a pipeline and tell its items */
#include "t.h"

#include "pipeline_told.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void told_add(struct scratch_bytes *to, const char *fmt, ...)
{
	char buf[400];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	assert_in_range(n, 0, (int)sizeof(buf) - 1);
	scratch_append(to, buf, (size_t)n);
}

static int take(void *arg, const struct cul_item *i)
{
	const char *slash = strrchr(i->path, '/');
	struct told *t = arg;

	told_add(&t->text, "%s:%llu@%llu %s ",
		 slash != NULL ? slash + 1 : i->path,
		 (unsigned long long)i->line_no, (unsigned long long)i->offset,
		 cul_verdict_name(i->read.verdict));
	if (i->t_usec == CUL_TIME_NONE)
		told_add(&t->text, "-");
	else
		told_add(&t->text, "%lld",
			 (long long)(i->t_usec / CUL_USEC_PER_SEC));
	if (i->ev != NULL) {
		assert_int_equal(i->ev->t_usec, i->t_usec);
		told_add(&t->text, " %s", cul_event_kind_name(i->ev->kind));
		if (!cul_addr_none(&i->ev->client)) {
			char client[CUL_ADDR_TEXT_MAX];

			(void)cul_addr_print(&i->ev->client, client);
			told_add(&t->clients, "%s\n", client);
		}
	}
	told_add(&t->text, " %.*s\n", i->line.len < 80 ? (int)i->line.len : 80,
		 i->line.ptr);
	t->n++;
	return t->n == t->stop_at ? -77 : 0;
}

static void tell(void *arg, uint64_t done, uint64_t all, uint64_t lines)
{
	struct told *t = arg;

	t->done = done;
	t->all = all;
	t->told_lines = lines;
}

struct told run_until(size_t stop_at, struct cul_pipeline_plan plan,
		      const char *const *paths, size_t n)
{
	struct told t = { .stop_at = stop_at };

	plan.timezone = plan.timezone != NULL ? plan.timezone : "UTC";
	plan.take = take;
	plan.arg = &t;
	plan.progress = (struct cul_progress){ tell, &t };
	t.rc = cul_pipeline_run(&plan, paths, n, &t.sum);
	scratch_append(&t.text, "", 1);
	scratch_append(&t.clients, "", 1);
	return t;
}

struct told run(struct cul_pipeline_plan plan, const char *const *paths,
		size_t n)
{
	return run_until(0, plan, paths, n);
}

void told_done(struct told *t)
{
	cul_pipeline_counts_done(&t->sum);
	free(t->text.p);
	free(t->clients.p);
}
