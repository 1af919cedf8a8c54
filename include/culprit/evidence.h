/* \summary: what one source has done: the read-only side
 *
 * Evidence is kept a source and a window of 24 hours of event time, which
 * begins with the source's first event and is renewed by its first event
 * after the end; walks and first contacts run on across windows. Detectors
 * and vetoes get a const pointer and these readers; only analyzer/evidence
 * can change a source.
 */
#ifndef CUL_EVIDENCE_H
#define CUL_EVIDENCE_H

#include "culprit/addr.h"
#include "culprit/kind.h"
#include "culprit/stamp.h"
#include "culprit/sv.h"
#include "culprit/usual.h"

struct cul_source; /* opaque: analyzer/evidence */

enum cul_counter {
#define COUNTER(name, what) CUL_C_##name,
#include "culprit/counters.def"
#undef COUNTER
	CUL_COUNTERS_ /* count; not a counter */
};

const char *cul_counter_name(enum cul_counter c);
const char *cul_counter_what(enum cul_counter c);

/* Units counted inside the current window; sticks at UINT32_MAX. */
uint32_t cul_count(const struct cul_source *s, enum cul_counter c);

/* Numbers of different things inside the window. Exact up to
 * CUL_DISTINCT_EXACT, then HyperLogLog of 4,096 registers: standard error
 * 1.04/sqrt(4096) = 1.6 % (Flajolet et al. 2007). */
enum cul_distinct { /* in the order of how often they are used */
		    CUL_D_SENDER_DOMAINS, /* of envelope senders, null aside */
		    CUL_D_SENDERS,        /* whole envelope senders	*/
		    CUL_D_HELOS, /* names it gave at EHLO, where logged       */
		    CUL_D_SERVERS,           /* our log hosts that saw it	   */
		    CUL_D_RECIPIENT_DOMAINS, /* elsewhere */
		    CUL_D_UNKNOWN_LOCAL, /* mailboxes asked for that we do not
					    have   */
		    CUL_D_LOGIN_NETS, /* /24 or /48 an account was used from */
		    CUL_D_ACCOUNTS,   /* logins used from an address   */
		    CUL_D_FAILED_NAMES, /* user names whose login failed, from
					   here  */
		    CUL_D_FAILED_NETS,  /* nets from which this name failed  */
		    CUL_D_REJECTING_DOMAINS, /* of operators whose servers
					      * refused it as spam; of
					      * recipients, where no server is
					      * named */
		    CUL_D_RELAY_DOMAINS, /* it wanted mail passed on to, in vain
					  */
		    CUL_DISTINCTS_
};

uint32_t cul_distinct(const struct cul_source *s, enum cul_distinct d);
const char *cul_distinct_what(enum cul_distinct d);

/* Sequential probability ratio tests (Wald) over first contacts, in integer
 * milli-nats so that every machine gives the same sum. A walk that reaches
 * its lower bound is cleared and starts again at 0. */
enum cul_walk {
	CUL_WALK_BAD_RECIPIENT, /* hit: recipient elsewhere does not exist    */
	CUL_WALK_REJECTED,      /* hit: refused for content or reputation     */
	CUL_WALK_HARVEST,       /* hit: recipient of ours does not exist      */
	CUL_WALK_LOGIN,         /* hit: a user name not tried before failed   */
	CUL_WALKS_
};

struct cul_walk_state {
	int32_t level_mnat;   /* now; above 0 speaks for guilt             */
	uint32_t steps, hits; /* since the last restart                    */
	int32_t peak_mnat;    /* the highest since then, in this window    */
	int64_t t_start_usec; /* of the first step since then              */
};

struct cul_walk_state cul_walk(const struct cul_source *s, enum cul_walk w);
const char *cul_walk_what(enum cul_walk w);

/* The figures a walk goes by. A step is up_mnat on a hit, down_mnat (negative)
 * otherwise; at clear_mnat (negative) it restarts. */
struct cul_walk_plan {
	double t0, t1; /* share of hits of the honest and of the guilty     */
	int32_t up_mnat, down_mnat, clear_mnat;
};

/* Steps ln(t1/t0) and ln((1-t1)/(1-t0)), clearing at ln(b): the bound for a
 * missing share b (the exact ln(b/(1-a)) is the same to 4 decimals for any a
 * in use). */
struct cul_walk_plan cul_walk_plan_of(double t0, double t1, double b);

enum cul_subject cul_source_subject(const struct cul_source *s);

/* Who it is, as the JSON "value"; the customer if known, else "". Both live
 * as long as the source. The name of an address is there once somebody wants
 * to speak of it: decide may ask, a detector has no use for it. */
const char *cul_source_name(const struct cul_source *s);
const char *cul_source_customer(const struct cul_source *s);

/* Of CUL_SUBJECT_IP: the address. All zero otherwise. */
struct cul_addr cul_source_addr(const struct cul_source *s);

/* It is one of ours: in our networks, a customer, an account, a local user.
 * Without configured networks an address is ours once we relayed for it
 * without login. */
bool cul_source_is_ours(const struct cul_source *s);

/* It is an address, and of what is counted here some came so near to a
 * handover between two customers that it may be the one's or the other's. */
bool cul_source_is_ambiguous(const struct cul_source *s);

/* What the operator declared of the customer (customers.csv). Somebody of whom
 * nothing is declared is dynamic if he is known by his leases, and static if he
 * is known by a prefix beside others who have leases. */
enum cul_declared {
	CUL_DECLARED_STATIC = 1 << 0,
	CUL_DECLARED_DYNAMIC = 1 << 1,
	CUL_DECLARED_MAILHOST = 1 << 2,
	CUL_DECLARED_MONITOR = 1 << 3,
	CUL_DECLARED_FORWARDER = 1 << 4,
	CUL_DECLARED_BULK = 1 << 5,
	CUL_DECLARED_NAT = 1 << 6
};
unsigned cul_source_declared(const struct cul_source *s);

