/* \summary: who held an address, and whose a login is
 *
 * From the operator's files: "cidr,customer[,flags]" and
 * "account[,customer]", each with its header line first (comments aside) or
 * without. A row whose cidr is empty gives the flags of a customer whose
 * addresses are known from leases. Of two lines for one prefix or account the
 * later counts. Everything said on a bad line names file and line; one bad
 * line refuses the file, since a wrong map accuses the wrong person.
 */
#ifndef CUL_CUSTOMERS_H
#define CUL_CUSTOMERS_H

#include "culprit/evidence.h"
#include "culprit/report.h"

struct cul_customers;

struct cul_customer {
	struct cul_sv name; /* lives as long as the map */
	unsigned declared;  /* enum cul_declared, or-ed */
};

/* NULL paths are allowed: an empty map. 0, CUL_ECONF with words in `err`, or
 * CUL_ENOMEM. */
int cul_customers_read(const char *ranges_path, const char *accounts_path,
		       struct cul_out *err, struct cul_customers **ret_map);
void cul_customers_free(struct cul_customers **map);

/* NULL if nobody is known to have it. */
const struct cul_customer *cul_customer_of_addr(const struct cul_customers *m,
						const struct cul_addr *a);
const struct cul_customer *
cul_customer_of_account(const struct cul_customers *m, struct cul_sv account);

/* The flags of all rows of that name, or-ed: a leased address says nothing of
 * which of them it is. */
unsigned cul_customer_declared(const struct cul_customers *m,
			       struct cul_sv name);

#endif
