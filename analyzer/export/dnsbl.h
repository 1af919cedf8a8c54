/* \summary: what the two data sets of rbldnsd have in common */
#ifndef CUL_LIST_DNSBL_H
#define CUL_LIST_DNSBL_H

#include "export/nets.h"

/* Writes an ip4trie or an ip6trie. */
void cul_list_dnsbl(const struct cul_report *r, struct cul_out *o, bool v4);

#endif
