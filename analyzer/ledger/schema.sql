-- The ledger, version 1. Times are microseconds since 1970 UTC, NULL is none;
-- names are those of the JSON. Text is as it was given, be it UTF-8 or not.

-- What was judged: a scan of the same inputs to the same end is one run.
CREATE TABLE run (
  number INTEGER PRIMARY KEY,
  digest INTEGER NOT NULL UNIQUE,
  command TEXT NOT NULL,
  version TEXT NOT NULL,
  config TEXT NOT NULL,
  first INTEGER,
  last INTEGER,
  lines INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  filed INTEGER NOT NULL
) STRICT;
CREATE TABLE run_input (
  run INTEGER NOT NULL REFERENCES run,
  n INTEGER NOT NULL,
  path TEXT NOT NULL,
  PRIMARY KEY (run, n)
) STRICT, WITHOUT ROWID;

-- A case: one subject, one kind, from when it was raised until it is over.
CREATE TABLE suggestion (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  subject TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  current INTEGER NOT NULL,     -- episode whose words it bears
  episodes INTEGER NOT NULL,
  action TEXT NOT NULL,
  grade INTEGER NOT NULL,       -- of the action: the graver the larger
  customer TEXT NOT NULL,
  score INTEGER NOT NULL,
  families INTEGER NOT NULL,    -- bit a cul_family
  first_seen INTEGER NOT NULL,
  flagged INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  standing TEXT NOT NULL,
  until INTEGER,                -- when that standing is over
  version INTEGER NOT NULL,
  filed INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  decided INTEGER,
  decided_by TEXT NOT NULL,
  accepted INTEGER,             -- it was, and not by mistake
  why_declined TEXT NOT NULL,
  declined_score INTEGER NOT NULL,
  declined_families INTEGER NOT NULL,
  again INTEGER,
  before INTEGER NOT NULL,
  back TEXT NOT NULL
) STRICT;
CREATE INDEX suggestion_subject ON suggestion (subject, name, kind);
CREATE INDEX suggestion_name ON suggestion (name);
CREATE INDEX suggestion_customer ON suggestion (customer);
CREATE INDEX suggestion_standing ON suggestion (standing, until);

-- What judging said of a stretch of time, as it said it last.
CREATE TABLE episode (
  number INTEGER PRIMARY KEY,
  suggestion INTEGER NOT NULL REFERENCES suggestion,
  id TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES run,
  digest INTEGER NOT NULL,
  gone INTEGER NOT NULL,        -- judging no longer says it
  action TEXT NOT NULL,
  confidence REAL NOT NULL,
  customer TEXT NOT NULL,
  addrs BLOB NOT NULL,          -- 16 bytes each
  score INTEGER NOT NULL,
  families INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  flagged INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  recipients INTEGER NOT NULL,
  delivered INTEGER NOT NULL,
  bounced INTEGER NOT NULL,
  deferred INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  refused_relay INTEGER NOT NULL,
  refused_bad_recipient INTEGER NOT NULL,
  refused_reputation INTEGER NOT NULL,
  refused_content INTEGER NOT NULL,
  refused_other INTEGER NOT NULL,
  login_failed INTEGER NOT NULL,
  why TEXT NOT NULL,
  undo TEXT NOT NULL,
  day INTEGER NOT NULL,
  hours BLOB NOT NULL,          -- 24 times volume, wrong: two bytes each
  UNIQUE (suggestion, id)
) STRICT;
CREATE INDEX episode_id ON episode (id);

-- What a case is found by: its addresses, or its network.
CREATE TABLE address (
  lo BLOB NOT NULL,
  hi BLOB NOT NULL,
  suggestion INTEGER NOT NULL REFERENCES suggestion,
  PRIMARY KEY (lo, hi, suggestion)
) STRICT, WITHOUT ROWID;
CREATE INDEX address_net ON address (lo, hi) WHERE lo <> hi;
CREATE INDEX address_suggestion ON address (suggestion);

