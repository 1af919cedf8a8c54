/* \summary: files that are replaced in one step */
#ifndef CUL_APP_REPLACE_H
#define CUL_APP_REPLACE_H

#include "culprit/report.h"

/* Whoever reads the file has the old one or the new one, whole, whatever stops
 * us. False, and said, if it could not be done: the old one is then there. */
bool cul_replace(const char *path, void (*write)(void *arg, struct cul_out *o),
		 void *arg);

/* The folder and those above it; false, and said. */
bool cul_make_dir(const char *dir);

#endif
