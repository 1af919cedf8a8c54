/* \summary: who held an address when, as other servers' files say it
 *
 * A format is one file in parsers/lease that exports one const struct. It is
 * a machine fed with lines, one after the other: what it must remember of a
 * record that goes over several lines is in the caller's storage, so it
 * allocates, logs and opens nothing, and knows no clock.
 *
 * What each format takes for the customer is what the server itself, or the
 * relay in front of it, wrote there; a host name or an identifier of the
 * client's own choice is never taken where there is better.
 */
#ifndef CUL_LEASE_H
#define CUL_LEASE_H

#include "culprit/addr.h"
#include "culprit/parser.h"

enum cul_lease_what {
	CUL_LEASE_SPAN,  /* held from `start` until `end`, in one record     */
	CUL_LEASE_START, /* of a session: `start`                            */
	CUL_LEASE_ALIVE, /* the session went on at `end`; `start` if said    */
	CUL_LEASE_STOP,  /* the session was over at `end`; `start` if said   */
	CUL_LEASE_RESET, /* at `end` every session of that NAS was over      */
	CUL_LEASE_WHATS_
};

enum {
	CUL_LEASE_NETS = 8,       /* prefixes of one record                  */
	CUL_LEASE_TEXT_MAX = 320, /* of a name: CUL_NAME_MAX                 */
	CUL_LEASE_TEXTS = 5,
	CUL_LEASE_KEY_MAX = 4 * CUL_LEASE_TEXT_MAX,
	CUL_LEASE_COLUMNS_MAX = 32
};

/* Times have the form in which they stand in the file: CUL_STAMP_LOCAL is for
 * the caller to bring to UTC; CUL_STAMP_ABSENT is "not said", as the end of
 * what is still held. Views last until the next line is read. */
struct cul_lease {
	enum cul_lease_what what;
	unsigned n_nets; /* 0: the session's, whatever they are        */
	struct cul_net nets[CUL_LEASE_NETS];
	struct cul_stamp start, end;
	bool freed;             /* SPAN: from `end` on it was nobody's, even
				 * if an older record says otherwise         */
	bool weak;              /* SPAN: who it was is said better by another
				 * record of the same start                  */
	struct cul_sv customer; /* empty: somebody, it is not known who      */
	struct cul_sv session;  /* key of all records of one session         */
	/* The session's NAS by address and by name. Of a RESET one of them
	 * alone is there: the other is not to be looked at. */
	struct cul_sv nas_addr, nas_name;
};

struct cul_lease_text {
	size_t len;
	bool present, cut; /* cut: longer than fits, or with a NUL in it */
	char bytes[CUL_LEASE_TEXT_MAX];
};

/* What a format remembers from line to line; all zero at the beginning of a
 * file. Only the formats look inside, each in its own way. */
struct cul_lease_reader {
	bool skip; /* until the next record begins */
	unsigned open, depth, state, has;
	int bad; /* why the record is malformed, and 1 */
	int64_t number[4];
	struct cul_stamp stamp[3];
	unsigned n_nets;
	struct cul_net nets[CUL_LEASE_NETS];
	struct cul_lease_text text[CUL_LEASE_TEXTS];
	char key[CUL_LEASE_KEY_MAX];
	unsigned n_columns;
	signed char column[CUL_LEASE_COLUMNS_MAX];
};

struct cul_lease_format {
	const char *name;    /* also its folder, tests/leases/NAME         */
	const char *summary; /* one line                                  */
	const char *grammar; /* source files and versions read            */

	/* Why a line was ignored or malformed; ret_why indexes this. Ends at
	 * NULL. */
	const char *const *reasons;

	/* How sure is this format that a file is its own, by the first line
	 * that is neither empty nor a comment (#), and by the one after it:
	 * 0 to 100. `head` begins with the first line of the file. */
	int (*probe)(struct cul_sv head);

	/* Read one line, without its newline. CUL_EVENT: *ret_lease is filled.
	 * CUL_IGNORED: nothing, or not yet. CUL_MALFORMED: the record that
	 * ends here, or was cut off here, is lost. */
	enum cul_verdict (*line)(struct cul_lease_reader *r, struct cul_sv line,
				 struct cul_lease *ret_lease,
				 unsigned *ret_why);

	/* The end of the file, as a line. `torn`: the last line had no
	 * newline, so what it says may be cut. */
	enum cul_verdict (*end)(struct cul_lease_reader *r, bool torn,
				struct cul_lease *ret_lease, unsigned *ret_why);
};

/* Every format named in parsers/meson.build, in that order, then NULL. */
extern const struct cul_lease_format *const cul_lease_formats[];

/* The surest format for a file that begins with `head`, or NULL. */
const struct cul_lease_format *cul_lease_choose(struct cul_sv head);

#endif
