-- What a place was told, and when. Nothing in these tables is changed or removed, except shares, which expire.
-- Days and instants are ISO 8601 text, so that they sort as they are and can be read with any tool.

CREATE TABLE upload (
    id          INTEGER PRIMARY KEY CHECK (id > 0),
    what        TEXT    NOT NULL CHECK (what IN ('facts', 'observations')),
    file        TEXT    NOT NULL,
    sha256      TEXT    NOT NULL CHECK (length(sha256) = 64),
    received_at TEXT    NOT NULL,
    learnt      TEXT    NOT NULL,
    actor       TEXT    NOT NULL,
    synthetic   INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
    notice_zh   TEXT    NOT NULL,
    notice_en   TEXT    NOT NULL,
    -- Null only inside the transaction that writes the upload.
    row_count   INTEGER
) STRICT;

-- From such an upload on, rows that came before it in the same kind no longer count.
CREATE TABLE replaced (
    upload INTEGER NOT NULL REFERENCES upload (id),
    kind   TEXT    NOT NULL,
    PRIMARY KEY (upload, kind)
) STRICT;

-- What an upload says of a subject: a JSON object, column to text, null where a value is withdrawn.
CREATE TABLE fact (
    upload  INTEGER NOT NULL REFERENCES upload (id),
    kind    TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    cells   TEXT    NOT NULL,
    UNIQUE (kind, subject, upload)
) STRICT;

CREATE INDEX fact_of_upload ON fact (upload, kind, subject);

CREATE TABLE observation (
    upload INTEGER NOT NULL REFERENCES upload (id),
    line   INTEGER NOT NULL,
    cells  TEXT    NOT NULL,
    PRIMARY KEY (upload, line)
) STRICT;

CREATE TABLE share (
    token_sha256 TEXT PRIMARY KEY NOT NULL CHECK (length(token_sha256) = 64),
    created_at   TEXT NOT NULL,
    expires_at   TEXT NOT NULL,
    payload      TEXT NOT NULL
) STRICT;

CREATE INDEX share_by_expiry ON share (expires_at);

CREATE TABLE setting (
    id         INTEGER PRIMARY KEY CHECK (id > 0),
    name       TEXT NOT NULL,
    -- Null where the setting was taken back.
    value      TEXT,
    changed_at TEXT NOT NULL,
    actor      TEXT NOT NULL
) STRICT;

CREATE INDEX setting_by_name ON setting (name, id);

CREATE TRIGGER upload_stays BEFORE UPDATE ON upload WHEN OLD.row_count IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an upload is never changed'); END;
CREATE TRIGGER upload_is_kept BEFORE DELETE ON upload
BEGIN SELECT RAISE(ABORT, 'an upload is never removed'); END;
CREATE TRIGGER replaced_stays BEFORE UPDATE ON replaced
BEGIN SELECT RAISE(ABORT, 'an upload is never changed'); END;
CREATE TRIGGER replaced_is_kept BEFORE DELETE ON replaced
BEGIN SELECT RAISE(ABORT, 'an upload is never removed'); END;
CREATE TRIGGER fact_stays BEFORE UPDATE ON fact
BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER fact_is_kept BEFORE DELETE ON fact
BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER observation_stays BEFORE UPDATE ON observation
BEGIN SELECT RAISE(ABORT, 'an observation is never changed'); END;
CREATE TRIGGER observation_is_kept BEFORE DELETE ON observation
BEGIN SELECT RAISE(ABORT, 'an observation is never removed'); END;
CREATE TRIGGER setting_stays BEFORE UPDATE ON setting
BEGIN SELECT RAISE(ABORT, 'the history of a setting is never changed'); END;
CREATE TRIGGER setting_is_kept BEFORE DELETE ON setting
BEGIN SELECT RAISE(ABORT, 'the history of a setting is never removed'); END;
