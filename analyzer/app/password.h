/* \summary: a password, from a terminal or from a pipe */
#ifndef CUL_APP_PASSWORD_H
#define CUL_APP_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>

/* From a terminal: asked for twice, without echo. Else one line of standard
 * input. NUL-terminated; false, having said why, if there is none, it is
 * longer than `size`, or the two differ. */
bool cul_password_ask(const char *name, char *buf, size_t size);

#endif
