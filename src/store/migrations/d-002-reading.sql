-- What issue D keeps beside the calls.

-- Metadata that a person gave by hand; the latest word on a field counts, an empty one takes it back.
CREATE TABLE given_facts (
    seq   INTEGER PRIMARY KEY,
    call  INTEGER NOT NULL REFERENCES calls (seq),
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    by    TEXT NOT NULL,
    at    TEXT NOT NULL
) STRICT;
CREATE INDEX given_facts_by_call ON given_facts (call);

-- Calls that are another file of a conversation that is here already: found anew after each reading.
CREATE TABLE same_calls (
    call    INTEGER PRIMARY KEY REFERENCES calls (seq),
    same_as INTEGER NOT NULL REFERENCES calls (seq)
) STRICT;
