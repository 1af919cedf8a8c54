/* \summary: cut a record into the columns that its file has named */
#include "text/csv.h"

struct cul_csv cul_csv_over(struct cul_sv line, char delimiter, bool quotes)
{
	return (struct cul_csv){ .c = cul_cur_over(line),
				 .delimiter = delimiter,
				 .quotes = quotes,
				 .more = true };
}

/* Behind the quote that closes a field, or NULL. */
static const char *closing_quote(const char *p, const char *end, char delimiter)
{
	while (p < end) {
		p = cul_find_byte(p, (size_t)(end - p), '"');
		if (p == NULL)
			return NULL;
		p++;
		if (p == end || *p == delimiter)
			return p;
		if (*p == '"')
			p++;
	}
	return NULL;
}

static struct cul_sv plain_next(struct cul_csv *csv)
{
	struct cul_cur *c = &csv->c;
	struct cul_sv v = cul_cur_rest(c);
	const char *stop =
		v.len != 0 ? cul_find_byte(v.ptr, v.len, csv->delimiter) : NULL;

	if (stop == NULL) {
		csv->more = false;
		c->p = c->end;
		return v;
	}
	v.len = (size_t)(stop - v.ptr);
	c->p = stop + 1;
	return v;
}

struct cul_sv cul_csv_next(struct cul_csv *csv)
{
	struct cul_cur *c = &csv->c;
	struct cul_sv v;
	const char *close;

	if (!csv->quotes || c->p == c->end || *c->p != '"')
		return plain_next(csv);
	close = closing_quote(c->p + 1, c->end, csv->delimiter);
	if (close == NULL) {
		v = cul_sv_from(cul_cur_rest(c), 1);
		csv->open = true;
		csv->more = false;
		c->p = c->end;
		return v;
	}
	v = (struct cul_sv){ c->p + 1, (size_t)(close - c->p) - 2 };
	csv->more = close != c->end;
	c->p = csv->more ? close + 1 : close;
	return v;
}

static bool same_name(struct cul_sv a, struct cul_sv b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++) {
		unsigned char x = (unsigned char)a.ptr[i];
		unsigned char y = (unsigned char)b.ptr[i];

		if (x >= 'A' && x <= 'Z')
			x |= 0x20;
		if (y >= 'A' && y <= 'Z')
			y |= 0x20;
		if (x != y)
			return false;
	}
	return true;
}

static uint8_t meaning_of(struct cul_sv name, const struct cul_csv_name *names,
			  size_t n_names)
{
	for (size_t i = 0; i < n_names; i++)
		if (same_name(name, names[i].name))
			return names[i].is;
	return 0;
}

static bool has(const struct cul_columns *c, uint8_t is)
{
	for (unsigned i = 0; i < c->n; i++)
		if (c->is[i] == is)
			return true;
	return false;
}

unsigned cul_csv_columns(struct cul_sv line, char delimiter,
			 const struct cul_csv_name *names, size_t n_names,
			 struct cul_columns *ret_columns)
{
	struct cul_csv csv = cul_csv_over(line, delimiter, true);
	struct cul_columns out = { .delimiter = delimiter };
	unsigned known = 0;

	while (csv.more) {
		struct cul_sv name = cul_csv_next(&csv);
		uint8_t is;

		/* W3C headers often end with a blank. */
		if (name.len == 0 && !csv.more && out.n != 0)
			break;
		if (out.n == CUL_COLUMNS_MAX)
			return 0;
		is = meaning_of(name, names, n_names);
		if (is != 0 && has(&out, is))
			is = 0;
		out.is[out.n++] = is;
		known += is != 0;
	}
	if (known != 0)
		*ret_columns = out;
	return known;
}

unsigned cul_csv_knows(const struct cul_columns *columns, unsigned first,
		       unsigned last)
{
	unsigned n = 0;

	for (unsigned i = 0; columns != NULL && i < columns->n; i++)
		n += columns->is[i] >= first && columns->is[i] <= last;
	return n;
}

enum cul_csv_fit cul_csv_read(struct cul_sv line,
			      const struct cul_columns *columns, bool quotes,
			      unsigned first, struct cul_sv *ret_fields,
			      unsigned n_fields)
{
	struct cul_csv csv = cul_csv_over(line, columns->delimiter, quotes);
	unsigned i;

	for (unsigned k = 0; k < n_fields; k++)
		ret_fields[k] = (struct cul_sv){ NULL, 0 };
	for (i = 0; csv.more && i < columns->n; i++) {
		struct cul_sv v = cul_csv_next(&csv);
		unsigned is = columns->is[i];

		if (is >= first && is - first < n_fields)
			ret_fields[is - first] = v;
	}
	if (csv.open)
		return CUL_CSV_OPEN;
	if (i < columns->n)
		return CUL_CSV_SHORT;
	while (csv.more)
		if (cul_csv_next(&csv).len != 0)
			return CUL_CSV_LONG;
	return CUL_CSV_WHOLE;
}

unsigned cul_csv_count(struct cul_sv line, char delimiter, bool quotes)
{
	struct cul_csv csv = cul_csv_over(line, delimiter, quotes);
	unsigned n = 0;

	for (; csv.more; n++)
		(void)cul_csv_next(&csv);
	return n;
}

bool cul_csv_stamp_read(struct cul_sv text, struct cul_stamp *ret_stamp)
{
	struct cul_cur c = cul_cur_over(text);
	struct cul_stamp s;

	if (text.len < 24 || text.ptr[10] != 'T' ||
	    !cul_stamp_read_rfc3339(&c, &s) || s.form != CUL_STAMP_ZONED ||
	    !cul_try_lit(&c, CUL_SV(",")))
		return false;
	*ret_stamp = s;
	return true;
}
