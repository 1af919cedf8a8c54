/* \summary: paragraphs of 72 columns */
#include "letter/fill.h"

#include <stdio.h>

static void put_line(struct letter_fill *f)
{
	f->line[f->line_len++] = '\n';
	cul_out_put(f->o, f->line, f->line_len);
	f->line_len = f->line_cols = 0;
	f->wrapped = true;
}

static void put_blank(struct letter_fill *f)
{
	f->line[f->line_len++] = ' ';
	f->line_cols++;
}

static void put_word(struct letter_fill *f)
{
	if (f->word_len == 0)
		return;
	if (f->line_cols != 0 &&
	    (f->line_cols + 1 + f->word_cols > LETTER_COLUMNS ||
	     f->line_len + 1 + f->word_len > LETTER_BYTES))
		put_line(f);
	if (f->line_cols != 0)
		put_blank(f);
	else
		while (f->wrapped && f->line_cols < f->hang)
			put_blank(f);
	memcpy(f->line + f->line_len, f->word, f->word_len);
	f->line_len += f->word_len;
	f->line_cols += f->word_cols;
	f->word_len = f->word_cols = 0;
}

static bool goes_on(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* A word longer than a line is broken there. Beyond the bytes that so many
 * columns can have, what goes on is no character and is dropped. */
static void put(struct letter_fill *f, char c)
{
	if ((unsigned char)c <= ' ' || c == 0x7f) {
		put_word(f);
		return;
	}
	if (!goes_on(c) && f->word_cols == LETTER_COLUMNS - f->hang - 1)
		put_word(f);
	if (f->word_len + f->hang + 2 >= LETTER_BYTES)
		return;
	f->word[f->word_len++] = c;
	f->word_cols += !goes_on(c);
}

void letter_text(struct letter_fill *f, struct cul_sv v)
{
	for (size_t i = 0; i < v.len; i++)
		put(f, v.ptr[i]);
}

void letter_str(struct letter_fill *f, const char *s)
{
	letter_text(f, letter_sv(s));
}

/* U+00C0 to U+024F, in UTF-8. */
static bool is_latin(struct cul_sv v)
{
	unsigned char lead = v.len > 1 ? (unsigned char)v.ptr[0] : 0;

	if (lead < 0xc3 || lead > 0xc9 || !goes_on(v.ptr[1]))
		return false;
	return lead < 0xc9 || (unsigned char)v.ptr[1] <= 0x8f;
}

void letter_strange(struct letter_fill *f, struct cul_sv v)
{
	for (size_t i = 0; i < v.len; i++) {
		const unsigned char c = (unsigned char)v.ptr[i];
		char hex[8];

		if (c >= 0x20 && c < 0x7f) {
			put(f, v.ptr[i]);
		} else if (is_latin(cul_sv_from(v, i))) {
			put(f, v.ptr[i]);
			put(f, v.ptr[++i]);
		} else {
			snprintf(hex, sizeof(hex), "\\x%02x", c);
			letter_str(f, hex);
		}
	}
}

void letter_end(struct letter_fill *f)
{
	put_word(f);
	if (f->line_len != 0)
		put_line(f);
	f->wrapped = false;
	f->hang = 0;
}

void letter_begin(struct letter_fill *f, unsigned hang)
{
	letter_end(f);
	f->hang = hang;
}

void letter_gap(struct letter_fill *f)
{
	letter_end(f);
	cul_out_put(f->o, "\n", 1);
}
