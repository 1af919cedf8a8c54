/* \summary: what is learned of us from the log: domains, mailboxes, networks */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/court_int.h"
#include "evidence/hash.h"
#include "report/words.h"

/* Enough for any provider; a hostile log must not fill memory with names. */
enum { DOMAINS_MOST = 65536, NETS_MOST = 65536, MAILBOXES_MOST = 1 << 22 };

bool cul_court_is_local(const struct cul_court *c, uint64_t domain)
{
	/* "postmaster" without a domain is always ours, RFC 5321 4.5.1. */
	return domain == 0 || cul_set_times(&c->local_domains, domain) != 0;
}

bool cul_court_mailbox_known(void *court, uint64_t mailbox)
{
	const struct cul_court *c = court;

	return cul_set_times(&c->mailboxes, mailbox) != 0;
}

int cul_court_know_mailbox(struct cul_court *c, uint64_t mailbox)
{
	uint32_t times;

	return cul_set_add(&c->mailboxes, mailbox, MAILBOXES_MOST, &times);
}

static int mailbox_add(struct cul_court *c, struct cul_sv mailbox)
{
	uint64_t domain;

	return cul_court_know_mailbox(c, cul_hash_mailbox(mailbox, &domain));
}

/* A login without a domain is somebody at each of our domains. */
int cul_court_learn_login(struct cul_court *c, const struct cul_event *ev)
{
	const struct cul_strings *domains = &c->settings->local_domains;
	const struct cul_sv name = ev->account;
	char text[CUL_NAME_MAX];
	int err;

	if (name.len == 0)
		return CUL_OK;
	err = cul_court_know_mailbox(c, ev->account_key);
	if (err != CUL_OK || name.len > 64 ||
	    memchr(name.ptr, '@', name.len) != NULL)
		return err;
	for (size_t i = 0; i < domains->n && i < 16 && err == CUL_OK; i++) {
		int n = snprintf(text, sizeof(text), "%.*s@%s", (int)name.len,
				 name.ptr, domains->v[i]);

		if (n > 0 && (size_t)n < sizeof(text))
			err = mailbox_add(c,
					  (struct cul_sv){ text, (size_t)n });
	}
	return err;
}

/* A domain that mail was delivered for on this host. */
int cul_court_learn_domain(struct cul_court *c, const struct cul_event *ev)
{
	const uint64_t hash = ev->recipient_domain_key;
	struct cul_sv domain;
	struct cul_local_domain *more;
	uint32_t times;
	int err;

	if (c->domains_known || hash == 0)
		return CUL_OK;
	err = cul_set_add(&c->local_domains, hash, DOMAINS_MOST, &times);
	if (err != CUL_OK || times != 1)
		return err;
	domain = cul_domain_of(ev->recipient);
	more = realloc(c->learned, (c->n_learned + 1) * sizeof(*more));
	if (more == NULL)
		return CUL_ENOMEM;
	c->learned = more;
	more[c->n_learned] = (struct cul_local_domain){
		.name = strndup(domain.ptr, domain.len), .hash = hash
	};
	if (more[c->n_learned].name == NULL)
		return CUL_ENOMEM;
	c->n_learned++;
	return CUL_OK;
}

