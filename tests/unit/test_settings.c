/* \summary: the configuration is taken as written, or refused with the line */
#include "t.h"

#include "engine/near.h"
#include "engine/settings.h"
#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int keep(void *arg, const char *bytes, size_t len)
{
	scratch_append(arg, bytes, len);
	return 0;
}

/* What is said of a file; "" if it is taken. The caller's. */
static char *said_of(struct cul_settings *s, const char *text)
{
	struct scratch_bytes said = { 0 };
	struct cul_out err = { keep, &said, 0 };
	int rc = cul_settings_read(s, scratch_text("conf", text), &err);

	scratch_append(&said, "", 1);
	assert_int_equal(rc, said.len > 1 ? CUL_ECONF : 0);
	return said.p;
}

static void is_taken(struct cul_settings *s, const char *text)
{
	char *said = said_of(s, text);

	assert_string_equal(said, "");
	free(said);
}

static void is_refused(const char *text, const char *with)
{
	struct cul_settings s;
	char *said;

	assert_int_equal(cul_settings_init(&s), 0);
	said = said_of(&s, text);
	if (strstr(said, with) == NULL)
		fail_msg("'%s' is not in '%s'", with, said);
	free(said);
	cul_settings_done(&s);
}

/* A setting as it would be written. */
static void shows(const struct cul_settings *s, const char *section,
		  const char *key, const char *expected)
{
	for (size_t i = 0; i < cul_settings_count(); i++) {
		struct cul_setting_info info = cul_settings_info(i);
		struct scratch_bytes text = { 0 };
		struct cul_out o = { keep, &text, 0 };

		if (strcmp(info.section, section) != 0 ||
		    strcmp(info.key, key) != 0)
			continue;
		cul_settings_show(s, i, &o);
		scratch_append(&text, "", 1);
		assert_string_equal(text.p, expected);
		free(text.p);
		return;
	}
	fail_msg("no setting %s.%s", section, key);
}

static void defaults_are_those_of_the_table(void **st)
{
	struct cul_settings s;

	(void)st;
	assert_int_equal(cul_settings_init(&s), 0);
	assert_true(s.false_per_year > .99 && s.false_per_year < 1.01);
	assert_int_equal(s.memory_bytes, 1 << 30);
	assert_int_equal(s.year, 0);
	assert_int_equal(s.workers, 0);
	assert_string_equal(s.timezone, "UTC");
	assert_null(s.customers);
	assert_int_equal(s.networks.n, 0);
	for (int w = 0; w < CUL_WALKS_; w++)
		assert_true(s.walk_t0[w] > 0 && s.walk_t0[w] < s.walk_t1[w]);
	for (size_t d = 0; cul_detectors[d] != NULL; d++) {
		assert_true(s.detector_on[d]);
		for (size_t k = 0; cul_detectors[d]->knobs[k].name != NULL; k++)
			assert_true(s.knobs[d][k] >=
					    cul_detectors[d]->knobs[k].min &&
				    s.knobs[d][k] <=
					    cul_detectors[d]->knobs[k].max);
	}
	for (size_t i = 0; i < cul_settings_count(); i++) {
		struct cul_setting_info info = cul_settings_info(i);

		assert_true(strlen(info.help) > 10);
		/* fractions are shown with a 0 before the point */
		if (info.dflt[0] != '.')
			shows(&s, info.section, info.key, info.dflt);
	}
	cul_settings_done(&s);
}

static void every_type_is_read(void **st)
{
	struct cul_settings s;

	(void)st;
	assert_int_equal(cul_settings_init(&s), 0);
	is_taken(&s, "# a comment\n"
		     "; another\n"
		     "[network]\n"
		     "networks = 192.0.2.0/24, 2001:db8::/32 ; ours\n"
		     "   198.51.100.7\n"
		     "local_domains = Aurora.Example tundra.example\n"
		     "servers=mx1 mx2\n"
		     "customers = customers.csv\n"
		     "accounts = /srv/accounts\n"
		     "\n"
		     "[judge]\n"
		     "false_per_year = .5\n"
		     "never = 192.0.2.0/28 postmaster@aurora.example\n"
		     "[time]\n"
		     "timezone = +02:00\n"
		     "year = 2024\n"
		     "[limits]\n"
		     "memory = 512M\n"
		     "  workers = 3\n"
		     "[walk.login]\n"
		     "t0 = 0.1\n"
		     "t1 = 0.7");
	shows(&s, "network", "networks",
	      "192.0.2.0/24 2001:db8::/32 198.51.100.7/32");
	shows(&s, "network", "local_domains", "aurora.example tundra.example");
	assert_int_equal(s.servers.n, 2);
	assert_string_equal(s.servers.v[1], "mx2");
	assert_string_equal(s.customers, scratch_path("customers.csv"));
	assert_string_equal(s.accounts, "/srv/accounts");
	assert_int_equal(s.never_nets.n, 1);
	assert_int_equal(s.never_names.n, 1);
	shows(&s, "judge", "never", "192.0.2.0/28 postmaster@aurora.example");
	assert_string_equal(s.timezone, "+02:00");
	assert_int_equal(s.year, 2024);
	assert_int_equal(s.memory_bytes, 512 << 20);
	shows(&s, "limits", "memory", "512M");
	assert_int_equal(s.workers, 3);
	assert_true(s.walk_t0[CUL_WALK_LOGIN] < .11);
	assert_true(s.walk_t1[CUL_WALK_LOGIN] > .69);
	assert_non_null(s.path);
	cul_settings_done(&s);
}

