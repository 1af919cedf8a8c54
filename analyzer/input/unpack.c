/* \summary: members one after the other, and what stands between them */
#include "input/unpack.h"

#include <stdlib.h>

/* A codec that is given input and room and does nothing for so many steps
 * will never do anything. */
enum { IDLE_MAX = 16 };

static unsigned long long offset(const struct cul_unpack *u)
{
	return cul_tap_offset(&u->in);
}

static int cut_off(struct cul_unpack *u)
{
	if (u->in.err != 0)
		return u->in.err;
	return cul_told_fail(u->layer.told, CUL_ETRUNC,
			     "cut off in the middle of %s data at byte %llu; "
			     "all before it was read",
			     u->codec->name, offset(u));
}

static int failed(struct cul_unpack *u, int err, const char *why)
{
	if (err == CUL_ENOMEM)
		return cul_told_fail(u->layer.told, err, "out of memory");
	return cul_told_fail(u->layer.told, err,
			     "damaged %s data at byte %llu (%s); what was "
			     "before it was read",
			     u->codec->name, offset(u),
			     why != NULL ? why : "no reason given");
}

static void skip_zeros(struct cul_tap *in)
{
	while (cul_tap_need(in, 1) > 0) {
		while (in->at < in->len && in->bytes[in->at] == '\0')
			in->at++;
		if (in->at < in->len)
			return;
	}
}

/* 1: the next member begins here; 0: there is none. */
static int next_member(struct cul_unpack *u)
{
	const unsigned char *head;
	size_t n;
	int rc;

	if (u->had_member)
		skip_zeros(&u->in);
	n = cul_tap_need(&u->in, u->codec->head);
	if (n == 0)
		return u->in.err;
	head = (const unsigned char *)u->in.bytes + u->in.at;
	if (n > u->codec->head)
		n = u->codec->head;
	if (!u->codec->begins(head, n)) {
		cul_told_note(u->layer.told,
			      "what follows the %s data at byte %llu is no %s "
			      "and was not read",
			      u->codec->name, offset(u), u->codec->name);
		return 0;
	}
	if (n < u->codec->head)
		return cut_off(u);
	u->member_sec = u->file_sec;
	rc = u->codec->start(u, head);
	if (rc < 0)
		return failed(u, rc, NULL);
	u->in_member = u->had_member = true;
	return 1;
}

static int step(struct cul_unpack *u, char *buf, size_t cap, size_t *out)
{
	uint64_t before = offset(u);
	const char *why = NULL;
	size_t made = 0;
	int rc = u->codec->step(u, buf + *out, cap - *out, &made, &why);

	*out += made;
	if (rc < 0)
		return failed(u, rc, why);
	if (rc > 0)
		u->in_member = false;
	if (rc > 0 || made > 0 || offset(u) != before) {
		u->idle = 0;
		return 0;
	}
	if (cul_tap_need(&u->in, 1) == 0)
		return cut_off(u);
	return ++u->idle > IDLE_MAX ? failed(u, CUL_ECORRUPT, NULL) : 0;
}

static ssize_t unpack_read(struct cul_layer *l, char *buf, size_t cap)
{
	struct cul_unpack *u = (struct cul_unpack *)l;
	size_t out = 0;
	int rc = u->err;

	while (out < cap && rc == 0 && !u->ended) {
		if (!u->in_member) {
			rc = next_member(u);
			u->ended = rc <= 0;
			if (u->ended)
				break;
		}
		rc = 0;
		if (out == 0)
			l->written_sec = u->member_sec;
		else if (l->written_sec != u->member_sec)
			break;
		rc = step(u, buf, cap, &out);
	}
	u->err = rc < 0 ? rc : 0;
	return out > 0 ? (ssize_t)out : u->err;
}

static void unpack_free(struct cul_layer *l)
{
	struct cul_unpack *u = (struct cul_unpack *)l;

	if (u->state != NULL)
		u->codec->done(u->state);
	cul_tap_done(&u->in);
	free(u);
}

int cul_unpack_try(struct cul_tap *tap)
{
	static const struct cul_codec *const codecs[] = {
		&cul_gunzip, &cul_unzstd, &cul_unxz, &cul_unbzip2
	};
	enum { HEAD_MAX = 16 };
	size_t n = cul_tap_need(tap, HEAD_MAX);
	struct cul_unpack *u;

	for (size_t i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++) {
		const struct cul_codec *c = codecs[i];
		const char *head = tap->bytes + tap->at;

		if (n == 0 || !c->begins((const unsigned char *)head,
					 n < c->head ? n : c->head))
			continue;
		u = calloc(1, sizeof(*u));
		if (u == NULL)
			return CUL_ENOMEM;
		u->codec = c;
		u->layer.read = unpack_read;
		u->layer.free = unpack_free;
		u->file_sec = tap->below->written_sec;
		cul_tap_push(tap, &u->in, &u->layer);
		return 1;
	}
	return 0;
}
