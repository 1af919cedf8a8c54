/* \summary: a page as it grows */
#include <stdlib.h>

#include "desk/desk_int.h"

enum { FIRST = 16 * 1024 };

static int put(void *arg, const char *bytes, size_t len)
{
	struct desk_buf *b = arg;

	if (len >= b->room - b->len) {
		size_t room = b->room != 0 ? b->room : FIRST;
		char *v;

		while (len >= room - b->len)
			room *= 2;
		v = realloc(b->v, room);
		if (v == NULL)
			return CUL_ENOMEM;
		b->v = v;
		b->room = room;
	}
	memcpy(b->v + b->len, bytes, len);
	b->len += len;
	return CUL_OK;
}

struct cul_out desk_buf_out(struct desk_buf *b)
{
	return (struct cul_out){ put, b, 0 };
}

char *desk_buf_take(struct desk_buf *b, size_t *ret_len)
{
	char *v = b->v;

	if (v == NULL)
		v = calloc(1, 1);
	else
		v[b->len] = '\0';
	*ret_len = b->len;
	*b = (struct desk_buf){ NULL, 0, 0 };
	return v;
}
