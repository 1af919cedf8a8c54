/* \summary: every setting: name, type, range, default, what it does */
#include <stdio.h>

#include "engine/settings_int.h"

#define AT(field) offsetof(struct cul_settings, field)

static const struct setting fixed[] = {
	{ "network", "networks", SETTING_NETS, AT(networks), 0, 0, "",
	  "Networks of ours and of our customers. Without them they are "
	  "guessed from the log, and the report says so." },
	{ "network", "local_domains", SETTING_DOMAINS, AT(local_domains), 0, 0,
	  "",
	  "Mail domains whose mailboxes are ours. Without them they are "
	  "learned from deliveries." },
	{ "network", "servers", SETTING_WORDS, AT(servers), 0, 0, "",
	  "Names under which our mail servers log. Kept for later: the log "
	  "names them itself, and nothing is judged by this list yet." },
	{ "network", "customers", SETTING_PATH, AT(customers), 0, 0, "",
	  "File of customers: CSV with the header cidr,customer[,flags]." },
	{ "network", "accounts", SETTING_PATH, AT(accounts), 0, 0, "",
	  "File of the logins that exist: account[,customer] a line." },
	{ "network", "leases", SETTING_PATHS, AT(leases), 0, 0, "",
	  "Files or folders that say who held an address when: CSV with the "
	  "header ip,start,end,customer; FreeRADIUS detail; dhcpd.leases; "
	  "lease files of Kea. Known by what they hold; gzip too. They come "
	  "before the prefixes of customers." },
	{ "network", "lease_skew", SETTING_REAL, AT(lease_skew), 0, 3600, "5",
	  "Seconds by which the clocks of mail servers and of those who lease "
	  "may differ. So near to a handover nobody is named." },
	{ "network", "mmdb", SETTING_PATH, AT(mmdb), 0, 0, "",
	  "File in MaxMind's MMDB format with ASNs or countries. The networks "
	  "that logins come from are then these; without it, and where it "
	  "knows none, /24 and /48." },
	{ "judge", "false_per_year", SETTING_REAL, AT(false_per_year), 0.001,
	  1000, "1",
	  "Wrong suggestions to stop somebody that the whole fleet may see "
	  "in a year. Smaller is safer, and slower to accuse." },
	{ "judge", "never", SETTING_NEVER, AT(never_nets), 0, 0, "",
	  "Networks, accounts, customers and local users that are never to "
	  "be accused. What looks like an address and is none is an error." },
	{ "time", "timezone", SETTING_ZONE, AT(timezone), 0, 0, "UTC",
	  "Zone of stamps that name none: UTC, an offset such as +02:00, or "
	  "a name such as Europe/Vienna." },
	{ "time", "year", SETTING_YEAR, AT(year), 1970, 9999, "auto",
	  "Year of stamps that have none; auto takes it from when the file "
	  "was written, and knows New Year." },
	{ "letter", "provider", SETTING_TEXT, AT(letter_provider), 0, 0, "",
	  "Who the letters are from, as it stands below them." },
	{ "letter", "contact", SETTING_TEXT, AT(letter_contact), 0, 0, "",
	  "Mail address at which those who got a letter can ask. Without it "
	  "they are to answer the letter." },
	{ "letter", "phone", SETTING_TEXT, AT(letter_phone), 0, 0, "",
	  "Telephone number for the same." },
	{ "letter", "directory", SETTING_PATH, AT(letter_directory), 0, 0, "",
	  "Folder of templates of your own, KIND.txt or KIND-ACTION.txt, in "
	  "place of the built-in ones of the same name." },
	{ "watch", "files", SETTING_WORDS, AT(watch_files), 0, 0, "",
	  "Logs that culprit watch follows where none are named: names and "
	  "globs, also of files that do not exist as yet." },
	{ "watch", "sockets", SETTING_WORDS, AT(watch_sockets), 0, 0, "",
	  "Where it listens for syslog: unix:/run/culprit/log, "
	  "udp:127.0.0.1:5514, tcp:5514. A port alone is bound to loopback." },
	{ "watch", "journal", SETTING_WORDS, AT(watch_journal), 0, 0, "",
	  "Options of journalctl that choose what is followed of the journal, "
	  "such as -u postfix@-; all for everything." },
	{ "watch", "state", SETTING_PATH, AT(watch_state), 0, 0, "",
	  "Folder for the checkpoint, from which it goes on after a restart. "
	  "Without it each start begins anew." },
	{ "watch", "report", SETTING_PATH, AT(watch_report), 0, 0, "",
	  "Folder into which all formats are written, as scan -o does, at "
	  "the end of each day of the log and on SIGUSR1." },
	{ "watch", "checkpoint_seconds", SETTING_REAL, AT(watch_checkpoint_sec),
	  0.01, 86400, "30",
	  "After so many seconds there is a checkpoint, if anything came." },
	{ "watch", "checkpoint_lines", SETTING_SIZE, AT(watch_checkpoint_lines),
	  1, 1e15, "5M", "After so many lines there is one at the latest." },
	{ "watch", "settle_seconds", SETTING_REAL, AT(watch_settle_sec), 0, 60,
	  "0.3",
	  "Where several logs are followed, how long a new line waits for "
	  "earlier ones of the others." },
	{ "watch", "inotify", SETTING_SWITCH, AT(watch_inotify), 0, 0, "yes",
	  "Be told by the kernel when a log grows; else it is looked at four "
	  "times a second, as is done on network file systems." },
	{ "watch", "metrics", SETTING_TEXT, AT(watch_metrics), 0, 0, "",
	  "Address for /metrics (OpenMetrics) and /healthz over HTTP, such as "
	  "127.0.0.1:9477." },
	{ "watch", "lag_limit", SETTING_REAL, AT(watch_lag_sec), 1, 86400,
	  "300", "So many seconds behind the log, and /healthz fails." },
	{ "watch", "exec", SETTING_TEXT, AT(watch_exec), 0, 0, "",
	  "Command that is run for each new suggestion, with its JSON on "
	  "standard input. No shell." },
	{ "watch", "mail", SETTING_TEXT, AT(watch_mail), 0, 0, "",
	  "Address to which new suggestions are mailed as a digest." },
	{ "watch", "mail_seconds", SETTING_REAL, AT(watch_mail_sec), 60, 86400,
	  "3600", "Seconds between two digests at least." },
	{ "watch", "sendmail", SETTING_TEXT, AT(watch_sendmail), 0, 0,
	  "/usr/sbin/sendmail",
	  "Program that takes the digest, called as sendmail -i -t is." },
	{ "ledger", "path", SETTING_PATH, AT(ledger_path), 0, 0, "",
	  "Database of suggestions and of what staff decided about them. scan "
	  "and watch file into it; list, show, accept, export and the desk "
	  "work on it. Without it nothing is kept." },
	{ "ledger", "retention_days", SETTING_REAL, AT(ledger_retention_days),
	  1, 36500, "400",
	  "Days that lines of evidence and past days of sources are kept. "
	  "Decisions are kept for good." },
	{ "ledger", "mail", SETTING_TEXT, AT(ledger_mail), 0, 0, "",
	  "Address to which a scan mails what is new, changed and gone." },
	{ "desk", "listen", SETTING_TEXT, AT(desk_listen), 0, 0,
	  "127.0.0.1:8025",
	  "Address at which culprit desk serves its page. Anything but "
	  "loopback wants a certificate, or a proxy that has one." },
	{ "desk", "url", SETTING_TEXT, AT(desk_url), 0, 0, "",
	  "The desk's address as people type it, if a proxy is in front or it "
	  "has a name: https://desk.aurora.example. Only then does it answer "
	  "by that name." },
	{ "desk", "certificate", SETTING_PATH, AT(desk_certificate), 0, 0, "",
	  "Certificate chain, PEM. With it and the key the desk speaks TLS." },
	{ "desk", "key", SETTING_PATH, AT(desk_key), 0, 0, "",
	  "Private key of the certificate, PEM." },
	{ "limits", "memory", SETTING_SIZE, AT(memory_bytes), 64.0 * 1048576,
	  1024.0 * 1073741824, "1G",
	  "Memory for evidence. When it is full, the least interesting "
	  "sources are forgotten first, and counted." },
	{ "limits", "workers", SETTING_WORKERS, AT(workers), 1, CUL_WORKERS_MAX,
	  "auto",
	  "Threads that parse. The result is the same with any number; auto "
	  "is one a processor." },
};

