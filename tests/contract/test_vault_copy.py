"""A copy of a vault is of one moment, on each database, and becomes the same vault again on either."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Table, text

from activities.privacy.vault import Destroyed
from adapters.outbound.moving import copy_vault, vault_copy, vault_of_copy
from adapters.outbound.vault import make_vault, open_vault
from adapters.outbound.vault.tables import engine_of, parsed
from domain.privacy.boxes import Place, Plain
from tests.support.parts import Postgres

AT = datetime(2018, 5, 14, 12, tzinfo=UTC)
PLACE = Place("case-1", "event-1", "data.note")


@pytest.fixture(params=["sqlite", "postgresql"])
def vault_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a vault, on each database in turn, with a key for two subjects and the mark of a third."""
    if request.param == "sqlite":
        yield _filled(f"sqlite:///{tmp_path}/vault.db", tmp_path / "keys")
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    database = postgres.create()
    yield _filled(postgres.url(database), tmp_path / "keys")
    postgres.drop(database)


def _filled(url: str, keys: Path) -> str:
    make_vault(url, keys)
    vault = open_vault(url, keys)
    for subject in ("case-1", "case-2"):
        vault.seal(Plain("A note.", subject, "case-note"), PLACE)
    vault.destroy([Destroyed("case-3", None, AT)])
    vault.close()
    return url


def test_a_copy_is_of_one_moment_whoever_turns_the_key_and_erases_meanwhile(
    vault_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_vault(vault_url, tmp_path / "keys", tmp_path / "before.copy")
    ask = vault_copy._sorted

    def asked(table: Table) -> object:
        engine = engine_of(parsed(vault_url))
        with engine.execution_options(vault_writing=True).begin() as connection:
            connection.execute(text("UPDATE vault SET master = 'another'"))
            connection.execute(text("DELETE FROM subject_keys"))
            connection.execute(
                text(
                    "INSERT INTO destroyed VALUES ('case-1', '', 'now'), ('case-2', '', 'now') ON CONFLICT DO NOTHING"
                )
            )
        engine.dispose()
        return ask(table)

    monkeypatch.setattr(vault_copy, "_sorted", asked)
    assert copy_vault(vault_url, tmp_path / "keys", tmp_path / "meanwhile.copy") == 2
    assert (tmp_path / "meanwhile.copy").read_bytes() == (tmp_path / "before.copy").read_bytes()


def test_a_copy_becomes_the_same_vault_again(vault_url: str, tmp_path: Path) -> None:
    assert copy_vault(vault_url, tmp_path / "keys", tmp_path / "vault.copy") == 2
    there = f"sqlite:///{tmp_path}/there.db"
    back = vault_of_copy(there, tmp_path / "keys", tmp_path / "vault.copy")()
    assert (back.keys, back.journal, back.latest[:10]) == (2, "there", "2018-05-14")
    assert copy_vault(there, tmp_path / "keys", tmp_path / "again.copy") == 2
    assert (tmp_path / "again.copy").read_bytes() == (tmp_path / "vault.copy").read_bytes()
    assert [
        json.loads(line)["subject"] for line in (tmp_path / "again.copy").read_text().splitlines()[1:]
    ] == [
        "case-3",
        "case-1",
        "case-2",
    ]
