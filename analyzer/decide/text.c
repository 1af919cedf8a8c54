/* \summary: sentences put together in a fixed buffer */
#include <stdarg.h>
#include <stdio.h>

#include "decide/decide_int.h"

void cul_text_add(char *text, size_t size, const char *fmt, ...)
{
	const size_t used = strlen(text);
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text + used, size - used, fmt, ap);
	va_end(ap);
}