static void lines_may_be_long(void **st)
{
	struct cul_settings s;
	struct scratch_bytes text = { 0 };

	(void)st;
	scratch_append(&text, "[network]\nservers =", 19);
	for (unsigned i = 0; i < 3000; i++) {
		char name[16];
		int n = snprintf(name, sizeof(name), " mx%u", i);

		scratch_append(&text, name, (size_t)n);
	}
	scratch_append(&text, "\n", 2);
	assert_int_equal(cul_settings_init(&s), 0);
	is_taken(&s, text.p);
	assert_int_equal(s.servers.n, 3000);
	assert_string_equal(s.servers.v[2999], "mx2999");
	cul_settings_done(&s);
	free(text.p);
}

static void wrong_lines_are_named(void **st)
{
	static const struct {
		const char *text, *says;
	} t[] = {
		{ "[network]\nnetwork = 192.0.2.0/24\n",
		  "conf:2: unknown key 'network' in [network]; the nearest is "
		  "'networks'" },
		{ "[network]\nyear = 2024\n", "'year' in [time]" },
		{ "[netwrok]\nnetworks = x\n",
		  "conf:1: unknown section [netwrok]; the nearest is "
		  "[network]" },
		{ "networks = x\n", "conf:1: a setting before" },
		{ "[network]\nnetworks = 192.0.2.1/24\n",
		  "conf:2: '192.0.2.1/24'"
		  " is no network" },
		{ "[network]\nnetworks = mx1\n", "'mx1' is no network" },
		{ "[judge]\nnever = 192.0.2.0/33\n", "192.0.2.0/33" },
		{ "[judge]\nnever = 192.0.2.300\n", "192.0.2.300" },
		{ "[judge]\nfalse_per_year = many\n", "is not a number" },
		{ "[judge]\nfalse_per_year = 1x\n", "is not a number" },
		{ "[judge]\nfalse_per_year = nan\n", "is not a number" },
		{ "[judge]\nfalse_per_year = 0\n", "between 0.001 and 1000" },
		{ "[time]\nyear = 24\n", "between 1970 and 9999" },
		{ "[time]\nyear = 2024.5\n", "is not a year" },
		{ "[time]\ntimezone = Nowhere/City\n", "time zone" },
		{ "[limits]\nmemory = 1X\n", "is not a size" },
		{ "[limits]\nmemory = 1M\n", "between 64M and 1T" },
		{ "[limits]\nworkers = 1.5\n", "whole number" },
		{ "[limits]\nworkers = 0\n", "between 1 and 64" },
		{ "[limits]\nworkers = 65\n", "between 1 and 64" },
		{ "[limits]\nworkers = 1\n\nworkers = 2\n",
		  "conf:4: workers is set again; it was on line 2" },
		{ "[time]\nyear = 2024\n  2025\n", "conf:3: year takes one" },
		{ "[time]\nyear\n", "conf:2: neither" },
		{ "[time\nyear = 2024\n", "conf:1: a section is" },
		{ "[walk.login]\nt0 = .8\nt1 = .2\n", "must be below" },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		is_refused(t[i].text, t[i].says);
}

static void all_wrong_lines_are_named_at_once(void **st)
{
	struct cul_settings s;
	char *said;

	(void)st;
	assert_int_equal(cul_settings_init(&s), 0);
	said = said_of(&s, "[time]\nyer = 1\n[limits]\nmemory = x\nnonsense\n"
			   "[nosuch]\na = 1\nb = 2\n");
	assert_non_null(strstr(said, "conf:2:"));
	assert_non_null(strstr(said, "conf:4:"));
	assert_non_null(strstr(said, "conf:5:"));
	assert_non_null(strstr(said, "conf:6:"));
	/* keys of a section that is not known are not wrong by themselves */
	assert_null(strstr(said, "conf:7:"));
	free(said);
	cul_settings_done(&s);
}

static void a_file_that_is_not_there_is_an_error(void **st)
{
	struct scratch_bytes said = { 0 };
	struct cul_out err = { keep, &said, 0 };
	struct cul_settings s;

	(void)st;
	assert_int_equal(cul_settings_init(&s), 0);
	assert_int_equal(cul_settings_read(&s, scratch_path("none"), &err),
			 CUL_ECONF);
	scratch_append(&said, "", 1);
	assert_non_null(strstr(said.p, "No such file"));
	free(said.p);
	cul_settings_done(&s);
}

static void one_setting_can_be_set(void **st)
{
	struct scratch_bytes said = { 0 };
	struct cul_out err = { keep, &said, 0 };
	struct cul_settings s;

	(void)st;
	assert_int_equal(cul_settings_init(&s), 0);
	assert_int_equal(cul_settings_set(&s, "time.year=2020", &err), 0);
	assert_int_equal(s.year, 2020);
	assert_int_equal(cul_settings_set(&s, "walk.login.t1 = .9", &err), 0);
	assert_true(s.walk_t1[CUL_WALK_LOGIN] > .89);
	assert_int_equal(cul_settings_set(&s,
					  "network.networks=192.0.2.1 "
					  "192.0.2.2",
					  &err),
			 0);
	assert_int_equal(s.networks.n, 2);
	assert_int_equal(cul_settings_set(&s, "network.networks=", &err), 0);
	assert_int_equal(s.networks.n, 0);
	assert_int_equal(said.len, 0);
	assert_int_equal(cul_settings_set(&s, "time.yer=2020", &err),
			 CUL_ECONF);
	assert_int_equal(cul_settings_set(&s, "year=2020", &err), CUL_ECONF);
	assert_int_equal(cul_settings_set(&s, "time.year", &err), CUL_ECONF);
	assert_int_equal(cul_settings_set(&s, "time.year=x", &err), CUL_ECONF);
	assert_int_equal(cul_settings_set(&s, "walk.login.t1=.1", &err),
			 CUL_ECONF);
	scratch_append(&said, "", 1);
	assert_non_null(strstr(said.p, "time.year"));
	free(said.p);
	cul_settings_done(&s);
}

/* Each detector has a switch and its knobs, under its own name. */
static void detectors_have_sections(void **st)
{
	struct scratch_bytes said = { 0 };
	struct cul_out err = { keep, &said, 0 };
	struct cul_settings s;
	char text[128];

	(void)st;
	assert_int_equal(cul_settings_init(&s), 0);
	for (size_t d = 0; cul_detectors[d] != NULL; d++) {
		const struct cul_knob *k = cul_detectors[d]->knobs;

		snprintf(text, sizeof(text), "detect.%s.enabled=no",
			 cul_detectors[d]->name);
		assert_int_equal(cul_settings_set(&s, text, &err), 0);
		assert_false(s.detector_on[d]);
		for (size_t i = 0; k[i].name != NULL; i++) {
			snprintf(text, sizeof(text), "detect.%s.%s=%.10g",
				 cul_detectors[d]->name, k[i].name, k[i].max);
			assert_int_equal(cul_settings_set(&s, text, &err), 0);
			assert_true(s.knobs[d][i] >= k[i].max * .999);
		}
	}
	assert_int_equal(said.len, 0);
	cul_settings_unused(&s, &err);
	assert_true(said.len > 0);
	free(said.p);
	cul_settings_done(&s);
}

static void near_words_have_small_distances(void **st)
{
	(void)st;
	assert_int_equal(cul_near_distance("scan", "scan"), 0);
	assert_int_equal(cul_near_distance("scna", "scan"), 1);
	assert_int_equal(cul_near_distance("", "scan"), 4);
	assert_int_equal(cul_near_distance("scan", ""), 4);
	assert_int_equal(cul_near_distance("network", "networks"), 1);
	assert_int_equal(cul_near_distance("abcd", "badc"), 2);
	assert_int_equal(cul_near_distance("kitten", "sitting"), 3);
}

#define SCRATCH(f)                                                             \
	cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_are_those_of_the_table),
		SCRATCH(every_type_is_read),
		SCRATCH(lines_may_be_long),
		SCRATCH(wrong_lines_are_named),
		SCRATCH(all_wrong_lines_are_named_at_once),
		SCRATCH(a_file_that_is_not_there_is_an_error),
		cmocka_unit_test(one_setting_can_be_set),
		cmocka_unit_test(detectors_have_sections),
		cmocka_unit_test(near_words_have_small_distances),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
