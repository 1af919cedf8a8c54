/* \summary: print the lines of one tail, as they come
 *
 * usage: tail_lines [OPTION...] pipe | socket ADDRESS | journal PROGRAM ARG...
 *   -i MSEC    end when nothing has come for so long
 *   -n LINES   end after so many
 *   -w BYTES   ask for pieces of about so many (16384)
 *   -d FD      of a socket that is passed on
 *   -e         of a journal: only what comes now
 *   -r PLACES  go on at the last place in that file, if there is one; write
 *              the place of each piece to it before the piece is printed, as
 *              it is: so that what was printed from there on can be cut off
 *   -s         tell the status on standard error at the end
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "input/live.h"

struct asked {
	int idle_msec, fd;
	unsigned long lines;
	size_t want;
	bool from_now, status;
	const char *places;
	struct cul_place place;
};

static int asked_read(int argc, char **argv, struct asked *a)
{
	int c;

	while ((c = getopt(argc, argv, "+i:n:w:d:er:s")) != -1) {
		switch (c) {
		case 'i':
			a->idle_msec = (int)strtol(optarg, NULL, 10);
			break;
		case 'n':
			a->lines = strtoul(optarg, NULL, 10);
			break;
		case 'w':
			a->want = strtoul(optarg, NULL, 10);
			break;
		case 'd':
			a->fd = (int)strtol(optarg, NULL, 10);
			break;
		case 'e':
			a->from_now = true;
			break;
		case 'r':
			a->places = optarg;
			break;
		case 's':
			a->status = true;
			break;
		default:
			return -1;
		}
	}
	return 0;
}

/* The last line of the file that is whole: "OFFSET CURSOR". */
static void place_read(struct asked *a)
{
	FILE *f = a->places != NULL ? fopen(a->places, "r") : NULL;
	char line[CUL_CURSOR_MAX + 40], *end;

	while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		size_t len = strlen(line);

		if (line[len - 1] != '\n')
			break;
		line[len - 1] = '\0';
		a->place.file.offset = strtoull(line, &end, 10);
		if (*end == ' ')
			snprintf(a->place.cursor, sizeof(a->place.cursor),
				 "%.*s", CUL_CURSOR_MAX - 1, end + 1);
	}
	if (f != NULL)
		fclose(f);
}

static void place_write(const struct asked *a, const struct cul_place *p)
{
	FILE *f = fopen(a->places, "a");

	if (f == NULL)
		return;
	fprintf(f, "%llu %s\n", (unsigned long long)p->file.offset, p->cursor);
	fclose(f);
}

static int tail_open(const struct asked *a, char **argv, struct cul_tail **t,
		     int *fd, char *err)
{
	const char *const *rest = (const char *const *)(argv + 1);

	if (argv[0] != NULL && strcmp(argv[0], "pipe") == 0)
		return cul_pipe_new(STDIN_FILENO, "-", t, fd, err);
	if (argv[0] != NULL && strcmp(argv[0], "socket") == 0 && argv[1])
		return cul_socket_new(argv[1], a->fd, t, fd, err);
	if (argv[0] != NULL && strcmp(argv[0], "journal") == 0 && argv[1])
		return cul_journal_new(rest, &a->place, a->from_now, t, fd,
				       err);
	snprintf(err, CUL_LIVE_ERR, "usage: see the head of tail_lines.c");
	return CUL_EUSAGE;
}

/* How many lines were printed. */
static unsigned long print(const struct cul_block *b)
{
	struct cul_lines lines = cul_block_lines(b);
	struct cul_line line;
	unsigned long n = 0;

	for (; cul_lines_next(&lines, &line); n++) {
		fwrite(line.text.ptr, 1, line.text.len, stdout);
		putchar('\n');
	}
	fflush(stdout);
	return n;
}

static int follow(const struct asked *a, struct cul_tail *t, int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct cul_piece piece = { .path = NULL };
	unsigned long n = 0;
	int rc = 0;

	while (rc >= 0 && n < a->lines && poll(&p, 1, a->idle_msec) > 0) {
		while (n < a->lines &&
		       (rc = t->ops->next(t, a->want, &piece)) > 0) {
			if (a->places != NULL) {
				place_write(a, &piece.place);
				fwrite(piece.block.bytes, 1, piece.block.len,
				       stdout);
				fflush(stdout);
			} else {
				n += print(&piece.block);
			}
		}
	}
	free(piece.block.bytes);
	return rc;
}

int main(int argc, char **argv)
{
	struct asked a = { .idle_msec = -1,
			   .fd = -1,
			   .lines = ~0ul,
			   .want = CUL_BLOCK_BYTES };
	char err[CUL_LIVE_ERR] = "";
	struct cul_tail_status s;
	struct cul_tail *t;
	int fd, rc = asked_read(argc, argv, &a);

	place_read(&a);
	if (rc == 0)
		rc = tail_open(&a, argv + optind, &t, &fd, err);
	if (rc < 0) {
		fprintf(stderr, "tail_lines: %s\n", err);
		return 2;
	}
	rc = follow(&a, t, fd);
	t->ops->status(t, &s);
	if (a.status)
		fprintf(stderr,
			"name: %s\nbehind: %llu\nlost: %llu\nrestarts: %llu\n"
			"error: %s\nnote: %s\n",
			s.name, (unsigned long long)s.behind_bytes,
			(unsigned long long)s.lost,
			(unsigned long long)s.restarts,
			s.error != NULL ? s.error : "",
			s.note != NULL ? s.note : "");
	t->ops->free(t);
	return rc == 0 || rc == CUL_ETRUNC ? 0 : 1;
}
