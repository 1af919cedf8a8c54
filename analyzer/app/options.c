/* \summary: read options; configuration file first, then what overrides it */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "app/help.h"
#include "app/options.h"

static const char default_path[] = "/etc/culprit/culprit.conf";

/* Options without a short form have a letter here too, to be taken by; `brief`
 * is the short form, or NUL. */
static const struct option_row {
	char letter, brief;
	const char *name, *arg, *help;
} rows[] = {
	{ 'c', 'c', "config", "FILE",
	  "read FILE, not /etc/culprit/culprit.conf" },
	{ 's', 0, "set", "SECTION.KEY=VALUE",
	  "override one setting; may be repeated" },
	{ 'j', 0, "json", NULL, "print JSON: --format jsonl" },
	{ 'f', 0, "format", "NAME", "print in this format (--list-formats)" },
	{ 'o', 'o', "output", "DIR", "write every format into DIR as well" },
	{ 'w', 0, "workers", "N", "parse with N threads" },
	{ 'm', 0, "mask", NULL, "mask recipients in the output" },
	{ 'L', 0, "letter", NULL,
	  "print the letter to be sent, not the evidence" },
	{ 'S', 0, "state", "DIR",
	  "keep a checkpoint in DIR, and go on from it" },
	{ 'k', 0, "listen", "ADDRESS",
	  "listen for syslog: unix:PATH, udp:PORT, tcp:HOST:PORT" },
	{ 'J', 0, "journal", "OPTIONS",
	  "follow the journal; all, or options of journalctl" },
	{ 't', 0, "metrics", "ADDRESS",
	  "serve /metrics and /healthz there: 127.0.0.1:9477" },
	{ 'x', 0, "exec", "COMMAND",
	  "run it for each new suggestion, JSON on its input" },
	{ 'M', 0, "mail", "ADDRESS", "mail digests of suggestions there" },
	{ 'e', 0, "from-end", NULL,
	  "begin at the end of files that are new to it" },
	{ 'u', 0, "until-end", NULL,
	  "read what there is, report as scan does, and leave" },
	{ 'p', 0, "parser", "NAME", "read as NAME, do not choose by content" },
	{ 'l', 0, "list", NULL, "list the parsers, and leave" },
	{ 'F', 0, "list-formats", NULL, "list the formats, and leave" },
	{ 'D', 0, "list-detectors", NULL, "list the detectors, and leave" },
	{ 'g', 0, "ledger", "FILE", "the ledger: [ledger] path" },
	{ 'b', 0, "by", "NAME", "who decides; else $SUDO_USER or $USER" },
	{ 'U', 0, "until", "WHEN", "7d, 12h, 2w, 2026-12-24, or RFC 3339" },
	{ 'y', 0, "why", "REASON",
	  "why; decline --why list names the reasons" },
	{ 'T', 0, "text", "TEXT", "a remark, to stay with the decision" },
	{ 'H', 0, "how", "TEXT", "how the mail was sent" },
	{ 'd', 0, "done", "TEXT", "what was done about it" },
	{ 'z', 0, "says", "NAME", "who says so" },
	{ 'O', 0, "owner", "NAME", "who answers for the exception" },
	{ 'i', 0, "list", NULL, "list the exceptions, and leave" },
	{ 'r', 0, "remove", "NUMBER", "end this exception" },
	{ 'a', 0, "all", NULL,
	  "all of it: all standings, all lines, also the ended" },
	{ 'V', 0, "all", NULL, "every format, into the folder -o" },
	{ 'G', 0, "standing", "NAME,...",
	  "open, accepted, declined, expired, released, withdrawn" },
	{ 'K', 0, "kind", "NAME,...", "zombie, spammer, ..." },
	{ 'A', 0, "action", "NAME,...", "block, suspend, contact, ..." },
	{ 'C', 0, "customer", "NAME", "of this customer" },
	{ 'B', 0, "sort", "ORDER",
	  "gravest, newest, oldest, subject or recent" },
	{ 'n', 'n', "most", "N", "show N at most" },
	{ 'E', 'o', "output", "FILE", "write there, in one step" },
	{ 'P', 0, "open", NULL,
	  "those that are open, as if accepted: a dry run" },
	{ 'Q', 0, "undo", NULL, "what takes the list back" },
	{ 'I', 0, "listen", "ADDRESS", "serve there: 127.0.0.1:8025" },
	{ 'R', 0, "role", "ROLE", "viewer, staff (which it is else) or lead" },
	{ 'h', 'h', "help", NULL, "this text" },
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

void cul_options_help(FILE *f, const char *takes)
{
	for (size_t i = 0; i < ROWS; i++) {
		const struct option_row *r = &rows[i];
		char left[64], dash[8] = "   ";

		if (strchr(takes, r->letter) == NULL)
			continue;
		if (r->brief != '\0')
			snprintf(dash, sizeof(dash), "-%c,", r->brief);
		snprintf(left, sizeof(left), "%s --%s%s%s", dash, r->name,
			 r->arg != NULL ? " " : "",
			 r->arg != NULL ? r->arg : "");
		(void)fprintf(f, "  %-30s %s\n", left, r->help);
	}
}

static void build(const char *takes, struct option longs[ROWS + 1],
		  char shorts[2 * ROWS + 2])
{
	size_t n = 0, s = 0;

	shorts[s++] = ':';
	for (size_t i = 0; i < ROWS; i++) {
		const struct option_row *r = &rows[i];

		if (strchr(takes, r->letter) == NULL)
			continue;
		longs[n++] = (struct option){ r->name,
					      r->arg != NULL ? required_argument
							     : no_argument,
					      NULL, r->letter };
		if (r->brief != '\0')
			shorts[s++] = r->brief;
		if (r->brief != '\0' && r->arg != NULL)
			shorts[s++] = ':';
	}
	shorts[s] = '\0';
	longs[n] = (struct option){ 0 };
}

static int set_format(struct cul_options *o, const char *name)
{
	for (size_t i = 0; cul_sinks[i] != NULL; i++) {
		if (strcmp(cul_sinks[i]->name, name) == 0) {
			o->sink = cul_sinks[i];
			return CUL_EXIT_DONE;
		}
	}
	cul_say("no format '%s'; there are:", name);
	for (size_t i = 0; cul_sinks[i] != NULL; i++)
		(void)fprintf(stderr, "  %s\n", cul_sinks[i]->name);
	return CUL_EXIT_USAGE;
}

static int set_parser(struct cul_options *o, const char *name)
{
	for (size_t i = 0; cul_parsers[i] != NULL; i++) {
		if (strcmp(cul_parsers[i]->name, name) == 0) {
			o->settings.parser = cul_parsers[i]->name;
			return CUL_EXIT_DONE;
		}
	}
	cul_say("no parser '%s'; culprit parse --list names them", name);
	return CUL_EXIT_USAGE;
}

static int set_one(struct cul_options *o, const char *assignment)
{
	struct cul_out err = cul_err_out();

	return cul_settings_set(&o->settings, assignment, &err) == 0
		       ? CUL_EXIT_DONE
		       : CUL_EXIT_USAGE;
}

static int set_workers(struct cul_options *o, const char *n)
{
	char text[64];

	if (strlen(n) > 20)
		n = "?";
	snprintf(text, sizeof(text), "limits.workers=%s", n);
	return set_one(o, text);
}

/* What is a setting as well. */
static int set_setting(struct cul_options *o, int letter, const char *value)
{
	static const struct {
		int letter;
		const char *key;
	} keys[] = { { 'S', "watch.state" },   { 'k', "watch.sockets" },
		     { 'J', "watch.journal" }, { 't', "watch.metrics" },
		     { 'x', "watch.exec" },    { 'M', "watch.mail" },
		     { 'g', "ledger.path" },   { 'I', "desk.listen" } };
	char *text = NULL;
	int rc = CUL_EXIT_FAILED;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].letter == letter &&
		    asprintf(&text, "%s=%s", keys[i].key, value) >= 0)
			rc = set_one(o, text);
	free(text);
	return rc;
}

