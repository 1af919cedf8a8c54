/* \summary: what browsers fetch beside the pages, as static/embed.py makes it
 */
#ifndef CUL_DESK_STATIC_H
#define CUL_DESK_STATIC_H

#include <stddef.h>

extern const char desk_desk_css[], desk_desk_css_tag[];
extern const size_t desk_desk_css_len;
extern const char desk_desk_js[], desk_desk_js_tag[];
extern const size_t desk_desk_js_len;

#endif
