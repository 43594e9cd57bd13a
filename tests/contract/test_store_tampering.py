"""What is recorded stays: privileges and triggers, not habits."""

import sqlite3
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from activities.ports import StoreFault, Wake
from activities.proof.ports import Sealed
from adapters.outbound.store import check, create, open_store
from domain.ledger.envelope import instant
from tests.support.notes import NOON, NOTHING, append, note_refused, recorded, write
from tests.support.parts import Postgres

RECORD = ("identity", "events", "commands", "refusals", "checkpoints")
BESIDE = ("attention", "alembic_version", "projections", "subscriptions")
"""Tables that are no part of the record, and the views."""


def _fill(place: str) -> None:
    store = open_store(place)
    recorded(store, "c-1", write("c-1", "case-1", NOTHING, "a", "b"), wakes=(Wake("inspection-1", True),))
    store.refuse(note_refused("c-2"))
    assert store.seal(0, Sealed(1, 2, bytes(32), "a note", instant(NOON), "test"))
    store.close()


class TestSqlite:
    @pytest.fixture
    def raw(self, sqlite_place: str) -> Iterator[sqlite3.Connection]:
        """A connection of somebody who is not Assay, to a store with something in every table."""
        _fill(sqlite_place)
        connection = sqlite3.connect(make_url(sqlite_place).database or "", isolation_level=None)
        before = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in RECORD}
        assert all(before.values())
        yield connection
        assert before == {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in RECORD}
        connection.close()

    @pytest.mark.parametrize("table", RECORD)
    @pytest.mark.parametrize("verb", ["updated", "deleted", "replaced"])
    def test_no_row_of_the_record_can_be_touched(
        self, raw: sqlite3.Connection, table: str, verb: str
    ) -> None:
        statement = {
            "updated": f"UPDATE {table} SET rowid = rowid",
            "deleted": f"DELETE FROM {table}",
            "replaced": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
        }[verb]
        if table == "commands" and verb == "updated":
            statement = "UPDATE commands SET command_id = command_id"  # it has no row ids
        with pytest.raises(sqlite3.IntegrityError, match=f"the record cannot be {verb}"):
            raw.execute(statement)

    @pytest.mark.parametrize(
        "statement",
        [
            # another stream and version at a position that is taken
            "REPLACE INTO events SELECT position, 'x', 9, name, recorded_at, command_id, digest, body FROM events",
            # a stream's version that is taken, at the next position
            (
                "REPLACE INTO events SELECT 3, stream, version, name, recorded_at, command_id, digest, body"
                " FROM events WHERE position = 1"
            ),
            # through the row id, which is the position
            (
                "REPLACE INTO events (rowid, stream, version, name, recorded_at, command_id, digest, body)"
                " SELECT 1, 'x', 1, name, recorded_at, command_id, digest, body FROM events WHERE position = 1"
            ),
            # leaving a gap
            (
                "INSERT INTO events SELECT 9, 'x', 1, name, recorded_at, command_id, digest, body"
                " FROM events WHERE position = 1"
            ),
            "UPDATE OR REPLACE events SET position = 1 WHERE position = 2",
            (
                "INSERT INTO events SELECT * FROM events WHERE true"
                " ON CONFLICT (position) DO UPDATE SET body = x'00'"
            ),
            "REPLACE INTO commands SELECT command_id, digest, 0, 0, NULL FROM commands WHERE refusal IS NOT NULL",
            "REPLACE INTO checkpoints SELECT number, size, zeroblob(32), note, at, occasion FROM checkpoints",
            # smaller than the last, larger than the record
            "INSERT INTO checkpoints SELECT 2, 1, root, note, at, occasion FROM checkpoints",
            "INSERT INTO checkpoints SELECT 2, 3, root, note, at, occasion FROM checkpoints",
            "REPLACE INTO identity SELECT 1, 'another', created, simulated FROM identity",
            "REPLACE INTO identity SELECT 2, 'another', created, simulated FROM identity",
            (
                "REPLACE INTO refusals SELECT number, command_id, digest, at, stream, verb, actor, acting_role,"
                " code, 'another' FROM refusals"
            ),
        ],
    )
    def test_there_is_no_way_round_by_replacing(self, raw: sqlite3.Connection, statement: str) -> None:
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(statement)

    def test_no_table_is_forgotten(self, raw: sqlite3.Connection) -> None:
        """Whatever tables there are, each of the record refuses insertions out of turn, updates and deletions."""
        found = raw.execute(
            "SELECT t.name, count(g.name) FROM sqlite_master AS t LEFT JOIN sqlite_master AS g"
            " ON g.type = 'trigger' AND g.tbl_name = t.name AND g.sql LIKE '%RAISE(ABORT%'"
            " WHERE t.type = 'table' AND t.name NOT LIKE 'view%' AND t.name NOT LIKE 'sqlite%' GROUP BY t.name"
        ).fetchall()
        assert {table: count for table, count in found if table not in BESIDE} == dict.fromkeys(RECORD, 3)

    def test_a_schema_is_not_written_to_through_a_connection_of_ours(self, sqlite_place: str) -> None:
        """Nothing that Assay runs could take a trigger away by the way: its own connections refuse it."""
        store = open_store(sqlite_place)
        with pytest.raises(StoreFault):
            store._rows("UPDATE sqlite_master SET sql = NULL WHERE type = 'trigger'", ())  # type: ignore[attr-defined]  # as if it were a question
        store.close()

    def test_an_unknown_refusal_cannot_be_an_answer(self, sqlite_place: str) -> None:
        connection = sqlite3.connect(make_url(sqlite_place).database or "", isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            connection.execute("INSERT INTO commands VALUES ('c', zeroblob(32), 0, 0, 7)")
        connection.close()


@pytest.fixture(scope="module")
def filled(postgres: Postgres) -> Iterator[str]:
    """A PostgreSQL store with something in every table, for all tests of this file: none may change it."""
    database = postgres.create()
    create(postgres.url(database), simulated=True)
    _fill(postgres.url(database))
    yield postgres.url(database)
    postgres.drop(database)


class TestPostgresql:
    @pytest.fixture
    def place(self, filled: str) -> Iterator[str]:
        """That store; the record must be the same after the test."""
        with psycopg.connect(filled) as connection:
            before = self._record(connection)
        assert all(before.values())
        yield filled
        with psycopg.connect(filled) as connection:
            assert self._record(connection) == before

    @staticmethod
    def _record(connection: "psycopg.Connection[tuple[object, ...]]") -> dict[str, list[tuple[object, ...]]]:
        return {
            table: connection.execute(
                sql.SQL("SELECT * FROM assay.{}").format(sql.Identifier(table))
            ).fetchall()
            for table in RECORD
        }

    @pytest.fixture
    def login(self, postgres: Postgres, place: str) -> Iterator[str]:
        """The URL of a user who is a member of the application's role and of nothing else."""
        url = make_url(place)
        with psycopg.connect(place, autocommit=True) as connection:
            connection.execute("CREATE ROLE clerk LOGIN IN ROLE assay_application")
        yield str(postgres.url(url.database or "", "clerk"))
        with psycopg.connect(place, autocommit=True) as connection:
            connection.execute("DROP ROLE clerk")

    @pytest.mark.parametrize("table", [*RECORD, "attention", "alembic_version"])
    @pytest.mark.parametrize(
        "verb",
        ["INSERT INTO {} DEFAULT VALUES", "UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"],
    )
    def test_the_applications_role_may_write_to_no_table(self, login: str, table: str, verb: str) -> None:
        with psycopg.connect(login) as connection:
            found = connection.execute(sql.SQL("SELECT * FROM assay.{}").format(sql.Identifier(table)))
            assert found.description is not None
            column = sql.Identifier(found.description[0].name)
            statement = sql.SQL(verb).format(sql.Identifier("assay", table), column, column)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)

    @pytest.mark.parametrize(
        "statement",
        [
            "DROP TABLE assay.events",
            "ALTER TABLE assay.events DISABLE TRIGGER ALL",
            "ALTER TABLE assay.checkpoints DISABLE TRIGGER ALL",
            "DROP TRIGGER events_kept ON assay.events",
            "DROP TRIGGER checkpoints_kept ON assay.checkpoints",
            "CREATE TRIGGER mine BEFORE INSERT ON assay.events EXECUTE FUNCTION assay.refuse_change()",
            "CREATE RULE mine AS ON INSERT TO assay.events DO INSTEAD NOTHING",
            "CREATE INDEX mine ON assay.events (name)",
            "ALTER TABLE assay.events OWNER TO clerk",
            "ALTER FUNCTION assay.append OWNER TO clerk",
            "ALTER ROLE clerk SUPERUSER",
            "UPDATE pg_catalog.pg_trigger SET tgenabled = 'D'",
            "COPY assay.events FROM STDIN",
            (
                "MERGE INTO assay.events AS e USING assay.events AS n ON e.position = n.position"
                " WHEN MATCHED THEN UPDATE SET body = '\\x00'"
            ),
            "ALTER TABLE assay.events ADD COLUMN note text",
            "CREATE TABLE assay.mine (x int)",
            "CREATE OR REPLACE FUNCTION assay.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
            "DROP FUNCTION assay.append",
            "SET ROLE assay_owner",
            "SELECT assay.refuse_change()",
            "SET session_replication_role = replica",
            "LOCK TABLE assay.events IN ACCESS EXCLUSIVE MODE",
        ],
    )
    def test_nor_change_the_schema_nor_become_its_owner(self, login: str, statement: str) -> None:
        with (
            psycopg.connect(login) as connection,
            pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported)),
        ):
            connection.execute(statement)

    def test_no_table_is_forgotten(self, place: str) -> None:
        """Whatever tables there are: the application may only look at the record's, and they keep what they have."""
        with psycopg.connect(place) as connection:
            found = connection.execute(
                "SELECT c.relname, array_agg(DISTINCT p.privilege_type ORDER BY p.privilege_type), (SELECT count(*)"
                " FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND t.tgenabled = 'A' AND t.tgtype & 56 = 56)"
                " FROM pg_class AS c CROSS JOIN aclexplode(c.relacl) AS p"
                " WHERE c.relnamespace = 'assay'::regnamespace AND c.relkind = 'r'"
                " AND p.grantee = 'assay_application'::regrole AND c.relname NOT LIKE 'view%' GROUP BY c.oid"
            ).fetchall()
        kept = {table: (privileges, kept) for table, privileges, kept in found}
        assert {table: kept[table] for table in kept if table not in BESIDE} == dict.fromkeys(
            RECORD, (["SELECT"], 1)
        )

    def test_what_it_may_do_is_enough_for_a_store(self, login: str, place: str) -> None:
        store = open_store(login)
        assert store.identity() == check(place)
        assert store.load({"case-1": 0})["case-1"] == store.scan()
        assert store.answer("c-2", b"") is not None
        assert store.append(append("c-1", write("c-1", "case-1"))) is not None
        assert store.acknowledge("inspection-1", 2).acknowledged == 2
        assert store.refuse(note_refused("c-2")) is not None
        store.close()

    def test_a_user_without_the_role_is_told_so(self, postgres: Postgres, place: str) -> None:
        with psycopg.connect(place, autocommit=True) as connection:
            connection.execute("CREATE ROLE stranger LOGIN")
        try:
            with pytest.raises(StoreFault, match="application's role"):
                open_store(postgres.url(make_url(place).database or "", "stranger"))
        finally:
            with psycopg.connect(place, autocommit=True) as connection:
                connection.execute("DROP ROLE stranger")

    @pytest.mark.parametrize("user", ["assay_owner", "postgres"])
    @pytest.mark.parametrize("table", RECORD)
    @pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
    def test_even_the_owner_and_the_superuser_are_stopped_by_triggers(
        self, place: str, user: str, table: str, verb: str
    ) -> None:
        with psycopg.connect(place) as connection:
            if user == "postgres":
                connection.execute("SET session_replication_role = replica")
            else:
                connection.execute("SET ROLE assay_owner")
            found = connection.execute(sql.SQL("SELECT * FROM assay.{}").format(sql.Identifier(table)))
            assert found.description is not None
            column = sql.Identifier(found.description[0].name)
            statement = sql.SQL(verb).format(sql.Identifier("assay", table), column, column)
            with pytest.raises(psycopg.errors.RaiseException, match="the record cannot be changed"):
                connection.execute(statement)

    def test_an_upsert_by_the_owner_is_stopped_too(self, place: str) -> None:
        with psycopg.connect(place) as connection:
            connection.execute("SET ROLE assay_owner")
            with pytest.raises(psycopg.errors.RaiseException, match="the record cannot be changed"):
                connection.execute(
                    "INSERT INTO assay.events SELECT * FROM assay.events"
                    " ON CONFLICT (position) DO UPDATE SET body = '\\x00'"
                )

    def test_the_functions_are_not_misled_by_the_callers_search_path(self, login: str) -> None:
        """A caller's own tables of the same name, where a careless function would look first, are not used."""
        with psycopg.connect(login) as connection:
            connection.execute("CREATE TEMPORARY TABLE events (LIKE assay.events)")
            connection.execute("CREATE TEMPORARY TABLE commands (LIKE assay.commands)")
            connection.execute("SET search_path = pg_temp, assay")
            found = connection.execute(
                "SELECT outcome FROM assay.append('c-1', sha256('other'), '2018-03-05T12:00:00.000000Z', '{}', '{}',"
                " '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')"
            ).fetchone()
            assert found == ("reused",)

    def test_the_functions_are_owned_by_a_role_that_is_no_superuser_and_cannot_log_in(
        self, place: str
    ) -> None:
        with psycopg.connect(place) as connection:
            found = connection.execute(
                "SELECT p.proname, r.rolname, r.rolsuper, r.rolcanlogin, p.prosecdef FROM pg_proc p"
                " JOIN pg_roles r ON r.oid = p.proowner WHERE p.pronamespace = 'assay'::regnamespace ORDER BY 1"
            ).fetchall()
        assert found == [
            ("acknowledge", "assay_owner", False, False, True),
            ("append", "assay_owner", False, False, True),
            ("refuse", "assay_owner", False, False, True),
            ("refuse_change", "assay_owner", False, False, False),
            ("seal", "assay_owner", False, False, True),
        ]

    def test_an_answered_append_is_on_the_disk_even_for_a_session_that_would_not_wait(
        self, login: str
    ) -> None:
        with psycopg.connect(login) as connection:
            connection.execute("SET synchronous_commit = off")
            connection.commit()
            connection.execute(
                "SELECT assay.append('c-1', sha256('x'), '2018-03-05T12:00:00.000000Z', '{}', '{}',"
                " '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')"
            )
            assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
            connection.rollback()