static int apply(struct cul_options *o, int letter)
{
	switch (letter) {
	case 's':
		return set_one(o, optarg);
	case 'w':
		return set_workers(o, optarg);
	case 'f':
		return set_format(o, optarg);
	case 'j':
		o->json = true;
		return set_format(o, "jsonl");
	case 'p':
		return set_parser(o, optarg);
	case 'S':
	case 'k':
	case 'J':
	case 't':
	case 'x':
	case 'M':
	case 'g':
	case 'I':
		return set_setting(o, letter, optarg);
	case 'e':
		o->from_end = true;
		break;
	case 'u':
		o->until_end = true;
		break;
	case 'o':
		o->dir = optarg;
		break;
	case 'm':
		o->settings.mask = true;
		break;
	case 'L':
		o->letter = true;
		break;
	case 'l':
		o->list = true;
		break;
	case 'F':
		o->list_formats = true;
		break;
	case 'D':
		o->list_detectors = true;
		break;
	case 'h':
		o->help = true;
		break;
	default:
		o->given[letter & 127] = optarg != NULL ? optarg : "";
		break;
	}
	return CUL_EXIT_DONE;
}

const char *cul_option(const struct cul_options *o, enum cul_option which)
{
	return o->given[which];
}

/* A short form stands for the option that this command takes. */
static int letter_of(const char *takes, int c)
{
	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].brief == c && c != '\0' &&
		    strchr(takes, rows[i].letter) != NULL)
			return rows[i].letter;
	return c;
}

