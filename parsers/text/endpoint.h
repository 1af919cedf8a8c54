/* \summary: an address with a port, as servers in columns log */
#ifndef CUL_TEXT_ENDPOINT_H
#define CUL_TEXT_ENDPOINT_H

#include "text/event.h"
#include "text/outcome.h"
#include "text/reply.h"

/* "192.0.2.1:25", "[2001:db8::1]:25", "[fe80::1%11]:25", or without a port.
 * False, with nothing set, if it is none of these. */
bool cul_endpoint_read(struct cul_sv text, struct cul_addr *ret_addr,
		       uint16_t *ret_port);

/* "name (192.0.2.1)": the address of the last brackets, which end the text,
 * and what stands before them. False, with nothing set, if there are none. */
bool cul_named_addr_read(struct cul_sv text, struct cul_sv *ret_name,
			 struct cul_addr *ret_addr);

/* What is in the first angle brackets of an SMTP command; absent if there are
 * none. "<>" gives a present, empty view. */
struct cul_sv cul_path_read(struct cul_sv text);

#endif
