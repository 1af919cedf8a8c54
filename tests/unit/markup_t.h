/* \summary: is a page only what the desk writes? */
#ifndef CUL_TEST_MARKUP_H
#define CUL_TEST_MARKUP_H

/* Fails unless `html` is UTF-8 without anything hidden, each tag and attribute
 * is one of those that the desk uses, each attribute is in quotes that close,
 * tags are closed in order, ids are there once, and each label, aria-… and form
 * leads to something. */
void markup_check(const char *html, const char *where);

#endif
