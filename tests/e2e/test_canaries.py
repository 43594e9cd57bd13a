"""What is private is in plain nowhere: not in the database, a log, a trace, Temporal or a view; nor is it guessable.

A real installation is given canaries in every private field, in commands that are refused and in such as are misspelt.
Then every byte that it wrote is searched, in every form in which a text is usually written. The same is done with an
installation that seals nothing, encrypts nothing and repeats everything: the search finds each canary there, so it
would have found it in the other.

One place is excepted, and named: a notice to a contact lies in the outbox with the name and address that it goes to,
because whoever sends it on must read them. It is readable by its owner only, and goes with the person's erasure, or
after the days that are set.
"""

import base64
import re
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from adapters.outbound.keys import read_key
from adapters.outbound.vault.cipher import MasterKey
from tests.support.canaries import Found, forms_of, look_for
from tests.support.dossiers.drawn import files_of, verifier
from tests.support.private_life import (
    ACCEPTED,
    CROSSING,
    MISSPELT,
    PRIVATE,
    REFUSED,
    Installation,
    living,
)
from tests.support.servers.postgres import Postgres
from tests.support.waiting import eventually

pytestmark = [pytest.mark.long, pytest.mark.timeout(240)]

SEX = b'"sex":"female"'


@dataclass
class Life:
    """An installation, where its record is, and what was found while it ran."""

    lived: Installation
    database: Path | None
    while_running: list[Found]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> tuple[str | None, Path | None]:
    """Where the record is: its URL, and the folder of the database's files; None for in its home."""
    if request.param == "sqlite":
        return None, None
    server: Postgres = request.getfixturevalue("postgres")
    url = server.url(server.create())
    with psycopg.connect(url) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    return url, Path(row[0])


@pytest.fixture(scope="module")
def careful(
    place: tuple[str | None, Path | None], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Life]:
    """An installation as it is meant to be."""
    url, data = place
    found: list[Found] = []
    with living(
        tmp_path_factory.mktemp("careful") / "all",
        url,
        careless=False,
        meanwhile=lambda lived: found.extend(private_in(lived, data)),
    ) as lived:
        yield Life(lived, data, found)


