/* \summary: passwords: which are good, their hashes, the thread that makes them
 */
#include "t.h"

#include "desk/password.h"

#include <poll.h>
#include <string.h>
#include <time.h>

#include "desk/token.h"
#include "store_t.h"

static struct cul_sv sv(const char *text)
{
	return (struct cul_sv){ text, strlen(text) };
}

static void faults_are_said(void **st)
{
	static const struct {
		const char *password, *part; /* NULL: it is good           */
	} table[] = {
		{ "correct horse battery", NULL },
		{ "zw\xc3\xb6lf gr\xc3\xbc\xc3\x9f"
		  "e",
		  "twelve" },
		{ "zw\xc3\xb6lf gr\xc3\xbc\xc3\x9f"
		  "e!",
		  NULL },
		{ "", "twelve" },
		{ "elevenchars", "twelve" },
		{ "aaaaaaaaaaaaaaaa", "different" },
		{ "abcdabcdabcd", "different" },
		{ "two\nlines of it", "one line" },
		{ "the CLARA password", "name" },
	};
	char longest[CUL_PASSWORD_MAX + 1];

	(void)st;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const char *got =
			cul_password_fault(sv(table[i].password), "clara");

		if (table[i].part == NULL
			    ? got != NULL
			    : got == NULL || strstr(got, table[i].part) == NULL)
			fail_msg("'%s': %s", table[i].password,
				 got != NULL ? got : "good");
	}
	for (size_t i = 0; i < sizeof(longest); i++)
		longest[i] = (char)('a' + i % 26);
	assert_null(cul_password_fault(
		(struct cul_sv){ longest, CUL_PASSWORD_MAX }, "clara"));
	assert_non_null(cul_password_fault(
		(struct cul_sv){ longest, CUL_PASSWORD_MAX + 1 }, "clara"));
}

static void a_hash_is_of_its_password_alone(void **st)
{
	char one[CUL_USER_HASH_MAX], two[CUL_USER_HASH_MAX];

	(void)st;
	assert_int_equal(cul_password_hash(sv("correct horse battery"), one),
			 0);
	assert_int_equal(cul_password_hash(sv("correct horse battery"), two),
			 0);
	assert_int_equal(strncmp(one, "$argon2id$v=19$m=65536,t=2,p=1$", 31),
			 0);
	assert_string_not_equal(one, two);
	assert_true(cul_password_verify(sv("correct horse battery"), one));
	assert_true(cul_password_verify(sv("correct horse battery"), two));
	assert_false(cul_password_verify(sv("correct horse batterz"), one));
	assert_false(cul_password_verify(sv(""), one));
	assert_false(cul_password_verify(sv("correct horse battery"), ""));
	assert_false(cul_password_verify(sv("correct horse battery"), "$1$a"));
}

static struct cul_hashed take(struct cul_hasher *h)
{
	struct pollfd p = { .fd = cul_hasher_fd(h), .events = POLLIN };
	struct cul_hashed r;

	while (!cul_hasher_take(h, &r))
		assert_true(poll(&p, 1, 60000) > 0);
	return r;
}

static double seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void the_thread_checks_and_makes(void **st)
{
	static const char old[] = "correct horse battery";
	static const char new[] = "staple battery horse";
	struct cul_hasher *h = NULL;
	char hash[CUL_USER_HASH_MAX], longest[CUL_PASSWORD_MAX + 1];
	struct pollfd p;

	(void)st;
	memset(longest, 'a', sizeof(longest));
	store_hash(old, hash);
	assert_int_equal(cul_hasher_new(&h), 0);
	const struct {
		struct cul_hashing what;
		bool good, made;
	} table[] = {
		{ { 1, hash, sv(old), { NULL, 0 }, false }, true, false },
		{ { 2, hash, sv(new), { NULL, 0 }, false }, false, false },
		{ { 3, NULL, sv(old), { NULL, 0 }, false }, false, false },
		{ { 4, hash, sv(old), sv(new), false }, true, true },
		{ { 5, hash, sv(new), sv(old), false }, false, false },
		{ { 6, "", { NULL, 0 }, sv(new), false }, false, true },
		{ { 7, hash, { NULL, 0 }, sv(new), false }, false, false },
		{ { 8, hash, { longest, sizeof(longest) }, sv(new), false },
		  false,
		  false },
		{ { 9, hash, sv(old), { longest, sizeof(longest) }, false },
		  true,
		  false },
		{ { 10, "no hash", sv(old), { NULL, 0 }, true }, false, false },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct cul_hashed r;

		assert_int_equal(cul_hasher_ask(h, &table[i].what), 0);
		r = take(h);
		if (r.number != table[i].what.number ||
		    r.good != table[i].good ||
		    (r.made[0] != '\0') != table[i].made)
			fail_msg("%zu: %d '%s'", i, r.good, r.made);
		if (table[i].made)
			assert_true(cul_password_verify(sv(new), r.made));
	}
	p = (struct pollfd){ .fd = cul_hasher_fd(h), .events = POLLIN };
	assert_false(cul_hasher_take(h, &(struct cul_hashed){ 0 }));
	assert_int_equal(poll(&p, 1, 0), 0);
	cul_hasher_free(&h);
	assert_null(h);
}

