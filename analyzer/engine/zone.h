/* \summary: time zones: what a wall clock's time is in UTC
 *
 * A zone is "UTC", an offset such as "+02:00", a name of the tz database
 * ("Europe/Vienna", read from /usr/share/zoneinfo) or a POSIX rule
 * ("CET-1CEST,M3.5.0,M10.5.0/3"). libc's own conversion is not used: it has
 * one zone a process, takes a lock and is slow.
 */
#ifndef CUL_ZONE_H
#define CUL_ZONE_H

#include <stdint.h>

#include "culprit/err.h"
#include "culprit/sv.h"

struct cul_zone;

/* CUL_ECONF if `name` is no zone; CUL_ENOMEM. */
int cul_zone_new(const char *name, struct cul_zone **ret_zone);
void cul_zone_free(struct cul_zone **zone);

/* The bytes of a TZif file (RFC 8536). CUL_ECORRUPT if they are none. */
int cul_zone_read(struct cul_sv bytes, struct cul_zone **ret_zone);

/* Seconds east of Greenwich at a moment. */
int32_t cul_zone_offset(const struct cul_zone *z, int64_t utc_sec);

/* The moment at which the zone's wall clock showed `wall_sec` (seconds since
 * 1970-01-01 as if the clock were UTC). What it showed twice, when it was set
 * back, is taken as the first time; what it never showed, when it was set
 * forward, as if it had not been set yet. */
int64_t cul_zone_to_utc(const struct cul_zone *z, int64_t wall_sec);

#endif
