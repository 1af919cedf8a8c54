/* \summary: the environment of a command: nothing of ours but what is said */
#include <stdio.h>

#include "tell/post.h"

const char *cul_post_path(const struct cul_tell_plan *plan)
{
	return plan->path != NULL ? plan->path
				  : "/usr/local/sbin:/usr/local/bin:"
				    "/usr/sbin:/usr/bin:/sbin:/bin";
}

struct maker {
	char *text;
	size_t len;
	char **envp;
	size_t n;
};

static void set(struct maker *m, const char *name, const char *value)
{
	size_t room = CUL_POST_ENV_BYTES - m->len;
	int n = snprintf(m->text + m->len, room, "%s=%s", name, value);

	/* A PATH of kilobytes is left out whole, not cut. */
	if (n < 0 || (size_t)n >= room)
		return;
	m->envp[m->n++] = m->text + m->len;
	m->len += (size_t)n + 1;
}

void cul_post_env(const struct cul_tell_plan *plan,
		  const struct cul_spool_name *is,
		  char text[CUL_POST_ENV_BYTES], char *envp[CUL_POST_ENV])
{
	struct maker m = { text, 0, envp, 0 };
	char number[24];

	if (is->of_notice) {
		snprintf(number, sizeof(number), "%llu",
			 (unsigned long long)is->number);
		set(&m, "CULPRIT_ID", is->id);
		set(&m, "CULPRIT_NUMBER", number);
		set(&m, "CULPRIT_WHAT", cul_notice_what_name(is->what));
		set(&m, "CULPRIT_ACTION", cul_action_name(is->action));
		set(&m, "CULPRIT_KIND", cul_kind_name(is->kind));
	}
	set(&m, "LANG", plan->lang != NULL ? plan->lang : "C.UTF-8");
	set(&m, "PATH", cul_post_path(plan));
	envp[m.n] = NULL;
}
