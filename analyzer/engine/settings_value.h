/* \summary: readers of one value of a setting */
#ifndef CUL_SETTINGS_VALUE_H
#define CUL_SETTINGS_VALUE_H

#include "engine/settings_int.h"

/* False if the text is none. */
bool setting_read_real(const char *text, double *ret_v);
bool setting_read_size(const char *text, double *ret_bytes); /* 512M, 1G */
bool setting_read_switch(const char *text, bool *ret_v);

/* 0 or CUL_ECONF, CUL_ENOMEM; the string is the caller's. */
int setting_read_zone(const char *text, char **ret_name);
/* NULL for no text. */
int setting_read_text(const char *text, char **ret_text);
/* NULL for no text; relative ones begin at `dir`. */
int setting_read_path(const char *text, const char *dir, char **ret_path);

void setting_print_size(uint64_t bytes, char *buf, size_t cap);

#endif
