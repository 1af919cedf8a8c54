/* \summary: what a server logs in two places counts once */
#include "t.h"

#include "court_t.h"

static const char client[] = "198.51.100.7";

static struct cul_event refusal(const char *recipient, bool twice)
{
	struct cul_event ev = refused(client, "a@far.example", recipient,
				      CUL_OUTCOME_RELAY_REFUSED);

	ev.marks = twice ? CUL_MARK_TWICE : 0;
	return ev;
}

static uint32_t counted(struct trial *t)
{
	uint32_t n;

	trial_close(t);
	n = trial_count(t, CUL_SUBJECT_IP, client, CUL_C_refused_relay);
	trial_end(t);
	return n;
}

static void the_second_of_two_that_are_the_same_is_left_out(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, refusal("r1@far.example", true));
	t.now -= CUL_USEC_PER_SEC; /* at the same moment */
	trial_hear(&t, refusal("r2@far.example", true));
	t.now -= CUL_USEC_PER_SEC;
	trial_hear(&t, refusal("r1@far.example", true));
	assert_int_equal(counted(&t), 2);
}

static void a_third_is_a_new_one(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	for (int i = 0; i < 4; i++) {
		trial_hear(&t, refusal("r1@far.example", true));
		t.now -= CUL_USEC_PER_SEC;
	}
	assert_int_equal(counted(&t), 2);
}

static void later_or_of_a_server_that_does_not_it_counts(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, refusal("r1@far.example", true));
	t.now += 5 * CUL_USEC_PER_SEC;
	trial_hear(&t, refusal("r1@far.example", true));
	for (int i = 0; i < 2; i++) {
		trial_hear(&t, refusal("r1@far.example", false));
		t.now -= CUL_USEC_PER_SEC;
	}
	assert_int_equal(counted(&t), 4);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(
			the_second_of_two_that_are_the_same_is_left_out),
		cmocka_unit_test(a_third_is_a_new_one),
		cmocka_unit_test(later_or_of_a_server_that_does_not_it_counts),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
