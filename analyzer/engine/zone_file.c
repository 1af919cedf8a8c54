/* \summary: read TZif files (RFC 8536) */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/zone_file.h"
#include "engine/zone_int.h"

/* The largest in the tz database has 3.6 kB. */
enum { FILE_MAX = 256 * 1024, HEADER = 44, STEPS_MAX = 2000 };

static const char zone_dir[] = "/usr/share/zoneinfo";

/* The counts of a header, in its order. */
struct counts {
	uint32_t isut, isstd, leap, time, type, chars;
};

static uint32_t be32(const char *p)
{
	const unsigned char *b = (const unsigned char *)p;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	       (uint32_t)b[2] << 8 | (uint32_t)b[3];
}

static int64_t be_time(const char *p, size_t size)
{
	if (size == 4)
		return (int32_t)be32(p);
	return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

static bool header(struct cul_sv v, struct counts *c)
{
	if (v.len < HEADER || memcmp(v.ptr, "TZif", 4) != 0)
		return false;
	c->isut = be32(v.ptr + 20);
	c->isstd = be32(v.ptr + 24);
	c->leap = be32(v.ptr + 28);
	c->time = be32(v.ptr + 32);
	c->type = be32(v.ptr + 36);
	c->chars = be32(v.ptr + 40);
	return c->time <= STEPS_MAX && c->type >= 1 && c->type <= 256 &&
	       c->chars <= FILE_MAX && c->leap <= FILE_MAX / 12 &&
	       c->isut <= 256 && c->isstd <= 256;
}

/* Of the data after a header, with times of `size` bytes. */
static size_t data_len(const struct counts *c, size_t size)
{
	return c->time * (size + 1) + c->type * 6 + c->chars +
	       c->leap * (size + 4) + c->isstd + c->isut;
}

static bool fill(struct cul_zone *z, const char *data, const struct counts *c,
		 size_t size)
{
	const char *index = data + c->time * size;
	const char *types = index + c->time;

	z->first = (int32_t)be32(types);
	z->n_steps = c->time;
	for (uint32_t i = 0; i < c->time; i++) {
		unsigned type = (unsigned char)index[i];

		if (type >= c->type)
			return false;
		z->steps[i].at = be_time(data + i * size, size);
		z->steps[i].offset = (int32_t)be32(types + type * 6);
		if (i > 0 && z->steps[i].at <= z->steps[i - 1].at)
			return false;
	}
	return true;
}

/* After the data of version 2: a newline, the rule for later, a newline. */
static bool footer(struct cul_zone *z, struct cul_sv rest)
{
	const char *end;

	if (rest.len < 2 || rest.ptr[0] != '\n')
		return false;
	rest = cul_sv_from(rest, 1);
	end = memchr(rest.ptr, '\n', rest.len);
	if (end == NULL)
		return false;
	rest.len = (size_t)(end - rest.ptr);
	z->has_rule = rest.len > 0;
	return rest.len == 0 || zone_rule_read(rest, &z->rule);
}

static bool parse(struct cul_sv v, struct cul_zone *z)
{
	struct counts c;
	size_t size = 4;

	if (!header(v, &c))
		return false;
	if (v.ptr[4] >= '2') {
		size = 8;
		v = cul_sv_from(v, HEADER + data_len(&c, 4));
		if (!header(v, &c))
			return false;
	}
	v = cul_sv_from(v, HEADER);
	if (v.len < data_len(&c, size))
		return false;
	z->steps = calloc(c.time + 1, sizeof(*z->steps));
	if (z->steps == NULL || !fill(z, v.ptr, &c, size))
		return false;
	return size == 4 || footer(z, cul_sv_from(v, data_len(&c, size)));
}

int cul_zone_read(struct cul_sv bytes, struct cul_zone **ret_zone)
{
	struct cul_zone *z = calloc(1, sizeof(*z));

	if (z == NULL)
		return CUL_ENOMEM;
	if (!parse(bytes, z)) {
		cul_zone_free(&z);
		return CUL_ECORRUPT;
	}
	*ret_zone = z;
	return 0;
}

/* Letters, digits and _ + - in parts divided by single slashes: never a way
 * out of the folder. */
static bool is_name(const char *name)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789_+-/";
	size_t len = strlen(name);

	return len > 0 && len < 100 && strspn(name, letters) == len &&
	       name[0] != '/' && strstr(name, "//") == NULL;
}

int zone_file_read(const char *name, struct cul_zone **ret_zone)
{
	char path[160], *bytes;
	ssize_t len = 0, n;
	int fd, rc;

	if (!is_name(name))
		return CUL_ECONF;
	snprintf(path, sizeof(path), "%s/%s", zone_dir, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return CUL_ECONF;
	bytes = malloc(FILE_MAX);
	if (bytes == NULL) {
		close(fd);
		return CUL_ENOMEM;
	}
	while ((n = read(fd, bytes + len, (size_t)(FILE_MAX - len))) > 0)
		len += n;
	rc = n < 0 ? CUL_ECONF
		   : cul_zone_read((struct cul_sv){ bytes, (size_t)len },
				   ret_zone);
	free(bytes);
	close(fd);
	return rc == CUL_ENOMEM || rc == 0 ? rc : CUL_ECONF;
}
