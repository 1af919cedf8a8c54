/* \summary: what is going on, as OpenMetrics */
#include "serve/metrics_int.h"

static void reading(const struct cul_now *now, struct cul_out *o)
{
	struct metrics_family f;

	metrics_one_counter(o, "culprit_lines", NULL, "Lines read.",
			    now->lines);
	metrics_one_counter(o, "culprit_read_bytes", "bytes",
			    "Bytes read, unpacked.", now->bytes);
	metrics_one_counter(o, "culprit_events", NULL,
			    "Events found in the lines.", now->events);
	f = metrics_counter(o, "culprit_unread_lines", NULL,
			    "Lines nothing could be made of, by why: no "
			    "parser claims them, a parser does and they do "
			    "not hold to its grammar, they have no time.");
	metrics_put(&f, "why", "unowned", now->unowned_lines);
	metrics_put(&f, "why", "malformed", now->malformed_lines);
	metrics_put(&f, "why", "no-stamp", now->no_stamp_lines);
	metrics_one_seconds(o, "culprit_lag_seconds",
			    "Age of the last line read, where more wait: how "
			    "far behind the log the reading is.",
			    now->lag_usec);
	if (now->event_usec != CUL_TIME_NONE)
		metrics_one_seconds(o, "culprit_last_event_timestamp_seconds",
				    "The latest time that a line gave.",
				    now->event_usec);
}

static void parsers(const struct cul_now *now, struct cul_out *o)
{
	struct metrics_family f = metrics_counter(
		o, "culprit_parser_lines", NULL,
		"Lines that a parser was asked of, by its verdict.");

	for (size_t i = 0; i < now->n_parsers; i++) {
		const struct cul_parser_count *p = &now->parsers[i];

		for (unsigned v = 0; v < CUL_VERDICTS_; v++)
			metrics_put2(&f, "parser", p->name, "verdict",
				     cul_verdict_name((enum cul_verdict)v),
				     p->verdicts[v]);
	}
}

static void mail(const struct cul_now *now, struct cul_out *o)
{
	const struct cul_mail_totals *m = &now->mail;
	struct metrics_family f = metrics_counter(
		o, "culprit_mail", NULL,
		"Mail by fate, counted as pflogsumm counts: messages received "
		"and deferred, recipients for the others.");

	metrics_put(&f, "fate", "received", m->received);
	metrics_put(&f, "fate", "delivered", m->delivered);
	metrics_put(&f, "fate", "forwarded", m->forwarded);
	metrics_put(&f, "fate", "deferred", m->deferred);
	metrics_put(&f, "fate", "bounced", m->bounced);
	metrics_put(&f, "fate", "held", m->held);
	metrics_put(&f, "fate", "discarded", m->discarded);
	metrics_one_counter(o, "culprit_mail_deferrals", NULL,
			    "Deliveries put off, each try of a message.",
			    m->deferrals);
	f = metrics_counter(o, "culprit_mail_refusals", NULL,
			    "Commands and messages that our servers refused, "
			    "or only warned of.");
	metrics_put(&f, "how", "rejected", m->rejected);
	metrics_put(&f, "how", "warned", m->reject_warnings);
}

static void judging(const struct cul_now *now, struct cul_out *o)
{
	static const char *const what[] = {
		[CUL_NOTICE_NEW] = "new",
		[CUL_NOTICE_UPDATED] = "updated",
		[CUL_NOTICE_WITHDRAWN] = "withdrawn",
	};
	struct metrics_family f;

	f = metrics_gauge(o, "culprit_suggestions", NULL,
			  "Suggestions that stand, by kind.");
	for (unsigned k = 0; k < CUL_KINDS_; k++)
		metrics_put(&f, "kind", cul_kind_name((enum cul_kind)k),
			    now->standing[k]);
	f = metrics_counter(o, "culprit_notices", NULL,
			    "What was said of suggestions.");
	for (unsigned w = 0; w < sizeof(what) / sizeof(what[0]); w++)
		metrics_put(&f, "what", what[w], now->said[w]);
	metrics_one_gauge(o, "culprit_sources", NULL, "Sources with evidence.",
			  now->n_sources);
	metrics_one_gauge(o, "culprit_messages_in_flight", NULL,
			  "Messages whose fate is open.", now->n_messages);
}

static void memory(const struct cul_now *now, struct cul_out *o)
{
	struct metrics_family f;

	metrics_one_gauge(o, "culprit_memory_bytes", "bytes", "Memory in use.",
			  now->memory_bytes);
	metrics_one_gauge(o, "culprit_memory_limit_bytes", "bytes",
			  "Memory for evidence: at it, sources are forgotten.",
			  now->memory_most_bytes);
	f = metrics_counter(o, "culprit_evictions", NULL,
			    "Forgotten because memory or a table was full.");
	metrics_put(&f, "of", "source", now->evicted_sources);
	metrics_put(&f, "of", "message", now->evicted_messages);
}

static void checkpoints(const struct cul_now *now, struct cul_out *o)
{
	metrics_one_counter(o, "culprit_checkpoints", NULL,
			    "Checkpoints written.", now->checkpoints);
	metrics_one_counter(o, "culprit_checkpoint_failures", NULL,
			    "Checkpoints that could not be written.",
			    now->checkpoints_failed);
	if (now->checkpoint_usec == 0)
		return;
	metrics_one_seconds(o, "culprit_checkpoint_age_seconds",
			    "Since the last checkpoint.",
			    now->wall_usec - now->checkpoint_usec);
	metrics_one_seconds(o, "culprit_checkpoint_duration_seconds",
			    "What the last checkpoint took.",
			    now->checkpoint_took_usec);
	metrics_one_seconds(o, "culprit_checkpoint_pause_seconds",
			    "For how long it stopped the reading.",
			    now->checkpoint_paused_usec);
	metrics_one_gauge(o, "culprit_checkpoint_size_bytes", "bytes",
			  "Its size.", now->checkpoint_bytes);
}

static void state(const struct cul_now *now, struct cul_out *o)
{
	metrics_one_gauge(o, "culprit_paused", NULL,
			  "1 while reading is stopped by the user.",
			  now->paused ? 1 : 0);
	metrics_one_gauge(o, "culprit_trouble", NULL,
			  "1 while the watch is not well; /healthz says why.",
			  now->trouble != NULL ? 1 : 0);
	cul_out_str(o, "# HELP culprit_build The program's version.\n"
		       "# TYPE culprit_build info\n"
		       "culprit_build_info{version=");
	metrics_quote(o, now->version);
	cul_out_str(o, "} 1\n");
}

void cul_metrics_write(const struct cul_now *now, struct cul_out *o)
{
	state(now, o);
	reading(now, o);
	metrics_inputs(now, o);
	parsers(now, o);
	mail(now, o);
	judging(now, o);
	memory(now, o);
	checkpoints(now, o);
	metrics_process(now, o);
	cul_out_str(o, "# EOF\n");
}
