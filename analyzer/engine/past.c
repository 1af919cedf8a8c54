/* \summary: past days of sources, from the ledger to the court and back */
#include "engine/past.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "culprit/ledger.h"
#include "engine/ledger_open.h"

struct cul_past {
	struct cul_ledger *ledger;
	bool keeps;
	bool unread; /* days could not be read: none are asked for any more */
	char trouble[CUL_LEDGER_ERR + 64];
};

int cul_past_open(const struct cul_settings *s, enum cul_past_mode mode,
		  struct cul_out *err, struct cul_past **ret_past)
{
	struct cul_past *p;
	int rc;

	*ret_past = NULL;
	if (mode == CUL_PAST_NONE || s->ledger_path == NULL ||
	    (mode != CUL_PAST_KEEP && access(s->ledger_path, F_OK) != 0))
		return CUL_OK;
	p = calloc(1, sizeof(*p));
	if (p == NULL)
		return CUL_ENOMEM;
	p->keeps = mode == CUL_PAST_KEEP;
	rc = cul_settings_ledger(s,
				 p->keeps ? CUL_LEDGER_CREATE : CUL_LEDGER_READ,
				 err, &p->ledger);
	if (rc != CUL_OK)
		cul_past_close(&p);
	*ret_past = p;
	return rc;
}

void cul_past_close(struct cul_past **past)
{
	struct cul_past *p = *past;

	if (p == NULL)
		return;
	cul_ledger_close(&p->ledger);
	free(p);
	*past = NULL;
}

void cul_past_wait(struct cul_past *p, unsigned msec)
{
	if (p != NULL)
		cul_ledger_wait(p->ledger, msec);
}

static void trouble(struct cul_past *p, const char *what)
{
	(void)snprintf(p->trouble, sizeof(p->trouble), "%s: %s", what,
		       cul_ledger_error(p->ledger));
}

struct asked {
	int (*had)(void *had_arg, const struct cul_past_day *d);
	void *had_arg;
	int err;
};

static bool each(void *arg, const struct cul_past_day *d)
{
	struct asked *a = arg;

	a->err = a->had(a->had_arg, d);
	return a->err == CUL_OK;
}

static int recall(void *arg, enum cul_subject subject, const char *name,
		  int64_t from_usec, int64_t to_usec,
		  int (*had)(void *had_arg, const struct cul_past_day *d),
		  void *had_arg)
{
	struct asked a = { had, had_arg, CUL_OK };
	struct cul_past *p = arg;

	if (!p->unread && cul_ledger_days(p->ledger, subject, name, from_usec,
					  to_usec, each, &a) != CUL_OK) {
		p->unread = true;
		trouble(p, "past days could not be read");
	}
	return a.err;
}

void cul_past_join(struct cul_past *p, struct cul_court *c)
{
	const struct cul_court_past past = { recall, p, p != NULL && p->keeps };

	if (p != NULL)
		cul_court_set_past(c, &past);
}

static int put(void *arg, const struct cul_past_day *days, size_t n)
{
	struct cul_past *p = arg;

	return cul_ledger_put_days(p->ledger, days, n);
}

int cul_past_file(struct cul_past *p, struct cul_court *c)
{
	int err;

	if (p == NULL || !p->keeps || cul_court_days_waiting(c) == 0)
		return CUL_OK;
	err = cul_court_days(c, put, p);
	if (err == CUL_OK && !p->unread)
		p->trouble[0] = '\0';
	else if (err != CUL_OK)
		trouble(p, "past days could not be filed");
	return err;
}

const char *cul_past_trouble(const struct cul_past *p)
{
	return p != NULL && p->trouble[0] != '\0' ? p->trouble : NULL;
}
