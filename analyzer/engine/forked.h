/* \summary: a child with the memory as it is now, for what takes long */
#ifndef CUL_FORKED_H
#define CUL_FORKED_H

#include <sys/types.h>

/* Calls run(arg) in a child, which ends with what that returns as its status,
 * and is killed if we die. CUL_EIO, with errno, if there is none to be had.
 * Of threads the child has this one alone; it must take no lock of theirs. */
int cul_fork(int (*run)(void *arg), void *arg, pid_t *ret_child);

/* True, once, when it has ended; `wait`: until it has. */
int cul_fork_ended(pid_t child, int wait, int *ret_status);

#endif
