/* \summary: write the state by a child, read the newest that is whole */
#include "engine/checkpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/clock.h"
#include "engine/forked.h"

struct cul_checkpoint {
	char *dir;
	int dir_fd, lock_fd;
	pid_t child; /* 0: none runs */
	int pipe;    /* of the child: it says how it ended; -1 */
	int64_t started_usec, paused_usec;
};

/* What the child says. */
struct said {
	int why;
	uint64_t bytes;
};

/* Who holds the lock, as far as it says. */
static void other(int fd, struct cul_out *err, const char *dir)
{
	char pid[24] = "";
	ssize_t n = pread(fd, pid, sizeof(pid) - 1, 0);

	pid[n > 0 ? n : 0] = '\0';
	pid[strcspn(pid, "\n")] = '\0';
	cul_out_fmt(err,
		    "%.900s: another culprit watch (process %s) works with "
		    "it; give this one another --state, or end that one\n",
		    dir, pid[0] != '\0' ? pid : "unknown");
}

/* The lock is this process's alone: a child that outlives us for a moment,
 * when we were killed, does not keep it from whoever starts then. */
static bool is_taken(int fd)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return fcntl(fd, F_SETLK, &whole) != 0;
}

static int lock(struct cul_checkpoint *c, struct cul_out *err)
{
	char pid[24];
	int n = snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());

	c->lock_fd =
		openat(c->dir_fd, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (c->lock_fd < 0) {
		cul_out_fmt(err, "%.900s/lock: %s\n", c->dir, strerror(errno));
		return CUL_EIO;
	}
	if (is_taken(c->lock_fd)) {
		other(c->lock_fd, err, c->dir);
		return CUL_ECONF;
	}
	if (ftruncate(c->lock_fd, 0) != 0 ||
	    pwrite(c->lock_fd, pid, (size_t)n, 0) != n) {
		cul_out_fmt(err, "%.900s/lock: %s\n", c->dir, strerror(errno));
		return CUL_EIO;
	}
	return CUL_OK;
}

int cul_checkpoint_open(const char *dir, struct cul_out *err,
			struct cul_checkpoint **ret_checkpoint)
{
	struct cul_checkpoint *c = calloc(1, sizeof(*c));
	int rc = CUL_OK;

	if (c == NULL)
		return CUL_ENOMEM;
	c->pipe = c->lock_fd = c->dir_fd = -1;
	c->dir = strdup(dir);
	if (c->dir == NULL)
		rc = CUL_ENOMEM;
	(void)mkdir(dir, 0700);
	c->dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (rc == CUL_OK && c->dir_fd < 0) {
		cul_out_fmt(err, "%.900s: %s\n", dir, strerror(errno));
		rc = CUL_EIO;
	}
	if (rc == CUL_OK)
		rc = lock(c, err);
	if (rc == CUL_OK)
		*ret_checkpoint = c;
	else
		cul_checkpoint_free(&c);
	return rc;
}

void cul_checkpoint_free(struct cul_checkpoint **cp)
{
	struct cul_checkpoint *c = *cp;
	struct cul_checkpoint_result r;

	if (c == NULL)
		return;
	(void)cul_checkpoint_end(c, true, &r);
	if (c->lock_fd >= 0)
		(void)close(c->lock_fd);
	if (c->dir_fd >= 0)
		(void)close(c->dir_fd);
	free(c->dir);
	free(c);
	*cp = NULL;
}

/* ---- reading ---- */

struct reading {
	int (*load)(void *arg, struct cul_state *s);
	void (*say)(void *arg, const char *sentence);
	void *arg;
	const struct cul_checkpoint *c;
};

static void complain(const struct reading *r, const char *file, const char *why)
{
	char text[1024];

	snprintf(text, sizeof(text), "%.800s/%s: %s", r->c->dir, file, why);
	r->say(r->arg, text);
}

static const char *reason(int err)
{
	switch (err) {
	case CUL_ECONF:
		return "written by another version of culprit, or on another "
		       "machine; it cannot be gone on with";
	case CUL_ENOMEM:
		return "out of memory while reading it";
	default:
		return "damaged: its checksum or its content is wrong";
	}
}

static int load_bytes(const struct reading *r, const char *file,
		      const void *bytes, size_t len)
{
	struct cul_state *s;
	int err = cul_state_reader(bytes, len, &s);

	if (err == CUL_OK)
		err = r->load(r->arg, s);
	if (err == CUL_OK)
		return 1;
	complain(r, file, reason(err));
	return 0;
}

static int load_file(const struct reading *r, const char *file)
{
	int fd = openat(r->c->dir_fd, file, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *p = MAP_FAILED;
	int rc = 0;

	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0)
		p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd,
			 0);
	else if (fd >= 0)
		errno = ENODATA;
	if (p == MAP_FAILED) {
		complain(r, file, strerror(errno));
	} else {
		rc = load_bytes(r, file, p, (size_t)st.st_size);
		(void)munmap(p, (size_t)st.st_size);
	}
	if (fd >= 0)
		(void)close(fd);
	return rc;
}

