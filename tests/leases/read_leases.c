/* \summary: read_leases FORMAT FILE: what one lease format says of a file
 *
 * Prints JSON lines: what every format thinks of the file; then each record,
 * and each run of lines that are ignored for one reason; then what comes of
 * the file cut off after each of its bytes. Needs the parsers alone.
 */
#include <stdlib.h>

#include "culprit/lease.h"
#include "culprit/limits.h"
#include "json.h"

enum { FILE_MAX = 1 << 20, CUT_MAX = 1 << 14 };

/* Lines ignored one after the other, for the same reason. */
struct run {
	unsigned long first, last;
	unsigned why;
};

struct reading {
	const struct cul_lease_format *format;
	struct cul_lease_reader reader;
	FILE *to;
	bool events_only;
	struct run run;
};

static void stamp(FILE *to, const char *key, const struct cul_stamp *s)
{
	static const char *const form[] = { "absent", "zoned", "local",
					    "yearless" };
	char buf[CUL_TIME_TEXT_MAX];

	if (s->form == CUL_STAMP_ABSENT)
		return;
	(void)cul_time_print(s->t_usec, buf);
	fprintf(to, ",\"%s\":\"%s %s\"", key, form[s->form], buf);
}

static void text(FILE *to, const char *key, struct cul_sv v)
{
	if (v.len == 0)
		return;
	fprintf(to, ",\"%s\":", key);
	json_string(to, v);
}

static void nets(FILE *to, const struct cul_lease *l)
{
	char buf[CUL_NET_TEXT_MAX];

	if (l->n_nets == 0)
		return;
	fputs(",\"nets\":[", to);
	for (unsigned i = 0; i < l->n_nets; i++) {
		(void)cul_net_print(&l->nets[i], buf);
		fprintf(to, "%s\"%s\"", i != 0 ? "," : "", buf);
	}
	fputs("]", to);
}

static void lease(FILE *to, const struct cul_lease *l)
{
	static const char *const what[CUL_LEASE_WHATS_] = {
		[CUL_LEASE_SPAN] = "span",   [CUL_LEASE_START] = "start",
		[CUL_LEASE_ALIVE] = "alive", [CUL_LEASE_STOP] = "stop",
		[CUL_LEASE_RESET] = "reset",
	};

	fprintf(to, ",\"what\":\"%s\"", what[l->what]);
	nets(to, l);
	stamp(to, "start", &l->start);
	stamp(to, "end", &l->end);
	if (l->freed)
		fputs(",\"freed\":true", to);
	if (l->weak)
		fputs(",\"weak\":true", to);
	text(to, "customer", l->customer);
	text(to, "session", l->session);
	text(to, "nas_addr", l->nas_addr);
	text(to, "nas_name", l->nas_name);
}

static void run_end(struct reading *r)
{
	if (r->run.first != 0 && !r->events_only)
		fprintf(r->to,
			"{\"line\":%lu,\"to\":%lu,\"verdict\":\"ignored\","
			"\"why\":\"%s\"}\n",
			r->run.first, r->run.last,
			r->format->reasons[r->run.why]);
	r->run.first = 0;
}

static void line_print(FILE *to, unsigned long line)
{
	if (line != 0)
		fprintf(to, "\"line\":%lu,", line);
	else
		fputs("\"line\":\"end\",", to);
}

/* Line 0 is the end of the file. */
static void said(struct reading *r, unsigned long line, enum cul_verdict v,
		 const struct cul_lease *l, unsigned why)
{
	if (v == CUL_IGNORED) {
		if (line == 0)
			return;
		if (r->run.first == 0 || r->run.why != why) {
			run_end(r);
			r->run.first = line;
			r->run.why = why;
		}
		r->run.last = line;
		return;
	}
	run_end(r);
	if (r->events_only && v != CUL_EVENT)
		return;
	fputs("{", r->to);
	/* A cut moves a record to the end of the file, and nothing else. */
	if (!r->events_only)
		line_print(r->to, line);
	fprintf(r->to, "\"verdict\":\"%s\"", cul_verdict_name(v));
	if (v == CUL_EVENT)
		lease(r->to, l);
	else
		text(r->to, "why",
		     (struct cul_sv){ r->format->reasons[why],
				      strlen(r->format->reasons[why]) });
	fputs("}\n", r->to);
}

