/* \summary: the terminal table: commands to copy for what comes next */
#include "report/table.h"
#include "report/words.h"

enum { INPUTS_NAMED = 3 };

static bool in_set(const char *s, const char *set)
{
	return s[0] != '\0' && s[0] != '-' && strspn(s, set) == strlen(s);
}

/* 0: nobody should paste this into a shell; 1: as it is; 2: in quotes. */
static int quoting(const char *s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789.,_+:@%/=-";
	static const char quoted[] = "abcdefghijklmnopqrstuvwxyz"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "0123456789.,_+:@%/=- &*#()$!?^~[]{};";

	if (in_set(s, plain))
		return 1;
	return in_set(s, quoted) ? 2 : 0;
}

static void word(const struct cul_term *t, const char *s)
{
	const char *mark = quoting(s) == 2 ? "'" : "";

	cul_out_fmt(t->o, " %s%s%s", mark, s, mark);
}

static bool can_name_inputs(const struct cul_report *r)
{
	if (r->n_named == 0 || r->n_named > INPUTS_NAMED)
		return false;
	for (size_t i = 0; i < r->n_named; i++)
		if (quoting(r->named[i]) == 0)
			return false;
	return true;
}

static void inputs(const struct cul_term *t, const struct cul_report *r)
{
	if (!can_name_inputs(r)) {
		cul_out_str(t->o, " LOG...");
		return;
	}
	for (size_t i = 0; i < r->n_named; i++)
		word(t, r->named[i]);
}

static void command(const struct cul_term *t, const struct cul_report *r,
		    const char *name)
{
	cul_out_fmt(t->o, "  culprit %s", name);
	if (r->config == NULL)
		return;
	cul_out_str(t->o, " -c");
	if (quoting(r->config) != 0)
		word(t, r->config);
	else
		cul_out_str(t->o, " FILE");
}

static const struct cul_suggestion *first_sayable(const struct cul_report *r)
{
	for (size_t i = 0; i < r->n_suggestions; i++)
		if (quoting(r->suggestions[i].name) != 0)
			return &r->suggestions[i];
	return NULL;
}

void cul_table_next(const struct cul_term *t, const struct cul_report *r)
{
	const struct cul_suggestion *s = first_sayable(r);

	if (r->n_suggestions == 0)
		return;
	cul_term_head(t, "What next");
	command(t, r, "explain");
	if (s != NULL)
		word(t, s->name);
	else
		cul_out_str(t->o, " WHO");
	inputs(t, r);
	cul_out_str(t->o, "\n      all that is known of one: the figures and "
			  "the lines\n");
	command(t, r, "scan");
	cul_out_str(t->o, " -o out/");
	inputs(t, r);
	cul_out_str(t->o, "\n      out/report.html with pictures, and lists "
			  "for Postfix\n");
}
