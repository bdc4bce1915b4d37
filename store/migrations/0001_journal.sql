-- The first schema of a spotlog journal.
--
-- Dates are TEXT in ISO 8601 as the person lived them: wall time in the precision known (2026,
-- 2026-11, 2026-11-01, 2026-11-01T08:30), with the offset from UTC where known. NULL is "not
-- recorded", never "no". A list of words is TEXT with commas between; its CHECK takes away each
-- legal word wrapped in commas of its own, so a legal list leaves nothing behind.
--
-- digest is the SHA-256, in hex, of the record's JSON with its keys sorted and absent fields left
-- out. revision.body is that JSON; the typed tables hold the newest of it.

CREATE TABLE act (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  recorded_at TEXT NOT NULL,
  verb        TEXT NOT NULL,
  undoes      TEXT REFERENCES act (id),
  digest      TEXT NOT NULL
) STRICT;

-- body NULL: the record was taken out by this act.
CREATE TABLE revision (
  seq       INTEGER PRIMARY KEY,
  act_id    TEXT NOT NULL REFERENCES act (id) DEFERRABLE INITIALLY DEFERRED,
  noun      TEXT NOT NULL CHECK (noun IN ('profile', 'medication', 'spot', 'entry', 'photo', 'check', 'visit', 'question')),
  record_id TEXT NOT NULL,
  body      TEXT,
  digest    TEXT NOT NULL
) STRICT;
CREATE INDEX revision_record ON revision (record_id);
CREATE INDEX revision_act ON revision (act_id);

CREATE TABLE profile (
  id         TEXT PRIMARY KEY CHECK (id = 'profile'),
  name       TEXT,
  birth_date TEXT,
  skin_type  INTEGER CHECK (skin_type BETWEEN 1 AND 6),
  risks TEXT CHECK ('' = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    ',' || replace(risks, ',', ',,') || ',',
    ',none,', ''), ',family-melanoma,', ''), ',past-skin-cancer,', ''), ',many-moles,', ''),
    ',sunburns,', ''), ',tanning-beds,', ''), ',outdoor-work,', ''),
    ',immune-suppression,', ''), ',transplant,', ''), ',chemotherapy,', ''),
    ',bleeding-disorder,', ''), ',pregnant,', '')),
  allergies  TEXT, -- one a line
  digest     TEXT NOT NULL
) STRICT;

CREATE TABLE medication (
  id      TEXT PRIMARY KEY,
  name    TEXT NOT NULL,
  kind TEXT CHECK (kind IN ('prescription', 'otc', 'supplement')),
  effects TEXT CHECK ('' = replace(replace(replace(replace(replace(
    ',' || replace(effects, ',', ',,') || ',',
    ',none,', ''), ',blood-thinner,', ''), ',steroid,', ''), ',photosensitiser,', ''),
    ',immunosuppressant,', '')),
  dose    TEXT,
  started TEXT,
  stopped TEXT,
  note    TEXT,
  digest  TEXT NOT NULL
) STRICT;

CREATE TABLE spot (
  id           TEXT PRIMARY KEY,
  name         TEXT NOT NULL UNIQUE,
  site         TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('spot', 'crop')),
  onset TEXT CHECK (onset IN ('gradual', 'sudden', 'unknown')),
  first_seen   TEXT,
  lies_on TEXT CHECK ('' = replace(replace(replace(replace(replace(
    ',' || replace(lies_on, ',', ',,') || ',',
    ',friction,', ''), ',scar,', ''), ',chronic-sore,', ''), ',follicles,', ''), ',strap,', '')),
  status TEXT NOT NULL CHECK (status IN ('active', 'resolved', 'removed')),
  status_since TEXT,
  place        TEXT,
  at_view      TEXT CHECK (at_view IN ('front', 'back')),
  at_x         REAL CHECK (at_x BETWEEN 0 AND 1),
  at_y         REAL CHECK (at_y BETWEEN 0 AND 1),
  digest       TEXT NOT NULL
) STRICT;

