/* \summary: any text as an SMTP reply and as another server's answer */
#include <stdlib.h>

#include "text/outcome.h"
#include "text/reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hold(bool ok)
{
	if (!ok)
		abort();
}

static void inside(struct cul_sv v, struct cul_sv text)
{
	hold(!cul_sv_present(v) ||
	     (v.ptr >= text.ptr && v.ptr + v.len <= text.ptr + text.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cul_sv text = { (const char *)data, size };
	struct cul_said said = cul_said_read(text);
	struct cul_reply r = cul_reply_read(text);

	inside(said.words, text);
	inside(r.enhanced, text);
	inside(r.text, text);
	hold(r.code == 0 || (r.code >= 200 && r.code < 600));
	for (unsigned s = 0; s < CUL_STAGES_; s++) {
		enum cul_outcome o = cul_outcome_of(r.code, r.enhanced, r.text,
						    (enum cul_stage)s);

		hold(o > CUL_OUTCOME_NONE && o < CUL_OUTCOMES_);
		hold((o == CUL_OUTCOME_OK) == (r.code / 100 == 2));
	}
	return 0;
}
