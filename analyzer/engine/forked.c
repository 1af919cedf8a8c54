/* \summary: a child with the memory as it is now, for what takes long */
#include "engine/forked.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "culprit/err.h"

int cul_fork(int (*run)(void *arg), void *arg, pid_t *ret_child)
{
	const pid_t parent = getpid();
	const pid_t child = fork();

	if (child < 0)
		return CUL_EIO;
	*ret_child = child;
	if (child != 0)
		return CUL_OK;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* It may have died before that. */
	if (getppid() != parent)
		_exit(1);
	_exit(run(arg));
}

int cul_fork_ended(pid_t child, int wait, int *ret_status)
{
	pid_t pid;

	do
		pid = waitpid(child, ret_status, wait ? 0 : WNOHANG);
	while (pid < 0 && errno == EINTR);
	return pid != 0;
}
