/* \summary: tests of the court: from how many networks a login is used */
#include "t.h"

#include <stdio.h>

#include "court_t.h"
#include "mmdb_t.h"
#include "scratch.h"

enum { NETS = 20, ONE_SYSTEM = 0x1, NO_FILE = 0x2, COUNTRIES = 0x4 };
static const char *const owner = "lark@aurora.example";

/* A file that knows the first `known` /48, each of a system of its own, or of
 * two countries, or all of one system. */
static const char *file_of(unsigned known, unsigned how)
{
	static char names[NETS][32];
	struct mmdb_net nets[NETS];

	for (unsigned i = 0; i < known; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "2001:db8:%x::/48",
			       i + 1);
		nets[i] = (struct mmdb_net){ .net = names[i] };
		if ((how & COUNTRIES) != 0)
			nets[i].country = i % 2 == 0 ? "AT" : "DE";
		else
			nets[i].asn = 64496 + ((how & ONE_SYSTEM) != 0 ? 0 : i);
	}
	return mmdb_file("nets.mmdb", 6, nets, known);
}

static void begin(struct trial *t, unsigned known, unsigned how)
{
	static char mmdb[4300];
	const char *more[] = { "guess", "network.networks=192.0.2.0/24",
			       "network.local_domains=aurora.example", mmdb,
			       NULL };

	if ((how & NO_FILE) != 0)
		more[3] = NULL;
	else
		(void)snprintf(mmdb, sizeof(mmdb), "network.mmdb=%s",
			       file_of(known, how));
	trial_begin(t, more);
}

/* One letter to a friend from each of `n` /48. */
static void used_from(struct trial *t, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		char id[32], from[32], to[32];

		(void)snprintf(id, sizeof(id), "M%u", i);
		(void)snprintf(from, sizeof(from), "2001:db8:%x::1", i + 1);
		(void)snprintf(to, sizeof(to), "friend%u@tundra.example",
			       i % 5);
		trial_hear(t, accepted(id, from, owner));
		trial_hear(t, queued(id, owner, 1));
		trial_hear(t, fate(id, to, CUL_EV_DELIVERED, CUL_OUTCOME_OK));
		trial_hear(t, removed(id));
	}
}

static uint32_t distinct(struct trial *t, enum cul_distinct d)
{
	const struct cul_source *s =
		trial_source(t, CUL_SUBJECT_ACCOUNT, owner);

	assert_non_null(s);
	return cul_distinct(s, d);
}

static bool warned(const struct trial *t)
{
	const struct cul_summary *s = &t->report.summary;

	for (size_t i = 0; i < s->n_warnings; i++)
		if (strstr(s->warnings[i], "[network] mmdb") != NULL)
			return true;
	return false;
}

static void networks_are_systems_where_a_file_knows_them(void **st)
{
	static const struct {
		unsigned known, how, used, nets;
		bool watched;
	} c[] = {
		{ 8, NO_FILE, 8, 8, true },     { 8, 0, 8, 8, true },
		{ 8, ONE_SYSTEM, 8, 1, false }, { 8, COUNTRIES, 8, 2, false },
		{ 5, ONE_SYSTEM, 8, 4, false }, { 1, ONE_SYSTEM, 8, 8, true },
		{ 0, 0, 8, 8, true },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		const struct cul_suggestion *g;
		struct trial t;

		begin(&t, c[i].known, c[i].how);
		used_from(&t, c[i].used);
		assert_int_equal(distinct(&t, CUL_D_LOGIN_NETS), c[i].nets);
		trial_close(&t);
		assert_int_equal(warned(&t), c[i].known == 0);
		g = trial_suggestion(&t, owner);
		assert_int_equal(g != NULL, c[i].watched);
		if (g != NULL) {
			assert_int_equal(g->kind, CUL_KIND_STOLEN_ACCOUNT);
			assert_int_equal(g->action, CUL_ACTION_WATCH);
		}
		trial_end(&t);
	}
}

static void the_networks_a_name_fails_from_are_counted_alike(void **st)
{
	static const struct {
		unsigned how, nets;
		bool told;
	} c[] = {
		{ NO_FILE, NETS, true },
		{ 0, NETS, true },
		{ ONE_SYSTEM, 1, false },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		struct trial t;

		begin(&t, NETS, c[i].how);
		used_from(&t, 1);
		for (unsigned k = 0; k < NETS; k++) {
			char from[32];

			(void)snprintf(from, sizeof(from), "2001:db8:%x::2",
				       k + 1);
			trial_hear(&t, login_failed(from, owner));
		}
		assert_int_equal(distinct(&t, CUL_D_FAILED_NETS), c[i].nets);
		trial_close(&t);
		assert_int_equal(trial_suggestion(&t, owner) != NULL,
				 c[i].told);
		trial_end(&t);
	}
}

static int nothing(void *arg, const char *bytes, size_t len)
{
	(void)bytes;
	*(size_t *)arg += len;
	return CUL_OK;
}

static void a_file_that_is_none_stops_the_court(void **st)
{
	size_t said = 0;
	struct cul_out err = { nothing, &said, 0 };
	struct cul_settings s;
	struct cul_court *court = NULL;
	char set[4300];

	(void)st;
	assert_int_equal(cul_settings_init(&s), CUL_OK);
	(void)snprintf(set, sizeof(set), "network.mmdb=%s",
		       scratch_text("nets.csv", "cidr,asn\n"));
	assert_int_equal(cul_settings_set(&s, set, &err), CUL_OK);
	assert_int_equal(said, 0);
	assert_int_equal(cul_court_new(&s, &err, &court), CUL_ECONF);
	assert_int_not_equal(said, 0);
	assert_null(court);
	cul_settings_done(&s);
}

#define WITH(f)                                                                \
	cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(networks_are_systems_where_a_file_knows_them),
		WITH(the_networks_a_name_fails_from_are_counted_alike),
		WITH(a_file_that_is_none_stops_the_court),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
