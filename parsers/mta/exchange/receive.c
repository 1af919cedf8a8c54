/* \summary: a message begins: whose it is, its names, its size */
/* grammar: Microsoft's documentation "Message tracking" (Exchange 2007 to
 * 2019), RECEIVE, DSN and TRANSFER events */
#include "mta/exchange/exchange.h"
#include "text/endpoint.h"

enum { BEGUN = 0, NAMED = 1, QUEUED = 2 }; /* events of a row, in order */

/* The value of an item of custom-data, "S:Name=value;S:…"; absent unless it is
 * there exactly once. */
static struct cul_sv custom(const struct cul_exc *row, struct cul_sv name)
{
	struct cul_cur c = cul_cur_over(cul_exc(row, CUL_EXC_CUSTOM));
	struct cul_sv found = { NULL, 0 };

	while (c.p != c.end) {
		struct cul_sv item = cul_cur_rest(&c);
		const char *stop = cul_find_byte(item.ptr, item.len, ';');
		struct cul_cur i;

		if (stop != NULL)
			item.len = (size_t)(stop - item.ptr);
		c.p = stop != NULL ? stop + 1 : c.end;
		i = cul_cur_over(item);
		while (cul_try_lit(&i, CUL_SV(" ")))
			;
		(void)cul_try_lit(&i, CUL_SV("S:"));
		item = cul_cur_rest(&i);
		if (!cul_sv_starts(item, name))
			continue;
		if (cul_sv_present(found))
			return (struct cul_sv){ NULL, 0 };
		found = cul_sv_from(item, name.len);
	}
	return found;
}

static bool addr_of(struct cul_sv v, struct cul_addr *ret)
{
	uint16_t port;
	struct cul_addr a;

	if (!cul_endpoint_read(v, &a, &port) || cul_addr_is_loopback(&a))
		return false;
	*ret = a;
	return true;
}

/* A hop within this server. */
static bool is_from_itself(const struct cul_exc *row)
{
	struct cul_sv client = cul_exc(row, CUL_EXC_CLIENT_IP);
	struct cul_addr a;
	uint16_t port;

	if (cul_endpoint_read(client, &a, &port) && cul_addr_is_loopback(&a))
		return true;
	return client.len != 0 &&
	       cul_sv_eq(client, cul_exc(row, CUL_EXC_SERVER_IP));
}

/* Of what the store hands over it may be this server itself. */
static bool original_read(struct cul_exc *row)
{
	struct cul_sv v = cul_exc(row, CUL_EXC_ORIGINAL_IP);

	return !cul_sv_eq(v, cul_exc(row, CUL_EXC_SERVER_IP)) &&
	       addr_of(v, &row->ev->client);
}

static void client_read(struct cul_exc *row, struct cul_sv proxied)
{
	struct cul_event *ev = row->ev;
	struct cul_sv name = cul_exc(row, CUL_EXC_CLIENT_NAME);

	if (addr_of(proxied, &ev->client)) {
		struct cul_sv helo =
			custom(row, CUL_SV("ProxiedClientHostname="));

		if (helo.len != 0)
			ev->helo = helo;
		return;
	}
	if (original_read(row))
		return;
	if (is_from_itself(row))
		return;
	(void)addr_of(cul_exc(row, CUL_EXC_CLIENT_IP), &ev->client);
	if (name.len != 0)
		ev->helo = name;
}

static void sender_read(struct cul_exc *row)
{
	struct cul_sv v = cul_exc(row, CUL_EXC_RETURN_PATH);

	if (cul_sv_eq(v, CUL_SV("<>")))
		row->ev->sender = (struct cul_sv){ v.ptr, 0 };
	else if (v.len != 0)
		row->ev->sender = v;
}

static uint64_t number(struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	uint64_t n = cul_take_u64(&c, UINT64_MAX);

	return c.bad ? 0 : n;
}

static enum cul_verdict named(struct cul_exc *row)
{
	row->ev->kind = CUL_EV_IDENTIFIED;
	row->ev->text = cul_exc(row, CUL_EXC_MESSAGE_ID);
	row->ev->next_part = QUEUED;
	return CUL_EVENT;
}

