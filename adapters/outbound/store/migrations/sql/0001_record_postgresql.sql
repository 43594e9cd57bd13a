-- The record on PostgreSQL, in the schema assay, owned by assay_owner. Statements are divided by a line of four hyphens.
-- Instants are text of fixed width in UTC ("2018-03-05T09:00:00.000000Z"), as they are in the bytes that are hashed;
-- text is in the collation "C", so that their order is that of time, and that of ids the same on every machine.

CREATE TABLE identity (
    place integer PRIMARY KEY CHECK (place = 1),
    id text NOT NULL,
    created text COLLATE "C" NOT NULL,
    simulated boolean NOT NULL
)
----
CREATE TABLE events (
    position bigint PRIMARY KEY CHECK (position >= 1),
    stream text COLLATE "C" NOT NULL CHECK (stream <> ''),
    version bigint NOT NULL CHECK (version >= 1),
    name text COLLATE "C" NOT NULL,
    recorded_at text COLLATE "C" NOT NULL CHECK (length(recorded_at) = 27),
    command_id text COLLATE "C" NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 32),
    body bytea NOT NULL,
    CONSTRAINT events_stream_version UNIQUE (stream, version)
)
----
-- The bytes are read whole or not at all, and hashes and salts do not compress.
ALTER TABLE events ALTER COLUMN body SET STORAGE EXTERNAL
----
-- A stream's first event stands for the stream: its id is found without walking all its events.
CREATE INDEX events_first ON events (stream) WHERE version = 1
----
CREATE TABLE refusals (
    number bigint PRIMARY KEY CHECK (number >= 1),
    command_id text COLLATE "C" NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 32),
    at text COLLATE "C" NOT NULL CHECK (length(at) = 27),
    stream text COLLATE "C" NOT NULL,
    verb text NOT NULL,
    actor text NOT NULL,
    acting_role text NOT NULL,
    code text NOT NULL,
    sentence text NOT NULL
)
----
CREATE TABLE commands (
    command_id text COLLATE "C" PRIMARY KEY CHECK (command_id <> ''),
    digest bytea NOT NULL CHECK (length(digest) = 32),
    first_position bigint NOT NULL,
    last_position bigint NOT NULL CHECK (last_position >= first_position),
    refusal bigint CONSTRAINT commands_refusal REFERENCES refusals (number)
)
----
CREATE TABLE attention (
    stream text COLLATE "C" PRIMARY KEY,
    owed bigint NOT NULL,
    loud bigint NOT NULL,
    acknowledged bigint NOT NULL,
    since text COLLATE "C"
) WITH (fillfactor = 50)
----
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = assay, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = 'the record cannot be changed: ' || TG_OP || ' on ' || TG_TABLE_NAME;
END $$
----
CREATE TRIGGER identity_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON identity
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
----
CREATE TRIGGER events_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
----
CREATE TRIGGER refusals_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON refusals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
----
CREATE TRIGGER commands_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON commands
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
----
-- Even for a session that calls itself a replica.
ALTER TABLE identity ENABLE ALWAYS TRIGGER identity_kept
----
ALTER TABLE events ENABLE ALWAYS TRIGGER events_kept
----
ALTER TABLE refusals ENABLE ALWAYS TRIGGER refusals_kept
----
ALTER TABLE commands ENABLE ALWAYS TRIGGER commands_kept
----
-- The three functions that write. Each looks things up by index only, in the same way each time; planning anew for every
-- call takes longer than the call, and a plan made while a table was small must not outlive that.
--
-- One holder of the lock decides what comes next in the record, until its transaction is over. It is taken before
-- anything is looked at, and each statement after it sees everything that was committed before.

