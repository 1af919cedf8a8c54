/* \summary: evidence that several detectors read the same way
 *
 * Each adds at most one reason. The models and their numbers stand beside the
 * code.
 */
#ifndef CUL_SIGNALS_H
#define CUL_SIGNALS_H

#include "detect/finding.h"

/* Bad recipients: of mail elsewhere; of mail to us. */
void cul_signal_bad_elsewhere(struct cul_finding *f,
			      const struct cul_source *s);
void cul_signal_bad_here(struct cul_finding *f, const struct cul_source *s);

/* Rejections: its mail is refused as spam. */
void cul_signal_rejections(struct cul_finding *f, const struct cul_source *s);

/* Two scores that add up to this are together as rare as one in 100: Fisher's
 * method, (1 + x) exp(-x) = 0.01. */
enum { CUL_TOGETHER_MNAT = 6638 };

/* What became of its mail, once the signals above have been added: rejections
 * or bad recipients are saturated; or spread is unusual, and the two come to
 * something together. */
bool cul_signals_bad_mail(const struct cul_finding *f);

/* It writes in others' names, as bots do and those who send on purpose do not:
 * a new sender or HELO name for each few messages, or on a line of a household
 * more senders than a household has. Says whose case it is, the zombie's or
 * the spammer's; what is unusual is said by the signals. */
bool cul_signals_forge(const struct cul_source *s, double domains,
		       double helos);

/* Diversity; `line`: so many show once in 10,000 honest sources. */
void cul_signal_sender_domains(struct cul_finding *f,
			       const struct cul_source *s, double line);
void cul_signal_helos(struct cul_finding *f, const struct cul_source *s,
		      double line);

/* Spread; `usual` is the mean of an honest source. */
void cul_signal_new_domains(struct cul_finding *f, const struct cul_source *s,
			    double usual);
void cul_signal_recipients(struct cul_finding *f, const struct cul_source *s,
			   double usual);
/* Volume against its own past days; by itself it says nothing. */
void cul_signal_past(struct cul_finding *f, const struct cul_source *s);
void cul_signal_servers(struct cul_finding *f, const struct cul_source *s,
			double line);

/* Manners: sessions that asked for something and never got anything, breaches
 * of protocol, test syntax. */
void cul_signal_fruitless(struct cul_finding *f, const struct cul_source *s);
/* We took mail of it, or a login: somebody with business here. */
bool cul_source_granted(const struct cul_source *s);
/* Sessions in which it asked for something. */
uint32_t cul_sessions_asking(const struct cul_source *s);

/* A walk's level as a score, of which `hits` happened in this window. */
int32_t cul_walk_score(const struct cul_source *s, enum cul_walk w,
		       uint32_t hits);

#endif
