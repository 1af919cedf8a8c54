/* \summary: a stream of syslog is parted the same however it comes */
#include "t.h"

#include "dice.h"
#include "input/live/frame.h"
#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>

struct stream {
	const char *in;
	size_t len; /* 0: of the string */
	const char *lines;
	int rc;
	bool torn;
};

/* Feed it `step` bytes at a time, then end it. */
static void feed(struct cul_sv in, size_t step, struct cul_cutter *out,
		 int *ret_rc, bool *ret_torn)
{
	struct cul_frame f = { .left = 0 };
	int rc = CUL_OK;

	for (size_t at = 0; at < in.len && rc == CUL_OK; at += step)
		rc = cul_frame_feed(
			&f,
			(struct cul_sv){ in.ptr + at, in.len - at < step
							      ? in.len - at
							      : step },
			out);
	*ret_torn = false;
	if (rc == CUL_OK)
		assert_int_equal(cul_frame_end(&f, out, ret_torn), CUL_OK);
	*ret_rc = rc;
	cul_frame_done(&f);
}

static void all_steps_give(const struct stream *s)
{
	struct cul_sv in = { s->in, s->len ? s->len : strlen(s->in) };

	for (size_t step = 1; step <= in.len; step++) {
		struct cul_cutter out = { .len = 0 };
		char *end;
		bool torn;
		int rc;

		feed(in, step, &out, &rc, &torn);
		assert_int_equal(rc, s->rc);
		assert_int_equal(torn, s->torn);
		assert_int_equal(cul_cutter_room(&out, 1, &end), CUL_OK);
		*end = '\0';
		assert_string_equal(out.bytes != NULL ? out.bytes : "",
				    s->lines);
		cul_cutter_done(&out);
	}
}

#define ALL(t)                                                                 \
	do                                                                     \
		for (size_t i = 0; i < sizeof(t) / sizeof((t)[0]); i++)        \
			all_steps_give(&(t)[i]);                               \
	while (0)

static void messages_end_as_each_is_framed(void **s)
{
	static const struct stream t[] = {
		{ "<22>a: b\n<22>c: d\n", 0, "<22>a: b\n<22>c: d\n", 0, 0 },
		{ "8 <22>a: b8 <22>c: d", 0, "<22>a: b\n<22>c: d\n", 0, 0 },
		{ "8 <22>a: b<22>c: d\n8 <22>e: f", 0,
		  "<22>a: b\n<22>c: d\n<22>e: f\n", 0, 0 },
		/* rsyslog's own newline within the count, or behind it */
		{ "9 <22>a: b\n8 <22>c: d\n<22>e: f\n", 0,
		  "<22>a: b\n<22>c: d\n<22>e: f\n", 0, 0 },
		{ "<22>a: b\r\n<22>c: d\0<22>e: f\n\0", 29,
		  "<22>a: b\n<22>c: d\n<22>e: f\n", 0, 0 },
		{ "\n\r\n\0 <22>a: b\n\n\n8 <22>c: d\n", 27,
		  "<22>a: b\n<22>c: d\n", 0, 0 },
		{ "1 a1 \n3 \r\n\n2 bc", 0, "a\nbc\n", 0, 0 },
		{ "words\n12 and so forth", 0, "words\nand so forth\n", 0, 0 },
		{ "", 0, "", 0, 0 },
	};

	(void)s;
	ALL(t);
}

/* A newline in a message, which a count lets through, begins no line. */
static void nothing_in_a_message_begins_a_line(void **s)
{
	static const struct stream t[] = {
		{ "17 <22>a: b\n<22>c: d8 <22>e: f", 0,
		  "<22>a: b#012<22>c: d\n<22>e: f\n", 0, 0 },
		{ "17 <22>a: b\0<22>c: d", 20, "<22>a: b#000<22>c: d\n", 0, 0 },
		{ "9 a\tb\r\x1b\x7f\xff#c", 0, "a\tb#015#033#177\xff#c\n", 0,
		  0 },
		{ "<22>a: b\rc\n", 0, "<22>a: b#015c\n", 0, 0 },
	};

	(void)s;
	ALL(t);
}

static void a_hostile_count_ends_the_stream(void **s)
{
	static const struct stream t[] = {
		{ "8 <22>a: b0 ", 0, "<22>a: b\n", CUL_ECORRUPT, 0 },
		{ "08 <22>a: b", 0, "", CUL_ECORRUPT, 0 },
		{ "8<22>a: b", 0, "", CUL_ECORRUPT, 0 },
		{ "8\n<22>a: b", 0, "", CUL_ECORRUPT, 0 },
		{ "99999999999999999999999999 x", 0, "", CUL_ECORRUPT, 0 },
		{ "4294967297 x", 0, "", CUL_ECORRUPT, 0 },
		{ "1048577 x", 0, "", CUL_ECORRUPT, 0 },
		{ "2026-11-20T04:11:09Z mx1 a: b\n", 0, "", CUL_ECORRUPT, 0 },
	};

	(void)s;
	ALL(t);
}

