/* \summary: how far one word is from another, for "did you mean" */
#ifndef CUL_NEAR_H
#define CUL_NEAR_H

/* Letters to insert, drop, change or swap with the next; UINT32_MAX if one of
 * the words is longer than any of ours. */
unsigned cul_near_distance(const char *a, const char *b);

#endif
