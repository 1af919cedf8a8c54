/* \summary: inputs that are no files: the journal, syslog sockets, a pipe */
#ifndef CUL_LIVE_H
#define CUL_LIVE_H

#include "input/tail.h"

/* Each gives a tail and a descriptor that is readable when its next() may
 * have something; the descriptor is the tail's. When a line came is known of
 * the journal alone: written_sec of the others is 0. On failure `err`, of
 * CUL_LIVE_ERR bytes, has a sentence that names the address or program and
 * what to do. */
enum { CUL_LIVE_ERR = 512 };

/* `journalctl -o export -f` as a child, which dies with the thread that calls
 * this; started again, at the last cursor, when it ends, never more than once
 * a second. `argv` is the program and what selects records ("journalctl",
 * "-u", "postfix@-"), ends at NULL; -o, -f and the cursor are added. No place:
 * from its beginning, or from now if from_now. Offsets are of the lines made,
 * since the beginning of the tail: of one that goes on, place->file.offset is
 * where they begin. */
int cul_journal_new(const char *const *argv, const struct cul_place *place,
		    bool from_now, struct cul_tail **ret_tail, int *ret_fd,
		    char err[CUL_LIVE_ERR]);

/* "unix:/run/culprit/log" (datagrams), "udp:127.0.0.1:5514", "tcp:[::1]:5514"
 * (octet counting and newline framing, told apart by each message, RFC 6587);
 * the port alone is bound to 127.0.0.1. Any other address must be spelt out,
 * and is then the only one: [::] does not take IPv4. A message is one line,
 * whatever it holds (live/frame.h). What UDP drops is counted by the kernel. A
 * fd that systemd passed on takes the place of binding: `fd` >= 0, which
 * stays the caller's if this fails; the name is then `address`, whatever it
 * says. Nothing can be replayed: places are all zero. */
int cul_socket_new(const char *address, int fd, struct cul_tail **ret_tail,
		   int *ret_fd, char err[CUL_LIVE_ERR]);

/* Standard input, or another pipe, or a file that ends. `fd` stays the
 * caller's, and as it is: its flags may be those of others, too. What comes is
 * lines; of compressed bytes none can be made. */
int cul_pipe_new(int fd, const char *name, struct cul_tail **ret_tail,
		 int *ret_fd, char err[CUL_LIVE_ERR]);

#endif
