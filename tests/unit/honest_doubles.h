/* \summary: honest sources that look guilty, and what tells them apart
 *
 * A table of test_vetoes.c.
 */
#ifndef CUL_HONEST_DOUBLES_H
#define CUL_HONEST_DOUBLES_H

#include "fake_evidence.h"

struct double_case { /* a source that is, and one that is no longer */
	const char *veto;
	enum cul_kind kind;
	bool ours, lessens;
	enum cul_subject subject;
	struct {
		enum cul_counter c;
		uint32_t n;
	} counts[6];
	struct {
		enum cul_distinct d;
		uint32_t n;
	} distinct[3];
	/* what breaks it: this counter at this number */
	enum cul_counter spoil;
	uint32_t to;
};

static const struct double_case doubles[] = {
	{ "cron-loop",
	  CUL_KIND_SPAMMER,
	  true,
	  false,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 288 },
	    { CUL_C_out_contacts, 12 },
	    { CUL_C_out_bad_recipient, 12 } },
	  { { CUL_D_SENDER_DOMAINS, 1 } },
	  CUL_C_messages,
	  100 },
	{ "forwarder",
	  CUL_KIND_ZOMBIE,
	  true,
	  false,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 150 },
	    { CUL_C_out_contacts, 22 },
	    { CUL_C_out_content, 6 } },
	  { { CUL_D_SENDER_DOMAINS, 90 } },
	  CUL_C_out_bad_recipient,
	  3 },
	{ "newsletter",
	  CUL_KIND_SPAMMER,
	  true,
	  false,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 1200 },
	    { CUL_C_out_contacts, 1200 },
	    { CUL_C_out_bad_recipient, 30 },
	    { CUL_C_out_content, 60 } },
	  { { CUL_D_SENDER_DOMAINS, 1 } },
	  CUL_C_out_content,
	  300 },
	{ "nat-office",
	  CUL_KIND_ZOMBIE,
	  true,
	  false,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 170 },
	    { CUL_C_out_contacts, 60 },
	    { CUL_C_out_bad_recipient, 3 } },
	  { { CUL_D_SENDER_DOMAINS, 1 }, { CUL_D_HELOS, 40 } },
	  CUL_C_out_bad_recipient,
	  20 },
	{ "mail-server",
	  CUL_KIND_ZOMBIE,
	  true,
	  false,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 900 },
	    { CUL_C_out_contacts, 700 },
	    { CUL_C_out_bad_recipient, 40 },
	    { CUL_C_out_content, 10 } },
	  { { CUL_D_SENDER_DOMAINS, 50 } },
	  CUL_C_out_content,
	  100 },
	{ "shop",
	  CUL_KIND_FORM_ABUSE,
	  true,
	  false,
	  CUL_SUBJECT_LOCAL_USER,
	  { { CUL_C_messages, 300 },
	    { CUL_C_out_contacts, 290 },
	    { CUL_C_out_bad_recipient, 6 } },
	  { { CUL_D_SENDER_DOMAINS, 1 } },
	  CUL_C_out_bad_recipient,
	  60 },
	{ "stale-list",
	  CUL_KIND_SPAMMER,
	  true,
	  true,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 800 },
	    { CUL_C_out_contacts, 800 },
	    { CUL_C_out_bad_recipient, 380 } },
	  { { CUL_D_SENDER_DOMAINS, 1 } },
	  CUL_C_out_content,
	  40 },
	{ "passes-on",
	  CUL_KIND_ZOMBIE,
	  true,
	  true,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 900 },
	    { CUL_C_out_contacts, 700 },
	    { CUL_C_out_bad_recipient, 40 },
	    { CUL_C_out_content, 80 } },
	  { { CUL_D_SENDER_DOMAINS, 50 } },
	  CUL_C_out_bad_recipient,
	  100 },
	{ "worn-list",
	  CUL_KIND_SPAMMER,
	  true,
	  true,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 400 },
	    { CUL_C_out_contacts, 400 },
	    { CUL_C_out_bad_recipient, 48 },
	    { CUL_C_out_content, 120 } },
	  { { CUL_D_SENDER_DOMAINS, 4 },
	    { CUL_D_REJECTING_DOMAINS, 3 },
	    { CUL_D_RECIPIENT_DOMAINS, 90 } },
	  CUL_C_out_bad_recipient,
	  68 },
	{ "traveller",
	  CUL_KIND_STOLEN_ACCOUNT,
	  true,
	  true,
	  CUL_SUBJECT_ACCOUNT,
	  { { CUL_C_messages, 60 },
	    { CUL_C_out_contacts, 60 },
	    { CUL_C_out_bad_recipient, 2 } },
	  { { CUL_D_SENDER_DOMAINS, 1 }, { CUL_D_LOGIN_NETS, 8 } },
	  CUL_C_out_content,
	  6 },
	{ "monitor",
	  CUL_KIND_RELAY_PROBE,
	  false,
	  false,
	  CUL_SUBJECT_IP,
	  { { CUL_C_sessions, 288 },
	    { CUL_C_idle_sessions, 280 },
	    { CUL_C_relay_contacts, 4 },
	    { CUL_C_relay_foreign, 4 } },
	  { { CUL_D_SENDERS, 4 } },
	  CUL_C_relay_contacts,
	  30 },
	{ "roaming",
	  CUL_KIND_RELAY_PROBE,
	  false,
	  false,
	  CUL_SUBJECT_IP,
	  { { CUL_C_relay_contacts, 5 },
	    { CUL_C_relay_local_sender, 4 },
	    { CUL_C_relay_foreign, 1 } },
	  { { CUL_D_SENDERS, 2 } },
	  CUL_C_relay_tricks,
	  1 },
	{ "remote-server",
	  CUL_KIND_HARVEST,
	  false,
	  false,
	  CUL_SUBJECT_IP,
	  { { CUL_C_in_ok, 400 }, { CUL_C_in_bad_recipient, 30 } },
	  { { CUL_D_UNKNOWN_LOCAL, 30 } },
	  CUL_C_in_ok,
	  8 },
	{ "misconfigured",
	  CUL_KIND_RELAY_PROBE,
	  false,
	  true,
	  CUL_SUBJECT_IP,
	  { { CUL_C_relay_contacts, 6 }, { CUL_C_relay_foreign, 6 } },
	  { { CUL_D_SENDERS, 1 } },
	  CUL_C_relay_tricks,
	  2 },
	{ "moved-domain",
	  CUL_KIND_RELAY_PROBE,
	  false,
	  true,
	  CUL_SUBJECT_IP,
	  { { CUL_C_relay_contacts, 14 }, { CUL_C_relay_foreign, 14 } },
	  { { CUL_D_SENDERS, 6 },
	    { CUL_D_SENDER_DOMAINS, 3 },
	    { CUL_D_RELAY_DOMAINS, 2 } },
	  CUL_C_relay_contacts,
	  51 },
	{ "backscatter",
	  CUL_KIND_HARVEST,
	  false,
	  true,
	  CUL_SUBJECT_IP,
	  { { CUL_C_null_messages, 40 },
	    { CUL_C_null_bad_recipient, 44 },
	    { CUL_C_in_bad_recipient, 12 } },
	  { { CUL_D_UNKNOWN_LOCAL, 12 }, { CUL_D_SENDERS, 1 } },
	  CUL_C_in_bad_recipient,
	  40 },
	{ "old-password",
	  CUL_KIND_PASSWORD_ATTACK,
	  true,
	  false,
	  CUL_SUBJECT_ACCOUNT,
	  { { CUL_C_logins, 90 }, { CUL_C_login_failed, 60 } },
	  { { CUL_D_FAILED_NETS, 20 }, { CUL_D_LOGIN_NETS, 20 } },
	  CUL_C_login_failed,
	  600 },
	{ "shared-address",
	  CUL_KIND_PASSWORD_ATTACK,
	  false,
	  false,
	  CUL_SUBJECT_IP,
	  { { CUL_C_logins, 4000 } },
	  { { CUL_D_ACCOUNTS, 300 }, { CUL_D_FAILED_NAMES, 40 } },
	  CUL_COUNTERS_,
	  0 },
	{ "many-people",
	  CUL_KIND_PASSWORD_ATTACK,
	  true,
	  true,
	  CUL_SUBJECT_IP,
	  { { CUL_C_logins, 20 }, { CUL_C_login_failed, 360 } },
	  { { CUL_D_ACCOUNTS, 20 }, { CUL_D_FAILED_NAMES, 80 } },
	  CUL_COUNTERS_,
	  0 },
	{ "perhaps-bounces",
	  CUL_KIND_HARVEST,
	  false,
	  false,
	  CUL_SUBJECT_IP,
	  { { CUL_C_in_contacts, 25 }, { CUL_C_in_bad_recipient, 25 } },
	  { { CUL_D_UNKNOWN_LOCAL, 25 } },
	  CUL_C_messages,
	  1 },
	{ .veto = "open-relay",
	  .kind = CUL_KIND_ZOMBIE,
	  .ours = true,
	  .lessens = true,
	  .subject = CUL_SUBJECT_CUSTOMER,
	  .counts = { { CUL_C_messages, 400 },
		      { CUL_C_out_contacts, 300 },
		      { CUL_C_out_bad_recipient, 70 },
		      { CUL_C_out_content, 40 },
		      { CUL_C_null_messages, 3 } },
	  .distinct = { { CUL_D_SENDER_DOMAINS, 120 } },
	  .spoil = CUL_C_null_messages,
	  .to = 2 },
	{ .veto = "infected",
	  .kind = CUL_KIND_OPEN_RELAY,
	  .ours = true,
	  .subject = CUL_SUBJECT_CUSTOMER,
	  .counts = { { CUL_C_messages, 400 }, { CUL_C_null_messages, 2 } },
	  .distinct = { { CUL_D_SENDER_DOMAINS, 120 } },
	  .spoil = CUL_C_null_messages,
	  .to = 3 },
	{ .veto = "serves-many",
	  .kind = CUL_KIND_OPEN_RELAY,
	  .ours = true,
	  .subject = CUL_SUBJECT_CUSTOMER,
	  .spoil = CUL_COUNTERS_ },
	{ .veto = "receipts",
	  .kind = CUL_KIND_BACKSCATTER,
	  .subject = CUL_SUBJECT_IP,
	  .counts = { { CUL_C_in_ok, 20 } },
	  .spoil = CUL_C_in_ok,
	  .to = 19 },
};

