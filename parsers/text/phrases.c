/* \summary: phrases of real servers, by their first letter
 *
 * Facts from the sources of Postfix, Exim, Sendmail and qmail, and from the
 * published bounce codes of Exchange Online, Outlook.com, Gmail, Yahoo,
 * mail.ru, Comcast and Orange.
 */
#include "text/phrases.h"

/* Short names keep a phrase and its meaning on one line. */
enum {
	LIMIT = CUL_SAYS_LIMIT,
	WAIT = CUL_SAYS_WAIT,
	AUTH = CUL_SAYS_AUTH,
	RELAY = CUL_SAYS_RELAY,
	BAD = CUL_SAYS_BAD,
	REPUTATION = CUL_SAYS_REPUTATION,
	CONTENT = CUL_SAYS_CONTENT,
	SENDER = CUL_SAYS_SENDER,
	DENIED = CUL_SAYS_DENIED
};

static const struct cul_phrase in_a[] = {
	{ "abuseat", REPUTATION },
	{ "account closed", BAD },
	{ "account disabled", BAD },
	{ "account has been disabled", BAD },
	{ "account inactive", BAD },
	{ "account is disabled", BAD },
	{ "account not found", BAD },
	{ "account that you tried to reach is disabled", BAD },
	{ "address lookup failed", BAD },
	{ "address not found", BAD },
	{ "address not present in directory", BAD },
	{ "address unknown", BAD },
	{ "addressee unknown", BAD },
	{ "authentication required", AUTH },
	{ NULL, 0 },
};
static const struct cul_phrase in_b[] = {
	{ "bad destination mailbox", BAD },  { "banned content", CONTENT },
	{ "banned sending", REPUTATION },    { "barracuda", REPUTATION },
	{ "black list", REPUTATION },        { "blacklist", REPUTATION },
	{ "block list", REPUTATION },        { "blocked by content", CONTENT },
	{ "blocked for abuse", REPUTATION }, { "blocked using", REPUTATION },
	{ "blocklist", REPUTATION },         { NULL, 0 },
};
static const struct cul_phrase in_c[] = {
	{ "can not relay", RELAY },
	{ "cannot find your", AUTH },
	{ "cannot relay", RELAY },
	{ "cbl$", REPUTATION },
	{ "cloudmark", REPUTATION },
	{ "content rejected", CONTENT },
	{ NULL, 0 },
};
static const struct cul_phrase in_d[] = {
	{ "denylist", REPUTATION },
	{ "deny list", REPUTATION },
	{ "destination address unknown", BAD },
	{ "disk quota", LIMIT },
	{ "dkim", AUTH },
	{ "dmarc", AUTH },
	{ "dnsbl", REPUTATION },
	{ "do not relay", RELAY },
	{ "does not exist", BAD },
	{ "does not have an account", BAD },
	{ "does not like recipient", BAD },
	{ "does not relay", RELAY },
	{ "doesn t exist", BAD },
	{ "doesn t have a yahoo", BAD },
	{ "doesn t have an account", BAD },
	{ "domain not found", BAD },
	{ "don t relay", RELAY },
	{ NULL, 0 },
};
static const struct cul_phrase in_e[] = {
	{ "eicar", CONTENT },
	{ "exceeded storage", LIMIT },
	{ NULL, 0 },
};
static const struct cul_phrase in_f[] = {
	{ "file too big", LIMIT },
	{ "forged", SENDER },
	{ NULL, 0 },
};
static const struct cul_phrase in_g[] = {
	{ "graylist", WAIT },
	{ "greylist", WAIT },
	{ "grey listed", WAIT },
	{ NULL, 0 },
};
static const struct cul_phrase in_h[] = {
	{ "helo command rejected", AUTH | SENDER },
	{ "host not found", BAD },
	{ NULL, 0 },
};
static const struct cul_phrase in_i[] = {
	{ "inactive", BAD },
	{ "inbox is full", LIMIT },
	{ "infected", CONTENT },
	{ "insufficient disk", LIMIT },
	{ "insufficient system", LIMIT },
	{ "invalid address", BAD },
	{ "invalid mailbox", BAD },
	{ "invalid recipient", BAD },
	{ "invalid user", BAD },
	{ "invaluement", REPUTATION },
	{ "ip blocked", REPUTATION },
	{ "ip is blocked", REPUTATION },
	{ "ip address is blocked", REPUTATION },
	{ "ip address has been blocked", REPUTATION },
	{ "ipcheck", REPUTATION },
	{ "is a disabled", BAD },
	{ "is full", LIMIT },
	{ "is listed", REPUTATION },
	{ "is not a known", BAD },
	{ "is not a valid", BAD },
	{ "is not known", BAD },
	{ "is unknown", BAD },
	{ NULL, 0 },
};
static const struct cul_phrase in_j[] = {
	{ "junk mail", CONTENT },
	{ NULL, 0 },
};
static const struct cul_phrase in_l[] = {
	{ "listed at", REPUTATION },
	{ "listed by", REPUTATION },
	{ "listed in", REPUTATION },
	{ "listed on", REPUTATION },
	{ NULL, 0 },
};
static const struct cul_phrase in_m[] = {
	{ "mailbox disabled", BAD },      { "mailbox does not", BAD },
	{ "mailbox full", LIMIT },        { "mailbox is disabled", BAD },
	{ "mailbox is full", LIMIT },     { "mailbox is inactive", BAD },
	{ "mailbox not available", BAD }, { "mailbox not found", BAD },
	{ "mailbox unavailable", BAD },   { "mailbox unknown", BAD },
	{ "mailspike", REPUTATION },      { "malicious", CONTENT },
	{ "malware", CONTENT },           { "message content", CONTENT },
	{ "message file too", LIMIT },    { "message size", LIMIT },
	{ "message too", LIMIT },         { NULL, 0 },
};
static const struct cul_phrase in_n[] = {
	{ "need fully qualified", AUTH | SENDER },
	{ "njabl", REPUTATION },
	{ "no longer accepts", BAD },
	{ "no longer available", BAD },
	{ "no longer in use", BAD },
	{ "no longer valid", BAD },
	{ "no mailbox", BAD },
	{ "no one by that name", BAD },
	{ "no relaying", RELAY },
	{ "no such account", BAD },
	{ "no such address", BAD },
	{ "no such domain", BAD },
	{ "no such email", BAD },
	{ "no such mailbox", BAD },
	{ "no such person", BAD },
	{ "no such recipient", BAD },
	{ "no such user", BAD },
	{ "not a valid recipient", BAD },
	{ "not a valid mailbox", BAD },
	{ "not allowed to relay", RELAY },
	{ "not authenticated", AUTH },
	{ "not exist", BAD },
	{ "not known at this site", BAD },
	{ "not our customer", BAD },
	{ "not permitted to relay", RELAY },
	{ "not relay", RELAY },
	{ "nullmx", BAD },
	{ NULL, 0 },
};
static const struct cul_phrase in_o[] = {
	{ "over quota", LIMIT },
	{ "overquota", LIMIT },
	{ NULL, 0 },
};
static const struct cul_phrase in_p[] = {
	{ "pbl$", REPUTATION }, { "permanently deferred", REPUTATION },
	{ "phish", CONTENT },   { "poor reputation", REPUTATION },
	{ "postgrey", WAIT },   { "psbl$", REPUTATION },
	{ "ptr record", AUTH }, { NULL, 0 },
};
static const struct cul_phrase in_q[] = {
	{ "quota", LIMIT },
	{ NULL, 0 },
};
static const struct cul_phrase in_r[] = {
	{ "rate limit", WAIT },
	{ "rbl$", REPUTATION },
	{ "rcpthosts", RELAY },
	{ "receiving mail at a rate", LIMIT },
	{ "recipient address rejected access denied", DENIED },
	{ "recipient does not", BAD },
	{ "recipient invalid", BAD },
	{ "recipient not exist", BAD },
	{ "recipient not found", BAD },
	{ "recipient unknown", BAD },
	{ "recipnotfound", BAD },
	{ "relay access denied", RELAY },
	{ "relay denied", RELAY },
	{ "relay is not", RELAY },
	{ "relay not", RELAY },
	{ "relay refused", RELAY },
	{ "relaying", RELAY },
	{ "reputation", REPUTATION },
	{ "reverse dns", AUTH },
	{ "reverse hostname", AUTH },
	{ NULL, 0 },
};
static const struct cul_phrase in_s[] = {
	{ "s3114$", REPUTATION },
	{ "s3140$", REPUTATION },
	{ "s3150$", REPUTATION },
	{ "sbl$", REPUTATION },
	{ "sender address rejected", SENDER },
	{ "sender not found", SENDER },
	{ "sender policy framework", AUTH },
	{ "sender rejected", SENDER },
	{ "sender unknown", SENDER },
	{ "sender verif", SENDER },
	{ "senderbase", REPUTATION },
	{ "senderscore", REPUTATION },
	{ "size exceeds", LIMIT },
	{ "size limit", LIMIT },
	{ "sorbs", REPUTATION },
	{ "spamcop", REPUTATION },
	{ "spamhaus", REPUTATION },
	{ "spam", CONTENT },
	{ "spf$", AUTH },
	{ "spoof", SENDER },
	{ "storage limit", LIMIT },
	{ "submission rate", WAIT },
	{ "surbl", CONTENT },
	{ NULL, 0 },
};
static const struct cul_phrase in_t[] = {
	{ "temporarily deferred", WAIT },
	{ "throttl", WAIT },
	{ "too big", LIMIT },
	{ "too large", LIMIT },
	{ "too many", WAIT },
	{ "trojan", CONTENT },
	{ "try again", WAIT },
	{ "tss04$", WAIT },
	{ "tss09$", REPUTATION },
	{ NULL, 0 },
};
static const struct cul_phrase in_u[] = {
	{ "uceprotect", REPUTATION },
	{ "unable to relay", RELAY },
	{ "unauthenticated", AUTH },
	{ "undeliverable address", BAD },
	{ "unexpected volume", WAIT },
	{ "unknown address", BAD },
	{ "unknown domain", BAD },
	{ "unknown local", BAD },
	{ "unknown mailbox", BAD },
	{ "unknown or illegal alias", BAD },
	{ "unknown recipient", BAD },
	{ "unknown user", BAD },
	{ "unrouteable", BAD },
	{ "unroutable", BAD },
	{ "unsolicited", CONTENT },
	{ "uribl", CONTENT },
	{ "user complaints", REPUTATION },
	{ "user disabled", BAD },
	{ "user does not", BAD },
	{ "user invalid", BAD },
	{ "user is terminated", BAD },
	{ "user not found", BAD },
	{ "user unknown", BAD },
	{ NULL, 0 },
};
static const struct cul_phrase in_v[] = {
	{ "virus", CONTENT },
	{ NULL, 0 },
};
static const struct cul_phrase in_x[] = {
	{ "xbl$", REPUTATION },
	{ NULL, 0 },
};

static const struct cul_phrase *const by_letter[26] = {
	['a' - 'a'] = in_a, ['b' - 'a'] = in_b, ['c' - 'a'] = in_c,
	['d' - 'a'] = in_d, ['e' - 'a'] = in_e, ['f' - 'a'] = in_f,
	['g' - 'a'] = in_g, ['h' - 'a'] = in_h, ['i' - 'a'] = in_i,
	['j' - 'a'] = in_j, ['l' - 'a'] = in_l, ['m' - 'a'] = in_m,
	['n' - 'a'] = in_n, ['o' - 'a'] = in_o, ['p' - 'a'] = in_p,
	['q' - 'a'] = in_q, ['r' - 'a'] = in_r, ['s' - 'a'] = in_s,
	['t' - 'a'] = in_t, ['u' - 'a'] = in_u, ['v' - 'a'] = in_v,
	['x' - 'a'] = in_x,
};

const struct cul_phrase *cul_phrases_of(char letter)
{
	return letter >= 'a' && letter <= 'z' ? by_letter[letter - 'a'] : NULL;
}