-- Records one command's events whole, or says why not.
--   p_streams, p_versions, p_previous, p_counts: per stream written, where it must stand and how many events it gets;
--   p_names, p_heads, p_tails: per event, in that order, its name and the two pieces of its bytes;
--   p_read_streams, p_read_versions: streams only read, and where they must stand;
--   p_wake_streams, p_wake_loud: workflows that must attend to this.
-- outcome is appended (with the digest of each written stream's last event), repeated (with the first answer), reused (other content) or stale (with the streams moved).
CREATE FUNCTION append(
    p_command text, p_digest bytea, p_at text,
    p_streams text[], p_versions bigint[], p_previous bytea[], p_counts bigint[],
    p_names text[], p_heads bytea[], p_tails bytea[],
    p_read_streams text[], p_read_versions bigint[],
    p_wake_streams text[], p_wake_loud boolean[],
    OUT outcome text, OUT first_position bigint, OUT last_position bigint,
    OUT refusal_code text, OUT refusal_sentence text, OUT moved text[], OUT heads bytea[]
) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = assay, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    v_digest bytea;
    v_position bigint;
    v_at text COLLATE "C";
    v_stamp text;
    v_previous bytea;
    v_body bytea;
    v_place integer := 0;
    v_streams text[];
    v_versions bigint[];
    v_digests bytea[];
    v_bodies bytea[];
BEGIN
    PERFORM pg_advisory_xact_lock(7146823905);
    -- Whoever is answered must find it on the disk, whatever the session would settle for.
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;

    SELECT c.digest, c.first_position, c.last_position, r.code, r.sentence
        INTO v_digest, first_position, last_position, refusal_code, refusal_sentence
        FROM commands AS c LEFT JOIN refusals AS r ON r.number = c.refusal WHERE c.command_id = p_command;
    IF FOUND THEN
        outcome := CASE WHEN v_digest = p_digest THEN 'repeated' ELSE 'reused' END;
        RETURN;
    END IF;

    SELECT array_agg(s.stream) INTO moved FROM (
        SELECT w.stream FROM unnest(p_streams, p_versions, p_previous) AS w (stream, version, digest)
            LEFT JOIN LATERAL (
                SELECT e.version, e.digest FROM events AS e
                WHERE e.stream = w.stream ORDER BY e.version DESC LIMIT 1
            ) AS h ON true
            WHERE coalesce(h.version, 0) <> w.version OR h.digest IS DISTINCT FROM w.digest
        UNION ALL
        SELECT w.stream FROM unnest(p_read_streams, p_read_versions) AS w (stream, version)
            LEFT JOIN LATERAL (
                SELECT e.version FROM events AS e
                WHERE e.stream = w.stream ORDER BY e.version DESC LIMIT 1
            ) AS h ON true
            WHERE coalesce(h.version, 0) <> w.version
    ) AS s;
    IF moved IS NOT NULL THEN
        outcome := 'stale';
        RETURN;
    END IF;

    outcome := 'appended';
    first_position := 0;
    last_position := 0;
    IF cardinality(p_names) > 0 THEN
        SELECT e.position, e.recorded_at INTO v_position, v_at FROM events AS e ORDER BY e.position DESC LIMIT 1;
        v_position := coalesce(v_position, 0);
        v_at := greatest(p_at COLLATE "C", v_at);
        v_stamp := ',"recorded_at":"' || v_at || '"';
        FOR v_write IN 1 .. cardinality(p_streams) LOOP
            v_previous := p_previous[v_write];
            FOR v_step IN 1 .. p_counts[v_write] LOOP
                v_place := v_place + 1;
                v_body := p_heads[v_place]
                    || convert_to(coalesce('"' || encode(v_previous, 'hex') || '"', 'null') || v_stamp, 'UTF8')
                    || p_tails[v_place];
                v_previous := sha256('\x00'::bytea || v_body);
                v_streams[v_place] := p_streams[v_write];
                v_versions[v_place] := p_versions[v_write] + v_step;
                v_digests[v_place] := v_previous;
                v_bodies[v_place] := v_body;
            END LOOP;
            heads[v_write] := v_previous;
        END LOOP;
        first_position := v_position + 1;
        last_position := v_position + v_place;
        INSERT INTO events (position, stream, version, name, recorded_at, command_id, digest, body)
            SELECT v_position + n.place, n.stream, n.version, n.name, v_at, p_command, n.digest, n.body
            FROM unnest(v_streams, v_versions, p_names, v_digests, v_bodies)
                WITH ORDINALITY AS n (stream, version, name, digest, body, place);
        IF cardinality(p_wake_streams) > 0 THEN
            INSERT INTO attention AS a (stream, owed, loud, acknowledged, since)
                SELECT w.stream, last_position, CASE WHEN w.loud THEN last_position ELSE 0 END, 0, v_at
                FROM unnest(p_wake_streams, p_wake_loud) AS w (stream, loud)
                ON CONFLICT (stream) DO UPDATE SET
                    owed = excluded.owed,
                    loud = greatest(a.loud, excluded.loud),
                    since = CASE WHEN a.owed <= a.acknowledged THEN excluded.since ELSE a.since END;
        END IF;
        PERFORM pg_notify('assay', last_position::text);
    END IF;
    INSERT INTO commands (command_id, digest, first_position, last_position, refusal)
        VALUES (p_command, p_digest, first_position, last_position, NULL);
END $$
----
-- Logs a refusal as the answer to its command id; outcome is refused, repeated or reused.
CREATE FUNCTION refuse(
    p_command text, p_digest bytea, p_at text, p_stream text, p_verb text, p_actor text, p_acting_role text,
    p_code text, p_sentence text,
    OUT outcome text, OUT first_position bigint, OUT last_position bigint,
    OUT refusal_code text, OUT refusal_sentence text
) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = assay, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    v_digest bytea;
    v_number bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(7146823905);
    -- Whoever is answered must find it on the disk, whatever the session would settle for.
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    SELECT c.digest, c.first_position, c.last_position, r.code, r.sentence
        INTO v_digest, first_position, last_position, refusal_code, refusal_sentence
        FROM commands AS c LEFT JOIN refusals AS r ON r.number = c.refusal WHERE c.command_id = p_command;
    IF FOUND THEN
        outcome := CASE WHEN v_digest = p_digest THEN 'repeated' ELSE 'reused' END;
        RETURN;
    END IF;
    outcome := 'refused';
    SELECT coalesce(max(r.number), 0) + 1 INTO v_number FROM refusals AS r;
    INSERT INTO refusals (number, command_id, digest, at, stream, verb, actor, acting_role, code, sentence)
        VALUES (v_number, p_command, p_digest, p_at, p_stream, p_verb, p_actor, p_acting_role, p_code, p_sentence);
    INSERT INTO commands (command_id, digest, first_position, last_position, refusal)
        VALUES (p_command, p_digest, 0, 0, v_number);
END $$
----
-- Notes that a workflow has acted on everything up to a position: never less than before, never more than there is.
-- What is still owed then has been owed since the next event at the earliest.
CREATE FUNCTION acknowledge(p_stream text, p_position bigint) RETURNS SETOF attention
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = assay, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    v_position bigint;
BEGIN
    SELECT least(p_position, coalesce(max(e.position), 0)) INTO v_position FROM events AS e;
    RETURN QUERY INSERT INTO attention AS a (stream, owed, loud, acknowledged, since)
        VALUES (p_stream, 0, 0, v_position, NULL)
        ON CONFLICT (stream) DO UPDATE SET
            acknowledged = greatest(a.acknowledged, excluded.acknowledged),
            since = CASE WHEN a.owed > greatest(a.acknowledged, excluded.acknowledged) THEN greatest(
                a.since,
                (SELECT e.recorded_at FROM events AS e
                    WHERE e.position = greatest(a.acknowledged, excluded.acknowledged) + 1)) END
        RETURNING a.*;
END $$
----
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA assay FROM PUBLIC
----
GRANT SELECT ON ALL TABLES IN SCHEMA assay TO assay_application
----
GRANT EXECUTE ON FUNCTION append, refuse, acknowledge TO assay_application
