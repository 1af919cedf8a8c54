/* \summary: what became of each recipient of a row
 *
 * recipient-address holds them all, "a;b;c", and recipient-status what was said
 * of each, in the same order. The words may hold ';' themselves: they are told
 * apart only if there are as many parts as recipients and each begins with a
 * reply code, else all count for each.
 */
/* grammar: Microsoft's documentation "Message tracking" (Exchange 2007 to
 * 2019), recipient-address and recipient-status */
#include "mta/exchange/exchange.h"
#include "text/endpoint.h"

static unsigned parts(struct cul_sv v)
{
	unsigned n = 1;

	for (size_t i = 0; i < v.len; i++)
		n += v.ptr[i] == ';';
	return n;
}

static struct cul_sv part_at(struct cul_sv v, unsigned index)
{
	struct cul_cur c = cul_cur_over(v);
	struct cul_sv rest;
	const char *stop;

	while (index-- != 0)
		(void)cul_take_until(&c, ';');
	if (c.bad)
		return v;
	rest = cul_cur_rest(&c);
	if (rest.len == 0)
		return rest;
	stop = cul_find_byte(rest.ptr, rest.len, ';');
	if (stop != NULL)
		rest.len = (size_t)(stop - rest.ptr);
	return rest;
}

static bool are_replies(struct cul_sv v, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (cul_reply_read(part_at(v, i)).code == 0)
			return false;
	return true;
}

/* "[{LED=550 5.1.1 …};{MSG=…};{FQDN=…};{IP=…};{LRT=…}]" from Exchange 2013 on:
 * LED is the last error. */
static struct cul_sv last_error(struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	const char *close;

	if (!cul_sv_starts(v, CUL_SV("[{")))
		return v;
	(void)cul_take_until_lit(&c, CUL_SV("{LED="));
	if (c.bad)
		return v;
	v = cul_cur_rest(&c);
	close = cul_sv_find(v, CUL_SV("};{"));
	if (close == NULL)
		close = cul_sv_find(v, CUL_SV("}]"));
	if (close != NULL)
		v.len = (size_t)(close - v.ptr);
	return v;
}

static struct cul_sv words(const struct cul_exc *row, unsigned index)
{
	struct cul_sv to = cul_exc(row, CUL_EXC_RECIPIENTS);
	struct cul_sv v = cul_exc(row, CUL_EXC_STATUS);

	if (parts(to) > 1 && parts(v) == parts(to) && are_replies(v, parts(v)))
		v = part_at(v, index);
	return last_error(v);
}

static enum cul_transport transport_of(const struct cul_exc *row)
{
	struct cul_sv source = cul_exc(row, CUL_EXC_SOURCE);

	if (cul_sv_eq(source, CUL_SV("SMTP")) ||
	    cul_sv_eq(source, CUL_SV("GATEWAY")))
		return CUL_TRANSPORT_REMOTE;
	if (cul_sv_eq(source, CUL_SV("STOREDRIVER")) ||
	    cul_sv_eq(source, CUL_SV("PUBLICFOLDER")))
		return CUL_TRANSPORT_LOCAL;
	return CUL_TRANSPORT_NOWHERE;
}

static void relay_read(struct cul_exc *row)
{
	struct cul_event *ev = row->ev;
	struct cul_sv name = cul_exc(row, CUL_EXC_SERVER_NAME);
	uint16_t port;

	ev->transport = transport_of(row);
	/* Without a client, the server is this one. */
	if (ev->transport != CUL_TRANSPORT_REMOTE ||
	    cul_exc(row, CUL_EXC_CLIENT_NAME).len == 0)
		return;
	if (name.len != 0)
		ev->relay = name;
	(void)cul_endpoint_read(cul_exc(row, CUL_EXC_SERVER_IP),
				&ev->relay_addr, &port);
}

/* The recipient at row->part, which is where it begins in the record, 0 for
 * the first; *ret_index counts those before it. */
static struct cul_sv recipient(struct cul_exc *row, unsigned *ret_index)
{
	struct cul_sv all = cul_exc(row, CUL_EXC_RECIPIENTS), v;
	size_t base = (size_t)(all.ptr - row->text.ptr), at = 0;
	const char *stop;

	*ret_index = 0;
	if (row->part > base && row->part - base <= all.len) {
		at = row->part - base;
		*ret_index = parts((struct cul_sv){ all.ptr, at - 1 });
	}
	v = cul_sv_from(all, at);
	stop = v.len != 0 ? cul_find_byte(v.ptr, v.len, ';') : NULL;
	if (stop == NULL)
		return v;
	v.len = (size_t)(stop - v.ptr);
	at += v.len + 1;
	if (at < all.len && base + at <= UINT16_MAX)
		row->ev->next_part = (uint16_t)(base + at);
	return v;
}

/* Dropped without a notice; of a group, since it was expanded. */
static enum cul_verdict dropped(struct cul_exc *row)
{
	struct cul_event *ev = row->ev;

	if (ev->outcome == CUL_OUTCOME_OK && ev->next_part == 0 &&
	    row->part == 0)
		return cul_exc_ignore(row, CUL_EXC_RENAMED);
	ev->stage = CUL_STAGE_MESSAGE;
	ev->disposition = ev->outcome == CUL_OUTCOME_OK ? CUL_DISP_WARNED
							: CUL_DISP_DISCARDED;
	return CUL_EVENT;
}

enum cul_verdict cul_exc_fate(struct cul_exc *row, enum cul_event_kind kind)
{
	struct cul_event *ev = row->ev;
	unsigned index;
	struct cul_sv said;

	if (cul_exc(row, CUL_EXC_RECIPIENTS).len == 0)
		return cul_exc_ignore(row, CUL_EXC_NO_ONE);
	ev->kind = kind;
	ev->recipient = recipient(row, &index);
	said = words(row, index);
	if (said.len != 0)
		cul_event_answer(ev, said);
	if (kind == CUL_EV_REFUSED)
		return dropped(row);
	relay_read(row);
	if (kind == CUL_EV_DELIVERED)
		ev->outcome = CUL_OUTCOME_OK;
	else if (ev->outcome == CUL_OUTCOME_NONE ||
		 ev->outcome == CUL_OUTCOME_OK)
		ev->outcome = CUL_OUTCOME_NEUTRAL;
	return CUL_EVENT;
}
