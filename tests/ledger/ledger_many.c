/* \summary: eight processes decide, file, read and open at once, and some are
 * killed: no decision is lost, none is made twice, nothing is half seen
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base.h"
#include "scratch.h"
#include "t.h"

enum { WORKERS = 8, CASES = 40, SECONDS = 4 };

static const int64_t now = LEDGER_T_NOW;

static struct shared {
	volatile int stop;
	/* Each written by its own worker alone, after the ledger promised. */
	volatile unsigned decided[WORKERS], noted[WORKERS], rounds[WORKERS];
	char said[WORKERS][CUL_LEDGER_ERR];
} * all;

static unsigned draw(unsigned *seed, unsigned n)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % n;
}

static void give_up(unsigned w, const char *what, const char *why)
{
	(void)snprintf(all->said[w], sizeof(all->said[w]), "%s: %s", what, why);
	_exit(1);
}

static struct cul_ledger *open_as(unsigned w, enum cul_ledger_mode mode)
{
	char err[CUL_LEDGER_ERR] = "";
	struct cul_ledger *l = NULL;

	if (cul_ledger_open(base_path("many.db"), mode, now, &l, err) != 0)
		give_up(w, "open", err);
	return l;
}

/* ---- who decides: what is open is accepted, what is accepted reopened ---- */

static bool decide_one(struct cul_ledger *l, unsigned w, unsigned *seed)
{
	char id[CUL_ID_MAX], by[16];
	struct cul_case *c = NULL;
	struct cul_decision d = { .by = by,
				  .at_usec = now,
				  .until_usec = CUL_TIME_NONE };
	int rc;

	(void)snprintf(id, sizeof(id), "t%015u", draw(seed, CASES));
	(void)snprintf(by, sizeof(by), "worker%u", w);
	rc = cul_ledger_case(l, id, now, &c);
	if (rc != 0)
		give_up(w, "case", cul_ledger_error(l));
	d.id = id;
	d.version = c->version;
	d.verb = c->standing == CUL_STANDING_OPEN ? CUL_VERB_ACCEPT
						  : CUL_VERB_REOPEN;
	cul_case_free(&c);
	rc = cul_ledger_decide(l, &d, "shell");
	if (rc == 0)
		all->decided[w]++;
	/* Somebody else was quicker: that is what the version is for. */
	else if (rc != CUL_ESTALE)
		give_up(w, "decide", cul_ledger_error(l));
	return true;
}

static void decider(unsigned w, unsigned seed)
{
	struct cul_ledger *l = open_as(w, CUL_LEDGER_WRITE);

	while (!all->stop) {
		(void)decide_one(l, w, &seed);
		all->rounds[w]++;
	}
	cul_ledger_close(&l);
}

/* ---- who files: the same cases, with more to some of them ---- */

static void filer(unsigned w, unsigned seed)
{
	struct cul_ledger *l = open_as(w, CUL_LEDGER_WRITE);
	struct ledger_t_report *r = ledger_t_report(CASES);
	const struct cul_filing f = { .command = "scan",
				      .report = &r->report,
				      .now_usec = now };

	while (!all->stop) {
		for (unsigned i = 0; i < 5; i++)
			r->s[draw(&seed, CASES)].counts.messages++;
		if (cul_ledger_file(l, &f, NULL) != 0)
			give_up(w, "file", cul_ledger_error(l));
		all->rounds[w]++;
	}
	ledger_t_report_free(&r);
	cul_ledger_close(&l);
}

/* ---- who reads: what belongs together is seen together ---- */

static bool count_case(void *arg, const struct cul_case *c)
{
	unsigned *n = arg;

	n[0]++;
	n[1] += (c->standing == CUL_STANDING_ACCEPTED) !=
		(c->decided_by[0] != '\0');
	return true;
}

static void reader(unsigned w, unsigned seed)
{
	struct cul_ledger *l = open_as(w, CUL_LEDGER_READ);
	const struct cul_case_query q = { .standings =
						  (1u << CUL_STANDINGS_) - 1,
					  .now_usec = now };

	(void)seed;
	while (!all->stop) {
		unsigned n[2] = { 0, 0 };
		size_t total = 0;

		if (cul_ledger_cases(l, &q, count_case, n, &total) != 0)
			give_up(w, "read", cul_ledger_error(l));
		if (n[0] != CASES || total != CASES || n[1] != 0)
			give_up(w, "read", "half of a change was seen");
		/* Among others: each decision has its line of the audit. */
		if (cul_ledger_check(l) != 0)
			give_up(w, "check", cul_ledger_error(l));
		all->rounds[w]++;
	}
	cul_ledger_close(&l);
}

