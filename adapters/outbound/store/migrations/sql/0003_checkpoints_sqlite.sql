-- Signed checkpoints: append-only like all of the record, and never smaller than the one before.
CREATE TABLE checkpoints (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number >= 1),
    size INTEGER NOT NULL CHECK (size >= 1),
    root BLOB NOT NULL CHECK (length(root) = 32),
    note TEXT NOT NULL,
    at TEXT NOT NULL CHECK (length(at) = 27),
    occasion TEXT NOT NULL
) STRICT
----
CREATE TRIGGER checkpoints_insert BEFORE INSERT ON checkpoints
WHEN NEW.number <> coalesce((SELECT max(number) FROM checkpoints), 0) + 1
    OR NEW.size < coalesce((SELECT max(size) FROM checkpoints), 0)
    OR NEW.size > coalesce((SELECT max(position) FROM events), 0)
BEGIN SELECT RAISE(ABORT, 'the record cannot be replaced'); END
----
CREATE TRIGGER checkpoints_update BEFORE UPDATE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'the record cannot be updated'); END
----
CREATE TRIGGER checkpoints_delete BEFORE DELETE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'the record cannot be deleted'); END
