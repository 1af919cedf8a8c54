/* \summary: letters: plain, whole, and nothing of a stranger's in them */
#include "t.h"

#include <stdio.h>

#include "culprit/letter.h"
#include "report_fixture.h"
#include "scratch.h"

static struct fixture_text said; /* errors */

static struct cul_letters *letters_of(const char *directory)
{
	const struct cul_letter_from from = { "Aurora Net",
					      "abuse@aurora.example", NULL };
	struct cul_out err = fixture_out(&said);
	struct cul_letters *l = NULL;

	assert_int_equal(cul_letters_new(&from, directory, &err, &l), 0);
	fixture_text_free(&said);
	return l;
}

/* What is said of a folder that is wrong. */
static const char *wrong_with(const char *directory)
{
	const struct cul_letter_from from = { NULL, NULL, NULL };
	struct cul_out err = fixture_out(&said);
	struct cul_letters *l = NULL;

	assert_int_equal(cul_letters_new(&from, directory, &err, &l),
			 CUL_ECONF);
	assert_null(l);
	return said.ptr;
}

static const char *letter(const struct cul_letters *l,
			  const struct cul_suggestion *s,
			  struct fixture_text *t)
{
	struct cul_out o = fixture_out(t);

	cul_letter_write(l, s, &o);
	assert_int_equal(o.err, 0);
	return t->ptr;
}

static unsigned columns_at(const char *line, size_t len)
{
	unsigned n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)line[i] & 0xc0) != 0x80;
	return n;
}

/* Lines of at most 72 columns that end in a newline, no control character, no
 * blank at an end, no placeholder left, one subject. */
static void is_whole(const char *text)
{
	unsigned subjects = 0;

	assert_memory_equal(text, "To: ", 4);
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		assert_int_equal(text[len], '\n');
		assert_true(columns_at(text, len) <= 72);
		assert_true(len == 0 || text[len - 1] != ' ');
		for (size_t i = 0; i < len; i++)
			assert_true((unsigned char)text[i] >= ' ' &&
				    text[i] != 0x7f && text[i] != '{');
		subjects += strncmp(text, "Subject: ", 9) == 0;
		text += len + 1;
	}
	assert_int_equal(subjects, 1);
}

static void each_kind_and_action_has_a_letter(void **st)
{
	struct cul_suggestion s = fixture_rich()->suggestions[0];
	struct cul_letters *l = letters_of(NULL);
	struct fixture_text t;

	(void)st;
	for (int k = 0; k < CUL_KINDS_; k++) {
		for (int a = 0; a < CUL_ACTIONS_; a++) {
			const char *text;

			s.kind = (enum cul_kind)k;
			s.action = (enum cul_action)a;
			text = letter(l, &s, &t);
			if (!cul_letter_is_due(&s)) {
				assert_string_equal(text, "");
			} else {
				is_whole(text);
				assert_non_null(strstr(text, s.id));
				assert_non_null(strstr(text, "C01861"));
				assert_non_null(
					strstr(text, "2026-11-20 04:11 UTC"));
				assert_non_null(
					strstr(text, "- 31 of 54 distinct"));
				assert_non_null(strstr(text, "Aurora Net\n"));
			}
			fixture_text_free(&t);
		}
	}
	cul_letters_free(&l);
	assert_null(l);
}

static void only_who_is_watched_gets_none(void **st)
{
	struct cul_suggestion s = { .action = CUL_ACTION_WATCH };

	(void)st;
	assert_false(cul_letter_is_due(&s));
	s.action = CUL_ACTION_NONE;
	assert_false(cul_letter_is_due(&s));
	s.action = CUL_ACTION_CONTACT;
	assert_true(cul_letter_is_due(&s));
}

