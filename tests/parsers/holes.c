/* \summary: read holes.txt */
#include "holes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static char *all_of(const char *path, size_t *ret_n)
{
	FILE *f = fopen(path, "rb");
	size_t room = 1 << 20, n;
	char *bytes = malloc(room);

	if (f == NULL || bytes == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(1);
	}
	n = fread(bytes, 1, room, f);
	if (n == room || ferror(f)) {
		fprintf(stderr, "%s: too long or unreadable\n", path);
		exit(1);
	}
	(void)fclose(f);
	*ret_n = n;
	return bytes;
}

static struct cul_sv *field_of(struct template *t, struct cul_sv key)
{
	static const char *const names[] = { "client", "account", "session",
					     "other", "cut" };
	struct cul_sv *const fields[] = { &t->client, &t->account, &t->session,
					  &t->other, &t->cut };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (cul_sv_eq(key,
			      (struct cul_sv){ names[i], strlen(names[i]) }))
			return fields[i];
	return NULL;
}

static bool facts_read(struct cul_sv facts, struct template *t)
{
	struct cul_cur c = cul_cur_over(facts);

	while (c.p < c.end) {
		struct cul_sv key, value, *field;

		if (cul_try_lit(&c, CUL_SV(" ")))
			continue;
		key = cul_take_until(&c, '=');
		field = c.bad ? NULL : field_of(t, key);
		if (field == NULL)
			return false;
		value.ptr = c.p;
		while (c.p < c.end && *c.p != ' ')
			c.p++;
		value.len = (size_t)(c.p - value.ptr);
		*field = value;
	}
	return cul_sv_present(t->client) && cul_sv_present(t->account);
}

static bool holes_find(struct template *t)
{
	struct cul_cur c = cul_cur_over(t->line);

	for (;;) {
		struct hole h = { 0 };

		(void)cul_take_until_lit(&c, CUL_SV("%{"));
		if (c.bad)
			return true;
		h.at = c.p - 2;
		h.but = cul_take_until(&c, '}');
		if (c.bad || t->n_holes == HOLES_MAX)
			return false;
		h.after = c.p;
		h.dns = cul_sv_eq(h.but, CUL_SV("@dns"));
		t->holes[t->n_holes++] = h;
	}
}

static bool template_read(struct cul_sv line, struct template *t)
{
	struct cul_cur c = cul_cur_over(line);
	struct cul_sv facts = cul_take_until_lit(&c, CUL_SV(" | "));

	if (c.bad)
		return false;
	t->line = cul_cur_rest(&c);
	return facts_read(facts, t) && holes_find(t);
}

void templates_read(const char *path, struct templates *ret)
{
	size_t n;
	struct cul_sv columns = { NULL, 0 };
	struct cul_cur c;

	ret->n = 0;
	ret->bytes = all_of(path, &n);
	c = cul_cur_over((struct cul_sv){ ret->bytes, n });
	for (unsigned number = 1; c.p < c.end; number++) {
		struct cul_sv line = cul_take_until(&c, '\n');
		struct template t = { .number = number, .columns = columns };

		if (!c.bad && (line.len == 0 || line.ptr[0] == '#'))
			continue;
		if (!c.bad && cul_sv_starts(line, CUL_SV("=columns "))) {
			columns = cul_sv_from(line, sizeof("=columns ") - 1);
			continue;
		}
		if (c.bad || ret->n == TEMPLATES_MAX ||
		    !template_read(line, &t)) {
			fprintf(stderr, "%s:%u: not a template\n", path,
				number);
			exit(1);
		}
		ret->v[ret->n++] = t;
	}
}

void templates_done(struct templates *t)
{
	free(t->bytes);
	t->bytes = NULL;
}

bool fact_is_absent(struct cul_sv fact)
{
	return cul_sv_eq(fact, CUL_SV("-"));
}

static bool addr_is(const struct cul_addr *a, struct cul_sv fact)
{
	struct cul_addr want;

	return cul_sv_present(fact) && cul_addr_parse(fact, &want) &&
	       cul_addr_eq(a, &want);
}

bool fact_client(const struct cul_event *ev, const struct template *t,
		 bool whole)
{
	return cul_addr_none(&ev->client) || addr_is(&ev->client, t->client) ||
	       (!whole && (addr_is(&ev->client, t->cut) ||
			   cul_sv_eq(t->cut, CUL_SV("*"))));
}

/* Absent, or right; where the line is cut off perhaps only the beginning, or
 * with the beginning of the word behind it. */
bool fact_text(struct cul_sv got, struct cul_sv fact, bool whole)
{
	if (!cul_sv_present(fact) || !cul_sv_present(got))
		return true;
	if (fact_is_absent(fact))
		return false;
	if (whole)
		return cul_sv_eq(got, fact);
	return memcmp(got.ptr, fact.ptr,
		      got.len < fact.len ? got.len : fact.len) == 0;
}
