/* \summary: a provider's night, made up, as a snapshot */
#include "made_up.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dice.h"
#include "plot.h"

/* 2026-11-28 03:12:41 UTC */
#define WALL_USEC (INT64_C(1795835561) * CUL_USEC_PER_SEC)
#define MINUTE    (60 * CUL_USEC_PER_SEC)

enum { DETAIL_MAX = 32 * 1024, SOURCES = 24 };

const char *const made_up_scenes[SCENES_] = { "night", "well",    "trouble",
					      "empty", "hostile", "full" };

struct made_up {
	enum made_up_scene scene;
	struct cul_now now;
	struct cul_now_minute minutes[CUL_NOW_MINUTES];
	struct cul_now_notice notices[CUL_NOW_NOTICES + 1];
	struct cul_now_source volume[CUL_NOW_TOP], refused[CUL_NOW_TOP];
	struct cul_parser_count parsers[12];
	struct cul_now_input inputs[12];
	char detail[DETAIL_MAX];
};

/* About `mean`, give or take an eighth. */
static uint32_t around(uint64_t *seed, uint32_t mean)
{
	return mean - mean / 8 + dice_below(seed, mean / 4 + 2);
}

/* More by day than by night; in the last half hour somebody is busy. */
static void fill_minutes(struct made_up *m)
{
	static const uint32_t hours[24] = { 34, 27, 22, 20,  22,  27, 38,  60,
					    88, 99, 97, 100, 104, 95, 101, 99,
					    96, 90, 84, 77,  70,  64, 52,  41 };
	uint64_t seed = 7;
	bool calm = m->scene == SCENE_WELL;

	for (unsigned i = 0; i < CUL_NOW_MINUTES; i++) {
		unsigned ago = CUL_NOW_MINUTES - 1 - i;
		uint32_t day = hours[(27 * 60 + 12 - ago) / 60 % 24];
		uint32_t spam = !calm && ago < 33 ? 100 - 2 * ago : 0;
		struct cul_now_minute *q = &m->minutes[i];

		q->accepted = around(&seed, 3 * day + 3 * spam);
		q->delivered = around(&seed, 3 * day + spam);
		q->deferred = around(&seed, day / 8 + spam / 4);
		q->bounced = around(&seed, day / 20 + spam);
		q->refused = around(&seed, day + spam / 2);
		q->lines = 9 * q->accepted + 3 * q->refused;
	}
	m->minutes[CUL_NOW_MINUTES - 1].accepted /= 2;
	m->minutes[CUL_NOW_MINUTES - 1].delivered /= 2;
	m->now.minute0_usec =
		WALL_USEC / MINUTE * MINUTE - (CUL_NOW_MINUTES - 1) * MINUTE;
	m->now.n_minutes = CUL_NOW_MINUTES;
	m->now.minutes = m->minutes;
}

static void name_it(struct made_up *m, unsigned i, char *name, size_t size)
{
	if (m->scene == SCENE_HOSTILE)
		snprintf(name, size, "%s", hostile[i % HOSTILE]);
}

static void fill_notices(struct made_up *m)
{
	size_t n = m->scene == SCENE_EMPTY  ? 0
		   : m->scene == SCENE_WELL ? 0
		   : m->scene == SCENE_FULL ? CUL_NOW_NOTICES
					    : NIGHT_NOTICES;

	for (unsigned i = 0; i < n; i++) {
		/* As many of each, the order kept. */
		unsigned k = (unsigned)(i * NIGHT_NOTICES / n);
		const struct plot *p = &night[k];
		struct cul_now_notice *q = &m->notices[i + 1];

		snprintf(q->id, sizeof(q->id), "k3f9m2x7q%02uab%03u", k % 100,
			 i % 1000);
		q->what = p->what;
		q->action = p->action;
		q->kind = p->kind;
		q->subject = p->subject;
		snprintf(q->name, sizeof(q->name), "%s", p->name);
		if (m->scene == SCENE_FULL)
			snprintf(q->name, sizeof(q->name), "C%05u", 2000 + i);
		name_it(m, i, q->name, sizeof(q->name));
		snprintf(q->customer, sizeof(q->customer), "%s", p->customer);
		q->first_seen_usec = WALL_USEC - p->began * MINUTE;
		q->flagged_usec = WALL_USEC - p->flagged * MINUTE;
		q->last_seen_usec = WALL_USEC - 2 * CUL_USEC_PER_SEC;
		q->said_usec = WALL_USEC - p->flagged * MINUTE;
		q->confidence = 0.9999;
		snprintf(q->why, sizeof(q->why), "%s", p->why);
		m->now.standing[q->kind] += q->what != CUL_NOTICE_WITHDRAWN;
		m->now.said[q->what]++;
	}
	m->now.n_notices = n;
	m->now.notices = m->notices + 1;
}

