/* \summary: the files that say who held an address when, read once */
#include "engine/lease_book.h"

#include <stdio.h>
#include <stdlib.h>

#include "culprit/lease.h"
#include "culprit/limits.h"
#include "engine/timeline.h"
#include "evidence/intern.h"
#include "input/input.h"
#include "input/paths.h"

struct bad_record {
	uint32_t file;
	uint64_t line;
	const char *why;
};

struct cul_lease_book {
	struct cul_leases *leases;
	struct cul_intern customers;
	struct cul_intern names; /* of sessions and NAS; while reading */
	struct cul_paths paths;
	struct bad_record bad[CUL_SAMPLES_MAX];
	uint64_t n_bad, n_empty;
	uint32_t first_empty;
};

/* One file while it is read. */
struct reading {
	struct cul_lease_book *book;
	const struct cul_lease_format *format;
	struct cul_lease_reader *reader;
	struct cul_timeline time;
	uint32_t file;
	uint64_t line;
	int64_t written_sec;
};

void cul_lease_book_free(struct cul_lease_book **book)
{
	struct cul_lease_book *b = *book;

	if (b == NULL)
		return;
	cul_leases_free(&b->leases);
	cul_intern_done(&b->customers);
	cul_intern_done(&b->names);
	cul_paths_done(&b->paths);
	free(b);
	*book = NULL;
}

/* 0 for nothing: numbers begin with 1. */
static int number_of(struct cul_intern *t, struct cul_sv v, uint32_t *ret)
{
	int err = CUL_OK;

	*ret = 0;
	if (v.len == 0)
		return CUL_OK;
	err = cul_intern(t, v, ret);
	if (err == CUL_OK)
		(*ret)++;
	return err;
}

static int64_t utc(struct reading *r, struct cul_stamp s)
{
	return s.form == CUL_STAMP_ABSENT
		       ? CUL_TIME_NONE
		       : cul_timeline_usec(&r->time, s, r->written_sec);
}

static int lease_add(struct reading *r, const struct cul_lease *in)
{
	struct cul_lease_book *b = r->book;
	struct cul_lease_fact f = {
		.what = in->what,
		.n_nets = in->n_nets,
		.nets = in->nets,
		.start_usec = utc(r, in->start),
		.end_usec = utc(r, in->end),
		.freed = in->freed,
		.weak = in->weak,
		.file = r->file,
		.line = r->line < UINT32_MAX ? (uint32_t)r->line : UINT32_MAX,
	};
	int err = number_of(&b->customers, in->customer, &f.customer);

	if (err == CUL_OK)
		err = number_of(&b->names, in->session, &f.session);
	if (err == CUL_OK)
		err = number_of(&b->names, in->nas_addr, &f.nas_addr);
	if (err == CUL_OK)
		err = number_of(&b->names, in->nas_name, &f.nas_name);
	return err == CUL_OK ? cul_leases_add(b->leases, &f) : err;
}

static int verdict_take(struct reading *r, enum cul_verdict v,
			const struct cul_lease *lease, unsigned why)
{
	struct cul_lease_book *b = r->book;

	if (v == CUL_EVENT)
		return lease_add(r, lease);
	if (v != CUL_MALFORMED)
		return CUL_OK;
	if (b->n_bad < CUL_SAMPLES_MAX)
		b->bad[b->n_bad] =
			(struct bad_record){ r->file, r->line,
					     r->format->reasons[why] };
	b->n_bad++;
	return CUL_OK;
}

static int block_read(struct reading *r, const struct cul_block *block)
{
	struct cul_lines lines = cul_block_lines(block);
	struct cul_lease lease;
	struct cul_line line;
	unsigned why = 0;
	int err = CUL_OK;

	r->written_sec = block->written_sec;
	while (err == CUL_OK && cul_lines_next(&lines, &line)) {
		enum cul_verdict v;

		r->line++;
		v = r->format->line(r->reader, line.text, &lease, &why);
		err = verdict_take(r, v, &lease, why);
	}
	return err;
}

static int all_read(struct reading *r, struct cul_input *in)
{
	struct cul_block block = { .bytes = NULL };
	struct cul_lease lease;
	unsigned why = 0;
	enum cul_verdict v;
	int err;

	while ((err = cul_input_next(in, CUL_PROBE_BYTES, &block)) > 0) {
		err = block_read(r, &block);
		if (err != CUL_OK)
			break;
	}
	free(block.bytes);
	if (err != CUL_OK)
		return err;
	v = r->format->end(r->reader, cul_input_is_torn(in), &lease, &why);
	return verdict_take(r, v, &lease, why);
}

/* What a file that is none of ours begins with, to recognise it by. */
static void no_format(const char *path, struct cul_sv head, struct cul_out *err)
{
	const char *lf = head.len ? memchr(head.ptr, '\n', head.len) : NULL;
	size_t n = lf != NULL ? (size_t)(lf - head.ptr) : head.len;

	cul_out_fmt(err, "%.1000s:1: no lease file of a known format (", path);
	for (size_t i = 0; cul_lease_formats[i] != NULL; i++)
		cul_out_fmt(err, "%s%s", i != 0 ? ", " : "",
			    cul_lease_formats[i]->name);
	cul_out_str(err, "); it begins with '");
	for (size_t i = 0; i < n && i < 60; i++) {
		unsigned char c = (unsigned char)head.ptr[i];

		if (c >= 0x20 && c < 0x7f)
			cul_out_put(err, head.ptr + i, 1);
		else
			cul_out_fmt(err, "\\x%02x", c);
	}
	cul_out_str(err, "'\n");
}

