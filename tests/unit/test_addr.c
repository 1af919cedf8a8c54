/* \summary: addresses as libc reads and prints them, and prefixes */
#include "t.h"

#include "culprit/addr.h"

#include <arpa/inet.h>
#include <stdlib.h>

static struct cul_sv view(const char *s)
{
	return (struct cul_sv){ s, strlen(s) };
}

static void addresses_are_read_and_printed(void **s)
{
	static const struct {
		const char *in, *out;
	} t[] = {
		{ "192.0.2.1", "192.0.2.1" },
		{ "0.0.0.0", "0.0.0.0" },
		{ "255.255.255.255", "255.255.255.255" },
		{ "::ffff:192.0.2.1", "192.0.2.1" },
		{ "::FFFF:c000:201", "192.0.2.1" },
		{ "IPv6:2001:db8::1", "2001:db8::1" },
		{ "IPv6:::1", "::1" },
		{ "2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1" },
		{ "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1" },
		{ "2001:db8::", "2001:db8::" },
		{ "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0" },
		{ "::", "::" },
		{ "::1.2.3.4", "::102:304" },
		{ "1:2:3:4:5:6:192.0.2.7", "1:2:3:4:5:6:c000:207" },
		{ "aAbB:cC:Dd:eEfF:0123:4567:89::",
		  "aabb:cc:dd:eeff:123:4567:89:0" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_addr a;
		char buf[CUL_ADDR_TEXT_MAX];
		size_t n;

		assert_true(cul_addr_parse(view(t[i].in), &a));
		n = cul_addr_print(&a, buf);
		assert_int_equal(n, strlen(buf));
		assert_string_equal(buf, t[i].out);
	}
}

static void what_is_no_address_is_refused(void **s)
{
	static const char *const t[] = {
		"",
		"1",
		"192.0.2",
		"192.0.2.1.",
		"192.0.2.1 ",
		" 192.0.2.1",
		"192.0.2.01",
		"192.0.2.256",
		"192.0.2.1000",
		"192.0..1",
		"IPv6:192.0.2.1",
		"ipv6:::1",
		"fe80::1%eth0",
		"1:2:3:4:5:6:7",
		"1:2:3:4:5:6:7:8:9",
		"1:2:3:4:5:6:7:8::",
		"::1::",
		":::",
		":1",
		"1:",
		"12345::",
		"1:2:3:4:5:6:7:192.0.2.1",
		"::192.0.2.1:5",
		"2001:db8::g",
		"unknown",
		"private/dovecot-lmtp",
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_addr a, was;

		memset(&a, 0x5a, sizeof(a));
		was = a;
		assert_false(cul_addr_parse(view(t[i]), &a));
		assert_memory_equal(&a, &was, sizeof(a));
	}
}

/* Seeded, so that a failure comes again. */
static void libc_agrees_on_random_addresses(void **s)
{
	unsigned seed = 4711;

	(void)s;
	for (int i = 0; i < 20000; i++) {
		struct cul_addr a, back;
		char buf[CUL_ADDR_TEXT_MAX], libc[INET6_ADDRSTRLEN];

		for (size_t k = 0; k < 16; k++) {
			seed = seed * 1103515245 + 12345;
			a.b[k] = seed >> 28 & 1 ? (uint8_t)(seed >> 16) : 0;
		}
		if (cul_addr_is_v4(&a))
			continue;
		(void)cul_addr_print(&a, buf);
		assert_true(cul_addr_parse(view(buf), &back));
		assert_memory_equal(&a, &back, 16);
		assert_non_null(inet_ntop(AF_INET6, a.b, libc, sizeof(libc)));
		assert_true(cul_addr_parse(view(libc), &back));
		assert_memory_equal(&a, &back, 16);
		/* libc prints ::102:304 as ::1.2.3.4 */
		if (strchr(libc, '.') == NULL)
			assert_string_equal(buf, libc);
	}
}

static void libc_agrees_on_what_is_an_address(void **s)
{
	static const char alphabet[] = "01f:::..2";
	unsigned seed = 815;

	(void)s;
	for (int i = 0; i < 200000; i++) {
		char in[20];
		unsigned char raw[16];
		struct cul_addr a;
		size_t n;

		seed = seed * 1103515245 + 12345;
		n = 2 + (seed >> 16) % 16;
		for (size_t k = 0; k < n; k++) {
			seed = seed * 1103515245 + 12345;
			in[k] = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
		}
		in[n] = '\0';
		assert_int_equal(cul_addr_parse(view(in), &a),
				 inet_pton(AF_INET6, in, raw) == 1 ||
					 inet_pton(AF_INET, in, raw) == 1);
	}
}

/* The bytes on the heap and no more of them than there are, so that a
 * sanitizer sees one read beyond. */
static void a_dotted_quad_is_read_up_to_its_end(void **s)
{
	static const char alphabet[] = "0122345679....]x";
	unsigned seed = 1408;

	(void)s;
	for (int i = 0; i < 200000; i++) {
		char in[23], quad[24], *b;
		size_t n, k = 0;
		struct cul_addr a;
		unsigned char raw[4];
		const char *end;

		seed = seed * 1103515245 + 12345;
		n = (seed >> 16) % sizeof(in);
		for (size_t j = 0; j < n; j++) {
			seed = seed * 1103515245 + 12345;
			in[j] = alphabet[(seed >> 16) % 16];
			if (i % 2 != 0 && j % 3 == 2)
				in[j] = '.';
		}
		b = malloc(n != 0 ? n : 1);
		assert_non_null(b);
		memcpy(b, in, n);
		end = cul_addr_read_v4(b, b + n, &a);
		if (end != NULL) {
			k = (size_t)(end - b);
			memcpy(quad, in, k);
			quad[k] = '\0';
			assert_int_equal(inet_pton(AF_INET, quad, raw), 1);
			assert_memory_equal(a.b + 12, raw, 4);
			assert_true(cul_addr_is_v4(&a));
		} else {
			for (k = 0; k <= n; k++) {
				memcpy(quad, in, k);
				quad[k] = '\0';
				/* "1.2.3.4" of "1.2.3.45" is an address, and
				 * so is "1.2.3.25" of "1.2.3.256" */
				if (k < n && in[k] >= '0' && in[k] <= '9')
					continue;
				assert_int_equal(inet_pton(AF_INET, quad, raw),
						 0);
			}
		}
		free(b);
	}
}

static void prefixes_are_read_with_their_host_bits_zero(void **s)
{
	static const struct {
		const char *in, *out;
	} t[] = {
		{ "192.0.2.0/24", "192.0.2.0/24" },
		{ "192.0.2.7", "192.0.2.7/32" },
		{ "0.0.0.0/0", "0.0.0.0/0" },
		{ "192.0.2.128/25", "192.0.2.128/25" },
		{ "2001:db8::/32", "2001:db8::/32" },
		{ "2001:db8::1", "2001:db8::1/128" },
		{ "::/0", "::/0" },
		{ "::ffff:192.0.2.0/120", "192.0.2.0/24" },
		{ "192.0.2.1/24", NULL },
		{ "192.0.2.0/33", NULL },
		{ "192.0.2.0/", NULL },
		{ "192.0.2.0/24 ", NULL },
		{ "192.0.2.0/-1", NULL },
		{ "2001:db8::/129", NULL },
		{ "2001:db8::1/64", NULL },
		{ "/24", NULL },
		{ "", NULL },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_net n;
		char buf[CUL_NET_TEXT_MAX];
		size_t n_out;
		bool ok = cul_net_parse(view(t[i].in), &n);

		assert_int_equal(ok, t[i].out != NULL);
		if (!ok)
			continue;
		n_out = cul_net_print(&n, buf);
		assert_int_equal(n_out, strlen(buf));
		assert_string_equal(buf, t[i].out);
	}
}

static void a_prefix_holds_its_own_and_no_other(void **s)
{
	static const struct {
		const char *net, *addr;
		bool in;
	} t[] = {
		{ "192.0.2.0/24", "192.0.2.255", true },
		{ "192.0.2.0/24", "192.0.3.0", false },
		{ "192.0.2.128/25", "192.0.2.127", false },
		{ "0.0.0.0/0", "255.1.2.3", true },
		{ "0.0.0.0/0", "2001:db8::1", false },
		{ "::/0", "192.0.2.1", true },
		{ "2001:db8::/33", "2001:db8:7fff::", true },
		{ "2001:db8::/33", "2001:db8:8000::", false },
		{ "192.0.2.7", "::ffff:192.0.2.7", true },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_net n;
		struct cul_addr a;

		assert_true(cul_net_parse(view(t[i].net), &n));
		assert_true(cul_addr_parse(view(t[i].addr), &a));
		assert_int_equal(cul_net_has(&n, &a), t[i].in);
	}
}

static void the_prefix_of_an_address_holds_it(void **s)
{
	static const struct {
		const char *addr, *net;
		unsigned v4, v6;
	} t[] = {
		{ "192.0.2.201", "192.0.2.0/24", 24, 64 },
		{ "192.0.2.201", "192.0.2.201/32", 32, 64 },
		{ "192.0.2.201", "0.0.0.0/0", 0, 0 },
		{ "2001:db8:1:2:3::4", "2001:db8:1:2::/64", 24, 64 },
		{ "2001:db8:1:2:3::4", "2001:db8:1:2:3::4/128", 24, 128 },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_addr a;
		struct cul_net n;
		char buf[CUL_NET_TEXT_MAX];

		assert_true(cul_addr_parse(view(t[i].addr), &a));
		n = cul_net_of(&a, t[i].v4, t[i].v6);
		(void)cul_net_print(&n, buf);
		assert_string_equal(buf, t[i].net);
		assert_true(cul_net_has(&n, &a));
	}
}

static void what_is_not_routed_is_private(void **s)
{
	static const struct {
		const char *addr;
		bool loopback, private;
	} t[] = {
		{ "127.0.0.1", true, true },
		{ "127.255.0.1", true, true },
		{ "::1", true, true },
		{ "10.0.0.1", false, true },
		{ "172.15.255.255", false, false },
		{ "172.16.0.0", false, true },
		{ "172.31.255.255", false, true },
		{ "172.32.0.0", false, false },
		{ "192.168.1.1", false, true },
		{ "192.169.1.1", false, false },
		{ "100.63.255.255", false, false },
		{ "100.64.0.0", false, true },
		{ "100.127.255.255", false, true },
		{ "100.128.0.0", false, false },
		{ "169.254.1.1", false, true },
		{ "192.0.2.1", false, false },
		{ "fe80::1", false, true },
		{ "febf::1", false, true },
		{ "fec0::1", false, false },
		{ "fc00::1", false, true },
		{ "fdff::1", false, true },
		{ "2001:db8::1", false, false },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_addr a;

		assert_true(cul_addr_parse(view(t[i].addr), &a));
		assert_int_equal(cul_addr_is_loopback(&a), t[i].loopback);
		assert_int_equal(cul_addr_is_private(&a), t[i].private);
	}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(addresses_are_read_and_printed),
		cmocka_unit_test(what_is_no_address_is_refused),
		cmocka_unit_test(libc_agrees_on_random_addresses),
		cmocka_unit_test(libc_agrees_on_what_is_an_address),
		cmocka_unit_test(a_dotted_quad_is_read_up_to_its_end),
		cmocka_unit_test(prefixes_are_read_with_their_host_bits_zero),
		cmocka_unit_test(a_prefix_holds_its_own_and_no_other),
		cmocka_unit_test(the_prefix_of_an_address_holds_it),
		cmocka_unit_test(what_is_not_routed_is_private),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