/* The graver the sooner; sources that have a suggestion come first. */
static void fill_source(struct made_up *m, struct cul_now_source *s, unsigned i,
			bool refused)
{
	uint64_t seed = 1000 + i + (refused ? 77 : 0);
	uint64_t size = 4200 / (i + 1) + dice_below(&seed, 9);

	memset(s, 0, sizeof(*s));
	s->subject = i % 3 == 2 ? CUL_SUBJECT_IP : CUL_SUBJECT_CUSTOMER;
	snprintf(s->name, sizeof(s->name),
		 s->subject == CUL_SUBJECT_IP ? "198.51.100.%u" : "C%05u",
		 s->subject == CUL_SUBJECT_IP ? 20 + i : 2100 + i * 7);
	s->ours = s->subject != CUL_SUBJECT_IP;
	if (i < 4 && m->scene != SCENE_WELL) {
		const struct plot *p = &night[refused ? 3 - i : i];

		s->subject = p->subject;
		snprintf(s->name, sizeof(s->name), "%s", p->name);
		snprintf(s->customer, sizeof(s->customer), "%s", p->customer);
		s->flagged = true;
		s->ours = s->subject != CUL_SUBJECT_IP;
		s->kind = p->kind;
	}
	name_it(m, i + (refused ? 5 : 0), s->name, sizeof(s->name));
	s->counts.messages = refused ? size / 9 : size;
	s->counts.recipients = s->counts.messages * 5 / 4;
	s->counts.delivered = s->counts.messages * 4 / 5;
	s->counts.bounced = s->counts.messages / 11;
	s->counts.deferred = s->counts.messages / 31;
	s->counts.bytes = s->counts.messages * 18311;
	s->counts.refused_bad_recipient = refused ? size / 6 : size / 90;
	s->counts.refused_content = size / 200;
	s->counts.login_failed = i % 5 == 3 ? size / 3 : 0;
	s->t_last_usec = WALL_USEC - (int64_t)(i * i) * 11 * CUL_USEC_PER_SEC;
	s->t_first_usec = s->t_last_usec - 6 * CUL_USEC_PER_HOUR;
}

static void fill_sources(struct made_up *m)
{
	size_t n = m->scene == SCENE_EMPTY  ? 0
		   : m->scene == SCENE_FULL ? CUL_NOW_TOP
					    : SOURCES;

	for (unsigned i = 0; i < n; i++) {
		fill_source(m, &m->volume[i], i, false);
		fill_source(m, &m->refused[i], i, true);
	}
	m->now.volume = m->volume;
	m->now.refused = m->refused;
	m->now.n_volume = m->now.n_refused = n;
}

static void fill_machine(struct made_up *m)
{
	static const char *const parsers[] = { "postfix", "dovecot", "rspamd",
					       "amavis", "access-log" };
	static const char *const inputs[] = { "/var/log/mail.log",
					      "/var/log/relay1/mail.log",
					      "/var/log/apache2/access.log",
					      "udp 127.0.0.1:5514" };
	bool none = m->scene == SCENE_EMPTY;

	for (unsigned i = 0; i < 5; i++) {
		struct cul_parser_count *c = &m->parsers[i];

		c->name = parsers[i];
		c->verdicts[CUL_EVENT] = none ? 0 : 1841606 >> (3 * i);
		c->verdicts[CUL_IGNORED] = none ? 0 : 91815 >> (2 * i);
		c->verdicts[CUL_NOT_MINE] = i == 4 && !none ? 12004 : 0;
		c->verdicts[CUL_MALFORMED] = i == 1 && !none ? 3 : 0;
	}
	for (unsigned i = 0; i < 4; i++) {
		struct cul_now_input *in = &m->inputs[i];

		in->name = inputs[i];
		in->lines = none ? 0 : 1204533u >> (2 * i);
		in->bytes = in->lines * 151;
		in->silent_usec = none ? -1 : INT64_C(400000) * i * i;
	}
	m->now.parsers = m->parsers;
	m->now.inputs = m->inputs;
	m->now.n_parsers = 5;
	m->now.n_inputs = 4;
	if (m->scene == SCENE_NIGHT)
		m->inputs[1].behind_bytes = 3145728;
	if (m->scene != SCENE_TROUBLE)
		return;
	m->inputs[0].silent_usec = 47 * MINUTE;
	m->inputs[1].error = "cannot be opened: Permission denied; tried again "
			     "each 10 s";
	m->inputs[2].note = "rotated, and the old one is read to its end first";
	m->inputs[3].lost = 5120;
	m->now.trouble = "/var/log/mail.log has been silent for 47 min, which "
			 "it never was in 7 days; and no checkpoint could be "
			 "written since 02:31: No space left on device";
	m->now.checkpoints_failed = 5;
}

