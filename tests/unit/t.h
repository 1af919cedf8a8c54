/* \summary: the one include of every unit test */
/* cmocka needs four headers before it, and our formatter sorts includes inside
 * a block; the empty line below keeps the order. Tests include only this. */
#ifndef CUL_TEST_T_H
#define CUL_TEST_T_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
