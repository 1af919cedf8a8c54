/* \summary: a snapshot made by hand */
#include "now_fixture.h"

#include "report_fixture.h"

static const struct cul_now_input inputs[] = {
	{ "/var/log/mail.log", 1204, 151233, 0, 0, 200000, NULL, NULL },
	{ "udp:127.0.0.1:5514", 77, 9000, 0, 12, 61000000, NULL, NULL },
	{ FIXTURE_EVIL "\\x1b\"} 1\n# EOF\n", 5, 500, 4096, 0, -1,
	  "no such file", NULL },
	{ "/var/log/mail.log", 6, 600, 10, 0, 100000, NULL, NULL },
	{ NULL, 0, 0, 0, 0, -1, NULL, NULL },
};

static const struct cul_parser_count parsers[] = {
	{ .name = "postfix", .verdicts = { 900, 250, 0, 1 } },
	{ .name = "dovecot", .verdicts = { 12, 40, 0, 0 } },
};

static const struct cul_now_minute minutes[] = {
	{ 600, 20, 18, 1, 0, 4 },
	{ 604, 21, 17, 1, 1, 5 },
};

static const struct cul_now made = {
	.version = "0.1.0",
	.wall_usec = NOW_FIXTURE_USEC,
	.started_usec = NOW_FIXTURE_USEC - 7200 * CUL_USEC_PER_SEC - 250000,
	.event_usec = NOW_FIXTURE_USEC - 200000,
	.lag_usec = 1500000,
	.lines = 1292,
	.bytes = 161333,
	.events = 912,
	.run_lines = 1292,
	.run_bytes = 161333,
	.lines_per_sec = 10.07,
	.unowned_lines = 80,
	.malformed_lines = 1,
	.no_stamp_lines = 3,
	.mail = { 41, 35, 2, 2, 9, 1, 9, 3, 4, 5 },
	.minute0_usec = NOW_FIXTURE_USEC - 60 * CUL_USEC_PER_SEC,
	.n_minutes = 2,
	.minutes = minutes,
	.said = { 3, 7, 1 },
	.standing = { [CUL_KIND_ZOMBIE] = 2, [CUL_KIND_ROAMING] = 1 },
	.n_parsers = 2,
	.parsers = parsers,
	.n_inputs = sizeof(inputs) / sizeof(inputs[0]),
	.inputs = inputs,
	.n_sources = 4711,
	.n_messages = 17,
	.evicted_messages = 2,
	.memory_bytes = UINT64_C(5) << 30,
	.memory_most_bytes = UINT64_MAX,
	.checkpoint_usec = NOW_FIXTURE_USEC - 12340000,
	.checkpoint_took_usec = 80000,
	.checkpoint_paused_usec = 9001,
	.checkpoint_bytes = 123456,
	.checkpoints = 240,
	.checkpoints_failed = 1,
};

const struct cul_now *now_fixture(void)
{
	return &made;
}

struct cul_now now_fixture_copy(void)
{
	return made;
}