static void fill_figures(struct cul_now *n, bool none)
{
	n->version = "0.1.0";
	n->started_usec = WALL_USEC - 7 * CUL_USEC_PER_HOUR - 11 * MINUTE;
	n->n_sources = none ? 0 : 48211;
	n->n_messages = none ? 0 : 312;
	n->memory_bytes = none ? 8123000 : 212123456;
	n->memory_most_bytes = n->memory_bytes * 5 / 4;
	n->mail.received = none ? 0 : 148830;
	n->mail.delivered = none ? 0 : 136580;
	n->mail.deferred = none ? 0 : 6312;
	n->mail.bounced = none ? 0 : 9493;
	n->mail.rejected = none ? 0 : 44654;
	n->unowned_lines = none ? 0 : 1812;
	n->malformed_lines = none ? 0 : 3;
	if (none)
		return;
	n->checkpoint_usec = WALL_USEC - 12 * CUL_USEC_PER_SEC;
	n->checkpoint_took_usec = 131000;
	n->checkpoint_paused_usec = 9000;
	n->checkpoint_bytes = 34567890;
	n->checkpoints = 431;
}

static void fill_detail(struct made_up *m)
{
	size_t n = 0;
	char *d = m->detail;

	n += (size_t)snprintf(
		d + n, DETAIL_MAX - n,
		"Counted in this window\n"
		"  messages                      432  accepted from it\n"
		"  bad-recipients                140  recipients that do not "
		"exist\n"
		"                                ~87  different sender "
		"domains\n"
		"\nWalks: sequential tests over first contacts (milli-nats; "
		"9210 is 1 honest source in 10,000)\n"
		"  recipients elsewhere that do not exist\n"
		"    honest 2 %%, guilty 20 %%: step up ln(0.20/0.02) = +2303, "
		"step down ln(0.80/0.98) = -203, restart at -4605\n"
		"\nThe lines behind it\n");
	for (unsigned i = 0; i < 60; i++)
		n += (size_t)snprintf(
			d + n, DETAIL_MAX - n,
			"  Nov 28 02:%02u:%02u mx1 postfix/smtp[%u]: 4c%04XZ: "
			"to=<user%u@remote%u.example>, relay=none, delay=0.%u, "
			"status=%s\n",
			41 + i / 3, i * 17 % 60, 4000 + i, i * 977, i, i % 7, i,
			i % 3 == 0 ? "bounced (550 5.1.1 no such user \033[31m)"
				   : "sent (250 2.0.0 Ok)");
}

struct made_up *made_up_new(enum made_up_scene scene)
{
	struct made_up *m = calloc(1, sizeof(*m));

	if (m == NULL)
		return NULL;
	m->scene = scene;
	if (scene != SCENE_EMPTY)
		fill_minutes(m);
	fill_notices(m);
	fill_sources(m);
	fill_machine(m);
	fill_figures(&m->now, scene == SCENE_EMPTY);
	fill_detail(m);
	return m;
}

void made_up_free(struct made_up **m)
{
	free(*m);
	*m = NULL;
}

/* Somebody graver than all before him. */
static void arrive(struct made_up *m)
{
	struct cul_now_notice *q = &m->notices[0];

	if (m->now.notices == m->notices)
		return;
	*q = m->notices[1];
	snprintf(q->id, sizeof(q->id), "a0a0a0a0a0a0a0a0");
	q->what = CUL_NOTICE_NEW;
	q->action = CUL_ACTION_FIX_SERVER;
	q->kind = CUL_KIND_OWN_RELAY;
	q->subject = CUL_SUBJECT_SERVER;
	snprintf(q->name, sizeof(q->name), "relay1.aurora.example");
	snprintf(q->why, sizeof(q->why),
		 "Since 2026-11-28 03:11 UTC relay1.aurora.example passes on "
		 "mail of strangers to strangers: it is an open relay.");
	q->first_seen_usec = WALL_USEC - MINUTE;
	q->said_usec = WALL_USEC;
	m->now.notices = m->notices;
	if (m->now.n_notices < CUL_NOW_NOTICES)
		m->now.n_notices++;
}

const struct cul_now *made_up_at(struct made_up *m, unsigned step,
				 const char *who)
{
	struct cul_now *n = &m->now;
	bool none = m->scene == SCENE_EMPTY;

	n->wall_usec = WALL_USEC + step * CUL_USEC_PER_SEC;
	n->event_usec =
		none ? CUL_TIME_NONE : n->wall_usec - 2 * CUL_USEC_PER_SEC;
	n->lag_usec = none ? 0 : 412000;
	if (m->scene == SCENE_TROUBLE) {
		n->event_usec = WALL_USEC - 47 * MINUTE;
		n->lag_usec = 47 * MINUTE;
	}
	n->lines_per_sec = none ? 0 : 1412.4 + step;
	n->lines = none ? 0 : 13204533 + UINT64_C(1412) * step;
	n->bytes = n->lines * 151;
	n->events = n->lines * 9 / 10;
	n->run_lines = n->lines / 3;
	n->run_bytes = n->bytes / 3;
	if (step >= 3 && !none)
		arrive(m);
	snprintf(n->detail.who, sizeof(n->detail.who), "%s", who);
	n->detail.text = who[0] != '\0' ? m->detail : NULL;
	return n;
}
