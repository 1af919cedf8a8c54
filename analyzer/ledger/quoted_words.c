/* \summary: the words of refusals, as mail servers write them
 *
 * In lower case. Of one kind any may stand anywhere in the text; kinds are
 * asked for in the order of the enumeration, so that what tells more comes
 * before what is said beside it: "550 5.7.1 blocked ... see http://..." before
 * the code alone.
 */
#include "ledger/quoted_int.h"

struct phrase {
	enum cul_refusal kind;
	struct cul_sv words;
};

#define P(kind, words)                                                         \
	{                                                                      \
		CUL_REFUSAL_##kind, CUL_SV_LIT(words)                          \
	}

static const struct phrase phrases[] = {
	P(OURS, "see your postmaster, id "),
	P(RELAYS, "possible open relay"),
	P(RELAYS, "suspected open relay"),
	P(RELAYS, "is an open relay"),
	P(RELAYS, "open relay database"),
	P(RELAYS, "listed as an open relay"),
	P(RELAYS, "blocked as open relay"),
	P(RELAYS, "open proxy"),
	/* Postfix, Exim, Sendmail, Exchange; in this order. */
	P(NO_RELAY, "relay access denied"),
	P(NO_RELAY, "relay not permitted"),
	P(NO_RELAY, "relaying denied"),
	P(NO_RELAY, "unable to relay"),
	P(NO_RELAY, "not relay"),
	P(NO_RELAY, "cannot relay"),
	P(NO_RELAY, "relaying to <"),
	P(NO_RELAY, "relay denied"),
	P(NO_RELAY, "relaying not "),
	P(NO_RELAY, "relaying is not "),
	P(NO_RELAY, "relaying is prohibited"),
	P(NO_RELAY, "relaying prohibited"),
	P(NO_RELAY, "relay prohibited"),
	P(NO_RELAY, "relaying blocked"),
	P(NO_RELAY, "permitted to relay"),
	P(NO_RELAY, "authenticated to relay"),
	P(NO_RELAY, "no relaying"),
	P(NO_RELAY, "must check mail first"),
	P(NO_RELAY, "check for new mail first"),
	/* qmail, Haraka, hMailServer, MailEnable. */
	P(NO_RELAY, "list of allowed rcpthosts"),
	P(NO_RELAY, "i cannot deliver mail for"),
	P(NO_RELAY, "delivery is not allowed to this address"),
	P(NO_RELAY, "attempting to send to a non-local"),
	P(LISTED, "blocked using "),
	P(LISTED, "black list"),
	P(LISTED, "blacklist"),
	P(LISTED, "block list"),
	P(LISTED, "blocklist"),
	P(LISTED, "listed by "),
	P(LISTED, "listed in "),
	P(LISTED, "listed at "),
	P(LISTED, "is listed"),
	P(LISTED, "dnsbl"),
	P(LISTED, " rbl"),
	P(LISTED, "spamhaus"),
	P(LISTED, "spamcop"),
	P(LISTED, "banned sending ip"),
	P(LISTED, "poor reputation"),
	P(LISTED, "bad reputation"),
	P(LISTED, "low reputation"),
	P(LISTED, "your ip address has been blocked"),
	P(LISTED, "client host rejected: access denied"),
	P(LISTED, "has been blocked"),
	P(LISTED, " is blocked"),
	P(LISTED, " was blocked"),
	P(LOGIN, "authentication failed"),
	P(LOGIN, "authentication failure"),
	P(LOGIN, "authentication credentials invalid"),
	P(LOGIN, "authentication unsuccessful"),
	P(LOGIN, "incorrect authentication"),
	P(LOGIN, "authentication required"),
	P(LOGIN, "authentication is required"),
	P(LOGIN, "requires authentication"),
	P(LOGIN, "not authenticated"),
	P(LOGIN, "must authenticate"),
	P(LOGIN, "not logged in"),
	P(LOGIN, "not owned by user"),
	P(LOGIN, "not owned by auth"),
	P(LOGIN, "must issue a starttls"),
	P(CONTENT, "as spam"),
	P(CONTENT, "spam message"),
	P(CONTENT, "spam detected"),
	P(CONTENT, "is spam"),
	P(CONTENT, "considered spam"),
	P(CONTENT, "unsolicited"),
	P(CONTENT, "high probability of spam"),
	P(CONTENT, "message content rejected"),
	P(CONTENT, "content rejected"),
	P(CONTENT, "content reject"),
	P(CONTENT, "virus"),
	P(CONTENT, "malware"),
	P(CONTENT, "phishing"),
	P(FULL, "over quota"),
	P(FULL, "overquota"),
	P(FULL, "quota exceeded"),
	P(FULL, "exceeded storage"),
	P(FULL, "mailbox full"),
	P(FULL, "mailbox is full"),
	P(FULL, "insufficient system storage"),
	P(FULL, "exceeds fixed"),
	P(FULL, "exceeds size"),
	P(FULL, "exceeds the maximum"),
	P(FULL, "size exceeds"),
	P(FULL, "message too large"),
	P(FULL, "message too big"),
	P(MAILBOX, "user unknown"),
	P(MAILBOX, "unknown user"),
	P(MAILBOX, "no such user"),
	P(MAILBOX, "user not found"),
	P(MAILBOX, "does not exist"),
	P(MAILBOX, "mailbox unavailable"),
	P(MAILBOX, "mailbox not found"),
	P(MAILBOX, "no mailbox here"),
	P(MAILBOX, "unrouteable address"),
	P(MAILBOX, "recipient address rejected"),
	P(MAILBOX, "recipient not found"),
	P(MAILBOX, "unknown recipient"),
	P(MAILBOX, "invalid recipient"),
	P(SENDER, "sender address rejected"),
	P(SENDER, "sender verify failed"),
	P(SENDER, "sender rejected"),
	P(SENDER, "domain of sender"),
	P(SENDER, "spf "),
	P(SENDER, "dmarc"),
	P(SENDER, "dkim"),
	P(NAME, "helo command rejected"),
	P(NAME, "helo"),
	P(NAME, "reverse hostname"),
	P(NAME, "reverse dns"),
	P(NAME, "ptr record"),
	P(NAME, "ip name lookup failed"),
	P(NAME, "name possibly forged"),
	P(LATER, "greylist"),
	P(LATER, "graylist"),
	P(LATER, "too many "),
	P(LATER, "rate limit"),
	P(LATER, "try again later"),
	P(LATER, "temporarily"),
};

