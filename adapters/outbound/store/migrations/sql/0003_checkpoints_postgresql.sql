-- Signed checkpoints: append-only like all of the record, and never smaller than the one before.
CREATE TABLE checkpoints (
    number bigint PRIMARY KEY CHECK (number >= 1),
    size bigint NOT NULL CHECK (size >= 1),
    root bytea NOT NULL CHECK (length(root) = 32),
    note text NOT NULL,
    at text COLLATE "C" NOT NULL CHECK (length(at) = 27),
    occasion text NOT NULL
)
----
CREATE TRIGGER checkpoints_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
----
ALTER TABLE checkpoints ENABLE ALWAYS TRIGGER checkpoints_kept
----
-- Keeps a checkpoint as the one after p_after; false if another has been kept since. Its lock is its own: those who
-- append do not wait for it.
CREATE FUNCTION seal(
    p_after bigint, p_size bigint, p_root bytea, p_note text, p_at text, p_occasion text
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = assay, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    v_number bigint;
    v_size bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(7146823907);
    -- Whoever is answered must find it on the disk, whatever the session would settle for.
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    SELECT c.number, c.size INTO v_number, v_size FROM checkpoints AS c ORDER BY c.number DESC LIMIT 1;
    IF coalesce(v_number, 0) <> p_after THEN
        RETURN false;
    END IF;
    IF p_size < coalesce(v_size, 0) OR p_size > coalesce((SELECT max(e.position) FROM events AS e), 0) THEN
        RAISE EXCEPTION USING MESSAGE = 'the record cannot be changed: a checkpoint of ' || p_size || ' events';
    END IF;
    INSERT INTO checkpoints (number, size, root, note, at, occasion)
        VALUES (p_after + 1, p_size, p_root, p_note, p_at, p_occasion);
    RETURN true;
END $$
----
REVOKE ALL ON FUNCTION seal FROM PUBLIC
----
GRANT SELECT ON checkpoints TO assay_application
----
GRANT EXECUTE ON FUNCTION seal TO assay_application
