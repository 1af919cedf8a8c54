/* \summary: thousands of logs in one folder, and floods of events, cost little
 * and lose nothing */
#include "t.h"

#include "input/follow.h"
#include "input/follow/names.h"
#include "input/paths.h"
#include "scratch.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { FILES = 3000, FEW = 2 };

struct many {
	struct cul_follow *f;
	struct cul_tail *tails[FILES + 1];
	size_t n_tails, n_lines, n_pieces;
	struct cul_piece piece;
	int64_t now_msec;
	char dir[128];
};

static void begin(struct many *m)
{
	static const struct cul_follow_plan plan = { .poll_msec = 1000,
						     .linger_msec = 1000 };

	memset(m, 0, sizeof(*m));
	snprintf(m->dir, sizeof(m->dir), "%s", scratch_path("d"));
	scratch_dir("d");
	assert_int_equal(cul_follow_new(&plan, &m->f), 0);
	assert_int_equal(cul_follow_add(m->f, scratch_path("d/*.log")), 0);
}

static void end(struct many *m)
{
	for (size_t i = 0; i < m->n_tails; i++)
		m->tails[i]->ops->free(m->tails[i]);
	cul_follow_free(&m->f);
	free(m->piece.block.bytes);
}

static void path_of(const struct many *m, size_t i, char path[256])
{
	snprintf(path, 256, "%s/host%zu.log", m->dir, i);
}

static void put(const struct many *m, size_t i, const char *text)
{
	char path[256];
	int fd;

	path_of(m, i, path);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void rotate(const struct many *m, size_t i)
{
	char path[256], old[260];

	path_of(m, i, path);
	snprintf(old, sizeof(old), "%s.1", path);
	assert_int_equal(rename(path, old), 0);
}

static void look(struct many *m)
{
	const char *name;
	struct cul_tail *t;
	int64_t next;

	assert_int_equal(cul_follow_step(m->f, ++m->now_msec, &next), 0);
	while ((t = cul_follow_take(m->f, &name)) != NULL) {
		assert_true(m->n_tails <= FILES);
		m->tails[m->n_tails++] = t;
	}
	for (size_t i = 0; i < m->n_tails; i++) {
		t = m->tails[i];
		while (t->ops->next(t, CUL_BLOCK_BYTES, &m->piece) > 0) {
			struct cul_lines l = cul_block_lines(&m->piece.block);
			struct cul_line line;

			m->n_pieces++;
			while (cul_lines_next(&l, &line))
				m->n_lines++;
		}
	}
}

static double cpu(void)
{
	struct rusage r;

	getrusage(RUSAGE_SELF, &r);
	return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
	       1e-6 * (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec);
}

static void thousands_of_files(void **s)
{
	static struct many m;
	struct rlimit limit, low;
	double before;

	(void)s;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	if (limit.rlim_max < FILES + 100)
		skip();
	low = limit;
	low.rlim_cur = 256; /* what a login shell may have is little more */
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	begin(&m);
	for (size_t i = 0; i < FILES; i++)
		put(&m, i, "one\n");
	look(&m);
	assert_int_equal(m.n_tails, FILES);
	assert_int_equal(m.n_lines, FILES);
	before = cpu();
	for (size_t i = 0; i < 1000; i++) {
		put(&m, i % 7, "two\n");
		look(&m);
	}
	assert_int_equal(m.n_lines, FILES + 1000);
	/* Each of them asks all tails, as the engine does. */
	assert_true(cpu() - before < 5);
	for (size_t i = 0; i < FILES; i++) {
		put(&m, i, "three\n");
		rotate(&m, i);
		put(&m, i, "four\n");
		if (i % 500 == 0)
			look(&m);
	}
	look(&m);
	look(&m);
	assert_int_equal(m.n_lines, 3 * FILES + 1000);
	assert_int_equal(m.n_tails, FILES);
	end(&m);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

static void more_events_than_the_queue_holds(void **s)
{
	static struct many m;
	long queue = 16384;
	FILE *f = fopen("/proc/sys/fs/inotify/max_queued_events", "r");

	(void)s;
	if (f != NULL) {
		if (fscanf(f, "%ld", &queue) != 1)
			queue = 16384;
		fclose(f);
	}
	if (queue > 100000)
		skip();
	begin(&m);
	for (size_t i = 0; i < FEW; i++)
		put(&m, i, "one\n");
	look(&m);
	/* Equal events in a row are one: so two files take turns. */
	for (long i = 0; i <= queue; i++)
		put(&m, (size_t)(i % FEW), "two\n");
	rotate(&m, 0);
	put(&m, 0, "three\n");
	put(&m, FEW, "four\n");
	for (int i = 0; i < 100; i++)
		look(&m);
	assert_int_equal(m.n_tails, FEW + 1);
	assert_int_equal(m.n_lines, FEW + (size_t)queue + 1 + 2);
	end(&m);
}

static void nothing_new_costs_no_read(void **s)
{
	static struct many m;

	(void)s;
	begin(&m);
	put(&m, 0, "one\n");
	look(&m);
	for (int i = 0; i < 50; i++) {
		put(&m, 0, "two\n");
		look(&m);
	}
	/* One piece a wake, not a line or a byte. */
	assert_int_equal(m.n_pieces, 51);
	end(&m);
}

static void rotations_are_known_by_name(void **s)
{
	static const char *const in_order[] = {
		"mail.log-20251231.gz",
		"mail.log-20261120",
		"mail.log-20261120-0625.zst",
		"mail.log-2026-11-21.xz",
		"mail.log.10.gz",
		"mail.log.2.bz2",
		"mail.log.1",
		"mail.log.0",
	};
	static const char *const others[] = { "mail.log",      "mail.log.gz",
					      "mail.log.old",  "mail.log1",
					      "mail.log.1.2x", "mail.log-2026",
					      "mail.err.1",    "mail.log.",
					      "mail.log.12345" };
	struct cul_rotation a, b;

	(void)s;
	for (size_t i = 0; i < sizeof(in_order) / sizeof(in_order[0]); i++) {
		assert_true(cul_rotation_of(in_order[i], "mail.log", &b));
		assert_int_equal(cul_rotation_base(in_order[i], SIZE_MAX), 8);
		if (i > 0) {
			int64_t x = cul_paths_age(in_order[i - 1]);
			int64_t y = cul_paths_age(in_order[i]);

			assert_true(cul_rotation_order(&a, &b) < 0);
			/* As a scan has them, where that can tell. */
			assert_true(x == 0 || y == 0 || x < y);
		}
		a = b;
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(cul_rotation_of(others[i], "mail.log", &a));
	assert_int_equal(cul_rotation_base("192.0.2.7", SIZE_MAX), 7);
	assert_int_equal(cul_rotation_base("mx-1", SIZE_MAX), 0);
}

#define SCRATCH(f)                                                             \
	cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH(thousands_of_files),
		SCRATCH(more_events_than_the_queue_holds),
		SCRATCH(nothing_new_costs_no_read),
		cmocka_unit_test(rotations_are_known_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