/* The line of a household, as far as is known. */
static inline bool cul_source_is_line(const struct cul_source *s)
{
	const enum cul_subject who = cul_source_subject(s);

	return (who == CUL_SUBJECT_CUSTOMER || who == CUL_SUBJECT_IP) &&
	       (cul_source_declared(s) & CUL_DECLARED_DYNAMIC) != 0;
}

/* Without configuration, whether an outsider may be relayed for is unknown:
 * then own-relay cannot be judged. */
bool cul_source_networks_known(const struct cul_source *s);

/* First and last event of the window; first event that spoke against it. */
int64_t cul_source_first_usec(const struct cul_source *s);
int64_t cul_source_last_usec(const struct cul_source *s);
int64_t cul_source_misdeed_usec(const struct cul_source *s);

/* An hour of the window, 0..23: what it sent and what of it went wrong. */
struct cul_hour {
	uint16_t volume; /* recipients decided or refused; sticks at 65,535 */
	uint16_t wrong;  /* bad recipients, rejections, refusals, failures  */
};
struct cul_hour cul_source_hour(const struct cul_source *s, unsigned hour);

/* The largest number of recipient domains first met within one hour. */
uint32_t cul_source_new_domains_an_hour(const struct cul_source *s);

/* What the honest of this log show; built in where it is too small. */
const struct cul_usual *cul_source_usual(const struct cul_source *s);

/* Of its first contacts elsewhere, those refused for reputation that speak
 * against it. When a server of ours is on a block list, all its customers are
 * refused for it: so that counts only beside what was refused as spam, two for
 * each of these. */
static inline uint32_t cul_source_listed(const struct cul_source *s)
{
	const uint32_t most = 2 * cul_count(s, CUL_C_out_content);
	const uint32_t listed = cul_count(s, CUL_C_out_reputation);

	return listed < most ? listed : most;
}

/* Of its first contacts elsewhere, those it wrote to on an earlier day, as far
 * as the log goes back and is remembered: four days at the least. */
uint32_t cul_source_returning(const struct cul_source *s);

/* Of an account: logins from addresses that are not ours; means nothing while
 * our networks are not known. */
uint32_t cul_source_logins_outside(const struct cul_source *s);

/* Of the pairs among the refused relays, neither of whom is ours: those within
 * one domain; of these those of a sender and himself; and those that came
 * within seconds of one in another domain's name. */
struct cul_asked {
	uint32_t within, self, at_once;
};
struct cul_asked cul_source_asked(const struct cul_source *s);

/* Its own past: distinct recipients elsewhere on the days on which it wrote,
 * as a negative binomial of that mean and shape. Mail is over-dispersed: the
 * shape is 2 at the most. A day is a window that is over, or one from before
 * the log that the ledger has (case.h). */
struct cul_habit {
	uint32_t days;        /* 0: nothing is known */
	uint32_t from_ledger; /* of these */
	double mean, shape;
};
struct cul_habit cul_source_habit(const struct cul_source *s);

/* The sender domains of one of ours, null sender and logins aside, by how
 * steadily it writes as them: what belongs to the house comes at many hours of
 * the day, a stranger's mail in one or two. */
struct cul_sender_mix {
	unsigned hours;         /* in which the steadiest domain was seen     */
	uint32_t messages;      /* under it                                   */
	uint32_t strangers;     /* domains seen in one or two hours */
	uint32_t dead, refused; /* of these: with a recipient that does not
				 * exist; that was refused as spam  */
	uint32_t stranger_messages; /* under these                      */
	uint32_t stranger_recipients;
};
struct cul_sender_mix cul_source_sender_mix(const struct cul_source *s);

/* Distinct mailboxes to which it sent mail with the null sender. What came to
 * ours is held against who wrote; what of ours was sent elsewhere, against
 * what became of it. */
struct cul_bounces {
	uint32_t matched; /* mailboxes of ours that wrote            */
	uint32_t unknown; /* that are not here, and so never wrote   */
	uint32_t never;   /* that never wrote as far as the log goes; at most
			   * CUL_BOUNCES_KEPT                        */
	uint32_t out;     /* elsewhere, decided                      */
	uint32_t out_dead, out_refused; /* of these: do not exist; refused it
					 * as spam                   */
};
struct cul_bounces cul_source_bounces(const struct cul_source *s);

/* The web form or script that was posted before most of its messages, as the
 * web server logged its path; NULL if none was. */
const char *cul_source_script(const struct cul_source *s);

/* Addresses it used, at most CUL_SOURCE_ADDRS; returns how many. */
enum { CUL_SOURCE_ADDRS = 16 };
unsigned cul_source_addrs(const struct cul_source *s,
			  struct cul_addr ret_addrs[CUL_SOURCE_ADDRS]);

/* A line as it stands in an input. */
struct cul_logged {
	struct cul_sv line;
	uint32_t file;   /* index into the run's list of inputs         */
	uint64_t offset; /* of its first byte, after decompression      */
	bool lasts;      /* the input can be read again at the end of the
			  * run: the line need not be copied            */
};

/* The lines behind it: the first and the last of each family, each cut to
 * CUL_EVIDENCE_LINE_MAX. */
struct cul_evidence_line {
	uint32_t file;
	uint64_t offset;
	const char *text; /* len bytes; NULL: to be read again, and to be
			   * believed if its cul_line_check is `check`    */
	uint16_t len, check;
};
unsigned cul_source_lines(const struct cul_source *s, enum cul_family f);
struct cul_evidence_line cul_source_line(const struct cul_source *s,
					 enum cul_family f, unsigned i);

#endif
