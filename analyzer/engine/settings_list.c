/* \summary: settings that are lists: networks and words */
#include <stdio.h>
#include <stdlib.h>

#include "engine/settings_list.h"
#include "engine/settings_value.h"

static const char blanks[] = " \t,";

enum settings_net settings_net_read(struct cul_sv word, struct cul_net *ret_net)
{
	bool digits = true, hex = true, dot = false, colon = false;

	if (cul_net_parse(word, ret_net))
		return SETTINGS_NET;
	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i];
		bool digit = c >= '0' && c <= '9';

		dot |= c == '.';
		colon |= c == ':';
		digits &= digit || c == '.' || c == '/';
		hex &= digit || (c >= 'a' && c <= 'f') ||
		       (c >= 'A' && c <= 'F') || c == ':' || c == '.' ||
		       c == '/';
	}
	if ((digits && dot) || (hex && colon) ||
	    memchr(word.ptr, '/', word.len) != NULL)
		return SETTINGS_WRONG_NET;
	return SETTINGS_NO_NET;
}

static int net_add(struct cul_nets *l, const struct cul_net *net)
{
	struct cul_net *v = realloc(l->v, (l->n + 1) * sizeof(*v));

	if (v == NULL)
		return CUL_ENOMEM;
	l->v = v;
	v[l->n++] = *net;
	return 0;
}

int settings_strings_add(struct cul_strings *l, const char *p, size_t len)
{
	char **v = realloc(l->v, (l->n + 1) * sizeof(*v));

	if (v == NULL)
		return CUL_ENOMEM;
	l->v = v;
	v[l->n] = strndup(p, len);
	if (v[l->n] == NULL)
		return CUL_ENOMEM;
	l->n++;
	return 0;
}

static int wrong_net(struct cul_sv word, char *wrong)
{
	snprintf(wrong, SETTING_WRONG_MAX,
		 "'%.*s' is no network: an address, or an address and the "
		 "bits of its prefix, the others zero (192.0.2.0/24)",
		 word.len < 100 ? (int)word.len : 100, word.ptr);
	return CUL_ECONF;
}

static int word_add(struct cul_settings *s, const struct setting *t,
		    struct cul_sv word, char *wrong)
{
	struct cul_strings *words = setting_words(s, t);
	struct cul_nets *nets = setting_nets(s, t);
	struct cul_net net;

	if (nets != NULL) {
		enum settings_net is = settings_net_read(word, &net);

		if (is == SETTINGS_NET)
			return net_add(nets, &net);
		if (is == SETTINGS_WRONG_NET || words == NULL)
			return wrong_net(word, wrong);
	}
	return settings_strings_add(words, word.ptr, word.len);
}

static void fold_last(struct cul_strings *l)
{
	for (char *c = l->v[l->n - 1]; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
}

static int path_add(struct cul_strings *paths, struct cul_sv word,
		    const char *dir)
{
	char *name = strndup(word.ptr, word.len), *path = NULL;
	int rc =
		name != NULL ? setting_read_path(name, dir, &path) : CUL_ENOMEM;

	if (rc == 0)
		rc = settings_strings_add(paths, path, strlen(path));
	free(name);
	free(path);
	return rc;
}

int setting_put_list(struct cul_settings *s, const struct setting *t,
		     const char *text, bool more, const char *dir, char *wrong)
{
	int rc = 0;

	if (!more)
		setting_free(s, t);
	while (rc == 0) {
		struct cul_sv word;

		text += strspn(text, blanks);
		if (*text == '\0')
			break;
		word = (struct cul_sv){ text, strcspn(text, blanks) };
		text += word.len;
		rc = t->type == SETTING_PATHS
			     ? path_add(setting_words(s, t), word, dir)
			     : word_add(s, t, word, wrong);
		if (rc == 0 && t->type == SETTING_DOMAINS)
			fold_last(setting_words(s, t));
	}
	return rc;
}

void setting_free_list(struct cul_settings *s, const struct setting *t)
{
	struct cul_strings *words = setting_words(s, t);
	struct cul_nets *nets = setting_nets(s, t);

	if (nets != NULL) {
		free(nets->v);
		*nets = (struct cul_nets){ 0 };
	}
	if (words != NULL) {
		for (size_t i = 0; i < words->n; i++)
			free(words->v[i]);
		free(words->v);
		*words = (struct cul_strings){ 0 };
	}
}

struct cul_nets *setting_nets(struct cul_settings *s, const struct setting *t)
{
	if (t->type != SETTING_NETS && t->type != SETTING_NEVER)
		return NULL;
	return (void *)((char *)s + t->offset);
}

struct cul_strings *setting_words(struct cul_settings *s,
				  const struct setting *t)
{
	if (t->type == SETTING_NEVER)
		return &s->never_names;
	if (t->type != SETTING_WORDS && t->type != SETTING_PATHS &&
	    t->type != SETTING_DOMAINS)
		return NULL;
	return (void *)((char *)s + t->offset);
}
