/* \summary: templates of lines, with holes for what others choose
 *
 * tests/parsers/NAME/holes.txt, a template a line:
 *
 *   client=ADDR account=NAME [session=ID] [other=ID] [cut=ADDR] | LINE
 *
 * ADDR, NAME and ID are what a right reading gives; "-" is absent; NAME "?" is
 * anything (whom a failed login claimed to be), "%" what the hole holds. cut=
 * is a client that may be given where the line is cut off; "*": any, and any
 * account, for a line whose end alone tells them (the program holds nobody to
 * account for a last line without newline). Without session= or other= these
 * are not looked at. In LINE "%{}" is a hole for any bytes but LF and NUL,
 * "%{CHARS}" for any but these too, "%{@dns}" for what a host name found in DNS
 * may be. "=columns LINE" names the columns of what follows; "#" begins a
 * comment.
 */
#ifndef CUL_TESTS_PARSERS_HOLES_H
#define CUL_TESTS_PARSERS_HOLES_H

#include "culprit/parser.h"

enum { HOLES_MAX = 16, TEMPLATES_MAX = 512 };

struct hole {
	const char *at;    /* "%{" in the line                */
	const char *after; /* behind the "}"                  */
	struct cul_sv but; /* the bytes it cannot hold        */
	bool dns;
};

struct template
{
	unsigned number; /* line of holes.txt */
	struct cul_sv client, account, session, other, cut;
	struct cul_sv columns; /* the header in force; absent: none */
	struct cul_sv line;
	unsigned n_holes;
	struct hole holes[HOLES_MAX];
};

struct templates {
	char *bytes;
	unsigned n;
	struct template v[TEMPLATES_MAX];
};

/* Of the file; says on stderr what is wrong with it, and ends the program. */
void templates_read(const char *path, struct templates *ret_templates);
void templates_done(struct templates *t);

/* Is what an event says as the template has it, or absent? `whole`: the line
 * was not cut off. */
bool fact_is_absent(struct cul_sv fact);
bool fact_client(const struct cul_event *ev, const struct template *t,
		 bool whole);
bool fact_text(struct cul_sv got, struct cul_sv fact, bool whole);

#endif