static void hostile_names_stay_names(void **st)
{
	static const struct {
		const char *name, *shown;
	} names[] = {
		{ "a\nSubject: Pay here\n\nSend money", "Subject: Pay" },
		{ "a\r\n\r\nSend money", "\\x0d\\x0a" },
		{ "{reasons} {nosuch} {who}", "\"" },
		{ "done\". Now call us. \"", "done\\x22." },
		{ "\033[2J\007", "\\x1b[2J\\x07" },
		{ "\xe2\x80\xaegpj", "\\xe2\\x80\\xae" },
		{ "\xff\xc3", "\\xff\\xc3" },
		{ "M\xc3\xbcller GmbH", "\"M\xc3\xbcller GmbH\"" },
	};
	struct cul_suggestion s = fixture_rich()->suggestions[0];
	struct cul_letters *l = letters_of(NULL);

	(void)st;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct fixture_text t;
		const char *text;

		snprintf(s.name, sizeof(s.name), "%s", names[i].name);
		text = letter(l, &s, &t);
		assert_non_null(strstr(text, names[i].shown));
		assert_null(strstr(text, "\nSubject: Pay"));
		assert_null(strstr(text, "\nSend money"));
		assert_memory_equal(text, "To: customer \"", 14);
		fixture_text_free(&t);
	}
	cul_letters_free(&l);
}

static void hostile_reports_make_whole_letters(void **st)
{
	struct cul_report *r = fixture_hostile();
	struct cul_letters *l = letters_of(NULL);

	(void)st;
	for (size_t i = 0; i < r->n_suggestions; i++) {
		struct fixture_text t;
		const char *text = letter(l, &r->suggestions[i], &t);

		if (cul_letter_is_due(&r->suggestions[i]))
			is_whole(text);
		fixture_text_free(&t);
	}
	cul_letters_free(&l);
}

static void a_long_name_is_broken_and_cut(void **st)
{
	struct cul_suggestion s = fixture_rich()->suggestions[0];
	struct cul_letters *l = letters_of(NULL);
	struct fixture_text t;

	(void)st;
	memset(s.name, 'x', sizeof(s.name) - 1);
	s.name[sizeof(s.name) - 1] = '\0';
	is_whole(letter(l, &s, &t));
	assert_non_null(strstr(t.ptr, "x...\n"));
	fixture_text_free(&t);
	cul_letters_free(&l);
}

/* A line of a template may be anything an editor can write. */
static void an_operators_own_template_is_used(void **st)
{
	struct cul_suggestion s = fixture_rich()->suggestions[0];
	struct cul_letters *l;
	struct fixture_text t;

	(void)st;
	scratch_dir("own");
	scratch_text("own/zombie.txt",
		     "To: {name} ({customer})\r\n"
		     "Subject: Gr\xc3\xbc\xc3\x9f"
		     "e { von {provider}\r\n\r\n"
		     "Es begann\r\nam {since}: {kind}, {addresses}.\r\n"
		     "- eins\n- zwei\n{reasons}\n\n"
		     "{why} {done} {ask} {contact} {phone} {id} {until}");
	scratch_text("own/.zombie.txt.swp", "{nosuch}");
	scratch_text("own/notes", "{nosuch}");
	l = letters_of(scratch_path("own"));
	letter(l, &s, &t);
	assert_non_null(strstr(t.ptr,
			       "To: C01861 (C01861)\nSubject: Gr\xc3\xbc"
			       "\xc3\x9f"
			       "e { von Aurora Net\n\nEs begann am "
			       "2026-11-20 04:11 UTC: zombie, 100.96.3.7.\n"
			       "- eins\n- zwei\n- 31 of 54"));
	assert_non_null(strstr(t.ptr, "not given"));
	fixture_text_free(&t);
	s.kind = CUL_KIND_SPAMMER;
	is_whole(letter(l, &s, &t));
	fixture_text_free(&t);
	cul_letters_free(&l);
}

/* The word for one action comes before the one for all. */
static void a_template_may_be_for_one_action(void **st)
{
	struct cul_suggestion s = fixture_rich()->suggestions[0];
	struct cul_letters *l;
	struct fixture_text t;

	(void)st;
	scratch_dir("own");
	scratch_text("own/roaming.txt", "To: all\n");
	l = letters_of(scratch_path("own"));
	s.kind = CUL_KIND_ROAMING;
	s.action = CUL_ACTION_CONTACT;
	assert_string_equal(letter(l, &s, &t), "To: all\n");
	fixture_text_free(&t);
	s.action = CUL_ACTION_EXEMPT;
	assert_non_null(strstr(letter(l, &s, &t), "An exception"));
	fixture_text_free(&t);
	cul_letters_free(&l);
}

