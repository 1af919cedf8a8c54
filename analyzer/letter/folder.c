/* \summary: an operator's own templates: read, and checked */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "letter/template.h"

enum { LETTER_MAX = 64 * 1024 };

struct checked {
	const char *path;
	struct cul_out *err;
	unsigned wrong;
};

static void say_names(struct checked *c, bool words)
{
	cul_out_str(c->err, "; there are");
	for (size_t i = 0; words && letter_words[i].name != NULL; i++)
		cul_out_fmt(c->err, " {%s}", letter_words[i].name);
	for (size_t i = 0; !words && letter_templates[i].name != NULL; i++)
		cul_out_fmt(c->err, " %s.txt", letter_templates[i].name);
	cul_out_str(c->err, "\n");
	c->wrong++;
}

static void check_line(struct checked *c, struct cul_sv line, unsigned no)
{
	for (size_t i = 0; i < line.len;) {
		struct cul_sv name;
		size_t n = letter_word_at(cul_sv_from(line, i), &name);

		if (n != 0 && letter_word_find(name) == NULL) {
			cul_out_fmt(c->err,
				    "%.1000s:%u: unknown placeholder "
				    "'%.*s'",
				    c->path, no, n < 60 ? (int)n : 60,
				    line.ptr + i);
			say_names(c, true);
		} else if (n == sizeof(LETTER_REASONS) - 1 && line.len != n &&
			   cul_sv_eq(name, CUL_SV("reasons"))) {
			cul_out_fmt(c->err,
				    "%.1000s:%u: " LETTER_REASONS
				    " wants a line of its own\n",
				    c->path, no);
			c->wrong++;
		}
		i += n != 0 ? n : 1;
	}
}

static void check(struct checked *c, const char *text)
{
	for (unsigned no = 1; *text != '\0'; no++) {
		struct cul_sv line = { text, strcspn(text, "\n") };

		text += line.len + (text[line.len] == '\n');
		if (line.len != 0 && line.ptr[line.len - 1] == '\r')
			line.len--;
		check_line(c, line, no);
	}
}

/* NULL, with errno, if it cannot be read. */
static char *read_text(const char *path)
{
	FILE *f = fopen(path, "re");
	char *text = f != NULL ? calloc(1, LETTER_MAX + 2) : NULL;
	size_t n;
	int why = errno;

	if (text != NULL) {
		errno = 0;
		n = fread(text, 1, LETTER_MAX + 1, f);
		why = errno;
		if (ferror(f) != 0 || n > LETTER_MAX || strlen(text) != n) {
			why = why != 0 ? why : EFBIG;
			if (n <= LETTER_MAX && strlen(text) != n)
				why = EILSEQ;
			free(text);
			text = NULL;
		}
	}
	if (f != NULL)
		(void)fclose(f);
	errno = why;
	return text;
}

static bool ends_txt(const char *name)
{
	size_t len = strlen(name);

	return name[0] != '.' && len > 4 && strcmp(name + len - 4, ".txt") == 0;
}

static int take(struct cul_letters *l, const char *name, struct checked *c)
{
	const size_t len = strlen(name) - 4;

	for (size_t i = 0; letter_templates[i].name != NULL; i++) {
		if (strlen(letter_templates[i].name) != len ||
		    strncmp(letter_templates[i].name, name, len) != 0)
			continue;
		l->own[i] = read_text(c->path);
		if (l->own[i] == NULL && errno == ENOMEM)
			return CUL_ENOMEM;
		if (l->own[i] == NULL) {
			cul_out_fmt(c->err, "%.1000s: %s\n", c->path,
				    strerror(errno));
			c->wrong++;
			return 0;
		}
		check(c, l->own[i]);
		return 0;
	}
	cul_out_fmt(c->err, "%.1000s: no letter has this name", c->path);
	say_names(c, false);
	return 0;
}

/* In the order of their names, so that errors are. */
int letter_read_folder(struct cul_letters *l, const char *directory,
		       struct cul_out *err)
{
	struct checked c = { .err = err };
	struct dirent **found = NULL;
	int n = scandir(directory, &found, NULL, alphasort), rc = 0;

	if (n < 0) {
		cul_out_fmt(err, "%.1000s: %s\n", directory, strerror(errno));
		return CUL_ECONF;
	}
	for (int i = 0; i < n; i++) {
		char *path = NULL;

		if (rc == 0 && ends_txt(found[i]->d_name)) {
			if (asprintf(&path, "%s/%s", directory,
				     found[i]->d_name) < 0) {
				rc = CUL_ENOMEM;
			} else {
				c.path = path;
				rc = take(l, found[i]->d_name, &c);
				free(path);
			}
		}
		free(found[i]);
	}
	free(found);
	return rc == 0 && c.wrong != 0 ? CUL_ECONF : rc;
}
