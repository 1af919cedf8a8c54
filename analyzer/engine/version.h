/* \summary: which version this is */
#ifndef CUL_VERSION_H
#define CUL_VERSION_H

/* "0.1.0", from meson.build. */
const char *cul_version(void);

#endif
