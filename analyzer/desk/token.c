/* \summary: make and check secrets and proofs */
#include <sodium.h>
#include <string.h>

#include "desk/token.h"

_Static_assert((int)TOKEN_SECRET == (int)crypto_auth_hmacsha256_KEYBYTES,
	       "a secret is a key");
_Static_assert((int)TOKEN_SECRET == (int)crypto_auth_hmacsha256_BYTES,
	       "a proof is as long as a secret");
_Static_assert((int)CUL_SESSION_KEY == (int)crypto_generichash_BYTES,
	       "a session's key is a hash");
_Static_assert((int)CUL_TOKEN_MAX == (int)TOKEN_TEXT, "a form holds it");

static void mac_text(const uint8_t key[TOKEN_SECRET], const char *what,
		     const char *name, const char *nonce, char ret[TOKEN_TEXT])
{
	crypto_auth_hmacsha256_state st;
	uint8_t mac[TOKEN_SECRET];

	crypto_auth_hmacsha256_init(&st, key, TOKEN_SECRET);
	/* The NULs keep the parts apart. */
	crypto_auth_hmacsha256_update(&st, (const uint8_t *)what,
				      strlen(what) + 1);
	crypto_auth_hmacsha256_update(&st, (const uint8_t *)name,
				      strlen(name) + 1);
	crypto_auth_hmacsha256_update(&st, (const uint8_t *)nonce,
				      strlen(nonce) + 1);
	crypto_auth_hmacsha256_final(&st, mac);
	sodium_bin2hex(ret, TOKEN_TEXT, mac, sizeof(mac));
}

void token_new(uint8_t ret[TOKEN_SECRET], char text[TOKEN_TEXT])
{
	randombytes_buf(ret, TOKEN_SECRET);
	sodium_bin2hex(text, TOKEN_TEXT, ret, TOKEN_SECRET);
}

bool token_read(struct cul_sv text, uint8_t ret[TOKEN_SECRET])
{
	size_t n = 0;

	return text.len == TOKEN_TEXT - 1 &&
	       sodium_hex2bin(ret, TOKEN_SECRET, text.ptr, text.len, NULL, &n,
			      NULL) == 0 &&
	       n == TOKEN_SECRET;
}

void token_key(const uint8_t secret[TOKEN_SECRET], uint8_t ret[CUL_SESSION_KEY])
{
	crypto_generichash(ret, CUL_SESSION_KEY, secret, TOKEN_SECRET, NULL, 0);
}

void token_form(const uint8_t secret[TOKEN_SECRET], char ret[CUL_TOKEN_MAX])
{
	mac_text(secret, "form", "", "", ret);
}

bool token_is(struct cul_sv given, const char *wanted)
{
	size_t len = strlen(wanted);

	return len != 0 && given.len == len &&
	       sodium_memcmp(given.ptr, wanted, len) == 0;
}

static void proof_of(const struct cul_user *u, const char *nonce,
		     char ret[TOKEN_TEXT])
{
	uint8_t key[TOKEN_SECRET];

	crypto_generichash(key, sizeof(key), (const uint8_t *)u->hash,
			   strlen(u->hash), NULL, 0);
	mac_text(key, "browser", u->name, nonce, ret);
	sodium_memzero(key, sizeof(key));
}

void token_proof(const struct cul_user *u, char ret[TOKEN_PROOF_TEXT])
{
	uint8_t nonce[TOKEN_NONCE];

	randombytes_buf(nonce, sizeof(nonce));
	sodium_bin2hex(ret, TOKEN_NONCE_TEXT, nonce, sizeof(nonce));
	proof_of(u, ret, ret + TOKEN_NONCE_TEXT);
	ret[TOKEN_NONCE_TEXT - 1] = '.';
}

bool token_proven(const struct cul_user *u, struct cul_sv proof,
		  char ret_nonce[TOKEN_NONCE_TEXT])
{
	char nonce[TOKEN_NONCE_TEXT] = "", mac[TOKEN_TEXT];

	if (proof.len != TOKEN_PROOF_TEXT - 1 ||
	    proof.ptr[TOKEN_NONCE_TEXT - 1] != '.')
		return false;
	memcpy(nonce, proof.ptr, TOKEN_NONCE_TEXT - 1);
	if (strlen(nonce) != TOKEN_NONCE_TEXT - 1)
		return false;
	proof_of(u, nonce, mac);
	if (!token_is(cul_sv_from(proof, TOKEN_NONCE_TEXT), mac))
		return false;
	memcpy(ret_nonce, nonce, sizeof(nonce));
	return true;
}
