/* \summary: who writes, and the templates */
#include <stdlib.h>

#include "letter/template.h"

static char *copy(const char *s)
{
	return strdup(s != NULL ? s : "");
}

int cul_letters_new(const struct cul_letter_from *from, const char *directory,
		    struct cul_out *err, struct cul_letters **ret_letters)
{
	struct cul_letters *l = calloc(1, sizeof(*l));
	int rc = 0;

	if (l == NULL)
		return CUL_ENOMEM;
	l->provider = copy(from->provider);
	l->contact = copy(from->contact);
	l->phone = copy(from->phone);
	if (l->provider == NULL || l->contact == NULL || l->phone == NULL)
		rc = CUL_ENOMEM;
	else if (directory != NULL)
		rc = letter_read_folder(l, directory, err);
	if (rc != 0)
		cul_letters_free(&l);
	else
		*ret_letters = l;
	return rc;
}

struct cul_letter_from cul_letters_from(const struct cul_letters *l)
{
	return (struct cul_letter_from){ l->provider, l->contact, l->phone };
}

void cul_letters_free(struct cul_letters **letters)
{
	struct cul_letters *l = *letters;

	if (l == NULL)
		return;
	for (size_t i = 0; i < LETTER_TEMPLATES_MAX; i++)
		free(l->own[i]);
	free(l->provider);
	free(l->contact);
	free(l->phone);
	free(l);
	*letters = NULL;
}
