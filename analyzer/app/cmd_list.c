/* \summary: culprit list: the worklist, in the shell */
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/ledger.h"
#include "culprit/kind.h"

/* Bits of the names in a list with commas between; false, and said, if one is
 * none of them. */
static bool read_names(const char *text, const char *(*name)(int), int n,
		       const char *what, unsigned *ret_bits)
{
	while (text != NULL && *text != '\0') {
		const size_t len = strcspn(text, ",");
		int i = 0;

		while (i < n && (strlen(name(i)) != len ||
				 memcmp(name(i), text, len) != 0))
			i++;
		if (i == n) {
			cul_say("no %s '%.*s'; there are:", what,
				(int)(len < 40 ? len : 40), text);
			for (i = 0; i < n; i++)
				(void)fprintf(stderr, "  %s\n", name(i));
			return false;
		}
		*ret_bits |= 1u << i;
		text += len + (text[len] == ',');
	}
	return true;
}

static const char *standing_name(int i)
{
	return cul_standing_name((enum cul_standing)i);
}

static const char *kind_name(int i)
{
	return cul_kind_name((enum cul_kind)i);
}

static const char *action_name(int i)
{
	return cul_action_name((enum cul_action)i);
}

static bool read_order(const char *text, enum cul_case_order *ret)
{
	static const char *const names[] = {
		[CUL_CASES_GRAVEST] = "gravest",
		[CUL_CASES_NEWEST] = "newest",
		[CUL_CASES_OLDEST] = "oldest",
		[CUL_CASES_SUBJECT] = "subject",
		[CUL_CASES_RECENT] = "recent",
	};

	if (text == NULL)
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], text) == 0) {
			*ret = (enum cul_case_order)i;
			return true;
		}
	}
	cul_say("no order '%s'; gravest, newest, oldest, subject and recent "
		"are",
		text);
	return false;
}

static bool read_most(const char *text, size_t *ret)
{
	char *end;
	unsigned long n;

	if (text == NULL)
		return true;
	n = strtoul(text, &end, 10);
	if (end != text && *end == '\0' && text[0] != '-' && n > 0) {
		*ret = n;
		return true;
	}
	cul_say("-n %s: not a number of cases", text);
	return false;
}

static bool query(const struct cul_work *w, struct cul_case_query *q)
{
	const struct cul_options *o = &w->o;

	*q = (struct cul_case_query){ .now_usec = w->v.now_usec };
	q->customer = cul_option(o, CUL_OPTION_CUSTOMER);
	q->search = o->n_args != 0 ? o->args[0] : NULL;
	if (o->n_args > 1) {
		cul_say("one text to search for, not %d: put it in quotes",
			o->n_args);
		return false;
	}
	if (cul_option(o, CUL_OPTION_ALL) != NULL)
		q->standings = (1u << CUL_STANDINGS_) - 1;
	return read_names(cul_option(o, CUL_OPTION_STANDING), standing_name,
			  CUL_STANDINGS_, "standing", &q->standings) &&
	       read_names(cul_option(o, CUL_OPTION_KIND), kind_name, CUL_KINDS_,
			  "kind", &q->kinds) &&
	       read_names(cul_option(o, CUL_OPTION_ACTION), action_name,
			  CUL_ACTIONS_, "action", &q->actions) &&
	       read_order(cul_option(o, CUL_OPTION_SORT), &q->order) &&
	       read_most(cul_option(o, CUL_OPTION_MOST), &q->most);
}

static int check(struct cul_work *w)
{
	struct cul_case_query q;

	return query(w, &q) ? CUL_EXIT_DONE : CUL_EXIT_USAGE;
}

static int list(struct cul_work *w)
{
	struct cul_case_query q;

	return query(w, &q)
		       ? cul_work_status(w, cul_ledger_view_list(&w->v, &q))
		       : CUL_EXIT_USAGE;
}

int cul_cmd_list(int argc, char **argv)
{
	const struct cul_work_plan plan = { CUL_LEDGER_READ, check, list };

	return cul_work(argc, argv, &plan);
}
