/* \summary: genlog: a seeded, large, interleaved Postfix log on stdout */
#include "gen.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: genlog [--seed N] [--bytes N[K|M|G]] [--clients N]\n"
	"              [--format rfc3164|rfc3339]\n"
	"Writes a made-up day of four Postfix servers (2026-11-20, UTC) to\n"
	"stdout: at least so many bytes (1G) from so many clients (200000).\n"
	"The same options give the same bytes.\n";

/* Mail by the hour of the day, in parts: quiet nights, busy mornings. */
static const uint64_t hours[24] = { 4,  3,  3,  3,  4,  5,  7,  10,
				    14, 16, 16, 15, 13, 14, 15, 14,
				    13, 11, 9,  8,  8,  7,  6,  5 };

static const uint64_t hour_usec = 3600 * CUL_SEC_USEC;

static uint64_t weight_left(uint64_t now_usec)
{
	uint64_t hour = now_usec / hour_usec;
	uint64_t sum = (hour_usec - now_usec % hour_usec) * hours[hour];

	while (++hour < 24)
		sum += hour_usec * hours[hour];
	return sum;
}

static uint64_t bytes_out(const struct cul_gen *g)
{
	return g->out.written_bytes + g->out.len;
}

/*
 * The bytes still wanted are spread over the hours still to come, by what a
 * session has taken so far (1,500 bytes until that is known): so the day ends
 * when the size is reached, whatever the size.
 */
static uint64_t next_arrival(struct cul_gen *g)
{
	uint64_t done = bytes_out(g), left = g->target_bytes - done;
	uint64_t mean = (done + 150000) / (g->sessions + 100);
	uint64_t rate = hours[g->now_usec / hour_usec] * left;
	uint64_t gap = mean * weight_left(g->now_usec) / (rate ? rate : 1);

	return g->now_usec + cul_random(g) % (2 * gap + 1);
}

static void arrive(struct cul_gen *g)
{
	uint32_t client = cul_who_client(g);

	g->sessions++;
	if (cul_chance(g, 1))
		cul_flood_start(g);
	if (cul_chance(g, 150))
		cul_message_local(g);
	cul_session_start(g, client, cul_who_plan(g, client), g->now_usec);
}

static void step(struct cul_gen *g, struct cul_task *t)
{
	switch (t->kind) {
	case CUL_TASK_SCREEN:
		cul_screen_step(g, t);
		break;
	case CUL_TASK_SMTPD:
		cul_session_step(g, t);
		break;
	case CUL_TASK_MESSAGE:
		cul_message_step(g, t);
		break;
	default:
		cul_flood_step(g, t);
	}
}

/* Midnight holds the clock: what is left is written in the last moment. */
static void set_clock(struct cul_gen *g, uint64_t t_usec)
{
	if (t_usec >= CUL_DAY_USEC)
		t_usec = CUL_DAY_USEC - 1;
	if (t_usec > g->now_usec)
		g->now_usec = t_usec;
}

static int run(struct cul_gen *g)
{
	uint64_t arrival_usec = 0;

	while (bytes_out(g) < g->target_bytes && !g->out.failed) {
		bool is_full = g->free_len < 64;
		bool is_task = g->heap_len &&
			       g->tasks[g->heap[0]].t_usec <= arrival_usec;

		if (is_task || is_full) {
			struct cul_task *t = cul_task_next(g);

			set_clock(g, t->t_usec);
			step(g, t);
			continue;
		}
		set_clock(g, arrival_usec);
		arrive(g);
		arrival_usec = next_arrival(g);
	}
	if (cul_out_flush(&g->out) || fflush(stdout)) {
		perror("genlog: stdout");
		return 1;
	}
	return 0;
}

/* A number with K, M or G behind it; 0 when it is none. */
static uint64_t number_of(const char *s)
{
	char *end;
	uint64_t v = strtoull(s, &end, 10);
	static const char units[] = "KMG";
	const char *unit = *end ? strchr(units, *end) : NULL;

	if (end == s || *s == '-' || (*end && (!unit || end[1])))
		return 0;
	if (unit)
		v <<= 10 * (unit - units + 1);
	return v;
}

static bool option_take(struct cul_gen *g, int opt, const char *arg)
{
	uint64_t v = number_of(arg);

	switch (opt) {
	case 's':
		g->seed = v;
		return v > 0 || !strcmp(arg, "0");
	case 'b':
		g->target_bytes = v;
		return v > 0 && v <= 1ULL << 40;
	case 'c':
		/* 100.64.0.0/10 has no more addresses. */
		g->clients = (uint32_t)v;
		return v >= 200 && v <= 1 << 22;
	case 'f':
		g->out.rfc3339 = !strcmp(arg, "rfc3339");
		return g->out.rfc3339 || !strcmp(arg, "rfc3164");
	default:
		return false;
	}
}

static bool options_take(struct cul_gen *g, int argc, char **argv)
{
	static const struct option options[] = {
		{ "seed", required_argument, NULL, 's' },
		{ "bytes", required_argument, NULL, 'b' },
		{ "clients", required_argument, NULL, 'c' },
		{ "format", required_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int opt;

	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (opt == 'h') {
			fputs(usage, stdout);
			exit(0);
		}
		if (opt == '?' || !option_take(g, opt, optarg))
			return false;
	}
	return optind == argc;
}

int main(int argc, char **argv)
{
	static struct cul_gen g = { .seed = 1,
				    .target_bytes = 1ULL << 30,
				    .clients = 200000 };
	int rc = 1;

	if (!options_take(&g, argc, argv)) {
		fputs(usage, stderr);
		return 2;
	}
	g.rng = cul_mix(g.seed);
	g.out.buf = malloc(CUL_OUT_BYTES);
	if (g.out.buf && !cul_who_init(&g) && !cul_tasks_init(&g)) {
		rc = run(&g);
		fprintf(stderr,
			"genlog: %" PRIu64 " lines, %" PRIu64 " bytes\n",
			g.out.lines, g.out.written_bytes);
	} else {
		fputs("genlog: out of memory\n", stderr);
	}
	free(g.out.buf);
	free(g.zipf);
	free(g.tasks);
	free(g.heap);
	free(g.free);
	return rc;
}
