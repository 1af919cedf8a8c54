/* \summary: what the public page says of each kind */
#include "export/publiclist.h"

#define SERVER_CLOSED                                                          \
	"Let the server accept mail from strangers for its own users alone, "  \
	"and from its own users after a login."

static const struct cul_public_words words[] = {
	[CUL_KIND_ZOMBIE] = { "infected machine",
			      "A program that somebody else planted sends mail "
			      "from this "
			      "address without its owner knowing. Several "
			      "machines may share "
			      "the address, so the infected one need not be "
			      "yours.",
			      "Find the machine, clean it or set it up anew, "
			      "and change the "
			      "passwords that were used on it. A firewall that "
			      "lets only "
			      "your mail server out on port 25 finds it and "
			      "contains it." },
	[CUL_KIND_SPAMMER] = { "unsolicited bulk mail",
			       "Much mail came from here that those who got it "
			       "had not asked "
			       "for, often to addresses that do not exist.",
			       "Write to nobody who has not agreed to it, drop "
			       "addresses that "
			       "bounce, and tell us where your list of "
			       "recipients comes "
			       "from." },
	[CUL_KIND_STOLEN_ACCOUNT] = { "stolen login",
				      "Somebody uses a password from here that "
				      "is not his.",
				      "Change the password, and look for what "
				      "gave it away." },
	[CUL_KIND_OPEN_RELAY] = { "open relay",
				  "The mail server passes on mail from anybody "
				  "to anybody, so "
				  "spammers send through it and hide behind "
				  "it.",
				  SERVER_CLOSED },
	[CUL_KIND_OPEN_PROXY] = { "open proxy",
				  "A proxy here lets strangers connect to "
				  "anywhere, and they "
				  "send mail through it.",
				  "Close the proxy to all but your own "
				  "network, or have it ask "
				  "for a login. It may be a program that you "
				  "did not install: "
				  "then the machine is infected." },
	[CUL_KIND_FORM_ABUSE] = { "abused web form",
				  "A form or script on a web site sends mail "
				  "to whomever a "
				  "visitor names, and strangers use it.",
				  "Take the script off, or let it write to "
				  "your own addresses "
				  "alone; bring the software of the site up to "
				  "date." },
	[CUL_KIND_RELAY_PROBE] = { "search for open relays",
				   "From here our servers were asked to pass "
				   "on mail between "
				   "strangers, as programs do that look for "
				   "open relays.",
				   "Find the program that tries it. If it was "
				   "your mail program, "
				   "away from home: send through port 587 of "
				   "your own provider, "
				   "with your login." },
	[CUL_KIND_HARVEST] = { "guessing of mailboxes",
			       "From here names were tried one after the "
			       "other, to learn "
			       "which mailboxes exist.",
			       "Find the program that does it; it may be an "
			       "infection. If it "
			       "was a mailing list, drop the addresses that do "
			       "not exist." },
	[CUL_KIND_PASSWORD_ATTACK] = { "guessing of passwords",
				       "From here many logins were tried with "
				       "wrong passwords.",
				       "Find the program that does it; it is "
				       "very likely an "
				       "infection. A mail program with an old "
				       "password can do it, "
				       "too: set it right." },
	[CUL_KIND_ROAMING] = { "relaying from elsewhere",
			       "From here our servers were asked to pass on "
			       "mail without a "
			       "login.",
			       "Send through port 587, with your login." },
	[CUL_KIND_BACKSCATTER] = { "bounces to strangers",
				   "The mail server here accepts mail and "
				   "bounces it afterwards, "
				   "to senders that were forged.",
				   "Refuse what cannot be delivered while it "
				   "is being sent, "
				   "before it is accepted." },
	[CUL_KIND_OWN_RELAY] = { "open relay",
				 "The mail server passes on mail from anybody "
				 "to anybody.",
				 SERVER_CLOSED },
};

const struct cul_public_words *cul_public_words(enum cul_kind k)
{
	return &words[k];
}
