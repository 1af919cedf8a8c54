/* \summary: events in, suggestions out: join, attribute, gather, judge
 *
 * The sequential half of a run, free of input and output: tests drive it with
 * events made by hand, scan with those of the pipeline. Event time is the
 * only time it knows.
 */
#ifndef CUL_COURT_H
#define CUL_COURT_H

#include "culprit/event.h"
#include "culprit/evidence.h"
#include "engine/excepted.h"
#include "engine/settings.h"
#include "evidence/state.h"
#include "evidence/table.h"
#include "input/again.h"

struct cul_court;

/* Reads the files of customers, accounts and leases. Messages on `err`. */
int cul_court_new(const struct cul_settings *s, struct cul_out *err,
		  struct cul_court **ret_court);
void cul_court_free(struct cul_court **court);

/* The same files and settings read anew, from `s`, while the court goes on: 0,
 * and from now on it goes by `s`; or an error with messages on `err`, and the
 * court is as it was. Only then may the settings before be freed. What was
 * found of a source stays, such as whose it is; how many notes of sessions are
 * kept stays as it was begun with. */
int cul_court_reconfigure(struct cul_court *c, const struct cul_settings *s,
			  struct cul_out *err);

/* What the leases hold, and how often they have been asked by now; false, and
 * all zero, where there are none. Sentences on what of them is doubtful. */
bool cul_court_leases(const struct cul_court *c, struct cul_lease_totals *ret);
int cul_court_leases_say(const struct cul_court *c,
			 int (*say)(void *arg, const char *sentence),
			 void *arg);

/* Where the days before the log come from, and whether those of the log are to
 * be kept. Each source of ours is asked for once at the most: when it is judged
 * first, or a window of it ends. It gets the days before the log's first one
 * (UTC), so a log that is heard twice is judged the same way twice: its own
 * days are not its past. */
struct cul_court_past {
	/* Calls `had` with each day of the source in [from, to), in order. What
	 * is not 0 ends the run. NULL: nothing is remembered. */
	int (*recall)(void *arg, enum cul_subject subject, const char *name,
		      int64_t from_usec, int64_t to_usec,
		      int (*had)(void *had_arg, const struct cul_past_day *d),
		      void *had_arg);
	void *arg;
	bool keeps;
};
/* Before the first event. Not in its state: to be set again after reading. */
void cul_court_set_past(struct cul_court *c, const struct cul_court_past *past);

/* The days that are over and were not handed out yet, so many at a time; once
 * `put` has returned 0 for all they are the court's no more. A log that is
 * closed holds a day for over if it goes on to midnight; or if it is of 20
 * hours at least, and of the source there is no other day in it. */
int cul_court_days(struct cul_court *c,
		   int (*put)(void *arg, const struct cul_past_day *days,
			      size_t n),
		   void *arg);
size_t cul_court_days_waiting(const struct cul_court *c);
/* Days that there was no room to keep. */
uint64_t cul_court_days_dropped(const struct cul_court *c);

/* From when until when the log goes, by what most events say: CUL_TIME_NONE
 * where there was none. */
void cul_court_span(const struct cul_court *c, int64_t *ret_from_usec,
		    int64_t *ret_to_usec);
/* Was there a word of that source? To be answered for those that have been
 * forgotten too the court is told before the first event. What is no source,
 * such as a network, has been heard of. */
void cul_court_keep_names(struct cul_court *c);
bool cul_court_heard_of(const struct cul_court *c, enum cul_subject subject,
			const char *name);

/* Nothing is suggested about these, beside [judge] never. The list is the
 * caller's; NULL: none. */
void cul_court_except(struct cul_court *c, const struct cul_excepted *list);

/* The keys of an event: a pure function of it, for any worker to do. */
void cul_court_keys(struct cul_event *ev);

/* Hear one event. Keys that are missing are made. `line` is what it was read
 * from, kept when it is evidence. */
int cul_court_hear(struct cul_court *c, const struct cul_event *ev,
		   const struct cul_logged *line);

/* `next` and CUL_COURT_AHEAD more in a row will be heard soon: the memory they
 * want is asked for. Of no consequence but for speed. */
enum { CUL_COURT_AHEAD = 12 };
void cul_court_ahead(const struct cul_court *c, const struct cul_event *next);

/* Where lines that last are read again; it must outlive the court. Without it
 * no line may be said to last. */
void cul_court_reread(struct cul_court *c, const struct cul_again *again);

/* End of the log: judge all that is left. Sets suggestions, cleared and the
 * court's part of the summary (guesses, warnings, orphans, evictions, mail
 * totals, sources). The report's arrays live as long as the court. `files`
 * names the inputs for the quotes. */
int cul_court_close(struct cul_court *c, const char *const *files,
		    size_t n_files, struct cul_report *report);

/* ---- while events still come ---- */

/* `suspect` is told of each source that was judged and against which something
 * was found in its window, whenever it was judged again. It must not touch the
 * court. */
void cul_court_suspects(struct cul_court *c,
			void (*suspect)(void *arg, const struct cul_source *s),
			void *arg);

/* What would be suggested about the source of a key if the log ended here: at
 * most CUL_DETECTORS_MAX suggestions, *ret_v the caller's, to be given to
 * cul_court_preview_done. Nothing is changed by it. */
int cul_court_preview(struct cul_court *c, uint64_t key,
		      const char *const *files, size_t n_files,
		      struct cul_suggestion **ret_v, size_t *ret_n);
/* When the window of that source began; false if there is none. */
bool cul_court_window(const struct cul_court *c, uint64_t key,
		      int64_t *ret_usec);
void cul_court_preview_done(struct cul_suggestion **v, size_t n);

/* What was found in windows that are over, by place; false past the last. The
 * lines and names in it stay the court's. */
bool cul_court_found(struct cul_court *c, size_t i, const char *const *files,
		     size_t n_files, struct cul_suggestion *ret);

/* Join the windows of one episode, and forget the suggestions, and who was
 * cleared, of whom nothing was heard since: for whoever never closes. */
void cul_court_retire(struct cul_court *c, int64_t before_usec);

/* What a snapshot says of it. */
struct cul_court_sizes {
	int64_t t_now; /* by what most events say; CUL_TIME_NONE: none yet */
	size_t sources, messages;
	uint64_t evicted_sources, evicted_messages;
	struct cul_mail_totals mail;
};
void cul_court_sizes(const struct cul_court *c, struct cul_court_sizes *ret);
const struct cul_table *cul_court_table(const struct cul_court *c);

/* All that is remembered, to disk and back (evidence/state.h); what is made
 * from the settings is not. A court that is read into is new, and no good if it
 * fails. Not after close. court_state.c */
int cul_court_state(struct cul_state *s, struct cul_court *c);

/* Everything known of one source, as text: its evidence, the arithmetic of
 * each walk and reason, the lines. `who` is an address, an account, a
 * customer, user@host. False if nothing is known of it. After close. */
bool cul_court_explain(struct cul_court *c, const char *who, struct cul_out *o);

#endif
