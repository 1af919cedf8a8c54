/* \summary: readers of one source's evidence, and the names of its numbers */
#include "evidence/source_int.h"

const char *cul_counter_name(enum cul_counter c)
{
	static const char *const name[CUL_COUNTERS_] = {
#define COUNTER(name, what) [CUL_C_##name] = #name,
#include "culprit/counters.def"
#undef COUNTER
	};

	return name[c];
}

const char *cul_counter_what(enum cul_counter c)
{
	static const char *const text[CUL_COUNTERS_] = {
#define COUNTER(name, what) [CUL_C_##name] = what,
#include "culprit/counters.def"
#undef COUNTER
	};

	return text[c];
}

const char *cul_distinct_what(enum cul_distinct d)
{
	static const char *const what[CUL_DISTINCTS_] = {
		[CUL_D_SENDER_DOMAINS] = "sender domains",
		[CUL_D_SENDERS] = "envelope senders",
		[CUL_D_HELOS] = "HELO names",
		[CUL_D_RECIPIENT_DOMAINS] = "recipient domains elsewhere",
		[CUL_D_LOGIN_NETS] = "networks it logged in from",
		[CUL_D_ACCOUNTS] = "logins used from here",
		[CUL_D_FAILED_NAMES] = "user names that failed from here",
		[CUL_D_FAILED_NETS] = "networks this name failed from",
		[CUL_D_SERVERS] = "servers of ours that saw it",
		[CUL_D_UNKNOWN_LOCAL] = "mailboxes asked for that are not here",
		[CUL_D_REJECTING_DOMAINS] =
			"domains whose servers refused it as spam",
		[CUL_D_RELAY_DOMAINS] = "domains it wanted to be relayed to",
	};

	return what[d];
}

const char *cul_walk_what(enum cul_walk w)
{
	static const char *const what[CUL_WALKS_] = {
		[CUL_WALK_BAD_RECIPIENT] =
			"recipients elsewhere that do not exist",
		[CUL_WALK_REJECTED] =
			"recipients refused for content or reputation",
		[CUL_WALK_HARVEST] = "recipients of ours that do not exist",
		[CUL_WALK_LOGIN] = "user names whose first login failed",
	};

	return what[w];
}

uint32_t cul_count(const struct cul_source *s, enum cul_counter c)
{
	return s->counts[c];
}

uint32_t cul_distinct(const struct cul_source *s, enum cul_distinct d)
{
	return s->past != NULL ? cul_distinct_count(&s->past->distinct[d]) : 0;
}

struct cul_walk_state cul_walk(const struct cul_source *s, enum cul_walk w)
{
	return s->walks[w];
}

enum cul_subject cul_source_subject(const struct cul_source *s)
{
	return (enum cul_subject)s->subject;
}

const char *cul_source_name(const struct cul_source *s)
{
	return s->name;
}

const char *cul_source_customer(const struct cul_source *s)
{
	return s->customer;
}

const char *cul_source_script(const struct cul_source *s)
{
	return s->script;
}

struct cul_addr cul_source_addr(const struct cul_source *s)
{
	return s->addr;
}

bool cul_source_is_ours(const struct cul_source *s)
{
	return s->ours;
}

bool cul_source_is_ambiguous(const struct cul_source *s)
{
	return s->ambiguous;
}

unsigned cul_source_declared(const struct cul_source *s)
{
	return s->declared;
}

bool cul_source_networks_known(const struct cul_source *s)
{
	return s->networks_known;
}

int64_t cul_source_first_usec(const struct cul_source *s)
{
	return s->t_first;
}

int64_t cul_source_last_usec(const struct cul_source *s)
{
	return s->t_last;
}

int64_t cul_source_misdeed_usec(const struct cul_source *s)
{
	return s->t_misdeed;
}

struct cul_hour cul_source_hour(const struct cul_source *s, unsigned hour)
{
	const struct cul_source_past *p = s->past;

	if (p == NULL || hour >= 24)
		return (struct cul_hour){ 0 };
	if (p->day != NULL)
		return p->day->hours[hour];
	return p->one_hour_at == hour ? p->one_hour : (struct cul_hour){ 0 };
}

uint32_t cul_source_new_domains_an_hour(const struct cul_source *s)
{
	return s->past != NULL ? s->past->new_domains_most : 0;
}

const struct cul_usual *cul_source_usual(const struct cul_source *s)
{
	return s->usual;
}

uint32_t cul_source_returning(const struct cul_source *s)
{
	return s->past != NULL ? s->past->returning : 0;
}

uint32_t cul_source_logins_outside(const struct cul_source *s)
{
	return s->past != NULL ? s->past->logins_outside : 0;
}

struct cul_habit cul_source_habit(const struct cul_source *s)
{
	struct cul_habit h = { 0 };
	double over;

	if (s->habit == NULL)
		return h;
	h.days = s->habit->days;
	h.from_ledger = s->habit->told;
	h.mean = s->habit->mean;
	over = s->habit->sq - h.mean * h.mean - h.mean;
	h.shape = over > 0 ? h.mean * h.mean / over : 2;
	if (h.shape > 2)
		h.shape = 2;
	return h;
}

unsigned cul_source_addrs(const struct cul_source *s,
			  struct cul_addr ret_addrs[CUL_SOURCE_ADDRS])
{
	const struct cul_source_used *used =
		s->past != NULL ? s->past->used : NULL;
	unsigned n = used != NULL ? used->n : 0;

	for (unsigned i = 0; i < n; i++)
		ret_addrs[i] = used->addrs[i];
	if (n == 0 && !cul_addr_none(&s->addr))
		ret_addrs[n++] = s->addr;
	return n;
}

unsigned cul_source_lines(const struct cul_source *s, enum cul_family f)
{
	return s->past != NULL ? cul_line_log_count(s->past->lines[f]) : 0;
}

struct cul_evidence_line cul_source_line(const struct cul_source *s,
					 enum cul_family f, unsigned i)
{
	return cul_line_log_at(s->past->lines[f], i);
}
