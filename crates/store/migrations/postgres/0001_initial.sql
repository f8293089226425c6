-- What a place was told, and when. Nothing in these tables is changed or removed, except shares, which expire.
-- Days and instants are ISO 8601 text, so that they sort as they are and can be read with any tool. Text is compared
-- byte by byte, as SQLite does it, whatever the database's own order is.

CREATE TABLE upload (
    id          BIGINT  PRIMARY KEY CHECK (id > 0),
    what        TEXT    NOT NULL CHECK (what IN ('facts', 'observations')),
    file        TEXT    NOT NULL,
    sha256      TEXT    NOT NULL CHECK (length(sha256) = 64),
    received_at TEXT    COLLATE "C" NOT NULL,
    learnt      TEXT    COLLATE "C" NOT NULL,
    actor       TEXT    NOT NULL,
    synthetic   BOOLEAN NOT NULL,
    notice_zh   TEXT    NOT NULL,
    notice_en   TEXT    NOT NULL,
    -- Null only inside the transaction that writes the upload.
    row_count   BIGINT
);

-- From such an upload on, rows that came before it in the same kind no longer count.
CREATE TABLE replaced (
    upload BIGINT NOT NULL REFERENCES upload (id),
    kind   TEXT   COLLATE "C" NOT NULL,
    PRIMARY KEY (upload, kind)
);

-- What an upload says of a subject: a JSON object, column to text, null where a value is withdrawn.
CREATE TABLE fact (
    upload  BIGINT NOT NULL REFERENCES upload (id),
    kind    TEXT   COLLATE "C" NOT NULL,
    subject TEXT   COLLATE "C" NOT NULL,
    cells   TEXT   NOT NULL,
    UNIQUE (kind, subject, upload)
);

CREATE INDEX fact_of_upload ON fact (upload, kind, subject);

CREATE TABLE observation (
    upload BIGINT NOT NULL REFERENCES upload (id),
    line   BIGINT NOT NULL,
    cells  TEXT   NOT NULL,
    PRIMARY KEY (upload, line)
);

CREATE TABLE share (
    token_sha256 TEXT COLLATE "C" PRIMARY KEY NOT NULL CHECK (length(token_sha256) = 64),
    created_at   TEXT COLLATE "C" NOT NULL,
    expires_at   TEXT COLLATE "C" NOT NULL,
    payload      TEXT NOT NULL
);

CREATE INDEX share_by_expiry ON share (expires_at);

CREATE TABLE setting (
    id         BIGINT PRIMARY KEY CHECK (id > 0),
    name       TEXT   COLLATE "C" NOT NULL,
    -- Null where the setting was taken back.
    value      TEXT,
    changed_at TEXT   COLLATE "C" NOT NULL,
    actor      TEXT   NOT NULL
);

CREATE INDEX setting_by_name ON setting (name, id);

CREATE FUNCTION wuwei_keep() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME; END $$;

CREATE TRIGGER upload_stays BEFORE UPDATE ON upload FOR EACH ROW WHEN (OLD.row_count IS NOT NULL)
    EXECUTE FUNCTION wuwei_keep();
CREATE TRIGGER upload_is_kept BEFORE DELETE ON upload FOR EACH ROW EXECUTE FUNCTION wuwei_keep();
CREATE TRIGGER replaced_stays BEFORE UPDATE OR DELETE ON replaced FOR EACH ROW EXECUTE FUNCTION wuwei_keep();
CREATE TRIGGER fact_stays BEFORE UPDATE OR DELETE ON fact FOR EACH ROW EXECUTE FUNCTION wuwei_keep();
CREATE TRIGGER observation_stays BEFORE UPDATE OR DELETE ON observation FOR EACH ROW EXECUTE FUNCTION wuwei_keep();
CREATE TRIGGER setting_stays BEFORE UPDATE OR DELETE ON setting FOR EACH ROW EXECUTE FUNCTION wuwei_keep();
