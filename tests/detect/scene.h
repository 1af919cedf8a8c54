/* \summary: a case written as events, a dozen lines for thousands of them
 *
 * Settings first, "set section.key=value"; then one line an act:
 *
 *   TIME [xN/STEP] ACT key=value…
 *
 * TIME is hh:mm[:ss] of the case's day; hours beyond 23 are the next day.
 * xN/STEP does it N times, STEP seconds apart (also 5m, 2h). In a value {i}
 * is the number of the repetition, {i%7} and {i/7} what C says of it. ACT is
 * the name of an event ("refused"), with the fields of struct cul_event, or
 *
 *   mail     client= [account=] sender= recipient= [fate=] [to=local]
 *            [orig=] [rcpts=]: accepted, queued for so many, the fate of
 *            one, removed
 *   script   account= sender= recipient= [fate=]: the same by local-submit
 *   session  client= [mail=] [rcpt=] [auth=]: connect, and a disconnect with
 *            so many commands tried
 *
 * where fate is ok (the default), bad, spam, listed, full, later. "#" begins
 * a comment. Acts are performed in order of time, those of one time in the
 * order of their lines.
 */
#ifndef CUL_SCENE_H
#define CUL_SCENE_H

#include "engine/court.h"

struct scene;

/* Dies with a message on what cannot be read. `text` is NUL-terminated and
 * must live as long as the scene. */
struct scene *scene_read(const char *path, char *text);
void scene_settings(const struct scene *sc, struct cul_settings *s);
void scene_play(const struct scene *sc, struct cul_court *c);
void scene_free(struct scene *sc);

#endif
