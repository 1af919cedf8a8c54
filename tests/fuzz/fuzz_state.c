/* \summary: any bytes as what the court remembers, under a checksum that fits
 *
 * The first byte says whether the rest is a state, or what is altered in a
 * good one: four bytes a place, three for where and one for what. Whatever is
 * taken for good is then lived with: events are heard, and the end comes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/court.h"
#include "evidence/state.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BODY_MOST = 1 << 18 };

static void hold(bool ok)
{
	if (!ok)
		abort();
}

struct bytes {
	char v[BODY_MOST + 4096];
	size_t n;
};

static int put(void *arg, const void *p, size_t n)
{
	struct bytes *b = arg;

	hold(n <= sizeof(b->v) - b->n);
	memcpy(b->v + b->n, p, n);
	b->n += n;
	return CUL_OK;
}

static int drop(void *arg, const char *p, size_t n)
{
	(void)arg;
	(void)p;
	(void)n;
	return CUL_OK;
}

static struct cul_sv text(const char *s)
{
	return (struct cul_sv){ s, strlen(s) };
}

static void hear(struct cul_court *c, struct cul_event ev, unsigned i)
{
	struct cul_logged line = { text("a line of the log"), 0, i, false };

	ev.t_usec = INT64_C(1795176000000000) + i * CUL_USEC_PER_SEC * 600;
	ev.host = text("mx1");
	hold(cul_court_hear(c, &ev, &line) == CUL_OK);
}

/* A little of everything that is remembered. */
static void live(struct cul_court *c, unsigned from, unsigned to)
{
	for (unsigned i = from; i < to; i++) {
		struct cul_event ev = { .kind = CUL_EV_ACCEPTED };
		char id[16], mailbox[64], account[16];

		(void)snprintf(id, sizeof(id), "Q%u", i);
		(void)snprintf(mailbox, sizeof(mailbox), "u%u@d%u.example", i,
			       i % 40);
		(void)snprintf(account, sizeof(account), "acc%u", i % 5);
		ev.session = text(id);
		ev.client.b[10] = ev.client.b[11] = 0xff;
		ev.client.b[12] = 192;
		ev.client.b[14] = 2;
		ev.client.b[15] = (uint8_t)(i % 3);
		if (i % 4 == 0)
			ev.account = text(account);
		hear(c, ev, i);
		ev = (struct cul_event){ .kind = CUL_EV_IDENTIFIED,
					 .session = text(id),
					 .text = text(mailbox) };
		hear(c, ev, i);
		ev = (struct cul_event){ .kind = CUL_EV_QUEUED,
					 .session = text(id),
					 .sender = text(mailbox),
					 .n_recipients = 1 };
		hear(c, ev, i);
		ev = (struct cul_event){
			.kind = i % 2 ? CUL_EV_BOUNCED : CUL_EV_DELIVERED,
			.session = text(id),
			.recipient = text(mailbox),
			.outcome = i % 2 ? CUL_OUTCOME_BAD_RECIPIENT
					 : CUL_OUTCOME_OK,
			.transport = i % 8 ? CUL_TRANSPORT_REMOTE
					   : CUL_TRANSPORT_LOCAL,
		};
		hear(c, ev, i);
		ev.kind = CUL_EV_REMOVED;
		if (i % 7 != 0)
			hear(c, ev, i);
		ev = (struct cul_event){ .kind = CUL_EV_REFUSED,
					 .stage = CUL_STAGE_RCPT,
					 .reply = 554,
					 .outcome = CUL_OUTCOME_RELAY_REFUSED,
					 .session = text(id),
					 .sender = text(mailbox),
					 .recipient = text(mailbox) };
		ev.marks = i % 2 ? CUL_MARK_WAITS : CUL_MARK_TWICE;
		ev.client.b[10] = ev.client.b[11] = 0xff;
		ev.client.b[12] = 198;
		ev.client.b[15] = (uint8_t)i;
		hear(c, ev, i);
		ev.kind = CUL_EV_LOGIN_FAILED;
		ev.account = text(account);
		hear(c, ev, i);
	}
}

/* The settings are those that a court is made with. */
static struct cul_court *court_new(struct cul_settings *s)
{
	struct cul_out err = { drop, NULL, 0 };
	struct cul_court *c;

	hold(cul_settings_init(s) == CUL_OK);
	s->memory_bytes = 1 << 20;
	hold(cul_court_new(s, &err, &c) == CUL_OK);
	return c;
}

static void state_write(struct bytes *b, struct cul_court *c)
{
	struct cul_state *s;

	b->n = 0;
	hold(cul_state_writer(put, b, &s) == CUL_OK);
	(void)cul_court_state(s, c);
	hold(cul_state_end(&s) == CUL_OK);
}

static const struct bytes *good_one(void)
{
	static struct bytes b;
	struct cul_settings s;
	struct cul_court *c;

	if (b.n != 0)
		return &b;
	c = court_new(&s);
	live(c, 0, 300);
	state_write(&b, c);
	cul_court_free(&c);
	cul_settings_done(&s);
	return &b;
}

/* The body of a good one lies between the header and the sum. */
enum { HEADER = 64, SUM = 16 };

static size_t body_of(const uint8_t *data, size_t size, char *body)
{
	const struct bytes *good = good_one();
	size_t n = good->n - HEADER - SUM;

	if (size == 0 || data[0] % 2 == 0) {
		n = size > 1 ? size - 1 : 0;
		n = n < BODY_MOST ? n : BODY_MOST;
		if (n != 0)
			memcpy(body, data + 1, n);
		return n;
	}
	memcpy(body, good->v + HEADER, n);
	for (size_t i = 1; i + 4 <= size; i += 4) {
		size_t at = data[i] + data[i + 1] * (size_t)256 +
			    data[i + 2] * (size_t)65536;

		body[at % n] = (char)data[i + 3];
	}
	return n;
}

static void lived_with(struct cul_court *c)
{
	struct cul_report report = { .version = "" };
	struct cul_out out = { drop, NULL, 0 };

	live(c, 300, 330);
	hold(cul_court_close(c, NULL, 0, &report) == CUL_OK);
	for (size_t i = 0; cul_sinks[i] != NULL; i++)
		cul_sinks[i]->write(&report,
				    &(struct cul_style){ .columns = 0 }, &out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char body[BODY_MOST];
	static struct bytes b;
	size_t n = body_of(data, size, body);
	struct cul_settings set;
	struct cul_court *c = court_new(&set);
	struct cul_state *s;
	int err;

	b.n = 0;
	hold(cul_state_writer(put, &b, &s) == CUL_OK);
	cul_state_raw(s, body, n);
	hold(cul_state_end(&s) == CUL_OK);
	hold(cul_state_reader(b.v, b.n, &s) == CUL_OK);
	(void)cul_court_state(s, c);
	err = cul_state_end(&s);
	hold(err == CUL_OK || err == CUL_ECORRUPT || err == CUL_ECONF);
	if (err == CUL_OK)
		lived_with(c);
	cul_court_free(&c);
	cul_settings_done(&set);
	return 0;
}
