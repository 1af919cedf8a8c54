/* \summary: which suggestions and sources are listed, and in which order */
#include "noc/pick.h"

#include <string.h>
#include <strings.h>

#include "report/words.h"

const char *cul_notice_sort_word(enum cul_notice_sort s)
{
	static const char *const words[CUL_NOTICE_SORTS_] = {
		"gravest first", "newest first", "longest first", "by name"
	};

	return (unsigned)s < CUL_NOTICE_SORTS_ ? words[s] : "?";
}

const char *cul_source_sort_word(enum cul_source_sort s)
{
	static const char *const words[CUL_SOURCE_SORTS_] = {
		"by messages", "by refusals", "by bounces", "by failed logins",
		"last seen first"
	};

	return (unsigned)s < CUL_SOURCE_SORTS_ ? words[s] : "?";
}

uint64_t cul_source_refusals(const struct cul_now_source *s)
{
	const struct cul_counts *c = &s->counts;

	return c->refused_relay + c->refused_bad_recipient +
	       c->refused_reputation + c->refused_content + c->refused_other;
}

static bool has(const char *text, const char *filter)
{
	return strcasestr(text, filter) != NULL;
}

static bool notice_matches(const struct cul_now_notice *n, const char *filter)
{
	return filter[0] == '\0' || has(n->name, filter) ||
	       has(n->customer, filter) ||
	       has(cul_kind_name(n->kind), filter) ||
	       has(cul_action_name(n->action), filter);
}

/* Above 0 if `a` comes after `b`. */
static int notice_order(const struct cul_now_notice *a,
			const struct cul_now_notice *b,
			enum cul_notice_sort sort)
{
	int gone = (a->what == CUL_NOTICE_WITHDRAWN) -
		   (b->what == CUL_NOTICE_WITHDRAWN);

	if (gone != 0)
		return gone;
	switch (sort) {
	case CUL_SORT_NEWEST:
		return (a->said_usec < b->said_usec) -
		       (a->said_usec > b->said_usec);
	case CUL_SORT_LONGEST:
		return (a->first_seen_usec > b->first_seen_usec) -
		       (a->first_seen_usec < b->first_seen_usec);
	case CUL_SORT_NAME:
		return strcasecmp(a->name, b->name);
	case CUL_SORT_GRAVEST:
	case CUL_NOTICE_SORTS_:
		break;
	}
	return 0;
}

size_t cul_pick_notices(const struct cul_now *now, const char *filter,
			enum cul_notice_sort sort,
			const struct cul_now_notice **rows)
{
	size_t n = 0;

	for (size_t i = 0; i < now->n_notices && n < CUL_PICK_MAX; i++) {
		const struct cul_now_notice *one = &now->notices[i];
		size_t at = n;

		if (!notice_matches(one, filter))
			continue;
		for (; at > 0 && notice_order(rows[at - 1], one, sort) > 0;
		     at--)
			rows[at] = rows[at - 1];
		rows[at] = one;
		n++;
	}
	return n;
}

static uint64_t source_weight(const struct cul_now_source *s,
			      enum cul_source_sort sort)
{
	switch (sort) {
	case CUL_SORT_MESSAGES:
		return s->counts.messages;
	case CUL_SORT_REFUSED:
		return cul_source_refusals(s);
	case CUL_SORT_BOUNCED:
		return s->counts.bounced;
	case CUL_SORT_LOGINS:
		return s->counts.login_failed;
	case CUL_SORT_LAST_SEEN:
		return s->t_last_usec > 0 ? (uint64_t)s->t_last_usec : 0;
	case CUL_SOURCE_SORTS_:
		break;
	}
	return 0;
}

static bool source_matches(const struct cul_now_source *s, const char *filter)
{
	return filter[0] == '\0' || has(s->name, filter) ||
	       has(s->customer, filter) ||
	       has(cul_subject_word(s->subject), filter) ||
	       (s->flagged && has(cul_kind_name(s->kind), filter));
}

static bool is_listed(const struct cul_now_source *s,
		      const struct cul_now_source **rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i]->subject == s->subject &&
		    strcmp(rows[i]->name, s->name) == 0)
			return true;
	return false;
}

size_t cul_pick_sources(const struct cul_now *now, const char *filter,
			enum cul_source_sort sort,
			const struct cul_now_source **rows)
{
	const size_t all = now->n_volume + now->n_refused;
	size_t n = 0;

	for (size_t i = 0; i < all && n < CUL_PICK_MAX; i++) {
		const struct cul_now_source *one =
			i < now->n_volume ? &now->volume[i]
					  : &now->refused[i - now->n_volume];
		uint64_t weight = source_weight(one, sort);
		size_t at = n;

		if (!source_matches(one, filter) || is_listed(one, rows, n))
			continue;
		for (; at > 0 && source_weight(rows[at - 1], sort) < weight;
		     at--)
			rows[at] = rows[at - 1];
		rows[at] = one;
		n++;
	}
	return n;
}

const struct cul_now_notice *cul_pick_of(const struct cul_now *now,
					 const char *name)
{
	const struct cul_now_notice *gone = NULL;

	for (size_t i = 0; i < now->n_notices; i++) {
		const struct cul_now_notice *one = &now->notices[i];

		if (strcmp(one->name, name) != 0)
			continue;
		if (one->what != CUL_NOTICE_WITHDRAWN)
			return one;
		if (gone == NULL)
			gone = one;
	}
	return gone;
}

struct cul_standing cul_pick_standing(const struct cul_now *now)
{
	struct cul_standing s = { 0 };

	for (size_t i = 0; i < now->n_notices; i++) {
		const struct cul_now_notice *one = &now->notices[i];

		if (one->what == CUL_NOTICE_WITHDRAWN)
			continue;
		s.all++;
		s.stop += cul_word_is_grave(one->action);
		s.talk += one->action == CUL_ACTION_CONTACT;
		s.watch += one->action == CUL_ACTION_WATCH;
		s.exempt += one->action == CUL_ACTION_EXEMPT;
	}
	return s;
}
