/* \summary: the words of a line of evidence, read again if need be */
#include "engine/court_int.h"
#include "evidence/lines.h"

struct cul_sv cul_court_line(const struct cul_court *c,
			     const struct cul_evidence_line *l,
			     char buf[CUL_COURT_LINE_MAX], bool *ret_gone)
{
	struct cul_sv line = { l->text, l->len };

	*ret_gone = false;
	if (l->text != NULL)
		return line;
	line.ptr = buf;
	if (c->again != NULL && cul_again_can(c->again, l->file) &&
	    cul_again_read(c->again, l->file, l->offset, buf, l->len) &&
	    cul_line_check(line) == l->check)
		return line;
	*ret_gone = true;
	return CUL_SV("(this line could not be read a second time)");
}
