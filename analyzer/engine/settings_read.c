/* \summary: read the INI file; say every line of it that is wrong */
#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/settings_int.h"

enum { LINE_MAX_BYTES = 64 * 1024 };

struct reader {
	struct cul_settings *s;
	struct cul_out *err;
	const char *path;
	char *dir; /* where relative paths begin                   */
	FILE *file;
	char *line;  /* LINE_MAX_BYTES                               */
	char *value; /* of the line last handed out, within `line`   */
	unsigned line_no;
	bool more;    /* the line carries on the one before           */
	bool has_key; /* there is one to carry on                     */
	bool skip;    /* in a section that is not known               */
	unsigned n_wrong;
	int rc; /* CUL_ENOMEM                                   */
	unsigned seen[SETTINGS_MAX]; /* the line a key was set on       */
};

static void wrong_line(struct reader *r, const char *what)
{
	cul_out_fmt(r->err, "%.1000s:%u: ", r->path, r->line_no);
	cul_out_str(r->err, what);
	cul_out_str(r->err, "\n");
	r->n_wrong++;
}

static void unknown_key(struct reader *r, const char *section, const char *key)
{
	char wrong[SETTING_WRONG_MAX];
	const char *where;
	const char *near = setting_near_key(section, key, &where);

	if (strcmp(where, section) == 0)
		snprintf(wrong, sizeof(wrong),
			 "unknown key '%.80s' in [%.80s]; the nearest is '%s'",
			 key, section, near);
	else
		snprintf(wrong, sizeof(wrong),
			 "unknown key '%.80s' in [%.80s]; the nearest is "
			 "'%s' in [%s]",
			 key, section, near, where);
	wrong_line(r, wrong);
}

/* One key, as the library found it. Its value is taken from the line itself:
 * the library's own buffer is short. */
static int take(void *user, const char *section, const char *key,
		const char *value)
{
	char wrong[SETTING_WRONG_MAX] = "";
	struct reader *r = user;
	const struct setting *t;
	size_t i;
	int rc;

	(void)value;
	if (r->skip || r->rc != 0)
		return 1;
	if (section[0] == '\0') {
		wrong_line(r, "a setting before the first [section]");
		return 1;
	}
	t = setting_find(section, key, &i);
	if (t == NULL) {
		if (!r->more)
			unknown_key(r, section, key);
		return 1;
	}
	if (!r->more && r->seen[i] != 0) {
		snprintf(wrong, sizeof(wrong),
			 "%s is set again; it was on line %u", key, r->seen[i]);
		wrong_line(r, wrong);
		return 1;
	}
	r->seen[i] = r->more ? r->seen[i] : r->line_no;
	rc = setting_put(r->s, t, r->value, r->more, r->dir, wrong);
	if (rc == CUL_ECONF)
		wrong_line(r, wrong);
	else
		r->rc = rc;
	return 1;
}

static char *trim(char *p)
{
	size_t len;

	p += strspn(p, " \t\r\n");
	len = strlen(p);
	while (len > 0 && strchr(" \t\r\n", p[len - 1]) != NULL)
		p[--len] = '\0';
	return p;
}

/* " ;" begins a comment. */
static void drop_comment(char *line)
{
	for (char *p = line; (p = strchr(p, ';')) != NULL; p++) {
		if (p == line || p[-1] == ' ' || p[-1] == '\t') {
			*p = '\0';
			return;
		}
	}
}

static void enter_section(struct reader *r, char *line)
{
	char wrong[SETTING_WRONG_MAX];
	char *end = strchr(line, ']');

	r->has_key = false;
	r->skip = true;
	if (end == NULL || end[1] != '\0') {
		wrong_line(r, "a section is one name between [ and ]");
		return;
	}
	*end = '\0';
	r->skip = !setting_section_known(line + 1);
	if (r->skip) {
		snprintf(wrong, sizeof(wrong),
			 "unknown section [%.80s]; the nearest is [%s]",
			 line + 1, setting_near_section(line + 1));
		wrong_line(r, wrong);
	}
	*end = ']';
}

/* What the library is to see of a line; empty where there is nothing. */
static const char *sort_line(struct reader *r)
{
	bool indented = r->line[0] == ' ' || r->line[0] == '\t';
	char *line, *eq;

	drop_comment(r->line);
	line = trim(r->line);
	if (line[0] == '\0' || line[0] == '#')
		return "";
	if (line[0] == '[') {
		enter_section(r, line);
		return r->skip ? "" : line;
	}
	eq = strchr(line, '=');
	r->more = indented && eq == NULL && r->has_key;
	if (r->more) {
		r->value = line;
		return " +";
	}
	if (eq == NULL || eq == line) {
		if (!r->skip)
			wrong_line(r, "neither [section] nor key = value");
		return "";
	}
	r->value = trim(eq + 1);
	r->has_key = true;
	*eq = '\0';
	return line;
}