/* ---- who opens and closes, which empties SQLite's log ---- */

static void opener(unsigned w, unsigned seed)
{
	char by[16];
	struct cul_note n = {
		.at_usec = now, .by = by, .id = "C00001", .text = "called"
	};

	(void)seed;
	(void)snprintf(by, sizeof(by), "worker%u", w);
	while (!all->stop) {
		struct cul_ledger *l = open_as(w, CUL_LEDGER_CREATE);

		if (cul_ledger_note(l, &n, "shell") != 0)
			give_up(w, "note", cul_ledger_error(l));
		all->noted[w]++;
		cul_ledger_close(&l);
		all->rounds[w]++;
	}
}

static void (*const work[WORKERS])(unsigned w, unsigned seed) = {
	decider, decider, decider, filer, filer, reader, reader, opener,
};

/* ---- the test ---- */

static pid_t start(unsigned w, unsigned seed)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		work[w](w, seed);
		_exit(0);
	}
	return pid;
}

static int64_t one(struct cul_ledger *l, const char *table, unsigned w)
{
	char sql[128];
	int64_t n = -1;

	(void)snprintf(sql, sizeof(sql),
		       "SELECT count(*) FROM %s WHERE by = 'worker%u'", table,
		       w);
	assert_int_equal(ledger_one(l, ledger_sql_once(l, sql), &n), 0);
	return n;
}

/* Who was killed may have done one thing more than he could say. */
static void nothing_was_lost(const unsigned kills[WORKERS])
{
	char err[CUL_LEDGER_ERR] = "";
	struct cul_ledger *l = NULL;

	assert_int_equal(cul_ledger_open(base_path("many.db"), CUL_LEDGER_WRITE,
					 now, &l, err),
			 0);
	for (unsigned w = 0; w < WORKERS; w++) {
		const int64_t said = all->decided[w] + all->noted[w];
		const int64_t is = one(l, "decision", w) + one(l, "note", w);

		if (is < said || is > said + kills[w])
			fail_msg("worker %u: %lld kept, %lld promised, killed "
				 "%u times",
				 w, (long long)is, (long long)said, kills[w]);
		assert_true(all->rounds[w] > 0);
	}
	if (cul_ledger_check(l) != 0)
		fail_msg("%s", cul_ledger_error(l));
	cul_ledger_close(&l);
}

static void make(void)
{
	char err[CUL_LEDGER_ERR] = "";
	struct cul_ledger *l = NULL;
	struct ledger_t_report *r = ledger_t_report(CASES);

	base_make();
	assert_int_equal(cul_ledger_open(base_path("many.db"),
					 CUL_LEDGER_CREATE, now, &l, err),
			 0);
	ledger_t_file(l, &r->report, now, NULL);
	cul_ledger_close(&l);
	ledger_t_report_free(&r);
}

static void all_work_at_once_and_some_are_killed(void **state)
{
	const struct timespec pause = { 0, 100 * 1000 * 1000 };
	unsigned kills[WORKERS] = { 0 }, seed = 7;
	pid_t pids[WORKERS];
	int status;

	(void)state;
	make();
	all = mmap(NULL, sizeof(*all), PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(all != MAP_FAILED);
	for (unsigned w = 0; w < WORKERS; w++)
		pids[w] = start(w, w + 1);
	for (unsigned i = 0; i < SECONDS * 10; i++) {
		const unsigned w = draw(&seed, WORKERS);

		(void)nanosleep(&pause, NULL);
		(void)kill(pids[w], SIGKILL);
		assert_int_equal(waitpid(pids[w], &status, 0), pids[w]);
		if (!WIFSIGNALED(status))
			fail_msg("worker %u: %s", w, all->said[w]);
		kills[w]++;
		pids[w] = start(w, seed);
	}
	/* Whoever was killed last gets to work, too. */
	for (unsigned w = 0; w < WORKERS; w++)
		while (all->rounds[w] == 0 && all->said[w][0] == '\0')
			(void)nanosleep(&pause, NULL);
	all->stop = 1;
	for (unsigned w = 0; w < WORKERS; w++) {
		assert_int_equal(waitpid(pids[w], &status, 0), pids[w]);
		if (status != 0)
			fail_msg("worker %u: %s", w, all->said[w]);
		print_message("worker %u: %u rounds, killed %u times\n", w,
			      all->rounds[w], kills[w]);
	}
	nothing_was_lost(kills);
	(void)munmap(all, sizeof(*all));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			all_work_at_once_and_some_are_killed, scratch_setup,
			scratch_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
