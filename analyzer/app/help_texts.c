/* \summary: what --help says of each command */
#include "app/help_texts.h"

#include <stddef.h>
#include <string.h>

static const struct cul_help_text texts[] = {
	{ "scan", "csgjfowmpFDh",
	  "Reads plain and packed files, folders, and standard input (-, or "
	  "no\n"
	  "FILE in a pipe), in the order of their time, whatever order they "
	  "are\n"
	  "named in. Prints a table of suggestions; a person decides.\n"
	  "\n"
	  "  culprit scan /var/log/mail.log*\n"
	  "  culprit scan -c culprit.conf -o out /var/log/mail.log*\n" },
	{ "watch", "csgSkJtxMeujowmph",
	  "Follows files across rotation (names and globs, also of files that "
	  "are\n"
	  "not there yet), the journal, syslog sockets, and standard input "
	  "(-).\n"
	  "On a terminal it shows what is going on; else, or with --json, it\n"
	  "prints a line of JSON for each suggestion as it arises, changes or\n"
	  "falls. SIGHUP reads the configuration anew, SIGUSR1 writes the "
	  "report\n"
	  "(-o), SIGTERM saves and ends.\n"
	  "\n"
	  "  culprit watch /var/log/mail.log\n"
	  "  culprit watch --state /var/lib/culprit --metrics 127.0.0.1:9477 "
	  "\\\n"
	  "      --json '/var/log/mx*/mail.log'\n" },
	{ "explain", "csgwmLph",
	  "SOURCE is an address, a login, a customer or user@host, as scan\n"
	  "prints it. Prints its evidence, the arithmetic of each walk, and "
	  "the\n"
	  "lines.\n"
	  "\n"
	  "  culprit explain 192.0.2.7 /var/log/mail.log*\n"
	  "  culprit explain --letter C01861 /var/log/mail.log*\n" },
	{ "parse", "cswplh",
	  "Prints one JSON object a line of the log: what it says of mail, or\n"
	  "why nothing was read from it.\n"
	  "\n"
	  "  culprit parse mail.log | head\n" },
	{ "check", "csjh",
	  "Prints every setting with its value, default, range and meaning; "
	  "says\n"
	  "what is wrong, and what has no effect.\n" },
	{ "list", "csgjGKACBanmh",
	  "Prints the suggestions that nobody has decided, the gravest first;\n"
	  "with TEXT those alone that have it in their name, customer, "
	  "sentence\n"
	  "or lines, whose addresses it is one of, or whose id begins with "
	  "it.\n"
	  "\n"
	  "  culprit list\n"
	  "  culprit list --standing accepted --sort recent\n"
	  "  culprit list --all 192.0.2.17\n" },
	{ "show", "csgjLamh",
	  "Prints the why, the numbers, the lines, what was decided and "
	  "noted,\n"
	  "and what to do next. Four letters of an ID will do if no other "
	  "begins\n"
	  "with them.\n"
	  "\n"
	  "  culprit show 3f9k\n"
	  "  culprit show --letter 3f9k\n" },
	{ "accept", "csgjbUTh",
	  "The case is on the lists that culprit export writes, until the "
	  "time\n"
	  "that was suggested, or --until. A remark is a TEXT of several "
	  "words,\n"
	  "or --text.\n"
	  "\n"
	  "  culprit accept 3f9k\n"
	  "  culprit accept 3f9k 8m2q --until 2w \"second time this "
	  "month\"\n" },
	{ "decline", "csgjbyUTh",
	  "The case leaves the list, and comes back only with evidence of a "
	  "new\n"
	  "kind or twice as much. --why list names the reasons. With --until "
	  "the\n"
	  "decision holds so long, else for good.\n"
	  "\n"
	  "  culprit decline --why list\n"
	  "  culprit decline 3f9k --why newsletter \"signed up at the "
	  "fair\"\n" },
	{ "release", "csgjbHdzTh",
	  "Takes back what was accepted, once the cause is mended. Asks how "
	  "the\n"
	  "mail was sent, what was done about it and who says so, and shows\n"
	  "before whether it has been clean since. Whether to release is for\n"
	  "whoever decides.\n"
	  "\n"
	  "  culprit release 3f9k\n"
	  "  culprit release 3f9k --how \"PC of the office, infected\" \\\n"
	  "      --done \"set up anew, passwords changed\" --says \"A. "
	  "Berg\"\n" },
	{ "reopen", "csgjbTh",
	  "The case waits for a decision again.\n"
	  "\n"
	  "  culprit reopen 3f9k \"took it for another customer\"\n" },
	{ "note", "csgjbh",
	  "What is noted stays beside the case, and is never changed.\n"
	  "\n"
	  "  culprit note 3f9k called him, nobody answers\n" },
	{ "except", "csgjbyOUiarh",
	  "WHO is an address, a network, an account, a customer or user@host.\n"
	  "From the next scan on nothing is suggested about it, and the "
	  "report\n"
	  "says so. Without WHO: those that stand.\n"
	  "\n"
	  "  culprit except 192.0.2.25 --why \"our newsletter host\" \\\n"
	  "      --owner \"A. Berg\" --until 2027-06-30\n"
	  "  culprit except --list\n"
	  "  culprit except --remove 3\n" },
	{ "why", "csgjh",
	  "TEXT is the rejection that he quotes, or his address, login, "
	  "customer\n"
	  "number, or the id of a case; without it, what stands on standard\n"
	  "input. Says whether it was us, why in words for the phone, and "
	  "what\n"
	  "to do.\n"
	  "\n"
	  "  culprit why 550 5.0.0 Server 192.0.2.17 blocked as possible open "
	  "relay\n"
	  "  culprit why anna@aurora.example\n"
	  "  culprit why < bounce.eml\n" },
	{ "export", "csgFVEPQh",
	  "Prints those that staff accepted, as far as they are in force now.\n"
	  "With -o the file is replaced in one step.\n"
	  "\n"
	  "  culprit export --list-formats\n"
	  "  culprit export postfix-cidr -o /etc/postfix/culprit.cidr\n"
	  "  culprit export --all -o /var/lib/culprit/lists\n" },
	{ "desk", "csgIbRmh",
	  "Serves the page on which abuse staff read the suggestions of the\n"
	  "ledger and decide, until SIGTERM. To be opened with a browser on "
	  "the\n"
	  "same machine; for others put a proxy with TLS in front, or set a\n"
	  "certificate. Nobody can sign in until there is a user: a password "
	  "is\n"
	  "asked for on the terminal, or read from standard input.\n"
	  "\n"
	  "  culprit desk adduser demo --role lead\n"
	  "  culprit desk\n" },
	{ "replay", "csgjwph",
	  "Judges archived logs again, by the settings given, and holds what "
	  "is\n"
	  "suggested against what staff decided then: what of it would be "
	  "missed,\n"
	  "what that was declined would be raised again, and how many hours "
	  "sooner\n"
	  "or later. Decisions count whose evidence lies within the logs. "
	  "Changes\n"
	  "neither a setting nor the ledger.\n"
	  "\n"
	  "  culprit replay /var/log/mail.log*\n"
	  "  culprit replay --set judge.false_per_year=0.1 "
	  "/var/log/mail.log*\n" },
	{ "help", "", "" },
};

const struct cul_help_text *cul_help_text(const char *command)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(texts[i].command, command) == 0)
			return &texts[i];
	return NULL;
}
