/* \summary: "until when", as people write it */
#include "t.h"

#include "culprit/stamp.h"
#include "engine/until.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define NOW    (INT64_C(1795147994) * CUL_USEC_PER_SEC) /* 2026-11-20 04:13:14 */

static void times_are_read_as_the_table_says(void **state)
{
	static const struct {
		const char *text, *want; /* NULL: none */
	} rows[] = {
		{ "30m", "2026-11-20T04:43:14Z" },
		{ "12h", "2026-11-20T16:13:14Z" },
		{ "7d", "2026-11-27T04:13:14Z" },
		{ "2w", "2026-12-04T04:13:14Z" },
		{ "2026-11-20", "2026-11-21T00:00:00Z" },
		{ "2026-12-24", "2026-12-25T00:00:00Z" },
		{ "2026-12-31", "2027-01-01T00:00:00Z" },
		{ "2028-02-29", "2028-03-01T00:00:00Z" },
		{ "2026-12-24T12:00:00Z", "2026-12-24T12:00:00Z" },
		{ "2026-12-24T12:00:00+01:00", "2026-12-24T11:00:00Z" },
		{ "2026-12-24 12:00:00", "2026-12-24T12:00:00Z" },
		{ "0d", NULL },
		{ "d", NULL },
		{ "7", NULL },
		{ "7x", NULL },
		{ "7dd", NULL },
		{ "-7d", NULL },
		{ " 7d", NULL },
		{ "100001d", NULL },
		{ "99999999999999999999d", NULL },
		{ "", NULL },
		{ "never", NULL },
		{ "2026-11-19", NULL },
		{ "2027-02-29", NULL },
		{ "2026-13-01", NULL },
		{ "2026-12-32", NULL },
		{ "2026-12", NULL },
		{ "2026-11-20T04:13:14Z", NULL },
		{ "2026-12-24T12:00:00Zx", NULL },
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		char text[CUL_TIME_TEXT_MAX] = "";
		int64_t t_usec = -1;
		bool ok = cul_until_read(rows[i].text, NOW, &t_usec);

		if (ok)
			cul_time_print(t_usec, text);
		if (ok != (rows[i].want != NULL) ||
		    (ok && strcmp(text, rows[i].want) != 0))
			fail_msg("'%s' is '%s'", rows[i].text, text);
		if (!ok)
			assert_int_equal(t_usec, -1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_read_as_the_table_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
