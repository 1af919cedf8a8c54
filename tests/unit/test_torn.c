/* \summary: any part of a line, and any bytes in it, are safe to parse */
#include "t.h"

#include <stdlib.h>

#include "culprit/parser.h"
#include "lines.h"

/* Every view of an event lies within its record. */
static void view_is_inside(struct cul_sv v, struct cul_sv line)
{
	if (!cul_sv_present(v))
		return;
	assert_true(v.ptr >= line.ptr);
	assert_true(v.ptr + v.len <= line.ptr + line.len);
}

static void event_is_inside(const struct cul_event *ev, struct cul_sv line)
{
	const struct cul_sv v[] = {
		ev->host,        ev->session, ev->other,          ev->service,
		ev->client_name, ev->helo,    ev->account,        ev->sender,
		ev->recipient,   ev->relay,   ev->orig_recipient, ev->enhanced,
		ev->text,
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		view_is_inside(v[i], line);
}

/* The bytes are on the heap, and no more of them than there are, so that a
 * sanitizer sees a single byte read beyond. */
static void read_exactly(const char *bytes, size_t n)
{
	char *b = malloc(n != 0 ? n : 1);
	struct cul_record rec;
	static struct cul_stamp_memo memo; /* of whatever line was before */

	assert_non_null(b);
	memcpy(b, bytes, n);
	cul_syslog_read((struct cul_sv){ b, n }, &memo, &rec);
	for (size_t p = 0; cul_parsers[p] != NULL; p++) {
		struct cul_event ev;
		unsigned why = 9999;
		enum cul_verdict v;

		if (!cul_parser_is_asked(cul_parsers[p], &rec))
			continue;
		v = cul_parsers[p]->parse(&rec, &ev, &why);
		if (v == CUL_EVENT) {
			assert_int_not_equal(ev.kind, CUL_EV_NONE);
			event_is_inside(&ev, rec.line);
			continue;
		}
		if (v != CUL_NOT_MINE) {
			assert_true(why < CUL_PARSER_REASONS_MAX);
			assert_non_null(cul_parsers[p]->reasons[why]);
		}
	}
	free(b);
}

static void every_prefix_and_suffix_is_safe(void **s)
{
	(void)s;
	for (size_t i = 0; i < LINES; i++) {
		size_t n = strlen(lines[i].text);

		for (size_t k = 0; k <= n; k++) {
			read_exactly(lines[i].text, k);
			read_exactly(lines[i].text + k, n - k);
		}
	}
}

static void any_byte_changed_is_safe(void **s)
{
	static const char hard[] = "\0\r\"\\<>[]:;=, /\x7f\x80\xff";

	(void)s;
	for (size_t i = 0; i < LINES; i++) {
		char b[1024];
		size_t n = strlen(lines[i].text);

		assert_true(n < sizeof(b));
		memcpy(b, lines[i].text, n);
		for (size_t k = 0; k < n; k++)
			for (size_t h = 0; h < sizeof(hard); h++) {
				char was = b[k];

				b[k] = hard[h];
				read_exactly(b, n);
				b[k] = was;
			}
	}
}

/* 64 KiB and a byte of one word: as long as the framer lets through. */
static void a_long_line_is_safe(void **s)
{
	enum { MANY = 64 * 1024 + 1 };
	char *b = malloc(2 * MANY);

	(void)s;
	assert_non_null(b);
	for (size_t i = 0; i < LINES; i++) {
		const char *hole = strchr(lines[i].text, '%');
		size_t before = hole != NULL ? (size_t)(hole - lines[i].text)
					     : strlen(lines[i].text);

		memcpy(b, lines[i].text, before);
		memset(b + before, '<', MANY);
		read_exactly(b, before + MANY);
	}
	free(b);
}

static void the_reasons_end_and_each_says_something(void **s)
{
	(void)s;
	for (size_t p = 0; cul_parsers[p] != NULL; p++) {
		size_t n = 0;

		while (cul_parsers[p]->reasons[n] != NULL) {
			assert_true(strlen(cul_parsers[p]->reasons[n]) > 8);
			n++;
		}
		assert_true(n != 0 && n < CUL_PARSER_REASONS_MAX);
	}
}

static void every_name_is_known(void **s)
{
	(void)s;
	for (int i = 0; i < CUL_EV_KINDS_; i++)
		assert_non_null(cul_event_kind_name((enum cul_event_kind)i));
	for (int i = 0; i < CUL_OUTCOMES_; i++)
		assert_non_null(cul_outcome_name((enum cul_outcome)i));
	for (int i = 0; i < CUL_STAGES_; i++)
		assert_non_null(cul_stage_name((enum cul_stage)i));
	for (int i = 0; i < CUL_DISPS_; i++)
		assert_non_null(cul_disposition_name((enum cul_disposition)i));
	for (int i = 0; i < CUL_VERDICTS_; i++)
		assert_non_null(cul_verdict_name((enum cul_verdict)i));
	assert_string_equal(cul_event_kind_name(CUL_EV_LOGIN_FAILED),
			    "login-failed");
	assert_string_equal(cul_outcome_name(CUL_OUTCOME_BAD_RECIPIENT),
			    "bad-recipient");
	assert_string_equal(cul_verdict_name(CUL_NOT_MINE), "not-mine");
	assert_string_equal(cul_transport_name(CUL_TRANSPORT_NOWHERE),
			    "nowhere");
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(every_prefix_and_suffix_is_safe),
		cmocka_unit_test(any_byte_changed_is_safe),
		cmocka_unit_test(a_long_line_is_safe),
		cmocka_unit_test(the_reasons_end_and_each_says_something),
		cmocka_unit_test(every_name_is_known),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
