/* \summary: SHA-256 (FIPS 180-4), for what others are to check */
#include "export/sha256.h"

enum { BLOCK = 64, ROUNDS = 64 };

static const uint32_t k[ROUNDS] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

static uint32_t turn(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

static uint32_t load(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static void store(uint8_t *p, uint32_t x)
{
	p[0] = (uint8_t)(x >> 24);
	p[1] = (uint8_t)(x >> 16);
	p[2] = (uint8_t)(x >> 8);
	p[3] = (uint8_t)x;
}

/* 6.2.2, step 1. */
static void schedule(const uint8_t *p, uint32_t w[ROUNDS])
{
	for (unsigned i = 0; i < 16; i++)
		w[i] = load(p + 4 * i);
	for (unsigned i = 16; i < ROUNDS; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];

		w[i] = w[i - 16] + w[i - 7] +
		       (turn(a, 7) ^ turn(a, 18) ^ a >> 3) +
		       (turn(b, 17) ^ turn(b, 19) ^ b >> 10);
	}
}

/* Steps 2 to 4; s holds a to h. */
static void block(uint32_t h[8], const uint8_t *p)
{
	uint32_t w[ROUNDS], s[8];

	schedule(p, w);
	memcpy(s, h, sizeof(s));
	for (unsigned i = 0; i < ROUNDS; i++) {
		uint32_t a = s[0], e = s[4];
		uint32_t t1 = s[7] + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) +
			      ((e & s[5]) ^ (~e & s[6])) + k[i] + w[i];
		uint32_t t2 = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) +
			      ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));

		memmove(s + 1, s, 7 * sizeof(s[0]));
		s[4] += t1;
		s[0] = t1 + t2;
	}
	for (unsigned i = 0; i < 8; i++)
		h[i] += s[i];
}

/* 5.1.1: a one, zeros, the length in bits; one block or two. */
static void finish(uint32_t h[8], struct cul_sv rest, uint64_t len)
{
	uint8_t last[2 * BLOCK] = { 0 };
	size_t n = rest.len < BLOCK - 8 ? BLOCK : 2 * BLOCK;

	if (rest.len != 0)
		memcpy(last, rest.ptr, rest.len);
	last[rest.len] = 0x80;
	store(last + n - 8, (uint32_t)(len >> 29));
	store(last + n - 4, (uint32_t)(len << 3));
	for (size_t i = 0; i < n; i += BLOCK)
		block(h, last + i);
}

void cul_sha256(struct cul_sv v, uint8_t ret_digest[CUL_SHA256_LEN])
{
	uint32_t h[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
			  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	size_t at = 0;

	for (; v.len - at >= BLOCK; at += BLOCK)
		block(h, (const uint8_t *)v.ptr + at);
	finish(h, cul_sv_from(v, at), v.len);
	for (unsigned i = 0; i < 8; i++)
		store(ret_digest + 4 * i, h[i]);
}
