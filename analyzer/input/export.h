/* \summary: the journal's export format, in any pieces; a line a record
 *
 * systemd, docs/JOURNAL_EXPORT_FORMATS.md: "KEY=value\n", or "KEY\n", the
 * length in eight bytes, the lowest first, that many bytes and "\n"; an empty
 * line ends an entry. What is none of this passes as it is, a line a line.
 * Memory is the same whatever comes.
 */
#ifndef CUL_EXPORT_H
#define CUL_EXPORT_H

#include "culprit/err.h"
#include "culprit/sv.h"
#include "input/made.h"

enum cul_export_field {
	CUL_EXPORT_MESSAGE,
	CUL_EXPORT_HOST,
	CUL_EXPORT_IDENT,
	CUL_EXPORT_COMM,
	CUL_EXPORT_SYSLOG_PID,
	CUL_EXPORT_PID,
	CUL_EXPORT_SOURCE_TIME,
	CUL_EXPORT_TIME,
	CUL_EXPORT_CURSOR,
	CUL_EXPORT_FIELDS_
};

enum {
	CUL_EXPORT_KEY_MAX = 64, /* systemd refuses longer names */
	CUL_EXPORT_LENGTH = 8
};

struct cul_export_slot {
	char *bytes;
	size_t len, cap;
	bool has;
};

enum cul_export_state {
	CUL_EXPORT_AT_KEY,
	CUL_EXPORT_IN_VALUE,
	CUL_EXPORT_IN_LENGTH,
	CUL_EXPORT_IN_BINARY,
	CUL_EXPORT_AT_BINARY_END,
	CUL_EXPORT_IN_FOREIGN
};

struct cul_export {
	struct cul_made *out; /* the line made last */
	int64_t out_sec;      /* as given with its first byte */
	enum cul_export_state state;
	char key[CUL_EXPORT_KEY_MAX];
	size_t key_len;
	int64_t key_sec;
	struct cul_export_slot *slot; /* of the value; NULL: it is not kept */
	uint64_t left;                /* of a binary value */
	char length[CUL_EXPORT_LENGTH];
	size_t length_len;
	/* What was taken for a length and was none is read once more. */
	char back[CUL_EXPORT_LENGTH];
	size_t back_at, back_len;
	bool in_entry;
	bool over; /* the fields are those of an entry that has ended */
	int64_t entry_sec;
	struct cul_export_slot slots[CUL_EXPORT_FIELDS_];
	char *store; /* of the slots */
};

/* Lines go to `out`. CUL_OK or CUL_ENOMEM. */
int cul_export_init(struct cul_export *x, struct cul_made *out);
void cul_export_done(struct cul_export *x);

/* Read from `p`; stops behind what makes a line, which is then in `out`, with
 * its newline. How many bytes were taken. */
size_t cul_export_feed(struct cul_export *x, struct cul_sv p, int64_t sec,
		       bool *ret_line);

/* Nothing follows. True if a line was made of what there is, which may have no
 * newline; to be called until it is false. */
bool cul_export_end(struct cul_export *x);

/* Forget an entry that was begun. */
void cul_export_reset(struct cul_export *x);

/* A field of the entry that a line was made of, until more is read. */
struct cul_sv cul_export_get(const struct cul_export *x,
			     enum cul_export_field f);

#endif
