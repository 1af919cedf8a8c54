/* \summary: what gives a terminal back, known before it is needed */
#ifndef CUL_NOC_LEAVE_H
#define CUL_NOC_LEAVE_H

#include <stddef.h>

/* The bytes that end colours, keypad and the second screen of the terminal
 * that curses has begun, and show its cursor; NUL-terminated. */
void cul_leave_learn(char *buf, size_t size);

#endif
