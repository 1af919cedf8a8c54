/* \summary: where a sink writes: the first error sticks */
#include <stdio.h>

#include "culprit/err.h"
#include "culprit/report.h"

void cul_out_put(struct cul_out *o, const char *bytes, size_t len)
{
	if (o->err == 0 && len != 0)
		o->err = o->put(o->arg, bytes, len);
}

void cul_out_str(struct cul_out *o, const char *s)
{
	cul_out_put(o, s, strlen(s));
}

/* For numbers and short words: what strangers wrote goes through an escaper,
 * never through here. Longer than the buffer is an error, not a cut. */
void cul_out_fmt(struct cul_out *o, const char *fmt, ...)
{
	char buf[2048];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < sizeof(buf))
		cul_out_put(o, buf, (size_t)n);
	else if (o->err == 0)
		o->err = CUL_EUSAGE;
}
