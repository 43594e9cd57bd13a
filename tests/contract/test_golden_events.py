"""What was recorded once is readable for ever: golden files of every version of every event, which nobody edits."""

import hashlib
import json
import re
import subprocess

import pytest

from domain.canonical import canonical, leaf_digest
from domain.deciders import EVENT_NAMES
from domain.ledger.envelope import Recorded, Unreadable
from domain.privacy.sealing import boxes
from tests.support.golden.events import DIGESTS, FOLDER, bytes_of, sums

FILES = sorted(path.name for path in FOLDER.glob("*.json"))


def name_of(file: str) -> str:
    """The event's name: the file's up to and including its version."""
    return file[: file.index(".v") + 2] + file[file.index(".v") + 2 :].split(".")[0]


def recorded(body: bytes, name: str) -> Recorded:
    return Recorded(1, "inspection-north-2018", 7, name, leaf_digest(body), body)


def test_every_event_has_a_golden_file() -> None:
    written = {name_of(file) for file in FILES}
    missing = sorted(set(EVENT_NAMES.known) - written)
    assert missing == [], (
        "write an example in tests/support/golden/events.py and run `python -m tests.support.golden.events`"
    )


def test_no_name_that_was_ever_recorded_is_forgotten() -> None:
    assert sorted({name_of(file) for file in FILES} - set(EVENT_NAMES.known)) == []


def test_no_golden_file_was_edited_added_by_hand_or_taken_away() -> None:
    assert {file: hashlib.sha256((FOLDER / file).read_bytes()).hexdigest() for file in FILES} == sums()


def test_no_golden_file_has_ever_been_changed_in_the_history_of_the_product() -> None:
    """The list of digests only grows: whatever was once written down in it has a file with these bytes today."""
    history = subprocess.run(
        ["git", "-C", str(FOLDER), "log", "-p", "--unified=0", "--format=", "--", DIGESTS.name],
        capture_output=True,
        text=True,
        check=False,  # what was unpacked without its history has none to be held against
        timeout=120,
    )
    ever = dict(re.findall(r"^\+([0-9a-f]{64})  (\S+)$", history.stdout, re.MULTILINE))
    assert {digest: file for digest, file in ever.items() if digest not in sums().values()} == {}


@pytest.mark.parametrize("file", FILES)
def test_a_golden_event_is_read(file: str) -> None:
    body = (FOLDER / file).read_bytes()
    envelope = EVENT_NAMES.read(recorded(body, name_of(file)))
    assert envelope.name == name_of(file)
    assert envelope.actor == "lead-inspector-1"
    assert canonical(json.loads(body)) == body, "the bytes are canonical"


@pytest.mark.parametrize("file", FILES)
def test_a_golden_event_of_the_present_version_is_written_as_it_was(file: str) -> None:
    if name_of(file) not in EVENT_NAMES.present:
        return  # nobody writes it any more
    body = (FOLDER / file).read_bytes()
    assert bytes_of(EVENT_NAMES.read(recorded(body, name_of(file))).data) == body


@pytest.mark.parametrize("file", FILES)
def test_a_golden_event_means_an_event_of_today(file: str) -> None:
    event = EVENT_NAMES.read(recorded((FOLDER / file).read_bytes(), name_of(file))).data
    assert event.name in EVENT_NAMES.present


@pytest.mark.parametrize("event", ["case.interview-not-held", "case.read-reopened"])
def test_a_reason_that_was_recorded_in_plain_is_left_out_and_one_in_a_box_is_kept(event: str) -> None:
    plain, boxed = (
        EVENT_NAMES.read(recorded((FOLDER / f"{event}.{file}.json").read_bytes(), f"{event}.v1")).data
        for file in ("v1", "v1.boxed")
    )
    assert plain.name == boxed.name == f"{event}.v2"
    assert plain.model_dump() == {"reason": None}
    assert [(field, box.category) for field, box in boxes(boxed)] == [("reason", "case-note")]


@pytest.mark.parametrize("file", FILES)
def test_nothing_is_read_that_is_not_wholly_understood(file: str) -> None:
    members = json.loads((FOLDER / file).read_bytes())
    members["data"]["added-later"] = 1
    with pytest.raises(Unreadable, match="added-later"):
        EVENT_NAMES.read(recorded(canonical(members), name_of(file)))


def test_an_event_of_a_newer_version_of_assay_is_said_to_be_unknown() -> None:
    body = (FOLDER / "inspection.announced.v1.json").read_bytes().replace(b"announced.v1", b"announced.v9")
    with pytest.raises(Unreadable, match="which this version of Assay does not know"):
        EVENT_NAMES.read(recorded(body, "inspection.announced.v9"))
    layout = (FOLDER / "inspection.announced.v1.json").read_bytes()
    with pytest.raises(Unreadable, match="layout 2"):
        EVENT_NAMES.read(
            recorded(layout.replace(b'"schema_version":1', b'"schema_version":2'), "inspection.announced.v1")
        )


def test_the_list_of_digests_is_in_order() -> None:
    assert DIGESTS.read_text(encoding="ascii").splitlines() == [
        f"{d}  {n}" for n, d in sorted(sums().items())
    ]
