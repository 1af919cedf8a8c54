/* \summary: the columns of Exchange's message tracking; private to exchange */
#ifndef CUL_MTA_EXCHANGE_H
#define CUL_MTA_EXCHANGE_H

#include "culprit/parser.h"
#include "text/csv.h"
#include "text/event.h"

enum cul_exc_column {
	CUL_EXC_TIME = CUL_CSV_EXCHANGE,
	CUL_EXC_EVENT,
	CUL_EXC_ID,
	CUL_EXC_CLIENT_IP,
	CUL_EXC_CLIENT_NAME,
	CUL_EXC_SERVER_IP,
	CUL_EXC_SERVER_NAME,
	CUL_EXC_CONNECTOR,
	CUL_EXC_SOURCE,
	CUL_EXC_MESSAGE_ID,
	CUL_EXC_NETWORK_ID,
	CUL_EXC_RECIPIENTS,
	CUL_EXC_STATUS,
	CUL_EXC_SIZE,
	CUL_EXC_COUNT,
	CUL_EXC_REFERENCE,
	CUL_EXC_SENDER,
	CUL_EXC_RETURN_PATH,
	CUL_EXC_DIRECTION,
	CUL_EXC_ORIGINAL_IP,
	CUL_EXC_CUSTOM,
	CUL_EXC_END_
};

enum { CUL_EXC_COLUMNS_ = CUL_EXC_END_ - CUL_CSV_EXCHANGE };

enum cul_exc_why {
	CUL_EXC_HEADER,
	CUL_EXC_SUBMIT,
	CUL_EXC_RENAMED,
	CUL_EXC_SHADOW,
	CUL_EXC_AGENT,
	CUL_EXC_DUPLICATE,
	CUL_EXC_BADMAIL,
	CUL_EXC_OTHER,
	CUL_EXC_UNKNOWN,
	CUL_EXC_NO_ONE,
	CUL_EXC_NO_SOURCE,
	CUL_EXC_BAD_SHORT,
	CUL_EXC_BAD_LONG,
	CUL_EXC_BAD_OPEN,
	CUL_EXC_BAD_EVENT,
	CUL_EXC_BAD_ID,
	CUL_EXC_WHYS_
};

struct cul_exc {
	struct cul_sv f[CUL_EXC_COLUMNS_];
	struct cul_sv text;
	struct cul_event *ev;
	uint16_t part;
	unsigned why;
};

static inline struct cul_sv cul_exc(const struct cul_exc *row,
				    enum cul_exc_column c)
{
	return row->f[c - CUL_CSV_EXCHANGE];
}

static inline enum cul_verdict cul_exc_ignore(struct cul_exc *row,
					      enum cul_exc_why why)
{
	row->why = why;
	return CUL_IGNORED;
}

static inline enum cul_verdict cul_exc_malformed(struct cul_exc *row,
						 enum cul_exc_why why)
{
	row->why = why;
	return CUL_MALFORMED;
}

/* A whole row, with its event begun. */
enum cul_verdict cul_exc_read(struct cul_exc *row);

/* RECEIVE, DSN, TRANSFER: receive.c. */
enum cul_verdict cul_exc_receive(struct cul_exc *row);
enum cul_verdict cul_exc_notice(struct cul_exc *row);
enum cul_verdict cul_exc_transfer(struct cul_exc *row);

/* One recipient a call, as row->part says: fate.c. */
enum cul_verdict cul_exc_fate(struct cul_exc *row, enum cul_event_kind kind);

#endif
