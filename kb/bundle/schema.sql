-- The bundle's tables. Read only after the build; a change here raises SCHEMA_VERSION.
CREATE TABLE manuals (id TEXT PRIMARY KEY, place INTEGER NOT NULL, meta TEXT NOT NULL) STRICT;
CREATE TABLE sections (manual TEXT NOT NULL, place INTEGER NOT NULL, anchor TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (manual, anchor)) STRICT;
CREATE TABLE devices (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE facts (id TEXT PRIMARY KEY, place INTEGER NOT NULL, kind TEXT NOT NULL, manual TEXT NOT NULL, anchor TEXT NOT NULL,
                    statement TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE fact_devices (fact TEXT NOT NULL REFERENCES facts (id), device TEXT NOT NULL, PRIMARY KEY (fact, device)) STRICT;
CREATE TABLE passages (id TEXT PRIMARY KEY, place INTEGER NOT NULL, manual TEXT NOT NULL, anchor TEXT NOT NULL, body TEXT NOT NULL) STRICT;
-- One row for each entry of the lexical index and the vectors, in their order.
CREATE TABLE entries (place INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
                      keywords TEXT NOT NULL, section TEXT NOT NULL, asks TEXT NOT NULL) STRICT;
-- One row for each vector: the entry it belongs to (silences count on after the last entry) and the hash of the text it was made from.
CREATE TABLE vectors (place INTEGER PRIMARY KEY, entry INTEGER NOT NULL, text_sha256 TEXT NOT NULL) STRICT;
CREATE TABLE extras (name TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
