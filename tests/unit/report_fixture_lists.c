/* \summary: a report made by hand: what is hard for block lists */
#include <stdio.h>

#include "report_fixture.h"
#include "report_fixture_make.h"

static struct cul_suggestion *begin(enum cul_action a, enum cul_kind k,
				    enum cul_subject subject, const char *name)
{
	struct cul_suggestion *s = fixture_begin(a, k, subject, name);

	fixture_times(s, 1000, 1001, 1200);
	return s;
}

static struct cul_suggestion *block(enum cul_kind k, const char *name)
{
	enum cul_subject subject =
		strchr(name, '/') != NULL ? CUL_SUBJECT_NET : CUL_SUBJECT_IP;

	return begin(CUL_ACTION_BLOCK, k, subject, name);
}

static void twins(void)
{
	struct cul_suggestion *s = begin(CUL_ACTION_SUSPEND, CUL_KIND_ZOMBIE,
					 CUL_SUBJECT_CUSTOMER, "C07");

	fixture_address(s, "100.96.3.7");
	fixture_address(s, "2001:db8:7:1::5");
	fixture_address(s, "100.96.3.7");
	fixture_address(s, "2001:db8:7:1:ffff::6");
	block(CUL_KIND_SPAMMER, "198.51.100.0/24");
	/* Named twice, within the network before; the second lasts longer. */
	block(CUL_KIND_HARVEST, "198.51.100.23");
	begin(CUL_ACTION_SUSPEND, CUL_KIND_OPEN_PROXY, CUL_SUBJECT_IP,
	      "198.51.100.23");
}

static void ranges(void)
{
	block(CUL_KIND_OPEN_RELAY, "100.100.4.0/22");
	block(CUL_KIND_PASSWORD_ATTACK, "100.100.5.0/24");
	block(CUL_KIND_BACKSCATTER, "::ffff:192.0.2.44");
	block(CUL_KIND_SPAMMER, "2001:db8:5::/62")->expires_usec =
		fixture_at(23, 59, 58) + 30 * CUL_USEC_PER_DAY;
	begin(CUL_ACTION_SUSPEND, CUL_KIND_OPEN_PROXY, CUL_SUBJECT_NET,
	      "2001:db8:c000::/36");
}

static void times(void)
{
	block(CUL_KIND_RELAY_PROBE, "192.0.2.66")->expires_usec =
		fixture_at(23, 59, 57);
	block(CUL_KIND_RELAY_PROBE, "192.0.2.67")->expires_usec =
		fixture_at(23, 59, 58);
	block(CUL_KIND_RELAY_PROBE, "192.0.2.68")->expires_usec =
		fixture_at(23, 59, 58) + 1;
	begin(CUL_ACTION_SUSPEND, CUL_KIND_FORM_ABUSE, CUL_SUBJECT_IP,
	      "192.0.2.88")
		->expires_usec = CUL_TIME_NONE;
}

static void evil(void)
{
	struct cul_suggestion *s = begin(CUL_ACTION_SUSPEND, CUL_KIND_ZOMBIE,
					 CUL_SUBJECT_CUSTOMER, FIXTURE_EVIL);

	snprintf(s->id, sizeof(s->id), "%s", "\"\n};{'$#%\\\t\xff");
	fixture_address(s, "192.0.2.17");
	fixture_address(s, "2001:db8:0:1::17");
	block(CUL_KIND_SPAMMER, "0.0.0.0/0");
	block(CUL_KIND_SPAMMER, "192.0.2.1\n192.0.2.2");
}

struct cul_report *fixture_lists(void)
{
	static struct cul_report report;

	report = *fixture_rich();
	fixture_reset();
	twins();
	ranges();
	times();
	evil();
	report.n_suggestions = fixture_made(&report.suggestions);
	return &report;
}
