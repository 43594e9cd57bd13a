"""Making a store, bringing it up to date, and telling what is there."""

import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from activities.ports import StoreFault
from adapters.outbound.store import (
    SchemaMisfit,
    StoreExists,
    StoreMissing,
    check,
    create,
    migrate,
    open_store,
    schema,
)
from tests.support.notes import recorded, write

MIGRATIONS = Path(schema.__file__).parent / "migrations"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a place where no store is yet, on each database in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/var/deep/assay.db"
    return str(request.getfixturevalue("postgres_url"))


def _execute(place: str, statement: str) -> None:
    """Do something to a store that only an owner could."""
    url = sa.make_url(place)
    if url.get_backend_name() == "sqlite":
        connection = sqlite3.connect(url.database or "")
        connection.execute(statement)
        connection.commit()
        connection.close()
    else:
        with psycopg.connect(place) as owner:
            owner.execute("SET search_path = assay")
            owner.execute(statement)


class TestCreating:
    @pytest.mark.parametrize("simulated", [True, False])
    def test_a_new_store_says_which_it_is_and_whether_its_time_is_made_up(
        self, empty_place: str, simulated: bool
    ) -> None:
        at = datetime(2018, 3, 5, 9, 0, tzinfo=UTC)
        made = create(empty_place, simulated=simulated, at=at)
        assert (made.created, made.simulated) == (at, simulated)
        assert check(empty_place) == made

    def test_no_two_stores_are_the_same(self, tmp_path: Path) -> None:
        assert create(f"sqlite:///{tmp_path}/a.db", True).id != create(f"sqlite:///{tmp_path}/b.db", True).id

    def test_a_store_is_never_made_over_another(self, empty_place: str) -> None:
        made = create(empty_place, simulated=False)
        store = open_store(empty_place)
        recorded(store, "c-1", write("c-1", "case-1"))
        with pytest.raises(StoreExists, match="There is a store already"):
            create(empty_place, simulated=True)
        assert check(empty_place) == made
        assert store.last_position() == 1
        store.close()

    def test_of_several_that_make_a_store_at_once_one_does(self, empty_place: str) -> None:
        outcomes: list[str] = []

        def make() -> None:
            try:
                create(empty_place, simulated=False)
                outcomes.append("made")
            except StoreExists:
                outcomes.append("was there")

        threads = [threading.Thread(target=make) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["made", "was there", "was there", "was there"]
        check(empty_place)

    def test_a_first_start_that_was_cut_off_leaves_nothing_in_the_way(
        self, empty_place: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The schema and the identity are made in one transaction, so a half-made store is no store."""
        with monkeypatch.context() as broken:
            broken.setattr("adapters.outbound.store.migrating.secrets.token_hex", _cut_off)
            with pytest.raises(KeyboardInterrupt):
                create(empty_place, simulated=False)
        with pytest.raises(StoreMissing):
            open_store(empty_place)
        create(empty_place, simulated=False)
        check(empty_place)

    def test_a_store_in_postgresql_can_be_made_by_a_user_who_may_make_roles_and_schemas(
        self, postgres_url: str
    ) -> None:
        """As in a cluster that is run by somebody else, where nobody is given a superuser."""
        url = sa.make_url(postgres_url)
        with psycopg.connect(postgres_url, autocommit=True) as admin:
            admin.execute("CREATE ROLE steward LOGIN CREATEROLE")
            admin.execute(f'GRANT CREATE ON DATABASE "{url.database}" TO steward')
            for role in ("assay_owner", "assay_application"):
                # A run that has made a store before has the roles already; an administrator then lends them.
                if admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
                    admin.execute(f"GRANT {role} TO steward WITH ADMIN OPTION")
        try:
            place = url.set(username="steward").render_as_string(hide_password=False)
            made = create(place, simulated=False)
            with psycopg.connect(postgres_url, autocommit=True) as admin:
                admin.execute("GRANT assay_application TO steward")
            assert check(place) == made
        finally:
            with psycopg.connect(postgres_url, autocommit=True) as admin:
                admin.execute("DROP OWNED BY steward CASCADE")
                admin.execute("DROP ROLE steward")


def _cut_off(*_: object) -> None:
    raise KeyboardInterrupt


class TestVersions:
    def test_there_is_nothing_to_do_for_a_store_that_is_up_to_date(self, place: str) -> None:
        assert migrate(place) == (schema.SCHEMA_VERSION, schema.SCHEMA_VERSION)
        check(place)

    @pytest.mark.parametrize("act", [open_store, check, migrate])
    def test_where_there_is_no_store_one_is_told_so(
        self, empty_place: str, act: Callable[[str], object]
    ) -> None:
        with pytest.raises(StoreMissing, match=r"no record of Assay's (at|in)"):
            act(empty_place)
        assert not Path(sa.make_url(empty_place).database or "").exists()

    @pytest.mark.parametrize("act", [open_store, check, migrate])
    def test_a_file_that_is_not_there_is_named_with_what_makes_it(
        self, tmp_path: Path, act: Callable[[str], object]
    ) -> None:
        with pytest.raises(StoreMissing, match=f"at {tmp_path}/none.db; `assay run` or `assay db migrate`"):
            act(f"sqlite:///{tmp_path}/none.db")

    @pytest.mark.parametrize("act", [open_store, check])
    def test_a_database_of_something_else_is_no_store(
        self, tmp_path: Path, act: Callable[[str], object]
    ) -> None:
        place = f"sqlite:///{tmp_path}/other.db"
        _execute(place, "CREATE TABLE something (else_entirely TEXT)")
        with pytest.raises(StoreMissing):
            act(place)

    @pytest.mark.parametrize("act", [open_store, check, migrate])
    def test_a_store_of_a_newer_assay_is_left_alone(self, place: str, act: Callable[[str], object]) -> None:
        _execute(place, "UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(SchemaMisfit, match="newer version of Assay"):
            act(place)

    def test_a_store_of_an_older_assay_is_not_opened_but_brought_up_to_date(
        self, place: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as newer:
            newer.setattr(schema, "KNOWN_VERSIONS", (*schema.KNOWN_VERSIONS, "0999"))
            newer.setattr(schema, "SCHEMA_VERSION", "0999")
            with pytest.raises(SchemaMisfit, match=r"older than .* `assay db migrate`"):
                open_store(place)
        check(place)

    def test_the_code_and_the_migrations_agree_on_the_versions(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        scripts = ScriptDirectory.from_config(config)
        assert scripts.get_current_head() == schema.SCHEMA_VERSION
        assert [s.revision for s in reversed(list(scripts.walk_revisions()))] == list(schema.KNOWN_VERSIONS)

    def test_the_tables_that_the_code_knows_are_the_tables_that_the_migrations_make(self, place: str) -> None:
        url = sa.make_url(place)
        engine = sa.create_engine(
            url.set(drivername="postgresql+psycopg", query={**url.query, "options": "-c search_path=assay"})
            if url.get_backend_name() == "postgresql"
            else url
        )
        with engine.connect() as connection:
            opts = {"compare_type": True, "include_name": _of_the_record}
            context = MigrationContext.configure(connection, opts=opts)
            assert compare_metadata(context, schema.metadata) == []
        engine.dispose()


def _of_the_record(name: str | None, kind: str, _: object) -> bool:
    """The views beside the record have tables of their own, which their adapter knows."""
    return kind != "table" or not (name or "").startswith(("view_", "projections", "subscriptions"))


class TestUrls:
    @pytest.mark.parametrize(
        ("url", "sentence"),
        [
            ("", "cannot be read"),
            ("var/assay.db", "cannot be read"),
            ("postgresql://user@host:port/x", "cannot be read"),
            ("mysql://localhost/assay", "SQLite or PostgreSQL, not in mysql"),
            ("sqlite://", "needs a file"),
            ("sqlite:///:memory:", "needs a file"),
        ],
    )
    @pytest.mark.parametrize("act", [open_store, check, migrate, lambda url: create(url, simulated=True)])
    def test_a_url_that_means_no_store_is_said_in_one_sentence(
        self, act: Callable[[str], object], url: str, sentence: str
    ) -> None:
        with pytest.raises(StoreFault, match=sentence):
            act(url)
