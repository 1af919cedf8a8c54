/* \summary: many notices as one mail */
#include "tell/digest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct told { /* what is told, at most once an id: as it ended */
	const struct cul_spool_item **items;
	size_t n, n_new;
	size_t by_action[CUL_ACTIONS_]; /* of the new ones */
	int64_t first_usec, last_usec;
};

static bool is_new(const struct cul_spool_item *i)
{
	return i->is.what != CUL_NOTICE_WITHDRAWN;
}

/* By id, and of one id the latest first. */
static int by_id(const void *a, const void *b)
{
	const struct cul_spool_item *const *x = a, *const *y = b;
	int c = strcmp((*x)->is.id, (*y)->is.id);

	if (c != 0)
		return c;
	if ((*x)->is.number != (*y)->is.number)
		return (*x)->is.number < (*y)->is.number ? 1 : -1;
	return 0;
}

/* What still stands before what was withdrawn, the gravest first, then as they
 * were said. */
static int by_weight(const void *a, const void *b)
{
	const struct cul_spool_item *const *x = a, *const *y = b;

	if (is_new(*x) != is_new(*y))
		return is_new(*x) ? -1 : 1;
	if ((*x)->is.action != (*y)->is.action)
		return (*x)->is.action > (*y)->is.action ? -1 : 1;
	if ((*x)->is.said_usec != (*y)->is.said_usec)
		return (*x)->is.said_usec < (*y)->is.said_usec ? -1 : 1;
	return strcmp((*x)->name, (*y)->name);
}

static bool choose(const struct cul_spool *s, struct told *t)
{
	size_t n = 0;

	*t = (struct told){ calloc(s->n + 1, sizeof(struct cul_spool_item *)),
			    0,
			    0,
			    { 0 },
			    INT64_MAX,
			    INT64_MIN };
	if (t->items == NULL)
		return false;
	for (const struct cul_spool_item *i = s->first; i != NULL; i = i->next)
		t->items[n++] = i;
	qsort(t->items, n, sizeof(struct cul_spool_item *), by_id);
	for (size_t k = 0; k < n; k++) {
		const struct cul_spool_name *is = &t->items[k]->is;

		t->first_usec = is->said_usec < t->first_usec ? is->said_usec
							      : t->first_usec;
		t->last_usec = is->said_usec > t->last_usec ? is->said_usec
							    : t->last_usec;
		if (t->n > 0 && strcmp(is->id, t->items[t->n - 1]->is.id) == 0)
			continue;
		t->n_new += is_new(t->items[k]);
		t->by_action[is->action] += is_new(t->items[k]);
		t->items[t->n++] = t->items[k];
	}
	qsort(t->items, t->n, sizeof(struct cul_spool_item *), by_weight);
	return true;
}

/* The text of one item; empty where somebody has taken it away. */
static int append(const struct cul_spool *s, const struct cul_spool_item *i,
		  struct cul_text *t)
{
	char buf[4096];
	int fd = cul_spool_read(s, i);
	ssize_t n = -1;
	int why;

	while (fd >= 0 && (n = read(fd, buf, sizeof(buf))) > 0)
		cul_text_put(t, buf, (size_t)n);
	why = errno;
	if (fd >= 0)
		close(fd);
	errno = why;
	return n < 0 && (fd >= 0 || why != ENOENT) ? CUL_EIO : CUL_OK;
}

static void moment(struct cul_text *t, int64_t t_usec)
{
	char text[CUL_TIME_TEXT_MAX];

	(void)cul_time_print(t_usec, text);
	cul_text_fmt(t, "%.10s %.5s", text, text + 11);
}

static void counts(const struct cul_digest *d, const struct told *t,
		   struct cul_text *body)
{
	const char *comma = "";

	cul_text_fmt(body,
		     "The live watch on %s has %zu new suggestion%s,\n"
		     "and has withdrawn %zu. Said between ",
		     d->host, t->n_new, t->n_new == 1 ? "" : "s",
		     t->n - t->n_new);
	moment(body, t->first_usec);
	cul_text_str(body, " and ");
	moment(body, t->last_usec);
	cul_text_str(body, " UTC.\n");
	for (unsigned a = CUL_ACTIONS_; a-- > 0;) {
		if (t->by_action[a] == 0)
			continue;
		cul_text_fmt(body, "%s%zu to %s",
			     *comma ? comma : "New: ", t->by_action[a],
			     cul_action_name((enum cul_action)a));
		comma = ", ";
	}
	cul_text_str(body, *comma ? ".\n" : "");
	cul_text_str(body, "Each is for a person to decide.\n");
}

