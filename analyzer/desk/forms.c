/* \summary: forms and their fields, each with its label */
#include "desk/desk_int.h"

void desk_hidden(struct desk_turn *t, const char *name, const char *value)
{
	cul_out_fmt(&t->o, "<input type=\"hidden\" name=\"%s\" value=\"", name);
	desk_str(&t->o, value);
	cul_out_str(&t->o, "\">");
}

void desk_form_begin(struct desk_turn *t, const char *action)
{
	cul_out_str(&t->o, "<form method=\"post\" action=\"");
	desk_str(&t->o, action);
	cul_out_str(&t->o, "\">");
	desk_hidden(t, CUL_TOKEN_FIELD, t->v.token);
}

void desk_form_end(struct desk_turn *t, const char *button, bool grave)
{
	cul_out_fmt(&t->o, "<p><button%s>%s</button></p></form>\n",
		    grave ? " class=\"stop\"" : "", button);
}

const char *desk_typed(struct desk_turn *t, const char *form, const char *name,
		       char *buf, size_t size)
{
	buf[0] = '\0';
	if (t->again != NULL && strcmp(t->again, form) == 0)
		(void)desk_form(t, name, buf, size);
	return buf;
}

/* <label> and what is before the value; ids are FORM-NAME. */
static void begin(struct desk_turn *t, const struct desk_field *f,
		  const char *tag)
{
	struct cul_out *o = &t->o;

	cul_out_fmt(o, "<div class=\"field\"><label for=\"%s-%s\">%s%s</label>",
		    f->form, f->name, f->label,
		    f->must ? "" : " <span class=\"hint\">(optional)</span>");
	if (f->hint != NULL)
		cul_out_fmt(o,
			    "<span class=\"hint\" id=\"%s-%s-hint\">%s"
			    "</span>",
			    f->form, f->name, f->hint);
	cul_out_fmt(o, "<%s id=\"%s-%s\" name=\"%s\"%s", tag, f->form, f->name,
		    f->name, f->must ? " required" : "");
	if (f->hint != NULL)
		cul_out_fmt(o, " aria-describedby=\"%s-%s-hint\"", f->form,
			    f->name);
}

static const char *value_of(struct desk_turn *t, const struct desk_field *f,
			    char *buf, size_t size)
{
	(void)desk_typed(t, f->form, f->name, buf, size);
	if (buf[0] != '\0' || f->value == NULL)
		return buf;
	return f->value;
}

void desk_input(struct desk_turn *t, const struct desk_field *f,
		const char *type, size_t max)
{
	const bool secret = strcmp(type, "password") == 0;
	char buf[CUL_REMARK_MAX];

	begin(t, f, "input");
	cul_out_fmt(&t->o, " type=\"%s\" maxlength=\"%zu\" value=\"", type,
		    max);
	if (!secret)
		desk_str(&t->o, value_of(t, f, buf, sizeof(buf)));
	cul_out_fmt(&t->o, "\" autocomplete=\"%s\"></div>\n",
		    f->complete != NULL ? f->complete : "off");
}

void desk_whose(struct desk_turn *t, const char *name, const char *user)
{
	cul_out_fmt(&t->o,
		    "<input class=\"away\" type=\"text\" name=\"%s\" readonly "
		    "tabindex=\"-1\" aria-label=\"User\" "
		    "autocomplete=\"username\" value=\"",
		    name);
	desk_str(&t->o, user);
	cul_out_str(&t->o, "\">");
}

/* The newline behind <textarea> is not part of it. */
void desk_textarea(struct desk_turn *t, const struct desk_field *f, size_t max)
{
	char buf[CUL_REMARK_MAX];

	begin(t, f, "textarea");
	cul_out_fmt(&t->o, " rows=\"3\" maxlength=\"%zu\">\n", max);
	desk_lines(&t->o, value_of(t, f, buf, sizeof(buf)));
	cul_out_str(&t->o, "</textarea></div>\n");
}

void desk_field_until(struct desk_turn *t, const char *form, const char *none)
{
	static const struct {
		const char *days, *label;
	} spans[] = { { "1", "1 day" },     { "3", "3 days" },
		      { "7", "7 days" },    { "14", "14 days" },
		      { "30", "30 days" },  { "90", "90 days" },
		      { "365", "one year" } };
	char days[16], date[16];
	struct cul_out *o = &t->o;

	(void)desk_typed(t, form, "for", days, sizeof(days));
	(void)desk_typed(t, form, "until", date, sizeof(date));
	cul_out_fmt(o,
		    "<div class=\"row\"><div class=\"field\"><label "
		    "for=\"%s-for\">How long</label><select id=\"%s-for\" "
		    "name=\"for\">",
		    form, form);
	desk_option(o, "", none, days[0] == '\0');
	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++)
		desk_option(o, spans[i].days, spans[i].label,
			    strcmp(days, spans[i].days) == 0);
	cul_out_fmt(o,
		    "</select></div><div class=\"field\"><label "
		    "for=\"%s-until\">or until the end of</label><input "
		    "id=\"%s-until\" name=\"until\" type=\"date\" value=\"",
		    form, form);
	desk_str(o, date);
	cul_out_str(o, "\"></div></div>\n");
}
