/* \summary: a command line, split into words without a shell */
#include "tell/words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct splitter {
	const char *p;
	char *to;
	const char *why;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static void single(struct splitter *s)
{
	const char *end = strchr(++s->p, '\'');

	if (end == NULL) {
		s->why = "a ' is not closed";
		return;
	}
	while (s->p != end)
		*s->to++ = *s->p++;
	s->p++;
}

static void doubled(struct splitter *s)
{
	for (s->p++; *s->p != '"'; s->p++) {
		if (s->p[0] == '\\' && (s->p[1] == '"' || s->p[1] == '\\'))
			s->p++;
		if (*s->p == '\0') {
			s->why = "a \" is not closed";
			return;
		}
		*s->to++ = *s->p;
	}
	s->p++;
}

static void escaped(struct splitter *s)
{
	if (*++s->p == '\0')
		s->why = "nothing stands after the last backslash";
	else
		*s->to++ = *s->p++;
}

static void word(struct splitter *s)
{
	while (s->why == NULL && *s->p != '\0' && !is_blank(*s->p)) {
		if (*s->p == '\'')
			single(s);
		else if (*s->p == '"')
			doubled(s);
		else if (*s->p == '\\')
			escaped(s);
		else
			*s->to++ = *s->p++;
	}
}

static size_t words(struct splitter *s, char **argv)
{
	size_t n = 0;

	for (;;) {
		while (is_blank(*s->p))
			s->p++;
		if (*s->p == '\0' || s->why != NULL)
			return n;
		if (n == CUL_TELL_WORDS_MAX) {
			s->why = "it has more than 64 words";
			return n;
		}
		argv[n++] = s->to;
		word(s);
		*s->to++ = '\0';
	}
}

int cul_tell_split(const char *text, char *argv[CUL_TELL_WORDS_MAX + 1],
		   const char **ret_why)
{
	/* Words only get shorter, and the NUL of each takes the place of what
	 * parted it from the next. */
	char *copy = malloc(strlen(text) + 2);
	struct splitter s = { text, copy, NULL };
	size_t n;

	if (copy == NULL)
		return CUL_ENOMEM;
	n = words(&s, argv);
	argv[n] = NULL;
	if (s.why == NULL && (n == 0 || argv[0][0] == '\0'))
		s.why = "it names no program";
	if (s.why == NULL)
		return CUL_OK;
	free(copy);
	argv[0] = NULL;
	*ret_why = s.why;
	return CUL_ECONF;
}
