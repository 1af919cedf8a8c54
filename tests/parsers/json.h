/* \summary: one record's verdict and event as a line of JSON, for the tests */
#ifndef CUL_TESTS_PARSERS_JSON_H
#define CUL_TESTS_PARSERS_JSON_H

#include <stdio.h>

#include "culprit/parser.h"

/* As a string in double quotes. Bytes that are not UTF-8, and controls, are
 * escaped as \u00XX. */
void json_string(FILE *to, struct cul_sv v);

/* A line for each event of the record, one if there is none:
 * {"line":N,"verdict":…,"why":…,"kind":…}: what is absent is left out, and so
 * is a stage, transport or disposition that says nothing. */
void record_print(FILE *to, const struct cul_parser *parser,
		  struct cul_record *rec, unsigned long line);

#endif
