/* \summary: a court that is put down and taken up again goes on as if nothing
 * had been
 *
 * usage: restart CONFIG LOG...
 *
 * The log is heard as the live watch hears it, each line copied. At points
 * taken by chance the state is written, a new court is made from the same
 * settings, reads it and goes on. What is suggested in the end is byte for
 * byte what it is without; and written again, a state that was read is the
 * same bytes. All that with ample memory and with so little that sources,
 * messages and contacts are forgotten on both sides of each point.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/dice.h"
#include "engine/court.h"
#include "engine/pipeline.h"
#include "evidence/state.h"

enum { POINTS_MOST = 20, SINGLES = 6 };

static _Noreturn void fail(const char *why)
{
	(void)fprintf(stderr, "restart: %s\n", why);
	exit(1);
}

static void hold(bool ok, const char *what)
{
	if (!ok)
		fail(what);
}

struct bytes {
	char *v;
	size_t n, room;
};

static int put(void *arg, const char *p, size_t n)
{
	struct bytes *b = arg;

	if (b->n + n > b->room) {
		b->room = (b->n + n) * 2;
		b->v = realloc(b->v, b->room);
		hold(b->v != NULL, "no memory");
	}
	if (n != 0)
		memcpy(b->v + b->n, p, n);
	b->n += n;
	return CUL_OK;
}

static int put_state(void *arg, const void *p, size_t n)
{
	return put(arg, p, n);
}

static int complain(void *arg, const char *p, size_t n)
{
	(void)arg;
	(void)fwrite(p, 1, n, stderr);
	return CUL_OK;
}

static struct cul_court *court_new(const struct cul_settings *s)
{
	struct cul_out err = { complain, NULL, 0 };
	struct cul_court *c;

	hold(cul_court_new(s, &err, &c) == CUL_OK, "no court");
	return c;
}

static struct bytes state_of(struct cul_court *c)
{
	struct bytes b = { NULL, 0, 0 };
	struct cul_state *s;

	hold(cul_state_writer(put_state, &b, &s) == CUL_OK, "no writer");
	(void)cul_court_state(s, c);
	hold(cul_state_end(&s) == CUL_OK, "the state could not be written");
	return b;
}

static struct cul_court *court_of(const struct cul_settings *set,
				  const struct bytes *b)
{
	struct cul_court *c = court_new(set);
	struct cul_state *s;

	hold(cul_state_reader(b->v, b->n, &s) == CUL_OK, "no reader");
	(void)cul_court_state(s, c);
	hold(cul_state_end(&s) == CUL_OK, "the state could not be read");
	return c;
}

struct run {
	const struct cul_settings *settings;
	struct cul_court *court;
	const uint64_t *points; /* rising */
	size_t n_points, at;
	uint64_t events, largest, evicted[3];
	struct bytes last; /* what is remembered in the end */
};

static void restart(struct run *r)
{
	struct bytes first = state_of(r->court), second;

	cul_court_free(&r->court);
	r->court = court_of(r->settings, &first);
	second = state_of(r->court);
	hold(first.n == second.n && memcmp(first.v, second.v, first.n) == 0,
	     "what was read is written in other bytes");
	if (first.n > r->largest)
		r->largest = first.n;
	free(first.v);
	free(second.v);
}

static int take(void *arg, const struct cul_item *item)
{
	struct run *r = arg;
	struct cul_logged line = { item->line, item->file, item->offset,
				   false };

	if (item->ev == NULL)
		return 0;
	while (r->at < r->n_points && r->points[r->at] == r->events) {
		restart(r);
		r->at++;
	}
	r->events++;
	return cul_court_hear(r->court, item->ev, &line);
}

static const struct cul_sink *jsonl(void)
{
	for (size_t i = 0; cul_sinks[i] != NULL; i++)
		if (strcmp(cul_sinks[i]->name, "jsonl") == 0)
			return cul_sinks[i];
	fail("no jsonl");
}

