/* \summary: undo a compression: members, one after the other, to bytes
 *
 * All four are files of one or more members (gzip's word; zstd says frames,
 * xz and bzip2 say streams), each whole in itself. What is the same for all
 * is in unpack.c, what one member holds in a file for each.
 */
#ifndef CUL_UNPACK_H
#define CUL_UNPACK_H

#include "input/layer.h"

/* What is read, what is made of it, and where from in the state. */
struct cul_unpack {
	struct cul_layer layer;
	struct cul_tap in;
	const struct cul_codec *codec;
	void *state; /* the codec's; NULL before the first member */
	bool in_member, had_member, ended;
	int64_t file_sec, member_sec;
	unsigned idle; /* steps on end that did nothing */
	int err;
};

struct cul_codec {
	const char *name;
	size_t head; /* bytes a member begins with, all of which it has */
	/* Is this the beginning of one? Fewer than `head` only where the
	 * input ends. */
	bool (*begins)(const unsigned char *p, size_t n);
	/* 0, or CUL_ENOMEM. */
	int (*start)(struct cul_unpack *u, const unsigned char *head);
	/* Undo some, to at most `room` bytes, or to none if what is made can
	 * be none with what there is: 1 where the member ends, else 0; or
	 * CUL_ECORRUPT and why, or CUL_ENOMEM. Bytes made are good whatever
	 * is returned. */
	int (*step)(struct cul_unpack *u, char *to, size_t room,
		    size_t *ret_made, const char **ret_why);
	void (*done)(void *state);
};

extern const struct cul_codec cul_gunzip, cul_unzstd, cul_unxz, cul_unbzip2;

/* If `tap` begins with compressed bytes, put on the layer that undoes it: 1
 * if so, else 0; or CUL_ENOMEM. */
int cul_unpack_try(struct cul_tap *tap);

#endif
