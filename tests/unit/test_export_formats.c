/* \summary: lists that are reports, requests and pages: digests, names, who
 * reports */
#include <stdio.h>

#include "culprit/export.h"
#include "culprit/letter.h"
#include "export/base64.h"
#include "export/sha256.h"
#include "report_fixture.h"
#include "t.h"

static bool holds(const char *text, const char *part)
{
	return strstr(text, part) != NULL;
}

static char *show(const char *name, const struct cul_report *r,
		  struct fixture_text *t)
{
	char *text = fixture_export(name, r, t);

	assert_non_null(text);
	return text;
}

static void digest_is(struct cul_sv v, const char *want)
{
	uint8_t b[CUL_SHA256_LEN];
	char text[2 * CUL_SHA256_LEN + 1];

	cul_sha256(v, b);
	for (size_t i = 0; i < sizeof(b); i++)
		snprintf(text + 2 * i, 3, "%02x", b[i]);
	assert_string_equal(text, want);
}

/* FIPS 180-2, appendix B, and lengths about the end of a block. */
static void sha256_is_that_of_the_standard(void **state)
{
	static char a[1000000];
	static const struct {
		size_t len;
		const char *digest;
	} many[] = {
		{ 55, "9f4390f8d30c2dd92ec9f095b65e2b9a"
		      "e9b0a925a5258e241c9f1e910f734318" },
		{ 56, "b35439a4ac6f0948b6d6f9e3c6af0f5f"
		      "590ce20f1bde7090ef7970686ec6738a" },
		{ 63, "7d3e74a05d7db15bce4ad9ec0658ea98"
		      "e3f06eeecf16b4c6fff2da457ddc2f34" },
		{ 64, "ffe054fe7ae0cb6dc65c3af9b61d5209"
		      "f439851db43d0ba5997337df154668eb" },
		{ 1000000, "cdc76e5c9914fb9281a1c7e284d73e67"
			   "f1809a48a497200e046d39ccc7112cd0" },
	};

	(void)state;
	digest_is(CUL_SV(""), "e3b0c44298fc1c149afbf4c8996fb924"
			      "27ae41e4649b934ca495991b7852b855");
	digest_is(CUL_SV("abc"), "ba7816bf8f01cfea414140de5dae2223"
				 "b00361a396177a9cb410ff61f20015ad");
	digest_is(CUL_SV("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomno"
			 "pnopq"),
		  "248d6a61d20638b8e5c026930c3e6039"
		  "a33ce45964ff2167f6ecedd419db06c1");
	memset(a, 'a', sizeof(a));
	for (size_t i = 0; i < sizeof(many) / sizeof(many[0]); i++)
		digest_is((struct cul_sv){ a, many[i].len }, many[i].digest);
}

/* RFC 4648, 10, and bytes that make + and /. */
static void base64_is_that_of_the_standard(void **state)
{
	static const char *const pairs[][2] = {
		{ "", "" },
		{ "f", "Zg==" },
		{ "fo", "Zm8=" },
		{ "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy" },
		{ "\xfb\xef\xbe\xff", "++++/w==" },
	};
	char text[16];

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct cul_sv v = { pairs[i][0], strlen(pairs[i][0]) };

		assert_int_equal(cul_base64_len(v.len), strlen(pairs[i][1]));
		cul_base64(v, text);
		assert_memory_equal(text, pairs[i][1], strlen(pairs[i][1]));
	}
}

static const struct cul_export *find(const char *name)
{
	size_t i = 0;

	while (cul_exports[i] != NULL &&
	       strcmp(cul_exports[i]->name, name) != 0)
		i++;
	assert_non_null(cul_exports[i]);
	return cul_exports[i];
}

static struct cul_letters *from(const char *provider, const char *contact)
{
	const struct cul_letter_from who = { provider, contact, NULL };
	struct cul_letters *l = NULL;
	struct fixture_text t;
	struct cul_out err = fixture_out(&t);

	assert_int_equal(cul_letters_new(&who, NULL, &err, &l), 0);
	fixture_text_free(&t);
	return l;
}

/* What is not known is not made up, and how to set it is said. */
static void a_xarf_report_wants_to_know_who_reports(void **state)
{
	static const struct {
		const char *provider, *contact, *lacks;
	} cases[] = {
		{ NULL, NULL, "set provider and contact in [letter]" },
		{ "Aurora Net", NULL, "set provider and contact in [letter]" },
		{ NULL, "abuse@aurora.example", "set provider and contact" },
		{ "Aurora Net", "https://aurora.example/abuse", "is none" },
		{ "Aurora Net", "abuse", "is none" },
		{ "Aurora Net", "abuse@localhost", "is none" },
		{ "Aurora Net", "@aurora.example", "is none" },
		{ "Aurora Net", "abuse@aurora.example.", "is none" },
		{ "Aurora Net", "a@b@aurora.example", "is none" },
		{ "Aurora Net", "abuse@aurora.example\nBcc: x", "is none" },
		{ "Aurora Net", "abuse@aurora.example", NULL },
		{ "Aurora Net", "abuse+mail@mx-1.aurora.example", NULL },
	};
	const struct cul_export *xarf = find("xarf");
	struct cul_report *r = fixture_rich();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cul_letters *l =
			from(cases[i].provider, cases[i].contact);
		struct fixture_text t;
		const char *lacks;

		r->letters = l;
		lacks = xarf->lacks(r);
		if (cases[i].lacks == NULL) {
			assert_null(lacks);
			assert_true(holds(show("xarf", r, &t), "\"domain\":"));
		} else {
			assert_true(holds(lacks, cases[i].lacks));
			assert_null(fixture_export("xarf", r, &t));
			assert_int_equal(t.len, 0);
		}
		fixture_text_free(&t);
		cul_letters_free(&l);
	}
	r->letters = NULL;
	assert_non_null(xarf->lacks(r));
}

