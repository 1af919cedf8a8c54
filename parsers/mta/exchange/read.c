/* \summary: what kind of event a row tells of, and which server wrote it */
/* grammar: Microsoft's documentation "Message tracking" (Exchange 2007 to
 * 2019), event types and server names */
#include "mta/exchange/exchange.h"

enum what {
	RECEIVE,
	SEND,
	DELIVER,
	FAIL,
	DEFER,
	DROP,
	NOTICE,
	TRANSFER,
	IGNORE
};

struct event_name {
	struct cul_sv name;
	enum what what;
	enum cul_exc_why why;
};

#define E(lit, what, why)                                                      \
	{                                                                      \
		{ lit, sizeof(lit) - 1 }, what, CUL_EXC_##why                  \
	}
static const struct event_name events[] = {
	E("RECEIVE", RECEIVE, OTHER),
	E("SEND", SEND, OTHER),
	E("SENDEXTERNAL", SEND, OTHER),
	E("DELIVER", DELIVER, OTHER),
	E("FAIL", FAIL, OTHER),
	E("DEFER", DEFER, OTHER),
	E("DROP", DROP, OTHER),
	E("DSN", NOTICE, OTHER),
	E("TRANSFER", TRANSFER, OTHER),
	E("SUBMIT", IGNORE, SUBMIT),
	E("SUBMITDEFER", IGNORE, SUBMIT),
	E("SUBMITFAIL", IGNORE, SUBMIT),
	E("NOTIFYMAPI", IGNORE, SUBMIT),
	E("EXPAND", IGNORE, RENAMED),
	E("REDIRECT", IGNORE, RENAMED),
	E("RESOLVE", IGNORE, RENAMED),
	E("DUPLICATEDELIVER", IGNORE, DUPLICATE),
	E("DUPLICATEEXPAND", IGNORE, DUPLICATE),
	E("DUPLICATEREDIRECT", IGNORE, DUPLICATE),
	E("HADISCARD", IGNORE, SHADOW),
	E("HARECEIVE", IGNORE, SHADOW),
	E("HAREDIRECT", IGNORE, SHADOW),
	E("HAREDIRECTFAIL", IGNORE, SHADOW),
	E("AGENTINFO", IGNORE, AGENT),
	E("BADMAIL", IGNORE, BADMAIL),
	E("INITMESSAGECREATED", IGNORE, OTHER),
	E("LOAD", IGNORE, OTHER),
	E("MODERATIONEXPIRE", IGNORE, OTHER),
	E("MODERATORAPPROVE", IGNORE, OTHER),
	E("MODERATORREJECT", IGNORE, OTHER),
	E("MODERATORSALLNDR", IGNORE, OTHER),
	E("POISONMESSAGE", IGNORE, OTHER),
	E("PROCESS", IGNORE, OTHER),
	E("PROCESSMEETINGMESSAGE", IGNORE, OTHER),
	E("RESUBMIT", IGNORE, OTHER),
	E("RESUBMITDEFER", IGNORE, OTHER),
	E("RESUBMITFAIL", IGNORE, OTHER),
	E("SUPPRESSED", IGNORE, OTHER),
	E("SUSPEND", IGNORE, OTHER),
	E("THROTTLE", IGNORE, OTHER),
};
#undef E

static const struct event_name *event_find(struct cul_sv v)
{
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		if (cul_sv_eq(v, events[i].name))
			return &events[i];
	return NULL;
}

/* Up to the first dot: the same server is "MBX1" in one row and
 * "MBX1.domain.example" in the next. */
static struct cul_sv label(struct cul_sv v)
{
	const char *dot = v.len != 0 ? cul_find_byte(v.ptr, v.len, '.') : NULL;

	if (dot != NULL)
		v.len = (size_t)(dot - v.ptr);
	return v;
}

/* The server that wrote the row: in what it hands on it is the client. */
static struct cul_sv own_name(const struct cul_exc *row, enum what what)
{
	struct cul_sv client = cul_exc(row, CUL_EXC_CLIENT_NAME);
	struct cul_sv server = cul_exc(row, CUL_EXC_SERVER_NAME);
	bool hands_on = what == SEND || what == DELIVER;

	if ((what == FAIL || what == DEFER) &&
	    cul_sv_eq(cul_exc(row, CUL_EXC_SOURCE), CUL_SV("SMTP")))
		hands_on = true;
	if ((hands_on && client.len != 0) || server.len == 0)
		return label(client);
	return label(server);
}

static enum cul_verdict dispatch(struct cul_exc *row, enum what what)
{
	switch (what) {
	case RECEIVE:
		return cul_exc_receive(row);
	case SEND:
	case DELIVER:
		return cul_exc_fate(row, CUL_EV_DELIVERED);
	case FAIL:
		return cul_exc_fate(row, CUL_EV_BOUNCED);
	case DEFER:
		return cul_exc_fate(row, CUL_EV_DEFERRED);
	case DROP:
		return cul_exc_fate(row, CUL_EV_REFUSED);
	case NOTICE:
		return cul_exc_notice(row);
	case TRANSFER:
		return cul_exc_transfer(row);
	case IGNORE:
		break;
	}
	return cul_exc_ignore(row, CUL_EXC_OTHER);
}

enum cul_verdict cul_exc_read(struct cul_exc *row)
{
	struct cul_sv word = cul_exc(row, CUL_EXC_EVENT), name;
	const struct event_name *e = event_find(word);

	if (word.len == 0)
		return cul_exc_malformed(row, CUL_EXC_BAD_EVENT);
	if (e == NULL)
		return cul_exc_ignore(row, CUL_EXC_UNKNOWN);
	if (e->what == IGNORE)
		return cul_exc_ignore(row, e->why);
	name = own_name(row, e->what);
	if (name.len != 0)
		row->ev->host = name;
	row->ev->session = cul_exc(row, CUL_EXC_ID);
	if (row->ev->session.len == 0 || row->ev->session.len > 64)
		return cul_exc_malformed(row, CUL_EXC_BAD_ID);
	return dispatch(row, e->what);
}
