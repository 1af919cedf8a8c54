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

/* One line in 1,000 has a fourth name: ln 1,000 for that, and ln 10,000 / 8 for
 * each further one, of which 1 in 100 is not believed. */
static void where_few_lines_have_many_names_each_says_more(void **st)
{
	static const struct {
		unsigned declared;
		uint32_t names;
		double share;
		int32_t score;
	} t[] = {
		{ CUL_DECLARED_DYNAMIC, 3, .001, 2303 },
		{ CUL_DECLARED_DYNAMIC, 4, .001, 6641 },
		{ CUL_DECLARED_DYNAMIC, 6, .001, 8943 },
		{ CUL_DECLARED_DYNAMIC, 4, 1e-9, 3454 + 4605 },
		/* the guilty are among them: that many have it says nothing */
		{ CUL_DECLARED_DYNAMIC, 4, .2, 3454 },
		{ CUL_DECLARED_STATIC, 6, .001, 5756 },
		{ 0, 6, .001, 5756 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		const struct cul_usual u = { .names = { t[i].share, 999 } };
		struct cul_source s = { .subject = CUL_SUBJECT_CUSTOMER,
					.declared = t[i].declared,
					.usual = &u };
		struct cul_finding f = { .kind = CUL_KIND_ZOMBIE };

		s.d[CUL_D_SENDER_DOMAINS] = t[i].names;
		cul_signal_sender_domains(&f, &s, 9);
		assert_int_equal(f.n_reasons, 1);
		assert_in_range(f.reasons[0].score_mnat, t[i].score - 3,
				t[i].score + 3);
	}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(an_office_writes_to_as_many_as_its_people_do),
		cmocka_unit_test(
			where_few_lines_have_many_names_each_says_more),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
