/* \summary: the cases that a question is about, in the order it wants them */
#include <stdio.h>

#include "ledger/ledger_int.h"

enum { SEARCH_MAX = 512 };

/* What the question's text means, beside a part of other text. */
struct sought {
	char part[SEARCH_MAX]; /* folded; "" if nothing is sought */
	bool is_net;
	struct cul_addr lo, hi;
	bool alone; /* an address: not part of a longer one */
};

static struct sought sought_of(const char *search)
{
	struct sought s = { .part = "" };
	struct cul_net net;
	struct cul_sv v;

	if (!ledger_given(search))
		return s;
	v = (struct cul_sv){ search, strlen(search) };
	(void)snprintf(s.part, sizeof(s.part), "%s", search);
	for (char *p = s.part; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	s.is_net = cul_net_parse(v, &net);
	if (s.is_net) {
		s.lo = net.base;
		s.hi = ledger_net_last(&net);
		s.alone = memchr(v.ptr, '/', v.len) == NULL;
	}
	return s;
}

/* " OR c.standing = 'open' AND c.until > :now", as `bits` wants it. */
static void add_standings(sqlite3_str *q, unsigned bits)
{
	static const char over[] =
		" OR (c.standing IN ('open', 'accepted', 'declined') "
		"AND c.until <= :now)";

	if (bits == 0)
		bits = 1u << CUL_STANDING_OPEN;
	sqlite3_str_appendall(q, "(0");
	for (int s = 0; s < CUL_STANDINGS_; s++) {
		const enum cul_standing as = (enum cul_standing)s;

		if ((bits & 1u << s) == 0)
			continue;
		sqlite3_str_appendf(q, " OR (c.standing = '%s'",
				    cul_standing_name(as));
		/* Something stands if it has not passed by the latest time. */
		if (ledger_standing_at(as, 0, INT64_MAX) != as)
			sqlite3_str_appendall(
				q, " AND (c.until IS NULL OR c.until > :now)");
		sqlite3_str_appendall(q, ")");
		if (as == CUL_STANDING_EXPIRED)
			sqlite3_str_appendall(q, over);
	}
	sqlite3_str_appendall(q, ")");
}

static const char *kind_name(int k)
{
	return cul_kind_name((enum cul_kind)k);
}

static const char *action_name(int a)
{
	return cul_action_name((enum cul_action)a);
}

static void add_names(sqlite3_str *q, const char *column, unsigned bits, int n,
		      const char *(*name)(int))
{
	const char *comma = "";

	if (bits == 0)
		return;
	sqlite3_str_appendf(q, " AND %s IN (", column);
	for (int i = 0; i < n; i++) {
		if ((bits & 1u << i) == 0)
			continue;
		sqlite3_str_appendf(q, "%s'%s'", comma, name(i));
		comma = ", ";
	}
	sqlite3_str_appendall(q, ")");
}

static void add_search(sqlite3_str *q, const struct sought *s)
{
	static const char text[] =
		" AND (substr(c.id, 1, length(:part)) = :part "
		"OR has(c.name, :part, :alone) "
		"OR has(c.customer, :part, :alone) "
		"OR has(e.why, :part, :alone) "
		"OR EXISTS (SELECT 1 FROM episode x WHERE x.suggestion = "
		"c.number AND substr(x.id, 1, length(:part)) = :part) "
		"OR EXISTS (SELECT 1 FROM evidence v WHERE v.episode = "
		"c.current AND has(v.line, :part, :alone))";
	static const char address[] =
		" OR c.number IN (SELECT suggestion FROM address WHERE "
		"lo BETWEEN :lo AND :hi UNION SELECT suggestion FROM address "
		"WHERE lo <> hi AND lo <= :lo AND hi >= :hi)";

	if (s->part[0] == '\0')
		return;
	sqlite3_str_appendall(q, text);
	if (s->is_net)
		sqlite3_str_appendall(q, address);
	sqlite3_str_appendall(q, ")");
}

static const char *const orders[] = {
	[CUL_CASES_GRAVEST] = "c.grade DESC, c.score DESC, c.name, ",
	[CUL_CASES_NEWEST] = "c.flagged DESC, ",
	[CUL_CASES_OLDEST] = "c.filed, c.flagged, ",
	[CUL_CASES_SUBJECT] = "c.subject, c.name, c.kind, ",
	[CUL_CASES_RECENT] = "c.changed DESC, ",
};

static sqlite3_stmt *prepare(struct cul_ledger *l,
			     const struct cul_case_query *q,
			     const struct sought *s, bool count)
{
	sqlite3_str *sql = sqlite3_str_new(l->db);
	sqlite3_stmt *st = NULL;
	char *text;

	/* First which and in what order, then what there is to say of them:
	 * to sort numbers is quick. */
	sqlite3_str_appendall(sql, count ? "SELECT count(*)"
					 : "SELECT " LEDGER_CASE_COLUMNS
					   " FROM (SELECT c.number");
	sqlite3_str_appendall(sql, " FROM suggestion c ");
	if (s->part[0] != '\0')
		sqlite3_str_appendall(
			sql, "JOIN episode e ON e.number = c.current ");
	sqlite3_str_appendall(sql, "WHERE ");
	add_standings(sql, q->standings);
	add_names(sql, "c.kind", q->kinds, CUL_KINDS_, kind_name);
	add_names(sql, "c.action", q->actions, CUL_ACTIONS_, action_name);
	if (q->customer != NULL)
		sqlite3_str_appendall(sql, " AND c.customer = :customer");
	if (q->subject != NULL)
		sqlite3_str_appendall(sql, " AND c.name = :subject");
	add_search(sql, s);
	if (!count)
		sqlite3_str_appendf(
			sql,
			" ORDER BY %sc.number LIMIT %lld OFFSET %lld) s "
			"CROSS JOIN suggestion c ON c.number = s.number "
			"CROSS JOIN episode e ON e.number = c.current",
			orders[q->order],
			q->most != 0 ? (long long)q->most : -1LL,
			(long long)q->skip);
	text = sqlite3_str_finish(sql);
	if (text == NULL)
		(void)ledger_fail_memory(l);
	else
		st = ledger_sql_once(l, text);
	sqlite3_free(text);
	return st;
}

static int place(sqlite3_stmt *st, const char *name)
{
	return sqlite3_bind_parameter_index(st, name);
}

/* What the statement does not have has the place 0, and is left alone. */
static void put_all(sqlite3_stmt *st, const struct cul_case_query *q,
		    const struct sought *s)
{
	(void)sqlite3_bind_int64(st, place(st, ":now"), q->now_usec);
	(void)sqlite3_bind_text(st, place(st, ":customer"), q->customer, -1,
				SQLITE_STATIC);
	(void)sqlite3_bind_text(st, place(st, ":subject"), q->subject, -1,
				SQLITE_STATIC);
	(void)sqlite3_bind_text(st, place(st, ":part"), s->part, -1,
				SQLITE_STATIC);
	(void)sqlite3_bind_int(st, place(st, ":alone"), s->alone);
	(void)sqlite3_bind_blob(st, place(st, ":lo"), &s->lo, sizeof(s->lo),
				SQLITE_STATIC);
	(void)sqlite3_bind_blob(st, place(st, ":hi"), &s->hi, sizeof(s->hi),
				SQLITE_STATIC);
}

static int count_all(struct cul_ledger *l, const struct cul_case_query *q,
		     const struct sought *s, size_t *ret_total)
{
	sqlite3_stmt *st = prepare(l, q, s, true);
	int64_t total = 0;
	int rc;

	if (st != NULL)
		put_all(st, q, s);
	rc = ledger_one(l, st, &total);
	if (rc == 0)
		*ret_total = (size_t)total;
	return rc;
}

static int read_all(struct cul_ledger *l, const struct cul_case_query *q,
		    bool (*each)(void *arg, const struct cul_case *c),
		    void *arg, size_t *ret_total)
{
	const struct sought s = sought_of(q->search);
	sqlite3_stmt *st = prepare(l, q, &s, false);
	size_t told = 0;
	bool ended = false;
	int rc;

	if (st != NULL)
		put_all(st, q, &s);
	rc = ledger_cases_tell(l, st, q->now_usec, each, arg, &told, &ended);
	if (rc != 0 || ret_total == NULL)
		return rc;
	if (!ended || q->skip != 0 || (q->most != 0 && told == q->most))
		return count_all(l, q, &s, ret_total);
	*ret_total = told;
	return 0;
}

int cul_ledger_cases(struct cul_ledger *l, const struct cul_case_query *q,
		     bool (*each)(void *arg, const struct cul_case *c),
		     void *arg, size_t *ret_total)
{
	int rc = ledger_read_begin(l);

	if (rc != 0)
		return rc;
	rc = read_all(l, q, each, arg, ret_total);
	ledger_read_end(l);
	return rc;
}

int cul_ledger_totals(struct cul_ledger *l, int64_t now_usec,
		      uint64_t ret[CUL_STANDINGS_][CUL_KINDS_])
{
	static const char sql[] =
		"SELECT standing, standing IN ('open', 'accepted', 'declined') "
		"AND until <= ? AS over, kind, count(*) FROM suggestion "
		"GROUP BY 1, 2, 3";
	sqlite3_stmt *st = ledger_sql(l, sql);
	struct ledger_put p = ledger_put(st);
	int rc;

	memset(ret, 0, sizeof(ret[0]) * CUL_STANDINGS_);
	ledger_put_int(&p, now_usec);
	while ((rc = ledger_step(l, st)) == 1) {
		struct ledger_take t = { st, 0 };
		enum cul_standing s = ledger_standing_of(ledger_take_text(&t));
		const bool over = ledger_take_int(&t) != 0;
		const enum cul_kind k = ledger_kind_of(ledger_take_text(&t));

		if (over)
			s = CUL_STANDING_EXPIRED;
		ret[s][k] += (uint64_t)ledger_take_int(&t);
	}
	ledger_done(l, st);
	return rc;
}
