/* \summary: what XARF calls each kind */
#ifndef CUL_XARF_KIND_H
#define CUL_XARF_KIND_H

#include "culprit/suggestion.h"

struct cul_xarf_kind {
	const char *category, *type;
	/* A field that the schema of the type demands; NULL: none. */
	const char *key, *value;
	/* Demands protocol and first_seen, as all connections do. */
	bool connection;
};

const struct cul_xarf_kind *cul_xarf_kind(enum cul_kind k);

#endif
