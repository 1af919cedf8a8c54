/* \summary: what the files of unwrapping share */
#ifndef CUL_UNWRAP_INT_H
#define CUL_UNWRAP_INT_H

#include "culprit/limits.h"
#include "culprit/stamp.h"
#include "input/export.h"
#include "input/json.h"
#include "input/made.h"
#include "input/unwrap.h"

enum {
	/* A line of the input: six characters of JSON (\u0000) can be one
	 * byte of a record, and its other fields want room. */
	CUL_WRAP_MAX = 8 * CUL_RECORD_MAX
};

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
struct cul_wrap_piece {
	char *bytes; /* CUL_OUT_MAX, once there was one */
	size_t len;
	bool open;
	int64_t sec;
	char time[CUL_WRAP_TIME_MAX];
	size_t time_len;
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
	bool told_lost;
	struct cul_made out;
	size_t out_at;
	int64_t out_sec;
	struct cul_wrap_piece pieces[CUL_STREAMS_];
	struct cul_export export;
	char *chunk; /* of an export: [chunk_at, chunk_len) is not read */
	size_t chunk_at, chunk_len;
	int64_t chunk_sec;
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

/* Make the next line; false, with none made, at the end, and where the bytes
 * would have to be waited for, unless `wait`. */
bool cul_unwrap_export(struct cul_unwrap *u, bool wait);
bool cul_unwrap_lines(struct cul_unwrap *u);

/* Memory for the entry; false if there is none. */
bool cul_unwrap_export_init(struct cul_unwrap *u);

#endif
