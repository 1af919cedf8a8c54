/* \summary: find the command and run it */
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "app/app.h"
#include "app/help.h"

const struct cul_cmd cul_cmds[] = {
	{ "scan", "[OPTION…] [FILE…]",
	  "read logs, judge, and report who sends the spam", cul_cmd_scan },
	{ "watch", "[OPTION…] [FILE…]",
	  "follow logs as they grow, and say who sends the spam at once",
	  cul_cmd_watch },
	{ "explain", "[OPTION…] SOURCE [FILE…]",
	  "everything known of one source, with the arithmetic",
	  cul_cmd_explain },
	{ "desk", "[OPTION…] [adduser NAME|passwd NAME|deluser NAME|users]",
	  "serve the page on which staff decide; its users", cul_cmd_desk },
	{ "parse", "[OPTION…] [FILE…]", "records to events, as JSON lines",
	  cul_cmd_parse },
	{ "check", "[OPTION…]", "read the configuration and say what is wrong",
	  cul_cmd_check },
	{ "list", "[OPTION…] [TEXT]",
	  "what is suggested, and what was decided about it", cul_cmd_list },
	{ "show", "[OPTION…] ID…", "all that the ledger has of one case",
	  cul_cmd_show },
	{ "accept", "[OPTION…] ID…", "decide: do as suggested",
	  cul_cmd_accept },
	{ "decline", "[OPTION…] ID… [TEXT]", "decide: do not, for a reason",
	  cul_cmd_decline },
	{ "release", "[OPTION…] ID…",
	  "decide: it was accepted, and the cause is mended", cul_cmd_release },
	{ "reopen", "[OPTION…] ID… [TEXT]",
	  "decide: the last decision was a mistake", cul_cmd_reopen },
	{ "note", "[OPTION…] ID TEXT…", "a remark beside a case",
	  cul_cmd_note },
	{ "except", "[OPTION…] WHO…", "who is never to be accused, and why",
	  cul_cmd_except },
	{ "why", "[OPTION…] TEXT…", "what to answer somebody who was blocked",
	  cul_cmd_why },
	{ "export", "[OPTION…] FORMAT", "what was accepted, as block lists",
	  cul_cmd_export },
	{ "replay", "[OPTION…] [FILE…]",
	  "archived logs under other settings, held against what was decided",
	  cul_cmd_replay },
	{ "help", "[COMMAND]", "how to use a command", cul_cmd_help },
	{ NULL, NULL, NULL, NULL }
};

/* Logs of hundreds of servers may be open at a time. */
static void raise_open_files(void)
{
	struct rlimit lim;

	if (getrlimit(RLIMIT_NOFILE, &lim) != 0 || lim.rlim_cur >= lim.rlim_max)
		return;
	lim.rlim_cur = lim.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &lim);
}

static const struct cul_cmd *find(const char *name)
{
	for (const struct cul_cmd *c = cul_cmds; c->name != NULL; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

int main(int argc, char **argv)
{
	const struct cul_cmd *cmd;

	/* A reader that leaves early is told of by write(), not by a kill. */
	(void)signal(SIGPIPE, SIG_IGN);
	/* So is a file that may not grow: as a disk that is full. */
	(void)signal(SIGXFSZ, SIG_IGN);
	raise_open_files();
	if (argc < 2) {
		cul_help_usage(stderr);
		return CUL_EXIT_USAGE;
	}
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)
		return cul_help_version();
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return cul_help_command(NULL);
	cmd = find(argv[1]);
	if (cmd == NULL) {
		cul_help_unknown(argv[1]);
		return CUL_EXIT_USAGE;
	}
	return cmd->run(argc - 1, argv + 1);
}
