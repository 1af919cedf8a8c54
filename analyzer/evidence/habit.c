/* \summary: what a source does on a day as a rule, and what a past day is */
#include "evidence/table_int.h"

/* The mean goes a tenth of the way to each new day, faster at first, so that
 * a list that grows is known for it in two weeks. */
static int learn(struct cul_table *t, struct cul_source *s, double n)
{
	struct cul_source_habit *b = s->habit;
	double part;

	if (b == NULL)
		b = s->habit = cul_slab_zeroed(&t->slab, sizeof(*b));
	if (b == NULL)
		return CUL_ENOMEM;
	b->days++;
	part = b->days < 10 ? 1.0 / b->days : .1;
	b->mean += part * (n - b->mean);
	b->sq += part * (n * n - b->sq);
	return CUL_OK;
}

void cul_source_learn_day(struct cul_table *t, struct cul_source *s)
{
	if (cul_source_teaches(s))
		(void)learn(t, s, s->counts[CUL_C_out_contacts]);
}

bool cul_source_teaches(const struct cul_source *s)
{
	return s->counts[CUL_C_out_contacts] != 0 && !cul_source_is_guilty(s);
}

bool cul_source_asks_past(struct cul_source *s)
{
	if (!s->ours || s->asked)
		return false;
	s->asked = true;
	/* Days come in their order: what is known by now would be too early. */
	return s->habit == NULL;
}

int cul_source_had_day(struct cul_table *t, struct cul_source *s,
		       const struct cul_past_day *d)
{
	int err;

	if (d->guilty || d->recipients == 0)
		return CUL_OK;
	err = learn(t, s, d->recipients);
	if (err == CUL_OK)
		s->habit->told++;
	return err;
}

bool cul_source_day(const struct cul_source *s, struct cul_past_day *ret)
{
	const uint32_t *n = s->counts;

	if (!s->ours || n[CUL_C_out_contacts] == 0)
		return false;
	*ret = (struct cul_past_day){
		.subject = (enum cul_subject)s->subject,
		.name = s->name,
		.day_usec = s->t_window - s->t_window % CUL_USEC_PER_DAY,
		.messages = n[CUL_C_messages],
		.recipients = n[CUL_C_out_contacts],
		.delivered = n[CUL_C_delivered],
		.bad_recipients = n[CUL_C_out_bad_recipient],
		.refused = n[CUL_C_out_reputation] + n[CUL_C_out_content],
		.guilty = cul_source_is_guilty(s),
	};
	return true;
}

bool cul_source_is_renewed(const struct cul_source *s)
{
	return s->renewed;
}
