/* \summary: who met whom on an earlier day, as far as is remembered */
#include "evidence/acquaint.h"

#include "culprit/err.h"
#include "culprit/stamp.h"
#include "evidence/large.h"
#include "evidence/state.h"

enum { PROBES = 4, BITS_A_PAIR = 8 };

static const int64_t turn_usec = 4 * CUL_USEC_PER_DAY;

static void turn_done(struct cul_acquaint_turn *t)
{
	cul_large_give(t->words, t->bits / 8);
	*t = (struct cul_acquaint_turn){ 0 };
}

void cul_acquaint_done(struct cul_acquaint *a)
{
	turn_done(&a->turns[0]);
	turn_done(&a->turns[1]);
	*a = (struct cul_acquaint){ 0 };
}

static int turn_make(struct cul_acquaint_turn *t, uint64_t likely)
{
	uint64_t bits = CUL_ACQUAINT_LEAST;

	while (bits < CUL_ACQUAINT_MOST && bits < likely * BITS_A_PAIR)
		bits *= 2;
	t->words = cul_large_take(bits / 8);
	t->bits = bits;
	return t->words != NULL ? CUL_OK : CUL_ENOMEM;
}

/* The pair is a hash already: its halves make all the probes (Kirsch and
 * Mitzenmacher 2006). */
static uint64_t probe(uint64_t pair, unsigned i, uint64_t bits)
{
	return (pair + i * ((pair >> 32 | pair << 32) | 1)) & (bits - 1);
}

static bool turn_has(const struct cul_acquaint_turn *t, uint64_t pair)
{
	if (t->words == NULL)
		return false;
	for (unsigned i = 0; i < PROBES; i++) {
		const uint64_t at = probe(pair, i, t->bits);

		if ((t->words[at / 64] >> at % 64 & 1) == 0)
			return false;
	}
	return true;
}

int cul_acquaint_add(struct cul_acquaint *a, uint64_t pair, int64_t t_usec,
		     uint64_t likely)
{
	struct cul_acquaint_turn *t = &a->turns[0];
	int err = CUL_OK;

	if (t->words != NULL && t_usec - a->t_turn_usec >= turn_usec) {
		turn_done(&a->turns[1]);
		a->turns[1] = *t;
		*t = (struct cul_acquaint_turn){ 0 };
	}
	if (t->words == NULL) {
		a->t_turn_usec = t_usec;
		err = turn_make(t, likely);
	}
	if (err != CUL_OK)
		return err;
	if (t->pairs >= t->bits / BITS_A_PAIR) {
		a->refused++;
		return CUL_OK;
	}
	for (unsigned i = 0; i < PROBES; i++) {
		const uint64_t at = probe(pair, i, t->bits);

		t->words[at / 64] |= UINT64_C(1) << at % 64;
	}
	t->pairs++;
	return CUL_OK;
}

bool cul_acquaint_has(const struct cul_acquaint *a, uint64_t pair)
{
	return turn_has(&a->turns[0], pair) || turn_has(&a->turns[1], pair);
}

size_t cul_acquaint_bytes(const struct cul_acquaint *a)
{
	return (size_t)(a->turns[0].bits + a->turns[1].bits) / 8;
}

static void turn_state(struct cul_state *s, struct cul_acquaint_turn *t)
{
	uint64_t bits = t->words != NULL ? t->bits : 0;

	CUL_STATE(s, bits);
	CUL_STATE(s, t->pairs);
	if (bits == 0)
		return;
	if (cul_state_is_reading(s)) {
		if (!cul_state_check(s, (bits & (bits - 1)) == 0 &&
						bits >= CUL_ACQUAINT_LEAST &&
						bits <= CUL_ACQUAINT_MOST) ||
		    !cul_state_holds(s, bits / 8 / 64, 1))
			return;
		if (turn_make(t, bits / BITS_A_PAIR) != CUL_OK) {
			t->bits = 0;
			cul_state_fail(s, CUL_ENOMEM);
			return;
		}
	}
	cul_state_sparse(s, t->words, bits / 8);
}

int cul_acquaint_state(struct cul_state *s, struct cul_acquaint *a)
{
	CUL_STATE(s, a->t_turn_usec);
	CUL_STATE(s, a->refused);
	turn_state(s, &a->turns[0]);
	turn_state(s, &a->turns[1]);
	return cul_state_err(s);
}
