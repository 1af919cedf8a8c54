/* \summary: write a letter from its template */
#include <stdio.h>

#include "letter/template.h"

bool cul_letter_is_due(const struct cul_suggestion *s)
{
	return s->action != CUL_ACTION_NONE && s->action != CUL_ACTION_WATCH;
}

/* KIND-ACTION if there is one, else KIND, else NULL. */
static const char *template_of(const struct cul_letters *l,
			       const struct cul_suggestion *s)
{
	char exact[64];
	const char *text = NULL;

	(void)snprintf(exact, sizeof(exact), "%s-%s", cul_kind_name(s->kind),
		       cul_action_name(s->action));
	for (size_t i = 0; letter_templates[i].name != NULL; i++) {
		const char *name = letter_templates[i].name;
		const char *own = l->own[i] != NULL ? l->own[i]
						    : letter_templates[i].text;

		if (strcmp(name, exact) == 0)
			return own;
		if (strcmp(name, cul_kind_name(s->kind)) == 0)
			text = own;
	}
	return text;
}

static void expand(struct letter *t, struct cul_sv line)
{
	for (size_t i = 0; i < line.len;) {
		struct cul_sv rest = cul_sv_from(line, i), name;
		size_t n = letter_word_at(rest, &name);
		const struct letter_word *w =
			n != 0 ? letter_word_find(name) : NULL;

		if (w != NULL)
			w->write(t);
		else
			letter_text(&t->fill, (struct cul_sv){ rest.ptr, 1 });
		i += w != NULL ? n : 1;
	}
	letter_str(&t->fill, " ");
}

/* The hanging indent of an item that a line begins: "- ", "1. "; else 0. */
static unsigned item_at(struct cul_sv line)
{
	if (line.len > 2 && line.ptr[0] == '-' && line.ptr[1] == ' ')
		return 2;
	if (line.len > 3 && line.ptr[0] >= '0' && line.ptr[0] <= '9' &&
	    line.ptr[1] == '.' && line.ptr[2] == ' ')
		return 3;
	return 0;
}

/* Up to the first empty line stands the head, a line each, as in a mail; the
 * rest are paragraphs and items, which are filled. */
static void put_line(struct letter *t, struct cul_sv line, bool head)
{
	const unsigned hang = head ? 1 : item_at(line);

	if (hang != 0)
		letter_begin(&t->fill, hang);
	expand(t, line);
}

void cul_letter_write(const struct cul_letters *l,
		      const struct cul_suggestion *s, struct cul_out *o)
{
	struct letter t = { .l = l, .s = s, .fill = { .o = o } };
	const char *text = template_of(l, s);
	bool head = true;

	if (!cul_letter_is_due(s) || text == NULL)
		return;
	while (*text != '\0') {
		struct cul_sv line = { text, strcspn(text, "\n") };

		text += line.len + (text[line.len] == '\n');
		if (line.len != 0 && line.ptr[line.len - 1] == '\r')
			line.len--;
		if (line.len == 0) {
			letter_gap(&t.fill);
			head = false;
			continue;
		}
		put_line(&t, line, head);
		if (head)
			letter_end(&t.fill);
	}
	letter_end(&t.fill);
}