static enum cul_verdict queued(struct cul_exc *row)
{
	uint64_t n = number(cul_exc(row, CUL_EXC_COUNT));

	row->ev->kind = CUL_EV_QUEUED;
	sender_read(row);
	row->ev->size_bytes = number(cul_exc(row, CUL_EXC_SIZE));
	row->ev->n_recipients = n <= UINT32_MAX ? (uint32_t)n : UINT32_MAX;
	return CUL_EVENT;
}

static void next_after_begun(struct cul_exc *row)
{
	row->ev->next_part =
		cul_exc(row, CUL_EXC_MESSAGE_ID).len != 0 ? NAMED : QUEUED;
}

static enum cul_verdict over_smtp(struct cul_exc *row)
{
	struct cul_event *ev = row->ev;
	struct cul_sv proxied = custom(row, CUL_SV("ProxiedClientIPAddress="));

	ev->kind = CUL_EV_ACCEPTED;
	client_read(row, proxied);
	if (proxied.len == 0 && is_from_itself(row) &&
	    cul_sv_eq(cul_exc(row, CUL_EXC_DIRECTION), CUL_SV("Originating")) &&
	    cul_exc(row, CUL_EXC_SENDER).len != 0)
		ev->account = cul_exc(row, CUL_EXC_SENDER);
	sender_read(row);
	next_after_begun(row);
	return CUL_EVENT;
}

/* From Exchange 2013 on a RECEIVE by SMTP follows on the same server, and is
 * the message; before, this is it. */
static enum cul_verdict from_store(struct cul_exc *row)
{
	struct cul_event *ev = row->ev;

	if (cul_exc(row, CUL_EXC_SENDER).len == 0)
		return cul_exc_ignore(row, CUL_EXC_NO_SOURCE);
	ev->account = cul_exc(row, CUL_EXC_SENDER);
	if (!original_read(row) && !is_from_itself(row))
		(void)addr_of(cul_exc(row, CUL_EXC_CLIENT_IP), &ev->client);
	if (cul_exc(row, CUL_EXC_NETWORK_ID).len != 0) {
		ev->kind = CUL_EV_LOGIN;
		ev->session = (struct cul_sv){ NULL, 0 };
		return CUL_EVENT;
	}
	ev->kind = CUL_EV_ACCEPTED;
	sender_read(row);
	next_after_begun(row);
	return CUL_EVENT;
}

/* A file that a program put into a directory: the source's name, "PICKUP",
 * stands for the program. */
static enum cul_verdict from_files(struct cul_exc *row)
{
	row->ev->kind = CUL_EV_LOCAL_SUBMIT;
	row->ev->account = cul_exc(row, CUL_EXC_SOURCE);
	sender_read(row);
	next_after_begun(row);
	return CUL_EVENT;
}

enum cul_verdict cul_exc_notice(struct cul_exc *row)
{
	if (row->part == QUEUED)
		return queued(row);
	return named(row);
}

enum cul_verdict cul_exc_receive(struct cul_exc *row)
{
	struct cul_sv source = cul_exc(row, CUL_EXC_SOURCE);

	if (row->part == NAMED)
		return named(row);
	if (row->part == QUEUED)
		return queued(row);
	if (cul_sv_eq(source, CUL_SV("SMTP")) ||
	    cul_sv_eq(source, CUL_SV("GATEWAY")))
		return over_smtp(row);
	if (cul_sv_eq(source, CUL_SV("STOREDRIVER")))
		return from_store(row);
	if (cul_sv_eq(source, CUL_SV("PICKUP")))
		return from_files(row);
	return cul_exc_notice(row);
}

/* A part of the recipients goes on under a new id; `reference` is the old. */
enum cul_verdict cul_exc_transfer(struct cul_exc *row)
{
	if (row->part == QUEUED)
		return queued(row);
	row->ev->kind = CUL_EV_ACCEPTED;
	row->ev->other = cul_exc(row, CUL_EXC_REFERENCE);
	row->ev->next_part = QUEUED;
	if (row->ev->other.len == 0)
		return cul_exc_ignore(row, CUL_EXC_OTHER);
	return CUL_EVENT;
}
