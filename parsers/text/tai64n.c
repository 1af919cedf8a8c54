/* \summary: the time stamps of multilog */
#include "culprit/stamp.h"

/* `n` hexadecimal digits; UINT64_MAX if one of them is none. */
static uint64_t hex_read(const char *p, unsigned n)
{
	uint64_t v = 0;

	for (; n > 0; n--, p++) {
		char c = *p;

		if (c >= '0' && c <= '9')
			v = v << 4 | (uint64_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			v = v << 4 | (uint64_t)(c - 'a' + 10);
		else
			return UINT64_MAX;
	}
	return v;
}

bool cul_stamp_read_tai64n(struct cul_cur *c, struct cul_stamp *ret_stamp)
{
	enum { SECONDS = 16, NANOS = 8, ALL = 1 + SECONDS + NANOS };
	const uint64_t epoch = (UINT64_C(1) << 62) + 10;
	uint64_t sec, nano;

	if (c->bad || c->end - c->p < ALL || *c->p != '@')
		return false;
	sec = hex_read(c->p + 1, SECONDS);
	nano = hex_read(c->p + 1 + SECONDS, NANOS);
	/* Up to the year 9999, as the other stamps. */
	if (nano > 999999999 || sec < epoch ||
	    sec - epoch >= UINT64_C(253402300800))
		return false;
	c->p += ALL;
	ret_stamp->form = CUL_STAMP_ZONED;
	ret_stamp->t_usec = (int64_t)(sec - epoch) * CUL_USEC_PER_SEC +
			    (int64_t)(nano / 1000);
	return true;
}
