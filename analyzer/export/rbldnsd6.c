/* \summary: an ip6trie of rbldnsd: a DNS list of client addresses */
#include "export/dnsbl.h"

static void write_rbldnsd6(const struct cul_report *r, struct cul_out *o)
{
	cul_list_dnsbl(r, o, false);
}

extern const struct cul_export cul_export_rbldnsd6;
const struct cul_export cul_export_rbldnsd6 = {
	.name = "rbldnsd6",
	.file = "rbldnsd.ip6trie",
	.summary = "rbldnsd ip6trie: a DNS list of IPv6 addresses",
	.write = write_rbldnsd6,
};
