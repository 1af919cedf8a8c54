/* \summary: a question on the terminal */
#ifndef CUL_APP_ASK_H
#define CUL_APP_ASK_H

#include <stdbool.h>
#include <stddef.h>

/* Asks until there is an answer, of one line, into `buf`; *answer points at it
 * then. Where *answer is something already, that is the answer. False at the
 * end of input. The question is on standard error. */
bool cul_ask(const char *question, char *buf, size_t size, const char **answer);

#endif
