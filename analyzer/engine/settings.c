/* \summary: put a value in its place, by the table; show it again */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/settings_list.h"
#include "engine/settings_value.h"

static void *place(struct cul_settings *s, const struct setting *t)
{
	return (char *)s + t->offset;
}

static const void *look(const struct cul_settings *s, const struct setting *t)
{
	return (const char *)s + t->offset;
}

static int not_of_type(const struct setting *t, const char *text, char *wrong)
{
	static const char *const what[SETTING_TYPES_] = {
		[SETTING_REAL] = "a number",
		[SETTING_ZONE] = "UTC, an offset (+02:00) or a time zone",
		[SETTING_YEAR] = "a year or auto",
		[SETTING_SIZE] = "a size such as 512M or 1G",
		[SETTING_WORKERS] = "a whole number or auto",
		[SETTING_SWITCH] = "yes or no",
	};

	snprintf(wrong, SETTING_WRONG_MAX, "%s: '%.100s' is not %s", t->key,
		 text, what[t->type]);
	return CUL_ECONF;
}

static int out_of_range(const struct setting *t, const char *text, char *wrong)
{
	char min[SETTING_TEXT_MAX], max[SETTING_TEXT_MAX];

	snprintf(min, sizeof(min), "%.10g", t->min);
	snprintf(max, sizeof(max), "%.10g", t->max);
	if (t->type == SETTING_SIZE) {
		setting_print_size((uint64_t)t->min, min, sizeof(min));
		setting_print_size((uint64_t)t->max, max, sizeof(max));
	}
	snprintf(wrong, SETTING_WRONG_MAX,
		 "%s: %.100s is not between %s and %s", t->key, text, min, max);
	return CUL_ECONF;
}

static bool is_string(const struct setting *t)
{
	return t->type == SETTING_PATH || t->type == SETTING_ZONE ||
	       t->type == SETTING_TEXT;
}

static int put_number(struct cul_settings *s, const struct setting *t,
		      const char *text, char *wrong)
{
	void *at = place(s, t);
	double v = 0;
	bool automatic = strcmp(text, "auto") == 0 && t->type != SETTING_REAL &&
			 t->type != SETTING_SIZE;
	bool whole = t->type == SETTING_YEAR || t->type == SETTING_WORKERS;

	if (!automatic &&
	    !(t->type == SETTING_SIZE ? setting_read_size(text, &v)
				      : setting_read_real(text, &v)))
		return not_of_type(t, text, wrong);
	if (!automatic && (v < t->min || v > t->max))
		return out_of_range(t, text, wrong);
	if (whole && v != (double)(int)v)
		return not_of_type(t, text, wrong);
	if (t->type == SETTING_YEAR)
		*(int *)at = (int)v;
	else if (t->type == SETTING_WORKERS)
		*(unsigned *)at = (unsigned)v;
	else if (t->type == SETTING_SIZE)
		*(uint64_t *)at = (uint64_t)v;
	else
		*(double *)at = v;
	return 0;
}

static int put_string(struct cul_settings *s, const struct setting *t,
		      const char *text, const char *dir, char *wrong)
{
	char **at = place(s, t), *v = NULL;
	int rc;

	if (t->type == SETTING_ZONE)
		rc = setting_read_zone(text, &v);
	else if (t->type == SETTING_TEXT)
		rc = setting_read_text(text, &v);
	else
		rc = setting_read_path(text, dir, &v);

	if (rc == CUL_ECONF)
		return not_of_type(t, text, wrong);
	if (rc < 0)
		return rc;
	free(*at);
	*at = v;
	return 0;
}

int setting_put(struct cul_settings *s, const struct setting *t,
		const char *text, bool more, const char *dir, char *wrong)
{
	if (setting_is_list(t))
		return setting_put_list(s, t, text, more, dir, wrong);
	if (more) {
		snprintf(wrong, SETTING_WRONG_MAX, "%s takes one value",
			 t->key);
		return CUL_ECONF;
	}
	if (is_string(t))
		return put_string(s, t, text, dir, wrong);
	if (t->type != SETTING_SWITCH)
		return put_number(s, t, text, wrong);
	return setting_read_switch(text, place(s, t))
		       ? 0
		       : not_of_type(t, text, wrong);
}