CREATE TABLE entry (
  id          TEXT PRIMARY KEY,
  spot_id     TEXT NOT NULL REFERENCES spot (id) DEFERRABLE INITIALLY DEFERRED,
  date        TEXT NOT NULL,
  date_from   TEXT CHECK (date_from IN ('clock', 'typed', 'exif', 'file-name', 'mtime')),
  length_mm   REAL CHECK (length_mm > 0 AND length_mm <= 500),
  width_mm    REAL CHECK (width_mm > 0 AND width_mm <= 500),
  method TEXT CHECK (method IN ('ruler', 'photo', 'card', 'eye')),
  count       INTEGER CHECK (count > 0),
  extent_mm   REAL CHECK (extent_mm > 0 AND extent_mm <= 2000),
  spread TEXT CHECK (spread IN ('none', 'slow', 'fast')),
  colors TEXT CHECK ('' = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    ',' || replace(colors, ',', ',,') || ',',
    ',skin,', ''), ',pink,', ''), ',red,', ''), ',purple,', ''), ',brown,', ''), ',black,', ''),
    ',blue,', ''), ',white,', ''), ',yellow,', ''), ',grey,', '')),
  shape TEXT CHECK (shape IN ('round', 'oval', 'irregular', 'branching', 'unsure')),
  border TEXT CHECK (border IN ('even', 'uneven', 'unsure')),
  surface TEXT CHECK ('' = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    ',' || replace(surface, ',', ',,') || ',',
    ',flat,', ''), ',raised,', ''), ',firm,', ''), ',smooth,', ''), ',scaly,', ''),
    ',crusted,', ''), ',sore,', ''), ',weeping,', ''), ',shiny,', ''), ',blister,', '')),
  blanch TEXT CHECK (blanch IN ('fades', 'stays', 'unsure')),
  bleeding TEXT CHECK (bleeding IN ('none', 'bumped', 'touched', 'unprovoked', 'wont-stop')),
  bleeds      INTEGER CHECK (bleeds >= 0),
  restarts    INTEGER CHECK (restarts IN (0, 1)),
  changed TEXT CHECK ('' = replace(replace(replace(replace(replace(replace(replace(
    ',' || replace(changed, ',', ',,') || ',',
    ',none,', ''), ',unsure,', ''), ',size,', ''), ',shape,', ''), ',border,', ''),
    ',height,', ''), ',color,', '')),
  feel TEXT CHECK ('' = replace(replace(replace(replace(replace(replace(replace(
    ',' || replace(feel, ',', ',,') || ',',
    ',none,', ''), ',itch,', ''), ',pain,', ''), ',tender,', ''), ',sting,', ''), ',numb,', ''),
    ',local-swelling,', '')),
  symptoms TEXT CHECK ('' = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    ',' || replace(symptoms, ',', ',,') || ',',
    ',none,', ''), ',fever,', ''), ',fatigue,', ''), ',headache,', ''), ',bruising,', ''),
    ',mouth-bleeding,', ''), ',nosebleed,', ''), ',heavy-period,', ''), ',joint-pain,', ''),
    ',confusion,', ''), ',drowsy,', ''), ',faint,', ''), ',stiff-neck,', ''),
    ',breathing,', ''), ',swelling,', ''), ',mouth-sores,', ''), ',eye-pain,', ''),
    ',flushing,', ''), ',weight-loss,', ''), ',infection-signs,', '')),
  after TEXT CHECK ('' = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    ',' || replace(after, ',', ',,') || ',',
    ',none,', ''), ',strain,', ''), ',exercise,', ''), ',pressure,', ''), ',friction,', ''),
    ',shave,', ''), ',scratch,', ''), ',tick,', ''), ',illness,', ''), ',new-medicine,', ''),
    ',vaccine,', ''), ',travel,', ''), ',heat,', ''), ',new-product,', ''), ',food,', ''),
    ',bite,', ''), ',injury,', ''), ',sun,', '')),
  odd_one_out INTEGER CHECK (odd_one_out IN (0, 1)),
  note        TEXT,
  digest      TEXT NOT NULL
) STRICT;
CREATE INDEX entry_spot ON entry (spot_id, date);

CREATE TABLE self_check (
  id     TEXT PRIMARY KEY,
  date   TEXT NOT NULL,
  symptoms TEXT CHECK ('' = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    ',' || replace(symptoms, ',', ',,') || ',',
    ',none,', ''), ',fever,', ''), ',fatigue,', ''), ',headache,', ''), ',bruising,', ''),
    ',mouth-bleeding,', ''), ',nosebleed,', ''), ',heavy-period,', ''), ',joint-pain,', ''),
    ',confusion,', ''), ',drowsy,', ''), ',faint,', ''), ',stiff-neck,', ''),
    ',breathing,', ''), ',swelling,', ''), ',mouth-sores,', ''), ',eye-pain,', ''),
    ',flushing,', ''), ',weight-loss,', ''), ',infection-signs,', '')),
  areas  TEXT, -- words of the body map, commas between
  note   TEXT,
  digest TEXT NOT NULL
) STRICT;

-- What is known of the bytes of a picture. The bytes lie in tables of their own, last in their
-- row, so that no list of photos ever reads them.
CREATE TABLE picture (
  sha256   TEXT PRIMARY KEY,
  format   TEXT NOT NULL,
  bytes    INTEGER NOT NULL CHECK (bytes > 0),
  width    INTEGER CHECK (width > 0),  -- upright pixels; NULL where unknown
  height   INTEGER CHECK (height > 0),
  position INTEGER NOT NULL CHECK (position IN (0, 1)), -- 1: the file holds where it was taken
  digest   TEXT NOT NULL
) STRICT;

