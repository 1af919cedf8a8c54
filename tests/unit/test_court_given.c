/* \summary: a court that is given other settings while it goes on */
#include "t.h"

#include <stdio.h>
#include <string.h>

#include "court_t.h"
#include "scratch.h"

struct words {
	char v[512];
	size_t n;
};

static int keep(void *arg, const char *bytes, size_t len)
{
	struct words *w = arg;

	assert_true(w->n + len < sizeof(w->v));
	memcpy(w->v + w->n, bytes, len);
	w->n += len;
	return CUL_OK;
}

/* `t` goes by the settings of `other` from now on. */
static void reconfigure(struct trial *t, const struct trial *other)
{
	struct words w = { .n = 0 };
	struct cul_out err = { keep, &w, 0 };

	assert_int_equal(
		cul_court_reconfigure(t->court, &other->settings, &err),
		CUL_OK);
	assert_int_equal(w.n, 0);
}

static const char *customers(const char *name, const char *text,
			     char setting[256])
{
	(void)snprintf(setting, 256, "network.customers=%s",
		       scratch_text(name, text));
	return setting;
}

static void who_is_never_to_be_touched_is_so_from_then_on(void **st)
{
	static const char *const never[] = { "judge.never=192.0.2.7/32", NULL };
	struct trial t, other;

	(void)st;
	trial_begin(&t, NULL);
	trial_begin(&other, never);
	trial_zombie(&t, "192.0.2.7", 1);
	trial_zombie(&t, "192.0.2.8", 2);
	reconfigure(&t, &other);
	trial_close(&t);
	assert_null(trial_suggestion(&t, "192.0.2.7"));
	assert_non_null(trial_suggestion(&t, "192.0.2.8"));
	trial_end(&t);
	trial_end(&other);
}

static void a_detector_may_be_turned_off_and_walks_take_other_steps(void **st)
{
	static const char *const off[] = { "detect.zombie.enabled=no",
					   "walk.bad-recipient.t1=0.9", NULL };
	struct trial t, other;
	const struct cul_suggestion *g;
	int32_t step[2], before;
	const struct cul_source *s;

	(void)st;
	trial_begin(&t, NULL);
	trial_begin(&other, off);
	for (unsigned i = 0; i < 2; i++) {
		s = trial_source(&t, CUL_SUBJECT_IP, "192.0.2.9");
		before =
			s != NULL
				? cul_walk(s, CUL_WALK_BAD_RECIPIENT).level_mnat
				: 0;
		trial_message(&t, "192.0.2.9", "a@b.example",
			      i ? "c@d.example" : "e@f.example",
			      CUL_OUTCOME_BAD_RECIPIENT);
		s = trial_source(&t, CUL_SUBJECT_IP, "192.0.2.9");
		step[i] =
			cul_walk(s, CUL_WALK_BAD_RECIPIENT).level_mnat - before;
		if (i == 0)
			reconfigure(&t, &other);
	}
	assert_int_not_equal(step[0], step[1]);
	trial_zombie(&t, "192.0.2.7", 1);
	trial_close(&t);
	g = trial_suggestion(&t, "192.0.2.7");
	assert_true(g == NULL || g->kind != CUL_KIND_ZOMBIE);
	trial_end(&t);
	trial_end(&other);
}

static void an_address_has_its_new_customer_at_once(void **st)
{
	char first[256], then[256];
	const char *const more[] = {
		customers("a.csv", "cidr,customer\n192.0.2.0/28,old\n", first),
		NULL
	};
	const char *const others[] = {
		customers("b.csv", "cidr,customer\n192.0.2.0/28,new\n", then),
		NULL
	};
	struct trial t, other;

	trial_begin(&t, more);
	trial_begin(&other, others);
	(void)st;
	trial_message(&t, "192.0.2.3", "a@b.example", "c@d.example",
		      CUL_OUTCOME_OK);
	reconfigure(&t, &other);
	trial_message(&t, "192.0.2.3", "a@b.example", "c@d.example",
		      CUL_OUTCOME_OK);
	assert_int_equal(
		trial_count(&t, CUL_SUBJECT_CUSTOMER, "old", CUL_C_messages),
		1);
	assert_int_equal(
		trial_count(&t, CUL_SUBJECT_CUSTOMER, "new", CUL_C_messages),
		1);
	trial_end(&t);
	trial_end(&other);
}

