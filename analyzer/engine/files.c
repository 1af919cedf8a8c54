/* \summary: names of the files that lines come from, by number */
#include "engine/files.h"

#include <stdlib.h>
#include <string.h>

#include "culprit/err.h"

static int add(struct cul_files *f, const char *path)
{
	if (f->n == f->room) {
		size_t room = f->room * 2 + 16;
		char **v = realloc(f->v, room * sizeof(*v));

		if (v == NULL)
			return CUL_ENOMEM;
		f->v = v;
		f->room = room;
	}
	f->v[f->n] = strdup(path);
	if (f->v[f->n] == NULL)
		return CUL_ENOMEM;
	f->n++;
	return CUL_OK;
}

/* Block after block is of the same file; rotations are rare. */
int cul_files_index(struct cul_files *f, const char *path, uint32_t *ret_index)
{
	int err;

	if (f->n != 0 && strcmp(f->v[f->latest], path) == 0) {
		*ret_index = f->latest;
		return CUL_OK;
	}
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->v[i], path) == 0) {
			*ret_index = f->latest = (uint32_t)i;
			return CUL_OK;
		}
	err = add(f, path);
	if (err == CUL_OK)
		*ret_index = f->latest = (uint32_t)f->n - 1;
	return err;
}

void cul_files_done(struct cul_files *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->v[i]);
	free(f->v);
	*f = (struct cul_files){ 0 };
}
