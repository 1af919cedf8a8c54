/* \summary: any text as a time stamp; what is read can be printed and read */
#include <stdlib.h>

#include "culprit/stamp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hold(bool ok)
{
	if (!ok)
		abort();
}

static void stamp_holds(const struct cul_stamp *st)
{
	char buf[CUL_TIME_TEXT_MAX];
	size_t n = cul_time_print(st->t_usec, buf);
	struct cul_cur c = cul_cur_over((struct cul_sv){ buf, n });
	struct cul_stamp back;

	hold(st->form != CUL_STAMP_ABSENT && n < sizeof(buf));
	/* A zone may carry the year 0 or 9999 over its edge. */
	if (st->t_usec < cul_days_from_civil(0, 1, 1) * CUL_USEC_PER_DAY ||
	    st->t_usec >= cul_days_from_civil(10000, 1, 1) * CUL_USEC_PER_DAY)
		return;
	hold(cul_stamp_read_rfc3339(&c, &back) && c.p == c.end);
	hold(back.form == CUL_STAMP_ZONED && back.t_usec == st->t_usec);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cul_sv text = { (const char *)data, size };
	struct cul_cur c = cul_cur_over(text);
	struct cul_stamp st;

	if (cul_stamp_read_rfc3164(&c, &st))
		stamp_holds(&st);
	hold(c.p <= c.end);
	c = cul_cur_over(text);
	if (cul_stamp_read_rfc3339(&c, &st))
		stamp_holds(&st);
	hold(c.p <= c.end);
	c = cul_cur_over(text);
	if (cul_stamp_read_tai64n(&c, &st))
		stamp_holds(&st);
	hold(c.p <= c.end);
	return 0;
}
