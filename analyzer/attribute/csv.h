/* \summary: the operator's own tables: comma-separated, RFC 4180 */
#ifndef CUL_CSV_H
#define CUL_CSV_H

#include "culprit/sv.h"

enum { CUL_CSV_FIELDS = 8 };

/* Cut one line into fields, in place; quotes are taken off, blanks around
 * fields too, those inside quotes stay. Returns how many; 0 for an empty line
 * or a comment (#); -1 if a quote does not end, or not at the end of its
 * field: a field cannot go on in the next line. Fields beyond CUL_CSV_FIELDS
 * are dropped. */
int cul_csv_split(char *line, size_t len,
		  struct cul_sv ret_fields[CUL_CSV_FIELDS]);

#endif
