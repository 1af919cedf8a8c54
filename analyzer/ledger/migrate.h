/* \summary: versions of the ledger, and how one becomes the next */
#ifndef CUL_LEDGER_MIGRATE_H
#define CUL_LEDGER_MIGRATE_H

struct cul_ledger;

/* Lines of SQL, then NULL. */
extern const char *const ledger_schema[];

/* steps[i] makes version i + 1 of version i; the first of an empty file. */
struct ledger_steps {
	int n;
	const char *const *const *steps;
};
extern const struct ledger_steps ledger_steps;

/* Look what it is: 0 if it is a ledger of the last of these versions, or was
 * made one. What is no ledger, or of a later version, is refused. */
int ledger_migrate(struct cul_ledger *l, const struct ledger_steps *to);

#endif
