/* \summary: who held an address, and whose a login is */
#include "attribute/customers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "attribute/csv.h"
#include "attribute/ranges.h"
#include "culprit/err.h"

struct account {
	char *name;
	uint32_t customer;
};

struct cul_customers {
	struct cul_ranges ranges;
	struct cul_customer *list; /* one a line of the file */
	size_t n, room;
	size_t n_named;    /* of them, those of customers: they come first   */
	uint32_t *by_name; /* these in order of their names                  */
	struct account *accounts; /* sorted by name */
	size_t n_accounts, accounts_room;
};

static const struct {
	const char *name;
	unsigned bit;
} flag_names[] = {
	{ "static", CUL_DECLARED_STATIC },
	{ "dynamic", CUL_DECLARED_DYNAMIC },
	{ "mailhost", CUL_DECLARED_MAILHOST },
	{ "monitor", CUL_DECLARED_MONITOR },
	{ "forwarder", CUL_DECLARED_FORWARDER },
	{ "bulk", CUL_DECLARED_BULK },
	{ "nat", CUL_DECLARED_NAT },
};

/* Words separated by blanks, '+' or '|'. False on an unknown one. */
static bool flags_read(struct cul_sv v, unsigned *ret)
{
	size_t i = 0;

	*ret = 0;
	while (i < v.len) {
		size_t from = i;
		bool known = false;

		while (i < v.len && memchr(" +|\t", v.ptr[i], 4) == NULL)
			i++;
		for (size_t k = 0; k < sizeof(flag_names) / sizeof(*flag_names);
		     k++)
			if (strlen(flag_names[k].name) == i - from &&
			    memcmp(flag_names[k].name, v.ptr + from,
				   i - from) == 0) {
				*ret |= flag_names[k].bit;
				known = true;
			}
		if (!known && i != from)
			return false;
		i++;
	}
	return true;
}

static int customer_add(struct cul_customers *m, struct cul_sv name,
			unsigned declared)
{
	char *copy = malloc(name.len + 1);

	if (copy == NULL)
		return CUL_ENOMEM;
	memcpy(copy, name.ptr, name.len);
	copy[name.len] = '\0';
	if (m->n == m->room) {
		size_t room = m->room != 0 ? m->room * 2 : 256;
		struct cul_customer *more =
			realloc(m->list, room * sizeof(*more));

		if (more == NULL) {
			free(copy);
			return CUL_ENOMEM;
		}
		m->list = more;
		m->room = room;
	}
	m->list[m->n++] = (struct cul_customer){ { copy, name.len }, declared };
	return CUL_OK;
}

/* More than `most` fields, trailing commas of a spreadsheet aside: a flag
 * after a comma would be lost, and a monitor accused. */
static bool has_more(const struct cul_sv f[CUL_CSV_FIELDS], int n, int most)
{
	for (int i = most; i < n; i++)
		if (f[i].len != 0)
			return true;
	return false;
}

/* NULL, or what is wrong with the line. */
static const char *range_line(struct cul_customers *m,
			      const struct cul_sv f[CUL_CSV_FIELDS], int n,
			      int *ret_err)
{
	struct cul_net net;
	unsigned declared = 0;

	if (n < 2 || f[1].len == 0 || has_more(f, n, 3))
		return "expected cidr,customer[,flags]";
	if (f[1].len >= CUL_NAME_MAX)
		return "a customer longer than 319 bytes";
	if (f[0].len != 0 && !cul_net_parse(f[0], &net))
		return "not a prefix, or it has host bits set";
	if (n > 2 && !flags_read(f[2], &declared))
		return "unknown flag; known: static dynamic mailhost monitor "
		       "forwarder bulk nat";
	*ret_err = customer_add(m, f[1], declared);
	m->n_named = m->n;
	if (*ret_err == CUL_OK && f[0].len != 0)
		*ret_err = cul_ranges_add(&m->ranges, &net, (uint32_t)m->n - 1);
	return NULL;
}

