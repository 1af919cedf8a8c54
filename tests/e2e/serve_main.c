/* \summary: serve the metrics of a snapshot made by hand, for the tests
 *
 * usage: serve_fixture ADDRESS
 *
 * Prints where it listens. A line on its input: "big BYTES" answers /big with
 * so many; "trouble" makes it ill, "well" well again; "changes N" replaces
 * /big N times. It answers each with "done". Ends at the end of its input.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "now_fixture.h"
#include "report_fixture.h"
#include "serve/health.h"
#include "serve/metrics.h"
#include "serve/serve.h"

static const char plain[] = "text/plain; charset=utf-8";

static void must(int rc)
{
	if (rc == 0)
		return;
	(void)fprintf(stderr, "it failed: %d\n", rc);
	exit(1);
}

static void put_now(struct cul_serve *s, const struct cul_now *now)
{
	const struct cul_health_plan plan = { 0 };
	struct fixture_text t;
	struct cul_out o = fixture_out(&t);
	bool well;

	cul_metrics_write(now, &o);
	must(o.err);
	must(cul_serve_put(s, "/metrics", 200, CUL_METRICS_TYPE, t.ptr, t.len));
	fixture_text_free(&t);
	o = fixture_out(&t);
	well = cul_health(now, &plan, &o);
	must(o.err);
	must(cul_serve_put(s, "/healthz", well ? 200 : 503, plain, t.ptr,
			   t.len));
	fixture_text_free(&t);
}

static void put_big(struct cul_serve *s, size_t len)
{
	char *bytes = malloc(len + 1);

	must(bytes == NULL);
	memset(bytes, 'x', len);
	must(cul_serve_put(s, "/big", 200, plain, bytes, len));
	free(bytes);
}

/* How often /asked was asked for, that time with it. */
static void ask(void *arg, const char *path)
{
	static unsigned asked;
	char text[16];

	if (strcmp(path, "/asked") != 0)
		return;
	(void)snprintf(text, sizeof(text), "%u", ++asked);
	must(cul_serve_put(arg, path, 200, plain, text, strlen(text)));
}

static void obey(struct cul_serve *s, const char *line)
{
	struct cul_now now = now_fixture_copy();

	if (strncmp(line, "big ", 4) == 0) {
		put_big(s, strtoul(line + 4, NULL, 10));
	} else if (strncmp(line, "changes ", 8) == 0) {
		for (unsigned long n = strtoul(line + 8, NULL, 10); n > 0; n--)
			put_big(s, n);
	} else if (strcmp(line, "trouble\n") == 0) {
		now.trouble = "the disk\033[2J is full";
		put_now(s, &now);
	} else if (strcmp(line, "well\n") == 0) {
		put_now(s, &now);
	}
	(void)printf("done\n");
	(void)fflush(stdout);
}

static void serve(struct cul_serve *s)
{
	char line[128];
	struct pollfd fds[] = { { cul_serve_fd(s), POLLIN, 0 },
				{ STDIN_FILENO, POLLIN, 0 } };

	while (poll(fds, 2, cul_serve_timeout_msec(s)) >= 0 || errno == EINTR) {
		cul_serve_run(s);
		if (fds[1].revents == 0)
			continue;
		if (fgets(line, sizeof(line), stdin) == NULL)
			return;
		obey(s, line);
	}
}

int main(int argc, char **argv)
{
	struct cul_serve *s = NULL;
	char err[CUL_SERVE_ERR];

	if (argc != 2)
		return 2;
	if (cul_serve_new(argv[1], &s, err) != 0) {
		(void)fprintf(stderr, "%s\n", err);
		return 1;
	}
	put_now(s, now_fixture());
	cul_serve_on_ask(s, ask, s);
	(void)setvbuf(stdin, NULL, _IONBF, 0);
	(void)printf("%s\n", cul_serve_address(s));
	(void)fflush(stdout);
	serve(s);
	cul_serve_free(&s);
	return 0;
}
