/* \summary: users: names, adding, changing and removing them */
#include "t.h"

#include "store_t.h"

#include <stdio.h>
#include <string.h>

#include "desk/accounts.h"
#include "desk/password.h"

static struct cul_sv sv(const char *text)
{
	return (struct cul_sv){ text, strlen(text) };
}

static const char good[] = "correct horse battery";

static void names_are_plain(void **st)
{
	static const struct {
		const char *name;
		bool good;
	} table[] = {
		{ "clara", true },
		{ "c", true },
		{ "clara.s-2_x@aurora.example", true },
		{ "", false },
		{ "Clara", false },
		{ "clara s", false },
		{ ".clara", false },
		{ "@", false },
		{ "<script>", false },
		{ "cl\xc3\xa4ra", false },
		{ "a\nb", false },
		{ "a%b", false },
	};
	char longest[CUL_WHO_MAX + 1];

	(void)st;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if ((cul_user_fault(sv(table[i].name)) == NULL) !=
		    table[i].good)
			fail_msg("'%s'", table[i].name);
	}
	memset(longest, 'a', sizeof(longest));
	assert_null(
		cul_user_fault((struct cul_sv){ longest, CUL_WHO_MAX - 1 }));
	assert_non_null(
		cul_user_fault((struct cul_sv){ longest, CUL_WHO_MAX }));
	assert_non_null(cul_user_fault((struct cul_sv){ "a\0b", 3 }));
}

static void roles_have_names(void **st)
{
	enum cul_role r;

	(void)st;
	for (unsigned i = 0; i < CUL_ROLES_; i++) {
		assert_true(cul_role_of(cul_role_name((enum cul_role)i), &r));
		assert_int_equal(r, i);
	}
	assert_false(cul_role_of("root", &r));
	assert_false(cul_role_of("", &r));
}

static void the_life_of_a_user_is_written_down(void **st)
{
	static struct store_t s;
	const struct cul_account_store *at = &s.store;
	char hash[CUL_USER_HASH_MAX];
	size_t n;

	(void)st;
	store_begin(&s);
	assert_int_equal(cul_user_add(at, "clara", CUL_ROLE_STAFF, sv(good),
				      "ops", "shell", 7),
			 0);
	assert_int_equal(cul_user_count(at, &n), 0);
	assert_int_equal(n, 1);
	assert_int_equal(s.users[0].added_usec, 7);
	assert_int_equal(s.users[0].changed_usec, 7);
	assert_int_equal(s.users[0].login_usec, CUL_TIME_NONE);
	assert_true(cul_password_verify(sv(good), s.users[0].hash));
	memcpy(hash, s.users[0].hash, sizeof(hash));
	assert_int_equal(cul_user_passwd(at, "clara", sv("another one of it"),
					 "ops", "shell", 8),
			 0);
	assert_string_not_equal(hash, s.users[0].hash);
	assert_int_equal(s.users[0].changed_usec, 8);
	assert_int_equal(
		cul_user_role(at, "clara", CUL_ROLE_LEAD, "ops", "shell", 9),
		0);
	assert_int_equal(
		cul_user_role(at, "clara", CUL_ROLE_LEAD, "ops", "shell", 9),
		0);
	assert_int_equal(cul_user_remove(at, "clara", "ops", "shell", 10), 0);
	assert_int_equal(s.n_users, 0);
	assert_string_equal(s.said, "ops shell user-add clara staff\n"
				    "ops shell password clara \n"
				    "ops shell user-role clara lead, was "
				    "staff\n"
				    "ops shell user-remove clara \n");
}

static void what_is_wrong_changes_nothing(void **st)
{
	static struct store_t s;
	const struct cul_account_store *at = &s.store;

	(void)st;
	store_begin(&s);
	store_user(&s, "clara", CUL_ROLE_LEAD, good);
	assert_int_equal(cul_user_add(at, "clara", CUL_ROLE_STAFF, sv(good),
				      "a", "b", 7),
			 CUL_EUSAGE);
	assert_int_equal(
		cul_user_add(at, "Emil", CUL_ROLE_STAFF, sv(good), "a", "b", 7),
		CUL_EUSAGE);
	assert_int_equal(cul_user_add(at, "emil", CUL_ROLE_STAFF, sv("short"),
				      "a", "b", 7),
			 CUL_EUSAGE);
	assert_int_equal(cul_user_passwd(at, "clara", sv("short"), "a", "b", 7),
			 CUL_EUSAGE);
	assert_int_equal(cul_user_passwd(at, "emil", sv(good), "a", "b", 7),
			 CUL_ENONE);
	assert_int_equal(cul_user_role(at, "emil", CUL_ROLE_LEAD, "a", "b", 7),
			 CUL_ENONE);
	assert_int_equal(cul_user_remove(at, "emil", "a", "b", 7), CUL_ENONE);
	s.fail = CUL_EBUSY;
	assert_int_equal(
		cul_user_add(at, "emil", CUL_ROLE_STAFF, sv(good), "a", "b", 7),
		CUL_EBUSY);
	assert_int_equal(cul_user_remove(at, "clara", "a", "b", 7), CUL_EBUSY);
	assert_int_equal(s.n_users, 1);
	assert_string_equal(s.said, "");
}

static void the_last_lead_stays(void **st)
{
	static struct store_t s;
	const struct cul_account_store *at = &s.store;

	(void)st;
	store_begin(&s);
	store_user(&s, "clara", CUL_ROLE_LEAD, good);
	store_user(&s, "emil", CUL_ROLE_STAFF, good);
	assert_int_equal(
		cul_user_role(at, "clara", CUL_ROLE_STAFF, "a", "b", 7),
		CUL_EUSAGE);
	assert_int_equal(cul_user_remove(at, "clara", "a", "b", 7), CUL_EUSAGE);
	assert_int_equal(cul_user_role(at, "emil", CUL_ROLE_LEAD, "a", "b", 7),
			 0);
	assert_int_equal(cul_user_remove(at, "clara", "a", "b", 7), 0);
	/* The only one of all may go. */
	assert_int_equal(cul_user_remove(at, "emil", "a", "b", 7), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_plain),
		cmocka_unit_test(roles_have_names),
		cmocka_unit_test(the_life_of_a_user_is_written_down),
		cmocka_unit_test(what_is_wrong_changes_nothing),
		cmocka_unit_test(the_last_lead_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
