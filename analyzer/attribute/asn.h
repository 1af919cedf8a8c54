/* \summary: whose network an address is in: ASN or country, from an MMDB file
 *
 * The file is mapped, not read: one that is to be renewed while a run goes on
 * must be put in place by rename.
 */
#ifndef CUL_ASN_H
#define CUL_ASN_H

#include "culprit/addr.h"
#include "culprit/report.h"

struct cul_asn;

/* A NULL path is allowed: *ret NULL. 0, CUL_ECONF with words in `err`, or
 * CUL_ENOMEM. */
int cul_asn_open(const char *path, struct cul_out *err, struct cul_asn **ret);
void cul_asn_close(struct cul_asn **asn);

/* The same number for two addresses of one autonomous system, or, where the
 * file has none, of one country; never the same for a system and a country. 0:
 * not known, as everything is to a NULL `asn`. */
uint64_t cul_asn_key(const struct cul_asn *asn, const struct cul_addr *a);

#endif
