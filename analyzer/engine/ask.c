/* \summary: ask the parsers that claim a tag, then those that know by shape */
#include "engine/ask.h"
#include "text/scan.h"

void cul_ask_plan_of(const struct cul_probe *probe, const char *name,
		     struct cul_ask_plan *ret_plan)
{
	struct cul_ask_plan p = { .only = -1, .columned = -1 };
	int first = -1;

	p.n_shapes = probe->n_order;
	p.n_sure = probe->n_sure;
	memcpy(p.shapes, probe->order, sizeof(p.shapes));
	if (name != NULL)
		first = p.only = cul_probe_named(name);
	else if (probe->n_sure > 0)
		first = probe->order[0];
	if (first >= 0 && cul_parsers[first]->columns != NULL)
		p.columned = first;
	*ret_plan = p;
}

static uint64_t claimants_of(struct cul_sv tag)
{
	uint64_t bits = 0;

	for (unsigned i = 0; cul_parsers[i] != NULL; i++)
		if (cul_parsers[i]->claims != NULL &&
		    cul_parsers[i]->claims(tag))
			bits |= UINT64_C(1) << i;
	return bits;
}

static inline void words_of(struct cul_chunk c, uint64_t words[2])
{
	char b[16];

	cul_chunk_put(c, b);
	memcpy(words, b, sizeof(b));
}

uint64_t cul_ask_claimants(struct cul_ask *ask, struct cul_sv tag)
{
	struct cul_ask_tag t = { .len = tag.len }, *at;
	const char *end;
	uint64_t mixed;

	if (tag.len == 0)
		return 0;
	end = tag.ptr + tag.len;
	if (tag.len > CUL_ASK_TAG_MAX)
		return claimants_of(tag);
	words_of(cul_chunk_at(tag.ptr, end), t.head);
	if (tag.len > 16)
		words_of(cul_chunk_at(end - 16, end), t.tail);
	mixed = (t.head[0] ^ t.head[1] * 3 ^ t.tail[0] * 5 ^ t.tail[1] * 7) *
		UINT64_C(0x9e3779b97f4a7c15);
	at = &ask->tags[mixed >> 57];
	if (at->len == t.len && at->head[0] == t.head[0] &&
	    at->head[1] == t.head[1] && at->tail[0] == t.tail[0] &&
	    at->tail[1] == t.tail[1])
		return at->claimants;
	t.claimants = claimants_of(tag);
	*at = t;
	return t.claimants;
}

/* False: it is not its own. */
static inline bool asked(unsigned i, bool by_shape,
			 const struct cul_record *rec, struct cul_event *ret_ev,
			 struct cul_parser_tally *tally, uint64_t *touched,
			 struct cul_reading *ret_read)
{
	unsigned why = 0;
	enum cul_verdict v = cul_parsers[i]->parse(rec, ret_ev, &why);

	/* A shape that is not its own is no refusal: every parser is shown
	 * what no tag tells. */
	if (v == CUL_NOT_MINE && by_shape)
		return false;
	*touched |= UINT64_C(1) << i;
	tally[i].verdicts[v]++;
	if (v == CUL_NOT_MINE)
		return false;
	if (v == CUL_IGNORED)
		tally[i].ignored[why]++;
	else if (v == CUL_MALFORMED)
		tally[i].malformed[why]++;
	*ret_read = (struct cul_reading){
		.verdict = (unsigned char)v,
		.parser = (unsigned char)i,
		.why = (unsigned char)why,
		.owned = true,
		.cut = rec->cut,
	};
	return true;
}

struct cul_reading
cul_ask_parse(struct cul_ask *ask, const struct cul_ask_plan *plan,
	      const struct cul_record *rec, struct cul_event *ret_ev,
	      struct cul_parser_tally *tally, uint64_t *touched)
{
	struct cul_reading read = { .verdict = CUL_NOT_MINE, .cut = rec->cut };
	struct cul_record other;
	uint64_t bits;

	if (plan->only >= 0) {
		if (cul_parser_is_asked(cul_parsers[plan->only], rec))
			(void)asked((unsigned)plan->only, false, rec, ret_ev,
				    tally, touched, &read);
		return read;
	}
	for (bits = cul_ask_claimants(ask, rec->tag); bits != 0;
	     bits &= bits - 1)
		if (asked((unsigned)__builtin_ctzll(bits), false, rec, ret_ev,
			  tally, touched, &read))
			return read;
	/* Columns mean something to the one who read their names. Who did not
	 * know the file gets no line of it that could be anybody's. */
	other = *rec;
	other.columns = NULL;
	for (unsigned i = 0; i < plan->n_shapes; i++) {
		const struct cul_record *r =
			plan->shapes[i] == plan->columned ? rec : &other;

		if (i >= plan->n_sure &&
		    cul_parsers[plan->shapes[i]]->probe(r) == 0)
			continue;
		if (asked(plan->shapes[i], true, r, ret_ev, tally, touched,
			  &read))
			return read;
	}
	return read;
}