/* Every event heard, restarting at these points; what is suggested. */
static struct bytes heard(struct run *r, char **logs, size_t n)
{
	struct cul_pipeline_plan plan = {
		.workers = 1,
		.timezone = r->settings->timezone,
		.year = 2026,
		.finish = cul_court_keys,
		.take = take,
		.arg = r,
	};
	struct cul_report report = { .version = "" };
	struct cul_style style = { .columns = 0 };
	struct bytes b = { NULL, 0, 0 };
	struct cul_out out = { put, &b, 0 };

	r->court = court_new(r->settings);
	r->events = r->at = 0;
	hold(cul_pipeline_run(&plan, (const char *const *)logs, n,
			      &report.summary) == 0,
	     "the log could not be read");
	r->last = state_of(r->court);
	hold(cul_court_close(r->court, (const char *const *)logs, n, &report) ==
		     CUL_OK,
	     "no end");
	hold(r->at == r->n_points, "not every point was come to");
	jsonl()->write(&report, &style, &out);
	hold(report.n_suggestions != 0, "nothing was suggested");
	r->evicted[0] = report.summary.evicted_sources;
	r->evicted[1] = report.summary.evicted_messages;
	r->evicted[2] = report.summary.evicted_contacts;
	cul_pipeline_counts_done(&report.summary);
	cul_court_free(&r->court);
	return b;
}

static int rising(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* So many restarts: the same in the end? */
static void same(struct run *r, const struct bytes *want,
		 const struct bytes *last, size_t n_points, uint64_t events,
		 uint64_t *seed, char **logs, size_t n)
{
	uint64_t points[POINTS_MOST];
	struct bytes got;

	for (size_t i = 0; i < n_points; i++)
		points[i] = dice(seed) % events;
	qsort(points, n_points, sizeof(*points), rising);
	r->points = points;
	r->n_points = n_points;
	got = heard(r, logs, n);
	if (got.n != want->n || memcmp(got.v, want->v, got.n) != 0) {
		(void)fwrite(got.v, 1, got.n, stdout);
		(void)fprintf(stderr,
			      "restart: %zu restarts, first at event "
			      "%llu of %llu: other suggestions\n",
			      n_points, (unsigned long long)points[0],
			      (unsigned long long)events);
		exit(1);
	}
	hold(r->last.n == last->n && memcmp(r->last.v, last->v, last->n) == 0,
	     "other things are remembered in the end");
	free(r->last.v);
	free(got.v);
}

static void with_memory(struct cul_settings *s, uint64_t bytes, char **logs,
			size_t n)
{
	struct run r = { .settings = s };
	struct bytes want, last;
	uint64_t seed = bytes, events;

	s->memory_bytes = bytes;
	want = heard(&r, logs, n);
	events = r.events;
	last = r.last;
	for (unsigned i = 0; i < SINGLES; i++)
		same(&r, &want, &last, 1, events, &seed, logs, n);
	same(&r, &want, &last, POINTS_MOST, events, &seed, logs, n);
	printf("memory %llu: %llu events, state at most %llu bytes; forgotten: "
	       "%llu sources, %llu messages, %llu contacts\n",
	       (unsigned long long)bytes, (unsigned long long)events,
	       (unsigned long long)r.largest, (unsigned long long)r.evicted[0],
	       (unsigned long long)r.evicted[1],
	       (unsigned long long)r.evicted[2]);
	hold((r.evicted[0] != 0) == (bytes < 1 << 20),
	     "not as much was forgotten as was meant to be");
	free(want.v);
	free(last.v);
}

int main(int argc, char **argv)
{
	struct cul_out err = { complain, NULL, 0 };
	struct cul_settings s;

	if (argc < 3)
		fail("CONFIG LOG...");
	hold(cul_settings_init(&s) == CUL_OK &&
		     cul_settings_read(&s, argv[1], &err) == CUL_OK,
	     "the configuration could not be read");
	with_memory(&s, UINT64_C(1) << 30, argv + 2, (size_t)argc - 2);
	with_memory(&s, UINT64_C(1) << 19, argv + 2, (size_t)argc - 2);
	with_memory(&s, UINT64_C(1) << 17, argv + 2, (size_t)argc - 2);
	cul_settings_done(&s);
	return 0;
}
