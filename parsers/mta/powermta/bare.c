/* \summary: PowerMTA's records in a file without a header
 * grammar: PowerMTA User's Guide 3.5, 4.0 and 5.0, "Accounting"
 *
 * Files are cut and joined on their way, and the header is lost. Delivered and
 * bounced records are told by as many columns as the default has, and by what
 * is in those of which the values are PowerMTA's own: a configured order that
 * put a sender where a recipient belongs would have to leave all of these in
 * their places. Other types of record have other columns, and are not read.
 */
#include "mta/powermta/powermta.h"

#include "text/endpoint.h"

/* clang-format off */
static const struct cul_columns orders[] = {
	/* since 4.0, with queue and vmtaPool at the end */
	{ 23, ',', { CUL_PM_TYPE, CUL_PM_LOGGED, CUL_PM_QUEUED, CUL_PM_ORIG,
		     CUL_PM_RCPT, CUL_PM_ORCPT, CUL_PM_DSN_ACTION,
		     CUL_PM_DSN_STATUS, CUL_PM_DSN_DIAG, CUL_PM_DSN_MTA,
		     CUL_PM_BOUNCE_CAT, CUL_PM_SRC_TYPE, CUL_PM_SRC_MTA,
		     CUL_PM_DLV_TYPE, CUL_PM_DLV_FROM, CUL_PM_DLV_TO, 0,
		     CUL_PM_DLV_SIZE } },
	/* 3.5, with timeImprinted before orig */
	{ 22, ',', { CUL_PM_TYPE, CUL_PM_LOGGED, CUL_PM_QUEUED, 0, CUL_PM_ORIG,
		     CUL_PM_RCPT, CUL_PM_ORCPT, CUL_PM_DSN_ACTION,
		     CUL_PM_DSN_STATUS, CUL_PM_DSN_DIAG, CUL_PM_DSN_MTA,
		     CUL_PM_BOUNCE_CAT, CUL_PM_SRC_TYPE, CUL_PM_SRC_MTA,
		     CUL_PM_DLV_TYPE, CUL_PM_DLV_FROM, CUL_PM_DLV_TO, 0,
		     CUL_PM_DLV_SIZE } },
};
/* clang-format on */

/* "2026-11-20 04:11:09+0000", and nothing else. */
static bool is_time(struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	struct cul_stamp s;

	return cul_stamp_read_rfc3339(&c, &s) && s.form == CUL_STAMP_ZONED &&
	       c.p == c.end;
}

static bool is_one_of(struct cul_sv v, const struct cul_sv *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cul_sv_eq(v, words[i]))
			return true;
	return false;
}

static bool is_mailbox(struct cul_sv v)
{
	return v.len != 0 && memchr(v.ptr, '@', v.len) != NULL;
}

static bool is_address_or_none(struct cul_sv v)
{
	struct cul_addr addr;
	uint16_t port;

	return v.len == 0 || cul_endpoint_read(v, &addr, &port);
}

static bool is_number(struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);

	(void)cul_take_u64(&c, UINT64_MAX);
	return !c.bad && c.p == c.end;
}

/* A category of bounces, "bad-mailbox"; sites make their own. */
static bool is_category(struct cul_sv v)
{
	for (size_t i = 0; i < v.len; i++)
		if (v.ptr[i] != '-' && (v.ptr[i] < 'a' || v.ptr[i] > 'z'))
			return false;
	return true;
}

static bool source_is_sure(const struct cul_pm_row *r)
{
	static const struct cul_sv types[] = { CUL_SV_LIT("smtp"),
					       CUL_SV_LIT("api"),
					       CUL_SV_LIT("pickup") };
	struct cul_sv type = cul_pm_get(r, CUL_PM_SRC_TYPE), name;
	struct cul_addr addr;

	if (!is_one_of(type, types, sizeof(types) / sizeof(types[0])))
		return false;
	return !cul_sv_eq(type, types[0]) ||
	       cul_named_addr_read(cul_pm_get(r, CUL_PM_SRC_MTA), &name, &addr);
}

static bool way_is_sure(const struct cul_pm_row *r)
{
	static const struct cul_sv types[] = {
		CUL_SV_LIT("smtp"), CUL_SV_LIT("discard"), CUL_SV_LIT("file"),
		CUL_SV_LIT("pipe"), CUL_SV_LIT("")
	};

	return is_one_of(cul_pm_get(r, CUL_PM_DLV_TYPE), types,
			 sizeof(types) / sizeof(types[0])) &&
	       is_address_or_none(cul_pm_get(r, CUL_PM_DLV_FROM)) &&
	       is_address_or_none(cul_pm_get(r, CUL_PM_DLV_TO)) &&
	       is_number(cul_pm_get(r, CUL_PM_DLV_SIZE));
}

/* RFC 3464 2.3.3 and 2.3.4: the action, and a status that agrees with it. */
static bool fate_is_sure(const struct cul_pm_row *r)
{
	static const struct cul_sv good[] = { CUL_SV_LIT("relayed"),
					      CUL_SV_LIT("delivered"),
					      CUL_SV_LIT("expanded") };
	static const struct cul_sv bad[] = { CUL_SV_LIT("failed") };
	struct cul_sv action = cul_pm_get(r, CUL_PM_DSN_ACTION);
	struct cul_sv status =
		cul_enhanced_read(cul_pm_get(r, CUL_PM_DSN_STATUS));

	if (!cul_sv_present(status) ||
	    !is_category(cul_pm_get(r, CUL_PM_BOUNCE_CAT)))
		return false;
	if (cul_pm_get(r, CUL_PM_TYPE).ptr[0] == 'd')
		return status.ptr[0] == '2' &&
		       is_one_of(action, good, sizeof(good) / sizeof(good[0]));
	return status.ptr[0] != '2' && is_one_of(action, bad, 1);
}

static bool is_sure(const struct cul_pm_row *r)
{
	struct cul_sv orig = cul_pm_get(r, CUL_PM_ORIG);

	return is_time(cul_pm_get(r, CUL_PM_LOGGED)) &&
	       is_time(cul_pm_get(r, CUL_PM_QUEUED)) &&
	       (orig.len == 0 || cul_sv_eq(orig, CUL_SV("<>")) ||
		is_mailbox(orig)) &&
	       is_mailbox(cul_pm_get(r, CUL_PM_RCPT)) && fate_is_sure(r) &&
	       source_is_sure(r) && way_is_sure(r);
}

const struct cul_columns *cul_pm_columns_of(struct cul_sv line)
{
	struct cul_pm_row r;
	unsigned n;

	if (!cul_sv_starts(line, CUL_SV("d,")) &&
	    !cul_sv_starts(line, CUL_SV("b,")))
		return NULL;
	n = cul_csv_count(line, ',', true);
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		if (n == orders[i].n &&
		    cul_csv_read(line, &orders[i], true, CUL_CSV_POWERMTA, r.f,
				 CUL_PM_COLUMNS_) == CUL_CSV_WHOLE &&
		    is_sure(&r))
			return &orders[i];
	return NULL;
}
