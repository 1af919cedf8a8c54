/* \summary: tests of what is usual for who sends */
#include "t.h"

#include "detect/finding.h"
#include "detect/signals.h"
#include "fake_evidence.h"

struct house {
	enum cul_subject subject;
	uint32_t messages, senders, domains;
	double usual; /* recipients, where one person's are 20 */
};

static void an_office_writes_to_as_many_as_its_people_do(void **st)
{
	static const struct house t[] = {
		{ CUL_SUBJECT_CUSTOMER, 211, 25, 3, 500 },
		{ CUL_SUBJECT_IP, 75, 25, 1, 500 },
		{ CUL_SUBJECT_IP, 74, 25, 1, 20 },   /* a list's bounces */
		{ CUL_SUBJECT_IP, 300, 25, 4, 20 },  /* of several houses */
		{ CUL_SUBJECT_IP, 300, 40, 1, 600 }, /* no more than 30 */
		{ CUL_SUBJECT_IP, 300, 1, 1, 20 },
		{ CUL_SUBJECT_ACCOUNT, 211, 25, 3, 20 }, /* one person's */
		{ CUL_SUBJECT_LOCAL_USER, 211, 25, 3, 20 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_source s = { .subject = t[i].subject };
		struct cul_finding f = { .kind = CUL_KIND_SPAMMER };

		s.n[CUL_C_out_contacts] = 2000;
		s.n[CUL_C_messages] = t[i].messages;
		s.d[CUL_D_SENDERS] = t[i].senders;
		s.d[CUL_D_SENDER_DOMAINS] = t[i].domains;
		cul_signal_recipients(&f, &s, 20);
		assert_int_equal(f.n_reasons, 1);
		assert_float_equal(f.reasons[0].usual, t[i].usual, .001);
	}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(an_office_writes_to_as_many_as_its_people_do),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
