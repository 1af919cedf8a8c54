/* \summary: the networks that a list stops
 *
 * What all lists of addresses begin with: of each suggestion that stops mail
 * the networks it speaks of, sorted, none twice. An IPv6 host has its /64 to
 * choose from, so its /64 is who it is. The whole Internet and this host
 * itself are on no list.
 */
#ifndef CUL_LIST_NETS_H
#define CUL_LIST_NETS_H

#include "export/list.h"

struct cul_list_net {
	struct cul_net net;
	const struct cul_suggestion *s; /* the gravest of those that name it */
	int64_t expires_usec; /* the latest of theirs; CUL_TIME_NONE: never  */
};

struct cul_list_nets {
	size_t n;
	size_t n_inner; /* behind them in v: what was left out as it lies
			 * within another */
	struct cul_list_net *v;
};

enum cul_list_order {
	CUL_LIST_LONGEST,   /* longer prefixes first, for first match wins   */
	CUL_LIST_ADDRESSES, /* IPv6 and IPv4 apart, by address, wider first  */
	CUL_LIST_WIDEST     /* the same without what lies within another:
			     * of sets of intervals that may not overlap     */
};

/* Not the whole Internet, nor so much of it, nor this host itself. */
bool cul_list_is_fit(const struct cul_net *n);

/* Where wanted() is not NULL, of the suggestions alone that it is true of.
 * Free with cul_list_nets_done. */
int cul_list_nets(const struct cul_report *r, enum cul_list_order order,
		  bool (*wanted)(const struct cul_suggestion *s),
		  struct cul_list_nets *ret_nets);
void cul_list_nets_done(struct cul_list_nets *n);

/* Keep those of one family. */
void cul_list_nets_only(struct cul_list_nets *n, bool v4);
size_t cul_list_nets_count(const struct cul_list_nets *n, bool v4);

/* As text; without the length where it is one address. `buf` holds
 * CUL_NET_TEXT_MAX. */
void cul_list_net_print(const struct cul_net *n, char *buf);

/* Of the entry that expires first, and last; CUL_TIME_NONE: none ever does,
 * and of the last: not all do. */
int64_t cul_list_nets_first_expiry(const struct cul_list_nets *n);
int64_t cul_list_nets_last_expiry(const struct cul_list_nets *n);

/* Whether a suggestion names a network that can be on a list. */
bool cul_list_nets_names(const struct cul_suggestion *s);

/* A comment line for each suggestion that stops mail and names no network.
 * `mark` is what begins a comment. */
void cul_list_nets_missing(struct cul_out *o, const struct cul_report *r,
			   const char *mark);

/* And one for each entry that was left out. */
void cul_list_nets_inner(struct cul_out *o, const struct cul_list_nets *n,
			 const char *mark);

/* Whole seconds until it expires, counted from when the list is made, at
 * least 1 and at most `most`; 0: it never does. */
uint64_t cul_list_seconds(const struct cul_report *r, int64_t expires_usec,
			  uint64_t most);

#endif
