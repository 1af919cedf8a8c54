/* \summary: the configuration, read once, typed, checked
 *
 * Every setting is one entry of one table (settings_table.c); from that come
 * parsing, range checks, `culprit check`, --help and the man page. Owned by
 * the caller; all strings live as long as the settings.
 */
#ifndef CUL_SETTINGS_H
#define CUL_SETTINGS_H

#include "culprit/addr.h"
#include "culprit/detector.h"
#include "culprit/err.h"
#include "culprit/report.h"

enum { CUL_DETECTORS_MAX = 32, CUL_PATH_MAX = 4096 };

struct cul_strings { /* a list as read, in order */
	size_t n;
	char **v;
};

struct cul_nets {
	size_t n;
	struct cul_net *v;
};

struct cul_settings {
	/* [network] */
	struct cul_nets networks;
	struct cul_strings local_domains; /* lower case                     */
	struct cul_strings servers;
	char *customers; /* path, made absolute; NULL if not set            */
	char *accounts;  /* path; NULL if not set                           */
	struct cul_strings leases; /* paths, made absolute                  */
	double lease_skew;         /* seconds                               */
	char *mmdb; /* path, made absolute; NULL if not set                 */
	/* [judge] */
	double false_per_year;
	struct cul_nets never_nets;
	struct cul_strings never_names; /* accounts, customers, local users */
	/* [time] */
	char *timezone; /* "UTC", "+02:00", or an Olson name                */
	int year;       /* of stamps without one; 0 is auto                 */
	/* [letter]; NULL if not set */
	char *letter_provider, *letter_contact, *letter_phone;
	char *letter_directory; /* path, made absolute                      */
	/* [watch]; NULL, empty or 0 if not set */
	struct cul_strings watch_files;   /* names and globs              */
	struct cul_strings watch_sockets; /* as cul_socket_new takes them */
	struct cul_strings watch_journal; /* journalctl and its options   */
	char *watch_state;                /* folder, made absolute        */
	char *watch_report;               /* folder, made absolute        */
	char *watch_metrics;              /* address to listen at         */
	char *watch_exec, *watch_mail, *watch_sendmail;
	double watch_checkpoint_sec, watch_settle_sec, watch_mail_sec,
		watch_lag_sec;
	uint64_t watch_checkpoint_lines;
	bool watch_inotify;
	/* [ledger], [desk]; NULL if not set */
	char *ledger_path; /* made absolute */
	double ledger_retention_days;
	char *ledger_mail;
	char *desk_listen, *desk_url, *desk_certificate, *desk_key;
	/* [limits] */
	uint64_t memory_bytes;
	unsigned workers; /* 0: as many as the machine has                  */
	/* [walk.NAME], by enum cul_walk */
	double walk_t0[CUL_WALKS_], walk_t1[CUL_WALKS_];
	/* [detect.NAME], by position in cul_detectors */
	double knobs[CUL_DETECTORS_MAX][CUL_KNOBS_MAX];
	bool detector_on[CUL_DETECTORS_MAX]; /* key "enabled" */
	/* command line only */
	bool mask;
	const char *parser; /* one parser's name; NULL chooses by content */
	const char *path;   /* the file read; NULL if defaults */
};

/* Defaults. */
int cul_settings_init(struct cul_settings *s);
void cul_settings_done(struct cul_settings *s);

/* Read an INI file over what is there. On CUL_ECONF, `err` says
 * "FILE:LINE: what is wrong, and the nearest known key"; all wrong lines, one
 * a line. */
int cul_settings_read(struct cul_settings *s, const char *path,
		      struct cul_out *err);

/* One "section.key=value" from the command line. */
int cul_settings_set(struct cul_settings *s, const char *assignment,
		     struct cul_out *err);

/* One row of the table, for --help, the man page and `culprit check`. */
struct cul_setting_info {
	const char *section, *key, *type, *dflt, *range, *help;
};
size_t cul_settings_count(void);
struct cul_setting_info cul_settings_info(size_t i);
/* The value in force, as it would be written in the file. */
void cul_settings_show(const struct cul_settings *s, size_t i,
		       struct cul_out *o);

/* It has no value: an empty list, no file named. */
bool cul_settings_is_empty(const struct cul_settings *s, size_t i);

/* Threads to work with: as set, or one a processor. */
unsigned cul_settings_workers(const struct cul_settings *s);

/* What is set and has no effect, one sentence a line. */
void cul_settings_unused(const struct cul_settings *s, struct cul_out *o);

/* The whole table with its values as one JSON array and a newline. */
void cul_settings_json(const struct cul_settings *s, struct cul_out *o);

#endif
