/* \summary: is the watch well: a table of histories, and what is said */
#include "t.h"

#include "dice.h"
#include "now_fixture.h"
#include "report_fixture.h"
#include "serve/health.h"

enum { DAY = 1440 };

#define MIN (60 * CUL_USEC_PER_SEC)

/* Lines of one minute of a history, `ago` minutes before its end. */
typedef uint32_t history(unsigned ago, uint64_t *seed);

/* Minutes since midnight, of a log that falls silent at 12:00. */
static unsigned clock_at(unsigned ago)
{
	return (2 * DAY - ago + DAY / 2) % DAY;
}

static uint32_t by_chance(uint64_t *seed, unsigned percent)
{
	return dice_below(seed, 100) < percent ? 1 + dice_below(seed, 9) : 0;
}

static uint32_t busy(unsigned ago, uint64_t *seed)
{
	(void)ago;
	return 300 + dice_below(seed, 900);
}

static uint32_t small_office(unsigned ago, uint64_t *seed)
{
	(void)ago;
	return by_chance(seed, 40);
}

static uint32_t cron_each_15(unsigned ago, uint64_t *seed)
{
	(void)seed;
	return clock_at(ago) % 15 == 0 ? 40 : 0;
}

static uint32_t once_an_hour(unsigned ago, uint64_t *seed)
{
	(void)seed;
	return clock_at(ago) % 60 == 7 ? 3 : 0;
}

static uint32_t nothing(unsigned ago, uint64_t *seed)
{
	(void)ago;
	(void)seed;
	return 0;
}

/* Silent now at 12:00; this time yesterday had hardly a line, as at night. */
static uint32_t valley(unsigned ago, uint64_t *seed)
{
	unsigned t = clock_at(ago);

	return t > 9 * 60 && t < 14 * 60 ? by_chance(seed, 6)
					 : 100 + dice_below(seed, 100);
}

/* A busy Friday noon; since Saturday began it is much quieter. */
static uint32_t weekend(unsigned ago, uint64_t *seed)
{
	return ago < DAY / 2 ? by_chance(seed, 8) : busy(ago, seed);
}

/* A busy noon now, and valleys twelve hours ago. */
static uint32_t busy_by_day(unsigned ago, uint64_t *seed)
{
	return ago > 400 && ago < 1000 ? by_chance(seed, 2) : busy(ago, seed);
}

static struct cul_now_minute minutes[CUL_NOW_MINUTES];

/* What is known is `known` minutes, and the silence has lasted `silent`. */
static struct cul_now history_of(history *h, unsigned known, unsigned silent,
				 uint64_t seed)
{
	static struct cul_now_input in;
	struct cul_now now = now_fixture_copy();

	for (unsigned i = 0; i < known; i++)
		minutes[i] = (struct cul_now_minute){
			.lines = h(known - i, &seed),
		};
	in = (struct cul_now_input){ .name = "mail.log",
				     .silent_usec = silent * MIN };
	now.started_usec = now.wall_usec - 30 * CUL_USEC_PER_DAY;
	now.minutes = minutes;
	now.n_minutes = known;
	now.inputs = &in;
	now.n_inputs = 1;
	return now;
}

static struct fixture_text said;

static bool is_well(const struct cul_now *now,
		    const struct cul_health_plan *plan)
{
	struct cul_out o = fixture_out(&said);
	bool well = cul_health(now, plan, &o);

	assert_int_equal(o.err, 0);
	assert_true(said.len > 1);
	assert_ptr_equal(strchr(said.ptr, '\n'), said.ptr + said.len - 1);
	assert_int_equal(strncmp(said.ptr, "ok", 2) == 0, well);
	return well;
}

/* After how many minutes of silence it fails; 0: never, in two days. */
static unsigned fails_after(history *h, unsigned known, uint64_t seed)
{
	static const struct cul_health_plan plan = { 0 };

	for (unsigned silent = 0; silent <= 2 * DAY; silent++) {
		struct cul_now now = history_of(h, known, silent, seed);
		bool well = is_well(&now, &plan);

		fixture_text_free(&said);
		if (!well)
			return silent;
	}
	return 0;
}

