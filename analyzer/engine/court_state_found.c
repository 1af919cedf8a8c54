/* \summary: what has been suggested, and who was cleared, to disk and back
 *
 * Signals and vetoes are called by texts of the program; when they are read
 * the court keeps texts of its own that say the same.
 */
#include <stdio.h>
#include <stdlib.h>

#include "engine/court_int.h"

enum { FOUND_MOST = 1 << 24, WORD_MOST = 1024 };

static void word_read(struct cul_state *s, struct cul_court *c,
		      const char **word)
{
	char *text = NULL;
	uint32_t number;
	int err;

	*word = "";
	cul_state_string(s, &text, WORD_MOST);
	if (text == NULL) {
		cul_state_fail(s, CUL_ECORRUPT);
		return;
	}
	err = cul_intern(&c->words, (struct cul_sv){ text, strlen(text) },
			 &number);
	if (err != CUL_OK)
		cul_state_fail(s, err);
	else
		*word = cul_intern_text(&c->words, number);
	free(text);
}

static void word_state(struct cul_state *s, struct cul_court *c,
		       const char **word)
{
	char text[WORD_MOST], *p = text;

	if (cul_state_is_reading(s)) {
		word_read(s, c, word);
		return;
	}
	(void)snprintf(text, sizeof(text), "%s", *word != NULL ? *word : "");
	cul_state_string(s, &p, WORD_MOST);
}

static bool ends(const char *text, size_t size)
{
	return memchr(text, '\0', size) != NULL;
}

#define ENDS(array) ends((array), sizeof(array))

static bool is_veto(const struct cul_veto *v)
{
	return ENDS(v->text);
}

static bool is_suggestion(const struct cul_suggestion *g)
{
	bool good =
		g->action < CUL_ACTIONS_ && g->kind < CUL_KINDS_ &&
		g->subject < CUL_SUBJECTS_ && g->n_addrs <= CUL_SOURCE_ADDRS &&
		g->n_reasons <= CUL_REASONS_MAX &&
		g->n_vetoes <= CUL_VETOES_MAX && ENDS(g->id) && ENDS(g->name) &&
		ENDS(g->customer) && ENDS(g->why) && ENDS(g->undo);

	for (unsigned i = 0; good && i < g->n_reasons; i++)
		good = g->reasons[i].family < CUL_FAMILIES_ &&
		       ENDS(g->reasons[i].text);
	for (unsigned i = 0; good && i < g->n_vetoes; i++)
		good = is_veto(&g->vetoes[i]);
	return good;
}

/* A text up to its NUL, and zeros. */
static void trim(char *text, size_t size)
{
	size_t n = strnlen(text, size);

	memset(text + n, 0, size - n);
}

#define TRIM(array) trim((array), sizeof(array))

/* Without pointers, and without what stands behind the ends. */
static void body_of(struct cul_suggestion *b, const struct cul_suggestion *g)
{
	*b = *g;
	b->n_quotes = 0;
	b->quotes = NULL;
	memset(b->id, 0, sizeof(b->id)); /* made at the end */
	TRIM(b->name);
	TRIM(b->customer);
	TRIM(b->why);
	TRIM(b->undo);
	memset(&b->addrs[b->n_addrs], 0,
	       (CUL_SOURCE_ADDRS - b->n_addrs) * sizeof(*b->addrs));
	memset(&b->reasons[b->n_reasons], 0,
	       (CUL_REASONS_MAX - b->n_reasons) * sizeof(*b->reasons));
	memset(&b->vetoes[b->n_vetoes], 0,
	       (CUL_VETOES_MAX - b->n_vetoes) * sizeof(*b->vetoes));
	for (unsigned i = 0; i < b->n_reasons; i++) {
		b->reasons[i].signal = NULL;
		TRIM(b->reasons[i].text);
	}
	for (unsigned i = 0; i < b->n_vetoes; i++) {
		b->vetoes[i].name = NULL;
		TRIM(b->vetoes[i].text);
	}
}

