/* \summary: run a fuzz target over files, whole and line by line
 *
 * Each piece is copied to memory of exactly its size, so that a sanitizer sees
 * a single byte read beyond it.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void feed(const uint8_t *data, size_t n)
{
	uint8_t *exact = malloc(n != 0 ? n : 1);

	if (exact == NULL) {
		fputs("replay: no memory\n", stderr);
		exit(1);
	}
	memcpy(exact, data, n);
	(void)LLVMFuzzerTestOneInput(exact, n);
	free(exact);
}

static size_t feed_lines(const uint8_t *data, size_t n)
{
	size_t lines = 0;

	while (n != 0) {
		const uint8_t *lf = memchr(data, '\n', n);
		size_t len = lf != NULL ? (size_t)(lf - data) : n;

		feed(data, len);
		lines++;
		len += lf != NULL;
		data += len;
		n -= len;
	}
	return lines;
}

/* Files of at most this size; the golden inputs are far smaller. */
enum { FILE_MAX = 1 << 20 };

int main(int argc, char **argv)
{
	static uint8_t buf[FILE_MAX];
	size_t files = 0, lines = 0;

	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		size_t n;

		if (f == NULL) {
			perror(argv[i]);
			return 1;
		}
		n = fread(buf, 1, sizeof(buf), f);
		(void)fclose(f);
		feed(buf, n);
		lines += feed_lines(buf, n);
		files++;
	}
	printf("%zu files, %zu lines\n", files, lines);
	return files != 0 ? 0 : 1;
}