int setting_agrees(const struct cul_settings *s, const struct setting *t,
		   char *wrong)
{
	size_t from = offsetof(struct cul_settings, walk_t0);
	size_t w = (t->offset - from) / sizeof(double) % CUL_WALKS_;

	if (t->offset < from || strncmp(t->section, "walk.", 5) != 0 ||
	    s->walk_t0[w] < s->walk_t1[w])
		return 0;
	snprintf(wrong, SETTING_WRONG_MAX, "%s: t0 (%g) must be below t1 (%g)",
		 t->section, s->walk_t0[w], s->walk_t1[w]);
	return CUL_ECONF;
}

void setting_free(struct cul_settings *s, const struct setting *t)
{
	char **at;

	if (setting_is_list(t)) {
		setting_free_list(s, t);
	} else if (is_string(t)) {
		at = place(s, t);
		free(*at);
		*at = NULL;
	}
}

int cul_settings_init(struct cul_settings *s)
{
	char wrong[SETTING_WRONG_MAX];
	const struct setting *t;
	int rc = 0;

	*s = (struct cul_settings){ 0 };
	for (size_t i = 0; (t = setting_at(i)) != NULL && rc == 0; i++)
		rc = setting_put(s, t, t->dflt, false, "/", wrong);
	if (rc < 0)
		cul_settings_done(s);
	return rc;
}

void cul_settings_done(struct cul_settings *s)
{
	const struct setting *t;

	for (size_t i = 0; (t = setting_at(i)) != NULL; i++)
		setting_free(s, t);
	*s = (struct cul_settings){ 0 };
}

static void show_list(const struct cul_settings *s, const struct setting *t,
		      struct cul_out *o)
{
	const struct cul_nets *nets = NULL;
	const struct cul_strings *words = look(s, t);
	char text[CUL_NET_TEXT_MAX];
	const char *sep = "";

	if (t->type == SETTING_NETS || t->type == SETTING_NEVER)
		nets = look(s, t);
	if (nets != NULL)
		words = t->type == SETTING_NEVER ? &s->never_names : NULL;
	for (size_t i = 0; nets != NULL && i < nets->n; i++, sep = " ") {
		(void)cul_net_print(&nets->v[i], text);
		cul_out_str(o, sep);
		cul_out_str(o, text);
	}
	for (size_t i = 0; words != NULL && i < words->n; i++, sep = " ") {
		cul_out_str(o, sep);
		cul_out_str(o, words->v[i]);
	}
}

static void show_number(const struct cul_settings *s, const struct setting *t,
			struct cul_out *o)
{
	const void *at = look(s, t);
	char text[SETTING_TEXT_MAX];
	double v = 0;

	if (t->type == SETTING_SIZE) {
		setting_print_size(*(const uint64_t *)at, text, sizeof(text));
		cul_out_str(o, text);
		return;
	}
	if (t->type == SETTING_YEAR)
		v = *(const int *)at;
	else if (t->type == SETTING_WORKERS)
		v = *(const unsigned *)at;
	else
		v = *(const double *)at;
	if (v == 0 && t->type != SETTING_REAL)
		cul_out_str(o, "auto");
	else
		cul_out_fmt(o, "%.10g", v);
}

void cul_settings_show(const struct cul_settings *s, size_t i,
		       struct cul_out *o)
{
	const struct setting *t = setting_at(i);
	const char *const *text;

	if (setting_is_list(t)) {
		show_list(s, t, o);
	} else if (is_string(t)) {
		text = look(s, t);
		cul_out_str(o, *text != NULL ? *text : "");
	} else if (t->type == SETTING_SWITCH) {
		cul_out_str(o, *(const bool *)look(s, t) ? "yes" : "no");
	} else {
		show_number(s, t, o);
	}
}