static void quote_state(struct cul_state *s, struct cul_quote *q)
{
	uint8_t family = (uint8_t)q->family;

	CUL_STATE(s, q->input);
	CUL_STATE(s, q->offset);
	CUL_STATE(s, family);
	(void)cul_state_check(s, family < CUL_FAMILIES_);
	q->family = family;
	cul_state_count(s, &q->len, CUL_RECORD_MAX);
	if (cul_state_is_reading(s)) {
		q->line = malloc(q->len + 1);
		if (q->line == NULL) {
			cul_state_fail(s, CUL_ENOMEM);
			return;
		}
		q->line[q->len] = '\0';
	}
	cul_state_raw(s, q->line, q->len);
}

static void quotes_state(struct cul_state *s, struct cul_suggestion *g)
{
	size_t n = g->n_quotes;

	cul_state_count(s, &n, CUL_FAMILIES_ * 2 * CUL_EVIDENCE_HALF);
	if (cul_state_is_reading(s) && n != 0) {
		g->quotes = calloc(n, sizeof(*g->quotes));
		if (g->quotes == NULL) {
			cul_state_fail(s, CUL_ENOMEM);
			return;
		}
		g->n_quotes = n;
	}
	for (size_t i = 0; i < n && g->quotes != NULL; i++)
		quote_state(s, &g->quotes[i]);
}

static void suggestion_state(struct cul_state *s, struct cul_court *c,
			     struct cul_suggestion *g)
{
	struct cul_suggestion body = { .n_quotes = 0 };

	if (!cul_state_is_reading(s))
		body_of(&body, g);
	cul_state_sparse(s, &body, sizeof(body));
	if (cul_state_is_reading(s)) {
		if (!cul_state_check(s, is_suggestion(&body)))
			return;
		body_of(g, &body);
	}
	for (unsigned i = 0; i < g->n_reasons; i++)
		word_state(s, c, &g->reasons[i].signal);
	for (unsigned i = 0; i < g->n_vetoes; i++)
		word_state(s, c, &g->vetoes[i].name);
	quotes_state(s, g);
}

static void suggestions_state(struct cul_state *s, struct cul_court *c)
{
	size_t n = c->n_suggestions;

	cul_state_count(s, &n, FOUND_MOST);
	if (cul_state_is_reading(s)) {
		if (!cul_state_holds(s, n, sizeof(struct cul_suggestion) / 64))
			return;
		c->suggestions = calloc(n + 1, sizeof(*c->suggestions));
		if (c->suggestions == NULL) {
			cul_state_fail(s, CUL_ENOMEM);
			return;
		}
		c->n_suggestions = n;
		c->suggestions_room = n + 1;
	}
	for (size_t i = 0; i < n && cul_state_err(s) == CUL_OK; i++)
		suggestion_state(s, c, &c->suggestions[i]);
}

static void one_cleared_state(struct cul_state *s, struct cul_court *c,
			      struct cul_cleared *g)
{
	struct cul_cleared body = *g;

	body.veto.name = NULL;
	TRIM(body.name);
	TRIM(body.veto.text);
	cul_state_sparse(s, &body, sizeof(body));
	if (cul_state_is_reading(s)) {
		if (!cul_state_check(s, body.kind < CUL_KINDS_ &&
						body.subject < CUL_SUBJECTS_ &&
						ENDS(body.name) &&
						is_veto(&body.veto)))
			return;
		*g = body;
		g->veto.name = NULL;
	}
	word_state(s, c, &g->veto.name);
}

static void cleared_state(struct cul_state *s, struct cul_court *c)
{
	size_t n = c->n_cleared;

	cul_state_count(s, &n, FOUND_MOST);
	if (cul_state_is_reading(s)) {
		if (!cul_state_holds(s, n, sizeof(uint64_t)))
			return;
		c->cleared = calloc(n + 1, sizeof(*c->cleared));
		if (c->cleared == NULL) {
			cul_state_fail(s, CUL_ENOMEM);
			return;
		}
		c->n_cleared = n;
		c->cleared_room = n + 1;
	}
	for (size_t i = 0; i < n && cul_state_err(s) == CUL_OK; i++)
		one_cleared_state(s, c, &c->cleared[i]);
}

void cul_court_found_state(struct cul_state *s, struct cul_court *c)
{
	cul_state_part(s, "suggestions");
	suggestions_state(s, c);
	cul_state_part(s, "cleared");
	cleared_state(s, c);
}