/* What those doubles need to be known of beside counts. */
static const struct double_more {
	const char *veto;
	unsigned declared;
	struct cul_sender_mix mix;
	struct cul_bounces bounces;
} doubles_more[] = {
	{ .veto = "open-relay",
	  .declared = CUL_DECLARED_STATIC,
	  .mix = { .hours = 6, .strangers = 9, .dead = 4 } },
	{ .veto = "infected",
	  .declared = CUL_DECLARED_MAILHOST,
	  .mix = { .hours = 9, .strangers = 100, .dead = 40 } },
	{ .veto = "serves-many",
	  .mix = { .hours = 20, .strangers = 100, .dead = 10 } },
	{ .veto = "receipts", .bounces = { .never = 20, .unknown = 2 } },
};

static inline struct cul_source double_source(const struct double_case *t)
{
	struct cul_source s = { .subject = t->subject,
				.name = "somebody",
				.ours = t->ours,
				.t_last = CUL_USEC_PER_DAY / 2 };
	const size_t n_more = sizeof(doubles_more) / sizeof(*doubles_more);

	for (size_t i = 0; i < 6; i++)
		if (t->counts[i].n != 0)
			s.n[t->counts[i].c] = t->counts[i].n;
	for (size_t i = 0; i < 3; i++)
		if (t->distinct[i].n != 0)
			s.d[t->distinct[i].d] = t->distinct[i].n;
	for (size_t i = 0; i < n_more; i++) {
		const struct double_more *more = &doubles_more[i];

		if (strcmp(more->veto, t->veto) != 0)
			continue;
		s.declared = more->declared;
		s.mix = more->mix;
		s.bounces = more->bounces;
	}
	return s;
}

static inline const struct double_case *double_named(const char *veto)
{
	const struct double_case *t = doubles;

	while (strcmp(t->veto, veto) != 0)
		t++;
	return t;
}

#endif
