/* \summary: whom lists stop, as a table for spreadsheets
 *
 * The columns of suggestions.csv, with the rows of those alone that a list
 * holds.
 */
#include "report/csv.h"
#include "export/list.h"

static void write_csv(const struct cul_report *r, struct cul_out *o)
{
	size_t rank = 0;

	cul_csv_head(o);
	for (size_t i = 0; i < r->n_suggestions; i++)
		if (cul_list_wants(r, &r->suggestions[i]))
			cul_csv_row(o, ++rank, &r->suggestions[i]);
}

extern const struct cul_export cul_export_csv;
const struct cul_export cul_export_csv = {
	.name = "csv",
	.summary = "a table for spreadsheets of those that lists stop",
	.write = write_csv,
};
