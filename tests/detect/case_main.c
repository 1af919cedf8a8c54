/* \summary: play the cases of one detector, hold each against expected.txt
 *
 * case_main DIR KIND: DIR holds a folder a case. What a case may be is in its
 * name: caught-* and over-* earn a suggestion of that kind that is more than
 * "watch"; under-* none; honest-* nothing that stops anybody, of any kind.
 * BLESS=1 writes expected.txt anew, but holds to these.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "scene.h"

enum { TEXT_MOST = 1 << 20, CASES_MOST = 64 };

struct text {
	char *at;
	size_t len;
};

static int put_text(void *arg, const char *bytes, size_t len)
{
	struct text *t = arg;

	if (len >= TEXT_MOST - t->len)
		return CUL_EIO;
	memcpy(t->at + t->len, bytes, len);
	t->len += len;
	t->at[t->len] = '\0';
	return CUL_OK;
}

static int put_stderr(void *arg, const char *bytes, size_t len)
{
	(void)arg;
	return fwrite(bytes, 1, len, stderr) == len ? CUL_OK : CUL_EIO;
}

static char *file_read(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text = calloc(1, TEXT_MOST);
	size_t n;

	if (text == NULL)
		abort();
	if (f == NULL)
		return text;
	n = fread(text, 1, TEXT_MOST - 1, f);
	text[n] = '\0';
	(void)fclose(f);
	return text;
}

static void show(const struct cul_report *r, struct cul_out *o)
{
	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *g = &r->suggestions[i];

		cul_out_fmt(o, "%s %s %s %s, confidence %.6f\n",
			    cul_action_name(g->action), cul_kind_name(g->kind),
			    cul_subject_name(g->subject), g->name,
			    g->confidence);
		for (unsigned k = 0; k < g->n_reasons; k++)
			cul_out_fmt(o, "  %s %.1f: %s\n",
				    cul_family_name(g->reasons[k].family),
				    g->reasons[k].score_mnat / 1000.,
				    g->reasons[k].text);
		for (unsigned k = 0; k < g->n_vetoes; k++)
			cul_out_fmt(o, "  less, since %s: %s\n",
				    g->vetoes[k].name, g->vetoes[k].text);
		cul_out_fmt(o, "  %s\n", g->why);
	}
	for (size_t i = 0; i < r->n_cleared; i++) {
		const struct cul_cleared *c = &r->cleared[i];

		cul_out_fmt(o, "cleared of %s: %s %s, %s: %s\n",
			    cul_kind_name(c->kind),
			    cul_subject_name(c->subject), c->name, c->veto.name,
			    c->veto.text);
	}
	if (r->n_suggestions + r->n_cleared == 0)
		cul_out_str(o, "nothing\n");
}

/* What the name of a case promises. */
static bool promise_kept(const char *name, const char *kind,
			 const struct cul_report *r)
{
	bool found = false, stops = false;

	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *g = &r->suggestions[i];

		found |= g->action != CUL_ACTION_WATCH &&
			 strcmp(cul_kind_name(g->kind), kind) == 0;
		stops |= g->action == CUL_ACTION_BLOCK ||
			 g->action == CUL_ACTION_SUSPEND;
	}
	if (strncmp(name, "caught-", 7) == 0 || strncmp(name, "over-", 5) == 0)
		return found;
	if (strncmp(name, "under-", 6) == 0)
		return !found;
	return strncmp(name, "honest-", 7) == 0 && !stops;
}

/* Play events.txt of the working directory into `said`; the promise. */
static bool play(const char *name, const char *kind, struct text *said)
{
	char *text = file_read("events.txt");
	struct scene *sc = scene_read("events.txt", text);
	struct cul_out o = { .put = put_text, .arg = said };
	struct cul_out err = { .put = put_stderr };
	const char *const files[] = { "events.txt" };
	struct cul_report report = { .version = "" };
	struct cul_settings s;
	struct cul_court *court;
	bool kept;

	if (cul_settings_init(&s) != CUL_OK)
		abort();
	scene_settings(sc, &s);
	if (cul_court_new(&s, &err, &court) != CUL_OK)
		exit(2);
	scene_play(sc, court);
	if (cul_court_close(court, files, 1, &report) != CUL_OK)
		abort();
	show(&report, &o);
	kept = promise_kept(name, kind, &report);
	cul_court_free(&court);
	cul_settings_done(&s);
	scene_free(sc);
	free(text);
	return kept;
}

static bool bless(const struct text *said)
{
	FILE *f = fopen("expected.txt", "wb");

	return f != NULL && fwrite(said->at, 1, said->len, f) == said->len &&
	       fclose(f) == 0;
}

static bool run(const char *dir, const char *name, const char *kind)
{
	struct text said = { calloc(1, TEXT_MOST), 0 };
	char *want;
	bool kept, same;

	if (said.at == NULL || chdir(name) != 0)
		exit(2);
	kept = play(name, kind, &said);
	if (getenv("BLESS") != NULL && !bless(&said))
		exit(2);
	want = file_read("expected.txt");
	same = strcmp(want, said.at) == 0;
	if (!kept)
		printf("%s/%s: not what its name says\n", dir, name);
	if (!same)
		printf("%s/%s: expected\n%s", dir, name, want);
	if (!same || !kept)
		printf("%s/%s: said\n%s", dir, name, said.at);
	free(want);
	free(said.at);
	if (chdir("..") != 0)
		exit(2);
	return same && kept;
}

static int is_case(const struct dirent *d)
{
	return d->d_name[0] != '.' && strchr(d->d_name, '-') != NULL;
}

int main(int argc, char **argv)
{
	static const char *const sorts[] = { "caught-", "under-", "over-",
					     "honest-" };
	struct dirent **list;
	int failed = 0, n;

	if (argc != 3 || chdir(argv[1]) != 0)
		return 2;
	n = scandir(".", &list, is_case, alphasort);
	if (n <= 0)
		return 2;
	for (size_t k = 0; k < sizeof(sorts) / sizeof(sorts[0]); k++) {
		bool there = false;

		for (int i = 0; i < n; i++)
			there |= strncmp(list[i]->d_name, sorts[k],
					 strlen(sorts[k])) == 0;
		if (!there)
			printf("%s: no %s* case\n", argv[1], sorts[k]);
		failed += !there;
	}
	for (int i = 0; i < n; i++) {
		failed += !run(argv[1], list[i]->d_name, argv[2]);
		free(list[i]);
	}
	free(list);
	printf("%s: %d cases, %d wrong\n", argv[2], n, failed);
	return failed != 0;
}
