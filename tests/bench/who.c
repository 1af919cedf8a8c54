/* \summary: who calls and who is written to: addresses, names, mailboxes */
#include "gen.h"

#include <stdlib.h>

enum {
	ACCOUNTS = 3000,
	LOCAL_BOXES = 20000,
	DOMAINS = 6000,
	BUSY_DOMAINS = 16
};

static const char *const words[16] = {
	"heron",    "lapwing",   "siskin", "plover",   "merlin", "dunlin",
	"wheatear", "fieldfare", "curlew", "teal",     "osprey", "goldcrest",
	"redwing",  "whinchat",  "gannet", "nightjar",
};

static const char *const local_domains[2] = { "aurora.example",
					      "tundra.example" };

/*
 * Weight of the client of rank r is 1/(r + 1), in 40-bit fixed point; the
 * table holds running sums so that a draw is a binary search.
 */
int cul_who_init(struct cul_gen *g)
{
	uint64_t sum = 0;

	g->zipf = malloc(g->clients * sizeof(*g->zipf));
	if (!g->zipf)
		return -1;
	for (uint32_t r = 0; r < g->clients; r++) {
		sum += (1ULL << 40) / (r + 1ULL);
		g->zipf[r] = sum;
	}
	return 0;
}

/*
 * Two of three sessions are drawn by rank; the third goes to the next client
 * in turn, so that every one of them calls at least once in a large log, as
 * the many do that are seen once a day.
 */
uint32_t cul_who_client(struct cul_gen *g)
{
	uint32_t lo = 0, hi = g->clients - 1;
	uint64_t at;

	if (cul_chance(g, 3333)) {
		g->next_client = (g->next_client + 1) % g->clients;
		return g->next_client;
	}
	at = cul_random(g) % g->zipf[hi];
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (g->zipf[mid] > at)
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo;
}

static uint64_t hash_of(const struct cul_gen *g, uint32_t client)
{
	return cul_mix(g->seed ^ ((uint64_t)client << 20));
}

/* The hundred busiest are servers of others and of customers: no bots. */
enum cul_plan cul_who_plan(const struct cul_gen *g, uint32_t client)
{
	uint32_t at = (uint32_t)(hash_of(g, client) % 100);

	if (client < 100)
		at %= 34;
	if (at < 18)
		return CUL_PLAN_MAIL;
	if (at < 30)
		return CUL_PLAN_SUBMIT;
	if (at < 34)
		return CUL_PLAN_RELAY;
	if (at < 90)
		return CUL_PLAN_REFUSED;
	if (at < 96)
		return CUL_PLAN_GUESS;
	return CUL_PLAN_DRIVEBY;
}

bool cul_who_is_wild(const struct cul_gen *g, uint32_t client)
{
	return client >= 100 && (hash_of(g, client) >> 40) % 1500 == 0;
}

bool cul_who_is_unknown(const struct cul_gen *g, uint32_t client)
{
	return client >= 100 && (hash_of(g, client) >> 32) % 5 == 0;
}

uint32_t cul_who_account(const struct cul_gen *g, uint32_t client)
{
	return (uint32_t)(hash_of(g, client) >> 8) % ACCOUNTS;
}

static bool is_ipv6(const struct cul_gen *g, uint32_t client)
{
	return (hash_of(g, client) >> 24) % 12 == 0;
}

/* An odd factor permutes the 22 bits of 100.64.0.0/10: no two are alike. */
static uint32_t spread(uint32_t client)
{
	return (client * 0x9e3779b1U) & 0x3fffff;
}

static void put_ipv4(struct cul_gen *g, uint32_t addr, const char *sep)
{
	for (int shift = 24; shift >= 0; shift -= 8) {
		cul_out_uint(&g->out, (addr >> shift) & 255);
		if (shift)
			cul_out_str(&g->out, sep);
	}
}

