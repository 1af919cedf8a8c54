/* \summary: the operator's own tables: comma-separated, RFC 4180 */
#include "attribute/csv.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct cul_sv trim(struct cul_sv v)
{
	while (v.len != 0 &&
	       (is_blank(v.ptr[v.len - 1]) || v.ptr[v.len - 1] == '\r' ||
		v.ptr[v.len - 1] == '\n'))
		v.len--;
	while (v.len != 0 && is_blank(*v.ptr)) {
		v.ptr++;
		v.len--;
	}
	return v;
}

/* The quoted field at `p`: moves its bytes down over the doubled quotes;
 * returns where it ends, or NULL if it does not, or not there. */
static char *quoted(char *p, char *end, struct cul_sv *ret)
{
	char *out = p, *start = p;

	while (p < end) {
		if (*p == '"') {
			if (p + 1 == end || p[1] != '"')
				break;
			p++;
		}
		*out++ = *p++;
	}
	*ret = (struct cul_sv){ start, (size_t)(out - start) };
	if (p == end)
		return NULL;
	for (p++; p < end && is_blank(*p); p++)
		;
	return p == end || *p == ',' ? p : NULL;
}

static char *plain(char *p, char *end, struct cul_sv *ret)
{
	char *stop = p < end ? memchr(p, ',', (size_t)(end - p)) : NULL;

	if (stop == NULL)
		stop = end;
	*ret = trim((struct cul_sv){ p, (size_t)(stop - p) });
	return stop;
}

int cul_csv_split(char *line, size_t len,
		  struct cul_sv ret_fields[CUL_CSV_FIELDS])
{
	struct cul_sv all = trim((struct cul_sv){ line, len });
	char *p = line + (all.ptr - line), *end = p + all.len;
	int n = 0;

	if (all.len == 0 || *p == '#')
		return 0;
	for (;;) {
		struct cul_sv field;

		while (p < end && is_blank(*p))
			p++;
		p = p < end && *p == '"' ? quoted(p + 1, end, &field)
					 : plain(p, end, &field);
		if (p == NULL)
			return -1;
		if (n < CUL_CSV_FIELDS)
			ret_fields[n++] = field;
		if (p == end)
			return n;
		p++;
	}
}