static const char *account_line(struct cul_customers *m,
				const struct cul_sv f[CUL_CSV_FIELDS], int n,
				int *ret_err)
{
	if (f[0].len == 0 || has_more(f, n, 2))
		return "expected account[,customer]";
	if (n > 1 && f[1].len >= CUL_NAME_MAX)
		return "a customer longer than 319 bytes";
	if (m->n_accounts == m->accounts_room) {
		size_t room = m->accounts_room ? m->accounts_room * 2 : 256;
		struct account *more =
			realloc(m->accounts, room * sizeof(*more));

		if (more == NULL) {
			*ret_err = CUL_ENOMEM;
			return NULL;
		}
		m->accounts = more;
		m->accounts_room = room;
	}
	*ret_err = customer_add(m, n > 1 ? f[1] : CUL_SV(""), 0);
	if (*ret_err != CUL_OK)
		return NULL;
	m->accounts[m->n_accounts].name = strndup(f[0].ptr, f[0].len);
	m->accounts[m->n_accounts].customer = (uint32_t)m->n - 1;
	if (m->accounts[m->n_accounts].name == NULL)
		*ret_err = CUL_ENOMEM;
	else
		m->n_accounts++;
	return NULL;
}

struct table_kind {
	const char *header; /* first field of the header line */
	const char *(*line)(struct cul_customers *m,
			    const struct cul_sv f[CUL_CSV_FIELDS], int n,
			    int *ret_err);
};

/* The first line that is neither empty nor a comment may name the columns. */
static bool is_header(const struct table_kind *kind, struct cul_sv field,
		      size_t lines_before)
{
	return lines_before == 0 &&
	       cul_sv_eq(field,
			 (struct cul_sv){ kind->header, strlen(kind->header) });
}

/* NULL, or what is wrong with the line. `*lines` counts those that say
 * something. */
static const char *line_read(struct cul_customers *m,
			     const struct table_kind *kind, char *line,
			     size_t len, size_t *lines, int *ret_err)
{
	struct cul_sv f[CUL_CSV_FIELDS];
	size_t before = *lines;
	int n;

	if (memchr(line, '\0', len) != NULL)
		return "a NUL byte";
	/* Spreadsheets put a byte order mark before the first line. */
	if (before == 0 && len >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0) {
		line += 3;
		len -= 3;
	}
	n = cul_csv_split(line, len, f);
	*lines += n != 0;
	if (n < 0)
		return "a quote that does not end, or not where its field does";
	if (n == 0 || is_header(kind, f[0], before))
		return NULL;
	return kind->line(m, f, n, ret_err);
}

static int lines_read(struct cul_customers *m, FILE *in, const char *path,
		      const struct table_kind *kind, struct cul_out *err)
{
	char *line = NULL;
	size_t room = 0, number = 0, lines = 0, wrong = 0;
	ssize_t len;
	int ret = CUL_OK;

	while (ret == CUL_OK && (len = getline(&line, &room, in)) >= 0) {
		const char *why =
			line_read(m, kind, line, (size_t)len, &lines, &ret);

		number++;
		if (why != NULL) {
			cul_out_fmt(err, "%s:%zu: %s\n", path, number, why);
			wrong++;
		}
	}
	free(line);
	return ret != CUL_OK ? ret : wrong != 0 ? CUL_ECONF : CUL_OK;
}

static int table_read(struct cul_customers *m, const char *path,
		      const struct table_kind *kind, struct cul_out *err)
{
	FILE *in;
	int ret;

	if (path == NULL)
		return CUL_OK;
	in = fopen(path, "re");
	if (in == NULL) {
		cul_out_fmt(err, "%s: %s\n", path, strerror(errno));
		return CUL_ECONF;
	}
	ret = lines_read(m, in, path, kind, err);
	if (ret == CUL_OK && ferror(in)) {
		cul_out_fmt(err, "%s: read error\n", path);
		ret = CUL_ECONF;
	}
	(void)fclose(in);
	return ret;
}

