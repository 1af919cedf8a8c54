/* \summary: XARF 4 reports, a line each, for the abuse desk of a network
 *
 * github.com/xarf/xarf-spec, schemas/v4. Of subjects that are an address or a
 * network, and of customers of whom one address is known: with several it is
 * not known which was used when. What a report leaves the house with is said
 * in xarf_evidence.c; names of customers and logins are not in what it says
 * itself. The id follows from the suggestion's, so that the same report twice
 * is seen to be one.
 */
#include <stdlib.h>

#include "culprit/err.h"
#include "culprit/letter.h"
#include "export/nets.h"
#include "export/sha256.h"
#include "export/xarf_evidence.h"
#include "export/xarf_kind.h"
#include "report/json.h"

enum { UUID_MAX = 37, ORG_MAX = 200, MAILBOX_MAX = 254, WORDS_MAX = 1000 };

static bool is_host_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/* Where the domain begins if it is an address for mail; else NULL. */
static const char *domain_of(const char *mailbox)
{
	static const char marks[] = "!#$%&'*+/=?^_`{|}~";
	const char *p = mailbox, *domain;

	while (is_host_char(*p) || (*p != '\0' && strchr(marks, *p) != NULL))
		p++;
	if (p == mailbox || *p++ != '@')
		return NULL;
	domain = p;
	while (is_host_char(*p))
		p++;
	return *p == '\0' && p[-1] != '.' && p[-1] != '-' &&
			       strchr(domain, '.') != NULL &&
			       p - mailbox <= MAILBOX_MAX
		       ? domain
		       : NULL;
}

static struct cul_letter_from from_of(const struct cul_report *r)
{
	return r->letters != NULL ? cul_letters_from(r->letters)
				  : (struct cul_letter_from){ "", "", "" };
}

static const char *lacks(const struct cul_report *r)
{
	struct cul_letter_from from = from_of(r);

	if (from.provider[0] == '\0' || from.contact[0] == '\0')
		return "a XARF report names who reports: set provider and "
		       "contact in [letter]";
	if (strlen(from.provider) > ORG_MAX)
		return "a XARF report has 200 bytes for who reports: provider "
		       "in [letter] is longer";
	if (domain_of(from.contact) == NULL)
		return "a XARF report names an address for mail: contact in "
		       "[letter] is none";
	return NULL;
}

/* The network that did it, or the address: one without neighbours. */
static bool read_source(const struct cul_suggestion *s, struct cul_net *ret_net)
{
	struct cul_sv name = { s->name, strlen(s->name) };
	struct cul_addr a;

	if (s->subject == CUL_SUBJECT_NET)
		return cul_net_parse(name, ret_net);
	if (s->subject == CUL_SUBJECT_CUSTOMER && s->n_addrs == 1)
		a = s->addrs[0];
	else if (s->subject != CUL_SUBJECT_IP || !cul_addr_parse(name, &a))
		return false;
	*ret_net = cul_net_of(&a, 32, 128);
	return true;
}

static bool source_of(const struct cul_suggestion *s, char *text)
{
	struct cul_net net;

	if (!read_source(s, &net) || !cul_list_is_fit(&net))
		return false;
	if (net.bits == 128)
		cul_addr_print(&net.base, text);
	else
		cul_net_print(&net, text);
	return true;
}

/* RFC 9562, 5.4: the bits of version 4, the others from the id's digest. */
static void uuid(const struct cul_suggestion *s, char *text)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t b[CUL_SHA256_LEN];
	char *p = text;

	cul_sha256((struct cul_sv){ s->id, strlen(s->id) }, b);
	b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
	b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
	for (unsigned i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*p++ = '-';
		*p++ = digits[b[i] >> 4];
		*p++ = digits[b[i] & 15];
	}
	*p = '\0';
}

