/* \summary: every limit of the program, each with its reason
 *
 * Beyond a cap the least interesting goes first, the same way each time, and
 * it is counted and reported.
 */
#ifndef CUL_LIMITS_H
#define CUL_LIMITS_H

enum {
	/* A record longer than this is cut and marked, the rest discarded to
	 * the newline. Postfix folds what it logs at 2,000 bytes of reply text
	 * (smtp_proto.c) and syslogd at 8 KiB (rsyslog $MaxMessageSize);
	 * 64 KiB leaves room for JSON envelopes. */
	CUL_RECORD_MAX = 64 * 1024,

	/* What is read and parsed as one piece: large enough that the cost of
	 * handing it to a worker vanishes, small enough that the block and
	 * what is made of it, which is more than twice as much, stay in a
	 * second level cache until they are judged. */
	CUL_BLOCK_BYTES = 16 * 1024,

	/* Lines looked at to choose a parser and to find a first stamp, and
	 * the bytes beyond which no more of them are sought: 64 of 4 KiB. */
	CUL_PROBE_LINES = 64,
	CUL_PROBE_BYTES = 256 * 1024,

	/* Lines kept of each verdict "malformed" and "not mine", to show. */
	CUL_SAMPLES_MAX = 5,

	/* A reason keeps its first five and last five lines (ten a reason);
	 * each cut to this. */
	CUL_EVIDENCE_HALF = 5,
	CUL_EVIDENCE_LINE_MAX = 1024,

	/* Plain files held open to read such lines again; of more, lines are
	 * copied. Well below the 1,024 descriptors a process gets. */
	CUL_AGAIN_MAX = 256,

	/* Reasons of one finding, findings (kinds) of one source. */
	CUL_REASONS_MAX = 8,
	CUL_TEXT_MAX = 256,

	/* Recipients longer than RFC 5321 4.5.3.1.3 allows are still hashed;
	 * queue ids longer than this are malformed (Postfix long ids have at
	 * most 19 characters, mail_queue.h). */
	CUL_QUEUE_ID_MAX = 32,

	/* Exact up to here, HyperLogLog beyond (analyzer/evidence/distinct.h).
	 */
	CUL_DISTINCT_EXACT = 32,

	/* Sender domains of one source that are told apart, beside its first:
	 * who sends under more is judged by shares of them. A power of four. */
	CUL_SENDERS_MAX = 64,

	/* Mailboxes of ours that one source sent bounces to and that had not
	 * written by then: with 8 it is found, and a fifth that had written
	 * clears a whole 32. */
	CUL_BOUNCES_KEPT = 32,

	/* An octet count of RFC 6587 beyond this is an error or an attack:
	 * sixteen of the longest records. */
	CUL_FRAME_MAX = 16 * CUL_RECORD_MAX,

	/* Connections of senders to a TCP socket of syslog at a time, of which
	 * each may hold a record that is not whole: 16 MiB. A provider's mail
	 * servers are some dozens. */
	CUL_CONNS_MAX = 256,

	/* Asked of the kernel for datagrams that wait, which count some 800
	 * bytes each there: half a second at 20,000 a second. */
	CUL_SOCKET_BYTES = 8 * 1024 * 1024,

	/* Read of a stream at one time without a line coming of it, before
	 * others get their turn. */
	CUL_TURN_BYTES = 1024 * 1024,

	/* Days of silence after which a source is forgotten. Two suggestions
	 * less than seven days apart are one episode, so nothing that belongs
	 * to one is lost after eight; nor is the source of a message in
	 * flight, which lives for seven. Who has nothing against him and no
	 * past of his own is no loss after two: his next window begins the
	 * same with and without him. Whose habit is known keeps it for five
	 * weeks, for mailings that go out once a month. */
	CUL_FORGET_DAYS = 8,
	CUL_FORGET_BLAMELESS_DAYS = 2,
	CUL_FORGET_HABIT_DAYS = 35,

	/* Past days that a run has ready for the ledger: 32 MiB, or less where
	 * [limits] memory is below 1 GiB. A house of a hundred thousand
	 * customers has some ten thousand a day who write to somebody
	 * elsewhere; beyond the cap those go that wrote to the fewest, to whom
	 * judging grants five recipients a day anyway. */
	CUL_PAST_DAYS_MAX = 512 * 1024,

	/* How far back judging looks before the log: three mailings that go
	 * out once a month, three days being the least that is a past. */
	CUL_PAST_DAYS_BACK = 93,

	/* Days after which a watch, which never ends, drops a suggestion whose
	 * source it has heard nothing more of: they expire after seven, and
	 * two weeks are a holiday of who reads them. */
	CUL_RETIRE_DAYS = 21,

	CUL_WORKERS_MAX = 64,

	/* Commands of `watch --exec` at once: enough that one which waits for
	 * a slow ticket system does not hold up the rest, and few enough that
	 * they cannot starve the mail server beside them. */
	CUL_TELL_AT_ONCE = 4,
	/* Each may take this long, in seconds, and once told to end this long:
	 * whoever needs more should put the work into a queue of its own. */
	CUL_TELL_RUN_SEC = 60,
	CUL_TELL_GRACE_SEC = 5,
	/* Pauses between two tries, doubling from the first to the second, and
	 * how long it is tried: a long weekend. Then a person must look; but
	 * never before some tries of this process, be the spool ever so old. */
	CUL_TELL_PAUSE_SEC = 10,
	CUL_TELL_PAUSE_MOST_SEC = 3600,
	CUL_TELL_KEEP_SEC = 3 * 86400,
	CUL_TELL_TRIES_LEAST = 5,
	/* Notices that wait, each a file: nobody reads a day that has more. */
	CUL_TELL_WAITING_MAX = 16 * 1024,
	/* Of these, what is kept in memory while the disk is full: some
	 * thousand suggestions with their lines. */
	CUL_TELL_HELD_BYTES = 8 * 1024 * 1024,
	/* What a command writes: lines that go to the log, how much of each,
	 * and the bytes after which nothing is read any more, so that it
	 * blocks and its time runs out. */
	CUL_TELL_SAID_LINES = 50,
	CUL_TELL_SAID_BYTES = 256,
	CUL_TELL_OUTPUT_MAX = 16 * 1024 * 1024,
	/* Suggestions told in one mail; of more, their number. */
	CUL_TELL_DIGEST_MOST = 200
};

/* Messages in flight: a queue with a million messages is a disaster that has
 * been seen; four million is none. 64 bytes each. */
#define CUL_JOIN_MAX (4u * 1024 * 1024)

/* Sessions and deliveries of which an earlier line spoke: a server has at most
 * some thousand at once. */
#define CUL_NOTES_MAX (256u * 1024)

/* Sources with evidence at a time. */
#define CUL_SOURCES_MAX (16u * 1024 * 1024)

/* (source, recipient) pairs remembered for 24 hours. */
#define CUL_CONTACTS_MAX (64u * 1024 * 1024)

/* Mailboxes of ours that wrote to somebody in the last four days, and as many
 * of the four before: 24 bytes each. */
#define CUL_WRITERS_MAX (1024u * 1024)

/* Records of who held an address when, after those of one session have been
 * made one: half a million lines that change their address each night, for
 * four nights. 88 bytes each while they are read, 56 after that. */
#define CUL_LEASES_MAX (2u * 1024 * 1024)

#endif