@pytest.fixture(scope="module")
def careless(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """The negative control: an installation that does everything wrong."""
    with living(
        tmp_path_factory.mktemp("careless") / "all", None, careless=True, meanwhile=lambda _: None
    ) as lived:
        yield Life(lived, None, [])


def everywhere(lived: Installation, data: Path | None) -> tuple[Path, ...]:
    return (lived.folder, data) if data else (lived.folder,)


def private_in(lived: Installation, data: Path | None) -> list[Found]:
    """What is private, anywhere but in the outbox's folders of persons."""
    found = look_for([PRIVATE, SEX], *everywhere(lived, data))
    return [each for each in found if not each.file.is_relative_to(lived.outbox / lived.person)]


# The installation as it is meant to be


def test_nothing_private_is_in_plain_anywhere_while_it_runs(careful: Life) -> None:
    assert careful.while_running == []


def test_nothing_private_is_in_plain_anywhere_when_it_has_stopped(careful: Life) -> None:
    assert private_in(careful.lived, careful.database) == []


def test_temporal_keeps_nothing_readable_of_what_it_is_told(careful: Life) -> None:
    """Neither its database nor a history that the server gives out; a title of evidence is told to it, encrypted."""
    lived = careful.lived
    assert look_for([PRIVATE, SEX, CROSSING], lived.home / "temporal") == []
    told = lived.told["the history"]
    assert told.status == 0
    decrypted = told.out.encode()
    assert [form for form in forms_of(CROSSING).values() if form in decrypted], "we can read it"
    assert not [form for form in forms_of(PRIVATE).values() if form in decrypted]
    history = (lived.folder / "shown" / "history.json").read_bytes()
    assert not [form for form in forms_of(CROSSING).values() if form in history]


def test_what_was_refused_or_misspelt_is_refused_and_not_repeated(careful: Life) -> None:
    for what in (*REFUSED, *MISSPELT):
        told = careful.lived.told[what]
        assert told.status == 2, (what, told)
        assert told.code != "bad-usage", told.err
        assert PRIVATE.decode() not in told.out + told.err, what


def test_the_dossier_of_that_life_has_all_of_it_sealed_and_none_of_it_in_plain(careful: Life) -> None:
    """It is made when all has stopped, and lies with what was shown, so the search above went through it."""
    lived = careful.lived
    files = files_of(lived.dossier)
    events = files["events.jsonl"]
    sealed = set(re.findall(rb'"category":"([a-z-]+)","ciphertext":', events))
    assert {b"case-reference", b"case-note", b"protected-characteristic"} <= sealed, "they are in it, sealed"
    assert lived.case.encode() in events
    written = lived.folder / "shown" / "dossier"
    assert {each.name: each.read_bytes() for each in written.iterdir()} == files
    assert look_for([PRIVATE, SEX], written) == []
    assert verifier().verify(lived.dossier, lived.key)["verdict"] == "verified"


def test_the_outbox_alone_has_a_contacts_name_and_address_readable_by_its_owner_only(careful: Life) -> None:
    lived = careful.lived
    (notice, *_) = sorted((lived.outbox / lived.person).glob("*.txt"))
    assert "To: Zq7Canary-" in notice.read_text(encoding="utf-8")
    assert stat.S_IMODE(notice.stat().st_mode) == 0o600
    assert stat.S_IMODE(notice.parent.stat().st_mode) == 0o700
    assert look_for([b"Zq7Canary-phone", b"Zq7Canary-ref", b"Zq7Canary-note"], lived.outbox) == []


def test_after_an_erasure_its_keys_are_in_no_file_and_its_notices_are_gone(careful: Life) -> None:
    lived = careful.lived
    if careful.database is not None:
        return  # the vault is the same one, wherever the record is
    keys = subject_keys(lived)
    assert {subject for subject, _ in keys} >= {lived.case, lived.person}
    lived.give(
        {
            "erasing the case": erase(lived.case),
            "erasing the person": erase(lived.person),
            "the person, erased": ("person", "list", "--all", "--json"),
            "the case, erased": ("case", "show", lived.case, "--json"),
        }
    )
    with lived.up():
        eventually(lambda: not (lived.outbox / lived.person).exists(), "the outbox is tidied")
    gone = [material for (subject, _), several in keys.items() for material in several
            if subject in (lived.case, lived.person)]  # fmt: skip
    assert len(gone) >= 8
    assert look_for(gone, *everywhere(lived, careful.database)) == []
    assert [each["email"] for each in lived.told["the person, erased"].json["persons"]] == ["erased"]
    assert lived.told["the case, erased"].json["reference"] == "erased"
    assert look_for([PRIVATE], lived.home) == []
    # The control of this search: the keys of the case that was not erased are found, where they are locked.
    left = [several[0] for (subject, _), several in keys.items() if subject not in (lived.case, lived.person)]
    assert look_for(left, lived.home)


def erase(subject: str) -> tuple[str, ...]:
    return ("privacy", "erase", subject, "--authority", "Request 17", "--reason", "Asked for.", "--yes")


def subject_keys(lived: Installation) -> dict[tuple[str, str], tuple[bytes, bytes]]:
    """Of each subject and class, the key as the vault locks it away, and the key itself."""
    master = MasterKey(read_key(lived.home / "keys" / "vault.key", "vault's master key", "nothing works"))
    with sqlite3.connect(lived.home / "vault.db") as vault:
        rows = vault.execute("SELECT subject, category, locked FROM subject_keys").fetchall()
    vault.close()
    return {
        (subject, category): (locked, master.unlock(locked, subject, category))
        for subject, category, locked in rows
    }


# The negative control


@pytest.mark.parametrize("what", ACCEPTED)
def test_control_what_was_recorded_would_have_been_found_in_the_record_and_in_an_export(
    careless: Life, what: str
) -> None:
    word, lived = ACCEPTED[what].encode(), careless.lived
    assert "assay.db" in {each.file.name for each in look_for([word], lived.home)}
    assert look_for([word], lived.folder / "shown")


@pytest.mark.parametrize(
    "what", ["a case's reference", "a note beside an answer", "a protected characteristic"]
)
def test_control_what_is_in_a_dossier_would_have_been_found_there(careless: Life, what: str) -> None:
    assert look_for([ACCEPTED[what].encode()], careless.lived.folder / "shown" / "dossier")


def test_control_a_document_would_have_been_found_where_documents_are(careful: Life, careless: Life) -> None:
    assert careful.lived.told["a document that was handed in"].status == 0
    assert careful.lived.told["a document that nobody asked for"].code == "unknown-item"
    assert look_for([b"Zq7Canary-document"], careless.lived.home / "documents")
    assert look_for([b"Zq7Canary-diary"], careless.lived.home / "documents") == []


@pytest.mark.parametrize("what", [*(each for each in ACCEPTED if "new" in each or "note" in each), *REFUSED])
def test_control_what_was_given_or_refused_would_have_been_found_in_logs_and_traces(
    careless: Life, what: str
) -> None:
    word, lived = ({**ACCEPTED, **REFUSED})[what].encode(), careless.lived
    assert look_for([word], lived.home / "log")
    assert look_for([word], lived.folder / "collected")


@pytest.mark.parametrize("what", ["an address that is none", "a reference that is too long"])
def test_control_what_was_misspelt_would_have_been_found_in_what_was_said(careless: Life, what: str) -> None:
    assert look_for([MISSPELT[what].encode()], careless.lived.folder / "shown")


def test_control_what_temporal_is_told_would_have_been_found_there(careless: Life) -> None:
    assert look_for([CROSSING], careless.lived.home / "temporal")
    history = (careless.lived.folder / "shown" / "history.json").read_bytes()
    assert [form for form in forms_of(CROSSING).values() if form in history]


@pytest.mark.parametrize("form", forms_of(PRIVATE))
def test_control_each_form_of_a_canary_is_found_in_a_file_and_in_a_write_ahead_log(
    tmp_path: Path, form: str
) -> None:
    written = forms_of(PRIVATE)[form]
    (tmp_path / "file").write_bytes(b"\0" * 5000 + written + b"\0" * 5000)
    database = sqlite3.connect(tmp_path / "some.db")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE said (words BLOB)")
    database.execute("INSERT INTO said VALUES (?)", (written,))
    database.commit()
    assert {each.file.name for each in look_for([PRIVATE], tmp_path)} == {"file", "some.db-wal"}
    database.close()


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_control_a_canary_in_base64_is_found_wherever_it_begins(tmp_path: Path, before: str) -> None:
    for text in (before + PRIVATE.decode() + "s", before + PRIVATE.decode()):
        for encoded in (text.encode(), text.encode("utf-16-le")):
            (tmp_path / "file").write_bytes(base64.b64encode(encoded))
            assert look_for([PRIVATE], tmp_path), (text, encoded)


def test_control_a_canary_in_postgresqls_own_files_is_found(postgres: Postgres) -> None:
    url = postgres.url(postgres.create())
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE said (words bytea)")
        connection.execute("INSERT INTO said VALUES (%s)", (b"Zq7Control-only",))
        row = connection.execute("SHOW data_directory").fetchone()
        assert row is not None
        found = look_for([b"Zq7Control-only"], Path(row[0]))
        assert [each for each in found if "pg_wal" in each.file.parts], "in the write-ahead log"
        connection.execute("CHECKPOINT")
        assert [each for each in look_for([b"Zq7Control-only"], Path(row[0])) if "base" in each.file.parts]
