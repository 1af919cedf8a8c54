/* \summary: what somebody quotes who was refused: who, by whom, for what
 *
 * From a bounce, a line of a log, a sentence on the phone, or one word. A pure
 * function of the text, which is a stranger's: what is found is for looking up,
 * and proves nothing.
 */
#ifndef CUL_QUOTED_H
#define CUL_QUOTED_H

#include "culprit/addr.h"

/* What the words of a refusal say. The first that is said counts: they stand
 * in order of how much they tell. */
enum cul_refusal {
	CUL_REFUSAL_NONE,     /* no word of one                              */
	CUL_REFUSAL_OURS,     /* in the words of our own lists: see the ids  */
	CUL_REFUSAL_RELAYS,   /* listed as an open relay, or a suspected one */
	CUL_REFUSAL_NO_RELAY, /* the server takes no mail for elsewhere      */
	CUL_REFUSAL_LISTED,   /* the client is on a block list: see `list`   */
	CUL_REFUSAL_LOGIN,    /* login failed, or is asked for               */
	CUL_REFUSAL_CONTENT,  /* spam or malware by its content              */
	CUL_REFUSAL_FULL,     /* a mailbox is full, or the mail too large    */
	CUL_REFUSAL_MAILBOX,  /* there is no such mailbox                    */
	CUL_REFUSAL_SENDER,   /* the sender's address or domain: SPF, DMARC  */
	CUL_REFUSAL_NAME,     /* the client's name: HELO, reverse DNS        */
	CUL_REFUSAL_LATER, /* try later: greylisting, too many at a time    */
	CUL_REFUSAL_OTHER, /* a reply code of 4xx or 5xx, and no more     */
	CUL_REFUSALS_
};

/* "no-relay"; and what it means, as the end of "The text says that …". */
const char *cul_refusal_name(enum cul_refusal r);
const char *cul_refusal_words(enum cul_refusal r);

enum {
	CUL_QUOTED_ADDRS = 8,
	CUL_QUOTED_NAMES = 8,
	CUL_QUOTED_IDS = 4,
	CUL_QUOTED_MAX = 64 * 1024 /* of a longer text the beginning is read */
};

struct cul_quoted_addr {
	struct cul_net net; /* a single address, or a prefix that was spelt */
	bool refuser;       /* the text names it as the server that refused */
};

/* All views are into the text; absent where there is nothing. In order, each
 * once; of more than there is room for the first. */
struct cul_quoted {
	enum cul_refusal refusal;
	unsigned code;          /* of the reply, 400 to 599; 0: none        */
	struct cul_sv enhanced; /* "5.7.1"                                  */
	struct cul_sv list;     /* domain of the block list that is named   */
	struct cul_sv server;   /* name of the server that refused          */
	unsigned n_addrs, n_names, n_ids;
	struct cul_quoted_addr addrs[CUL_QUOTED_ADDRS];
	struct cul_sv names[CUL_QUOTED_NAMES]; /* user@domain               */
	struct cul_sv ids[CUL_QUOTED_IDS];     /* may be of the ledger      */
	struct cul_sv word; /* the whole text, trimmed, if it is one line of
			     * at most CUL_NAME_MAX bytes: may be a name    */
};

void cul_quoted_read(struct cul_sv text, struct cul_quoted *ret_quoted);

#endif
