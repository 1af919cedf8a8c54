/* \summary: make and remove the files of a test */
#include "t.h"

#include "scratch.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { PATHS = 4096 };

static char dir[128];
static char *paths[PATHS];
static size_t n_paths;

int scratch_setup(void **state)
{
	const char *in = getenv("CULPRIT_SCRATCH");

	(void)state;
	if (in == NULL || access(in, W_OK) != 0)
		in = "/tmp";
	snprintf(dir, sizeof(dir), "%s/culprit-test-XXXXXX", in);
	return mkdtemp(dir) != NULL ? 0 : -1;
}

static void empty(const char *path)
{
	struct dirent **list;
	int n = scandir(path, &list, NULL, NULL);

	for (int i = 0; i < n; i++) {
		const char *name = list[i]->d_name;
		char *inside;

		if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
		    asprintf(&inside, "%s/%s", path, name) > 0) {
			if (unlink(inside) != 0)
				empty(inside);
			free(inside);
		}
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	(void)rmdir(path);
}

int scratch_teardown(void **state)
{
	(void)state;
	empty(dir);
	for (size_t i = 0; i < n_paths; i++)
		free(paths[i]);
	n_paths = 0;
	return access(dir, F_OK) != 0 ? 0 : -1;
}

const char *scratch_path(const char *name)
{
	assert_true(n_paths < PATHS);
	assert_true(asprintf(&paths[n_paths], "%s/%s", dir, name) > 0);
	return paths[n_paths++];
}

const char *scratch_file(const char *name, struct cul_sv bytes)
{
	const char *path = scratch_path(name);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, f), bytes.len);
	assert_int_equal(fclose(f), 0);
	return path;
}

const char *scratch_text(const char *name, const char *text)
{
	return scratch_file(name, (struct cul_sv){ text, strlen(text) });
}

void scratch_dir(const char *name)
{
	assert_int_equal(mkdir(scratch_path(name), 0755), 0);
}

void scratch_mtime(const char *name, int64_t sec)
{
	struct timespec times[2] = { { sec, 0 }, { sec, 0 } };

	assert_int_equal(utimensat(-1, scratch_path(name), times, 0), 0);
}

void scratch_append(struct scratch_bytes *to, const void *p, size_t len)
{
	if (to->cap - to->len < len) {
		to->cap = 2 * to->cap + len;
		to->p = realloc(to->p, to->cap);
		assert_non_null(to->p);
	}
	if (len > 0)
		memcpy(to->p + to->len, p, len);
	to->len += len;
}

void scratch_gzip(struct scratch_bytes *to, struct cul_sv bytes, uint32_t mtime)
{
	size_t cap = bytes.len + bytes.len / 1000 + 1024;
	gz_header head = { .time = mtime, .os = 3 };
	unsigned char *out = malloc(cap);
	z_stream z = { 0 };

	assert_non_null(out);
	assert_int_equal(
		deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY),
		Z_OK);
	assert_int_equal(deflateSetHeader(&z, &head), Z_OK);
	memcpy(&z.next_in, &bytes.ptr, sizeof(z.next_in));
	z.avail_in = (uInt)bytes.len;
	z.next_out = out;
	z.avail_out = (uInt)cap;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	scratch_append(to, out, z.total_out);
	assert_int_equal(deflateEnd(&z), Z_OK);
	free(out);
}
