/* \summary: what gives a terminal back, known before it is needed */
#ifndef CUL_NOC_LEAVE_H
#define CUL_NOC_LEAVE_H

#include <stdbool.h>
#include <stddef.h>

/* False on a terminal that cannot be drawn on. */
bool cul_leave_can_move(void);

/* The bytes that end colours, keypad and the second screen of the terminal
 * that curses has begun, and show its cursor; NUL-terminated. */
void cul_leave_learn(char *buf, size_t size);

#endif
