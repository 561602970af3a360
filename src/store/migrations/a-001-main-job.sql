-- What issue A keeps. docs/store.md says why it is shaped like this.

-- A call's identity. It outlives its text: a forgotten call keeps its row, so that its id is never given again.
CREATE TABLE calls (
    seq          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    current      INTEGER REFERENCES versions (seq) DEFERRABLE INITIALLY DEFERRED, -- NULL: forgotten
    replaced     INTEGER REFERENCES versions (seq) DEFERRABLE INITIALLY DEFERRED  -- what was current before
) STRICT;

-- One reading of one file's bytes. Of a forgotten call only the hashes are left.
CREATE TABLE versions (
    seq         INTEGER PRIMARY KEY,
    call        INTEGER NOT NULL REFERENCES calls (seq),
    sha256      TEXT NOT NULL,            -- of the file's bytes
    part        INTEGER NOT NULL,         -- which call of a file that holds several, from 1; 0: the file is one call
    source_hash TEXT,                     -- of the recorder's own id
    file        TEXT NOT NULL DEFAULT '',
    path        TEXT NOT NULL DEFAULT '', -- as read
    format      TEXT NOT NULL DEFAULT '',
    title       TEXT,
    metadata    TEXT NOT NULL DEFAULT '{}',
    speakers    TEXT NOT NULL DEFAULT '[]',
    warnings    TEXT NOT NULL DEFAULT '[]',
    UNIQUE (call, sha256)
) STRICT;
CREATE INDEX versions_by_bytes ON versions (sha256);
CREATE INDEX versions_by_source ON versions (source_hash) WHERE source_hash IS NOT NULL;

-- Every path that a call was read from, as a hash: it outlives a forgotten call's names.
CREATE TABLE paths (
    path_hash TEXT NOT NULL,
    part      INTEGER NOT NULL,
    call      INTEGER NOT NULL REFERENCES calls (seq),
    PRIMARY KEY (path_hash, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE turns (
    seq       INTEGER PRIMARY KEY,
    version   INTEGER NOT NULL REFERENCES versions (seq),
    turn      INTEGER NOT NULL,           -- from 1
    speaker   TEXT,
    text      TEXT NOT NULL,
    start_ms  INTEGER,
    end_ms    INTEGER,
    units     TEXT,                       -- JSON; NULL: one unit, which is the turn
    label     TEXT,
    clock     TEXT,
    anchor_ms INTEGER,
    UNIQUE (version, turn)
) STRICT;

-- The words of current versions, for search: the text itself stays in turns. A deleted word leaves nothing behind.
CREATE VIRTUAL TABLE turn_words USING fts5 (text, content = 'turns', content_rowid = 'seq', tokenize = 'porter unicode61 remove_diacritics 2');
INSERT INTO turn_words (turn_words, rank) VALUES ('secure-delete', 1);

-- The files' bytes, each once: anyone can go back to what was read.
CREATE TABLE files (
    sha256 TEXT PRIMARY KEY,
    bytes  BLOB NOT NULL
) STRICT;

-- Sidecar tables that were read, such as calls.csv.
CREATE TABLE sources (
    path   TEXT PRIMARY KEY, -- as read
    file   TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes  BLOB NOT NULL
) STRICT;

-- Roles that a person gave by hand; the latest counts, one for a single call before one for all.
CREATE TABLE given_roles (
    seq     INTEGER PRIMARY KEY,
    call    INTEGER REFERENCES calls (seq), -- NULL: in every call
    speaker TEXT NOT NULL,
    role    TEXT NOT NULL,
    by      TEXT NOT NULL,
    at      TEXT NOT NULL
) STRICT;

-- Proposals. AUTOINCREMENT: a number is never given twice, even when its theme is gone. What people said of them stands in the ledger alone.
CREATE TABLE themes (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    kind      TEXT NOT NULL,
    statement TEXT NOT NULL
) STRICT;

CREATE TABLE findings (
    seq       INTEGER PRIMARY KEY,
    theme     INTEGER NOT NULL REFERENCES themes (number) ON DELETE CASCADE,
    call      TEXT NOT NULL REFERENCES calls (id),
    kind      TEXT NOT NULL,
    statement TEXT NOT NULL,
    origin    TEXT NOT NULL -- JSON
) STRICT;
CREATE INDEX findings_by_theme ON findings (theme);

-- Claimed words, of a finding or against a theme. No verdict: it is computed anew from the stored turns each time.
CREATE TABLE quotes (
    seq     INTEGER PRIMARY KEY,
    finding INTEGER REFERENCES findings (seq) ON DELETE CASCADE,
    against INTEGER REFERENCES themes (number) ON DELETE CASCADE,
    text    TEXT NOT NULL,
    call    TEXT,
    turn    INTEGER,
    speaker TEXT,
    CHECK ((finding IS NULL) <> (against IS NULL))
) STRICT;
CREATE INDEX quotes_by_finding ON quotes (finding);
CREATE INDEX quotes_by_theme ON quotes (against);

-- Statements and notes that people wrote: ledger entries hold hashes, never words.
CREATE TABLE texts (
    sha256 TEXT PRIMARY KEY,
    text   TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- The ledger: appended, never rewritten.
CREATE TABLE ledger (
    seq  INTEGER PRIMARY KEY,
    body TEXT NOT NULL, -- one line of JSON
    prev TEXT NOT NULL, -- hash of the entry before
    hash TEXT NOT NULL UNIQUE
) STRICT;

CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE ON ledger
BEGIN
    SELECT RAISE (ABORT, 'the ledger is never changed');
END;

CREATE TRIGGER ledger_is_never_cut BEFORE DELETE ON ledger
BEGIN
    SELECT RAISE (ABORT, 'the ledger is never cut');
END;

-- The hash is looked for too: REPLACE would remove the row that has it without asking the trigger above.
CREATE TRIGGER ledger_goes_on_from_its_end BEFORE INSERT ON ledger
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM ledger)
    OR NEW.prev IS NOT coalesce((SELECT hash FROM ledger ORDER BY seq DESC LIMIT 1), NEW.prev)
    OR EXISTS (SELECT 1 FROM ledger WHERE hash = NEW.hash)
BEGIN
    SELECT RAISE (ABORT, 'the ledger only goes on from its end');
END;
