/* \summary: a provider's night, made up, as a snapshot */
#ifndef CUL_TEST_MADE_UP_H
#define CUL_TEST_MADE_UP_H

#include "culprit/now.h"

enum made_up_scene {
	SCENE_NIGHT,   /* some to stop, one input behind        */
	SCENE_WELL,    /* a quiet day                           */
	SCENE_TROUBLE, /* silent log, failed checkpoints, errors */
	SCENE_EMPTY,   /* nothing read yet                      */
	SCENE_HOSTILE, /* names by people who know terminals    */
	SCENE_FULL,    /* every list as long as it gets         */
	SCENES_
};

extern const char *const made_up_scenes[SCENES_];

struct made_up; /* the snapshot and all that it points to */

struct made_up *made_up_new(enum made_up_scene scene);
void made_up_free(struct made_up **m);

/* The snapshot after so many steps: a second each, with new lines and,
 * in the third, a new suggestion graver than all others. `who`, if not "",
 * gets a detail. */
const struct cul_now *made_up_at(struct made_up *m, unsigned step,
				 const char *who);

#endif
