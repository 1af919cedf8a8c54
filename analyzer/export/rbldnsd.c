/* \summary: an ip4trie of rbldnsd: a DNS list of client addresses */
#include "export/dnsbl.h"

static void write_rbldnsd(const struct cul_report *r, struct cul_out *o)
{
	cul_list_dnsbl(r, o, true);
}

extern const struct cul_export cul_export_rbldnsd;
const struct cul_export cul_export_rbldnsd = {
	.name = "rbldnsd",
	.file = "rbldnsd.ip4trie",
	.summary = "rbldnsd ip4trie: a DNS list of IPv4 addresses",
	.write = write_rbldnsd,
};
