/* \summary: one act of a scene, and its fields; private to tests/detect */
#ifndef CUL_SCENE_INT_H
#define CUL_SCENE_INT_H

#include "scene.h"

enum { FIELDS_MOST = 16, FIELD_TEXT = 512 };

struct act {
	unsigned line; /* in the file                    */
	int64_t t_usec, step_usec;
	unsigned times;
	char *what; /* "mail"                         */
	unsigned n;
	char *key[FIELDS_MOST], *value[FIELDS_MOST];
};

struct performance { /* one repetition of one act */
	const struct act *act;
	unsigned i;
	unsigned number; /* of the whole: its queue id     */
	const char *path;
	struct cul_court *court;
	char text[FIELDS_MOST][FIELD_TEXT]; /* values, expanded */
};

void act_perform(struct performance *p, int64_t t_usec);

_Noreturn void scene_wrong(const char *path, unsigned line, const char *what,
			   const char *word);

#endif
