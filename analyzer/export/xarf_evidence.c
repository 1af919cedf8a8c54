/* \summary: the lines of a suggestion as evidence of a XARF report
 *
 * They leave the house, so recipients are masked, whether or not the report
 * is. The digest is of the bytes before base64.
 */
#include "export/xarf_evidence.h"

#include <stdlib.h>

#include "culprit/err.h"
#include "export/base64.h"
#include "export/sha256.h"
#include "report/mask.h"

enum { SIZE_MAX_BYTES = 5242880, HASH_MAX = 7 + 2 * CUL_SHA256_LEN + 1 };

static size_t lines(const struct cul_suggestion *s, char *text)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_quotes; i++) {
		struct cul_sv line = { s->quotes[i].line, s->quotes[i].len };

		if (n + CUL_MASK_MAX + 1 > SIZE_MAX_BYTES)
			break;
		n += cul_mask(line, text + n).len;
		text[n++] = '\n';
	}
	return n;
}

static void hash(struct cul_sv v, char *text)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t b[CUL_SHA256_LEN];

	cul_sha256(v, b);
	memcpy(text, "sha256:", 7);
	text += 7;
	for (size_t i = 0; i < sizeof(b); i++) {
		*text++ = digits[b[i] >> 4];
		*text++ = digits[b[i] & 15];
	}
	*text = '\0';
}

static int item(struct cul_json *j, struct cul_sv v)
{
	size_t len = cul_base64_len(v.len);
	char *payload = malloc(len), digest[HASH_MAX];

	if (payload == NULL)
		return CUL_ENOMEM;
	cul_base64(v, payload);
	hash(v, digest);
	cul_json_array(j, "evidence");
	cul_json_object(j, NULL);
	cul_json_str(j, "content_type", "text/plain");
	cul_json_str(j, "description",
		     "lines of our mail servers' logs, recipients masked");
	cul_json_sv(j, "payload", (struct cul_sv){ payload, len });
	cul_json_str(j, "hash", digest);
	cul_json_u64(j, "size", v.len);
	cul_json_end(j);
	cul_json_end(j);
	free(payload);
	return 0;
}

int cul_xarf_evidence(struct cul_json *j, const struct cul_suggestion *s)
{
	char *text;
	int err;

	if (s->n_quotes == 0)
		return 0;
	text = malloc(s->n_quotes * (CUL_MASK_MAX + 1));
	if (text == NULL)
		return CUL_ENOMEM;
	err = item(j, (struct cul_sv){ text, lines(s, text) });
	free(text);
	return err;
}
