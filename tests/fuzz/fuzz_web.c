/* \summary: any bytes as a query, a form, cookies and a path */
#include <stdlib.h>
#include <string.h>

#include "serve/web.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PAIRS = 64 };

static void hold(bool ok)
{
	if (!ok)
		abort();
}

/* Each view is within the text, in order, and has no NUL where none may be. */
static void hold_view(struct cul_sv v, const char *text, size_t size, bool nul)
{
	hold(v.ptr >= text && v.ptr + v.len <= text + size);
	hold(nul || v.len == 0 || memchr(v.ptr, '\0', v.len) == NULL);
}

static void pairs(const uint8_t *data, size_t size, bool form)
{
	struct cul_web_pair p[PAIRS];
	struct cul_web_pairs all = { p, PAIRS };
	char *text = malloc(size != 0 ? size : 1);
	bool good;

	hold(text != NULL);
	memcpy(text, data, size);
	good = form ? cul_web_decode_form(text, size, p, &all.n)
		    : cul_web_decode_cookies(text, size, p, &all.n);
	hold(all.n <= PAIRS);
	for (size_t i = 0; good && i < all.n; i++) {
		hold_view(p[i].name, text, size, !form);
		hold_view(p[i].value, text, size, !form);
	}
	if (good) {
		struct cul_sv one = cul_web_find(&all, "token");
		struct cul_sv only = cul_web_find_only(&all, "token");

		hold(!cul_sv_present(only) || only.ptr == one.ptr);
	}
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size != 0 ? size : 1);
	struct cul_sv path;

	hold(text != NULL);
	memcpy(text, data, size);
	if (cul_web_decode_path(text, size, &path)) {
		hold_view(path, text, size, false);
		hold(path.len != 0 && path.ptr[0] == '/');
		hold(memchr(path.ptr, '\n', path.len) == NULL);
	}
	free(text);
	pairs(data, size, true);
	pairs(data, size, false);
	return 0;
}