/* Shares of hits among the honest (t0) and the guilty (t1): judging starts
 * from a failure rate of 20 % that no honest source has, and 60 % that a
 * dictionary run does not go below. */
static const struct walk {
	const char *section, *t0, *t1, *help0, *help1;
} walks[CUL_WALKS_] = {
	[CUL_WALK_BAD_RECIPIENT] = { "walk.bad-recipient", ".20", ".60",
				     "Share of recipients elsewhere that do "
				     "not exist, honest.",
				     "The same share of a spammer's." },
	[CUL_WALK_REJECTED] = { "walk.rejected", ".10", ".50",
				"Share refused for content or reputation, "
				"honest.",
				"The same share of a spammer's." },
	[CUL_WALK_HARVEST] = { "walk.harvest", ".20", ".60",
			       "Share of recipients of ours that do not exist, "
			       "honest.",
			       "The same share of somebody who guesses." },
	[CUL_WALK_LOGIN] = { "walk.login", ".20", ".80",
			     "Share of user names that fail, honest.",
			     "The same share of somebody who guesses." },
};

static struct setting all[SETTINGS_MAX + 1];
static size_t n_all;
static char sections[CUL_DETECTORS_MAX][SETTING_TEXT_MAX];
static char defaults[CUL_DETECTORS_MAX][CUL_KNOBS_MAX][SETTING_TEXT_MAX];

