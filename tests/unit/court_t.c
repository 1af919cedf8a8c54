/* \summary: a court to try events in: what a test says happened, line by line
 */
#include "t.h"

#include <stdio.h>

#include "court_t.h"
#include "said.h"

static int complain(void *arg, const char *bytes, size_t len)
{
	(void)arg;
	print_message("%.*s", (int)len, bytes);
	return CUL_OK;
}

static void set(struct trial *t, const char *assignment)
{
	struct cul_out err = { complain, NULL, 0 };

	assert_int_equal(cul_settings_set(&t->settings, assignment, &err),
			 CUL_OK);
}

void trial_begin(struct trial *t, const char *const *more)
{
	struct cul_out err = { complain, NULL, 0 };

	*t = (struct trial){ .now = INT64_C(1795176000) * CUL_USEC_PER_SEC,
			     .host = "mx1" };
	assert_int_equal(cul_settings_init(&t->settings), CUL_OK);
	if (more != NULL && *more != NULL && strcmp(*more, "guess") == 0) {
		more++;
	} else {
		set(t, "network.networks=192.0.2.0/24 2001:db8::/32");
		set(t, "network.local_domains=aurora.example");
	}
	for (; more != NULL && *more != NULL; more++)
		set(t, *more);
	assert_int_equal(cul_court_new(&t->settings, &err, &t->court), CUL_OK);
}

void trial_hear(struct trial *t, struct cul_event ev)
{
	char line[64];
	int n = snprintf(line, sizeof(line), "line %llu of the log",
			 (unsigned long long)t->offset);
	const struct cul_logged logged = {
		{ line, (size_t)n }, 0, t->offset++, false
	};

	if (ev.t_usec == 0)
		ev.t_usec = t->now;
	if (ev.host.ptr == NULL && t->host != NULL)
		ev.host = text_of(t->host);
	assert_int_equal(cul_court_hear(t->court, &ev, &logged), CUL_OK);
	t->now += CUL_USEC_PER_SEC;
}

void trial_close(struct trial *t)
{
	static const char *const files[] = { "mail.log" };

	assert_int_equal(cul_court_close(t->court, files, 1, &t->report),
			 CUL_OK);
}

void trial_end(struct trial *t)
{
	cul_court_free(&t->court);
	cul_settings_done(&t->settings);
}

static char said[65536];

const char *trial_explain(struct trial *t, const char *who)
{
	struct said ear = { said, sizeof(said) };
	struct cul_out out = { said_add, &ear, 0 };
	bool known;

	said[0] = '\0';
	known = cul_court_explain(t->court, who, &out);
	assert_int_equal(out.err, CUL_OK);
	assert_int_equal(known, said[0] != '\0');
	return known ? said : NULL;
}

const struct cul_source *trial_source(struct trial *t, enum cul_subject subject,
				      const char *name)
{
	struct cul_who who = { .subject = subject };

	if (subject == CUL_SUBJECT_IP)
		who.addr = addr_of(name);
	else
		who.name = text_of(name);
	return cul_table_find(t->court->table, &who);
}

uint32_t trial_count(struct trial *t, enum cul_subject subject,
		     const char *name, enum cul_counter c)
{
	const struct cul_source *s = trial_source(t, subject, name);

	return s != NULL ? cul_count(s, c) : 0;
}

const struct cul_suggestion *trial_suggestion(const struct trial *t,
					      const char *name)
{
	const struct cul_suggestion *found = NULL;

	for (size_t i = 0; i < t->report.n_suggestions; i++)
		if (strcmp(t->report.suggestions[i].name, name) == 0) {
			assert_null(found);
			found = &t->report.suggestions[i];
		}
	return found;
}

struct cul_sv text_of(const char *s)
{
	return (struct cul_sv){ s, s != NULL ? strlen(s) : 0 };
}

struct cul_addr addr_of(const char *s)
{
	struct cul_addr a = { { 0 } };

	if (s != NULL)
		assert_true(cul_addr_parse(text_of(s), &a));
	return a;
}

struct cul_event accepted(const char *id, const char *client,
			  const char *account)
{
	return (struct cul_event){ .kind = CUL_EV_ACCEPTED,
				   .session = text_of(id),
				   .client = addr_of(client),
				   .account = text_of(account) };
}

struct cul_event identified(const char *id, const char *message_id)
{
	return (struct cul_event){ .kind = CUL_EV_IDENTIFIED,
				   .session = text_of(id),
				   .text = text_of(message_id) };
}

struct cul_event queued(const char *id, const char *sender, uint32_t n)
{
	return (struct cul_event){ .kind = CUL_EV_QUEUED,
				   .session = text_of(id),
				   .sender = text_of(sender),
				   .n_recipients = n,
				   .size_bytes = 2000 };
}

struct cul_event fate(const char *id, const char *recipient,
		      enum cul_event_kind kind, enum cul_outcome outcome)
{
	return (struct cul_event){ .kind = kind,
				   .session = text_of(id),
				   .recipient = text_of(recipient),
				   .outcome = outcome,
				   .transport = CUL_TRANSPORT_REMOTE };
}

struct cul_event removed(const char *id)
{
	return (struct cul_event){ .kind = CUL_EV_REMOVED,
				   .session = text_of(id) };
}

struct cul_event refused(const char *client, const char *sender,
			 const char *recipient, enum cul_outcome outcome)
{
	return (struct cul_event){ .kind = CUL_EV_REFUSED,
				   .client = addr_of(client),
				   .sender = text_of(sender),
				   .recipient = text_of(recipient),
				   .stage = CUL_STAGE_RCPT,
				   .reply = 554,
				   .outcome = outcome };
}

struct cul_event login_failed(const char *client, const char *account)
{
	return (struct cul_event){ .kind = CUL_EV_LOGIN_FAILED,
				   .client = addr_of(client),
				   .account = text_of(account) };
}

void trial_message(struct trial *t, const char *client, const char *sender,
		   const char *recipient, enum cul_outcome outcome)
{
	char id[32];

	(void)snprintf(id, sizeof(id), "M%llu", (unsigned long long)t->offset);
	trial_hear(t, accepted(id, client, NULL));
	trial_hear(t, queued(id, sender, 1));
	trial_hear(t, fate(id, recipient,
			   outcome == CUL_OUTCOME_OK ? CUL_EV_DELIVERED
						     : CUL_EV_BOUNCED,
			   outcome));
	trial_hear(t, removed(id));
}

void trial_zombie(struct trial *t, const char *client, unsigned salt)
{
	for (unsigned i = 0; i < 40; i++) {
		char sender[64], recipient[64];

		(void)snprintf(sender, sizeof(sender), "a%u@s%u-%u.example", i,
			       salt, i);
		(void)snprintf(recipient, sizeof(recipient),
			       "b%u@r%u-%u.example", i, salt, i);
		trial_message(t, client, sender, recipient,
			      i % 2 == 0   ? CUL_OUTCOME_BAD_RECIPIENT
			      : i % 3 == 0 ? CUL_OUTCOME_CONTENT
					   : CUL_OUTCOME_OK);
	}
}
