/* \summary: start a command without a shell, and end it */
#include "tell/child.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	STACK_BYTES = 64 * 1024, /* of the child, until it is the program */
	PROGRAM_MAX = 4096,
	DESCRIPTORS_MAX = 1 << 20,
	SAY_NOTHING = 127
};

struct start {
	const struct cul_child_plan *plan;
	const char *program;
	int in, out;
	pid_t parent;
	int err; /* of the child, which writes in our memory */
};

/* Handlers are ours, and would run in our memory. */
static void forget_signals(void)
{
	struct sigaction usual = { .sa_handler = SIG_DFL };
	sigset_t none;

	for (int sig = 1; sig < NSIG; sig++)
		(void)sigaction(sig, &usual, NULL);
	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Not every kernel can close many at once (before 5.9), nor does every
 * container let it. */
static void close_others(void)
{
	struct rlimit most = { .rlim_cur = 1024 };

	if (close_range(STDERR_FILENO + 1, ~0u, 0) == 0)
		return;
	(void)getrlimit(RLIMIT_NOFILE, &most);
	for (rlim_t fd = STDERR_FILENO + 1;
	     fd < most.rlim_cur && fd < DESCRIPTORS_MAX; fd++)
		(void)close((int)fd);
}

/* In the child, with our memory while we stand still: system calls alone. What
 * it returns is its exit status. */
static int become(void *arg)
{
	struct start *s = arg;

	(void)setpgid(0, 0);
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != s->parent ||
	    chdir("/") != 0 || dup2(s->in, STDIN_FILENO) < 0 ||
	    dup2(s->out, STDOUT_FILENO) < 0 ||
	    dup2(s->out, STDERR_FILENO) < 0) {
		s->err = errno != 0 ? errno : ECHILD;
		return SAY_NOTHING;
	}
	close_others();
	forget_signals();
	(void)execve(s->program, s->plan->argv, s->plan->envp);
	s->err = errno;
	return SAY_NOTHING;
}

/* Memory is shared until the program begins, as posix_spawn does it: a copy
 * of the page tables of a large process takes longer than a line may wait. */
static int clone_it(struct cul_child *c, struct start *s)
{
	char *stack = mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	sigset_t all, before;
	int pidfd = -1, why;
	pid_t pid;

	if (stack == MAP_FAILED)
		return errno;
	sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, &before);
	errno = 0;
	pid = clone(become, stack + STACK_BYTES,
		    CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, s, &pidfd);
	why = errno;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	(void)munmap(stack, STACK_BYTES);
	if (pid < 0)
		return why;
	if (s->err != 0) {
		(void)waitpid(pid, NULL, 0);
		if (pidfd >= 0)
			close(pidfd);
		return s->err;
	}
	c->pid = pid;
	c->pidfd = pidfd;
	return 0;
}

/* 0, or why it is no program. */
static int runs(const char *name)
{
	struct stat st;

	if (access(name, X_OK) != 0)
		return errno;
	return stat(name, &st) == 0 && S_ISREG(st.st_mode) ? 0 : EACCES;
}

/* Where in `path`, whose folders have colons between; a part that is empty, or
 * no whole path, is passed over: where we stand says nothing. */
static int find(const char *name, const char *path, char buf[PROGRAM_MAX])
{
	int why = ENOENT;

	if (strchr(name, '/') != NULL) {
		snprintf(buf, PROGRAM_MAX, "%s", name);
		return strlen(name) < PROGRAM_MAX ? runs(name) : ENAMETOOLONG;
	}
	for (const char *p = path, *end; *p != '\0'; p = end + (*end == ':')) {
		int n, rc;

		end = strchrnul(p, ':');
		n = snprintf(buf, PROGRAM_MAX, "%.*s/%s", (int)(end - p), p,
			     name);
		rc = *p == '/' && n < PROGRAM_MAX ? runs(buf) : ENOENT;
		if (rc == 0)
			return 0;
		why = rc == EACCES ? rc : why;
	}
	return why;
}

/* The same descriptor above the three that it becomes: dup2 of one to itself
 * would leave it close-on-exec. */
static int above(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
}

int cul_child_start(struct cul_child *c, const struct cul_child_plan *plan)
{
	char program[PROGRAM_MAX];
	struct start s = { .plan = plan,
			   .program = program,
			   .in = -1,
			   .out = -1,
			   .parent = getpid() };
	int ends[2] = { -1, -1 };
	int rc = find(plan->argv[0], plan->path, program);

	*c = (struct cul_child){ .pidfd = -1, .out = -1 };
	if (rc != 0)
		return rc;
	if (pipe2(ends, O_CLOEXEC) == 0) {
		c->out = above(ends[0]);
		s.out = above(ends[1]);
		s.in = above(plan->in);
		close(ends[0]);
		close(ends[1]);
	}
	if (c->out < 0 || s.out < 0 || s.in < 0 ||
	    fcntl(c->out, F_SETFL, O_NONBLOCK) != 0)
		rc = errno;
	else
		rc = clone_it(c, &s);
	if (s.out >= 0)
		close(s.out);
	if (s.in >= 0)
		close(s.in);
	if (rc != 0)
		cul_child_close(c);
	return rc;
}

bool cul_child_reap(struct cul_child *c)
{
	siginfo_t info = { 0 };

	/* Looked at before it is taken away: until then the group's number is
	 * certainly its own. */
	if (waitid(P_PID, (id_t)c->pid, &info, WEXITED | WNOHANG | WNOWAIT) ==
	    0) {
		if (info.si_pid != c->pid)
			return false;
		if (c->killed != 0)
			(void)kill(-c->pid, SIGKILL);
	} else if (errno != ECHILD) {
		return false;
	}
	/* Where somebody else has taken it, nobody knows how it ended. */
	if (waitpid(c->pid, &c->status, 0) != c->pid)
		c->status = SAY_NOTHING << 8;
	c->pid = 0;
	return true;
}

void cul_child_signal(struct cul_child *c, int sig)
{
	if (c->pid == 0)
		return;
	if (kill(-c->pid, sig) != 0)
		(void)kill(c->pid, sig);
	c->killed = sig;
}

void cul_child_close(struct cul_child *c)
{
	if (c->pidfd >= 0)
		close(c->pidfd);
	if (c->out >= 0)
		close(c->out);
	*c = (struct cul_child){ .pidfd = -1, .out = -1 };
}
