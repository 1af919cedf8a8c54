/* \summary: look into every input before the first is read */
#include <stdio.h>
#include <stdlib.h>

#include "engine/feed.h"

/* Inputs kept open after the look inside, so that a rotation during the run
 * does not put another file in their place. With more files than this it is
 * an archive, in which nothing is rotated. */
enum { KEEP_OPEN = 256 };

int cul_feed_note(struct cul_feed *f, const char *note)
{
	char *both;

	if (f->note == NULL) {
		f->note = strdup(note);
		return f->note != NULL ? 0 : CUL_ENOMEM;
	}
	if (asprintf(&both, "%s; %s", f->note, note) < 0)
		return CUL_ENOMEM;
	free(f->note);
	f->note = both;
	return 0;
}

/* Is there anything to be read in it? */
static int judge(struct cul_feed *f, struct cul_sv head)
{
	const char *error = cul_bytes_error(cul_input_bytes(f->in));

	if (f->probe.binary) {
		f->leave_out = true;
		return cul_feed_note(f, "not a mail log: skipped");
	}
	if (head.len > 0)
		return 0;
	f->leave_out = true;
	if (error == NULL)
		return cul_feed_note(f, cul_input_nuls(f->in) == 0
						? "empty"
						: "nothing but NUL bytes");
	f->error = strdup(error);
	return f->error != NULL ? 0 : CUL_ENOMEM;
}

static int look(struct cul_feed *f, struct cul_timeline *tl, int64_t now_sec,
		bool keep)
{
	const struct cul_bytes *bytes;
	struct cul_sv head = { 0 };
	int64_t written;
	int rc = cul_input_open(f->path, &f->in);

	if (rc == 0)
		rc = cul_input_peek(f->in, &head);
	if (rc < 0)
		return rc;
	bytes = cul_input_bytes(f->in);
	cul_probe(head, &f->probe);
	rc = judge(f, head);
	written = cul_bytes_written_sec(bytes);
	f->first_usec = cul_timeline_usec(tl, f->probe.stamp,
					  written != 0 ? written : now_sec);
	if (f->leave_out || (!keep && !cul_bytes_is_stream(bytes)))
		cul_input_free(&f->in);
	return rc;
}

static int by_time(const void *a, const void *b)
{
	const struct cul_feed *x = a, *y = b;

	if (x->first_usec != y->first_usec)
		return x->first_usec < y->first_usec ? -1 : 1;
	if (x->age != y->age)
		return x->age < y->age ? -1 : 1;
	return strcmp(x->path, y->path);
}

static struct cul_feed feed_of(struct cul_path *p)
{
	struct cul_feed f = {
		.path = p->name,
		.error = p->error,
		.note = p->note,
		.size = p->size,
		.sized = p->ino != 0,
		.leave_out = p->error != NULL || p->note != NULL,
		.first_usec = CUL_TIME_NONE,
		.age = cul_paths_age(p->name),
	};

	p->name = p->error = p->note = NULL;
	return f;
}

int cul_feeds_new(const char *const *paths, size_t n_paths,
		  const struct cul_zone *zone, int year, int64_t now_sec,
		  struct cul_feeds *ret_feeds)
{
	struct cul_timeline tl = cul_timeline_new(zone, year);
	struct cul_feeds feeds = { 0 };
	struct cul_paths found;
	int rc = cul_paths_expand(paths, n_paths, &found);

	if (rc < 0)
		return rc;
	feeds.v = calloc(found.n + 1, sizeof(*feeds.v));
	if (feeds.v == NULL)
		rc = CUL_ENOMEM;
	for (size_t i = 0; i < found.n && rc == 0; i++) {
		struct cul_feed *f = &feeds.v[feeds.n++];

		*f = feed_of(&found.v[i]);
		if (!f->leave_out)
			rc = look(f, &tl, now_sec, found.n <= KEEP_OPEN);
	}
	cul_paths_done(&found);
	if (rc < 0) {
		cul_feeds_done(&feeds);
		return rc;
	}
	qsort(feeds.v, feeds.n, sizeof(*feeds.v), by_time);
	*ret_feeds = feeds;
	return 0;
}

void cul_feeds_done(struct cul_feeds *feeds)
{
	for (size_t i = 0; i < feeds->n; i++) {
		struct cul_feed *f = &feeds->v[i];

		cul_input_free(&f->in);
		free(f->path);
		free(f->error);
		free(f->note);
	}
	free(feeds->v);
	*feeds = (struct cul_feeds){ 0 };
}
