/* \summary: small MMDB files for tests (MaxMind DB format 2.0) */
#include "t.h"

#include <stdlib.h>

#include "culprit/addr.h"
#include "mmdb_t.h"
#include "scratch.h"

enum { NODES = 4096, NONE = 0, DATA = 1 << 20 }; /* no branch leads to 0 */
enum { PARTING = 16 }; /* zeros between tree and data */
enum { UTF8 = 2, U16 = 5, U32 = 6, MAP = 7, U64 = 9, ARRAY = 11 };

struct tree {
	uint32_t n;
	uint32_t to[NODES][2]; /* a node, or DATA and where it lies */
};

static void byte(struct scratch_bytes *b, unsigned v)
{
	unsigned char c = (unsigned char)v;

	scratch_append(b, &c, 1);
}

static void head(struct scratch_bytes *b, unsigned type, unsigned size)
{
	byte(b, (type <= MAP ? type << 5 : 0) | size);
	if (type > MAP)
		byte(b, type - MAP);
}

static void text(struct scratch_bytes *b, const char *s)
{
	head(b, UTF8, (unsigned)strlen(s));
	scratch_append(b, s, strlen(s));
}

static void number(struct scratch_bytes *b, const char *key, unsigned type,
		   uint32_t v)
{
	unsigned size = type == U16 ? 2 : 4;

	text(b, key);
	head(b, type, size);
	while (size-- > 0)
		byte(b, v >> 8 * size);
}

static void record(struct scratch_bytes *b, const struct mmdb_net *n)
{
	head(b, MAP, (n->asn != 0 ? 1U : 0) + (n->country != NULL ? 1U : 0));
	if (n->asn != 0)
		number(b, "autonomous_system_number", U32, n->asn);
	if (n->country == NULL)
		return;
	text(b, "country");
	head(b, MAP, 1);
	text(b, "iso_code");
	text(b, n->country);
}

static void plant(struct tree *t, unsigned version, const char *net,
		  uint32_t data)
{
	struct cul_sv v = { net, strlen(net) };
	struct cul_net n;
	uint32_t at = 0;

	assert_true(cul_net_parse(v, &n));
	assert_true(version == 6 || cul_addr_is_v4(&n.base));
	if (cul_addr_is_v4(&n.base))
		memset(n.base.b, 0, 12);
	for (unsigned i = version == 4 ? 96 : 0; i < n.bits; i++) {
		uint32_t *to = &t->to[at][n.base.b[i / 8] >> (7 - i % 8) & 1];

		if (i + 1 == n.bits) {
			assert_int_equal(*to, NONE);
			*to = DATA | data;
		} else if (*to == NONE) {
			assert_true(t->n < NODES);
			*to = t->n++;
		}
		at = *to;
	}
}

static void grown(struct scratch_bytes *b, const struct tree *t)
{
	static const char parting[PARTING];

	for (uint32_t i = 0; i < t->n * 2; i++) {
		uint32_t to = t->to[i / 2][i % 2];

		if (to == NONE)
			to = t->n;
		else if ((to & DATA) != 0)
			to = t->n + PARTING + (to & ~(uint32_t)DATA);
		for (unsigned k = 3; k-- > 0;)
			byte(b, to >> 8 * k);
	}
	scratch_append(b, parting, sizeof(parting));
}

static void metadata(struct scratch_bytes *b, unsigned version, uint32_t nodes)
{
	static const char mark[] = "\xab\xcd\xefMaxMind.com";

	scratch_append(b, mark, sizeof(mark) - 1);
	head(b, MAP, 9);
	number(b, "node_count", U32, nodes);
	number(b, "record_size", U16, 24);
	number(b, "ip_version", U16, version);
	text(b, "database_type");
	text(b, "Test");
	text(b, "languages");
	head(b, ARRAY, 0);
	number(b, "binary_format_major_version", U16, 2);
	number(b, "binary_format_minor_version", U16, 0);
	number(b, "build_epoch", U64, 1795176000);
	text(b, "description");
	head(b, MAP, 0);
}

const char *mmdb_file(const char *name, unsigned version,
		      const struct mmdb_net *nets, size_t n)
{
	static struct tree t;
	struct scratch_bytes data = { .p = NULL }, all = { .p = NULL };
	const char *path;

	memset(&t, 0, sizeof(t));
	t.n = 1;
	for (size_t i = 0; i < n; i++) {
		plant(&t, version, nets[i].net, (uint32_t)data.len);
		record(&data, &nets[i]);
	}
	grown(&all, &t);
	if (data.len != 0)
		scratch_append(&all, data.p, data.len);
	metadata(&all, version, t.n);
	path = scratch_file(name, (struct cul_sv){ all.p, all.len });
	free(data.p);
	free(all.p);
	return path;
}
