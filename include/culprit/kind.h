/* \summary: what a culprit can be, what to do about it, what speaks for it
 *
 * Names as design and the JSON spell them come from the *_name functions.
 */
#ifndef CUL_KIND_H
#define CUL_KIND_H

enum cul_kind {
	CUL_KIND_ZOMBIE,         /* infected: sends without its owner knowing */
	CUL_KIND_SPAMMER,        /* sends spam on purpose                     */
	CUL_KIND_STOLEN_ACCOUNT, /* a login in other hands                    */
	CUL_KIND_OPEN_RELAY,     /* a customer's server relays for strangers  */
	CUL_KIND_OPEN_PROXY,
	CUL_KIND_FORM_ABUSE,  /* a web form or script sends for strangers  */
	CUL_KIND_RELAY_PROBE, /* an outsider looks for open relays         */
	CUL_KIND_HARVEST,     /* an outsider guesses our mailboxes         */
	CUL_KIND_PASSWORD_ATTACK, /* an outsider guesses passwords */
	CUL_KIND_ROAMING,     /* honest: a customer away, refused relaying */
	CUL_KIND_BACKSCATTER, /* honest: bounces to forged senders         */
	CUL_KIND_OWN_RELAY,   /* one of our servers relays for strangers   */
	CUL_KINDS_
};

enum cul_action {
	CUL_ACTION_NONE,
	CUL_ACTION_WATCH,      /* one family only: look, do not stop          */
	CUL_ACTION_EXEMPT,     /* an exception worth granting                 */
	CUL_ACTION_CONTACT,    /* talk to him                                 */
	CUL_ACTION_FIX_SERVER, /* ours; at once                               */
	CUL_ACTION_BLOCK,      /* an outsider                                 */
	CUL_ACTION_SUSPEND,    /* a customer, account or script of ours       */
	CUL_ACTIONS_
};

/* Kinds of evidence that fail independently of each other. No single one may
 * stop anybody: an action that stops mail needs two. */
enum cul_family {
	CUL_FAMILY_BAD_RECIPIENTS, /* F1 mailboxes that do not exist */
	CUL_FAMILY_REJECTIONS, /* F2 refused for content or reputation     */
	CUL_FAMILY_DIVERSITY,  /* F3 unrelated sender domains, HELO names  */
	CUL_FAMILY_SPREAD,     /* F4 recipients never written to before    */
	CUL_FAMILY_VOLUME,     /* F5 against the source's own past         */
	CUL_FAMILY_LOGINS,     /* F6 where logins come from, whose fail    */
	CUL_FAMILY_MANNERS,    /* F7 protocol manners                      */
	CUL_FAMILY_PACKETS,    /* F8 packets and DNS                       */
	CUL_FAMILY_REPORTS,    /* F9 what others report                    */
	CUL_FAMILY_RELAYING,   /* F10 asked to relay between strangers     */
	CUL_FAMILIES_
};

enum cul_subject {
	CUL_SUBJECT_IP,         /* an address, /32 or /64          */
	CUL_SUBJECT_NET,        /* a larger prefix                 */
	CUL_SUBJECT_ACCOUNT,    /* a SASL login                    */
	CUL_SUBJECT_CUSTOMER,   /* whoever held the address then   */
	CUL_SUBJECT_LOCAL_USER, /* user@host of a local submission */
	CUL_SUBJECT_SERVER,     /* a mail server of ours           */
	CUL_SUBJECTS_
};

const char *cul_kind_name(enum cul_kind k);
const char *cul_action_name(enum cul_action a);
const char *cul_family_name(enum cul_family f);
const char *cul_subject_name(enum cul_subject s);

#endif