/* A customer is reported by his one address; by two it is not known which
 * was used when. */
static void of_several_addresses_xarf_reports_none(void **state)
{
	struct cul_letters *l = from("Aurora Net", "abuse@aurora.example");
	struct cul_report *r = fixture_rich();
	struct fixture_text t;

	(void)state;
	r->letters = l;
	assert_true(holds(show("xarf", r, &t), "\"100.96.3.7\""));
	fixture_text_free(&t);
	r->suggestions[0].addrs[1] = r->suggestions[0].addrs[0];
	r->suggestions[0].n_addrs = 2;
	assert_false(holds(show("xarf", r, &t), "\"100.96.3.7\""));
	fixture_text_free(&t);
	cul_letters_free(&l);
}

/* A name that radclient would expand or cut, and whoever is no customer. */
static void a_request_names_a_customer_as_he_is_or_not_at_all(void **state)
{
	static const char *const bad[] = { "",         "a\"b", "a\\b",
					   "%{env:x}", "a\nb", "a'b",
					   "\xc3\xbc", "$a" };
	static const char *const good[] = { "C01861", "anna@aurora.example",
					    "dsl/00-11:22#3", "Anna Berg" };
	struct cul_report *r = fixture_rich();
	char want[64], much[CUL_NAME_MAX];
	struct fixture_text t;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(r->suggestions[0].name, CUL_NAME_MAX, "%s", bad[i]);
		assert_false(holds(show("radius", r, &t), "\nUser-Name"));
		assert_true(holds(t.ptr, "# no request, as no User-Name can "));
		fixture_text_free(&t);
	}
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		snprintf(r->suggestions[0].name, CUL_NAME_MAX, "%s", good[i]);
		snprintf(want, sizeof(want),
			 "\nUser-Name = \"%s\"\nFramed-IP-Address = 100.96.3.7"
			 "\n",
			 good[i]);
		assert_true(holds(show("radius", r, &t), want));
		fixture_text_free(&t);
	}
	/* An attribute has 253 bytes. */
	memset(much, 'x', sizeof(much));
	much[254] = '\0';
	snprintf(r->suggestions[0].name, CUL_NAME_MAX, "%s", much);
	assert_false(holds(show("radius", r, &t), "\nUser-Name"));
	fixture_text_free(&t);
	r->suggestions[0].name[253] = '\0';
	assert_true(holds(show("radius", r, &t), "\nUser-Name"));
	fixture_text_free(&t);
}

/* CrowdSec's CSV has no comments: what no cell can hold is left out. */
static void a_login_in_a_csv_is_never_a_formula(void **state)
{
	static const char *const names[] = { "=1+1", "+1",  "-1",   "@sum",
					     "a,b",  "a\"", "a\nb", "a b" };
	struct cul_report *r = fixture_rich();
	struct fixture_text t;

	(void)state;
	assert_true(
		holds(show("crowdsec", r, &t), ",username,ban,Ines.Vidal@"));
	fixture_text_free(&t);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(r->suggestions[1].name, CUL_NAME_MAX, "%s", names[i]);
		assert_false(holds(show("crowdsec", r, &t), "username"));
		fixture_text_free(&t);
	}
}

static void the_public_page_links_to_a_plain_address_alone(void **state)
{
	static const struct {
		const char *contact, *part;
		bool link;
	} cases[] = {
		{ "abuse@aurora.example", "abuse@aurora.example</a>", true },
		{ "a@b.example?cc=x@y.example", "a@b.example?cc=", false },
		{ "https://aurora.example/<x>", "/&lt;x&gt; with:", false },
		{ "", "Write to postmaster at the domain", false },
	};
	struct cul_report *r = fixture_rich();
	struct fixture_text t;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cul_letters *l = from("A & B", cases[i].contact);

		r->letters = l;
		show("publiclist", r, &t);
		assert_true(holds(t.ptr, cases[i].part));
		assert_int_equal(holds(t.ptr, "mailto:"), cases[i].link);
		assert_true(holds(t.ptr, "A &amp; B alone to decide"));
		fixture_text_free(&t);
		cul_letters_free(&l);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_is_that_of_the_standard),
		cmocka_unit_test(base64_is_that_of_the_standard),
		cmocka_unit_test(a_xarf_report_wants_to_know_who_reports),
		cmocka_unit_test(of_several_addresses_xarf_reports_none),
		cmocka_unit_test(
			a_request_names_a_customer_as_he_is_or_not_at_all),
		cmocka_unit_test(a_login_in_a_csv_is_never_a_formula),
		cmocka_unit_test(
			the_public_page_links_to_a_plain_address_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
