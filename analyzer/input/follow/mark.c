/* \summary: hash the first bytes of a file */
#include "input/follow/mark.h"

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