static void what_the_peer_left_off_is_torn(void **s)
{
	static const struct stream t[] = {
		{ "<22>a: b\n<22>c", 0, "<22>a: b\n<22>c", 0, 1 },
		{ "8 <22>a: b88 <22>c: d", 0, "<22>a: b\n<22>c: d", 0, 1 },
		{ "1048576 x", 0, "x", 0, 1 },
		{ "8 <22>a: b88 ", 0, "<22>a: b\n", 0, 0 },
		{ "8 <22>a: b8", 0, "<22>a: b\n", 0, 0 },
	};

	(void)s;
	ALL(t);
}

/* Just as long as a line may be, and longer; the next is whole. */
static void over_long_messages_are_cut(void **s)
{
	static const struct {
		size_t len;
		char fill;
		bool cut;
	} t[] = {
		{ CUL_RECORD_MAX, 'x', false },
		{ CUL_RECORD_MAX + 1, 'x', true },
		{ 5 * CUL_RECORD_MAX, 'x', true },
		{ CUL_RECORD_MAX / 4, '\x01', false },
		{ CUL_RECORD_MAX / 4 + 1, '\x01', true },
		{ CUL_RECORD_MAX, '\x01', true },
	};

	(void)s;
	for (size_t i = 0; i < 4 * sizeof(t) / sizeof(t[0]); i++) {
		size_t step = i % 2 ? 1000 : 10 * CUL_RECORD_MAX;
		bool counted = i / 2 % 2;
		struct scratch_bytes in = { 0 };
		struct cul_cutter out = { .len = 0 };
		struct cul_block b = { .len = 0 };
		struct cul_lines lines;
		struct cul_line line = { .cut = false };
		char head[20];
		bool torn;
		int rc;

		snprintf(head, sizeof(head), "%zu ", t[i / 4].len);
		scratch_append(&in, head, counted ? strlen(head) : 0);
		for (size_t n = 0; n < t[i / 4].len; n++)
			scratch_append(&in, &t[i / 4].fill, 1);
		scratch_append(&in, counted ? "8 <22>y: z" : "\n<22>y: z\n",
			       10);
		feed((struct cul_sv){ in.p, in.len }, step, &out, &rc, &torn);
		assert_int_equal(rc, CUL_OK);
		assert_int_equal(cul_cutter_take(&out, &b), 1);
		lines = cul_block_lines(&b);
		assert_true(cul_lines_next(&lines, &line));
		assert_int_equal(line.cut, t[i / 4].cut);
		assert_int_equal(line.text.len, CUL_RECORD_MAX);
		assert_true(cul_lines_next(&lines, &line));
		assert_int_equal(line.text.len, 8);
		assert_false(cul_lines_next(&lines, &line));
		cul_cutter_done(&out);
		free(b.bytes);
		free(in.p);
	}
}

/* What comes of any bytes is the same for any steps, and bounded. */
static void any_bytes_in_any_steps(void **s)
{
	static const char words[] = "<22> 1 99 \n\0\r0 a: 5 abcde";
	uint64_t seed = 3;

	(void)s;
	for (unsigned i = 0; i < 3000; i++) {
		struct cul_cutter one = { .len = 0 }, other = { .len = 0 };
		char in[64];
		size_t len = 1 + dice_below(&seed, sizeof(in));
		bool torn[2];
		int rc[2];

		for (size_t n = 0; n < len; n++)
			in[n] = words[dice_below(&seed, sizeof(words) - 1)];
		feed((struct cul_sv){ in, len }, len, &one, &rc[0], &torn[0]);
		feed((struct cul_sv){ in, len }, 1 + dice_below(&seed, 9),
		     &other, &rc[1], &torn[1]);
		assert_int_equal(rc[0], rc[1]);
		assert_int_equal(torn[0], torn[1]);
		assert_int_equal(one.len, other.len);
		if (one.len > 0)
			assert_memory_equal(one.bytes, other.bytes, one.len);
		cul_cutter_done(&one);
		cul_cutter_done(&other);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_end_as_each_is_framed),
		cmocka_unit_test(nothing_in_a_message_begins_a_line),
		cmocka_unit_test(a_hostile_count_ends_the_stream),
		cmocka_unit_test(what_the_peer_left_off_is_torn),
		cmocka_unit_test(over_long_messages_are_cut),
		cmocka_unit_test(any_bytes_in_any_steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
