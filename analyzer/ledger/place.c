/* \summary: the files of the ledger are still those that were opened */
#include <sys/stat.h>

#include "ledger/ledger_int.h"

struct ledger_place ledger_place(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return (struct ledger_place){ 0, 0 };
	return (struct ledger_place){ (uint64_t)st.st_dev,
				      (uint64_t)st.st_ino };
}

const char *ledger_log_path(const struct cul_ledger *l)
{
	const char *name = sqlite3_db_filename(l->db, "main");

	return name != NULL ? sqlite3_filename_wal(name) : "";
}

static bool is_same(struct ledger_place a, struct ledger_place b)
{
	return a.device == b.device && a.file == b.file;
}

/* SQLite keeps its log while anybody has the ledger open, so it does not
 * change either. */
int ledger_in_place(struct cul_ledger *l)
{
	const char *lost = NULL;

	if (!is_same(l->file, ledger_place(l->path)))
		lost = l->path;
	else if (l->log.file != 0 &&
		 !is_same(l->log, ledger_place(ledger_log_path(l))))
		lost = ledger_log_path(l);
	if (lost == NULL)
		return 0;
	return ledger_fail(l, CUL_ENONE,
			   "%s was moved, deleted or replaced while it was in "
			   "use: nothing more is written; open the ledger "
			   "again",
			   lost);
}
