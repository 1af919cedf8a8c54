/* \summary: queue ids, clients and envelopes, read as one byte at a time is */
#include "t.h"

#include <stdlib.h>

#include "culprit/limits.h"
#include "mta/postfix/pf.h"

static uint32_t dice(uint32_t *seed)
{
	*seed = *seed * 1103515245 + 12345;
	return *seed >> 16;
}

static char *exactly(const char *bytes, size_t n)
{
	char *b = malloc(n != 0 ? n : 1);

	assert_non_null(b);
	memcpy(b, bytes, n);
	return b;
}

/* mail_queue.h, a byte at a time. */
static bool id_by_bytes(const char *p, size_t n)
{
	bool hex = n >= 6, safe = n >= 11, z = false;

	for (size_t i = 0; i < n; i++) {
		bool digit = p[i] >= '0' && p[i] <= '9';
		bool lower = p[i] >= 'a' && p[i] <= 'z';
		bool upper = p[i] >= 'A' && p[i] <= 'Z';

		hex = hex && (digit || (p[i] >= 'A' && p[i] <= 'F'));
		safe = safe && (digit || lower || upper) &&
		       strchr("AEIOUaeiou", p[i]) == NULL;
		z = z || (i >= 10 && p[i] == 'z');
	}
	return n <= CUL_QUEUE_ID_MAX && (hex || (safe && z));
}

static void id_is_told(const char *id, size_t n)
{
	char *b = exactly(id, n);

	assert_int_equal(cul_pf_is_queue_id((struct cul_sv){ b, n }),
			 id_by_bytes(id, n));
	free(b);
}

