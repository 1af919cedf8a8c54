/* \summary: what systemd puts into the environment of a service */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/notify.h"

/* A decimal number and nothing else, up to `most`. */
static bool number(const char *text, uint64_t most, uint64_t *ret)
{
	uint64_t n = 0;

	if (text == NULL || *text == '\0')
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		if (n > (most - (uint64_t)(*text - '0')) / 10)
			return false;
		n = n * 10 + (uint64_t)(*text - '0');
	}
	*ret = n;
	return true;
}

int64_t cul_watchdog_usec(const char *watchdog_usec, const char *watchdog_pid,
			  pid_t pid)
{
	uint64_t usec, whose;

	if (!number(watchdog_usec, INT64_MAX, &usec))
		return 0;
	/* Without WATCHDOG_PID it is for whoever sees it. */
	if (watchdog_pid != NULL && (!number(watchdog_pid, INT32_MAX, &whose) ||
				     whose != (uint64_t)pid))
		return 0;
	return (int64_t)(usec / 2);
}

/* Names are told apart by colons; one that has none is "unknown". */
static void name_of(const char **names, char ret[CUL_PASSED_NAME])
{
	const char *from = *names != NULL ? *names : "";
	size_t len = strcspn(from, ":");

	*names = from[len] == ':' ? from + len + 1 : NULL;
	if (len == 0) {
		from = "unknown";
		len = strlen(from);
	}
	if (len >= CUL_PASSED_NAME)
		len = CUL_PASSED_NAME - 1;
	memcpy(ret, from, len);
	ret[len] = '\0';
}

static bool take(int fd)
{
	int flags = fcntl(fd, F_GETFD);

	return flags >= 0 && fcntl(fd, F_SETFD, flags | FD_CLOEXEC) == 0;
}

int cul_listen_fds(const char *listen_pid, const char *listen_fds,
		   const char *listen_fdnames, pid_t pid,
		   struct cul_passed ret[CUL_PASSED_MAX])
{
	uint64_t whose, n;

	if (listen_pid == NULL || listen_fds == NULL)
		return 0;
	if (!number(listen_pid, INT32_MAX, &whose) ||
	    !number(listen_fds, INT32_MAX, &n))
		return CUL_EUSAGE;
	/* Meant for a parent of ours, which did not clear it. */
	if (whose != (uint64_t)pid)
		return 0;
	if (n > CUL_PASSED_MAX)
		return CUL_EUSAGE;
	for (unsigned i = 0; i < n; i++) {
		ret[i].fd = CUL_PASSED_FIRST + (int)i;
		name_of(&listen_fdnames, ret[i].name);
		if (!take(ret[i].fd))
			return CUL_EUSAGE;
	}
	return (int)n;
}

bool cul_is_journal(const char *journal_stream, dev_t dev, ino_t ino)
{
	char text[64];
	uint64_t d, i;
	char *colon;
	int n;

	if (journal_stream == NULL)
		return false;
	n = snprintf(text, sizeof(text), "%s", journal_stream);
	colon = strchr(text, ':');
	if (n < 0 || (size_t)n >= sizeof(text) || colon == NULL)
		return false;
	*colon = '\0';
	return number(text, UINT64_MAX, &d) &&
	       number(colon + 1, UINT64_MAX, &i) && d == dev && i == ino;
}

const char *cul_priority_prefix(bool journal, enum cul_priority p)
{
	static const char *const prefixes[] = {
		[CUL_PRIORITY_ERROR] = "<3>",  [CUL_PRIORITY_WARNING] = "<4>",
		[CUL_PRIORITY_NOTICE] = "<5>", [CUL_PRIORITY_INFO] = "<6>",
		[CUL_PRIORITY_DEBUG] = "<7>",
	};

	return journal ? prefixes[p] : "";
}
