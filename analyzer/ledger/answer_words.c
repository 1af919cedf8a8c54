/* \summary: for the phone: what each kind is, and what each refusal wants */
#include "ledger/answer_int.h"

/* To be read out to somebody who knows nothing of mail and is annoyed: short,
 * no blame, one thing to do. */
static const struct cul_answer_kind kinds[CUL_KINDS_] = {
	[CUL_KIND_ZOMBIE] = { "A device on this line has been sending mail by "
			      "itself, as "
			      "infected devices do; whoever owns it need not "
			      "know.",
			      "Please take it off the net, have every device "
			      "on the line "
			      "checked for malware, and change the passwords "
			      "that were "
			      "stored on them." },
	[CUL_KIND_SPAMMER] = { "Mail was sent from here to very many people "
			       "who did not want "
			       "it, and the servers that got it refused it.",
			       "Sending has to stop. If these people asked for "
			       "the mail, "
			       "please tell us how they signed up, and how "
			       "they can leave." },
	[CUL_KIND_STOLEN_ACCOUNT] = { "Somebody else knows the password of "
				      "this mail account and has "
				      "been sending spam with it.",
				      "Please change the password on a device "
				      "that is clean, also "
				      "wherever else the same one is used, and "
				      "look for forwarding "
				      "rules that you did not make." },
	[CUL_KIND_OPEN_RELAY] = { "The mail server here takes mail from "
				  "strangers and passes it "
				  "on, and spammers use that.",
				  "Please set it so that it passes on mail "
				  "only for your own "
				  "machines and for those who log in, and tell "
				  "us when that is "
				  "done." },
	[CUL_KIND_OPEN_PROXY] = { "A proxy here can be used by anybody, and "
				  "spam is sent through "
				  "it.",
				  "Please close it to the outside, or have "
				  "whoever looks after "
				  "the machine do so." },
	[CUL_KIND_FORM_ABUSE] = { "A form or a script of the web site sends "
				  "mail for strangers.",
				  "Please take it off the site until its "
				  "recipients are fixed "
				  "and it cannot be filled in by machines; "
				  "bring the software "
				  "of the site up to date." },
	[CUL_KIND_RELAY_PROBE] = { "This address has asked our servers to pass "
				   "mail on between "
				   "strangers, as those do who look for open "
				   "relays.",
				   "Please find out which program does that, "
				   "and stop it." },
	[CUL_KIND_HARVEST] = { "This address has been guessing which mailboxes "
			       "exist on our "
			       "servers.",
			       "Please find out which program does that, and "
			       "stop it." },
	[CUL_KIND_PASSWORD_ATTACK] = { "This address has been guessing "
				       "passwords of mail accounts.",
				       "Please have the machine checked: it is "
				       "infected, or somebody "
				       "uses it." },
	[CUL_KIND_ROAMING] = { "The mail program sends without logging in, "
			       "which works at "
			       "home and nowhere else.",
			       "Please set for outgoing mail: port 587 with "
			       "STARTTLS, and "
			       "login with the mail address and its "
			       "password." },
	[CUL_KIND_BACKSCATTER] = { "The mail server here answers forged mail, "
				   "and the answers go "
				   "to people who never wrote.",
				   "Please have it refuse such mail at the "
				   "door, and send no "
				   "bounces or automatic answers to "
				   "strangers." },
	[CUL_KIND_OWN_RELAY] = { "One of our own servers passed on mail for "
				 "strangers. It is "
				 "not your doing.",
				 "We are seeing to it." },
};

/* What to do where the ledger did not do it. The first that can be done on the
 * phone comes first. */
