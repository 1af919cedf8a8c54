/* \summary: read a scene, put its acts in order of time, play it */
#include "scene_int.h"

#include <stdio.h>
#include <stdlib.h>

enum { ACTS_MOST = 256, SETS_MOST = 32 };

struct scene {
	const char *path;
	unsigned n_sets, n_acts;
	char *sets[SETS_MOST];
	struct act acts[ACTS_MOST];
};

/* 2026-11-20 00:00 UTC */
static const int64_t midnight = INT64_C(1795132800) * CUL_USEC_PER_SEC;

_Noreturn void scene_wrong(const char *path, unsigned line, const char *what,
			   const char *word)
{
	(void)fprintf(stderr, "%s:%u: %s: %s\n", path, line, what, word);
	exit(2);
}

static char *word_of(char **p)
{
	char *w = *p + strspn(*p, " \t");
	size_t n = strcspn(w, " \t");

	*p = w + n;
	if (w[n] != '\0') {
		w[n] = '\0';
		*p = w + n + 1;
	}
	return w;
}

static int64_t time_of(const struct scene *sc, const struct act *a,
		       const char *w)
{
	int64_t part[3] = { 0 };
	unsigned n = 0;
	char *end;

	for (const char *p = w; n < 3; p = end + 1) {
		part[n++] = strtol(p, &end, 10);
		if (end == p || (*end != ':' && *end != '\0'))
			scene_wrong(sc->path, a->line, "no time", w);
		if (*end == '\0')
			return midnight +
			       (part[0] * 3600 + part[1] * 60 + part[2]) *
				       CUL_USEC_PER_SEC;
	}
	scene_wrong(sc->path, a->line, "no time", w);
}

/* "x30/60s" */
static void repeat_of(const struct scene *sc, struct act *a, const char *w)
{
	char *end;
	unsigned long n = strtoul(w + 1, &end, 10);
	double step;

	if (n == 0 || n > 100000 || *end != '/')
		scene_wrong(sc->path, a->line, "no repetition", w);
	step = strtod(end + 1, &end);
	if (*end == 'm')
		step *= 60;
	else if (*end == 'h')
		step *= 3600;
	else if (*end != 's')
		scene_wrong(sc->path, a->line, "no unit of time", w);
	a->times = (unsigned)n;
	a->step_usec = (int64_t)(step * (double)CUL_USEC_PER_SEC);
}

static void act_read(struct scene *sc, unsigned line, char *p)
{
	struct act *a = &sc->acts[sc->n_acts++];
	char *w = word_of(&p);

	*a = (struct act){ .line = line, .times = 1 };
	a->t_usec = time_of(sc, a, w);
	w = word_of(&p);
	if (w[0] == 'x') {
		repeat_of(sc, a, w);
		w = word_of(&p);
	}
	a->what = w;
	while (*(w = word_of(&p)) != '\0') {
		char *eq = strchr(w, '=');

		if (eq == NULL || a->n == FIELDS_MOST)
			scene_wrong(sc->path, line, "no field", w);
		*eq = '\0';
		a->key[a->n] = w;
		a->value[a->n++] = eq + 1;
	}
}

static void line_read(struct scene *sc, unsigned line, char *p)
{
	p[strcspn(p, "#")] = '\0';
	p += strspn(p, " \t");
	if (*p == '\0')
		return;
	if (sc->n_acts == ACTS_MOST || sc->n_sets == SETS_MOST)
		scene_wrong(sc->path, line, "too many lines", p);
	if (strncmp(p, "set ", 4) == 0)
		sc->sets[sc->n_sets++] = p + 4;
	else
		act_read(sc, line, p);
}

struct scene *scene_read(const char *path, char *text)
{
	struct scene *sc = calloc(1, sizeof(*sc));
	unsigned line = 0;

	if (sc == NULL)
		abort();
	sc->path = path;
	for (char *next; text != NULL; text = next) {
		next = strchr(text, '\n');
		if (next != NULL)
			*next++ = '\0';
		line_read(sc, ++line, text);
	}
	return sc;
}

void scene_free(struct scene *sc)
{
	free(sc);
}

static int put_stderr(void *arg, const char *bytes, size_t len)
{
	(void)arg;
	return fwrite(bytes, 1, len, stderr) == len ? CUL_OK : CUL_EIO;
}

void scene_settings(const struct scene *sc, struct cul_settings *s)
{
	struct cul_out err = { .put = put_stderr };

	for (unsigned i = 0; i < sc->n_sets; i++)
		if (cul_settings_set(s, sc->sets[i], &err) != CUL_OK)
			scene_wrong(sc->path, 0, "set", sc->sets[i]);
}

struct turn { /* when which repetition of which act has its turn */
	int64_t t_usec;
	unsigned act, i;
};

static int by_time(const void *av, const void *bv)
{
	const struct turn *a = av, *b = bv;

	if (a->t_usec != b->t_usec)
		return a->t_usec < b->t_usec ? -1 : 1;
	if (a->act != b->act)
		return a->act < b->act ? -1 : 1;
	return a->i < b->i ? -1 : a->i > b->i;
}

void scene_play(const struct scene *sc, struct cul_court *c)
{
	struct performance p = { .path = sc->path, .court = c };
	struct turn *turns;
	size_t n = 0, room = 0;

	for (unsigned a = 0; a < sc->n_acts; a++)
		room += sc->acts[a].times;
	turns = calloc(room + 1, sizeof(*turns));
	if (turns == NULL)
		abort();
	for (unsigned a = 0; a < sc->n_acts; a++)
		for (unsigned i = 0; i < sc->acts[a].times; i++)
			turns[n++] = (struct turn){
				sc->acts[a].t_usec + i * sc->acts[a].step_usec,
				a, i
			};
	qsort(turns, n, sizeof(*turns), by_time);
	for (size_t k = 0; k < n; k++) {
		p.act = &sc->acts[turns[k].act];
		p.i = turns[k].i;
		p.number++;
		act_perform(&p, turns[k].t_usec);
	}
	free(turns);
}
