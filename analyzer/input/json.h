/* \summary: the members of a JSON object, without memory (RFC 8259)
 *
 * Strict as to where an object, a string and a value end, so that a text
 * inside a string can never become a member; lenient as to control characters
 * in strings and the spelling of numbers, which careless writers get wrong.
 */
#ifndef CUL_JSON_H
#define CUL_JSON_H

#include "culprit/sv.h"

enum cul_json_kind {
	CUL_JSON_ABSENT,
	CUL_JSON_STRING, /* what is between the quotes, as written      */
	CUL_JSON_WORD,   /* a number, true, false, null                 */
	CUL_JSON_ARRAY,  /* with its brackets, as an object             */
	CUL_JSON_OBJECT
};

struct cul_json_value {
	enum cul_json_kind kind;
	char *p;
	size_t len;
};

/* A reading position in one object or array. */
struct cul_json {
	char *p, *end;
	bool bad, first;
};

/* Step into an object ('{') or array ('['); false if it is none. */
bool cul_json_enter(struct cul_json *j, char *p, size_t len, char open);

/* The next member of an object, or value of an array; false at its end, or
 * where it is no JSON, and then `bad`. A key is as it is written. */
bool cul_json_member(struct cul_json *j, struct cul_sv *ret_key,
		     struct cul_json_value *ret_value);
bool cul_json_element(struct cul_json *j, struct cul_json_value *ret_value);

/* After the last member: is there nothing behind it but blanks? */
bool cul_json_is_whole(const struct cul_json *j);

/* The text of a string, in place: no longer than it was. Of an array of
 * numbers, the bytes they are; of any other array, the text of its first
 * value; of a word, the word, but nothing of null. */
struct cul_sv cul_json_text(struct cul_json_value v);

static inline struct cul_sv cul_json_raw(struct cul_json_value v)
{
	return (struct cul_sv){ v.p, v.len };
}

#endif
