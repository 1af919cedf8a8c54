/* \summary: fills a ledger with a report made by hand, for browser tests */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "culprit/ledger.h"
#include "report_fixture.h"

static int usage(void)
{
	fputs("usage: desk_ledger LEDGER NOW REPORT\n"
	      "       desk_ledger LEDGER NOW many N\n"
	      "       desk_ledger LEDGER NOW days ADDRESS\n"
	      "NOW: seconds since 1970. REPORT: rich hostile lists\n",
	      stderr);
	return 2;
}

/* N open suggestions, each of an address of its own. */
static struct cul_report *many(size_t n)
{
	struct cul_report *r = fixture_named("rich");
	const struct cul_suggestion *from = r->suggestions;
	const size_t n_from = r->n_suggestions;
	struct cul_suggestion *s = calloc(n, sizeof(*s));

	if (s == NULL)
		abort();
	for (size_t i = 0; i < n; i++) {
		s[i] = from[i % n_from];
		s[i].subject = CUL_SUBJECT_IP;
		snprintf(s[i].id, sizeof(s[i].id), "many%08u",
			 (unsigned)i % 100000000);
		snprintf(s[i].name, sizeof(s[i].name), "10.%zu.%zu.%zu",
			 i >> 16 & 255, i >> 8 & 255, i & 255);
		snprintf(s[i].customer, sizeof(s[i].customer), "C%06zu", i / 3);
		s[i].n_addrs = 0;
		if (cul_addr_parse(
			    (struct cul_sv){ s[i].name, strlen(s[i].name) },
			    &s[i].addrs[0]))
			s[i].n_addrs = 1;
		s[i].flagged_usec -= (int64_t)i * CUL_USEC_PER_SEC;
	}
	r->suggestions = s;
	r->n_suggestions = n;
	return r;
}

/* Four weeks of an address: mail on working days, and a bad last week. */
static int days(struct cul_ledger *l, const char *name, int64_t now_usec)
{
	struct cul_past_day d[28];

	for (unsigned i = 0; i < 28; i++) {
		const unsigned mails = i % 7 < 5 ? 20 + i * 7 % 13 : 2;

		d[i] = (struct cul_past_day){
			.subject = CUL_SUBJECT_IP,
			.name = name,
			.day_usec = now_usec - now_usec % CUL_USEC_PER_DAY -
				    (28 - (int64_t)i) * CUL_USEC_PER_DAY,
			.messages = i > 24 ? mails * 9 : mails,
			.recipients = i > 24 ? mails * 17 : mails + 4,
			.delivered = mails,
			.bad_recipients = i > 24 ? mails * 5 : i % 3,
			.refused = i > 24 ? mails * 2 : 0,
			.guilty = i > 24,
		};
	}
	return cul_ledger_put_days(l, d, 28);
}

static int file(struct cul_ledger *l, const struct cul_report *r,
		int64_t now_usec)
{
	const struct cul_filing f = { .command = "scan",
				      .report = r,
				      .now_usec = now_usec };

	return r != NULL ? cul_ledger_file(l, &f, NULL) : CUL_EUSAGE;
}

int main(int argc, char **argv)
{
	char err[CUL_LEDGER_ERR] = "";
	struct cul_ledger *l = NULL;
	int64_t now_usec;
	int rc;

	if (argc != 4 && argc != 5)
		return usage();
	now_usec = strtoll(argv[2], NULL, 10) * CUL_USEC_PER_SEC;
	if (cul_ledger_open(argv[1], CUL_LEDGER_CREATE, now_usec, &l, err)) {
		fprintf(stderr, "%s\n", err);
		return 1;
	}
	if (argc == 4)
		rc = file(l, fixture_named(argv[3]), now_usec);
	else if (strcmp(argv[3], "days") == 0)
		rc = days(l, argv[4], now_usec);
	else
		rc = file(l, many(strtoul(argv[4], NULL, 10)), now_usec);
	if (rc != CUL_OK)
		fprintf(stderr, "%d: %s\n", rc, cul_ledger_error(l));
	cul_ledger_close(&l);
	return rc != CUL_OK;
}
