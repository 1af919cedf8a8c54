/* \summary: addresses with ports or names around them */
#include "text/endpoint.h"

/* A zone ("%11") says which of this host's wires, and goes. */
static bool addr_read(struct cul_sv v, struct cul_addr *ret_addr)
{
	const char *zone = v.len != 0 ? cul_find_byte(v.ptr, v.len, '%') : NULL;

	if (zone != NULL)
		v.len = (size_t)(zone - v.ptr);
	return cul_addr_parse(v, ret_addr);
}

static bool port_read(struct cul_sv v, uint16_t *ret_port)
{
	struct cul_cur c = cul_cur_over(v);
	uint64_t n;

	if (!cul_try_lit(&c, CUL_SV(":")))
		return false;
	n = cul_take_u64(&c, UINT16_MAX);
	if (c.bad || c.p != c.end)
		return false;
	*ret_port = (uint16_t)n;
	return true;
}

bool cul_endpoint_read(struct cul_sv text, struct cul_addr *ret_addr,
		       uint16_t *ret_port)
{
	struct cul_sv host = text, rest = { NULL, 0 };
	struct cul_addr addr;
	uint16_t port = 0;
	const char *p;

	if (text.len == 0)
		return false;
	if (text.ptr[0] == '[') {
		p = cul_find_byte(text.ptr, text.len, ']');
		if (p == NULL)
			return false;
		host = (struct cul_sv){ text.ptr + 1,
					(size_t)(p - text.ptr) - 1 };
		rest = cul_sv_from(text, host.len + 2);
	} else if (!addr_read(text, &addr)) {
		p = memrchr(text.ptr, ':', text.len);
		if (p == NULL)
			return false;
		host.len = (size_t)(p - text.ptr);
		rest = cul_sv_from(text, host.len);
	}
	if (!addr_read(host, &addr) ||
	    (rest.len != 0 && !port_read(rest, &port)))
		return false;
	*ret_addr = addr;
	*ret_port = port;
	return true;
}

bool cul_named_addr_read(struct cul_sv text, struct cul_sv *ret_name,
			 struct cul_addr *ret_addr)
{
	struct cul_sv name, inner;
	const char *p;

	if (text.len < 3 || text.ptr[text.len - 1] != ')')
		return false;
	p = memrchr(text.ptr, '(', text.len);
	if (p == NULL)
		return false;
	name = (struct cul_sv){ text.ptr, (size_t)(p - text.ptr) };
	inner = (struct cul_sv){ p + 1, text.len - name.len - 2 };
	if (!addr_read(inner, ret_addr))
		return false;
	while (name.len != 0 && name.ptr[name.len - 1] == ' ')
		name.len--;
	*ret_name = name;
	return true;
}

struct cul_sv cul_path_read(struct cul_sv text)
{
	struct cul_cur c = cul_cur_over(text);

	(void)cul_take_until(&c, '<');
	return cul_take_until(&c, '>');
}