int cul_checkpoint_load(struct cul_checkpoint *c,
			int (*load)(void *arg, struct cul_state *s),
			void (*say)(void *arg, const char *sentence), void *arg)
{
	const struct reading r = { load, say, arg, c };

	if (load_file(&r, "state") > 0)
		return 1;
	/* Out of the way: the next one must not push it over `state.1`. */
	(void)renameat(c->dir_fd, "state", c->dir_fd, "state.bad");
	if (load_file(&r, "state.1") == 0)
		return 0;
	complain(&r, "state.1",
		 "gone on with the checkpoint before the last; "
		 "what came after it is read again");
	return 1;
}

/* ---- writing ---- */

static int put(void *arg, const void *bytes, size_t len)
{
	const int *fd = arg;
	const char *p = bytes;

	while (len > 0) {
		ssize_t n = write(*fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return CUL_EIO;
		p += n;
		len -= (size_t)n;
	}
	return CUL_OK;
}

static int write_all(int fd, void (*save)(void *arg, struct cul_state *s),
		     void *arg)
{
	struct cul_state *s;
	int err = cul_state_writer(put, &fd, &s);

	if (err != CUL_OK)
		return err;
	save(arg, s);
	return cul_state_end(&s);
}

/* The old one steps back before the new one is put in its place: between the
 * two there is `state.1` alone, which is whole. */
static bool put_in_place(const struct cul_checkpoint *c, const char *beside)
{
	if (renameat(c->dir_fd, "state", c->dir_fd, "state.1") != 0 &&
	    errno != ENOENT)
		return false;
	return renameat(c->dir_fd, beside, c->dir_fd, "state") == 0 &&
	       fsync(c->dir_fd) == 0;
}

static struct said child_write(const struct cul_checkpoint *c,
			       void (*save)(void *arg, struct cul_state *s),
			       void *arg)
{
	static const char beside[] = "state.new";
	struct said said = { 0 };
	struct stat st = { 0 };
	int fd = openat(c->dir_fd, beside,
			O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool ok = fd >= 0;
	int err;

	errno = ok ? 0 : errno;
	if (ok) {
		err = write_all(fd, save, arg);
		if (err == CUL_ENOMEM)
			errno = ENOMEM;
		ok = err == CUL_OK && fsync(fd) == 0 && fstat(fd, &st) == 0 &&
		     put_in_place(c, beside);
	}
	said.why = ok ? 0 : errno != 0 ? errno : EIO;
	said.bytes = (uint64_t)st.st_size;
	if (!ok)
		(void)unlinkat(c->dir_fd, beside, 0);
	return said;
}

/* What the child does, and for whom. */
struct writing {
	const struct cul_checkpoint *c;
	void (*save)(void *arg, struct cul_state *s);
	void *arg;
	int to;
};

static int child(void *arg)
{
	const struct writing *w = arg;
	const struct said said = child_write(w->c, w->save, w->arg);

	return write(w->to, &said, sizeof(said)) == sizeof(said) ? 0 : 1;
}

int cul_checkpoint_start(struct cul_checkpoint *c,
			 void (*save)(void *arg, struct cul_state *s),
			 void *arg)
{
	struct writing w = { c, save, arg, -1 };
	int ends[2], err;

	c->started_usec = cul_clock_mono_usec();
	if (pipe2(ends, O_CLOEXEC) != 0)
		return CUL_EIO;
	w.to = ends[1];
	err = cul_fork(child, &w, &c->child);
	(void)close(ends[1]);
	c->paused_usec = cul_clock_mono_usec() - c->started_usec;
	if (err == CUL_OK)
		c->pipe = ends[0];
	else
		(void)close(ends[0]);
	return err;
}

bool cul_checkpoint_runs(const struct cul_checkpoint *c)
{
	return c->child != 0;
}

int cul_checkpoint_fd(const struct cul_checkpoint *c)
{
	return c->pipe;
}

bool cul_checkpoint_end(struct cul_checkpoint *c, bool wait,
			struct cul_checkpoint_result *ret)
{
	struct said said = { .why = ECHILD };
	int status = 0;

	if (c->child == 0 || !cul_fork_ended(c->child, wait, &status))
		return false;
	if (read(c->pipe, &said, sizeof(said)) != sizeof(said))
		said.why = WIFSIGNALED(status) ? EINTR : ECHILD;
	(void)close(c->pipe);
	c->pipe = -1;
	c->child = 0;
	*ret = (struct cul_checkpoint_result){
		.err = said.why == 0 ? CUL_OK : CUL_EIO,
		.why = said.why,
		.bytes = said.bytes,
		.paused_usec = c->paused_usec,
		.took_usec = cul_clock_mono_usec() - c->started_usec,
	};
	return true;
}

void cul_checkpoint_cancel(struct cul_checkpoint *c)
{
	struct cul_checkpoint_result r;

	if (c->child == 0)
		return;
	(void)kill(c->child, SIGKILL);
	(void)cul_checkpoint_end(c, true, &r);
	(void)unlinkat(c->dir_fd, "state.new", 0);
}
