/* \summary: parsed lines to whoever takes them, in the one order */
#include "engine/hand.h"

struct cul_bound cul_bound_of(const struct cul_merge *open)
{
	struct cul_bound b = { INT64_MAX, UINT32_MAX, INT64_MAX, true };

	if (cul_merge_second(open, &b.until_usec, &b.index))
		b.none = false;
	return b;
}

void cul_bound_before(struct cul_bound *b, int64_t t_usec)
{
	b->past_usec = t_usec;
	b->none = false;
}

static bool is_past(const struct cul_bound *b, const struct cul_stream *s,
		    const struct cul_slot *slot)
{
	int64_t key = cul_stream_key_of(s, slot);

	return key > b->past_usec || key > b->until_usec ||
	       (key == b->until_usec && s->index > b->index);
}

static void fill(struct cul_item *item, const struct cul_block *block,
		 const struct cul_slot *slot)
{
	item->read = slot->read;
	item->offset = block->offset + slot->at;
	item->t_usec = slot->t_usec;
	item->line.ptr = block->bytes + slot->at;
	item->line.len = slot->len;
}

static void look_ahead(const struct cul_pipeline_plan *plan,
		       const struct cul_batch *b, const struct cul_event *next)
{
	if (plan->ahead != NULL &&
	    b->events + b->n_events - next > plan->n_ahead)
		plan->ahead(plan->arg, next);
}

int cul_hand_out(const struct cul_pipeline_plan *plan, struct cul_stream *s,
		 const struct cul_bound *bound)
{
	const struct cul_batch *b = s->first;
	const struct cul_slot *slot = &b->slots[s->at];
	const struct cul_slot *end = &b->slots[b->n_slots];
	struct cul_item item = {
		.file = b->file,
		.path = b->path,
		.lasts = plan->again != NULL &&
			 cul_again_can(plan->again, b->file),
	};
	uint64_t first_no = s->feed->lines + 1;
	int rc = 0;

	for (; slot != end && rc >= 0; slot++) {
		if (!bound->none && is_past(bound, s, slot))
			break;
		fill(&item, &b->block, slot);
		item.line_no = first_no + slot->nth;
		item.ev = NULL;
		if (slot->read.verdict == CUL_EVENT)
			item.ev = s->ev++;
		look_ahead(plan, b, s->ev);
		rc = plan->take(plan->arg, &item);
	}
	s->at = (size_t)(slot - b->slots);
	if (rc < 0)
		return rc;
	return slot != end;
}