static void add_walks(void)
{
	for (size_t w = 0; w < CUL_WALKS_; w++) {
		const struct walk *k = &walks[w];
		size_t at = w * sizeof(double);

		all[n_all++] = (struct setting){ k->section,   "t0",
						 SETTING_REAL, AT(walk_t0) + at,
						 .001,         .999,
						 k->t0,        k->help0 };
		all[n_all++] = (struct setting){ k->section,   "t1",
						 SETTING_REAL, AT(walk_t1) + at,
						 .001,         .999,
						 k->t1,        k->help1 };
	}
}

static void add_detector(size_t d, const struct cul_detector *det)
{
	snprintf(sections[d], SETTING_TEXT_MAX, "detect.%s", det->name);
	all[n_all++] = (struct setting){ sections[d],
					 "enabled",
					 SETTING_SWITCH,
					 AT(detector_on) + d * sizeof(bool),
					 0,
					 0,
					 "yes",
					 det->summary };
	for (size_t k = 0; k < CUL_KNOBS_MAX; k++) {
		const struct cul_knob *knob = &det->knobs[k];

		if (knob->name == NULL)
			break;
		snprintf(defaults[d][k], SETTING_TEXT_MAX, "%.10g", knob->dflt);
		all[n_all++] = (struct setting){
			sections[d],
			knob->name,
			SETTING_REAL,
			AT(knobs) + (d * CUL_KNOBS_MAX + k) * sizeof(double),
			knob->min,
			knob->max,
			defaults[d][k],
			knob->help
		};
	}
}

/* Once: it depends on nothing but what is linked. */
static void build(void)
{
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		all[n_all++] = fixed[i];
	add_walks();
	for (size_t d = 0; d < CUL_DETECTORS_MAX && cul_detectors[d] != NULL;
	     d++)
		add_detector(d, cul_detectors[d]);
}

size_t cul_settings_count(void)
{
	if (n_all == 0)
		build();
	return n_all;
}

const struct setting *setting_at(size_t i)
{
	return i < cul_settings_count() ? &all[i] : NULL;
}

const struct setting *setting_find(const char *section, const char *key,
				   size_t *ret_i)
{
	for (size_t i = 0; i < cul_settings_count(); i++) {
		if (strcmp(all[i].section, section) != 0 ||
		    strcmp(all[i].key, key) != 0)
			continue;
		*ret_i = i;
		return &all[i];
	}
	return NULL;
}

bool setting_section_known(const char *section)
{
	for (size_t i = 0; i < cul_settings_count(); i++)
		if (strcmp(all[i].section, section) == 0)
			return true;
	return false;
}

bool setting_is_list(const struct setting *t)
{
	return t->type == SETTING_NETS || t->type == SETTING_WORDS ||
	       t->type == SETTING_DOMAINS || t->type == SETTING_NEVER ||
	       t->type == SETTING_PATHS;
}
