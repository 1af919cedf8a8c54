/* \summary: numbers as digits, without the cost of a format */
#include "report/digits.h"

size_t cul_digits(char *buf, uint64_t n)
{
	size_t len = 1;

	for (uint64_t rest = n / 10; rest != 0; rest /= 10)
		len++;
	for (size_t i = len; i > 0; i--) {
		buf[i - 1] = (char)('0' + n % 10);
		n /= 10;
	}
	return len;
}

size_t cul_digits_point(char *buf, uint64_t n, unsigned places)
{
	uint64_t unit = 1;
	size_t len;

	for (unsigned i = 0; i < places; i++)
		unit *= 10;
	len = cul_digits(buf, n / unit);
	n %= unit;
	if (n != 0)
		buf[len++] = '.';
	for (; n != 0; n %= unit) {
		unit /= 10;
		buf[len++] = (char)('0' + n / unit);
	}
	return len;
}
