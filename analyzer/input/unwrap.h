/* \summary: one line of syslog out of each record of another form
 *
 * Read, and known by the first records alone:
 *
 * - the journal: `journalctl -o export` and `-o json`;
 * - containers: Docker's json-file, the CRI's text, and the JSON of those who
 *   carry them off (fluent-bit, filebeat); pieces of one line are put
 *   together again;
 * - the JSON that templates of rsyslog and syslog-ng make, also with the
 *   names of the Elastic Common Schema.
 *
 * A record becomes "stamp host tag[pid]: text", where the stamp is RFC 3339 or
 * what the record has; a container's line stays as it is if it has a stamp of
 * its own, else it gets the record's before it. A control character in the
 * text becomes # and three octal digits, as rsyslog writes it, but for the
 * tab: nothing in a message can begin a line or look like the envelope. Host
 * and tag are one word each. What is no such record passes as it is. A record
 * longer than CUL_RECORD_MAX is cut, and seen to be by who reads it.
 */
#ifndef CUL_UNWRAP_H
#define CUL_UNWRAP_H

#include "input/layer.h"

/* If `tap` begins with such records, put on the layer that unwraps them: 1 if
 * so, else 0; or CUL_ENOMEM. */
int cul_unwrap_try(struct cul_tap *tap);

#endif