/* The first line of the first paragraph is for the subject. */
static void paragraph(struct cul_text *body, const struct cul_text *text,
		      size_t number, struct cul_text *first)
{
	const char *lf =
		text->len != 0 ? memchr(text->p, '\n', text->len) : NULL;

	if (lf == NULL)
		return;
	if (number == 1)
		cul_text_put(first, text->p, (size_t)(lf - text->p));
	cul_text_fmt(body, "\n%zu. ", number);
	cul_text_put(body, lf + 1, text->len - (size_t)(lf + 1 - text->p));
}

static int paragraphs(const struct cul_digest *d, const struct told *t,
		      struct cul_text *body, struct cul_text *first)
{
	int rc = CUL_OK;

	for (size_t k = 0; k < t->n && rc == CUL_OK; k++) {
		struct cul_text text = { 0 };

		if (k == CUL_TELL_DIGEST_MOST) {
			cul_text_fmt(body, "\nAnd %zu more.\n", t->n - k);
			break;
		}
		if (k == 0 && t->n_new > 0)
			cul_text_str(body, "\n== New ==\n");
		if (k == t->n_new)
			cul_text_str(body, "\n== Withdrawn ==\n");
		rc = append(d->paragraphs, t->items[k], &text);
		paragraph(body, &text, k + 1, first);
		body->nomem = body->nomem || text.nomem;
		cul_text_done(&text);
	}
	return rc;
}

static void subject(const struct told *t, const struct cul_text *first,
		    struct cul_text *line)
{
	size_t gone = t->n - t->n_new;

	cul_text_str(line, "culprit: ");
	if (t->n_new > 0)
		cul_text_put(line, first->p, first->len);
	if (t->n_new > 1)
		cul_text_fmt(line, ", %zu more", t->n_new - 1);
	if (gone > 0)
		cul_text_fmt(line, "%s%zu withdrawn", t->n_new > 0 ? ", " : "",
			     gone);
}

static bool is_ascii(const struct cul_text *t)
{
	for (size_t i = 0; i < t->len; i++)
		if ((unsigned char)t->p[i] > 0x7e)
			return false;
	return true;
}

/* The subject came back from the disk, where others may have written. */
static void tame(struct cul_text *line)
{
	for (size_t i = 0; i < line->len; i++)
		if (line->p[i] < 0x20 || line->p[i] > 0x7e)
			line->p[i] = '?';
}

static void whole(const struct cul_digest *d, struct cul_text *line,
		  const struct cul_text *body, uint64_t number,
		  struct cul_text *mail)
{
	struct cul_mail_head h = { .from = d->from,
				   .to = d->to,
				   .n_to = d->n_to,
				   .host = d->host,
				   .wall_usec = d->wall_usec,
				   .number = number,
				   .ascii = is_ascii(body) };

	tame(line);
	h.subject = line->p;
	cul_mail_head(mail, &h);
	cul_text_put(mail, body->p, body->len);
	mail->nomem = mail->nomem || body->nomem;
}

int cul_digest_write(const struct cul_digest *d, struct cul_text *mail)
{
	struct cul_text body = { 0 }, first = { 0 }, line = { 0 };
	struct told t;
	int rc;

	if (!choose(d->paragraphs, &t))
		return CUL_ENOMEM;
	counts(d, &t, &body);
	rc = paragraphs(d, &t, &body, &first);
	subject(&t, &first, &line);
	if (first.nomem || line.nomem || body.nomem)
		rc = CUL_ENOMEM;
	if (rc == CUL_OK)
		whole(d, &line, &body, d->paragraphs->last->is.number, mail);
	if (rc == CUL_OK && mail->nomem)
		rc = CUL_ENOMEM;
	cul_text_done(&body);
	cul_text_done(&first);
	cul_text_done(&line);
	free(t.items);
	return rc;
}
