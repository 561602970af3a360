-- What a model endpoint answered, raw, under the hash of everything that was asked: a reply that was paid for is never asked for again.
CREATE TABLE replies (
    request BLOB PRIMARY KEY, -- SHA-256
    body    BLOB NOT NULL,
    at      TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) STRICT;

-- Which calls a reply was about: it goes when one of them is forgotten.
CREATE TABLE reply_calls (
    request BLOB NOT NULL REFERENCES replies (request) ON DELETE CASCADE,
    call    TEXT NOT NULL,
    PRIMARY KEY (request, call)
) STRICT, WITHOUT ROWID;

-- Marks what is sent as data, so that nobody on a call can pretend to be the instructions. Never leaves the machine.
INSERT INTO settings (key, value) VALUES ('envelope_secret', lower(hex(randomblob(32))));
