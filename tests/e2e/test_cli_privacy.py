"""What is held about somebody, from the command line: shown, handed out, held, and erased for good."""

import json
import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest

from activities.commanding.desk import Order, Outcome
from activities.privacy.erasing import Erasing
from adapters.outbound.vault.journal import JOURNAL
from tests.support.command_line import CommandLine

PERSON = f"person-{uuid5(NAMESPACE_URL, 'assay:person:ada').hex}"
"""Follows from the id of the command that registers her."""

WHY = ("--authority", "request 2026-17", "--reason", "It was asked for.")
ERASE = ("privacy", "erase", PERSON, *WHY)


@pytest.fixture
def known(announced: CommandLine) -> CommandLine:
    """A provider's contact is known."""
    details = announced.file("ada.toml", 'person_name = "Ada Example"\nemail = "ada@example.org"\n')
    announced.done(
        "person", "register", "--provider", "nps-north-west", "--details", details, "--command-id", "ada"
    )  # fmt: skip
    return announced


def record(assay: CommandLine) -> bytes:
    return b"".join(each.read_bytes() for each in sorted(assay.home.glob("assay.db*")))


def test_what_is_held_about_a_person_is_handed_out_and_then_erased(known: CommandLine) -> None:
    status = known.done("privacy", "status", PERSON)
    assert [(each["class"], each["state"]) for each in status["classes"]] == [("contact", "held")]
    assert (status["holds"], status["history"]) == ({}, [])

    answer = known.home / "answer.json"
    said = known("privacy", "export", PERSON, "-o", answer, "--purpose", "request 12")
    assert said.status == 0
    assert stat.S_IMODE(answer.stat().st_mode) == 0o600
    (texts,) = [each["texts"] for each in json.loads(answer.read_text())["events"] if each["texts"]]
    assert [(each["field"], each["text"], each["class"]) for each in texts] == [
        ("person_name", "Ada Example", "contact"),
        ("email", "ada@example.org", "contact"),
    ]
    assert "notices of its inspections" in texts[0]["held_for"]
    assert known("privacy", "export", PERSON, "-o", answer).code == "file-exists"
    assert "Ada Example" in known("privacy", "export", PERSON).out, "and in words"

    erased = known.done(*ERASE, "--yes")
    assert [each["name"] for each in erased["events"]] == ["privacy.subject-erased.v1"]
    shown = known("privacy", "export", PERSON)
    assert "Ada" not in shown.out
    assert "contact (person_name): erased" in shown.out
    after = known.done("privacy", "status", PERSON)
    assert {each["state"] for each in after["classes"]} == {"erased"}
    assert [each["name"].split(".")[1] for each in after["history"]] == [
        "subject-access-given", "subject-access-given", "subject-erased", "subject-access-given",
    ]  # fmt: skip
    assert after["history"][2]["role"] == "data-protection-officer"
    assert PERSON in (known.home / "keys" / JOURNAL).read_text()
    told = known("privacy", "status", PERSON)
    assert "by authority of request 2026-17: It was asked for." in told.out
    assert "Nothing was left to do." in known(*ERASE, "--yes").out
    assert known.done("audit", "verify")["verdict"] == "verified", "and every proof still holds"


@pytest.mark.parametrize("by", ["erase", "retention run"])
def test_the_notices_to_somebody_are_gone_when_the_erasure_answers(known: CommandLine, by: str) -> None:
    notice = known.home / "notices" / PERSON / "announcement.txt"
    other = known.home / "notices" / ("person-" + "b" * 32) / "announcement.txt"
    known.on(date(2026, 3, 2))  # also the day by which the files' own are reckoned
    for each in (notice, other):
        each.parent.mkdir(parents=True)
        each.write_text("To: Ada Example <ada@example.org>\n")
    if by == "erase":
        assert known.done(*ERASE, "--yes", "--category", "contact")["outcome"] == "accepted"
    else:
        shipped = known("privacy", "retention", "show").out
        mine = known.file("mine.toml", shipped.replace('"proposed"', '"in-force"'))
        known.done("person", "leave", PERSON)
        known.on(date(2027, 3, 2))
        os.utime(other, (datetime(2027, 3, 1, tzinfo=UTC).timestamp(),) * 2)
        known.done("privacy", "retention", "run", "--yes", "--schedule", mine)
    assert (notice.parent.exists(), other.exists()) == (False, True)