/* Of equals the later line first, which is the one that is found. */
static int account_order(const void *av, const void *bv)
{
	const struct account *a = av, *b = bv;
	int c = strcmp(a->name, b->name);

	if (c != 0)
		return c;
	return a->customer < b->customer   ? 1
	       : a->customer > b->customer ? -1
					   : 0;
}

static int names_order(const void *av, const void *bv, void *arg)
{
	const struct cul_customer *list = arg;
	const uint32_t *a = av, *b = bv;

	return strcmp(list[*a].name.ptr, list[*b].name.ptr);
}

static int names_sort(struct cul_customers *m)
{
	m->by_name = calloc(m->n_named + 1, sizeof(*m->by_name));
	if (m->by_name == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < m->n_named; i++)
		m->by_name[i] = (uint32_t)i;
	if (m->n_named != 0)
		qsort_r(m->by_name, m->n_named, sizeof(*m->by_name),
			names_order, m->list);
	return CUL_OK;
}

int cul_customers_read(const char *ranges_path, const char *accounts_path,
		       struct cul_out *err, struct cul_customers **ret_map)
{
	static const struct table_kind ranges = { "cidr", range_line };
	static const struct table_kind accounts = { "account", account_line };
	struct cul_customers *m = calloc(1, sizeof(*m));
	int ret;

	if (m == NULL)
		return CUL_ENOMEM;
	ret = table_read(m, ranges_path, &ranges, err);
	if (ret == CUL_OK)
		ret = table_read(m, accounts_path, &accounts, err);
	if (ret == CUL_OK)
		ret = cul_ranges_seal(&m->ranges);
	if (ret != CUL_OK) {
		cul_customers_free(&m);
		return ret;
	}
	ret = names_sort(m);
	if (ret != CUL_OK) {
		cul_customers_free(&m);
		return ret;
	}
	if (m->n_accounts != 0)
		qsort(m->accounts, m->n_accounts, sizeof(*m->accounts),
		      account_order);
	*ret_map = m;
	return CUL_OK;
}

void cul_customers_free(struct cul_customers **map)
{
	struct cul_customers *m = *map;

	if (m == NULL)
		return;
	for (size_t i = 0; i < m->n; i++) {
		union {
			const char *kept;
			char *own;
		} u = { .kept = m->list[i].name.ptr };

		free(u.own);
	}
	for (size_t i = 0; i < m->n_accounts; i++)
		free(m->accounts[i].name);
	free(m->list);
	free(m->by_name);
	free(m->accounts);
	cul_ranges_done(&m->ranges);
	free(m);
	*map = NULL;
}

const struct cul_customer *cul_customer_of_addr(const struct cul_customers *m,
						const struct cul_addr *a)
{
	int64_t i = cul_ranges_find(&m->ranges, a);

	return i == CUL_RANGES_NONE ? NULL : &m->list[i];
}

static int name_cmp(const char *name, struct cul_sv v)
{
	size_t len = strlen(name), both = len < v.len ? len : v.len;
	int c = both != 0 ? memcmp(name, v.ptr, both) : 0;

	return c != 0 ? c : (len > v.len) - (len < v.len);
}

const struct cul_customer *
cul_customer_of_account(const struct cul_customers *m, struct cul_sv account)
{
	size_t lo = 0, hi = m->n_accounts;
	const struct cul_customer *c;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (name_cmp(m->accounts[mid].name, account) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == m->n_accounts || name_cmp(m->accounts[lo].name, account) != 0)
		return NULL;
	c = &m->list[m->accounts[lo].customer];
	return c->name.len != 0 ? c : NULL;
}

unsigned cul_customer_declared(const struct cul_customers *m,
			       struct cul_sv name)
{
	size_t lo = 0, hi = m->n_named;
	unsigned declared = 0;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (name_cmp(m->list[m->by_name[mid]].name.ptr, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < m->n_named; lo++) {
		const struct cul_customer *c = &m->list[m->by_name[lo]];

		if (!cul_sv_eq(c->name, name))
			break;
		declared |= c->declared;
	}
	return declared;
}
