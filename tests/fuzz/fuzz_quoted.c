/* \summary: any text as a quoted refusal; what is found lies within it */
#include <stdlib.h>

#include "ledger/quoted.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void within(struct cul_sv text, struct cul_sv v)
{
	if (!cul_sv_present(v))
		return;
	if (v.ptr < text.ptr || v.ptr + v.len > text.ptr + text.len)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cul_sv text = { (const char *)data, size };
	struct cul_quoted q;

	cul_quoted_read(text, &q);
	if (q.refusal >= CUL_REFUSALS_ || q.n_addrs > CUL_QUOTED_ADDRS ||
	    q.n_names > CUL_QUOTED_NAMES || q.n_ids > CUL_QUOTED_IDS ||
	    (q.code != 0 && (q.code < 400 || q.code > 599)))
		abort();
	within(text, q.word);
	within(text, q.list);
	within(text, q.server);
	within(text, q.enhanced);
	for (unsigned i = 0; i < q.n_names; i++)
		within(text, q.names[i]);
	for (unsigned i = 0; i < q.n_ids; i++)
		within(text, q.ids[i]);
	return 0;
}
