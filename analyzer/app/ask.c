/* \summary: a question on the terminal */
#include <stdio.h>
#include <string.h>

#include "app/ask.h"

bool cul_ask(const char *question, char *buf, size_t size, const char **answer)
{
	const char *given = *answer;
	size_t n;

	if (given != NULL && given[strspn(given, " \t\n")] != '\0')
		return true;
	do {
		(void)fprintf(stderr, "%s ", question);
		if (fgets(buf, (int)size, stdin) == NULL) {
			(void)fputc('\n', stderr);
			return false;
		}
		n = strlen(buf);
		if (n != 0 && buf[n - 1] != '\n') {
			/* The rest of a line that is too long is dropped. */
			for (int c = getchar(); c != '\n' && c != EOF;)
				c = getchar();
		} else if (n != 0) {
			buf[n - 1] = '\0';
		}
	} while (buf[strspn(buf, " \t")] == '\0');
	*answer = buf;
	return true;
}