static void what_is_wrong_with_templates_is_said(void **st)
{
	static const struct {
		const char *file, *text, *said;
	} wrong[] = {
		{ "zombie.txt", "To: x\n\nDear {nmae},\n",
		  "/zombie.txt:3: unknown placeholder '{nmae}'; there are "
		  "{who} {name}" },
		{ "zombie.txt", "{who\n", ":1: unknown placeholder '{who'" },
		{ "zombie.txt", "We saw {reasons}\n",
		  ":1: {reasons} wants a line of its own" },
		{ "zombi.txt", "",
		  "/zombi.txt: no letter has this name; "
		  "there are backscatter.txt" },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		char folder[16], file[64];

		snprintf(folder, sizeof(folder), "own%zu", i);
		snprintf(file, sizeof(file), "%s/%s", folder, wrong[i].file);
		scratch_dir(folder);
		scratch_text(file, wrong[i].text);
		assert_non_null(strstr(wrong_with(scratch_path(folder)),
				       wrong[i].said));
		fixture_text_free(&said);
	}
	assert_non_null(strstr(wrong_with(scratch_path("absent")), "absent: "));
	fixture_text_free(&said);
	scratch_dir("nul");
	scratch_file("nul/zombie.txt", CUL_SV("a\0b"));
	assert_non_null(strstr(wrong_with(scratch_path("nul")), "zombie.txt"));
	fixture_text_free(&said);
}

static void the_card_has_it_folded_and_escaped(void **st)
{
	static const struct cul_style style = { false, false, 0 };
	struct cul_report *r = fixture_hostile();
	struct cul_letters *l = letters_of(NULL);
	struct fixture_text t;

	(void)st;
	r->letters = l;
	assert_non_null(fixture_show("html", r, style, &t));
	assert_non_null(strstr(t.ptr, "<details class=\"letter\"><summary>The "
				      "letter</summary><pre>To: customer "
				      "C01861\n"));
	assert_null(strstr(t.ptr, "<script"));
	fixture_text_free(&t);
	r->letters = NULL;
	assert_non_null(fixture_show("html", r, style, &t));
	assert_null(strstr(t.ptr, "class=\"letter\""));
	fixture_text_free(&t);
	cul_letters_free(&l);
}

static void who_is_not_named_is_worded_around(void **st)
{
	const struct cul_letter_from from = { NULL, "", NULL };
	struct cul_suggestion s = fixture_rich()->suggestions[0];
	struct cul_out err = fixture_out(&said);
	struct cul_letters *l = NULL;
	struct fixture_text t;

	(void)st;
	assert_int_equal(cul_letters_new(&from, NULL, &err, &l), 0);
	is_whole(letter(l, &s, &t));
	assert_non_null(strstr(t.ptr, "The abuse desk\n"));
	assert_null(strstr(t.ptr, "or call"));
	fixture_text_free(&t);
	fixture_text_free(&said);
	cul_letters_free(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_and_action_has_a_letter),
		cmocka_unit_test(only_who_is_watched_gets_none),
		cmocka_unit_test(hostile_names_stay_names),
		cmocka_unit_test(hostile_reports_make_whole_letters),
		cmocka_unit_test(a_long_name_is_broken_and_cut),
		cmocka_unit_test_setup_teardown(
			an_operators_own_template_is_used, scratch_setup,
			scratch_teardown),
		cmocka_unit_test_setup_teardown(
			a_template_may_be_for_one_action, scratch_setup,
			scratch_teardown),
		cmocka_unit_test_setup_teardown(
			what_is_wrong_with_templates_is_said, scratch_setup,
			scratch_teardown),
		cmocka_unit_test(the_card_has_it_folded_and_escaped),
		cmocka_unit_test(who_is_not_named_is_worded_around),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
