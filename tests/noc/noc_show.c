/* \summary: the NOC screen over a night that was made up
 *
 * noc_show SCENE [--bench FRAMES]. A byte on SIGUSR1 is the next second: the
 * clock stands between two of them, so that what is shown is always the same.
 * NO_COLOR and the locale are kept as the program keeps them.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "made_up.h"
#include "noc/noc.h"

static bool is_set(const char *name)
{
	const char *v = getenv(name);

	return v != NULL && v[0] != '\0';
}

static bool says_utf8(void)
{
	const char *v = getenv(is_set("LC_ALL")     ? "LC_ALL"
			       : is_set("LC_CTYPE") ? "LC_CTYPE"
						    : "LANG");

	return v != NULL && strcasestr(v, "utf") != NULL;
}

/* The one screen, for a handler. */
static struct cul_noc *on_crash;

static void crashed(int number)
{
	cul_noc_panic(on_crash);
	signal(number, SIG_DFL);
	raise(number);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Frames one after the other, each of the next second. */
static double bench(struct cul_noc *noc, struct made_up *m, unsigned frames)
{
	double began = seconds();

	for (unsigned i = 0; i < frames; i++)
		cul_noc_show(noc, made_up_at(m, i, ""));
	return (seconds() - began) / frames;
}

static int signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGWINCH);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

static void run(struct cul_noc *noc, struct made_up *m, int fd)
{
	struct pollfd fds[2] = { { .fd = STDIN_FILENO, .events = POLLIN },
				 { .fd = fd, .events = POLLIN } };
	struct cul_noc_wants wants = { 0 }, who;
	unsigned step = 0, shown = 0;

	while (!wants.quit) {
		struct signalfd_siginfo info = { 0 };

		if (!wants.pause)
			shown = step;
		cul_noc_show(noc, made_up_at(m, shown, wants.detail_who));
		who = cul_noc_wants(noc);
		if (strcmp(who.detail_who, wants.detail_who) != 0) {
			wants = who;
			continue;
		}
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			break;
		if ((fds[1].revents & POLLIN) != 0 &&
		    read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
			step += info.ssi_signo == SIGUSR1;
			wants.quit = info.ssi_signo == SIGTERM;
		}
		if (wants.quit)
			break;
		(void)cul_noc_key(noc);
		wants = cul_noc_wants(noc);
	}
}

static enum made_up_scene scene_of(const char *name)
{
	for (unsigned i = 0; i < SCENES_; i++)
		if (strcmp(made_up_scenes[i], name) == 0)
			return (enum made_up_scene)i;
	return SCENES_;
}

int main(int argc, char **argv)
{
	const struct cul_noc_plan plan = {
		.in = stdin,
		.out = stdout,
		.ascii = !says_utf8(),
		.mono = is_set("NO_COLOR"),
	};
	enum made_up_scene scene = argc > 1 ? scene_of(argv[1]) : SCENES_;
	struct cul_noc *noc = NULL;
	struct made_up *m;
	double frame = 0;
	int fd;

	if (scene == SCENES_) {
		fputs("usage: noc_show SCENE [--bench FRAMES]\n", stderr);
		return 2;
	}
	fd = signals();
	m = made_up_new(scene);
	if (m == NULL || cul_noc_new(&plan, &noc) != 0) {
		fputs("noc_show: no such terminal\n", stderr);
		made_up_free(&m);
		return 1;
	}
	on_crash = noc;
	signal(SIGABRT, crashed);
	if (argc > 3)
		frame = bench(noc, m, (unsigned)strtoul(argv[3], NULL, 10));
	else
		run(noc, m, fd);
	cul_noc_free(&noc);
	made_up_free(&m);
	if (argc > 3)
		printf("%.0f us a frame\n", frame * 1e6);
	else
		puts("ended");
	return 0;
}
