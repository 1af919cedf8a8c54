/* \summary: however a log's bytes come and its files are rotated, and however
 * often the reader begins again, its lines are those of the whole files
 *
 * Arguments: how many rounds, the first seed. Each round is one log of some
 * generations with random bytes.
 */
#include "t.h"

#include "dice.h"
#include "follow_t.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "input/input.h"

enum { GENERATIONS_MAX = 6, ROTATIONS_KEPT = 40 };

enum way { RENAME, RENAME_EMPTY, COPY, REMOVE, WAYS };

static uint64_t rounds = 60, first_seed = 1;

struct round {
	struct follow_t *t;
	uint64_t dice;
	struct scratch_bytes now;      /* of the current generation      */
	struct scratch_bytes expected; /* the lines of all               */
	int n_rotated;
	bool written; /* to the current generation                */
	bool removed; /* the one before                           */
	bool known;   /* it was looked at after that              */
};

static uint32_t below(struct round *r, uint32_t n)
{
	return dice_below(&r->dice, n);
}

/* What is hard about lines: their ends, NULs, their length. */
static void bytes(struct round *r, struct scratch_bytes *to)
{
	static const char few[] = "ab\n\n\r\0\r\n\0";
	uint32_t kind = below(r, 12);
	size_t n = kind == 0   ? CUL_RECORD_MAX - 4 + below(r, 9)
		   : kind == 1 ? 1000 + below(r, 200000)
			       : 1 + below(r, 60);

	for (size_t i = 0; i < n; i++) {
		char c = kind < 2 ? 'x' : few[below(r, sizeof(few))];

		scratch_append(to, &c, 1);
	}
	if (kind < 2 && below(r, 4) != 0)
		scratch_append(to, "\n", 1);
}

static void pass(struct round *r, int64_t msec)
{
	follow_t_pass(r->t, msec);
	r->known |= r->written;
}

static void append(const char *name, const char *p, size_t n)
{
	FILE *f = fopen(scratch_path(name), "a");

	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

/* Write it in pieces, looking now and then. */
static void trickle(struct round *r, const struct scratch_bytes *b)
{
	for (size_t at = 0; at < b->len;) {
		size_t n = below(r, 3) == 0
				   ? 1
				   : 1 + below(r, (uint32_t)(2 * b->len));

		if (n > b->len - at)
			n = b->len - at;
		append("mail.log", b->p + at, n);
		at += n;
		r->written = true;
		r->t->want = 1 + below(r, 3) * below(r, 40000);
		if (below(r, 3) == 0)
			pass(r, 10);
		if (below(r, 40) == 0 && (r->known || !r->removed))
			follow_t_restart(r->t);
	}
	scratch_append(&r->now, b->p, b->len);
}

/* The lines of the generation that is whole now, as one input. */
static void expect(struct round *r)
{
	const char *path =
		scratch_file("whole", (struct cul_sv){ r->now.p, r->now.len });
	struct cul_input *in = NULL;
	struct cul_block b = { 0 };

	assert_int_equal(cul_input_open(path, &in), 0);
	while (cul_input_next(in, CUL_BLOCK_BYTES, &b) > 0) {
		struct cul_lines lines = cul_block_lines(&b);
		struct cul_line line;

		while (cul_lines_next(&lines, &line))
			follow_t_tell(&r->expected, &b, &line);
	}
	cul_input_free(&in);
	free(b.bytes);
	assert_int_equal(unlink(path), 0);
	r->now.len = 0;
}

static void name_of(char name[32], int i, bool packed)
{
	snprintf(name, 32, "mail.log.%d%s", i, packed ? ".gz" : "");
}

static bool is_there(const char *name)
{
	return access(scratch_path(name), F_OK) == 0;
}

/* Make room at mail.log.1; some are packed on the way. */
static void shift(struct round *r)
{
	char from[32], to[32];

	for (int i = r->n_rotated++; i > 0; i--) {
		for (int packed = 0; packed < 2; packed++) {
			name_of(from, i, packed);
			name_of(to, i + 1, packed);
			if (is_there(from))
				move(from, to);
		}
		name_of(to, i + 1, false);
		if (is_there(to) && below(r, 2) == 0)
			pack(to);
	}
}

static void rotate(struct round *r)
{
	enum way way = (enum way)below(r, WAYS);

	expect(r);
	/* What nobody saw before it went is lost: removed, or filled and
	 * emptied again. */
	if (way == REMOVE || (way == COPY && !r->known) || r->removed ||
	    r->n_rotated == 0)
		pass(r, 10);
	r->written = r->known = false;
	r->removed = way == REMOVE;
	if (way == REMOVE) {
		drop("mail.log");
		return;
	}
	shift(r);
	if (way == COPY) {
		copy("mail.log", "mail.log.1");
		cut("mail.log");
	} else {
		move("mail.log", "mail.log.1");
		if (way == RENAME_EMPTY)
			put("mail.log", "");
	}
	if (below(r, 3) == 0)
		pass(r, (int64_t)below(r, 3 * FOLLOW_T_LINGER));
	if (below(r, 4) == 0)
		pack("mail.log.1");
}

static void play(struct round *r)
{
	uint32_t n = 1 + below(r, GENERATIONS_MAX);

	r->t->offsets = true;
	put("mail.log", "");
	follow_t_add(r->t, "mail.log");
	pass(r, 10);
	for (uint32_t g = 0; g < n; g++) {
		struct scratch_bytes b = { 0 };
		char first = (char)('A' + g);

		/* By less than its first byte no file is known. */
		scratch_append(&b, &first, 1);
		for (uint32_t i = below(r, 8); i > 0; i--)
			bytes(r, &b);
		trickle(r, &b);
		free(b.p);
		if (g + 1 < n)
			rotate(r);
	}
	/* The end of the last line is not there: it waits. */
	put("mail.log", "\n");
	scratch_append(&r->now, "\n", 1);
	expect(r);
	pass(r, 3 * FOLLOW_T_LINGER);
}

static void compare(struct round *r, uint64_t seed)
{
	struct scratch_bytes *a = &r->expected, *b = &r->t->told;
	size_t same = 0;

	while (same < a->len && same < b->len && a->p[same] == b->p[same])
		same++;
	if (same == a->len && same == b->len)
		return;
	fail_msg("seed %llu: the %zu bytes told are not the %zu expected, "
		 "from %zu on",
		 (unsigned long long)seed, b->len, a->len, same);
}

static void rounds_of(bool no_inotify)
{
	for (uint64_t i = 0; i < rounds; i++) {
		struct round r = { 0 };
		void *state = &no_inotify;

		assert_int_equal(follow_t_setup(&state), 0);
		r.t = state;
		r.dice = first_seed + i;
		play(&r);
		compare(&r, first_seed + i);
		free(r.now.p);
		free(r.expected.p);
		assert_int_equal(follow_t_teardown(&state), 0);
	}
}

static void the_lines_are_those_of_the_files(void **s)
{
	(void)s;
	rounds_of(false);
}

static void the_lines_are_those_of_the_files_by_the_clock(void **s)
{
	(void)s;
	rounds_of(true);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_lines_are_those_of_the_files),
		cmocka_unit_test(the_lines_are_those_of_the_files_by_the_clock),
	};

	if (argc > 1)
		rounds = strtoull(argv[1], NULL, 10);
	if (argc > 2)
		first_seed = strtoull(argv[2], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