static void queue_ids_are_told_from_what_is_none(void **s)
{
	static const char *const t[] = {
		"",
		"4C1A2",
		"4C1A2B",
		"4c1a2b",
		"4C1A2B3D4E",
		"4jXPh66sczz1bY1b",
		"4jXPh66scz",
		"4jXPh66scyz",
		"4jXPh66sczy",
		"4jXPh66scyyz7t7Xz",
		"4jXPh66sczz1bA1b",
		"12345678901234567890123456789012",
		"123456789012345678901234567890123",
		"bcdfghjklmzzzzzzzzzzzzzzzzzzzzzz",
		"bcdfghjklmzzzzzzzzzzzzzzzzzzzzzzz",
		"bcdfghjklmnbcdfghjklmnbcdfghjkli",
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		id_is_told(t[i], strlen(t[i]));
	assert_false(cul_pf_is_queue_id((struct cul_sv){ 0 }));
	assert_true(id_by_bytes("4jXPh66sczz1bY1b", 16));
	assert_false(id_by_bytes("4jXPh66sczy", 11));
}

static void any_byte_is_told_wherever_it_stands(void **s)
{
	static const char *const ids[] = { "4C1A2B3D4E", "4jXPh66sczz1bY1b",
					   "bcdfghjklmzzzzzzzzzzzzzzzzzzzzzz" };

	(void)s;
	for (size_t i = 0; i < 3; i++)
		for (size_t at = 0; at < strlen(ids[i]); at++)
			for (unsigned x = 1; x < 256; x++) {
				char id[40];

				memcpy(id, ids[i], strlen(ids[i]));
				id[at] = (char)x;
				id_is_told(id, strlen(ids[i]));
			}
}

static void an_id_is_taken_with_its_colon_and_blank(void **s)
{
	static const char few[] = "4Czzb: A";
	uint32_t seed = 4711;

	(void)s;
	for (int i = 0; i < 200000; i++) {
		char text[48];
		size_t n = dice(&seed) % sizeof(text), colon = 0;
		struct cul_event ev = { .pid = 1 };
		struct cul_pf pf = { .ev = &ev };
		bool want;
		char *b;

		for (size_t k = 0; k < n; k++)
			text[k] = few[dice(&seed) %
				      (dice(&seed) % 8 == 0 ? 8 : 5)];
		while (colon < n && text[colon] != ':')
			colon++;
		want = colon + 1 < n && text[colon + 1] == ' ' &&
		       id_by_bytes(text, colon);
		b = exactly(text, n);
		pf.c = (struct cul_cur){ b, b + n, false };
		assert_int_equal(cul_pf_take_queue_id(&pf), want);
		assert_ptr_equal(pf.c.p, want ? b + colon + 2 : b);
		assert_ptr_equal(ev.session.ptr, want ? b : NULL);
		assert_int_equal(ev.session.len, want ? colon : 0);
		free(b);
	}
}

struct client {
	const char *in;
	const char *name;
	const char *addr; /* NULL: bad */
	uint16_t port;
	size_t left;
};

static void client_is(const struct client *t)
{
	size_t n = strlen(t->in);
	char *b = exactly(t->in, n);
	struct cul_cur c = { b, b + n, false };
	struct cul_pf_client cl = cul_pf_take_client(&c);
	char buf[CUL_ADDR_TEXT_MAX];

	assert_int_equal(c.bad, t->addr == NULL);
	if (!c.bad) {
		(void)cul_addr_print(&cl.addr, buf);
		assert_string_equal(buf, t->addr);
		assert_int_equal(cl.port, t->port);
		assert_int_equal(c.end - c.p, t->left);
		assert_int_equal(cl.name.len,
				 t->name != NULL ? strlen(t->name) : 0);
		if (t->name != NULL)
			assert_memory_equal(cl.name.ptr, t->name, cl.name.len);
	}
	free(b);
}

static void clients_are_taken(void **s)
{
	static const struct client t[] = {
		{ "unknown[192.0.2.1]", NULL, "192.0.2.1", 0, 0 },
		{ "a.example[192.0.2.1]", "a.example", "192.0.2.1", 0, 0 },
		{ "a.example[192.0.2.1]:25", "a.example", "192.0.2.1", 25, 0 },
		{ "a.example[192.0.2.1]: x", "a.example", "192.0.2.1", 0, 3 },
		{ "a.example[192.0.2.1]:65536", "a.example", "192.0.2.1", 0,
		  6 },
		{ "a.example[192.0.2.1]:", "a.example", "192.0.2.1", 0, 1 },
		{ "[2001:db8::1]:4", NULL, "2001:db8::1", 4, 0 },
		{ "x[IPv6:2001:db8::1]", "x", "2001:db8::1", 0, 0 },
		{ "x[::ffff:192.0.2.1]", "x", "192.0.2.1", 0, 0 },
		{ "unknown[unknown]", NULL, "::", 0, 0 },
		{ "unknowns[192.0.2.1]", "unknowns", "192.0.2.1", 0, 0 },
		{ "A-9_.z[192.0.2.1]", "A-9_.z", "192.0.2.1", 0, 0 },
		{ "store[private/lmtp]", NULL, NULL, 0, 0 },
		{ "x[192.0.2.1", NULL, NULL, 0, 0 },
		{ "x[192.0.2.1x]", NULL, NULL, 0, 0 },
		{ "x[192.0.2.]", NULL, NULL, 0, 0 },
		{ "x[]", NULL, NULL, 0, 0 },
		{ "x[", NULL, NULL, 0, 0 },
		{ "x", NULL, NULL, 0, 0 },
		{ "", NULL, NULL, 0, 0 },
		{ "unknown", NULL, NULL, 0, 0 },
		{ "a]b[192.0.2.1]", NULL, NULL, 0, 0 },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		client_is(&t[i]);
}

static void a_name_holds_only_what_dns_may(void **s)
{
	(void)s;
	for (size_t n = 1; n <= 40; n++)
		for (unsigned x = 1; x < 256; x++) {
			char in[64], name[48];
			struct client t = { in, name, "192.0.2.1", 0, 0 };

			memset(name, 'a', n);
			name[n] = '\0';
			name[(n * 7) % n] = (char)x;
			name[n / 2] = (char)x;
			if ((x & 0x80) || x < '-' || x == '/' ||
			    (x > '9' && x < 'A') ||
			    (x > 'Z' && x < 'a' && x != '_') || x > 'z')
				t.addr = NULL;
			memcpy(in, name, n);
			memcpy(in + n, "[192.0.2.1]", sizeof("[192.0.2.1]"));
			if (x != '[')
				client_is(&t);
		}
}

static void the_envelope_is_found_where_it_begins(void **s)
{
	static const struct {
		const char *in;
		int at; /* -1: nowhere */
		bool once;
	} t[] = {
		{ "", -1, true },
		{ "; from=", -1, true },
		{ "; from=<", 0, true },
		{ "x; y; from=<a>", 4, true },
		{ "; to=<; from=<", 6, true },
		{ "; helo=<a> ; to=<b>", 11, true },
		{ "; helo=<a>; proto=x", 10, true },
		{ "; helo=<a", 0, true },
		{ "; from=<; from=<", 0, false },
		{ ";; from=<a; from=<", 1, false },
		{ "; from=<a; from=", 0, true },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		size_t n = strlen(t[i].in);
		char *b = exactly(t[i].in, n);
		bool once;
		const char *hit =
			cul_pf_find_envelope((struct cul_sv){ b, n }, &once);

		assert_int_equal(hit != NULL ? hit - b : -1, t[i].at);
		assert_int_equal(once, t[i].once);
		free(b);
	}
}

static void a_helo_name_ends_at_its_first_bracket(void **s)
{
	static const char in[] = " from=<\"a>b\"@c.example> to=<d> proto=ESMTP "
				 "helo=<\"x>@y\"@z>: no";
	struct cul_cur c = { in, in + sizeof(in) - 1, false };
	struct cul_event ev = { .pid = 1 };

	(void)s;
	cul_pf_take_envelope(&c, &ev);
	assert_true(cul_sv_eq(ev.sender, CUL_SV("\"a>b\"@c.example")));
	assert_true(cul_sv_eq(ev.recipient, CUL_SV("d")));
	assert_true(cul_sv_eq(ev.helo, CUL_SV("\"x")));
	assert_true(cul_sv_eq(cul_cur_rest(&c), CUL_SV("@y\"@z>: no")));
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(queue_ids_are_told_from_what_is_none),
		cmocka_unit_test(any_byte_is_told_wherever_it_stands),
		cmocka_unit_test(an_id_is_taken_with_its_colon_and_blank),
		cmocka_unit_test(clients_are_taken),
		cmocka_unit_test(a_name_holds_only_what_dns_may),
		cmocka_unit_test(the_envelope_is_found_where_it_begins),
		cmocka_unit_test(a_helo_name_ends_at_its_first_bracket),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
