/* \summary: what the files of the Haraka parser share */
#ifndef CUL_HARAKA_HK_H
#define CUL_HARAKA_HK_H

#include "culprit/parser.h"

enum { CUL_HK_UUID = 36 };

enum cul_hk_why {
	/* ignored */
	CUL_HK_STEP,
	CUL_HK_ANSWERED,
	CUL_HK_OUTGOING,
	CUL_HK_NOTICE,
	/* malformed */
	CUL_HK_BAD_CLIENT,
	CUL_HK_BAD_LINE,
	CUL_HK_BAD_DELIVERY,
	CUL_HK_WHYS_
};

struct cul_hk {
	struct cul_cur c; /* the words not yet read */
	struct cul_event *ev;
	struct cul_sv session, message; /* its ids; absent if not named */
	unsigned part;
	unsigned why;
};

static inline enum cul_verdict cul_hk_ignore(struct cul_hk *k,
					     enum cul_hk_why why)
{
	k->why = why;
	return CUL_IGNORED;
}

static inline enum cul_verdict cul_hk_malformed(struct cul_hk *k,
						enum cul_hk_why why)
{
	k->why = why;
	return CUL_MALFORMED;
}

/* One reader for each origin that the line may have; `names`: the plugin is one
 * that logs the user. */
enum cul_verdict cul_hk_core(struct cul_hk *k);
enum cul_verdict cul_hk_auth(struct cul_hk *k, bool names);
enum cul_verdict cul_hk_outbound(struct cul_hk *k);

#endif