/* All of `left`, as it is read within the program: without the CR of CRLF. */
static void all_read(struct reading *r, struct cul_sv left)
{
	bool torn = left.len != 0 && left.ptr[left.len - 1] != '\n';
	struct cul_lease l = { .n_nets = 0 };
	enum cul_verdict v;
	unsigned why = 0;

	r->reader = (struct cul_lease_reader){ .skip = false };
	r->run.first = 0;
	for (unsigned long n = 1; left.len != 0; n++) {
		const char *lf = memchr(left.ptr, '\n', left.len);
		struct cul_sv line = left;

		if (lf != NULL)
			line.len = (size_t)(lf - left.ptr);
		left = cul_sv_from(left, lf != NULL ? line.len + 1 : line.len);
		if (lf != NULL && line.len != 0 &&
		    line.ptr[line.len - 1] == '\r')
			line.len--;
		v = r->format->line(&r->reader, line, &l, &why);
		said(r, n, v, &l, why);
	}
	v = r->format->end(&r->reader, torn, &l, &why);
	said(r, 0, v, &l, why);
	run_end(r);
}

static void choice_print(struct cul_sv all)
{
	const struct cul_lease_format *best;

	if (all.len > CUL_PROBE_BYTES)
		all.len = CUL_PROBE_BYTES;
	best = cul_lease_choose(all);
	printf("{\"chosen\":\"%s\"", best != NULL ? best->name : "none");
	for (size_t i = 0; cul_lease_formats[i] != NULL; i++)
		printf(",\"%s\":%d", cul_lease_formats[i]->name,
		       cul_lease_formats[i]->probe(all));
	puts("}");
}

/* The events of `all`, a line each; the caller frees. */
static char *events_of(const struct cul_lease_format *f, struct cul_sv all)
{
	struct reading r = { .format = f, .events_only = true };
	char *made = NULL;
	size_t n = 0;

	r.to = open_memstream(&made, &n);
	if (r.to == NULL) {
		perror("read_leases");
		exit(1);
	}
	all_read(&r, all);
	(void)fclose(r.to);
	return made;
}

/* The first line of `got` that `want` does not have too; both in order. */
static const char *stranger(const char *want, const char *got)
{
	while (*got != '\0') {
		size_t n = strcspn(got, "\n") + 1;

		if (strncmp(want, got, n) != 0)
			return got;
		want += n;
		got += n;
	}
	return NULL;
}

/* A file may end anywhere. What it then says more than the whole one is a
 * lease that nobody had: how often, and the last such. */
static void cuts_print(const struct cul_lease_format *f, struct cul_sv all)
{
	char *whole, *last = NULL;
	size_t others = 0;

	if (all.len > CUT_MAX)
		return;
	whole = events_of(f, all);
	for (size_t n = 0; n < all.len; n++) {
		/* Of exactly that size, for a sanitizer to see what is read
		 * beyond it. */
		char *bytes = malloc(n != 0 ? n : 1);
		char *cut;
		const char *more;

		if (bytes == NULL)
			exit(1);
		memcpy(bytes, all.ptr, n);
		cut = events_of(f, (struct cul_sv){ bytes, n });
		more = stranger(whole, cut);
		if (more != NULL) {
			others++;
			free(last);
			last = strndup(more, strcspn(more, "\n"));
		}
		free(cut);
		free(bytes);
	}
	printf("{\"cuts\":%zu,\"others\":%zu", all.len, others);
	if (last != NULL)
		printf(",\"last\":%s", last);
	puts("}");
	free(last);
	free(whole);
}

static const struct cul_lease_format *format_named(const char *name)
{
	for (size_t i = 0; cul_lease_formats[i] != NULL; i++)
		if (strcmp(cul_lease_formats[i]->name, name) == 0)
			return cul_lease_formats[i];
	return NULL;
}

int main(int argc, char **argv)
{
	static char bytes[FILE_MAX];
	struct reading r = { .to = stdout };
	struct cul_sv all = { bytes, 0 };
	FILE *f;

	r.format = argc == 3 ? format_named(argv[1]) : NULL;
	if (r.format == NULL) {
		fputs("usage: read_leases FORMAT FILE\n", stderr);
		return 2;
	}
	f = fopen(argv[2], "rb");
	if (f == NULL) {
		perror(argv[2]);
		return 1;
	}
	all.len = fread(bytes, 1, sizeof(bytes), f);
	(void)fclose(f);
	choice_print(all);
	all_read(&r, all);
	cuts_print(r.format, all);
	return 0;
}
