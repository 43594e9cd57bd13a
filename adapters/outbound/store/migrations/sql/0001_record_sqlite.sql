-- The record on SQLite. Statements are divided by a line of four hyphens.
-- Instants are text of fixed width in UTC ("2018-03-05T09:00:00.000000Z"), so that their order is that of time.

CREATE TABLE identity (
    place INTEGER NOT NULL PRIMARY KEY CHECK (place = 1),
    id TEXT NOT NULL,
    created TEXT NOT NULL,
    simulated INTEGER NOT NULL CHECK (simulated IN (0, 1))
) STRICT
----
CREATE TABLE events (
    position INTEGER NOT NULL PRIMARY KEY CHECK (position >= 1),
    stream TEXT NOT NULL CHECK (stream <> ''),
    version INTEGER NOT NULL CHECK (version >= 1),
    name TEXT NOT NULL,
    recorded_at TEXT NOT NULL CHECK (length(recorded_at) = 27),
    command_id TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    body BLOB NOT NULL,
    CONSTRAINT events_stream_version UNIQUE (stream, version)
) STRICT
----
-- A stream's first event stands for the stream: its id is found without walking all its events.
CREATE INDEX events_first ON events (stream) WHERE version = 1
----
CREATE TABLE refusals (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number >= 1),
    command_id TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    at TEXT NOT NULL CHECK (length(at) = 27),
    stream TEXT NOT NULL,
    verb TEXT NOT NULL,
    actor TEXT NOT NULL,
    acting_role TEXT NOT NULL,
    code TEXT NOT NULL,
    sentence TEXT NOT NULL
) STRICT
----
-- Without a row id, because a row can be replaced through its row id under another key.
CREATE TABLE commands (
    command_id TEXT NOT NULL PRIMARY KEY CHECK (command_id <> ''),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    first_position INTEGER NOT NULL,
    last_position INTEGER NOT NULL CHECK (last_position >= first_position),
    refusal INTEGER CONSTRAINT commands_refusal REFERENCES refusals (number)
) STRICT, WITHOUT ROWID
----
CREATE TABLE attention (
    stream TEXT NOT NULL PRIMARY KEY,
    owed INTEGER NOT NULL,
    loud INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL,
    since TEXT
) STRICT, WITHOUT ROWID
----
CREATE TRIGGER identity_insert BEFORE INSERT ON identity WHEN EXISTS (SELECT 1 FROM identity)
BEGIN SELECT RAISE(ABORT, 'the record cannot be replaced'); END
----
CREATE TRIGGER identity_update BEFORE UPDATE ON identity
BEGIN SELECT RAISE(ABORT, 'the record cannot be updated'); END
----
CREATE TRIGGER identity_delete BEFORE DELETE ON identity
BEGIN SELECT RAISE(ABORT, 'the record cannot be deleted'); END
----
-- REPLACE deletes without a word to the triggers for deletion, so an insertion onto something recorded is refused;
-- and a position is always the next one.
CREATE TRIGGER events_insert BEFORE INSERT ON events
WHEN NEW.position <> coalesce((SELECT max(position) FROM events), 0) + 1
    OR EXISTS (SELECT 1 FROM events WHERE stream = NEW.stream AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'the record cannot be replaced'); END
----
CREATE TRIGGER events_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the record cannot be updated'); END
----
CREATE TRIGGER events_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the record cannot be deleted'); END
----
CREATE TRIGGER refusals_insert BEFORE INSERT ON refusals
WHEN NEW.number <> coalesce((SELECT max(number) FROM refusals), 0) + 1
BEGIN SELECT RAISE(ABORT, 'the record cannot be replaced'); END
----
CREATE TRIGGER refusals_update BEFORE UPDATE ON refusals
BEGIN SELECT RAISE(ABORT, 'the record cannot be updated'); END
----
CREATE TRIGGER refusals_delete BEFORE DELETE ON refusals
BEGIN SELECT RAISE(ABORT, 'the record cannot be deleted'); END
----
CREATE TRIGGER commands_insert BEFORE INSERT ON commands
WHEN EXISTS (SELECT 1 FROM commands WHERE command_id = NEW.command_id)
BEGIN SELECT RAISE(ABORT, 'the record cannot be replaced'); END
----
CREATE TRIGGER commands_update BEFORE UPDATE ON commands
BEGIN SELECT RAISE(ABORT, 'the record cannot be updated'); END
----
CREATE TRIGGER commands_delete BEFORE DELETE ON commands
BEGIN SELECT RAISE(ABORT, 'the record cannot be deleted'); END