static const struct cul_answer_refusal refusals[CUL_REFUSALS_] = {
	[CUL_REFUSAL_NONE] = { NULL,
			       { "Ask for the whole text of the rejection, "
				 "with the numbers: "
				 "it says who refused and why." } },
	[CUL_REFUSAL_OURS] = { NULL,
			       { "The words are those of a list of ours, but "
				 "this ledger "
				 "does not have the case in force: see whether "
				 "another "
				 "ledger made the list, or whether the server "
				 "has an old "
				 "one." } },
	[CUL_REFUSAL_RELAYS] = { "The server was refused because strangers can "
				 "send through "
				 "it, or because it is thought so. Please have "
				 "whoever looks "
				 "after it make sure that it passes on mail "
				 "only for its own "
				 "people and for those who log in.",
				 { "If it was a server of ours that refused "
				   "it, the entry was "
				   "made there by hand and not by this ledger: "
				   "look into its "
				   "access tables.",
				   "If it was another provider's, only they "
				   "can take it back: "
				   "their postmaster has to be asked, with "
				   "what was done about "
				   "it." } },
	[CUL_REFUSAL_NO_RELAY] = { "Your mail program handed the mail over "
				   "without logging in, "
				   "and so the server did not pass it on. In "
				   "the settings for "
				   "outgoing mail, choose the server of the "
				   "provider whose mail "
				   "address you use, port 587 with STARTTLS "
				   "(or 465 with TLS), "
				   "and login with the full mail address and "
				   "its password.",
				   { "If the address he sends from is of "
				     "another provider, it is "
				     "that provider's outgoing server, not "
				     "ours.",
				     "If he has the login set, the user name "
				     "or the port is "
				     "wrong: port 25 knows no login on most "
				     "servers.",
				     "If it is a mail server that forwards or "
				     "delivers to us, "
				     "the domain he writes to is not one that "
				     "the server takes "
				     "mail for: ask which domain, and look at "
				     "its MX." } },
	[CUL_REFUSAL_LISTED] = { "Your mail was refused because the address "
				 "that it came from "
				 "is on a block list. The list says on its own "
				 "pages why that "
				 "is, and how it is taken off.",
				 { "If it was a server of ours that refused "
				   "it, the list is "
				   "one that it asks, or an entry made there "
				   "by hand: this "
				   "ledger did not make it.",
				   "Addresses that change owners are listed "
				   "for good: he has "
				   "to send through a mail server, port 587 "
				   "with login.",
				   "If the address is a mail server of ours, "
				   "tell the "
				   "postmaster at once." } },
	[CUL_REFUSAL_LOGIN] = { "The server did not accept the user name and "
				"password, or "
				"none was sent. Please enter both anew: the "
				"user name is the "
				"full mail address.",
				{ "See that the account exists, and is not "
				  "locked.",
				  "If he has not changed anything, somebody "
				  "may be guessing "
				  "his password, or has it: look up the "
				  "account here, too." } },
	[CUL_REFUSAL_CONTENT] = { "A filter at the recipient took your mail "
				  "for spam. Please "
				  "send it once more without links and "
				  "attachments, or ask the "
				  "recipient to let it through.",
				  { "If he says that he did not send it, look "
				    "up his account "
				    "and his address here: it may have been "
				    "stolen." } },
	[CUL_REFUSAL_FULL] = { "The mailbox of the recipient is full, or the "
			       "mail is too "
			       "large for it. It was not refused because of "
			       "you.",
			       { NULL } },
	[CUL_REFUSAL_MAILBOX] = { "There is no such mailbox. Please compare "
				  "the address letter "
				  "by letter.",
				  { "If he did not write to that address, "
				    "somebody forged his "
				    "as the sender, or his account was stolen: "
				    "look it up "
				    "here." } },
	[CUL_REFUSAL_SENDER] = { "The server did not accept the address that "
				 "the mail came "
				 "from. Mail from an address has to be sent "
				 "through the "
				 "servers of its provider.",
				 { "Ask which address he sends from, and "
				   "through which "
				   "server.",
				   "If the domain is his own: its SPF, DKIM "
				   "and DMARC records "
				   "have to name the server that he sends "
				   "through." } },
	[CUL_REFUSAL_NAME] = { "The mail server that sent it has no proper "
			       "name in the DNS. "
			       "Please tell whoever looks after it.",
			       { "Its address needs a name (PTR) that leads "
				 "back to the "
				 "address, and its HELO should be that "
				 "name." } },
	[CUL_REFUSAL_LATER] = { "The server only asked to try again later, "
				"which the sending "
				"server does by itself. Please wait some "
				"hours.",
				{ "If it lasts for a day, ask how much mail he "
				  "sends at a "
				  "time." } },
	[CUL_REFUSAL_OTHER] = { NULL,
				{ "Ask who refused it: the name or address of "
				  "that server "
				  "stands in the text. What it means by it, "
				  "its postmaster "
				  "knows." } },
};

const struct cul_answer_kind *cul_answer_of_kind(enum cul_kind k)
{
	return &kinds[(unsigned)k < CUL_KINDS_ ? k : CUL_KIND_SPAMMER];
}

const struct cul_answer_refusal *cul_answer_of_refusal(enum cul_refusal r)
{
	return &refusals[(unsigned)r < CUL_REFUSALS_ ? r : CUL_REFUSAL_NONE];
}