def test_a_change_of_what_was_erased_is_refused(known: CommandLine) -> None:
    known.done(*ERASE, "--yes")
    details = known.file("new.toml", 'person_name = "Ada Field"\nemail = "field@example.org"\n')
    assert known("person", "change", PERSON, "--details", details).code == "subject-erased"
    assert b"field@example.org" not in record(known)


def test_nothing_is_erased_unasked(known: CommandLine) -> None:
    assert known(*ERASE).code == "bad-usage"
    assert known(*ERASE, "--yes", "--role", "lead-inspector").code == "not-authorised"
    assert known("privacy", "erase", "person-x", *WHY, "--yes").code == "unknown-subject"
    assert known("privacy", "erase", "inspection-nps-nw", *WHY, "--yes").code == "bad-value"
    assert known(*ERASE, "--yes", "--category", "shoe-size").code == "bad-value"
    assert known("privacy", "status", "provider-nps-north-west").code == "unknown-subject"
    assert [each["state"] for each in known.done("privacy", "status", PERSON)["classes"]] == ["held"]


def test_what_is_held_is_kept_until_it_is_released(known: CommandLine) -> None:
    hold = ("--hold", "inquiry", "--reason", "A court has asked for it.")
    known.done("privacy", "hold", PERSON, *hold)
    assert known(*ERASE, "--yes").code == "subject-held"
    assert known.done("privacy", "status", PERSON)["holds"] == {"inquiry": "A court has asked for it."}
    known.done("privacy", "release", PERSON, *hold)
    assert known.done(*ERASE, "--yes")["outcome"] == "accepted"


def test_retention_shows_what_is_due_and_erases_by_a_schedule_in_force_alone(known: CommandLine) -> None:
    known.done("person", "leave", PERSON)
    assert known.done("privacy", "retention", "preview")["due"] == []
    known.on(date(2026, 3, 2))
    (due,) = known.done("privacy", "retention", "preview")["due"]
    assert (due["subject"], due["class"], due["since"]) == (PERSON, "contact", "2018-11-14")
    assert PERSON in known("privacy", "retention", "preview").out
    run = ("privacy", "retention", "run", "--yes")
    assert known(*run).code == "schedule-not-in-force"
    assert "assay privacy retention show > retention.toml" in known(*run).sentence
    assert "assay privacy retention run --schedule retention.toml --yes" in known(*run).sentence
    shipped = known("privacy", "retention", "show").out
    mine = known.file(
        "mine.toml", shipped.replace('"proposed"', '"in-force"').replace("months = 6", "months = 3")
    )
    assert known(*run[:-1], "--schedule", mine).code == "bad-usage"
    later = known.file("later.toml", mine.read_text().replace("2026-01-01", "2026-03-03"))
    assert "in force from 2026-03-03 only" in known(*run, "--schedule", later).sentence
    in_a_wrong_role = known(*run, "--schedule", mine, "--role", "lead-inspector")
    assert (in_a_wrong_role.code, in_a_wrong_role.status) == ("not-authorised", 2)
    done = known.done(*run, "--schedule", mine)
    assert done["subjects"] == [{"subject": PERSON, "classes": ["contact"], "refusal": None}]
    assert known.done("privacy", "retention", "preview")["due"] == []
    assert (
        known("privacy", "retention", "show", "--schedule", known.file("bad.toml", "id = 1")).code
        == "bad-schedule"
    )
    assert known.done("privacy", "retention", "show", "--schedule", mine)["status"] == "in-force"


