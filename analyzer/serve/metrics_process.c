/* \summary: what the kernel says of this process, under the usual names */
#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "serve/metrics_int.h"

/* The first two numbers of a line such as /proc/self/statm: pages. */
static bool two_numbers(const char *path, uint64_t n[2])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	char text[256];
	ssize_t len = fd >= 0 ? read(fd, text, sizeof(text)) : -1;
	ssize_t at = 0;

	if (fd >= 0)
		(void)close(fd);
	n[0] = n[1] = 0;
	for (unsigned i = 0; i < 2; i++, at++) {
		if (at >= len || text[at] < '0' || text[at] > '9')
			return false;
		for (; at < len && text[at] >= '0' && text[at] <= '9'; at++)
			n[i] = n[i] * 10 + (uint64_t)(text[at] - '0');
	}
	return true;
}

/* Linux 6.2 and later say it as the size of the folder. */
static uint64_t fds_by_size(void)
{
	struct stat st;

	return stat("/proc/self/fd", &st) == 0 && st.st_size > 0
		       ? (uint64_t)st.st_size
		       : 0;
}

/* One by one, less the one that counts them. */
static uint64_t fds_by_name(void)
{
	DIR *d = opendir("/proc/self/fd");
	const struct dirent *e;
	uint64_t n = 0;

	if (d == NULL)
		return 0;
	while ((e = readdir(d)) != NULL)
		n += e->d_name[0] != '.';
	(void)closedir(d);
	return n != 0 ? n - 1 : 0;
}

/* Open descriptors; 0: not known. */
static uint64_t open_fds(void)
{
	uint64_t n = fds_by_size();

	return n != 0 ? n : fds_by_name();
}

static void memory(struct cul_out *o)
{
	long page = sysconf(_SC_PAGESIZE);
	uint64_t pages[2];

	if (page <= 0 || !two_numbers("/proc/self/statm", pages))
		return;
	metrics_one_gauge(o, "process_virtual_memory_bytes", "bytes",
			  "Virtual memory size.", pages[0] * (uint64_t)page);
	metrics_one_gauge(o, "process_resident_memory_bytes", "bytes",
			  "Resident memory size.", pages[1] * (uint64_t)page);
}

static int64_t usec_of(struct timeval t)
{
	return (int64_t)t.tv_sec * CUL_USEC_PER_SEC + t.tv_usec;
}

static void cpu(struct cul_out *o)
{
	struct metrics_family f;
	struct rusage r;

	if (getrusage(RUSAGE_SELF, &r) != 0)
		return;
	f = metrics_counter(o, "process_cpu_seconds", "seconds",
			    "Time of processors, of the user and the system.");
	metrics_seconds(&f, NULL, NULL,
			usec_of(r.ru_utime) + usec_of(r.ru_stime));
}

static void descriptors(struct cul_out *o)
{
	uint64_t n = open_fds();
	struct rlimit r;

	if (n != 0)
		metrics_one_gauge(o, "process_open_fds", NULL,
				  "Open file descriptors.", n);
	if (getrlimit(RLIMIT_NOFILE, &r) == 0)
		metrics_one_gauge(o, "process_max_fds", NULL,
				  "Most open file descriptors.",
				  (uint64_t)r.rlim_cur);
}

void metrics_process(const struct cul_now *now, struct cul_out *o)
{
	metrics_one_seconds(o, "process_start_time_seconds",
			    "When the process began, since 1970.",
			    now->started_usec);
	cpu(o);
	memory(o);
	descriptors(o);
}
