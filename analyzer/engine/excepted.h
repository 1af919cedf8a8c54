/* \summary: exceptions of the ledger, as judging asks for them
 *
 * Beside [judge] never: nothing is suggested about these, and the report says
 * why and who answers for it.
 */
#ifndef CUL_EXCEPTED_H
#define CUL_EXCEPTED_H

#include "culprit/suggestion.h"
#include "engine/settings.h"

struct cul_ledger;

struct cul_excepted_one {
	struct cul_net net; /* of an address or a prefix */
	bool is_net;
	char name[CUL_NAME_MAX]; /* of all others; as it was written */
	struct cul_veto veto;    /* what the report says             */
};

struct cul_excepted { /* all zero: none */
	size_t n, room;
	struct cul_excepted_one *v;
};

/* Those of the ledger that stand at `now_usec`: 0, or what it returned. *ret is
 * to be given to cul_excepted_done whatever it is. */
int cul_excepted_read(struct cul_ledger *l, int64_t now_usec,
		      struct cul_excepted *ret);
void cul_excepted_done(struct cul_excepted *e);
bool cul_excepted_same(const struct cul_excepted *a,
		       const struct cul_excepted *b);

/* The first that is about this source, or NULL. */
const struct cul_excepted_one *cul_excepted_find(const struct cul_excepted *e,
						 const struct cul_source *s);

/* The same of the ledger that the settings name; none where they name none, or
 * it is not there yet. Else an error, with a sentence on `err`: who is never to
 * be accused must be known. */
int cul_settings_excepted(const struct cul_settings *s, struct cul_out *err,
			  struct cul_excepted *ret);

#endif