static bool is_bare(struct cul_sv head)
{
	for (size_t i = 0; i < head.len; i++)
		if (memchr(" \t\r\n", head.ptr[i], 4) == NULL)
			return false;
	return true;
}

static int input_read(struct reading *r, struct cul_input *in, const char *path,
		      struct cul_out *err)
{
	const struct cul_bytes *bytes = cul_input_bytes(in);
	struct cul_sv head;
	int rc = cul_input_peek(in, &head);

	if (rc != CUL_OK)
		return rc;
	/* A detail file that was rotated just now. */
	if (is_bare(head) && cul_bytes_error(bytes) == NULL) {
		if (r->book->n_empty++ == 0)
			r->book->first_empty = r->file;
		return CUL_OK;
	}
	r->format = cul_lease_choose(head);
	if (r->format == NULL && cul_bytes_error(bytes) == NULL) {
		no_format(path, head, err);
		return CUL_ECONF;
	}
	if (r->format != NULL)
		rc = all_read(r, in);
	if (rc == CUL_ENOMEM || cul_bytes_error(bytes) == NULL)
		return rc;
	cul_out_fmt(err, "%.1000s: %s\n", path, cul_bytes_error(bytes));
	return CUL_ECONF;
}

static int file_read(struct reading *r, struct cul_out *err)
{
	const struct cul_path *p = &r->book->paths.v[r->file];
	struct cul_input *in = NULL;
	int rc;

	if (p->error != NULL) {
		cul_out_fmt(err, "%.1000s: %s\n", p->name, p->error);
		return CUL_ECONF;
	}
	if (p->note != NULL)
		return CUL_OK;
	r->line = 0;
	*r->reader = (struct cul_lease_reader){ .skip = false };
	rc = cul_input_open(p->name, &in);
	if (rc == CUL_OK)
		rc = input_read(r, in, p->name, err);
	cul_input_free(&in);
	return rc;
}

static int book_fill(struct cul_lease_book *b, const struct cul_settings *s,
		     struct cul_out *err)
{
	struct cul_zone *zone = NULL;
	struct reading r = { .book = b };
	int rc = cul_zone_new(s->timezone, &zone);

	b->leases = cul_leases_new(0);
	r.reader = malloc(sizeof(*r.reader));
	if (rc == CUL_OK && (b->leases == NULL || r.reader == NULL))
		rc = CUL_ENOMEM;
	if (rc == CUL_OK)
		rc = cul_paths_expand((const char *const *)s->leases.v,
				      s->leases.n, &b->paths);
	r.time = cul_timeline_new(zone, s->year);
	for (; r.file < b->paths.n && rc == CUL_OK; r.file++)
		rc = file_read(&r, err);
	if (rc == CUL_OK)
		rc = cul_leases_seal(
			b->leases,
			(int64_t)(s->lease_skew * (double)CUL_USEC_PER_SEC));
	cul_intern_done(&b->names);
	free(r.reader);
	cul_zone_free(&zone);
	return rc;
}

int cul_lease_book_new(const struct cul_settings *s, struct cul_out *err,
		       struct cul_lease_book **ret_book)
{
	struct cul_lease_book *b;
	int rc;

	*ret_book = NULL;
	if (s->leases.n == 0)
		return CUL_OK;
	b = calloc(1, sizeof(*b));
	if (b == NULL)
		return CUL_ENOMEM;
	rc = book_fill(b, s, err);
	if (rc != CUL_OK)
		cul_lease_book_free(&b);
	else
		*ret_book = b;
	return rc;
}

const struct cul_leases *cul_lease_book_leases(const struct cul_lease_book *b)
{
	return b->leases;
}

const char *cul_lease_book_customer(const struct cul_lease_book *b,
				    uint32_t customer)
{
	return customer == 0 ? "?"
			     : cul_intern_text(&b->customers, customer - 1);
}

const char *cul_lease_book_file(const struct cul_lease_book *b, uint32_t file)
{
	return file < b->paths.n ? b->paths.v[file].name : "?";
}

void cul_lease_book_count(const struct cul_lease_book *b,
			  struct cul_lease_totals *ret_totals)
{
	struct cul_leases_totals n = cul_leases_count(b->leases);

	*ret_totals = (struct cul_lease_totals){
		.files = b->paths.n,
		.records = n.records,
		.bad = b->n_bad,
		.intervals = n.intervals,
		.customers = n.customers,
		.overlaps = n.overlaps,
		.odd = n.odd,
		.forgotten = n.forgotten,
		.t_first_usec = n.t_first_usec,
		.t_last_usec = n.t_last_usec,
	};
}

bool cul_lease_book_bad(const struct cul_lease_book *b, size_t i,
			const char **ret_file, uint64_t *ret_line,
			const char **ret_why)
{
	if (i >= CUL_SAMPLES_MAX || i >= b->n_bad)
		return false;
	*ret_file = cul_lease_book_file(b, b->bad[i].file);
	*ret_line = b->bad[i].line;
	*ret_why = b->bad[i].why;
	return true;
}

uint64_t cul_lease_book_empty(const struct cul_lease_book *b,
			      const char **ret_first)
{
	*ret_first = cul_lease_book_file(b, b->first_empty);
	return b->n_empty;
}
