/* \summary: for tests of telling: a state folder, a made-up clock, the log */
#ifndef CUL_TEST_TELL_T_H
#define CUL_TEST_TELL_T_H

#include "tell/tell.h"

/* 2026-11-20 04:11:09 UTC */
#define TELL_T_WALL INT64_C(1795147869000000)

struct tell_t {
	struct cul_tell_plan plan;
	struct cul_tell *tell;
	int64_t now, next;
	char *log; /* a line each: priority, blank, sentence */
	size_t log_len;
	uint64_t said; /* notices so far */
};

/* cmocka's setup and teardown: *state is a struct tell_t, whose plan has a
 * state folder, a host and the log, and tells nobody. */
int tell_t_setup(void **state);
int tell_t_teardown(void **state);

void tell_t_open(struct tell_t *t);
/* The end of the process, as far as its files go, and a new one. */
void tell_t_again(struct tell_t *t);

/* A suggestion, with nothing set that does not matter. */
struct cul_suggestion tell_t_suggestion(const char *id);
int tell_t_say(struct tell_t *t, const struct cul_suggestion *s,
	       enum cul_notice_what what, const char *json);
/* A new one of this id; its JSON is {"id":"…"}. */
void tell_t_new(struct tell_t *t, const char *id);

/* One step, without waiting. */
void tell_t_step(struct tell_t *t);
/* Steps, until no command runs any more, at a clock that stands. */
void tell_t_run(struct tell_t *t);
/* The clock goes on to what is due, then as above. */
void tell_t_due(struct tell_t *t);

struct cul_tell_status tell_t_status(const struct tell_t *t);
bool tell_t_logged(const struct tell_t *t, const char *text);

/* A file of the scratch folder, whole and NUL-terminated; "" if absent.
 * Freed at the teardown, or when all are to be forgotten. */
const char *tell_t_file(struct tell_t *t, const char *name);
void tell_t_forget(void);
/* How many files a folder below the state has, those with a dot left out. */
size_t tell_t_count(const struct tell_t *t, const char *folder);
/* A program of that text, made executable; its path. */
const char *tell_t_script(const char *name, const char *text);

/* The plan's command becomes a script of this text, and telling begins; $OUT
 * in it is the scratch folder. */
void tell_t_command(struct tell_t *t, const char *text);
/* The plan's sendmail becomes a program that keeps its arguments in `args`,
 * what it gets in `mails`, and fails while there is a file `down`. */
void tell_t_mail(struct tell_t *t);
/* A notice of one MiB. */
void tell_t_say_large(struct tell_t *t);

/* No file may have any bytes: as a full disk, but for the errno. */
void tell_t_fill_disk(bool full);

static inline int64_t tell_t_sec(int64_t n)
{
	return n * INT64_C(1000000);
}

/* One row of a cmocka table. */
#define TELL_T(f)                                                              \
	cmocka_unit_test_setup_teardown(f, tell_t_setup, tell_t_teardown)

#endif
