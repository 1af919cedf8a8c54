/* \summary: hash the first bytes of a file */
#include "input/follow/mark.h"

#include <unistd.h>

/* Copies may have the hole filled; beyond so much of it nobody looks. */
enum { HOLE_STEP = 16 * 1024, HOLE_STEPS_MAX = 4096 };

uint64_t cul_data_start(int fd)
{
	char buf[HOLE_STEP];
	off_t at = 0;

	for (int steps = 0; steps < HOLE_STEPS_MAX; steps++) {
		ssize_t n;

		at = lseek(fd, at, SEEK_DATA);
		if (at < 0)
			break;
		n = pread(fd, buf, sizeof(buf), at);
		if (n <= 0)
			break;
		for (ssize_t i = 0; i < n; i++)
			if (buf[i] != '\0')
				return (uint64_t)(at + i);
		at += n;
	}
	return 0;
}

uint64_t cul_head_hash(uint64_t hash, const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)p[i]) * 0x100000001b3u;
	return hash;
}

bool cul_mark_fits(const struct cul_file_mark *m, const char *head, size_t len)
{
	return m->head_len > 0 && m->head_len <= len &&
	       cul_head_hash(CUL_HEAD_SEED, head, m->head_len) == m->head_hash;
}

bool cul_mark_head(struct cul_file_mark *m, const char *head, size_t len)
{
	if (m->head_len == 0)
		m->head_hash = CUL_HEAD_SEED;
	else if (!cul_mark_fits(m, head, len))
		return false;
	m->head_hash = cul_head_hash(m->head_hash, head + m->head_len,
				     len - m->head_len);
	m->head_len = (uint32_t)len;
	return true;
}
