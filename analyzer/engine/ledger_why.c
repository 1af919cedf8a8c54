/* \summary: the answer to somebody who was blocked, for the shell */
#include "engine/ledger_why.h"

#include <stdio.h>

#include "attribute/customers.h"
#include "ledger/answer.h"
#include "report/json.h"
#include "report/wrap.h"

struct telling {
	const struct cul_ledger_view *v;
	struct cul_term term;
	struct cul_json json;
	enum cul_answer_part last;
	unsigned n_heads, step;
};

static void part_json(void *arg, enum cul_answer_part kind, const char *text,
		      const struct cul_case *c)
{
	struct telling *t = arg;

	cul_json_object(&t->json, NULL);
	cul_json_str(&t->json, "part", cul_answer_part_name(kind));
	cul_json_str(&t->json, "text", text);
	if (c != NULL)
		cul_json_str(&t->json, "id", c->s.id);
	cul_json_end(&t->json);
}

static void heading(struct telling *t, enum cul_answer_part kind)
{
	if (kind == t->last)
		return;
	t->step = 0;
	if (kind == CUL_ANSWER_SAY)
		cul_term_head(&t->term, "On the phone");
	else if (kind == CUL_ANSWER_DO)
		cul_term_head(&t->term, "What to do");
	else if (t->last == CUL_ANSWER_SAY || t->last == CUL_ANSWER_DO)
		cul_out_str(t->v->o, "\n");
}

static void part_text(void *arg, enum cul_answer_part kind, const char *text,
		      const struct cul_case *c)
{
	struct telling *t = arg;
	char before[64] = "  ";

	heading(t, kind);
	if (kind == CUL_ANSWER_HEAD) {
		if (t->n_heads++ != 0 && t->last != CUL_ANSWER_SAY &&
		    t->last != CUL_ANSWER_DO)
			cul_out_str(t->v->o, "\n");
		before[0] = '\0';
	} else if (kind == CUL_ANSWER_CASE) {
		(void)snprintf(before, sizeof(before), "  Why (%s): ",
			       c != NULL ? cul_kind_name(c->s.kind) : "?");
	} else if (kind == CUL_ANSWER_DO) {
		(void)snprintf(before, sizeof(before), "  %u. ", ++t->step);
	}
	cul_out_str(t->v->o, before);
	cul_term_para(&t->term, (unsigned)strlen(before),
		      kind == CUL_ANSWER_DO ? 5 : 2, text);
	t->last = kind;
}

static bool whose(void *arg, const struct cul_addr *addr, const char *login,
		  char ret[CUL_NAME_MAX])
{
	const struct cul_sv text = { login, strlen(login) };
	const struct cul_customer *c =
		addr != NULL ? cul_customer_of_addr(arg, addr)
			     : cul_customer_of_account(arg, text);

	if (c == NULL || c->name.len == 0)
		return false;
	(void)snprintf(ret, CUL_NAME_MAX, "%.*s", (int)c->name.len,
		       c->name.ptr);
	return true;
}

static int answer(const struct cul_ledger_view *v, const struct cul_settings *s,
		  struct cul_sv text, struct cul_customers *customers)
{
	struct telling t = { .v = v,
			     .term = { v->o, &v->style },
			     .last = CUL_ANSWER_PARTS_ };
	const struct cul_answer_plan plan = {
		.ledger = v->ledger,
		.now_usec = v->now_usec,
		.n_networks = s->networks.n,
		.networks = s->networks.v,
		.whose = whose,
		.whose_arg = customers,
		.shell = true,
		.part = v->json ? part_json : part_text,
		.arg = &t,
	};
	enum cul_answer_is is = CUL_ANSWER_NOTHING;
	int rc;

	if (!v->json)
		return cul_answer(&plan, text, &is);
	cul_json_init(&t.json, v->o);
	cul_json_object(&t.json, NULL);
	cul_json_u64(&t.json, "v", 1);
	cul_json_array(&t.json, "parts");
	rc = cul_answer(&plan, text, &is);
	cul_json_end(&t.json);
	cul_json_str(&t.json, "answer", cul_answer_name(is));
	cul_json_end(&t.json);
	cul_out_str(v->o, "\n");
	return rc;
}

int cul_ledger_view_why(const struct cul_ledger_view *v,
			const struct cul_settings *s, struct cul_out *err,
			struct cul_sv text)
{
	struct cul_customers *customers = NULL;
	int rc = cul_customers_read(s->customers, s->accounts, err, &customers);

	if (rc == CUL_OK)
		rc = answer(v, s, text, customers);
	cul_customers_free(&customers);
	return rc;
}
