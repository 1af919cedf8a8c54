/* \summary: what the terminal at the other end can show */
#ifndef CUL_SCREEN_H
#define CUL_SCREEN_H

#include "culprit/report.h"

/* Of standard output. Colour: a terminal that is not dumb, and NO_COLOR is
 * not set (no-color.org). UTF-8: LC_ALL, LC_CTYPE or LANG, the first that is
 * set, says so. */
struct cul_style cul_screen_style(void);

/* Columns of the terminal behind a descriptor; 0 if it is none. */
unsigned cul_screen_columns(int fd);

#endif
