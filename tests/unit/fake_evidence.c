/* \summary: the readers of a source written down by a test */
#include "fake_evidence.h"

uint32_t cul_count(const struct cul_source *s, enum cul_counter c)
{
	return s->n[c];
}

uint32_t cul_distinct(const struct cul_source *s, enum cul_distinct d)
{
	return s->d[d];
}

struct cul_walk_state cul_walk(const struct cul_source *s, enum cul_walk w)
{
	return s->walks[w];
}

enum cul_subject cul_source_subject(const struct cul_source *s)
{
	return s->subject;
}

const char *cul_source_name(const struct cul_source *s)
{
	return s->name != NULL ? s->name : "somebody";
}

const char *cul_source_script(const struct cul_source *s)
{
	return cul_count(s, CUL_C_form_posts) != 0 ? "/send.php" : NULL;
}

const char *cul_source_customer(const struct cul_source *s)
{
	return s->customer != NULL ? s->customer : "";
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
	return s->hours[hour];
}

uint32_t cul_source_new_domains_an_hour(const struct cul_source *s)
{
	return s->new_domains;
}

unsigned cul_source_addrs(const struct cul_source *s,
			  struct cul_addr ret_addrs[CUL_SOURCE_ADDRS])
{
	if (cul_addr_none(&s->addr))
		return 0;
	ret_addrs[0] = s->addr;
	return 1;
}

struct cul_sender_mix cul_source_sender_mix(const struct cul_source *s)
{
	return s->mix;
}

struct cul_bounces cul_source_bounces(const struct cul_source *s)
{
	return s->bounces;
}

const struct cul_usual *cul_source_usual(const struct cul_source *s)
{
	static struct cul_usual built_in;

	built_in = cul_usual_built_in();
	return s->usual != NULL ? s->usual : &built_in;
}

uint32_t cul_source_returning(const struct cul_source *s)
{
	return s->returning;
}

uint32_t cul_source_logins_outside(const struct cul_source *s)
{
	return s->logins_outside;
}

struct cul_asked cul_source_asked(const struct cul_source *s)
{
	return s->asked;
}

struct cul_habit cul_source_habit(const struct cul_source *s)
{
	return s->habit;
}
