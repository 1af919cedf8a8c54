/* \summary: what the name of a spooled file says */
#include <stdio.h>

#include "culprit/stamp.h"
#include "tell/spool.h"

const char *cul_notice_what_name(enum cul_notice_what what)
{
	static const char *const name[] = {
		[CUL_NOTICE_NEW] = "new",
		[CUL_NOTICE_UPDATED] = "updated",
		[CUL_NOTICE_WITHDRAWN] = "withdrawn",
	};

	return name[what];
}

static bool is_id(struct cul_sv v)
{
	for (size_t i = 0; i < v.len; i++)
		if (!((v.ptr[i] >= '0' && v.ptr[i] <= '9') ||
		      (v.ptr[i] >= 'a' && v.ptr[i] <= 'z') ||
		      (v.ptr[i] >= 'A' && v.ptr[i] <= 'Z')))
			return false;
	return v.len != 0 && v.len < CUL_ID_MAX;
}

bool cul_spool_name_print(const struct cul_spool_name *n, const char *suffix,
			  char buf[CUL_SPOOL_NAME_MAX])
{
	int len;

	if (!is_id(cul_text_sv(n->id)) || n->said_usec < 0)
		return false;
	len = snprintf(buf, CUL_SPOOL_NAME_MAX, "%016llu-%s.%llu",
		       (unsigned long long)n->said_usec, n->id,
		       (unsigned long long)n->number);
	if (n->of_notice)
		len += snprintf(buf + len, CUL_SPOOL_NAME_MAX - (size_t)len,
				".%s.%s.%s", cul_notice_what_name(n->what),
				cul_action_name(n->action),
				cul_kind_name(n->kind));
	len += snprintf(buf + len, CUL_SPOOL_NAME_MAX - (size_t)len, ".%s",
			suffix);
	return len < CUL_SPOOL_NAME_MAX;
}

static unsigned take_word(struct cul_cur *c, unsigned n,
			  const char *(*name)(unsigned))
{
	struct cul_sv word = cul_take_until(c, '.');

	for (unsigned i = 0; i < n && !c->bad; i++)
		if (cul_sv_eq(word, cul_text_sv(name(i))))
			return i;
	c->bad = true;
	return 0;
}

static const char *what_name(unsigned i)
{
	return cul_notice_what_name((enum cul_notice_what)i);
}

static const char *action_name(unsigned i)
{
	return cul_action_name((enum cul_action)i);
}

static const char *kind_name(unsigned i)
{
	return cul_kind_name((enum cul_kind)i);
}

bool cul_spool_name_read(const char *name, const char *suffix,
			 struct cul_spool_name *ret)
{
	struct cul_cur c = cul_cur_over(cul_text_sv(name));
	struct cul_spool_name n = { 0 };
	struct cul_sv id;

	n.said_usec = (int64_t)cul_take_u64(&c, INT64_MAX);
	cul_take_lit(&c, CUL_SV("-"));
	id = cul_take_until(&c, '.');
	n.number = cul_take_u64(&c, UINT64_MAX);
	cul_take_lit(&c, CUL_SV("."));
	if (c.bad || !is_id(id))
		return false;
	memcpy(n.id, id.ptr, id.len);
	n.of_notice = !cul_sv_eq(cul_cur_rest(&c), cul_text_sv(suffix));
	if (n.of_notice) {
		n.what = (enum cul_notice_what)take_word(
			&c, CUL_NOTICE_WITHDRAWN + 1, what_name);
		n.action = (enum cul_action)take_word(&c, CUL_ACTIONS_,
						      action_name);
		n.kind = (enum cul_kind)take_word(&c, CUL_KINDS_, kind_name);
	}
	if (c.bad || !cul_sv_eq(cul_cur_rest(&c), cul_text_sv(suffix)))
		return false;
	*ret = n;
	return true;
}
