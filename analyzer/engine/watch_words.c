/* \summary: what is wrong with an input, said when it has lasted, and its end
 */
#include <stdlib.h>

#include "engine/clock.h"
#include "engine/watch_int.h"
#include "evidence/hash.h"

/* Between the two steps of a rotation a log is away for a moment; and what
 * was lost may become more with each look. */
enum { LASTS_USEC = 2 * 1000 * 1000, NOTE_USEC = 10 * 1000 * 1000 };

struct cul_watch_words {
	uint64_t error, note; /* what they were: a hash; 0: nothing  */
	int64_t since_usec;   /* when that error came                */
	int64_t noted_usec;   /* when a note was said last           */
	uint64_t lost;        /* as it was said last                 */
	int64_t lost_usec;    /* when                                */
	bool said;            /* that error                          */
};

static uint64_t hash_of(const char *text)
{
	return text == NULL
		       ? 0
		       : cul_hash((struct cul_sv){ text, strlen(text) }, 7) | 1;
}

/* Those of sockets begin with their name. */
static void say(const struct cul_watch *w, enum cul_priority priority,
		const struct cul_tail_status *st, const char *text)
{
	if (strncmp(text, st->name, strlen(st->name)) == 0)
		cul_watch_log(w, priority, "%.1200s", text);
	else
		cul_watch_log(w, priority, "%.700s: %.500s", st->name, text);
}

static void error_of(const struct cul_watch *w, struct cul_watch_words *said,
		     const struct cul_tail_status *st, int64_t now, bool last)
{
	const uint64_t error = hash_of(st->error);

	if (error != said->error) {
		if (error == 0 && said->said)
			say(w, CUL_PRIORITY_NOTICE, st, "is read again");
		said->error = error;
		said->since_usec = now;
		said->said = false;
	}
	if (error == 0 || said->said ||
	    (!last && now < said->since_usec + LASTS_USEC))
		return;
	said->said = true;
	say(w, CUL_PRIORITY_WARNING, st, st->error);
}

static void note_of(const struct cul_watch *w, struct cul_watch_words *said,
		    const struct cul_tail_status *st, int64_t now, bool last)
{
	const uint64_t note = hash_of(st->note);

	if (note == said->note || (!last && said->noted_usec != 0 &&
				   now < said->noted_usec + NOTE_USEC))
		return;
	said->note = note;
	said->noted_usec = now;
	if (note != 0)
		say(w, CUL_PRIORITY_WARNING, st, st->note);
}

static void lost_of(const struct cul_watch *w, struct cul_watch_words *said,
		    const struct cul_tail_status *st, int64_t now, bool last)
{
	if (st->lost <= said->lost || (!last && said->lost_usec != 0 &&
				       now < said->lost_usec + NOTE_USEC))
		return;
	cul_watch_log(w, CUL_PRIORITY_WARNING,
		      "%.700s: the kernel dropped %llu more lines, %llu in "
		      "all: they come faster than they are read",
		      st->name, (unsigned long long)(st->lost - said->lost),
		      (unsigned long long)st->lost);
	said->lost = st->lost;
	said->lost_usec = now;
}

static bool has_room(struct cul_watch *w, size_t n)
{
	size_t room = w->words_room * 2 + 16;
	struct cul_watch_words *v;

	if (n < w->words_room)
		return true;
	v = realloc(w->words, room * sizeof(*v));
	if (v == NULL)
		return false;
	memset(v + w->words_room, 0, (room - w->words_room) * sizeof(*v));
	w->words = v;
	w->words_room = room;
	return true;
}

bool cul_watch_complains(struct cul_watch *w, bool last)
{
	const int64_t now = cul_clock_mono_usec();
	struct cul_live_tail t;
	bool failing = false;
	size_t n;

	for (n = 0; cul_live_tail(w->live, n, &t) && has_room(w, n); n++) {
		error_of(w, &w->words[n], &t.status, now, last);
		note_of(w, &w->words[n], &t.status, now, last);
		lost_of(w, &w->words[n], &t.status, now, last);
		failing |= t.status.error != NULL;
	}
	if (n == 0 && !w->said_none &&
	    (last || now >= w->begun_usec + LASTS_USEC)) {
		w->said_none = true;
		cul_watch_log(w, CUL_PRIORITY_WARNING,
			      "nothing that was named is there as yet");
	}
	return failing || n == 0;
}
