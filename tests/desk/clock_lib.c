/* \summary: another time of day for a program under test, by LD_PRELOAD
 *
 * CULPRIT_TEST_CLOCK is the second since 1970 at which the program begins; with
 * an = before it time stands still there. Time that only passes is left alone.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static bool stands;
static time_t at, began;

static int real(clockid_t clock_id, struct timespec *tp)
{
	return (int)syscall(SYS_clock_gettime, clock_id, tp);
}

__attribute__((constructor)) static void begin(void)
{
	const char *text = getenv("CULPRIT_TEST_CLOCK");
	struct timespec ts;

	if (text == NULL)
		return;
	stands = text[0] == '=';
	at = strtol(text + stands, NULL, 10);
	real(CLOCK_REALTIME, &ts);
	began = ts.tv_sec;
}

int clock_gettime(clockid_t clock_id, struct timespec *tp)
{
	const int rc = real(clock_id, tp);

	if (rc != 0 || clock_id != CLOCK_REALTIME || at == 0)
		return rc;
	tp->tv_sec = stands ? at : at + (tp->tv_sec - began);
	if (stands)
		tp->tv_nsec = 0;
	return 0;
}
