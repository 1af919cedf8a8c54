/* \summary: which lease format a file is in, by what it begins with */
#include "culprit/lease.h"

const struct cul_lease_format *cul_lease_choose(struct cul_sv head)
{
	const struct cul_lease_format *best = NULL;
	int sure = 0;

	for (size_t i = 0; cul_lease_formats[i] != NULL; i++) {
		int n = cul_lease_formats[i]->probe(head);

		if (n > sure) {
			sure = n;
			best = cul_lease_formats[i];
		}
	}
	return best;
}