CREATE TABLE original (
  sha256  TEXT PRIMARY KEY REFERENCES picture (sha256) DEFERRABLE INITIALLY DEFERRED,
  content BLOB NOT NULL
) STRICT;

CREATE TABLE thumbnail (
  sha256  TEXT PRIMARY KEY REFERENCES picture (sha256) DEFERRABLE INITIALLY DEFERRED,
  version INTEGER NOT NULL,
  width   INTEGER NOT NULL,
  height  INTEGER NOT NULL,
  digest  TEXT NOT NULL, -- SHA-256 of content
  content BLOB NOT NULL
) STRICT;

CREATE TABLE photo (
  id         TEXT PRIMARY KEY,
  entry_id   TEXT REFERENCES entry (id) DEFERRABLE INITIALLY DEFERRED,
  check_id   TEXT REFERENCES self_check (id) DEFERRABLE INITIALLY DEFERRED,
  sha256     TEXT NOT NULL REFERENCES picture (sha256) DEFERRABLE INITIALLY DEFERRED,
  name       TEXT,
  taken      TEXT,
  taken_from TEXT CHECK (taken_from IN ('clock', 'typed', 'exif', 'file-name', 'mtime')),
  kind TEXT CHECK (kind IN ('overview', 'regional', 'close-up')),
  mark_x     INTEGER, mark_y INTEGER, mark_w INTEGER, mark_h INTEGER, -- upright pixels
  ruler_x1   REAL, ruler_y1 REAL, ruler_x2 REAL, ruler_y2 REAL, ruler_mm REAL,
  area       TEXT,
  digest     TEXT NOT NULL,
  CHECK ((entry_id IS NULL) <> (check_id IS NULL))
) STRICT;
CREATE INDEX photo_entry ON photo (entry_id);
CREATE INDEX photo_check ON photo (check_id);
CREATE INDEX photo_sha256 ON photo (sha256);

CREATE TABLE visit (
  id        TEXT PRIMARY KEY,
  date      TEXT NOT NULL,
  with_whom TEXT,
  note      TEXT,
  digest    TEXT NOT NULL
) STRICT;

CREATE TABLE visit_spot (
  visit_id  TEXT NOT NULL REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED,
  position  INTEGER NOT NULL,
  spot_id   TEXT NOT NULL REFERENCES spot (id) DEFERRABLE INITIALLY DEFERRED,
  outcome TEXT CHECK (outcome IN ('benign', 'watch', 'biopsy', 'removed', 'treated', 'referred')),
  diagnosis TEXT,
  recheck   TEXT,
  note      TEXT,
  PRIMARY KEY (visit_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE question (
  id     TEXT PRIMARY KEY,
  date   TEXT,
  text   TEXT NOT NULL,
  answer TEXT,
  digest TEXT NOT NULL
) STRICT;

-- What import keeps in mind of the photos of a folder: those that were said to belong to no spot, by
-- the SHA-256 of their bytes, and when it last asked about all that belonged to none. No records:
-- they have no revisions, and no export holds them.
CREATE TABLE skipped (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64)
) STRICT, WITHOUT ROWID;

CREATE TABLE asked (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at TEXT NOT NULL -- RFC 3339
) STRICT;

-- Views for any SQLite program; they stay as they are from version to version.
--
-- Every photo as it came, with the stock shell alone:
--   SELECT writefile(sha256 || '.' || format, content) FROM picture JOIN original USING (sha256);

CREATE VIEW timeline AS
SELECT entry.date, spot.name AS spot, spot.site, length_mm, width_mm, method, count, extent_mm,
       spread, colors, shape, border, surface, blanch, bleeding, bleeds, restarts, changed, feel,
       symptoms, "after", odd_one_out,
       (SELECT count(*) FROM photo WHERE photo.entry_id = entry.id) AS photos, note, entry.id
  FROM entry JOIN spot ON spot.id = entry.spot_id
 ORDER BY entry.date, entry.id;

CREATE VIEW spots AS
SELECT name, site, kind, onset, first_seen, lies_on, status, status_since, place,
       (SELECT count(*) FROM entry WHERE entry.spot_id = spot.id) AS entries,
       (SELECT min(date) FROM entry WHERE entry.spot_id = spot.id) AS first_entry,
       (SELECT max(date) FROM entry WHERE entry.spot_id = spot.id) AS last_entry, id
  FROM spot
 ORDER BY name;

CREATE VIEW photos AS
SELECT spot.name AS spot, coalesce(entry.date, self_check.date) AS date, photo.taken, photo.taken_from, photo.kind, photo.area,
       photo.name, picture.format, picture.width, picture.height, picture.bytes, photo.sha256, photo.id
  FROM photo JOIN picture ON picture.sha256 = photo.sha256
  LEFT JOIN entry ON entry.id = photo.entry_id LEFT JOIN spot ON spot.id = entry.spot_id
  LEFT JOIN self_check ON self_check.id = photo.check_id
 ORDER BY photo.taken, photo.id;
