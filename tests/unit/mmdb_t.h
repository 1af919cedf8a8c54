/* \summary: small MMDB files for tests (MaxMind DB format 2.0) */
#ifndef CUL_TEST_MMDB_H
#define CUL_TEST_MMDB_H

#include <stddef.h>
#include <stdint.h>

struct mmdb_net {
	const char *net;     /* none may lie in another             */
	uint32_t asn;        /* 0: the record has none              */
	const char *country; /* two letters; NULL: it has none      */
};

/* Write such a file; returns its path. `version` is 4 or 6, of the search
 * tree; IPv4 lies at ::/96 in one of version 6. */
const char *mmdb_file(const char *name, unsigned version,
		      const struct mmdb_net *nets, size_t n);

#endif