static size_t net_place(const struct cul_court *c, const struct cul_net *net)
{
	size_t lo = 0, hi = c->n_guessed;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (memcmp(c->guessed[mid].net.base.b, net->base.b, 16) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Without configured networks: whom we relay for without a login is ours. */
int cul_court_learn_net(struct cul_court *c, struct cul_source *s,
			const struct cul_addr *client)
{
	struct cul_net net = cul_net_of(client, 24, 48);
	struct cul_guessed_net *more;
	size_t at;

	if (c->networks_known || cul_source_is_ours(s) || cul_addr_none(client))
		return CUL_OK;
	cul_source_set_ours(s);
	at = net_place(c, &net);
	if (at < c->n_guessed &&
	    memcmp(&c->guessed[at].net.base, &net.base, 16) == 0) {
		c->guessed[at].clients++;
		return CUL_OK;
	}
	if (c->n_guessed == NETS_MOST)
		return CUL_OK;
	more = realloc(c->guessed, (c->n_guessed + 1) * sizeof(*more));
	if (more == NULL)
		return CUL_ENOMEM;
	c->guessed = more;
	memmove(&more[at + 1], &more[at], (c->n_guessed - at) * sizeof(*more));
	more[at] = (struct cul_guessed_net){ net, 1 };
	c->n_guessed++;
	return CUL_OK;
}

int cul_court_sentence(struct cul_court *c, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;
	int n;

	if (c->n_sentences == sizeof(c->sentences) / sizeof(*c->sentences))
		return CUL_OK;
	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		return CUL_ENOMEM;
	c->sentences[c->n_sentences++] = text;
	return CUL_OK;
}

static int nets_order(const void *av, const void *bv)
{
	const struct cul_guessed_net *a = av, *b = bv;

	if (a->clients != b->clients)
		return a->clients < b->clients ? 1 : -1;
	return memcmp(a->net.base.b, b->net.base.b, 16);
}

static int domains_order(const void *av, const void *bv)
{
	const struct cul_local_domain *a = av, *b = bv;

	if (a->recipients != b->recipients)
		return a->recipients < b->recipients ? 1 : -1;
	return strcmp(a->name, b->name);
}

enum { SHOWN = 8 };

static int nets_words(struct cul_court *c)
{
	char list[SHOWN * CUL_NET_TEXT_MAX + 1] = "", text[CUL_NET_TEXT_MAX];
	char number[CUL_WORD_MAX];
	uint64_t clients = 0;
	size_t used = 0;

	if (c->n_guessed == 0)
		return cul_court_sentence(
			c, "networks: none could be guessed, nobody was "
			   "relayed for without a login; set [network] "
			   "networks");
	qsort(c->guessed, c->n_guessed, sizeof(*c->guessed), nets_order);
	for (size_t i = 0; i < c->n_guessed; i++) {
		clients += c->guessed[i].clients;
		if (i >= SHOWN)
			continue;
		(void)cul_net_print(&c->guessed[i].net, text);
		used += (size_t)snprintf(list + used, sizeof(list) - used,
					 " %s", text);
	}
	return cul_court_sentence(
		c,
		"networks:%s%s, since %s client%s there %s relayed for "
		"without a login; own-relay cannot be judged until "
		"[network] networks is set",
		list, c->n_guessed > SHOWN ? " and more" : "",
		cul_word_u64(clients, number), clients == 1 ? "" : "s",
		clients == 1 ? "was" : "were");
}

static int domains_words(struct cul_court *c)
{
	char list[SHOWN * 80] = "";
	size_t used = 0;

	if (c->n_learned == 0)
		return cul_court_sentence(
			c, "local domains: none could be guessed, no mail was "
			   "delivered here; set [network] local_domains");
	for (size_t i = 0; i < c->n_learned; i++)
		c->learned[i].recipients =
			cul_set_times(&c->local_domains, c->learned[i].hash);
	qsort(c->learned, c->n_learned, sizeof(*c->learned), domains_order);
	for (size_t i = 0; i < c->n_learned && i < SHOWN; i++) {
		int n = snprintf(list + used, sizeof(list) - used, " %.70s",
				 c->learned[i].name);

		used += (size_t)n;
	}
	return cul_court_sentence(
		c, "local domains:%s%s, since mail for %s was delivered here",
		list, c->n_learned > SHOWN ? " and more" : "",
		c->n_learned == 1 ? "it" : "them");
}

/* What is missing from the evidence, and what that means. */
static int loss(struct cul_court *c, uint64_t n, const char *what,
		const char *means)
{
	char number[CUL_WORD_MAX];

	return n != 0 ? cul_court_sentence(c, "%s%s%s", what,
					   cul_word_u64(n, number), means)
		      : CUL_OK;
}

static int lease_sentence(void *court, const char *sentence)
{
	return cul_court_sentence(court, "%s", sentence);
}

int cul_court_leases_say(const struct cul_court *c,
			 int (*say)(void *arg, const char *sentence), void *arg)
{
	return c->book != NULL ? cul_lease_book_say(c->book, say, arg) : CUL_OK;
}

int cul_court_guess_words(struct cul_court *c)
{
	int err = c->networks_known ? CUL_OK : nets_words(c);

	if (err == CUL_OK && !c->domains_known)
		err = domains_words(c);
	c->n_guesses = c->n_sentences;
	if (err == CUL_OK)
		err = cul_court_leases_say(c, lease_sentence, c);
	if (err == CUL_OK && c->nets_known == 0)
		err = loss(c, c->nets_unknown,
			   "[network] mmdb knows neither ASN nor country of "
			   "any login's address: ",
			   " asked for; their networks are /24 and /48");
	if (err == CUL_OK)
		err = loss(c, c->orphans,
			   "fates of messages that began before the log did: ",
			   "; they are counted as mail, but against nobody");
	if (err == CUL_OK)
		err = loss(c, cul_table_evicted(c->table),
			   "sources forgotten to stay within [limits] memory, "
			   "those with least against them first: ",
			   "");
	if (err == CUL_OK)
		err = loss(c, cul_join_evicted(c->join),
			   "messages in flight forgotten to stay within "
			   "[limits] memory, the oldest first: ",
			   "; what became of them counts against nobody");
	if (err == CUL_OK)
		err = loss(c, c->contacts.evicted,
			   "recipients forgotten within 24 hours to stay "
			   "within [limits] memory: ",
			   "; a second try may have been counted again");
	if (err == CUL_OK)
		err = loss(c, c->contacts.acquaint.refused,
			   "recipients of earlier days for whom there was no "
			   "place: ",
			   "; who wrote to them again is taken to write to "
			   "strangers");
	if (err == CUL_OK)
		err = loss(c, c->writers.lost,
			   "mailboxes of ours that wrote, forgotten to stay "
			   "within [limits] memory: ",
			   "; so of those that exist nobody can be said never "
			   "to have written");
	if (err == CUL_OK)
		err = loss(c, c->unread,
			   "lines of evidence that could not be read a second "
			   "time, since their file was changed meanwhile: ",
			   "; they were counted, but cannot be shown");
	return err;
}
