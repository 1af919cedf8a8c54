/* \summary: a sink's output in memory */
#include <stdlib.h>

#include "culprit/err.h"
#include "culprit/export.h"
#include "report_fixture.h"

static int put(void *arg, const char *bytes, size_t len)
{
	struct fixture_text *t = arg;
	char *grown;

	if (t->len + len + 1 > t->size) {
		t->size = 2 * (t->len + len + 1);
		grown = realloc(t->ptr, t->size);
		if (grown == NULL)
			return CUL_ENOMEM;
		t->ptr = grown;
	}
	memcpy(t->ptr + t->len, bytes, len);
	t->len += len;
	t->ptr[t->len] = '\0';
	return 0;
}

struct cul_out fixture_out(struct fixture_text *t)
{
	*t = (struct fixture_text){ .ptr = NULL };
	(void)put(t, "", 0);
	return (struct cul_out){ put, t, 0 };
}

void fixture_text_free(struct fixture_text *t)
{
	free(t->ptr);
	*t = (struct fixture_text){ .ptr = NULL };
}

char *fixture_show(const char *sink, const struct cul_report *r,
		   struct cul_style style, struct fixture_text *t)
{
	struct cul_out o = fixture_out(t);

	for (size_t i = 0; cul_sinks[i] != NULL; i++) {
		if (strcmp(cul_sinks[i]->name, sink) != 0)
			continue;
		cul_sinks[i]->write(r, &style, &o);
		return o.err == 0 ? t->ptr : NULL;
	}
	return NULL;
}

static const struct cul_export *find_export(const char *name)
{
	for (size_t i = 0; cul_exports[i] != NULL; i++)
		if (strcmp(cul_exports[i]->name, name) == 0)
			return cul_exports[i];
	return NULL;
}

char *fixture_export(const char *name, const struct cul_report *r,
		     struct fixture_text *t)
{
	const struct cul_export *e = find_export(name);
	struct cul_out o = fixture_out(t);

	if (e == NULL)
		return NULL;
	e->write(r, &o);
	return o.err == 0 ? t->ptr : NULL;
}

char *fixture_undo(const char *name, const struct cul_report *r,
		   struct fixture_text *t)
{
	const struct cul_export *e = find_export(name);
	struct cul_out o = fixture_out(t);
	struct cul_report nobody = *r;

	if (e == NULL)
		return NULL;
	nobody.n_suggestions = 0;
	if (e->undo != NULL)
		e->undo(r, &o);
	else
		e->write(&nobody, &o);
	return o.err == 0 ? t->ptr : NULL;
}