static void party(struct cul_json *j, const char *key,
		  const struct cul_letter_from *from)
{
	cul_json_object(j, key);
	cul_json_str(j, "org", from->provider);
	cul_json_str(j, "contact", from->contact);
	cul_json_str(j, "domain", domain_of(from->contact));
	cul_json_end(j);
}

/* The reasons: sentences of detectors, of numbers alone. */
static void description(struct cul_json *j, const struct cul_suggestion *s)
{
	char text[WORDS_MAX + 1];
	size_t n = 0;

	for (unsigned i = 0; i < s->n_reasons; i++) {
		const char *reason = s->reasons[i].text;
		size_t len = strlen(reason), gap = n != 0 ? 2 : 0;

		if (len == 0 || n + gap + len > WORDS_MAX)
			continue;
		memcpy(text + n, "; ", gap);
		memcpy(text + n + gap, reason, len);
		n += gap + len;
	}
	if (n != 0)
		cul_json_sv(j, "description", (struct cul_sv){ text, n });
}

static void details(struct cul_json *j, const struct cul_suggestion *s)
{
	const struct cul_xarf_kind *k = cul_xarf_kind(s->kind);

	cul_json_str(j, "category", k->category);
	cul_json_str(j, "type", k->type);
	if (k->connection)
		cul_json_str(j, "protocol", "tcp");
	cul_json_str(j, k->key, k->value);
	cul_json_time(j, "first_seen", s->first_seen_usec);
	cul_json_time(j, "last_seen", s->last_seen_usec);
}

static int write_report(const struct cul_letter_from *from,
			const struct cul_suggestion *s, struct cul_out *o)
{
	char source[CUL_NET_TEXT_MAX], id[UUID_MAX];
	struct cul_json j;
	int err;

	if (!source_of(s, source))
		return 0;
	uuid(s, id);
	cul_json_init(&j, o);
	cul_json_object(&j, NULL);
	cul_json_str(&j, "xarf_version", "4.2.0");
	cul_json_str(&j, "report_id", id);
	cul_json_time(&j, "timestamp", s->last_seen_usec);
	party(&j, "reporter", from);
	party(&j, "sender", from);
	cul_json_str(&j, "source_identifier", source);
	details(&j, s);
	cul_json_str(&j, "evidence_source", "automated_discovery");
	cul_json_double(&j, "confidence", s->confidence);
	description(&j, s);
	err = cul_xarf_evidence(&j, s);
	cul_json_end(&j);
	cul_out_put(o, "\n", 1);
	return err;
}

static int by_id(const void *a, const void *b)
{
	const struct cul_suggestion *x =
		*(const struct cul_suggestion *const *)a;
	const struct cul_suggestion *y =
		*(const struct cul_suggestion *const *)b;
	int c = strcmp(x->id, y->id);

	return c != 0 ? c : (x < y ? -1 : x > y);
}

static int write_all(const struct cul_report *r, struct cul_out *o)
{
	const struct cul_suggestion **v =
		calloc(r->n_suggestions + 1, sizeof(*v));
	struct cul_letter_from from = from_of(r);
	size_t n = 0;
	int err = 0;

	if (v == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < r->n_suggestions; i++)
		if (cul_list_wants(r, &r->suggestions[i]))
			v[n++] = &r->suggestions[i];
	qsort(v, n, sizeof(*v), by_id);
	if (n != 0 && lacks(r) != NULL)
		err = CUL_ECONF;
	for (size_t i = 0; err == 0 && i < n; i++)
		err = write_report(&from, v[i], o);
	free(v);
	return err;
}

static void write_xarf(const struct cul_report *r, struct cul_out *o)
{
	int err = write_all(r, o);

	if (err < 0)
		cul_list_failed(o, err);
}

extern const struct cul_export cul_export_xarf;
const struct cul_export cul_export_xarf = {
	.name = "xarf",
	.file = "xarf.jsonl",
	.summary = "XARF 4: reports to the networks the culprits are in",
	.write = write_xarf,
	.lacks = lacks,
};