static int read_config(struct cul_options *o, const char *path)
{
	struct cul_out err = cul_err_out();

	if (path == NULL && access(default_path, F_OK) == 0)
		path = default_path;
	if (path == NULL)
		return CUL_EXIT_DONE;
	return cul_settings_read(&o->settings, path, &err) == 0
		       ? CUL_EXIT_DONE
		       : CUL_EXIT_USAGE;
}

static int wrong_option(char **argv, int which, const char *command)
{
	if (which == ':')
		cul_say("%s wants a value", argv[optind - 1]);
	else
		cul_say("no option '%s'", argv[optind - 1]);
	(void)fprintf(stderr, "try: culprit help %s\n", command);
	return CUL_EXIT_USAGE;
}

int cul_options_read(int argc, char **argv, const char *takes,
		     struct cul_options *ret)
{
	struct option longs[ROWS + 1];
	char shorts[2 * ROWS + 2];
	const char *config = NULL;
	int c, rc = CUL_EXIT_DONE;

	*ret = (struct cul_options){ .sink = cul_sinks[0] };
	if (cul_settings_init(&ret->settings) < 0) {
		cul_say("out of memory");
		return CUL_EXIT_FAILED;
	}
	build(takes, longs, shorts);
	opterr = 0;
	/* twice: what overrides the file stands beside its name */
	for (optind = 1;
	     (c = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
		if (c == '?' || c == ':')
			return wrong_option(argv, c, argv[0]);
		if (c == 'c')
			config = optarg;
		ret->help |= c == 'h';
	}
	if (!ret->help)
		rc = read_config(ret, config);
	for (optind = 1;
	     rc == CUL_EXIT_DONE && !ret->help &&
	     (c = getopt_long(argc, argv, shorts, longs, NULL)) != -1;)
		rc = apply(ret, letter_of(takes, c));
	ret->n_args = argc - optind;
	ret->args = argv + optind;
	return rc;
}

void cul_options_done(struct cul_options *o)
{
	cul_settings_done(&o->settings);
}