/* 100.64.0.0/10 and 2001:db8::/32 hold as many as asked for. */
void cul_out_address(struct cul_gen *g, uint32_t client)
{
	uint32_t at = spread(client);

	if (!is_ipv6(g, client)) {
		put_ipv4(g, 0x64400000U | at, ".");
		return;
	}
	cul_out_str(&g->out, "2001:db8:");
	cul_out_hex(&g->out, (at >> 12) + 1, 1, false);
	cul_out_str(&g->out, ":");
	cul_out_hex(&g->out, (at & 4095) + 1, 1, false);
	cul_out_str(&g->out, "::");
	cul_out_hex(&g->out, hash_of(g, client) % 65535 + 1, 1, false);
}

static void put_name(struct cul_gen *g, uint32_t client)
{
	uint64_t h = hash_of(g, client);
	struct cul_out *o = &g->out;

	if (cul_who_plan(g, client) == CUL_PLAN_MAIL) {
		cul_out_str(o, "mail-out");
		cul_out_uint(o, h % 90);
		cul_out_str(o, ".");
		cul_out_str(o, words[(h >> 8) & 15]);
		cul_out_uint(o, client / 4);
		cul_out_str(o, ".example");
		return;
	}
	cul_out_str(o, "host-");
	if (is_ipv6(g, client))
		cul_out_hex(o, spread(client), 6, false);
	else
		put_ipv4(g, 0x64400000U | spread(client), "-");
	cul_out_str(o, (h >> 9) & 1 ? ".dsl." : ".cable.");
	cul_out_str(o, words[(h >> 12) & 15]);
	cul_out_str(o, "-access.example");
}

void cul_out_client(struct cul_gen *g, uint32_t client)
{
	if (cul_who_is_unknown(g, client))
		cul_out_str(&g->out, "unknown");
	else
		put_name(g, client);
	cul_out_str(&g->out, "[");
	cul_out_address(g, client);
	cul_out_str(&g->out, "]");
}

void cul_out_helo(struct cul_gen *g, uint32_t client)
{
	if ((hash_of(g, client) >> 16) % 4) {
		put_name(g, client);
		return;
	}
	cul_out_str(&g->out, "[");
	cul_out_address(g, client);
	cul_out_str(&g->out, "]");
}

/* Half of all mail goes to a few domains, as everywhere. */
static uint32_t domain_number(struct cul_mailbox m)
{
	uint64_t h = cul_mix(m.number);

	return (uint32_t)(h & 1 ? (h >> 8) % BUSY_DOMAINS : (h >> 8) % DOMAINS);
}

void cul_out_domain(struct cul_gen *g, struct cul_mailbox m)
{
	uint32_t d = domain_number(m);

	if (m.local) {
		cul_out_str(&g->out, local_domains[m.number & 1]);
		return;
	}
	cul_out_str(&g->out, words[d & 15]);
	if (d >= BUSY_DOMAINS) {
		cul_out_str(&g->out, "-");
		cul_out_uint(&g->out, d);
	}
	cul_out_str(&g->out, ".example");
}

void cul_out_mailbox(struct cul_gen *g, struct cul_mailbox m)
{
	uint64_t h = cul_mix(m.number);

	if (m.null)
		return;
	cul_out_str(&g->out, words[(h >> 32) & 15]);
	cul_out_str(&g->out, ".");
	cul_out_uint(&g->out,
		     m.local ? m.number % LOCAL_BOXES : m.number % 100000000);
	cul_out_str(&g->out, "@");
	cul_out_domain(g, m);
}

/* Exchangers of others stand in the three documentation networks. */
void cul_out_exchanger(struct cul_gen *g, struct cul_mailbox m)
{
	static const uint32_t nets[3] = { 0xc0000200U, 0xc6336400U,
					  0xcb007100U };
	uint64_t h = cul_mix(domain_number(m) + 7ULL);

	cul_out_str(&g->out, "mx");
	cul_out_uint(&g->out, h % 5 + 1);
	cul_out_str(&g->out, ".");
	cul_out_domain(g, m);
	cul_out_str(&g->out, "[");
	put_ipv4(g, nets[h % 3] | (uint32_t)((h >> 16) % 254 + 1), ".");
	cul_out_str(&g->out, "]");
}