enum cul_refusal cul_quoted_refusal(struct cul_sv text)
{
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		const struct phrase *p = &phrases[i];

		if (cul_sv_find_fold(text, p->words) != NULL)
			return p->kind;
	}
	return CUL_REFUSAL_NONE;
}

const char *cul_refusal_name(enum cul_refusal r)
{
	static const char *const names[CUL_REFUSALS_] = {
		[CUL_REFUSAL_NONE] = "none",
		[CUL_REFUSAL_OURS] = "ours",
		[CUL_REFUSAL_RELAYS] = "open-relay",
		[CUL_REFUSAL_NO_RELAY] = "no-relay",
		[CUL_REFUSAL_LISTED] = "listed",
		[CUL_REFUSAL_LOGIN] = "login",
		[CUL_REFUSAL_CONTENT] = "content",
		[CUL_REFUSAL_FULL] = "full",
		[CUL_REFUSAL_MAILBOX] = "no-mailbox",
		[CUL_REFUSAL_SENDER] = "sender",
		[CUL_REFUSAL_NAME] = "client-name",
		[CUL_REFUSAL_LATER] = "later",
		[CUL_REFUSAL_OTHER] = "other",
	};

	return (unsigned)r < CUL_REFUSALS_ ? names[r] : "none";
}

const char *cul_refusal_words(enum cul_refusal r)
{
	static const char *const words[CUL_REFUSALS_] = {
		[CUL_REFUSAL_NONE] = "nothing about a refusal",
		[CUL_REFUSAL_OURS] = "one of our own lists refused the mail",
		[CUL_REFUSAL_RELAYS] = "the sending server is on a list of "
				       "those through which strangers can send",
		[CUL_REFUSAL_NO_RELAY] =
			"the server takes mail for other domains only from "
			"those who log in to it, and the sender had not",
		[CUL_REFUSAL_LISTED] = "the sending address is on a block list",
		[CUL_REFUSAL_LOGIN] = "the login failed, or there was none "
				      "where one is needed",
		[CUL_REFUSAL_CONTENT] = "a filter took the mail for spam or "
					"for malware by its content",
		[CUL_REFUSAL_FULL] = "the mailbox is full, or the mail is "
				     "too large for it",
		[CUL_REFUSAL_MAILBOX] = "there is no such mailbox",
		[CUL_REFUSAL_SENDER] = "the sender's address, or what its "
				       "domain says of who may send for it, "
				       "was not accepted",
		[CUL_REFUSAL_NAME] = "the name of the sending server is "
				     "wrong or missing in the DNS",
		[CUL_REFUSAL_LATER] = "the server would not take the mail at "
				      "that moment",
		[CUL_REFUSAL_OTHER] = "the mail was refused, without a reason "
				      "known here",
	};

	return (unsigned)r < CUL_REFUSALS_ ? words[r] : words[0];
}