static bool fetch_line(struct reader *r)
{
	size_t len;
	int c;

	if (fgets(r->line, LINE_MAX_BYTES, r->file) == NULL)
		return false;
	r->line_no++;
	len = strlen(r->line);
	if (len + 1 < LINE_MAX_BYTES || r->line[len - 1] == '\n')
		return true;
	wrong_line(r, "longer than 64 KiB");
	r->line[0] = '\0';
	do
		c = fgetc(r->file);
	while (c != '\n' && c != EOF);
	return true;
}

/* The library's view of the file: the same lines, so that none is too long
 * for it, and none is wrong. */
static char *next_line(char *buf, int size, void *stream)
{
	struct reader *r = stream;
	const char *text;
	bool keyed;

	if (!fetch_line(r))
		return NULL;
	text = sort_line(r);
	keyed = text[0] != '\0' && text[0] != '[' && text[0] != ' ';
	if (snprintf(buf, (size_t)size, "%s%s\n", text, keyed ? "= +" : "") >=
	    size) {
		wrong_line(r, "no key is as long as that");
		snprintf(buf, (size_t)size, "\n");
	}
	return buf;
}

static int check_pairs(struct reader *r)
{
	char wrong[SETTING_WRONG_MAX];
	const struct setting *t;

	for (size_t i = 0; (t = setting_at(i)) != NULL; i++) {
		if (strcmp(t->key, "t1") != 0 ||
		    setting_agrees(r->s, t, wrong) == 0)
			continue;
		cul_out_fmt(r->err, "%.1000s: %s\n", r->path, wrong);
		r->n_wrong++;
	}
	return r->n_wrong > 0 ? CUL_ECONF : 0;
}

static int read_all(struct reader *r)
{
	if (ini_parse_stream(next_line, r, take, r) < 0 && r->rc == 0)
		r->rc = CUL_ENOMEM;
	if (r->rc == 0 && ferror(r->file)) {
		cul_out_fmt(r->err, "%.1000s: %s\n", r->path, strerror(errno));
		r->rc = CUL_ECONF;
	}
	return r->rc != 0 ? r->rc : check_pairs(r);
}

/* The folder of a file, from the root; the caller's. */
static char *folder_of(const char *path)
{
	char *full = realpath(path, NULL), *slash;

	if (full == NULL)
		return NULL;
	slash = strrchr(full, '/');
	slash[slash == full] = '\0';
	return full;
}

int cul_settings_read(struct cul_settings *s, const char *path,
		      struct cul_out *err)
{
	struct reader r = { .s = s, .err = err, .path = path };
	int rc = CUL_ENOMEM;

	r.file = fopen(path, "re");
	r.dir = folder_of(path);
	if (r.file == NULL || r.dir == NULL) {
		cul_out_fmt(err, "%.1000s: %s\n", path, strerror(errno));
		rc = CUL_ECONF;
	} else {
		r.line = malloc(LINE_MAX_BYTES);
		if (r.line != NULL)
			rc = read_all(&r);
	}
	if (rc == 0)
		s->path = path;
	if (r.file != NULL)
		fclose(r.file);
	free(r.dir);
	free(r.line);
	return rc;
}

/* "detect.zombie.enabled" to its setting; the last dot divides. */
static const struct setting *named(char *name, struct cul_out *err)
{
	char *dot = strrchr(name, '.');
	const struct setting *t;
	const char *near, *where;
	size_t i;

	if (dot == NULL) {
		near = setting_near_key("", name, &where);
	} else {
		*dot = '\0';
		t = setting_find(name, dot + 1, &i);
		if (t != NULL)
			return t;
		near = setting_near_key(name, dot + 1, &where);
		*dot = '.';
	}
	cul_out_fmt(err,
		    "--set: unknown setting '%.200s'; the nearest is "
		    "'%s.%s'\n",
		    name, where, near);
	return NULL;
}

int cul_settings_set(struct cul_settings *s, const char *assignment,
		     struct cul_out *err)
{
	char wrong[SETTING_WRONG_MAX] = "";
	const char *eq = strchr(assignment, '=');
	const struct setting *t;
	char *name, *dir, *value;
	int rc = CUL_ECONF;

	if (eq == NULL) {
		cul_out_fmt(err, "--set: '%.200s' is not section.key=value\n",
			    assignment);
		return CUL_ECONF;
	}
	name = strndup(assignment, (size_t)(eq - assignment));
	value = strdup(eq + 1);
	dir = getcwd(NULL, 0);
	if (name == NULL || value == NULL || dir == NULL) {
		rc = CUL_ENOMEM;
	} else {
		t = named(trim(name), err);
		if (t != NULL)
			rc = setting_put(s, t, trim(value), false, dir, wrong);
		if (t != NULL && rc == 0)
			rc = setting_agrees(s, t, wrong);
		if (t != NULL && rc == CUL_ECONF)
			cul_out_fmt(err, "--set: %s\n", wrong);
	}
	free(name);
	free(value);
	free(dir);
	return rc;
}
