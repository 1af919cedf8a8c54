/* \summary: base64 (RFC 4648, 4) */
#include "export/base64.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789+/";

void cul_base64(struct cul_sv v, char *buf)
{
	for (size_t i = 0; i < v.len; i += 3, buf += 4) {
		size_t n = v.len - i < 3 ? v.len - i : 3;
		uint32_t three = 0;

		for (size_t k = 0; k < 3; k++)
			three = three << 8 |
				(k < n ? (unsigned char)v.ptr[i + k] : 0);
		buf[0] = digits[three >> 18 & 63];
		buf[1] = digits[three >> 12 & 63];
		buf[2] = n > 1 ? digits[three >> 6 & 63] : '=';
		buf[3] = n > 2 ? digits[three & 63] : '=';
	}
}
