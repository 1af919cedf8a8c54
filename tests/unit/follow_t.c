/* \summary: follow files of a test by a clock of its own */
#include "t.h"

#include "follow_t.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input/block.h"

int follow_t_setup(void **state)
{
	bool no_inotify = *(const bool *)*state;
	struct follow_t *t = calloc(1, sizeof(*t));

	if (t == NULL || scratch_setup(state) != 0)
		return -1;
	t->plan = (struct cul_follow_plan){ .no_inotify = no_inotify,
					    .poll_msec = 10,
					    .linger_msec = FOLLOW_T_LINGER };
	t->want = CUL_BLOCK_BYTES;
	*state = t;
	follow_t_start(t);
	return 0;
}

int follow_t_teardown(void **state)
{
	struct follow_t *t = *state;

	follow_t_stop(t);
	free(t->told.p);
	free(t);
	return scratch_teardown(state);
}

void follow_t_start(struct follow_t *t)
{
	assert_int_equal(cul_follow_new(&t->plan, &t->f), 0);
	for (size_t i = 0; i < t->n_added; i++)
		assert_int_equal(cul_follow_add(t->f, t->added[i]), 0);
}

void follow_t_stop(struct follow_t *t)
{
	for (size_t i = 0; i < t->n_tails; i++)
		t->tails[i]->ops->free(t->tails[i]);
	t->n_tails = 0;
	cul_follow_free(&t->f);
}

void follow_t_restart(struct follow_t *t)
{
	size_t n = t->n_tails;
	struct cul_place places[FOLLOW_T_TAILS];
	char *names[FOLLOW_T_TAILS];

	memcpy(places, t->places, sizeof(places));
	for (size_t i = 0; i < n; i++)
		names[i] = strdup(t->names[i]);
	follow_t_stop(t);
	follow_t_start(t);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(cul_follow_resume(t->f, names[i], &places[i]),
				 0);
		free(names[i]);
	}
}

void follow_t_add(struct follow_t *t, const char *name)
{
	assert_true(t->n_added < 8);
	t->added[t->n_added] = scratch_path(name);
	assert_int_equal(cul_follow_add(t->f, t->added[t->n_added++]), 0);
}

void follow_t_tell(struct scratch_bytes *to, const struct cul_block *b,
		   const struct cul_line *l)
{
	char head[48];
	int n = snprintf(head, sizeof(head), "%llu:%s%s",
			 (unsigned long long)cul_block_offset(b, l->text),
			 l->cut ? "!" : "", l->torn && !l->cut ? "~" : "");

	scratch_append(to, head, (size_t)n);
	scratch_append(to, l->text.ptr, l->text.len);
	scratch_append(to, "\n", 1);
}

static void tell_line(struct follow_t *t, const struct cul_block *b,
		      const struct cul_line *l)
{
	if (t->offsets) {
		follow_t_tell(&t->told, b, l);
		return;
	}
	scratch_append(&t->told, l->text.ptr, l->text.len);
	scratch_append(&t->told, "\n", 1);
}

/* The place of a piece, and of the end of it, is what was told before. */
static void read_all(struct follow_t *t, size_t i)
{
	struct cul_piece p = { 0 };
	int rc;

	while ((rc = t->tails[i]->ops->next(t->tails[i], t->want, &p)) > 0) {
		struct cul_lines lines = cul_block_lines(&p.block);
		struct cul_line line;

		assert_non_null(p.path);
		assert_true(p.block.len > 0);
		while (cul_lines_next(&lines, &line))
			tell_line(t, &p.block, &line);
	}
	assert_int_equal(rc, 0);
	t->places[i] = p.place;
	free(p.block.bytes);
}

void follow_t_pass(struct follow_t *t, int64_t msec)
{
	struct cul_tail *tail;
	const char *name;

	for (int64_t end = t->now_msec + msec; t->now_msec <= end;) {
		assert_int_equal(
			cul_follow_step(t->f, t->now_msec, &t->next_msec), 0);
		assert_true(t->next_msec > t->now_msec);
		while ((tail = cul_follow_take(t->f, &name)) != NULL) {
			assert_true(t->n_tails < FOLLOW_T_TAILS);
			t->names[t->n_tails] = name;
			t->tails[t->n_tails++] = tail;
		}
		for (size_t i = 0; i < t->n_tails; i++)
			read_all(t, i);
		if (t->now_msec == end)
			break;
		t->now_msec = t->next_msec < end ? t->next_msec : end;
	}
}

void follow_t_told_after(struct follow_t *t, int64_t msec, const char *lines)
{
	follow_t_pass(t, msec);
	scratch_append(&t->told, "", 1);
	assert_string_equal(t->told.p, lines);
	t->told.len = 0;
}

void follow_t_told(struct follow_t *t, const char *lines)
{
	follow_t_told_after(t, 20, lines);
}

struct cul_tail_status follow_t_status(struct follow_t *t, const char *name)
{
	struct cul_tail_status s = { 0 };
	const char *path = scratch_path(name);

	for (size_t i = 0; i < t->n_tails; i++)
		if (strcmp(t->names[i], path) == 0)
			t->tails[i]->ops->status(t->tails[i], &s);
	assert_non_null(s.name);
	return s;
}

void put(const char *name, const char *text)
{
	FILE *f = fopen(scratch_path(name), "a");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	assert_int_equal(fclose(f), 0);
}

void move(const char *from, const char *to)
{
	assert_int_equal(rename(scratch_path(from), scratch_path(to)), 0);
}

static struct scratch_bytes content(const char *name)
{
	struct scratch_bytes b = { 0 };
	FILE *f = fopen(scratch_path(name), "r");
	char buf[4096];
	size_t n;

	assert_non_null(f);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		scratch_append(&b, buf, n);
	fclose(f);
	return b;
}

void copy(const char *from, const char *to)
{
	struct scratch_bytes b = content(from);

	scratch_file(to, (struct cul_sv){ b.p, b.len });
	free(b.p);
}

void drop(const char *name)
{
	assert_int_equal(unlink(scratch_path(name)), 0);
}

void cut(const char *name)
{
	assert_int_equal(truncate(scratch_path(name), 0), 0);
}

void pack(const char *name)
{
	struct scratch_bytes b = content(name), gz = { 0 };
	char to[128];
	struct stat st;

	assert_int_equal(stat(scratch_path(name), &st), 0);
	scratch_gzip(&gz, (struct cul_sv){ b.p, b.len }, 0);
	snprintf(to, sizeof(to), "%s.gz", name);
	scratch_file(to, (struct cul_sv){ gz.p, gz.len });
	scratch_mtime(to, st.st_mtim.tv_sec);
	drop(name);
	free(b.p);
	free(gz.p);
}
