/* \summary: the manual page, with the settings from their table */
#ifndef CUL_PAGE_H
#define CUL_PAGE_H

/* Print a page in mdoc(7), its lines "@SETTINGS@" and "@DETECTORS@" replaced
 * by what this build has. Returns the status to leave with. */
int cul_page_print(const char *template_path);

#endif
