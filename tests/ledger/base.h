/* \summary: a ledger to break: its files, what is done to it, where it stops */
#ifndef LEDGER_BASE_H
#define LEDGER_BASE_H

#include "ledger/ledger_int.h"
#include "ledger_t.h"

/* In the scratch folder: "base.db", with five cases in several standings. Then
 * base_copy() makes "l.db" of it, as often as it is wanted. */
void base_make(void);
void base_copy(void);
/* The path of a file in the folder; lasts for some calls. */
const char *base_path(const char *name);
/* "l.db", to be written; or the test fails. */
struct cul_ledger *base_open(void);

/* Things that are done to it; each opens "l.db", acts and closes it. */
struct base_deed {
	const char *name;
	/* What is done to the open ledger; 0 or CUL_E…. */
	int (*act)(struct cul_ledger *l);
};
extern const struct base_deed base_deeds[];
extern const size_t base_n_deeds;

/* The tables as text before and after it was done. */
char *base_before(void);
char *base_after(const struct base_deed *d);

/* What happens at the n-th point (from 1); 0: nothing ever. */
enum base_point {
	BASE_STATEMENT, /* SQLite begins a statement                        */
	BASE_WRITE,     /* the process is about to write to a file          */
	BASE_TORN,      /* it has written half of what it wanted            */
	BASE_FULL,      /* from then on writing says that the disk is full  */
	BASE_BROKEN,    /* this one write says that the disk is broken      */
	BASE_POINTS_
};
void base_stop_at(enum base_point where, unsigned n);
/* It has come to that point. */
bool base_stopped(void);

#endif
