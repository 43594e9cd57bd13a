"""Nobody is accused by a later authority table of what was once allowed: what is taken out is written down, dated."""

import subprocess
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from types import MappingProxyType

import pytest

from activities.auditing.replaying import Replaying
from activities.auditing.stepping import steps_taken
from domain.auditing import warrants
from domain.people.authority import AUTHORITY
from domain.people.once_allowed import ONCE_ALLOWED, OnceAllowed
from domain.people.roles import Role
from tests.support.dossiers.drawn import DossierHouse, kinds_to_draw
from tests.support.dossiers.walks import RandomWalk
from tests.support.golden.authority import FILE, ever_allowed, rows_of, rows_today

TAKEN_OUT = ("draw-sample", "draw-from-list")
REFERENCE = "old"


def led_to(verb: str) -> frozenset[str]:
    """What might come of a command."""
    return frozenset(event for each, _, event in ever_allowed() if each == verb)


def test_no_row_was_taken_out_of_the_table_without_being_written_down_as_once_allowed() -> None:
    gone = sorted(set(ever_allowed()) - rows_today() - rows_of(ONCE_ALLOWED))
    assert gone == [], (
        "These were allowed and no longer are (command, role, event). Older inspections would be `not-authorised`: "
        "write them into ONCE_ALLOWED in domain/people/once_allowed.py, with the last day on which they may have been "
        "recorded (docs/adding.md)."
    )


def test_every_row_of_today_is_written_down() -> None:
    new = sorted(rows_today() - set(ever_allowed()))
    assert new == [], "run `python -m tests.support.golden.authority`, and commit what it made"


def test_what_is_said_to_have_been_allowed_once_was_and_is_no_more() -> None:
    """Else the table of what was once allowed would widen what is believed."""
    once = rows_of(ONCE_ALLOWED)
    assert once - set(ever_allowed()) == set()
    assert once & rows_today() == set()


def test_no_row_was_ever_taken_out_of_the_file_in_the_history_of_the_product() -> None:
    history = subprocess.run(
        ["git", "-C", str(FILE.parent), "log", "-p", "--unified=0", "--format=", "--", FILE.name],
        capture_output=True,
        text=True,
        check=False,  # what was unpacked without its history has none to be held against
        timeout=120,
    )
    added = (line[1:] for line in history.stdout.splitlines() if line.startswith("+") and line[:3] != "+++")
    written = FILE.read_text(encoding="utf-8").splitlines()
    assert sorted(set(added) - set(written)) == []
    assert written == [written[0], *sorted(written[1:])]


@pytest.fixture
def narrowed(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A later version of Assay, in which lead inspectors draw samples and assistants no longer do."""
    caches = (warrants._roles, warrants._until, warrants.warrant_of)
    only = {**AUTHORITY, **dict.fromkeys(TAKEN_OUT, frozenset({Role.LEAD_INSPECTOR}))}
    monkeypatch.setattr(warrants, "AUTHORITY", MappingProxyType(only))
    for each in caches:
        each.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    for each in caches:
        each.cache_clear()


def test_an_inspection_from_before_the_table_was_narrowed_is_replayed_by_the_table_of_its_day(
    narrowed: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kind = kinds_to_draw()["youth-2018"][0]
    house = DossierHouse(tmp_path)
    walk = RandomWalk(kind, house, REFERENCE, Random(REFERENCE))
    walk.to_a_decision()
    again = partial(Replaying, store=house.store, library=lambda: house.library)
    whole = again().replay(REFERENCE)
    assert whole.verdict == "not-authorised", "what is taken out and not written down accuses people"
    drawn = [each for each in whole.events if each.recorded.name.startswith("inspection.sample-drawn.")]
    day = max(date.fromisoformat(each.recorded_at[:10]) for each in drawn)

    for until, verdict in ((day, "verified"), (date(day.year - 1, 1, 1), "not-authorised")):
        rows = [OnceAllowed(verb, "assistant", led_to(verb), until) for verb in TAKEN_OUT]
        narrowed.setattr(warrants, "ONCE_ALLOWED", rows)
        for each in (warrants._roles, warrants._until, warrants.warrant_of):
            each.cache_clear()
        found = again().replay(REFERENCE)
        assert found.verdict == verdict
        (step, *_) = (each for each in steps_taken(found) if each.step.position == drawn[0].recorded.position)
        assert step.warrant.allowed is (verdict == "verified")
        if verdict == "verified":
            assert "the authority table as it was until" in step.warrant.words
            assert set(step.warrant.verbs) <= set(TAKEN_OUT)
    house.close()
