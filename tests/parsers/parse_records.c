/* \summary: parse_records PARSER [FILE]: what one parser says of each line
 *
 * Reads all of FILE, or stdin, cuts it at each LF, and prints a line of JSON a
 * record. Needs the parsers alone, so the golden cases hold whatever the rest
 * of the program does. With -b N, times N rounds over FILE instead.
 */
#include "json.h"

#include <stdlib.h>
#include <time.h>

struct input {
	char *bytes;
	size_t n;
};

static struct input input_read(FILE *f)
{
	struct input in = { NULL, 0 };
	size_t room = 0;

	for (;;) {
		size_t got;

		if (in.n == room) {
			char *grown;

			room = room != 0 ? 2 * room : 65536;
			grown = realloc(in.bytes, room);
			if (grown == NULL) {
				free(in.bytes);
				return (struct input){ NULL, 0 };
			}
			in.bytes = grown;
		}
		got = fread(in.bytes + in.n, 1, room - in.n, f);
		if (got == 0)
			return in;
		in.n += got;
	}
}

/* The next line of what is left, without its LF. */
static struct cul_sv line_cut(struct cul_sv *left)
{
	const char *lf = memchr(left->ptr, '\n', left->len);
	size_t n = lf != NULL ? (size_t)(lf - left->ptr) : left->len;
	struct cul_sv line = { left->ptr, n };

	*left = cul_sv_from(*left, lf != NULL ? n + 1 : n);
	if (lf != NULL && line.len != 0 && line.ptr[line.len - 1] == '\r')
		line.len--;
	return line;
}

static void all_print(const struct cul_parser *p, const struct input *in)
{
	struct cul_sv left = { in->bytes, in->n };
	struct cul_stamp_memo memo = { 0 };
	struct cul_columns columns = { 0 };

	for (unsigned long n = 1; left.len != 0; n++) {
		struct cul_record rec;

		cul_syslog_read(line_cut(&left), &memo, &rec);
		if (p->columns != NULL)
			(void)p->columns(rec.line, &columns);
		rec.columns = columns.n != 0 ? &columns : NULL;
		record_print(stdout, p, &rec, n);
	}
}

static double now(void)
{
	struct timespec t;

	(void)timespec_get(&t, TIME_UTC);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* A sum over all events keeps the work from being optimised away. */
static void bench(const struct cul_parser *p, const struct input *in,
		  unsigned long rounds)
{
	unsigned long lines = 0, sum = 0;
	double start = now(), took;

	for (unsigned long r = 0; r < rounds; r++) {
		struct cul_sv left = { in->bytes, in->n };
		struct cul_stamp_memo memo = { 0 };
		struct cul_columns columns = { 0 };

		while (left.len != 0) {
			struct cul_record rec;
			struct cul_event ev;
			unsigned why = 0;

			cul_syslog_read(line_cut(&left), &memo, &rec);
			if (p->columns != NULL)
				(void)p->columns(rec.line, &columns);
			rec.columns = columns.n != 0 ? &columns : NULL;
			if (cul_parser_is_asked(p, &rec) &&
			    p->parse(&rec, &ev, &why) == CUL_EVENT)
				sum += (unsigned long)ev.kind;
			lines++;
		}
	}
	took = now() - start;
	printf("%lu lines in %.3f s: %.2f million lines/s, %.0f MB/s (%lu)\n",
	       lines, took, (double)lines / took / 1e6,
	       (double)in->n * (double)rounds / took / 1e6, sum);
}

static const struct cul_parser *parser_named(const char *name)
{
	for (size_t i = 0; cul_parsers[i] != NULL; i++)
		if (strcmp(cul_parsers[i]->name, name) == 0)
			return cul_parsers[i];
	return NULL;
}

int main(int argc, char **argv)
{
	const struct cul_parser *p;
	unsigned long rounds = 0;
	struct input in;
	FILE *f = stdin;

	if (argc > 2 && strcmp(argv[1], "-b") == 0) {
		rounds = strtoul(argv[2], NULL, 10);
		argc -= 2;
		argv += 2;
	}
	p = argc > 1 ? parser_named(argv[1]) : NULL;
	if (p == NULL || argc > 3) {
		fputs("usage: parse_records [-b N] PARSER [FILE]\n", stderr);
		return 2;
	}
	if (argc == 3)
		f = fopen(argv[2], "rb");
	if (f == NULL) {
		perror(argv[2]);
		return 1;
	}
	in = input_read(f);
	if (f != stdin)
		(void)fclose(f);
	if (in.bytes == NULL) {
		fputs("parse_records: no memory\n", stderr);
		return 1;
	}
	if (rounds != 0)
		bench(p, &in, rounds);
	else
		all_print(p, &in);
	free(in.bytes);
	return 0;
}
