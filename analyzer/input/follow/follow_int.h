/* \summary: what the files of this folder share: the set and its tails */
#ifndef CUL_FOLLOW_INT_H
#define CUL_FOLLOW_INT_H

#include "input/follow.h"
#include "input/follow/gen.h"

enum {
	/* Generations of one name held open, so that neither packing nor
	 * removing takes them from us; of more, the rest is opened as these
	 * are read. */
	CUL_CHAIN_MAX = 4,
	/* Each file is looked at so often whatever inotify says. */
	CUL_SAFETY_MSEC = 5000,
	/* A tail between two files, whose old one may lie where no watch is. */
	CUL_RESTLESS_MSEC = 100,
	CUL_NOTE_MAX = 512
};

struct cul_dir;
struct cul_ftail;

/* What a name in a directory leads to. */
struct cul_link {
	struct cul_link *next; /* of the same bucket */
	struct cul_dir *dir;
	const char *name;
	struct cul_ftail *tail; /* NULL: of nobody */
};

struct cul_path_name { /* kept as long as the tail */
	struct cul_path_name *next;
	char text[];
};

struct cul_ftail {
	struct cul_tail tail; /* first */
	struct cul_follow *follow;
	char *name, *dir;
	const char *base;
	struct cul_link own, target; /* target: what a symbolic link names */
	char *target_name, *target_dir;
	struct cul_path_name *paths;
	struct cul_gen *first, *last; /* oldest to youngest                 */
	struct cul_gen *gone[CUL_GONE_MAX];
	unsigned n_chain, n_gone;
	bool named; /* `last` is what the name leads to now             */
	bool begun;
	bool begin_now; /* something may be there to begin with             */
	bool from_end;
	bool has_old; /* rotations of it were given, too                  */
	bool has_place;
	bool taken;
	bool queued;   /* to be looked at in this step                     */
	bool by_name;  /* and for another file behind its name             */
	bool restless; /* between two files                                */
	bool in_restless;
	bool backlog; /* the current file was not reached as yet          */
	int64_t unrest_msec; /* when it was not restless last               */
	struct cul_place place;    /* to go on from                         */
	struct cul_file_mark prev; /* of the generation before `first`      */
	struct cul_ftail *next_queued, *next_untaken, *next_restless;
	size_t at; /* in the set */
	uint64_t restarts;
	char error[CUL_SENTENCE_MAX], note[CUL_NOTE_MAX];
};

struct cul_hook { /* pattern `p` goes on in this directory with part `part` */
	struct cul_hook *next;
	struct cul_pattern *p;
	size_t part;
};

struct cul_dir {
	char *path; /* "" is here */
	int wd;     /* -1: not watched */
	bool polled;
	uint64_t dev, ino;
	struct cul_hook *hooks;
};

struct cul_pattern {
	struct cul_pattern *next;
	char *text, **parts; /* text, cut at its slashes, below `root` */
	size_t n_parts;
	const char *root; /* "/" or "" */
	bool literal;
	struct cul_ftail *tail; /* of a literal one, while it lives */
};

struct cul_pending {
	struct cul_pending *next;
	struct cul_place place;
	char name[];
};

struct cul_follow {
	struct cul_follow_plan plan;
	int fd;
	int64_t now_msec;
	int64_t all_msec, restless_msec; /* when they were looked at last */
	bool stepped, rewalk, look_all, polls;
	struct cul_pattern *patterns, **patterns_end;
	struct cul_dir **dirs;
	size_t n_dirs, cap_dirs;
	bool dirs_sorted; /* by watch */
	struct cul_link **buckets;
	size_t n_buckets, n_links;
	struct cul_ftail **tails;
	size_t n_tails, cap_tails;
	struct cul_ftail *queue, *restless, *untaken, **untaken_end;
	struct cul_pending *pending;
};

/* tail_file.c */
int cul_ftail_new(struct cul_follow *f, const char *name,
		  struct cul_ftail **ret_tail);
void cul_ftail_free(struct cul_ftail *t);
const char *cul_ftail_path(struct cul_ftail *t, const char *path);
void cul_ftail_note(struct cul_ftail *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
struct cul_place cul_ftail_place(const struct cul_ftail *t);

struct cul_sibs;

/* Its rotations, beside it or below. */
int cul_ftail_sibs(const struct cul_ftail *t, bool below,
		   struct cul_sibs *ret_sibs);

/* successor.c: the file after `g`: 1, with whether it is the current one; 0:
 * there is none as yet, or `g` is the current one. */
int cul_chain_successor(struct cul_ftail *t, const struct cul_gen *g,
			struct cul_gen **ret_gen, bool *ret_named);
int cul_chain_open(struct cul_ftail *t, const char *path, bool rotated,
		   struct cul_gen **ret_gen);

/* chain.c: what stands behind a name, after it was looked at */
int cul_chain_look(struct cul_ftail *t, bool by_name);
int cul_chain_fill(struct cul_ftail *t);
void cul_chain_append(struct cul_ftail *t, struct cul_gen *g);
/* The first one was read to its end, and has a successor. */
int cul_chain_advance(struct cul_ftail *t);
void cul_chain_drop_gone(struct cul_ftail *t, unsigned i);

/* begin.c: where a tail begins, or goes on */
int cul_begin(struct cul_ftail *t);

/* follow.c: it is freed */
void cul_follow_forget(struct cul_ftail *t);
struct cul_ftail *cul_follow_find(const struct cul_follow *f, const char *name);
/* A place was told for a tail of that name, which there is not as yet. */
bool cul_follow_is_pending(const struct cul_follow *f, const char *name);
/* A tail of a name that has none. */
int cul_follow_tail(struct cul_follow *f, const char *name,
		    struct cul_ftail **ret_tail);

/* watch.c: directories and names in them */
int cul_watch_dir(struct cul_follow *f, const char *path,
		  struct cul_dir **ret_dir);
int cul_watch_link(struct cul_follow *f, struct cul_link *l, struct cul_dir *d,
		   const char *name);
void cul_watch_unlink(struct cul_follow *f, struct cul_link *l);
struct cul_ftail *cul_watch_owner(const struct cul_follow *f,
				  const struct cul_dir *d, const char *name,
				  size_t len);
int cul_watch_target(struct cul_ftail *t);
void cul_watch_queue(struct cul_ftail *t, bool by_name);
int cul_watch_events(struct cul_follow *f);
/* Watch anew those that are not any more what their path leads to. */
void cul_watch_again(struct cul_follow *f);
void cul_watch_done(struct cul_follow *f);

/* glob.c: patterns */
int cul_glob_add(struct cul_follow *f, const char *text);
int cul_glob_walk(struct cul_follow *f);
/* `name` came to be in `d`. */
int cul_glob_appeared(struct cul_follow *f, struct cul_dir *d,
		      const char *name);
bool cul_glob_gives(const struct cul_follow *f, const char *path);
void cul_glob_done(struct cul_follow *f);

#endif
