/* \summary: texts that wait: which there are, and in what order */
#include "tell/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tell/spool_disk.h"

void cul_tell_say(const struct cul_tell_plan *plan, int priority,
		  const char *fmt, ...)
{
	char sentence[1024];
	va_list ap;

	if (plan->say == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(sentence, sizeof(sentence), fmt, ap);
	va_end(ap);
	plan->say(plan->say_arg, priority, sentence);
}

static void link_last(struct cul_spool *s, struct cul_spool_item *i)
{
	if (s->last != NULL)
		s->last->next = i;
	else
		s->first = i;
	s->last = i;
	s->n++;
}

/* The first after `i` (NULL: of all) that has this id. */
static struct cul_spool_item *same_id(const struct cul_spool *s,
				      const struct cul_spool_item *i,
				      const char *id)
{
	struct cul_spool_item *j = i != NULL ? i->next : s->first;

	while (j != NULL && strcmp(j->is.id, id) != 0)
		j = j->next;
	return j;
}

static void unlink_item(struct cul_spool *s, struct cul_spool_item *i)
{
	struct cul_spool_item **at = &s->first, *before = NULL, *heir;

	while (*at != i) {
		before = *at;
		at = &before->next;
	}
	heir = i->behind ? NULL : same_id(s, i, i->is.id);
	if (heir != NULL)
		heir->behind = false;
	*at = i->next;
	if (s->last == i)
		s->last = before;
	s->n--;
	if (i->held != NULL) {
		s->n_held--;
		s->held_bytes -= i->held_len;
	}
	free(i->held);
	free(i);
}

/* Memory for it, not linked. */
static struct cul_spool_item *make(const struct cul_spool *s,
				   const struct cul_spool_name *is)
{
	struct cul_spool_item *i = calloc(1, sizeof(*i));

	if (i == NULL)
		return NULL;
	i->is = *is;
	if (!cul_spool_name_print(is, s->suffix, i->name)) {
		free(i);
		return NULL;
	}
	return i;
}

static int take_up(void *arg, const char *name)
{
	struct cul_spool *s = arg;
	struct cul_spool_name is;
	struct cul_spool_item *i;

	if (!cul_spool_name_read(name, s->suffix, &is)) {
		cul_tell_say(s->plan, CUL_TELL_WARN,
			     "a file in spool/%s is not one of ours and is "
			     "left alone",
			     s->name);
		return CUL_OK;
	}
	i = make(s, &is);
	if (i == NULL)
		return CUL_ENOMEM;
	/* As it is spelt there, be it with other zeros. */
	snprintf(i->name, sizeof(i->name), "%s", name);
	i->behind = same_id(s, NULL, is.id) != NULL;
	link_last(s, i);
	return CUL_OK;
}

int cul_spool_open(struct cul_spool *s, const struct cul_tell_plan *plan,
		   const char *name, const char *suffix, char err[CUL_TELL_ERR])
{
	int rc;

	*s = (struct cul_spool){ .dir = -1,
				 .failed_dir = -1,
				 .name = name,
				 .suffix = suffix,
				 .plan = plan };
	rc = cul_disk_folder(plan->state, name, &s->dir);
	if (rc == CUL_OK)
		rc = cul_disk_folder(plan->state, "failed", &s->failed_dir);
	if (rc == CUL_OK)
		rc = cul_disk_list(s->dir, take_up, s);
	if (rc == CUL_OK)
		rc = cul_disk_count(s->failed_dir, suffix, &s->n_failed);
	if (rc == CUL_OK)
		return CUL_OK;
	snprintf(err, CUL_TELL_ERR, "%s/spool/%s cannot be used: %s",
		 plan->state, name,
		 rc == CUL_ENOMEM ? "out of memory" : strerror(errno));
	cul_spool_close(s);
	return rc;
}

static void forget_all(struct cul_spool *s)
{
	struct cul_spool_item *next;

	for (struct cul_spool_item *i = s->first; i != NULL; i = next) {
		next = i->next;
		free(i->held);
		free(i);
	}
	s->first = s->last = NULL;
	s->n = s->n_held = s->held_bytes = 0;
}

void cul_spool_close(struct cul_spool *s)
{
	forget_all(s);
	if (s->dir >= 0)
		close(s->dir);
	if (s->failed_dir >= 0)
		close(s->failed_dir);
	s->dir = s->failed_dir = -1;
}

static bool is_there(const struct cul_spool *s, const struct cul_spool_name *is)
{
	const struct cul_spool_item *i = NULL;

	while ((i = same_id(s, i, is->id)) != NULL)
		if (i->is.number == is->number && i->is.what == is->what)
			return true;
	return false;
}

/* The text stays in memory. */
static int hold(struct cul_spool *s, struct cul_spool_item *i,
		struct cul_sv text)
{
	if (s->held_bytes + text.len > CUL_TELL_HELD_BYTES)
		return CUL_ENOMEM;
	i->held = malloc(text.len + 1);
	if (i->held == NULL)
		return CUL_ENOMEM;
	memcpy(i->held, text.ptr, text.len);
	i->held_len = text.len;
	s->held_bytes += text.len;
	s->n_held++;
	return CUL_EIO;
}

/* CUL_EIO: errno still says why. */
static int keep(struct cul_spool *s, struct cul_spool_item *i,
		struct cul_sv text)
{
	int why, rc;

	if (cul_disk_write(s->dir, i->name, text)) {
		s->error[0] = s->n_held == 0 ? '\0' : s->error[0];
		return CUL_OK;
	}
	why = errno;
	snprintf(s->error, sizeof(s->error),
		 "spool/%s cannot be written: %s; what should lie there is "
		 "kept in memory",
		 s->name, strerror(why));
	cul_tell_say(s->plan, CUL_TELL_BAD, "%s", s->error);
	rc = hold(s, i, text);
	errno = why;
	return rc;
}

int cul_spool_add(struct cul_spool *s, const struct cul_spool_name *is,
		  struct cul_sv text, struct cul_spool_item **ret_item)
{
	struct cul_spool_item *i;
	int rc = CUL_ENOMEM;

	*ret_item = NULL;
	if (is_there(s, is))
		return CUL_OK;
	i = s->n < CUL_TELL_WAITING_MAX ? make(s, is) : NULL;
	if (i != NULL)
		rc = keep(s, i, text);
	if (rc == CUL_ENOMEM) {
		free(i);
		s->lost++;
		cul_tell_say(s->plan, CUL_TELL_BAD,
			     "LOST: a notice of %s for %s, one of %llu; %zu "
			     "wait already",
			     is->id, s->name, (unsigned long long)s->lost,
			     s->n);
		return rc;
	}
	i->behind = same_id(s, NULL, is->id) != NULL;
	link_last(s, i);
	*ret_item = i;
	return rc;
}

bool cul_spool_write_held(struct cul_spool *s)
{
	for (struct cul_spool_item *i = s->first; i != NULL && s->n_held > 0;
	     i = i->next) {
		struct cul_sv text = { i->held, i->held_len };

		if (i->held == NULL)
			continue;
		if (!cul_disk_write(s->dir, i->name, text))
			return false;
		s->n_held--;
		s->held_bytes -= i->held_len;
		free(i->held);
		i->held = NULL;
	}
	s->error[0] = '\0';
	return true;
}

/* Of text in memory, a file that lies nowhere. */
static int read_held(const struct cul_spool_item *i)
{
	int fd = memfd_create("culprit", MFD_CLOEXEC);
	size_t n = 0;

	while (fd >= 0 && n < i->held_len) {
		ssize_t got = write(fd, i->held + n, i->held_len - n);

		if (got <= 0) {
			close(fd);
			return -1;
		}
		n += (size_t)got;
	}
	if (fd >= 0)
		(void)lseek(fd, 0, SEEK_SET);
	return fd;
}

int cul_spool_read(const struct cul_spool *s, const struct cul_spool_item *i)
{
	if (i->held != NULL)
		return read_held(i);
	return openat(s->dir, i->name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

static void remove_file(const struct cul_spool *s,
			const struct cul_spool_item *i)
{
	if (unlinkat(s->dir, i->name, 0) != 0 && errno != ENOENT)
		cul_tell_say(s->plan, CUL_TELL_BAD,
			     "spool/%s/%s was delivered and cannot be removed: "
			     "%s; it will come once more after a restart",
			     s->name, i->name, strerror(errno));
}

void cul_spool_drop(struct cul_spool *s, struct cul_spool_item *i)
{
	remove_file(s, i);
	unlink_item(s, i);
}

void cul_spool_drop_all(struct cul_spool *s)
{
	for (const struct cul_spool_item *i = s->first; i != NULL; i = i->next)
		remove_file(s, i);
	forget_all(s);
}

void cul_spool_give_up(struct cul_spool *s, struct cul_spool_item *i)
{
	if (i->held == NULL &&
	    renameat(s->dir, i->name, s->failed_dir, i->name) == 0)
		cul_tell_say(s->plan, CUL_TELL_BAD,
			     "GIVEN UP: %s; it lies in spool/failed/%s and "
			     "needs a person",
			     i->is.id, i->name);
	else
		cul_tell_say(s->plan, CUL_TELL_BAD,
			     "GIVEN UP: %s, and it cannot be moved to "
			     "spool/failed",
			     i->is.id);
	s->n_failed++;
	unlink_item(s, i);
}