static void a_silence_is_held_against_the_habit(void **st)
{
	static const struct {
		const char *what;
		history *h;
		unsigned known, least, most;
	} table[] = {
		{ "busy, dead for 3 minutes is well", busy, DAY, 11, 11 },
		{ "busy, half a day known", busy, DAY / 2, 31, 31 },
		{ "busy, 40 minutes known", busy, 40, 61, 61 },
		{ "busy, 10 minutes known", busy, 10, 61, 61 },
		{ "busy, 9 minutes known: no habit", busy, 9, 0, 0 },
		{ "a small office", small_office, DAY, 19, 80 },
		{ "batches each 15 minutes", cron_each_15, DAY, 43, 43 },
		{ "the night's valley", valley, DAY, 60, 400 },
		{ "Saturday after a busy Friday", weekend, DAY, 60, 300 },
		{ "noon, with valleys at night", busy_by_day, DAY, 11, 11 },
		{ "a line an hour: too few", once_an_hour, DAY, 0, 0 },
		{ "no line ever", nothing, DAY, 0, 0 },
		{ "nothing known", nothing, 0, 0, 0 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		unsigned n = fails_after(table[i].h, table[i].known, i);

		if (n < table[i].least || n > table[i].most)
			fail_msg("%s: fails after %u minutes", table[i].what,
				 n);
	}
}

/* Of a log with lines by chance, in many lives: how often a silence by the
 * same chance is called a failure. */
static void chance_is_hardly_ever_called_a_failure(void **st)
{
	unsigned failures = 0;
	uint64_t seed = 7;

	(void)st;
	for (unsigned life = 0; life < 400; life++) {
		struct cul_now now =
			history_of(small_office, DAY, 0, dice(&seed));
		unsigned silent = 0;

		for (unsigned t = 0; t < DAY / 4; t++) {
			unsigned limit = cul_health_silence_limit(&now, silent);

			failures += limit != 0 && silent == limit + 1;
			silent = by_chance(&seed, 40) != 0 ? 0 : silent + 1;
		}
	}
	assert_true(failures <= 1);
}

static void zero_minutes_at_the_end_are_the_silence_itself(void **st)
{
	struct cul_now now = history_of(busy, DAY, 12, 3);

	(void)st;
	for (unsigned i = DAY - 12; i < DAY; i++)
		minutes[i].lines = 0;
	assert_int_equal(cul_health_silence_limit(&now, 12),
			 CUL_HEALTH_SILENT_MIN);
}

static const struct {
	const char *trouble;
	int64_t lag_sec;
	unsigned silent;
	bool paused;
	struct cul_health_plan plan;
	const char *says;
} sayings[] = {
	{ NULL,
	  2,
	  0,
	  false,
	  { .lag_limit_sec = 0 },
	  "ok: 10.1 lines a second, 2.0 seconds behind\n" },
	{ "the disk is full",
	  900,
	  90,
	  false,
	  { .lag_limit_sec = 0 },
	  "the disk is full\n" },
	{ "a\r\n\033[2Jb",
	  0,
	  0,
	  false,
	  { .lag_limit_sec = 0 },
	  "a\\x0d\\x0a\\x1b[2Jb\n" },
	{ NULL,
	  301,
	  90,
	  false,
	  { .lag_limit_sec = 0 },
	  "reading is 301 seconds behind the log; more than 300 is "
	  "too late\n" },
	{ NULL,
	  300,
	  0,
	  false,
	  { .lag_limit_sec = 0 },
	  "ok: 10.1 lines a second, 300.0 seconds behind\n" },
	{ NULL,
	  61,
	  0,
	  false,
	  { .lag_limit_sec = 60 },
	  "reading is 61 seconds behind the log; more than 60 is too "
	  "late\n" },
	{ NULL,
	  0,
	  11,
	  false,
	  { .lag_limit_sec = 0 },
	  "no line for 11 minutes; at this time of day more than 10 "
	  "are not this log's habit\n" },
	{ NULL,
	  0,
	  90,
	  true,
	  { .lag_limit_sec = 0 },
	  "ok: 10.1 lines a second, 0.0 seconds behind\n" },
	{ NULL,
	  0,
	  90,
	  false,
	  { .silence_ignored = true },
	  "ok: 10.1 lines a second, 0.0 seconds behind\n" },
};

static void what_is_wrong_is_said(void **st)
{
	(void)st;
	for (size_t i = 0; i < sizeof(sayings) / sizeof(sayings[0]); i++) {
		struct cul_now now =
			history_of(busy, DAY, sayings[i].silent, 1);

		now.trouble = sayings[i].trouble;
		now.lag_usec = sayings[i].lag_sec * CUL_USEC_PER_SEC;
		now.paused = sayings[i].paused;
		(void)is_well(&now, &sayings[i].plan);
		assert_string_equal(said.ptr, sayings[i].says);
		fixture_text_free(&said);
	}
}

static void the_input_heard_of_last_counts(void **st)
{
	static const struct cul_health_plan plan = { 0 };
	struct cul_now_input in[] = {
		{ .name = "a", .silent_usec = 500 * MIN },
		{ .name = "b", .silent_usec = -1, .error = "gone" },
		{ .name = "c", .silent_usec = 9 * MIN },
	};
	struct cul_now now = history_of(busy, DAY, 0, 1);

	(void)st;
	now.inputs = in;
	now.n_inputs = 3;
	assert_true(is_well(&now, &plan));
	assert_non_null(strstr(said.ptr, "1 of 3 inputs cannot be read"));
	fixture_text_free(&said);
	in[2].silent_usec = 12 * MIN;
	assert_false(is_well(&now, &plan));
	fixture_text_free(&said);
}

/* After a restart the minutes known are those before it. */
static void silence_begins_with_the_process_at_the_earliest(void **st)
{
	static const struct cul_health_plan plan = { 0 };
	struct cul_now_input in = { .name = "a", .silent_usec = -1 };
	struct cul_now now = history_of(busy, DAY, 0, 1);

	(void)st;
	now.inputs = &in;
	now.started_usec = now.wall_usec - 9 * MIN;
	assert_true(is_well(&now, &plan));
	fixture_text_free(&said);
	now.started_usec = now.wall_usec - 12 * MIN;
	assert_false(is_well(&now, &plan));
	fixture_text_free(&said);
	now.started_usec = now.wall_usec + 12 * MIN;
	assert_true(is_well(&now, &plan));
	fixture_text_free(&said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_silence_is_held_against_the_habit),
		cmocka_unit_test(chance_is_hardly_ever_called_a_failure),
		cmocka_unit_test(
			zero_minutes_at_the_end_are_the_silence_itself),
		cmocka_unit_test(what_is_wrong_is_said),
		cmocka_unit_test(the_input_heard_of_last_counts),
		cmocka_unit_test(
			silence_begins_with_the_process_at_the_earliest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
