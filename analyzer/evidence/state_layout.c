/* \summary: how what is written lies in memory, as one number
 *
 * Of every structure that is written as it lies, and of every list whose
 * members have places in one: another order of counters is another layout.
 */
#include "evidence/acquaint.h"
#include "evidence/contact.h"
#include "evidence/join.h"
#include "evidence/notes.h"
#include "evidence/source_int.h"
#include "evidence/state.h"
#include "evidence/writers.h"

static uint64_t structures(uint64_t n)
{
#define SIZE(what) n = cul_state_layout_add(n, #what, sizeof(what))
	SIZE(void *);
	SIZE(size_t);
	SIZE(struct cul_addr);
	SIZE(struct cul_usual);
	SIZE(struct cul_hour);
	SIZE(struct cul_flat_slot);
	SIZE(struct cul_contact_slot);
	SIZE(struct cul_acquaint_turn);
	SIZE(struct cul_message);
	SIZE(struct cul_note);
	SIZE(struct cul_writers);
	SIZE(struct cul_distinct_set);
	SIZE(struct cul_walk_state);
	SIZE(struct cul_source);
	SIZE(struct cul_source_past);
	SIZE(struct cul_source_day);
	SIZE(struct cul_source_used);
	SIZE(struct cul_source_named);
	SIZE(struct cul_source_bounces);
	SIZE(struct cul_source_habit);
	SIZE(struct cul_senders);
	SIZE(struct cul_sender_domain);
#undef SIZE
	return n;
}

static uint64_t limits(uint64_t n)
{
	n = cul_state_layout_add(n, "exact", CUL_DISTINCT_EXACT);
	n = cul_state_layout_add(n, "half", CUL_EVIDENCE_HALF);
	n = cul_state_layout_add(n, "line", CUL_EVIDENCE_LINE_MAX);
	n = cul_state_layout_add(n, "kinds", CUL_KINDS_);
	n = cul_state_layout_add(n, "families", CUL_FAMILIES_);
	n = cul_state_layout_add(n, "subjects", CUL_SUBJECTS_);
	return cul_state_layout_add(n, "senders", CUL_SENDERS_MAX);
}

uint64_t cul_state_layout_evidence(void)
{
	uint64_t n = limits(structures(0));

	for (unsigned i = 0; i < CUL_COUNTERS_; i++)
		n = cul_state_layout_add(n, cul_counter_name(i), i);
	for (unsigned i = 0; i < CUL_DISTINCTS_; i++)
		n = cul_state_layout_add(n, cul_distinct_what(i), i);
	for (unsigned i = 0; i < CUL_WALKS_; i++)
		n = cul_state_layout_add(n, cul_walk_what(i), i);
	return n;
}
