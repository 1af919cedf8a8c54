/* \summary: texts that wait in a folder until they have been delivered
 *
 * One file each, written whole or not at all: it is made under another name,
 * synced, renamed, and the folder synced. Its name says what it is:
 * TIME-ID.NUMBER[.WHAT.ACTION.KIND].SUFFIX, the time in microseconds.
 */
#ifndef CUL_TELL_SPOOL_H
#define CUL_TELL_SPOOL_H

#include "tell/tell.h"
#include "tell/text.h"

enum { CUL_SPOOL_NAME_MAX = 160 };

struct cul_spool_name {
	int64_t said_usec;
	uint64_t number;
	char id[CUL_ID_MAX];
	bool of_notice; /* the three below are in the name */
	enum cul_notice_what what;
	enum cul_action action;
	enum cul_kind kind;
};

const char *cul_notice_what_name(enum cul_notice_what what);
/* False where the id has other bytes than letters and digits. */
bool cul_spool_name_print(const struct cul_spool_name *n, const char *suffix,
			  char buf[CUL_SPOOL_NAME_MAX]);
bool cul_spool_name_read(const char *name, const char *suffix,
			 struct cul_spool_name *ret);

struct cul_spool_item {
	struct cul_spool_item *next;
	struct cul_spool_name is;
	char name[CUL_SPOOL_NAME_MAX];
	char *held; /* not NULL: the disk would not have it */
	size_t held_len;
	/* Of who delivers it (post.c). */
	int64_t due, pause;
	unsigned tries;
	bool running;
	bool behind; /* another of the same id must be delivered first */
};

struct cul_spool {
	int dir, failed_dir; /* -1: not open */
	const char *name;    /* "exec"; static, as the suffix is */
	const char *suffix;
	const struct cul_tell_plan *plan; /* for say; not owned */
	struct cul_spool_item *first, *last;
	size_t n, n_held, held_bytes, n_failed;
	uint64_t lost;
	char error[256]; /* "", or why the disk would not have the last */
};

/* STATE/spool/NAME, with what lies in it. */
int cul_spool_open(struct cul_spool *s, const struct cul_tell_plan *plan,
		   const char *name, const char *suffix,
		   char err[CUL_TELL_ERR]);
void cul_spool_close(struct cul_spool *s);

/* Results as of cul_tell_notice; *ret_item is NULL where it is lost, or there
 * already. */
int cul_spool_add(struct cul_spool *s, const struct cul_spool_name *is,
		  struct cul_sv text, struct cul_spool_item **ret_item);
/* Try once more to write what is held; true if nothing is held any more. */
bool cul_spool_write_held(struct cul_spool *s);
/* A descriptor at the beginning of the text, close-on-exec; -1, and errno. */
int cul_spool_read(const struct cul_spool *s, const struct cul_spool_item *i);
/* It was delivered; forgets the item. */
void cul_spool_drop(struct cul_spool *s, struct cul_spool_item *i);
void cul_spool_drop_all(struct cul_spool *s);
/* It was given up: to failed/; forgets the item. */
void cul_spool_give_up(struct cul_spool *s, struct cul_spool_item *i);

void cul_tell_say(const struct cul_tell_plan *plan, int priority,
		  const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif
