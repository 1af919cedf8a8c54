/* \summary: any text as an address or prefix; what is read, prints the same */
#include <stdlib.h>

#include "culprit/addr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hold(bool ok)
{
	if (!ok)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cul_sv text = { (const char *)data, size };
	char buf[CUL_NET_TEXT_MAX];
	struct cul_addr a, a2;
	struct cul_net n, n2;

	if (cul_addr_parse(text, &a)) {
		struct cul_sv out = { buf, cul_addr_print(&a, buf) };

		hold(out.len < CUL_ADDR_TEXT_MAX);
		hold(cul_addr_parse(out, &a2) && cul_addr_eq(&a, &a2));
	}
	if (cul_net_parse(text, &n)) {
		struct cul_sv out = { buf, cul_net_print(&n, buf) };

		hold(out.len < CUL_NET_TEXT_MAX && cul_net_has(&n, &n.base));
		hold(cul_net_parse(out, &n2) && n2.bits == n.bits &&
		     cul_addr_eq(&n.base, &n2.base));
	}
	return 0;
}
