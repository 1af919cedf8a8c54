/* \summary: what this build knows: parsers, detectors, formats */
#ifndef CUL_LISTS_H
#define CUL_LISTS_H

/* Each prints to standard output and returns the status to leave with. */
int cul_list_parsers(void);
int cul_list_detectors(void);
int cul_list_formats(void);
int cul_list_exports(void); /* of block lists alone */

#endif
