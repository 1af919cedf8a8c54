/* \summary: where every parser's event begins */
#ifndef CUL_TEXT_EVENT_H
#define CUL_TEXT_EVENT_H

#include <assert.h>

#include "culprit/event.h"
#include "culprit/record.h"
#include "text/scan.h"

/* Everything absent, but for host and pid of the record. By sixteen bytes: of
 * a memset gcc makes "rep stos", which takes longer to begin than all of this
 * takes. */
static inline void cul_event_begin(struct cul_event *ev,
				   const struct cul_record *rec)
{
	static_assert(sizeof(*ev) % 16 == 0, "cleared by sixteen bytes");
#pragma GCC unroll 32
	for (size_t at = 0; at < sizeof(*ev); at += 16)
		cul_chunk_put(cul_chunk_of(0), (char *)ev + at);
	ev->host = rec->host;
	ev->pid = rec->pid;
}

#endif
