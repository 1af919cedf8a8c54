/* \summary: a zone of the tz database, by its name */
#ifndef CUL_ZONE_FILE_H
#define CUL_ZONE_FILE_H

#include "engine/zone.h"

/* CUL_ECONF if there is no such zone, or what is there is none. */
int zone_file_read(const char *name, struct cul_zone **ret_zone);

#endif
