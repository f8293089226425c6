CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO _sqlx_migrations VALUES (1, 'initial', '2026-11-22 16:41:22', 1, X'6D7613111EA8583C7810D96AF545A757E4F420088FF4C8E79219AA58103F9D3D81B73BA65A80C77EA2A66F1B600B277D', 11302861);
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
INSERT INTO upload VALUES (1, 'facts', '企业.xlsx', '8a4e18f5f605c54b0db658847265b0a3c8266d31ce98f1602adb412a8160bcf2', '2026-03-01T08:30:00.000Z', '2025-01-10', 'operator', 1, '合成数据', 'Made-up data', 2);
INSERT INTO upload VALUES (2, 'facts', '企业.xlsx', '642ae96ce7e5a4373b76b18952702220811b136604d223cce5c0a67b25013f18', '2026-03-01T08:30:00.000Z', '2025-03-01', 'operator', 1, '合成数据', 'Made-up data', 1);
INSERT INTO upload VALUES (3, 'facts', '企业.xlsx', '99502ca2babdf0c3bd6201a2c34424e901199c8bdb6304f6e0c3bd3d64a9270e', '2026-03-01T08:30:00.000Z', '2025-02-01', 'operator', 1, '合成数据', 'Made-up data', 1);
INSERT INTO upload VALUES (4, 'facts', '企业.xlsx', '866d562d83a77144c090ae01fef5e5dc5d322dfdcb968ee04e0fa262fe1b2619', '2026-03-01T08:30:00.000Z', '2025-04-01', 'operator', 1, '合成数据', 'Made-up data', 2);
INSERT INTO upload VALUES (5, 'facts', '企业.xlsx', 'f4adb281ec5bec05d19a2b97f56c1dcfa39b1caea3ed03a1164e78b1ca6ec3a5', '2026-03-01T08:30:00.000Z', '2025-05-01', 'operator', 1, '合成数据', 'Made-up data', 1);
INSERT INTO upload VALUES (6, 'observations', '观测.csv', 'bfc5a6b45b6a16128fbf94195a8b6895883b709e9ab0bf0bc5dc5a14fa18cf2f', '2026-03-01T08:30:05.000Z', '2025-06-01', 'operator', 0, '', '', 2);
INSERT INTO upload VALUES (7, 'observations', '观测.csv', 'bfc5a6b45b6a16128fbf94195a8b6895883b709e9ab0bf0bc5dc5a14fa18cf2f', '2026-03-01T08:30:05.000Z', '2025-05-15', 'operator', 0, '', '', 2);
CREATE TABLE replaced (
    upload INTEGER NOT NULL REFERENCES upload (id),
    kind   TEXT    NOT NULL,
    PRIMARY KEY (upload, kind)
) STRICT;
INSERT INTO replaced VALUES (4, '项目');
INSERT INTO replaced VALUES (5, '企业');
CREATE TABLE fact (
    upload  INTEGER NOT NULL REFERENCES upload (id),
    kind    TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    cells   TEXT    NOT NULL,
    UNIQUE (kind, subject, upload)
) STRICT;
INSERT INTO fact VALUES (1, '企业', '91A', '{"名称":"甲\"公司\"\n\\","研发费用@2024":"1200000","职工总数@2024":"30"}');
INSERT INTO fact VALUES (1, '企业', '91B', '{"名称":"乙"}');
INSERT INTO fact VALUES (2, '企业', '91A', '{"研发费用@2024":"1300000","职工总数@2024":null}');
INSERT INTO fact VALUES (3, '企业', '91A', '{"注册地":"高新区","研发费用@2024":"1250000"}');
INSERT INTO fact VALUES (4, '项目', 'X1', '{"名称":""}');
INSERT INTO fact VALUES (4, '项目', 'x0', '{}');
INSERT INTO fact VALUES (5, '企业', '91C', '{"名称":"丙"}');
CREATE TABLE observation (
    upload INTEGER NOT NULL REFERENCES upload (id),
    line   INTEGER NOT NULL,
    cells  TEXT    NOT NULL,
    PRIMARY KEY (upload, line)
) STRICT;
INSERT INTO observation VALUES (6, 1, '{"indicator":"高新技术企业数","value":"3024","as of":"2025-06-01"}');
INSERT INTO observation VALUES (6, 2, '{"indicator":"科技成果本地转化数","value":"12","as of":"2025-06-01"}');
INSERT INTO observation VALUES (7, 1, '{"indicator":"高新技术企业数","value":"3024","as of":"2025-05-15"}');
INSERT INTO observation VALUES (7, 2, '{"indicator":"科技成果本地转化数","value":"12","as of":"2025-05-15"}');
CREATE TABLE share (
    token_sha256 TEXT PRIMARY KEY NOT NULL CHECK (length(token_sha256) = 64),
    created_at   TEXT NOT NULL,
    expires_at   TEXT NOT NULL,
    payload      TEXT NOT NULL
) STRICT;
INSERT INTO share VALUES ('531854cef641648c7817441c3a04ae025e91d882aa1ac318057cba7e979b2140', '2026-03-01T08:30:00.000Z', '2026-03-01T09:30:00.000Z', '{"facts":{}}');
CREATE TABLE setting (
    id         INTEGER PRIMARY KEY CHECK (id > 0),
    name       TEXT NOT NULL,
    -- Null where the setting was taken back.
    value      TEXT,
    changed_at TEXT NOT NULL,
    actor      TEXT NOT NULL
) STRICT;
INSERT INTO setting VALUES (1, 'place', '长春市', '2026-03-01T08:30:01.000Z', 'operator');
INSERT INTO setting VALUES (2, 'library', 'library', '2026-03-01T08:30:01.000Z', 'operator');
INSERT INTO setting VALUES (3, 'place', NULL, '2026-03-01T08:30:01.000Z', 'operator');
CREATE INDEX fact_of_upload ON fact (upload, kind, subject);
CREATE INDEX share_by_expiry ON share (expires_at);
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
