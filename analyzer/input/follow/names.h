/* \summary: names of rotated logs, and their order
 *
 * "mail.log.1", ".0", ".2.gz" and "mail.log-20261127.xz", also with an hour or
 * seconds behind the date, are rotations of "mail.log". The order is that of
 * cul_paths_age, where that knows one.
 */
#ifndef CUL_FOLLOW_NAMES_H
#define CUL_FOLLOW_NAMES_H

#include "culprit/sv.h"

enum { CUL_DATE_DIGITS = 24 };

struct cul_rotation {
	bool packed;                    /* by its name           */
	int number;                     /* -1: it has a date     */
	char date[CUL_DATE_DIGITS + 1]; /* its digits alone      */
};

/* Whether `name` is a rotation of `base`; both without directories. */
bool cul_rotation_of(const char *name, const char *base,
		     struct cul_rotation *ret);

/* Below 0 where `a` is older; 0: one file and its packed form, say. */
int cul_rotation_order(const struct cul_rotation *a,
		       const struct cul_rotation *b);

/* The lengths of what `name` may be a rotation of, longest first: the next one
 * below `below`; 0: no more. Begin with SIZE_MAX. */
size_t cul_rotation_base(const char *name, size_t below);

/* Whether its name says that it is compressed. */
bool cul_name_is_packed(const char *name);

#endif
