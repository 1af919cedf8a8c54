/* \summary: the parts of a ruling; private to analyzer/decide */
#ifndef CUL_DECIDE_INT_H
#define CUL_DECIDE_INT_H

#include "decide/decide.h"

/* ---- vetoes.c: what clears a source, or lessens what is suggested ---- */

enum cul_veto_effect {
	CUL_VETO_NONE,
	CUL_VETO_CLEARS,  /* no suggestion                              */
	CUL_VETO_LESSENS, /* talk to him, stop nobody                   */
};

/* One honest double. `holds` writes the sentence if it returns true. */
struct cul_veto_rule {
	const char *name;
	unsigned protects; /* bit a kind: 1u << CUL_KIND_…               */
	enum cul_veto_effect effect;
	bool (*holds)(const struct cul_source *s, char text[CUL_TEXT_MAX]);
};

extern const struct cul_veto_rule cul_veto_rules[]; /* ends at NULL name */

/* The first rule that protects this kind and holds. */
enum cul_veto_effect cul_veto_find(const struct cul_source *s, enum cul_kind k,
				   struct cul_veto *ret_veto);

/* The rules, by what the source does. */
bool cul_double_forwarder(const struct cul_source *s, char *text);
bool cul_double_newsletter(const struct cul_source *s, char *text);
bool cul_double_stale_list(const struct cul_source *s, char *text);
bool cul_double_worn_list(const struct cul_source *s, char *text);
bool cul_double_nat_office(const struct cul_source *s, char *text);
bool cul_double_mail_server(const struct cul_source *s, char *text);
bool cul_double_passes_on(const struct cul_source *s, char *text);
bool cul_double_traveller(const struct cul_source *s, char *text);
bool cul_double_cron_loop(const struct cul_source *s, char *text);
bool cul_double_shop(const struct cul_source *s, char *text);
bool cul_double_roaming(const struct cul_source *s, char *text);
bool cul_double_misconfigured(const struct cul_source *s, char *text);
bool cul_double_moved_domain(const struct cul_source *s, char *text);
bool cul_double_monitor(const struct cul_source *s, char *text);
bool cul_double_remote_server(const struct cul_source *s, char *text);
bool cul_double_backscatter(const struct cul_source *s, char *text);
bool cul_double_old_password(const struct cul_source *s, char *text);
bool cul_double_shared_address(const struct cul_source *s, char *text);
bool cul_double_many_people(const struct cul_source *s, char *text);
bool cul_double_perhaps_bounces(const struct cul_source *s, char *text);
bool cul_double_open_relay(const struct cul_source *s, char *text);
bool cul_double_infected(const struct cul_source *s, char *text);
bool cul_double_serves_many(const struct cul_source *s, char *text);
bool cul_double_receipts(const struct cul_source *s, char *text);
bool cul_double_ambiguous(const struct cul_source *s, char *text);

/* ---- policy.c ---- */

/* What to do about it when two families say so; for kinds that stop nobody,
 * when one does. */
enum cul_action cul_policy_action(enum cul_kind k, const struct cul_source *s);
int64_t cul_action_lasts_usec(enum cul_action a, enum cul_kind k);
void cul_undo_write(struct cul_suggestion *sug);

/* ---- why.c ---- */

/* Sets sug->why from a suggestion filled but for it. */
void cul_why_write(const struct cul_source *s, struct cul_suggestion *sug);

/* Appends to a NUL-terminated text of that size; cuts at the end. */
void cul_text_add(char *text, size_t size, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
