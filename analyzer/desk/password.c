/* \summary: what passwords are good enough, and their hashes */
#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "desk/password.h"

static size_t characters(struct cul_sv v)
{
	size_t n = 0;

	for (size_t i = 0; i < v.len; i++)
		n += ((unsigned char)v.ptr[i] & 0xc0) != 0x80;
	return n;
}

static size_t distinct(struct cul_sv v)
{
	bool seen[256] = { false };
	size_t n = 0;

	for (size_t i = 0; i < v.len; i++) {
		n += !seen[(unsigned char)v.ptr[i]];
		seen[(unsigned char)v.ptr[i]] = true;
	}
	return n;
}

static bool has_control(struct cul_sv v)
{
	for (size_t i = 0; i < v.len; i++) {
		if ((unsigned char)v.ptr[i] < ' ' || v.ptr[i] == 0x7f)
			return true;
	}
	return false;
}

static bool has_word(struct cul_sv v, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; len != 0 && i + len <= v.len; i++) {
		if (strncasecmp(v.ptr + i, word, len) == 0)
			return true;
	}
	return false;
}

const char *cul_password_fault(struct cul_sv password, const char *user)
{
	if (characters(password) < CUL_PASSWORD_MIN)
		return "A password has twelve characters at least.";
	if (password.len > CUL_PASSWORD_MAX)
		return "A password has 256 bytes at most.";
	if (has_control(password))
		return "A password is one line, without control characters.";
	if (distinct(password) < 5)
		return "A password has five different characters at least.";
	if (strlen(user) > 2 && has_word(password, user))
		return "A password does not have the user's name in it.";
	return NULL;
}

int cul_password_hash(struct cul_sv password, char ret[CUL_USER_HASH_MAX])
{
	_Static_assert((size_t)CUL_USER_HASH_MAX >= crypto_pwhash_STRBYTES,
		       "a hash fits");

	if (password.len > CUL_PASSWORD_MAX)
		return CUL_EUSAGE;
	if (sodium_init() < 0)
		return CUL_EIO;
	memset(ret, 0, CUL_USER_HASH_MAX);
	if (crypto_pwhash_str_alg(ret, password.ptr, password.len,
				  crypto_pwhash_OPSLIMIT_INTERACTIVE,
				  crypto_pwhash_MEMLIMIT_INTERACTIVE,
				  crypto_pwhash_ALG_ARGON2ID13) != 0)
		return CUL_ENOMEM;
	return CUL_OK;
}

bool cul_password_verify(struct cul_sv password, const char *hash)
{
	return password.len <= CUL_PASSWORD_MAX && sodium_init() >= 0 &&
	       crypto_pwhash_str_verify(hash, password.ptr, password.len) == 0;
}
