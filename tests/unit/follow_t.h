/* \summary: follow files of a test by a clock of its own, and tell their
 * lines */
#ifndef CUL_TEST_FOLLOW_T_H
#define CUL_TEST_FOLLOW_T_H

#include "input/follow.h"
#include "scratch.h"

enum { FOLLOW_T_TAILS = 64, FOLLOW_T_LINGER = 1000 };

struct follow_t {
	struct cul_follow_plan plan;
	struct cul_follow *f;
	struct cul_tail *tails[FOLLOW_T_TAILS];
	struct cul_place places[FOLLOW_T_TAILS]; /* after all that was told */
	const char *names[FOLLOW_T_TAILS];
	size_t n_tails;
	const char *added[8];
	size_t n_added;
	int64_t now_msec, next_msec;
	size_t want;
	bool offsets; /* tell them, and '!' of a cut line, '~' of a torn one */
	struct scratch_bytes told;
};

/* cmocka's setup and teardown: *state is a bool, whether without inotify, and
 * becomes a struct follow_t. */
int follow_t_setup(void **state);
int follow_t_teardown(void **state);

/* Follow a name or glob in the scratch folder. */
void follow_t_add(struct follow_t *t, const char *name);

/* Let time pass, and read all there is. */
void follow_t_pass(struct follow_t *t, int64_t msec);

/* Let some pass; these lines came of all, in that order, since asked last. */
void follow_t_told(struct follow_t *t, const char *lines);
void follow_t_told_after(struct follow_t *t, int64_t msec, const char *lines);

/* End, and begin again from the places. */
void follow_t_stop(struct follow_t *t);
void follow_t_start(struct follow_t *t);
void follow_t_restart(struct follow_t *t);

/* As told with offsets. */
void follow_t_tell(struct scratch_bytes *to, const struct cul_block *b,
		   const struct cul_line *l);

struct cul_tail_status follow_t_status(struct follow_t *t, const char *name);

/* Files: add text at the end, as a daemon that has it open under that name;
 * rename, copy, remove, cut to nothing, pack. */
void put(const char *name, const char *text);
void move(const char *from, const char *to);
void copy(const char *from, const char *to);
void drop(const char *name);
void cut(const char *name);
void pack(const char *name); /* mail.log.1 becomes mail.log.1.gz */

#endif