CREATE TABLE reason (
  episode INTEGER NOT NULL REFERENCES episode,
  n INTEGER NOT NULL,
  family TEXT NOT NULL,
  signal TEXT NOT NULL,
  observed REAL NOT NULL,
  whole REAL NOT NULL,
  usual REAL NOT NULL,
  score INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (episode, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE veto (
  episode INTEGER NOT NULL REFERENCES episode,
  n INTEGER NOT NULL,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (episode, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE evidence (
  episode INTEGER NOT NULL REFERENCES episode,
  n INTEGER NOT NULL,
  family TEXT NOT NULL,
  file TEXT NOT NULL,
  input INTEGER NOT NULL,
  place INTEGER NOT NULL,       -- offset in the file
  line BLOB NOT NULL,
  PRIMARY KEY (episode, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
  number INTEGER PRIMARY KEY,
  suggestion INTEGER NOT NULL REFERENCES suggestion,
  verb TEXT NOT NULL,
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  until INTEGER,
  why TEXT NOT NULL,
  text TEXT NOT NULL,
  how_sent TEXT NOT NULL,
  done TEXT NOT NULL,
  says TEXT NOT NULL
) STRICT;
CREATE INDEX decision_suggestion ON decision (suggestion);
CREATE INDEX decision_at ON decision (at);

CREATE TABLE note (
  number INTEGER PRIMARY KEY,
  about TEXT NOT NULL,          -- id of a case, or name of a subject
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX note_about ON note (about);

CREATE TABLE exception (
  number INTEGER PRIMARY KEY,
  what TEXT NOT NULL,
  reason TEXT NOT NULL,
  owner TEXT NOT NULL,
  added INTEGER NOT NULL,
  expires INTEGER,
  removed INTEGER
) STRICT;

CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  place TEXT NOT NULL,
  what TEXT NOT NULL,
  about TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_about ON audit (about);
CREATE INDEX audit_by ON audit (by);

CREATE TABLE past_day (
  subject TEXT NOT NULL,
  name TEXT NOT NULL,
  day INTEGER NOT NULL,         -- since 1970
  messages INTEGER NOT NULL,
  recipients INTEGER NOT NULL,
  delivered INTEGER NOT NULL,
  bad_recipients INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  guilty INTEGER NOT NULL,
  PRIMARY KEY (subject, name, day)
) STRICT, WITHOUT ROWID;

-- Who works at the desk. A session's key is a hash of what the browser has.
CREATE TABLE desk_user (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  hash TEXT NOT NULL,
  added INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  login INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE desk_session (
  key BLOB PRIMARY KEY,
  user TEXT NOT NULL REFERENCES desk_user,
  place TEXT NOT NULL,
  began INTEGER NOT NULL,
  used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX desk_session_user ON desk_session (user);

-- What was said and done stays said and done.
CREATE TRIGGER suggestion_stays BEFORE DELETE ON suggestion
BEGIN SELECT RAISE(ABORT, 'cases stay'); END;
CREATE TRIGGER episode_stays BEFORE DELETE ON episode
BEGIN SELECT RAISE(ABORT, 'episodes stay'); END;
CREATE TRIGGER decision_stays BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions stay'); END;
CREATE TRIGGER decision_is_fixed BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are not changed'); END;
CREATE TRIGGER note_stays BEFORE DELETE ON note
BEGIN SELECT RAISE(ABORT, 'notes stay'); END;
CREATE TRIGGER note_is_fixed BEFORE UPDATE ON note
BEGIN SELECT RAISE(ABORT, 'notes are not changed'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit stays'); END;
CREATE TRIGGER audit_is_fixed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is not changed'); END;
CREATE TRIGGER exception_stays BEFORE DELETE ON exception
BEGIN SELECT RAISE(ABORT, 'exceptions are removed, not deleted'); END;
CREATE TRIGGER exception_is_fixed
BEFORE UPDATE OF number, what, reason, owner, added, expires ON exception
BEGIN SELECT RAISE(ABORT, 'exceptions are removed, not changed'); END;
