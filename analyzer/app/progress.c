/* \summary: draw the progress bar */
#include <stdio.h>
#include <unistd.h>

#include "app/progress.h"
#include "app/screen.h"
#include "engine/clock.h"

/* Short runs show none; a bar drawn more often cannot be read anyway. */
enum { FIRST_USEC = 200 * 1000, EACH_USEC = 100 * 1000, BAR_MAX = 30 };

static const char *human(double v, char *buf, size_t cap)
{
	static const char units[] = " kMGTP";
	size_t u = 0;

	while (v >= 999.5 && u + 2 < sizeof(units)) {
		v /= 1000;
		u++;
	}
	if (u == 0)
		snprintf(buf, cap, "%.0f B", v);
	else
		snprintf(buf, cap, "%.*f %cB", v < 99.5 ? 1 : 0, v, units[u]);
	return buf;
}

static void span(double sec, char *buf, size_t cap)
{
	unsigned s = sec < 1e6 ? (unsigned)(sec + .5) : 1000000;

	if (s >= 3600)
		snprintf(buf, cap, "%u:%02u:%02u", s / 3600, s / 60 % 60,
			 s % 60);
	else
		snprintf(buf, cap, "%u:%02u", s / 60, s % 60);
}

static void draw(uint64_t done, uint64_t all, uint64_t lines, double sec,
		 unsigned columns)
{
	char bar[BAR_MAX + 3] = "", text[160], a[16], b[16], rate[16], left[16];
	double speed = (double)done / sec;
	double share = all > 0 ? (double)done / (double)all : 0;
	unsigned width = columns > 90 ? BAR_MAX : columns > 70 ? 10 : 0;

	if (share > 1)
		share = 1;
	human((double)done, a, sizeof(a));
	human(speed, rate, sizeof(rate));
	if (all == 0) {
		snprintf(text, sizeof(text), "%s  %s/s  %llu lines", a, rate,
			 (unsigned long long)lines);
	} else {
		double rest = all > done ? (double)(all - done) : 0;

		span(rest / speed, left, sizeof(left));
		snprintf(text, sizeof(text),
			 "%3.0f %%  %s of %s  %s/s  %s left", share * 100, a,
			 human((double)all, b, sizeof(b)), rate, left);
		bar[0] = width > 0 ? '[' : '\0';
		for (unsigned i = 0; i < width; i++)
			bar[i + 1] = i < share * width ? '#' : '.';
		if (width > 0)
			snprintf(bar + width + 1, 2, "]");
	}
	(void)fprintf(stderr, "\r%s%s%.*s\033[K", bar,
		      bar[0] != '\0' ? " " : "",
		      (int)(columns > 1 ? columns - 1 : 1), text);
	(void)fflush(stderr);
}

static void tell(void *arg, uint64_t done, uint64_t all, uint64_t lines)
{
	struct cul_bar *bar = arg;
	int64_t now = cul_clock_mono_usec();

	if (now - bar->start_usec < FIRST_USEC ||
	    now - bar->last_usec < EACH_USEC || done == 0)
		return;
	bar->last_usec = now;
	bar->shown = true;
	draw(done, all, lines, (double)(now - bar->start_usec) / 1e6,
	     cul_screen_columns(STDERR_FILENO));
}

struct cul_progress cul_bar_start(struct cul_bar *bar, bool busy)
{
	bool on = isatty(STDERR_FILENO) != 0;

	if (busy && isatty(STDOUT_FILENO) != 0)
		on = false;
	*bar = (struct cul_bar){ .on = on };
	bar->start_usec = cul_clock_mono_usec();
	if (!on)
		return (struct cul_progress){ 0 };
	return (struct cul_progress){ tell, bar };
}

void cul_bar_end(struct cul_bar *bar)
{
	if (bar->shown)
		(void)fputs("\r\033[K", stderr);
	bar->shown = false;
}
