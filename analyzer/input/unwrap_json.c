/* \summary: which member of a JSON object says what, by its name
 *
 * Names of the journal (systemd.journal-fields), of Docker's json-file and
 * fluent-bit, of rsyslog's properties, syslog-ng's macros and the Elastic
 * Common Schema.
 */
#include "input/unwrap_int.h"

enum slot {
	MESSAGE,
	LOG,
	HOST,
	TAG,
	PID,
	TIME,
	STREAM,
	PART,  /* the CRI's flags as fluent-bit hands them on */
	OTHER, /* more than Docker writes */
	SLOTS_,
	NESTED_HOST,
	NESTED_PROCESS,
	NESTED_KUBERNETES,
	JUST_DOCKER /* which it may hold */
};

/* Where several say the same, the lowest rank has the word: what the message
 * said of itself before what a relay saw, what is complete before what may
 * have been cut (rsyslog's programname ends at a slash). */
struct name {
	const char *name;
	unsigned char slot, rank;
};

static const struct name names[] = {
	{ "MESSAGE", MESSAGE, 0 },
	{ "msg", MESSAGE, 0 },
	{ "message", MESSAGE, 0 },
	{ "log", LOG, 0 },
	{ "_HOSTNAME", HOST, 0 },
	{ "HOST", HOST, 0 },
	{ "hostname", HOST, 0 },
	{ "host", NESTED_HOST, 0 },
	{ "host.name", HOST, 1 },
	{ "fromhost", HOST, 2 },
	{ "kubernetes", NESTED_KUBERNETES, 3 },
	{ "SYSLOG_IDENTIFIER", TAG, 0 },
	{ "PROGRAM", TAG, 0 },
	{ "syslogtag", TAG, 0 },
	{ "app-name", TAG, 1 },
	{ "appname", TAG, 1 },
	{ "ident", TAG, 1 },
	{ "programname", TAG, 2 },
	{ "program", TAG, 2 },
	{ "process", NESTED_PROCESS, 3 },
	{ "process.name", TAG, 3 },
	{ "_COMM", TAG, 4 },
	{ "SYSLOG_PID", PID, 0 },
	{ "PID", PID, 0 },
	{ "procid", PID, 0 },
	{ "pid", PID, 1 },
	{ "process.pid", PID, 1 },
	{ "_PID", PID, 2 },
	{ "_SOURCE_REALTIME_TIMESTAMP", TIME, 0 },
	{ "__REALTIME_TIMESTAMP", TIME, 1 },
	{ "timereported", TIME, 1 },
	{ "timestamp", TIME, 2 },
	{ "ISODATE", TIME, 2 },
	{ "@timestamp", TIME, 3 },
	{ "time", TIME, 3 },
	{ "timegenerated", TIME, 4 },
	{ "date", TIME, 5 },
	{ "DATE", TIME, 5 },
	{ "stream", STREAM, 0 },
	{ "logtag", PART, 0 },
	{ "_p", PART, 0 },
	{ "attrs", JUST_DOCKER, 0 },
};

static const struct name in_host[] = {
	{ "name", HOST, 1 },
	{ "hostname", HOST, 1 },
};

static const struct name in_process[] = {
	{ "name", TAG, 3 },
	{ "pid", PID, 1 },
};

static const struct name in_kubernetes[] = {
	{ "host", HOST, 3 },
};

struct found {
	struct cul_json_value v[SLOTS_];
	unsigned char rank[SLOTS_];
	bool by_at_time; /* "@timestamp": what carries whole lines off */
	char *time_buf;
	struct cul_sv time;
};

static void keep(struct found *f, const struct name *n, struct cul_sv key,
		 struct cul_json_value v)
{
	bool had = f->v[n->slot].kind != CUL_JSON_ABSENT;

	if (key.len > 0 && key.ptr[0] == '@')
		f->by_at_time = true;
	if (had && f->rank[n->slot] <= n->rank)
		return;
	if (n->slot == TIME) {
		char buf[CUL_TIME_TEXT_MAX];
		struct cul_sv t = cul_wrapped_time(cul_json_raw(v), buf);

		if (t.len == 0)
			return;
		if (t.ptr == buf) {
			memcpy(f->time_buf, buf, sizeof(buf));
			t.ptr = f->time_buf;
		}
		f->time = t;
	} else if (v.kind == CUL_JSON_OBJECT) {
		return;
	}
	f->v[n->slot] = v;
	f->rank[n->slot] = n->rank;
}

static const struct name *find(const struct name *n, size_t count,
			       struct cul_sv key)
{
	for (size_t i = 0; i < count; i++, n++)
		if (strlen(n->name) == key.len &&
		    memcmp(n->name, key.ptr, key.len) == 0)
			return n;
	return NULL;
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void keep_nested(struct found *f, const struct name *n, size_t count,
			struct cul_json_value v)
{
	struct cul_json_value e;
	struct cul_json j;
	struct cul_sv key;