/* Nobody can see by the time it takes who has an account. */
static void who_is_not_there_takes_as_long(void **st)
{
	struct cul_hasher *h = NULL;
	char hash[CUL_USER_HASH_MAX];
	double took[2] = { 1e9, 1e9 };

	(void)st;
	assert_int_equal(cul_password_hash(sv("correct horse battery"), hash),
			 0);
	assert_int_equal(cul_hasher_new(&h), 0);
	for (unsigned i = 0; i < 4; i++) {
		const struct cul_hashing what = {
			.number = 1 + i,
			.hash = i % 2 == 0 ? hash : NULL,
			.password = sv("not that one, no"),
		};
		double began = seconds();

		assert_int_equal(cul_hasher_ask(h, &what), 0);
		(void)take(h);
		began = seconds() - began;
		if (began < took[i % 2])
			took[i % 2] = began;
	}
	if (took[1] < took[0] / 10 || took[1] > took[0] * 10)
		fail_msg("%f seconds with an account, %f without", took[0],
			 took[1]);
	cul_hasher_free(&h);
}

static void strangers_leave_room_for_who_is_known(void **st)
{
	struct cul_hasher *h = NULL;
	struct cul_hashing what = { .password = sv("not that one, no") };
	unsigned after = 0;

	(void)st;
	assert_int_equal(cul_hasher_new(&h), 0);
	for (unsigned i = 0; i < CUL_PASSWORD_QUEUE_STRANGERS; i++) {
		what.number = 100 + i;
		assert_int_equal(cul_hasher_ask(h, &what), 0);
	}
	assert_int_equal(cul_hasher_ask(h, &what), CUL_EBUSY);
	what.first = true;
	what.number = 1;
	assert_int_equal(cul_hasher_ask(h, &what), 0);
	/* Whatever the thread had begun, he is not the last. */
	while (take(h).number != 1)
		after++;
	assert_true(after < CUL_PASSWORD_QUEUE_STRANGERS);
	for (unsigned i = 0; i < CUL_PASSWORD_QUEUE; i++) {
		what.number = 200 + i;
		(void)cul_hasher_ask(h, &what);
	}
	what.number = 300;
	assert_int_equal(cul_hasher_ask(h, &what), CUL_EBUSY);
	/* It ends in the middle of it. */
	cul_hasher_free(&h);
}

static void a_proof_is_of_one_user_and_password(void **st)
{
	struct cul_user u = { .name = "clara", .hash = "$argon2id$a" };
	struct cul_user other = u;
	char proof[TOKEN_PROOF_TEXT], again[TOKEN_PROOF_TEXT];
	char nonce[TOKEN_NONCE_TEXT];

	(void)st;
	token_proof(&u, proof);
	token_proof(&u, again);
	assert_string_not_equal(proof, again);
	assert_true(token_proven(&u, sv(proof), nonce));
	assert_int_equal(strncmp(nonce, proof, strlen(nonce)), 0);
	memcpy(other.name, "clare", 5);
	assert_false(token_proven(&other, sv(proof), nonce));
	other = u;
	other.hash[10] = 'b';
	assert_false(token_proven(&other, sv(proof), nonce));
	for (size_t i = 0; i < TOKEN_PROOF_TEXT - 1; i++) {
		char bad[TOKEN_PROOF_TEXT];

		memcpy(bad, proof, sizeof(bad));
		bad[i] ^= 1;
		assert_false(token_proven(&u, sv(bad), nonce));
		assert_false(
			token_proven(&u, (struct cul_sv){ proof, i }, nonce));
	}
	assert_false(token_proven(&u, (struct cul_sv){ NULL, 0 }, nonce));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(faults_are_said),
		cmocka_unit_test(a_hash_is_of_its_password_alone),
		cmocka_unit_test(the_thread_checks_and_makes),
		cmocka_unit_test(who_is_not_there_takes_as_long),
		cmocka_unit_test(strangers_leave_room_for_who_is_known),
		cmocka_unit_test(a_proof_is_of_one_user_and_password),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
