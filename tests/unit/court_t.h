/* \summary: a court to try events in: what a test says happened, line by line
 */
#ifndef CUL_TEST_COURT_H
#define CUL_TEST_COURT_H

#include "engine/court_int.h"

struct trial {
	struct cul_settings settings;
	struct cul_court *court;
	struct cul_report report;
	int64_t now;     /* of the next event; a second later each time */
	uint64_t offset; /* so many have been heard                     */
	const char *host;
};

/* Our network is 192.0.2.0/24 and our domain aurora.example, unless the first
 * of `more` is "guess"; `more` are further settings, "section.key=value", up
 * to a NULL. */
void trial_begin(struct trial *t, const char *const *more);
void trial_hear(struct trial *t, struct cul_event ev);
void trial_close(struct trial *t);
void trial_end(struct trial *t);

/* What explain says, in a buffer that the next call uses again; NULL if it
 * knows nothing. After close. */
const char *trial_explain(struct trial *t, const char *who);

/* The evidence against `name`: an address if it reads as one. NULL: none. */
const struct cul_source *trial_source(struct trial *t, enum cul_subject subject,
				      const char *name);
uint32_t trial_count(struct trial *t, enum cul_subject subject,
		     const char *name, enum cul_counter c);

/* The only suggestion about `name`, or NULL; more than one fails. */
const struct cul_suggestion *trial_suggestion(const struct trial *t,
					      const char *name);

struct cul_sv text_of(const char *s); /* NULL: absent */
struct cul_addr addr_of(const char *s);

/* One line each; `id` is the queue id. */
struct cul_event accepted(const char *id, const char *client,
			  const char *account);
struct cul_event identified(const char *id, const char *message_id);
struct cul_event queued(const char *id, const char *sender, uint32_t n);
struct cul_event fate(const char *id, const char *recipient,
		      enum cul_event_kind kind, enum cul_outcome outcome);
struct cul_event removed(const char *id);
struct cul_event refused(const char *client, const char *sender,
			 const char *recipient, enum cul_outcome outcome);
struct cul_event login_failed(const char *client, const char *account);

/* accepted, queued, one fate elsewhere, removed. */
void trial_message(struct trial *t, const char *client, const char *sender,
		   const char *recipient, enum cul_outcome outcome);

/* A day of a zombie at `client`: 40 messages under strangers' names, half of
 * the recipients do not exist, a third is refused as spam. */
void trial_zombie(struct trial *t, const char *client, unsigned salt);

#endif