	if (!cul_json_enter(&j, v.p, v.len, '{'))
		return;
	while (cul_json_member(&j, &key, &e)) {
		const struct name *hit = find(n, count, key);

		if (hit != NULL)
			keep(f, hit, key, e);
	}
}

static void keep_host(struct found *f, struct cul_json_value v)
{
	static const struct name plain = { "host", HOST, 0 };

	if (v.kind == CUL_JSON_OBJECT)
		keep_nested(f, in_host, COUNT(in_host), v);
	else
		keep(f, &plain, (struct cul_sv){ NULL, 0 }, v);
}

static bool collect(struct found *f, char *p, size_t len)
{
	struct cul_json_value v;
	struct cul_json j;
	struct cul_sv key;

	if (!cul_json_enter(&j, p, len, '{'))
		return false;
	while (cul_json_member(&j, &key, &v)) {
		const struct name *n = find(names, COUNT(names), key);
		unsigned slot = n != NULL ? n->slot : OTHER;

		if (slot == OTHER)
			f->v[OTHER] = v;
		else if (slot == NESTED_HOST)
			keep_host(f, v);
		else if (slot == NESTED_PROCESS)
			keep_nested(f, in_process, COUNT(in_process), v);
		else if (slot == NESTED_KUBERNETES)
			keep_nested(f, in_kubernetes, COUNT(in_kubernetes), v);
		else if (slot < SLOTS_)
			keep(f, n, key, v);
		if (slot == NESTED_KUBERNETES)
			f->v[OTHER] = v;
	}
	return cul_json_is_whole(&j);
}

static bool has(const struct found *f, enum slot s)
{
	return f->v[s].kind != CUL_JSON_ABSENT;
}

static bool stamped(struct cul_json_value v)
{
	struct cul_stamp_memo none = { 0 };
	struct cul_cur c = cul_cur_over(cul_json_raw(v));
	struct cul_stamp stamp;

	return v.kind == CUL_JSON_STRING && cul_stamp_read(&c, &none, &stamp);
}

static enum cul_wrap_kind kind_of(struct found *f)
{
	bool text = f->v[LOG].kind == CUL_JSON_STRING;

	if (text && (has(f, TIME) || has(f, STREAM)))
		return CUL_WRAP_LINE;
	if (!has(f, MESSAGE) || !has(f, TIME))
		return CUL_WRAP_NONE;
	if (has(f, TAG))
		return CUL_WRAP_RECORD;
	if (!has(f, STREAM) && !(f->by_at_time && stamped(f->v[MESSAGE])))
		return CUL_WRAP_NONE;
	f->v[LOG] = f->v[MESSAGE];
	return CUL_WRAP_LINE;
}

static enum cul_stream stream_of(const struct found *f)
{
	struct cul_sv s = cul_json_raw(f->v[STREAM]);

	if (!has(f, STREAM))
		return CUL_STREAM_OTHER;
	return cul_sv_eq(s, CUL_SV("stdout"))   ? CUL_STREAM_OUT
	       : cul_sv_eq(s, CUL_SV("stderr")) ? CUL_STREAM_ERR
						: CUL_STREAM_OTHER;
}

static struct cul_sv text_of(const struct found *f, enum slot s)
{
	if (!has(f, s))
		return (struct cul_sv){ NULL, 0 };
	return cul_json_text(f->v[s]);
}

/* Docker cuts a line at 16 KiB, and only the last piece ends in a newline.
 * Those who carry lines off take the newline away, or hand on the CRI's
 * flag. */
static void line_of(const struct found *f, struct cul_wrap *w)
{
	struct cul_sv text = text_of(f, LOG);
	struct cul_sv part = cul_json_raw(f->v[PART]);
	bool ends = text.len > 0 && text.ptr[text.len - 1] == '\n';
	bool docker = !has(f, OTHER) && !has(f, MESSAGE) && !has(f, HOST) &&
		      !has(f, TAG) && !has(f, PART);

	if (has(f, PART) && part.len > 0 && part.ptr[0] == 'P')
		w->kind = CUL_WRAP_PIECE;
	else if (docker && !ends)
		w->kind = CUL_WRAP_PIECE;
	text.len -= ends;
	w->w.text = text;
	w->stream = stream_of(f);
}

bool cul_wrap_json_known(char *p, size_t len)
{
	char time[CUL_TIME_TEXT_MAX];
	struct found f = { .time_buf = time };

	return collect(&f, p, len) && kind_of(&f) != CUL_WRAP_NONE;
}

void cul_wrap_json(char *p, size_t len, struct cul_wrap *ret_wrap)
{
	struct found f = { .time_buf = ret_wrap->time };
	const struct cul_json_value *m = &f.v[MESSAGE];

	ret_wrap->kind = CUL_WRAP_NONE;
	if (!collect(&f, p, len))
		return;
	ret_wrap->kind = kind_of(&f);
	if (ret_wrap->kind == CUL_WRAP_NONE)
		return;
	ret_wrap->w = (struct cul_wrapped){ .time = f.time };
	ret_wrap->w.host = text_of(&f, HOST);
	if (ret_wrap->kind == CUL_WRAP_LINE) {
		line_of(&f, ret_wrap);
		return;
	}
	ret_wrap->w.pid = cul_wrapped_pid(text_of(&f, PID));
	cul_wrapped_tag(&ret_wrap->w, text_of(&f, TAG));
	ret_wrap->lost = m->kind == CUL_JSON_WORD &&
			 cul_sv_eq(cul_json_raw(*m), CUL_SV("null"));
	ret_wrap->w.text = text_of(&f, MESSAGE);
}
