-- Schema 2: when the journal was last backed up, and when all of it was last verified. No records:
-- they have no revisions, and no export holds them.

CREATE TABLE upkeep (
  what    TEXT PRIMARY KEY CHECK (what IN ('backup', 'verify')),
  at      TEXT NOT NULL,                          -- RFC 3339
  act_seq INTEGER NOT NULL CHECK (act_seq >= 0)   -- the newest act that it reached, 0 where there was none
) STRICT, WITHOUT ROWID;
