/* \summary: an action on a subject, with its reasons, for a person to decide
 *
 * Made by analyzer/decide; shown by analyzer/report, turned into block lists
 * by analyzer/export. Version 1 of the JSON is in tests/schema.
 */
#ifndef CUL_SUGGESTION_H
#define CUL_SUGGESTION_H

#include "culprit/detector.h"

enum {
	CUL_ID_MAX = 17, /* 16 characters of base32 and NUL   */
	CUL_WHY_MAX = 512,
	CUL_NAME_MAX = 320, /* 64 + @ + 255, RFC 5321 4.5.3.1    */
	CUL_VETOES_MAX = 4
};

struct cul_counts {
	uint64_t messages, recipients, delivered, bounced, deferred, bytes;
	uint64_t refused_relay, refused_bad_recipient, refused_reputation,
		refused_content, refused_other, login_failed;
};

struct cul_quote { /* one line of evidence; all owned by the suggestion */
	const char *file; /* as the user named it       */
	uint32_t input;   /* its place among the inputs */
	uint64_t offset;
	char *line; /* as logged, and a NUL after its len bytes */
	size_t len;
	enum cul_family family;
};

struct cul_veto {         /* why it was not accused, or less was suggested */
	const char *name; /* "forwarder"                       */
	char text[CUL_TEXT_MAX]; /* the sentence with its numbers     */
};

struct cul_suggestion {
	char id[CUL_ID_MAX];
	enum cul_action action;
	enum cul_kind kind;
	double confidence; /* 1 - the error rate that the two strongest
			    * families each state; never their product  */
	enum cul_subject subject;
	char name[CUL_NAME_MAX];     /* the subject's value       */
	char customer[CUL_NAME_MAX]; /* "" if not known           */
	unsigned n_addrs;
	struct cul_addr addrs[CUL_SOURCE_ADDRS];
	int64_t first_seen_usec, flagged_usec, last_seen_usec, expires_usec;
	struct cul_counts counts;
	unsigned n_reasons;
	struct cul_reason reasons[CUL_REASONS_MAX];
	unsigned n_vetoes;
	struct cul_veto vetoes[CUL_VETOES_MAX];
	size_t n_quotes;
	struct cul_quote *quotes;
	char why[CUL_WHY_MAX];   /* one sentence a person can read out */
	char undo[CUL_TEXT_MAX]; /* how it is taken back               */
	int64_t day_usec;        /* where hours[0] begins              */
	struct cul_hour hours[24];
};

#endif
