/* \summary: small pieces of a page */
#include <inttypes.h>

#include "desk/desk_int.h"
#include "report/escape.h"
#include "report/words.h"

void desk_str(struct cul_out *o, const char *s)
{
	cul_html_str(o, s);
}

void desk_sv(struct cul_out *o, struct cul_sv v)
{
	cul_html_sv(o, v);
}

void desk_lines(struct cul_out *o, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");

		desk_sv(o, (struct cul_sv){ text, n });
		text += n;
		if (*text == '\n') {
			cul_out_str(o, "\n");
			text++;
		}
	}
}

static bool is_plain(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

void desk_url(struct cul_out *o, const char *s)
{
	for (; *s != '\0'; s++)
		if (is_plain(*s))
			cul_out_put(o, s, 1);
		else
			cul_out_fmt(o, "%%%02X", (unsigned)(unsigned char)*s);
}

void desk_time(struct cul_out *o, int64_t t_usec)
{
	char stamp[CUL_TIME_TEXT_MAX], minute[CUL_WORD_MAX];

	if (t_usec == CUL_TIME_NONE) {
		cul_out_str(o, "not known");
		return;
	}
	cul_time_print(t_usec - t_usec % CUL_USEC_PER_SEC, stamp);
	cul_out_fmt(o, "<time datetime=\"%s\">%s</time>", stamp,
		    cul_word_minute(t_usec, minute));
}

void desk_ago(struct cul_out *o, int64_t t_usec, int64_t now_usec)
{
	char span[CUL_WORD_MAX];

	if (t_usec == CUL_TIME_NONE)
		cul_out_str(o, "not known");
	else if (t_usec > now_usec)
		cul_out_fmt(o, "in %s", cul_word_span(t_usec - now_usec, span));
	else
		cul_out_fmt(o, "%s ago",
			    cul_word_span(now_usec - t_usec, span));
}

void desk_u64(struct cul_out *o, uint64_t n)
{
	char text[CUL_WORD_MAX];

	cul_out_str(o, cul_word_u64(n, text));
}

void desk_option(struct cul_out *o, const char *value, const char *label,
		 bool chosen)
{
	cul_out_str(o, "<option value=\"");
	desk_str(o, value);
	cul_out_fmt(o, "\"%s>", chosen ? " selected" : "");
	desk_str(o, label);
	cul_out_str(o, "</option>");
}

void desk_source_href(struct cul_out *o, enum cul_subject type,
		      const char *name)
{
	cul_out_fmt(o, "/source?type=%s&amp;name=", cul_subject_name(type));
	desk_url(o, name);
}

bool desk_subject_of(const char *name, enum cul_subject *ret)
{
	for (unsigned i = 0; i < CUL_SUBJECTS_; i++)
		if (strcmp(cul_subject_name((enum cul_subject)i), name) == 0) {
			*ret = (enum cul_subject)i;
			return true;
		}
	return false;
}

void desk_words(struct cul_out *o, const char *name)
{
	for (; *name != '\0'; name++)
		cul_out_put(o, *name == '-' ? " " : name, 1);
}
