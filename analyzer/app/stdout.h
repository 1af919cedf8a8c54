/* \summary: files and standard output as places to write to */
#ifndef CUL_STDOUT_H
#define CUL_STDOUT_H

#include "culprit/report.h"

/* Buffered. An error sticks; `why` is its errno. */
struct cul_writer {
	int fd, why;
	size_t len;
	char buf[64 * 1024];
};

/* Over a descriptor of the caller's; the writer must outlive the result. */
struct cul_out cul_writer_out(struct cul_writer *w, int fd);

/* Write what is left. 0, or a negative CUL_E…. */
int cul_writer_flush(struct cul_writer *w, struct cul_out *o);

/* The end of a command that wrote to standard output: `status`, or failed if
 * not all was written; says why, but for a reader that left early. */
int cul_writer_end(struct cul_writer *w, struct cul_out *o, int status);

#endif