@pytest.mark.parametrize("meanwhile", ["held", "killed"])
def test_a_run_that_did_not_erase_somebody_says_so_and_the_next_goes_on(
    known: CommandLine, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    details = known.file("bob.toml", 'person_name = "Bob Example"\nemail = "bob@example.org"\n')
    register = ("person", "register", "--provider", "nps-north-west", "--details", details)
    bob = known.done(*register)["events"][0]["stream"]
    for each in (PERSON, bob):
        known.done("person", "leave", each)
    known.on(date(2026, 3, 2))
    mine = known.file(
        "mine.toml", known("privacy", "retention", "show").out.replace('"proposed"', '"in-force"')
    )
    run = ("privacy", "retention", "run", "--yes", "--schedule", mine)
    last = max(PERSON, bob)
    hold = ("--hold", "inquiry", "--reason", "A court has asked for it.")
    give = Erasing.give

    def interrupted(erasing: Erasing, order: Order) -> Outcome:
        """What comes between the first erasure of the run and the second."""
        if getattr(order.command, "subject", "") == last and order.command_id.startswith("retention-"):
            monkeypatch.undo()
            if meanwhile == "killed":
                raise KeyboardInterrupt
            known.done("privacy", "hold", last, *hold)
        return give(erasing, order)

    monkeypatch.setattr(Erasing, "give", interrupted)
    said = known(*run)
    left = [each["subject"] for each in known.done("privacy", "retention", "preview")["due"]]
    assert left == [last], "the first was erased"
    if meanwhile == "held":
        assert said.status == 2
        assert f"{last} was not erased: " in said.out
        assert "1 subject erased as retention schedule retention-2026" in said.out
        assert known.done(*run)["subjects"] == [], "it is held, so it is not asked for"
        known.done("privacy", "release", last, *hold)
    else:
        assert said.status == 130
    again = known.done(*run)["subjects"]
    assert again == [{"subject": last, "classes": ["contact"], "refusal": None}]
    assert known.done("privacy", "retention", "preview")["due"] == []


def test_the_vault_s_master_key_is_changed_and_everything_still_opens(known: CommandLine) -> None:
    key = known.home / "keys" / "vault.key"
    before = key.read_bytes()
    assert known.done("keys", "rotate", "vault")["made"] == str(key)
    assert key.read_bytes() != before
    assert "Ada Example" in known("privacy", "export", PERSON).out


def test_without_its_vault_a_record_says_what_is_missing_and_takes_what_is_not_private(
    known: CommandLine, tmp_path: Path
) -> None:
    (known.home / "vault.db").rename(tmp_path / "vault.db")
    lost = known("privacy", "export", PERSON)
    assert lost.status == 1
    assert "There is no vault at" in lost.sentence
    assert "put it back from a copy" in lost.sentence
    assert known("db", "migrate").status == 0
    assert known("privacy", "status", PERSON).status == 1, "no other vault takes its place in silence"
    doctor = {each["name"]: each for each in known("doctor", "--json").json["checks"]}
    assert (doctor["vault"]["verdict"], "no vault" in doctor["vault"]["found"]) == ("wrong", True)
    assert known("audit", "verify").status == 0, "no proof depends on a key"
    assert known("inspection", "list").status == 0
    known.done(
        "provider", "register", "crc-north", "--title", "CRC North", "--kind", "crc", "--area", "North"
    )
    (tmp_path / "vault.db").rename(known.home / "vault.db")
    assert "Ada Example" in known("privacy", "export", PERSON).out


def test_a_lost_master_key_is_not_replaced_by_another(known: CommandLine) -> None:
    key, vault = known.home / "keys" / "vault.key", known.home / "vault.db"
    right = key.read_bytes()
    key.unlink()
    lost = known("db", "migrate")
    assert (lost.status, key.exists()) == (1, False)
    assert "master key" in lost.sentence
    assert "is missing; put it back" in lost.sentence
    away = vault.rename(known.home.parent / "vault.db")
    both = known("db", "migrate")
    assert (both.status, key.exists(), vault.exists()) == (1, False, False)
    assert "assay db migrate --new-vault" in both.sentence
    key.write_bytes(right)
    away.rename(vault)
    assert known("db", "migrate").status == 0
    assert "Ada Example" in known("privacy", "export", PERSON).out
    assert "There is a vault already" in known("db", "migrate", "--new-vault").sentence


def test_a_vault_that_is_lost_for_good_is_replaced_when_that_is_said(known: CommandLine) -> None:
    (known.home / "keys" / "vault.key").unlink()
    (known.home / "vault.db").unlink()
    for left in known.home.glob("vault.db-*"):
        left.unlink()
    known.done("db", "migrate", "--new-vault")
    assert "Ada" not in known("privacy", "export", PERSON).out
    details = known.file("new.toml", 'person_name = "Ada Field"\nemail = "field@example.org"\n')
    refused = known("person", "change", PERSON, "--details", details)
    assert (refused.status, "The vault has no key for" in refused.sentence) == (1, True)
    known.done("person", "register", "--provider", "nps-north-west", "--details", details)


def test_no_vault_is_made_in_the_record_s_own_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/assay.db"
    line = CommandLine(tmp_path, None, {"ASSAY_DATABASE_URL": url, "ASSAY_VAULT_URL": url})
    said = line("db", "migrate")
    assert said.status == 1
    assert "cannot be in the record's own database" in said.sentence
    assert not (tmp_path / "assay.db").exists()


def test_whom_nobody_can_be_is_said_before_anything_is_gone_through(known: CommandLine) -> None:
    assert known("privacy", "export", "nobody").code == "bad-value"
    assert known("privacy", "export", PERSON, "--purpose", "").code == "bad-value"


def test_a_vault_that_is_older_than_the_record_is_told_and_forks_no_key(announced: CommandLine) -> None:
    vault = announced.home / "vault.db"
    older = vault.read_bytes()
    details = announced.file("ada.toml", 'person_name = "Ada Example"\nemail = "ada@example.org"\n')
    register = ("person", "register", "--provider", "nps-north-west", "--details")
    announced.done(*register, details, "--command-id", "ada")
    for left in announced.home.glob("vault.db-*"):
        left.unlink()
    vault.write_bytes(older)

    def vault_check() -> tuple[str, str]:
        (found,) = [each for each in announced("doctor", "--json").json["checks"] if each["name"] == "vault"]
        return found["verdict"], found["found"]

    verdict, found = vault_check()
    assert verdict == "wrong"
    assert f"1 key, such as that for what is a contact of {PERSON}" in found
    assert announced("person", "change", PERSON, "--details", details).status == 1
    other = announced.file("bob.toml", 'person_name = "Bob Example"\nemail = "bob@example.org"\n')
    announced.done(*register, other)
    listed = {each["person_name"] for each in announced.done("person", "list")["persons"]}
    assert listed == {"cannot be opened", "Bob Example"}
    assert vault_check() == (verdict, found), "no other key was made"


def test_one_damaged_key_hides_nobody_else_and_is_named(known: CommandLine) -> None:
    bob = known.file("bob.toml", 'person_name = "Bob Example"\nemail = "bob@example.org"\n')
    known.done("person", "register", "--provider", "nps-north-west", "--details", bob)
    with closing(sqlite3.connect(known.home / "vault.db")) as vault, vault:
        vault.execute("UPDATE subject_keys SET locked = x'00', made = 'once' WHERE subject = ?", (PERSON,))
    listed = {each["person"]: each["person_name"] for each in known.done("person", "list")["persons"]}
    assert (listed[PERSON], sorted(listed.values())) == (
        "cannot be opened",
        ["Bob Example", "cannot be opened"],
    )
    (held,) = known.done("privacy", "status", PERSON)["classes"]
    assert (held["state"], held["texts"], held["key_made"]) == ("KEY DAMAGED", 2, None)
    assert "KEY DAMAGED" in known("privacy", "status", PERSON).out
    assert f"contact of {PERSON} does not unlock" in known("privacy", "export", PERSON).out
    known.done(*ERASE, "--yes")
    (erased,) = known.done("privacy", "status", PERSON)["classes"]
    assert (erased["state"], erased["texts"]) == ("erased", 2), "what is sealed stays on the record"


def test_the_status_counts_what_is_sealed_also_where_the_key_is_gone(known: CommandLine) -> None:
    (held,) = known.done("privacy", "status", PERSON)["classes"]
    assert (held["state"], held["texts"]) == ("held", 2)
    with closing(sqlite3.connect(known.home / "vault.db")) as vault, vault:
        vault.execute("DELETE FROM subject_keys")
    (held,) = known.done("privacy", "status", PERSON)["classes"]
    assert (held["state"], held["texts"]) == ("KEY MISSING", 2)


def test_a_restore_says_which_keys_the_vault_s_copy_lacks(announced: CommandLine, tmp_path: Path) -> None:
    announced.done("export", tmp_path / "first", "--vault", tmp_path / "older.copy")
    details = announced.file("ada.toml", 'person_name = "Ada Example"\nemail = "ada@example.org"\n')
    announced.done(
        "person", "register", "--provider", "nps-north-west", "--details", details, "--command-id", "ada"
    )  # fmt: skip
    announced.done("backup", tmp_path / "backup")
    phrase = announced.file("phrase", "correct horse battery staple\n")
    phrase.chmod(0o600)
    announced.done("keys", "backup", tmp_path / "keys.copy", "--passphrase-file", phrase)
    new = CommandLine(tmp_path / "new", announced.clock)
    new.done("keys", "restore", tmp_path / "keys.copy", "--passphrase-file", phrase)
    said = new("restore", tmp_path / "backup", "--vault", tmp_path / "older.copy")
    assert said.status == 0
    assert f"1 key, such as that for what is a contact of {PERSON}" in said.err
