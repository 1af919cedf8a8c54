/* \summary: enumerations as the ledger writes them: by name, so that it can be
 * read without this program and outlives a change of their order */
#include "ledger/ledger_int.h"

#define WORD(what, last)                                                       \
	static const char *what##_name(int i)                                  \
	{                                                                      \
		return cul_##what##_name((enum cul_##what)i);                  \
	}                                                                      \
	enum cul_##what ledger_##what##_of(const char *text)                   \
	{                                                                      \
		return (enum cul_##what)find(text, what##_name, last);         \
	}

/* What is no name is damage, and read as the first of its kind. */
static int find(const char *text, const char *(*name)(int), int n)
{
	for (int i = 0; i < n; i++)
		if (strcmp(text, name(i)) == 0)
			return i;
	return 0;
}

WORD(kind, CUL_KINDS_)
WORD(action, CUL_ACTIONS_)
WORD(family, CUL_FAMILIES_)
WORD(subject, CUL_SUBJECTS_)
WORD(standing, CUL_STANDINGS_)
WORD(verb, CUL_VERBS_)
WORD(decline, CUL_DECLINES_)

int ledger_grade(enum cul_action a)
{
	static const int grade[CUL_ACTIONS_] = {
		[CUL_ACTION_FIX_SERVER] = 6, [CUL_ACTION_SUSPEND] = 5,
		[CUL_ACTION_BLOCK] = 4,      [CUL_ACTION_CONTACT] = 3,
		[CUL_ACTION_EXEMPT] = 2,     [CUL_ACTION_WATCH] = 1,
	};

	return grade[a];
}
