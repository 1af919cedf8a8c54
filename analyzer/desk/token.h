/* \summary: what cookies and forms carry: secrets, and proofs made of them */
#ifndef CUL_TOKEN_H
#define CUL_TOKEN_H

#include "desk/accounts.h"

enum {
	TOKEN_SECRET = 32, /* bytes                                        */
	TOKEN_TEXT = 2 * TOKEN_SECRET + 1,
	TOKEN_NONCE = 16,
	TOKEN_NONCE_TEXT = 2 * TOKEN_NONCE + 1,
	TOKEN_PROOF_TEXT = TOKEN_NONCE_TEXT + TOKEN_TEXT /* "nonce.mac"     */
};

/* A new secret, as the cookie has it. */
void token_new(uint8_t ret[TOKEN_SECRET], char text[TOKEN_TEXT]);
/* Of a cookie; false if it is none. */
bool token_read(struct cul_sv text, uint8_t ret[TOKEN_SECRET]);
/* What the store has of it. */
void token_key(const uint8_t secret[TOKEN_SECRET],
	       uint8_t ret[CUL_SESSION_KEY]);
/* What the forms of that session carry. */
void token_form(const uint8_t secret[TOKEN_SECRET], char ret[CUL_TOKEN_MAX]);
bool token_is(struct cul_sv given, const char *wanted);

/* The proof that this browser has logged in as that user before: an HMAC keyed
 * with his password's hash, so that it needs no key of its own, and is worth
 * nothing once the password is another. */
void token_proof(const struct cul_user *u, char ret[TOKEN_PROOF_TEXT]);
/* Is it one? Then its nonce names the browser. */
bool token_proven(const struct cul_user *u, struct cul_sv proof,
		  char ret_nonce[TOKEN_NONCE_TEXT]);

#endif
