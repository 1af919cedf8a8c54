/* \summary: records in columns: CSV, tabs, blanks; which column is what
 *
 * As RFC 4180 has it, a field may be in double quotes, within which the
 * delimiter is text and a quote is written twice. Views cannot be rewritten:
 * within such a field the quotes stay double. A line break in a quoted field
 * ends the record for whoever cuts lines; its last field is then not closed,
 * which is said, so that no part of a record is taken for all of it.
 */
#ifndef CUL_TEXT_CSV_H
#define CUL_TEXT_CSV_H

#include "culprit/record.h"

/* Meanings of columns are numbers of their own for each format, so that one
 * that was given another's columns does not take them for its own. */
enum {
	CUL_CSV_EXCHANGE = 1,
	CUL_CSV_EXCHANGE_SMTP = 50,
	CUL_CSV_IIS = 70,
	CUL_CSV_POWERMTA = 100,
};

enum { CUL_CSV_MEANINGS_MAX = 40 }; /* of one format */

struct cul_csv_name {
	struct cul_sv name;
	uint8_t is;
};

/* Fields of a line, one after the other. */
struct cul_csv {
	struct cul_cur c;
	char delimiter;
	bool quotes; /* a field may be quoted                         */
	bool more;   /* another field follows, which may be empty     */
	bool open;   /* the last one's quote is not closed            */
};

struct cul_csv cul_csv_over(struct cul_sv line, char delimiter, bool quotes);

/* The next field, without its quotes, while `more`. */
struct cul_sv cul_csv_next(struct cul_csv *csv);

/* Which columns `line` names, of those in the table; the case is folded. A
 * name that comes again counts the first time. Returns how many of the table
 * it names: 0 if there are more columns than can be held. */
unsigned cul_csv_columns(struct cul_sv line, char delimiter,
			 const struct cul_csv_name *names, size_t n_names,
			 struct cul_columns *ret_columns);

/* How many of the meanings from `first` to `last` the columns have. */
unsigned cul_csv_knows(const struct cul_columns *columns, unsigned first,
		       unsigned last);

enum cul_csv_fit {
	CUL_CSV_WHOLE, /* as many fields as columns; more if empty      */
	CUL_CSV_SHORT, /* fewer                                         */
	CUL_CSV_LONG,  /* more                                          */
	CUL_CSV_OPEN   /* a quoted field goes on in the next line       */
};

/* Put each field at ret_fields[meaning - first]; absent where there is no such
 * column. An empty field is present. */
enum cul_csv_fit cul_csv_read(struct cul_sv line,
			      const struct cul_columns *columns, bool quotes,
			      unsigned first, struct cul_sv *ret_fields,
			      unsigned n_fields);

/* How many fields a line has. */
unsigned cul_csv_count(struct cul_sv line, char delimiter, bool quotes);

/* "2026-11-20T04:11:09.123Z," at the beginning of a record of Exchange, what
 * syslog may have put before it taken off. */
bool cul_csv_stamp_read(struct cul_sv text, struct cul_stamp *ret_stamp);

#endif