static void customers_and_networks_may_come_and_go(void **st)
{
	static const char *const guess[] = { "guess", NULL };
	char first[256];
	const char *const more[] = {
		customers("a.csv", "cidr,customer\n192.0.2.0/28,one\n", first),
		NULL
	};
	struct trial t, none, with;

	(void)st;
	trial_begin(&t, guess);
	trial_begin(&with, more);
	trial_begin(&none, guess);
	for (unsigned i = 0; i < 3; i++) {
		trial_message(&t, "192.0.2.3", "a@b.example", "c@d.example",
			      CUL_OUTCOME_OK);
		reconfigure(&t, i == 0 ? &with : &none);
		assert_true(t.court->networks_known == (i == 0));
		assert_true((t.court->recents != NULL) == (i == 0));
	}
	assert_int_equal(
		trial_count(&t, CUL_SUBJECT_CUSTOMER, "one", CUL_C_messages),
		1);
	assert_int_equal(
		trial_count(&t, CUL_SUBJECT_IP, "192.0.2.3", CUL_C_messages),
		2);
	trial_close(&t);
	trial_end(&t);
	trial_end(&with);
	trial_end(&none);
}

static void deliver(struct trial *t, const char *recipient)
{
	struct cul_event ev =
		fate("D1", recipient, CUL_EV_DELIVERED, CUL_OUTCOME_OK);

	ev.transport = CUL_TRANSPORT_LOCAL;
	trial_hear(t, accepted("D1", "198.51.100.1", NULL));
	trial_hear(t, queued("D1", "x@far.example", 1));
	trial_hear(t, ev);
	trial_hear(t, removed("D1"));
}

static bool is_local(const struct trial *t, const char *mailbox)
{
	struct cul_event ev = { .recipient = text_of(mailbox) };

	cul_court_keys(&ev);
	return cul_court_is_local(t->court, ev.recipient_domain_key);
}

static void learned_domains_stay_until_some_are_given(void **st)
{
	static const char *const guess[] = { "guess", NULL };
	struct trial t, guesses, given;

	(void)st;
	trial_begin(&t, guess);
	trial_begin(&guesses, guess);
	trial_begin(&given, NULL);
	deliver(&t, "u@learned.example");
	assert_true(is_local(&t, "u@learned.example"));
	reconfigure(&t, &guesses);
	assert_true(is_local(&t, "u@learned.example"));
	reconfigure(&t, &given);
	assert_false(is_local(&t, "u@learned.example"));
	assert_true(is_local(&t, "u@aurora.example"));
	reconfigure(&t, &guesses);
	assert_false(is_local(&t, "u@aurora.example"));
	deliver(&t, "u@again.example");
	assert_true(is_local(&t, "u@again.example"));
	trial_close(&t);
	trial_end(&t);
	trial_end(&guesses);
	trial_end(&given);
}

static void wrong_settings_change_nothing(void **st)
{
	static const char *const wrong[] = {
		"network.customers=/nowhere/customers.csv",
		"network.accounts=/nowhere/accounts.csv",
		"network.leases=/nowhere/leases.csv",
		"network.mmdb=/nowhere/asn.mmdb",
	};
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	for (unsigned i = 0; i < 4; i++) {
		struct words w = { .n = 0 };
		struct cul_out err = { keep, &w, 0 };
		struct cul_settings other;

		assert_int_equal(cul_settings_init(&other), CUL_OK);
		assert_int_equal(cul_settings_set(&other, wrong[i], &err),
				 CUL_OK);
		assert_int_not_equal(
			cul_court_reconfigure(t.court, &other, &err), CUL_OK);
		assert_non_null(strstr(w.v, "/nowhere/"));
		cul_settings_done(&other);
		assert_ptr_equal(t.court->settings, &t.settings);
		assert_true(t.court->networks_known);
		assert_true(is_local(&t, "u@aurora.example"));
	}
	trial_zombie(&t, "192.0.2.7", 1);
	trial_close(&t);
	assert_non_null(trial_suggestion(&t, "192.0.2.7"));
	trial_end(&t);
}

static void less_memory_is_kept_to(void **st)
{
	static const char *const small[] = { "limits.memory=64M", NULL };
	struct trial t, other;

	(void)st;
	trial_begin(&t, NULL);
	trial_begin(&other, small);
	reconfigure(&t, &other);
	other.settings.memory_bytes = 1 << 18;
	reconfigure(&t, &other);
	trial_zombie(&t, "192.0.2.7", 1);
	trial_close(&t);
	assert_int_not_equal(t.report.summary.evicted_sources, 0);
	trial_end(&t);
	trial_end(&other);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest t[] = {
		TEST(who_is_never_to_be_touched_is_so_from_then_on),
		TEST(a_detector_may_be_turned_off_and_walks_take_other_steps),
		TEST(an_address_has_its_new_customer_at_once),
		TEST(customers_and_networks_may_come_and_go),
		TEST(learned_domains_stay_until_some_are_given),
		TEST(wrong_settings_change_nothing),
		TEST(less_memory_is_kept_to),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
