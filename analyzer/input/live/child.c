/* \summary: start and end a program whose output is read */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "input/live/child.h"

/* The pipes of a child: what it writes, what it complains, why it did not
 * begin. */
enum { OUT, ERR, WHY, PIPES };

static void pipes_close(int pipes[PIPES][2])
{
	for (int i = 0; i < PIPES; i++)
		for (int j = 0; j < 2; j++)
			if (pipes[i][j] >= 0)
				close(pipes[i][j]);
}

static int pipes_open(int pipes[PIPES][2])
{
	for (int i = 0; i < PIPES; i++)
		pipes[i][0] = pipes[i][1] = -1;
	for (int i = 0; i < PIPES; i++)
		if (pipe2(pipes[i], O_CLOEXEC) < 0)
			return errno;
	for (int i = OUT; i <= ERR; i++)
		if (fcntl(pipes[i][0], F_SETFL, O_NONBLOCK) < 0)
			return errno;
	return 0;
}

/* In the child: nothing here may need a lock, which a thread that is not
 * there any more may hold. Returns only if the program did not begin. */
static void become(char *const *argv, int pipes[PIPES][2], pid_t parent)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC), why;
	sigset_t none;

	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)signal(SIGPIPE, SIG_DFL);
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() == parent && null >= 0 && dup2(null, STDIN_FILENO) >= 0 &&
	    dup2(pipes[OUT][1], STDOUT_FILENO) >= 0 &&
	    dup2(pipes[ERR][1], STDERR_FILENO) >= 0)
		(void)execvp(argv[0], argv);
	why = errno;
	if (write(pipes[WHY][1], &why, sizeof(why)) < 0)
		return;
}

/* Why it did not begin; 0: it did. */
static int why_read(int fd)
{
	int why = 0;
	ssize_t n;

	do
		n = read(fd, &why, sizeof(why));
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)sizeof(why) ? why : 0;
}

static int reap(pid_t pid)
{
	int status = 0;
	pid_t got;

	do
		got = waitpid(pid, &status, 0);
	while (got < 0 && errno == EINTR);
	return status;
}

int cul_follower_start(char *const *argv, struct cul_follower *ret)
{
	int pipes[PIPES][2], why = pipes_open(pipes);
	pid_t parent = getpid(), pid;

	if (why != 0) {
		pipes_close(pipes);
		return why;
	}
	pid = fork();
	if (pid == 0) {
		become(argv, pipes, parent);
		(void)raise(SIGKILL);
	}
	if (pid < 0)
		why = errno;
	close(pipes[WHY][1]);
	pipes[WHY][1] = -1;
	if (pid > 0)
		why = why_read(pipes[WHY][0]);
	if (why != 0) {
		pipes_close(pipes);
		if (pid > 0)
			(void)reap(pid);
		return why;
	}
	*ret = (struct cul_follower){ pid, pipes[OUT][0], pipes[ERR][0] };
	pipes[OUT][0] = pipes[ERR][0] = -1;
	pipes_close(pipes);
	return 0;
}

int cul_follower_end(struct cul_follower *c)
{
	int status = 0;

	if (c->pid > 0) {
		/* What has begun to end by itself keeps its own status. */
		(void)kill(c->pid, SIGKILL);
		status = reap(c->pid);
		close(c->out);
		close(c->err);
	}
	*c = (struct cul_follower){ 0, -1, -1 };
	return status;
}
