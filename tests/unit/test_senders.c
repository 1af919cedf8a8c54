/* \summary: tests of sender domains: the steady ones, and strangers' */
#include "t.h"

#include "culprit/limits.h"
#include "evidence/table.h"

static const int64_t noon = INT64_C(1795176000) * CUL_USEC_PER_SEC;

struct trial {
	struct cul_table *t;
	struct cul_source *s;
};

static struct trial begin(void)
{
	const struct cul_table_plan plan = { .bytes_most = UINT64_MAX };
	const struct cul_who who = { .subject = CUL_SUBJECT_CUSTOMER,
				     .name = CUL_SV("C1"),
				     .ours = true };
	struct trial x = { .t = cul_table_new(&plan) };
	bool over;

	assert_non_null(x.t);
	assert_int_equal(cul_table_get(x.t, &who, &x.s), CUL_OK);
	cul_source_at(x.s, noon, &over);
	return x;
}

static void writes(struct trial *x, uint32_t domain, unsigned hour,
		   uint32_t recipients)
{
	cul_source_add(x->s, CUL_C_messages, 1);
	cul_source_add(x->s, CUL_C_recipients, recipients);
	assert_int_equal(cul_source_wrote_as(x->t, x->s, domain, recipients,
					     noon + hour * CUL_USEC_PER_HOUR),
			 CUL_OK);
}

static void who_writes_as_one_has_no_mix(void **st)
{
	struct trial x = begin();
	struct cul_sender_mix m;

	(void)st;
	cul_source_failed_as(x.s, 7, CUL_DOMAIN_FATE_DEAD);
	for (unsigned h = 0; h < 9; h++)
		writes(&x, 7, h, 1);
	cul_source_failed_as(x.s, 7, CUL_DOMAIN_FATE_DEAD);
	writes(&x, 0, 3, 1);
	m = cul_source_sender_mix(x.s);
	assert_int_equal(m.hours, 0);
	assert_int_equal(m.strangers, 0);
	cul_table_free(&x.t);
}

static void hours_tell_the_owner_from_strangers(void **st)
{
	struct trial x = begin();
	struct cul_sender_mix m;

	(void)st;
	/* A stranger first, the owner in eight hours, one in two, one in
	 * three: neither. */
	writes(&x, 99, 0, 5);
	for (unsigned h = 0; h < 8; h++) {
		writes(&x, 7, h, 1);
		writes(&x, 7, h, 1);
	}
	for (unsigned h = 0; h < 2; h++)
		writes(&x, 50, h, 3);
	for (unsigned h = 0; h < 3; h++)
		writes(&x, 51, h, 1);
	cul_source_failed_as(x.s, 99, CUL_DOMAIN_FATE_DEAD);
	cul_source_failed_as(x.s, 99, CUL_DOMAIN_FATE_DEAD);
	cul_source_failed_as(x.s, 50, CUL_DOMAIN_FATE_REFUSED);
	cul_source_failed_as(x.s, 51, CUL_DOMAIN_FATE_DEAD);
	cul_source_failed_as(x.s, 7, CUL_DOMAIN_FATE_DEAD);
	cul_source_failed_as(x.s, 1234, CUL_DOMAIN_FATE_DEAD);
	m = cul_source_sender_mix(x.s);
	assert_int_equal(m.hours, 8);
	assert_int_equal(m.messages, 16);
	assert_int_equal(m.strangers, 2);
	assert_int_equal(m.dead, 1);
	assert_int_equal(m.refused, 1);
	assert_int_equal(m.stranger_messages, 3);
	assert_int_equal(m.stranger_recipients, 11);
	cul_table_free(&x.t);
}

static void the_owner_stays_however_many_strangers_come(void **st)
{
	enum { MANY = 20 * CUL_SENDERS_MAX };
	struct trial x = begin();
	struct cul_sender_mix m;

	(void)st;
	writes(&x, 1, 0, 1);
	for (unsigned h = 0; h < 6; h++)
		writes(&x, 7, h, 1);
	for (uint32_t i = 0; i < MANY; i++) {
		writes(&x, 1000 + i, 7 + i % 3, 2);
		if (i % 4 == 0)
			cul_source_failed_as(x.s, 1000 + i,
					     CUL_DOMAIN_FATE_DEAD);
		/* told when its place has gone to another */
		if (i % 4 == 1 && i > 2 * CUL_SENDERS_MAX)
			cul_source_failed_as(x.s, 1000,
					     CUL_DOMAIN_FATE_REFUSED);
	}
	m = cul_source_sender_mix(x.s);
	assert_int_equal(m.hours, 6);
	assert_int_equal(m.messages, 6);
	assert_int_equal(m.strangers, MANY + 1);
	assert_int_equal(m.dead, MANY / 4);
	assert_int_equal(m.refused, (MANY - 2 * CUL_SENDERS_MAX) / 4);
	assert_int_equal(m.stranger_messages, MANY + 1);
	assert_int_equal(m.stranger_recipients, 2 * MANY + 1);
	cul_source_renew(x.t, x.s, noon + CUL_USEC_PER_DAY);
	assert_int_equal(cul_source_sender_mix(x.s).strangers, 0);
	cul_table_free(&x.t);
}

static bool is_even(void *arg, uint64_t mailbox)
{
	(void)arg;
	return mailbox % 2 == 0;
}

static void bounces_are_asked_about_again(void **st)
{
	struct trial x = begin();
	struct cul_bounces b = cul_source_bounces(x.s);

	(void)st;
	assert_int_equal(b.never, 0);
	cul_source_settle_bounces(x.s, is_even, NULL);
	for (uint64_t i = 0; i < CUL_BOUNCES_KEPT + 9; i++)
		assert_int_equal(
			cul_source_bounced(x.t, x.s, CUL_BOUNCE_NEVER, i),
			CUL_OK);
	assert_int_equal(cul_source_bounces(x.s).never, CUL_BOUNCES_KEPT);
	cul_source_settle_bounces(x.s, is_even, NULL);
	assert_int_equal(cul_source_bounces(x.s).never, CUL_BOUNCES_KEPT / 2);
	for (int what = CUL_BOUNCE_MATCHED; what <= CUL_BOUNCE_OUT_REFUSED;
	     what++)
		assert_int_equal(
			cul_source_bounced(x.t, x.s, (enum cul_bounce)what, 2),
			CUL_OK);
	b = cul_source_bounces(x.s);
	assert_int_equal(b.matched, 1);
	assert_int_equal(b.unknown, 1);
	assert_int_equal(b.never, CUL_BOUNCES_KEPT / 2);
	assert_int_equal(b.out, 3);
	assert_int_equal(b.out_dead, 1);
	assert_int_equal(b.out_refused, 1);
	cul_table_free(&x.t);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(who_writes_as_one_has_no_mix),
		cmocka_unit_test(hours_tell_the_owner_from_strangers),
		cmocka_unit_test(the_owner_stays_however_many_strangers_come),
		cmocka_unit_test(bounces_are_asked_about_again),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
