/* \summary: what the files of unwrapping share */
#ifndef CUL_UNWRAP_INT_H
#define CUL_UNWRAP_INT_H

#include "culprit/limits.h"
#include "culprit/stamp.h"
#include "input/json.h"
#include "input/unwrap.h"

enum {
	/* A line of the input: six characters of JSON (\u0000) can be one
	 * byte of a record, and its other fields want room. */
	CUL_WRAP_MAX = 8 * CUL_RECORD_MAX,
	/* Longer by one than what is kept of a line: so it is seen as cut. */
	CUL_OUT_MAX = CUL_RECORD_MAX + 1,
	CUL_WRAP_WORD_MAX = 256, /* a host's name has 253 at most (RFC 1035) */
	CUL_WRAP_TIME_MAX = 64
};

/* The line being made; what is beyond `max` is left out. */
struct cul_made {
	char *bytes; /* CUL_OUT_MAX, and room for newlines around */
	size_t len, max;
};

/* Bytes as they are; with control characters escaped. */
void cul_made_put(struct cul_made *o, struct cul_sv v);
void cul_made_text(struct cul_made *o, struct cul_sv v);

/* One record of syslog. An absent host and a pid of 0 are left out. */
struct cul_wrapped {
	struct cul_sv time, host, tag, text;
	uint32_t pid;
};
void cul_made_record(struct cul_made *o, const struct cul_wrapped *w);

/* A line of a container: `time` before it unless it has a stamp. */
void cul_made_line(struct cul_made *o, const struct cul_wrapped *w);

/* "postfix/smtpd[123]:" is tag and pid in one; a pid that is given wins. */
void cul_wrapped_tag(struct cul_wrapped *w, struct cul_sv tag);
uint32_t cul_wrapped_pid(struct cul_sv digits);

/* A stamp, or seconds, milliseconds or microseconds since 1970, as it is to
 * stand on the line; it may be `buf`. Absent if it is none of these. */
struct cul_sv cul_wrapped_time(struct cul_sv v, char buf[CUL_TIME_TEXT_MAX]);

enum cul_stream {
	CUL_STREAM_OUT,
	CUL_STREAM_ERR,
	CUL_STREAM_OTHER,
	CUL_STREAMS_
};

/* What one line of the input is. */
enum cul_wrap_kind {
	CUL_WRAP_NONE,   /* no envelope: it passes               */
	CUL_WRAP_RECORD, /* of a syslog daemon or the journal    */
	CUL_WRAP_LINE,   /* of a container                       */
	CUL_WRAP_PIECE   /* the same, and there is more to come  */
};

struct cul_wrap {
	enum cul_wrap_kind kind;
	enum cul_stream stream;
	struct cul_wrapped w;
	bool lost; /* journalctl left the message out */
	char time[CUL_TIME_TEXT_MAX];
};

/* Is it one? The line stays as it is. */
bool cul_wrap_json_known(char *p, size_t len);
/* What it is. Unless it is NONE, texts are made in place, and the line is no
 * longer what it was. */
void cul_wrap_json(char *p, size_t len, struct cul_wrap *ret_wrap);
void cul_wrap_cri(struct cul_sv line, struct cul_wrap *ret_wrap);

/* A piece of a line, until the rest comes. */
struct cul_piece {
	char *bytes; /* CUL_OUT_MAX, once there was one */
	size_t len;
	bool open;
	int64_t sec;
	char time[CUL_WRAP_TIME_MAX];
	size_t time_len;
};

/* A record of `-o export`, field by field. */
struct cul_export_slot {
	char *bytes;
	size_t len, cap;
	bool has;
};

enum cul_export_field {
	CUL_EXPORT_MESSAGE,
	CUL_EXPORT_HOST,
	CUL_EXPORT_IDENT,
	CUL_EXPORT_COMM,
	CUL_EXPORT_SYSLOG_PID,
	CUL_EXPORT_PID,
	CUL_EXPORT_SOURCE_TIME,
	CUL_EXPORT_TIME,
	CUL_EXPORT_FIELDS_
};

enum cul_wrap_form { CUL_FORM_JSON, CUL_FORM_CRI, CUL_FORM_EXPORT };

/* A line of the input, and how it ends. */
enum cul_wrap_line {
	CUL_LINE_NONE,  /* there is no more                        */
	CUL_LINE_WHOLE, /* in a newline                            */
	CUL_LINE_LONG,  /* beyond CUL_WRAP_MAX; that much is given */
	CUL_LINE_TORN   /* where the input does                    */
};

struct cul_unwrap {
	struct cul_layer layer;
	struct cul_tap in;
	enum cul_wrap_form form;
	size_t searched; /* of what is held, without a newline */
	bool skipping;   /* the rest of an over-long line      */
	bool done;
	bool open_end; /* the last line made has no newline  */
	bool told_lost;
	struct cul_made out;
	size_t out_at;
	int64_t out_sec;
	struct cul_piece pieces[CUL_STREAMS_];
	/* the entry of an export */
	bool in_entry;
	int64_t entry_sec;
	struct cul_export_slot slots[CUL_EXPORT_FIELDS_];
	char *store; /* of the slots */
};

/* The next line, which stays in the tap, without its newline. */
enum cul_wrap_line cul_unwrap_line(struct cul_unwrap *u, size_t *ret_len);
/* Step over it. */
void cul_unwrap_step(struct cul_unwrap *u, enum cul_wrap_line how, size_t len);
/* Make a line of it, as it is, and step over it. */
void cul_unwrap_pass(struct cul_unwrap *u, enum cul_wrap_line how, size_t len);

/* Begin a line of `out`, of bytes written at `sec`; end it. */
void cul_unwrap_begin(struct cul_unwrap *u, int64_t sec);
void cul_unwrap_end(struct cul_unwrap *u, bool newline);

/* Make the next line; false, with none made, at the end. */
bool cul_unwrap_export(struct cul_unwrap *u);
bool cul_unwrap_lines(struct cul_unwrap *u);

/* Memory for the entry; false if there is none. */
bool cul_unwrap_export_init(struct cul_unwrap *u);

#endif
