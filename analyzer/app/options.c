/* \summary: read options; configuration file first, then what overrides it */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "app/help.h"
#include "app/options.h"

static const char default_path[] = "/etc/culprit/culprit.conf";

/* Options without a short form have a letter here too, to be taken by. */
static const struct option_row {
	char letter;
	bool is_short;
	const char *name, *arg, *help;
} rows[] = {
	{ 'c', true, "config", "FILE",
	  "read FILE, not /etc/culprit/culprit.conf" },
	{ 's', false, "set", "SECTION.KEY=VALUE",
	  "override one setting; may be repeated" },
	{ 'j', false, "json", NULL, "print JSON: --format jsonl" },
	{ 'f', false, "format", "NAME",
	  "print in this format (--list-formats)" },
	{ 'o', true, "output", "DIR", "write every format into DIR as well" },
	{ 'w', false, "workers", "N", "parse with N threads" },
	{ 'm', false, "mask", NULL, "mask recipients in the output" },
	{ 'L', false, "letter", NULL,
	  "print the letter to be sent, not the evidence" },
	{ 'S', false, "state", "DIR",
	  "keep a checkpoint in DIR, and go on from it" },
	{ 'k', false, "listen", "ADDRESS",
	  "listen for syslog: unix:PATH, udp:PORT, tcp:HOST:PORT" },
	{ 'J', false, "journal", "OPTIONS",
	  "follow the journal; all, or options of journalctl" },
	{ 't', false, "metrics", "ADDRESS",
	  "serve /metrics and /healthz there: 127.0.0.1:9477" },
	{ 'x', false, "exec", "COMMAND",
	  "run it for each new suggestion, JSON on its input" },
	{ 'M', false, "mail", "ADDRESS", "mail digests of suggestions there" },
	{ 'e', false, "from-end", NULL,
	  "begin at the end of files that are new to it" },
	{ 'u', false, "until-end", NULL,
	  "read what there is, report as scan does, and leave" },
	{ 'p', false, "parser", "NAME",
	  "read as NAME, do not choose by content" },
	{ 'l', false, "list", NULL, "list the parsers, and leave" },
	{ 'F', false, "list-formats", NULL, "list the formats, and leave" },
	{ 'D', false, "list-detectors", NULL, "list the detectors, and leave" },
	{ 'h', true, "help", NULL, "this text" },
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

void cul_options_help(FILE *f, const char *takes)
{
	for (size_t i = 0; i < ROWS; i++) {
		const struct option_row *r = &rows[i];
		char left[64], dash[8] = "   ";

		if (strchr(takes, r->letter) == NULL)
			continue;
		if (r->is_short)
			snprintf(dash, sizeof(dash), "-%c,", r->letter);
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
		if (r->is_short)
			shorts[s++] = r->letter;
		if (r->is_short && r->arg != NULL)
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
static int set_watch(struct cul_options *o, int letter, const char *value)
{
	static const struct {
		int letter;
		const char *key;
	} keys[] = { { 'S', "state" },   { 'k', "sockets" }, { 'J', "journal" },
		     { 't', "metrics" }, { 'x', "exec" },    { 'M', "mail" } };
	char *text = NULL;
	int rc = CUL_EXIT_FAILED;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].letter == letter &&
		    asprintf(&text, "watch.%s=%s", keys[i].key, value) >= 0)
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
		return set_watch(o, letter, optarg);
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
		break;
	}
	return CUL_EXIT_DONE;
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
		rc = apply(ret, c);
	ret->n_args = argc - optind;
	ret->args = argv + optind;
	return rc;
}

void cul_options_done(struct cul_options *o)
{
	cul_settings_done(&o->settings);
}
