"""Dossiers forged by somebody who has the record's key: what both verifiers refuse, alike, and with its place."""

import copy
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from domain.inspections.commands import CancelInspection
from tests.support.dossiers.drawn import PLACE, DossierHouse, kinds_to_draw, verifier
from tests.support.dossiers.forged import Events, forged
from tests.support.dossiers.verifiers import Verifiers
from tests.support.dossiers.walks import RandomWalk

Mend = Callable[[Events], None]


def first(events: Events, kind: str) -> dict[str, Any]:
    return next(each for each in events if each["name"].startswith(f"{kind}.v"))


def draws(events: Events) -> list[dict[str, Any]]:
    found = [each["data"] for each in events if each["name"].startswith("inspection.sample-drawn.v")]
    return [each for each in found if each["cases"]]


def listed_again(events: Events, case: str) -> None:
    """The closing and the deriving event list a case once more."""
    for kind in ("inspection.case-reads-closed", "inspection.ratings-derived"):
        used = first(events, kind)["data"]["cases"]
        used.append(dict(next(each for each in used if each["stream"] == case)))


def drawn_twice(events: Events) -> None:
    case = draws(events)[0]["cases"][0]
    draws(events)[0]["cases"].append(case)
    listed_again(events, case)


def drawn_for_two_populations(events: Events) -> None:
    one, two = draws(events)[:2]
    two["cases"].append(one["cases"][0])
    listed_again(events, one["cases"][0])


def draws_swapped(events: Events) -> None:
    one, two = draws(events)[:2]
    one["cases"], two["cases"] = two["cases"], one["cases"]


def departed(events: Events) -> dict[str, Any]:
    decision = first(events, "inspection.ratings-decided")
    rule = first(events, "inspection.ratings-derived")["data"]
    other = "good" if rule["overall"] != "good" else "inadequate"
    made = {"subject": "overall", "derived": rule["overall"], "decided": other}
    decision["data"]["departures"] = [made | {"trigger": "near_a_boundary", "reason": "As I like it."}]
    decision["data"] |= {"overall": other, "ratings": rule["ratings"]}
    return decision


def departed_without_a_panel(events: Events) -> None:
    decision = departed(events)
    decision |= {"name": "inspection.ratings-confirmed.v1", "acting_role": "lead-inspector"}


def noted_by_another_event(events: Events) -> None:
    departed(events)
    considered = first(events, "panel.inspection-considered")
    considered |= {"name": "panel.pack-issued.v1", "acting_role": "provider-contact"}


def considered_for_another(events: Events) -> None:
    departed(events)
    first(events, "panel.inspection-considered")["data"]["inspection"] = "another"


def opened_by_another_event(events: Events) -> None:
    opened = first(events, "record.opened")
    opened |= {"name": "panel.opened.v1", "acting_role": "provider-contact"}


def announced_by_another_event(events: Events) -> None:
    first(events, "inspection.announced")["name"] = "inspection.team-set.v1"


def announced_for_another(events: Events) -> None:
    first(events, "inspection.announced")["data"]["inspection"] = "another"


def cases_behind_the_derivation(events: Events) -> None:
    cases = [each for each in events if each["stream"].startswith("case-")]
    events[:] = [each for each in events if not each["stream"].startswith("case-")] + cases


def answers_behind_the_read(events: Events) -> None:
    answers = first(events, "case.answers-recorded")
    own = [each for each in events if each["stream"] == answers["stream"]]
    read = next(each for each in own if each["name"].startswith("case.read-completed.v"))
    for name in ("name", "data"):
        answers[name], read[name] = read[name], answers[name]


def a_day_that_is_none(events: Events) -> None:
    first(events, "inspection.ratings-decided")["data"]["decided_on"] = "2018-05-04.\nVerdict: verified."


def a_deputy_of_nobody(events: Events) -> None:
    first(events, "inspection.ratings-decided")["acting_role"] = "panel-chair in the place of  "


REFUSED: dict[Mend, tuple[str, str]] = {
    drawn_twice: ("changed", "a case was drawn more than once"),
    drawn_for_two_populations: ("changed", "a case was drawn more than once"),
    draws_swapped: ("incomplete", "not of this inspection, or not read"),
    departed_without_a_panel: (
        "rating-differs",
        "the departure from overall is not one that the scheme allows",
    ),
    noted_by_another_event: ("incomplete", "the panel's record lacks it"),
    considered_for_another: ("incomplete", "the panel's record lacks it"),
    opened_by_another_event: ("changed", "record-0 is another record's"),
    announced_by_another_event: ("changed", "inspection-the-one: not announced first, and once"),
    announced_for_another: ("changed", "inspection-the-one: not announced first, and once"),
    cases_behind_the_derivation: ("changed", "it was recorded after the ratings were derived"),
    answers_behind_the_read: ("incomplete", "not of this inspection, or not read"),
    a_day_that_is_none: ("changed", "has other fields than it should"),
    a_deputy_of_nobody: ("not-authorised", "inspection.ratings-decided is not for the role panel-chair"),
}


@pytest.mark.parametrize("mend", REFUSED, ids=lambda each: each.__name__)
def test_a_forgery_is_refused_by_both_with_its_place(
    both: Verifiers, house: DossierHouse, content: bytes, mend: Mend
) -> None:
    found = both.verify(forged(content, house, mend), house.key)
    verdict, place = REFUSED[mend]
    assert found["verdict"] == verdict
    assert found["place"].endswith(place)


def test_a_departure_of_the_panel_itself_is_verified(
    both: Verifiers, house: DossierHouse, content: bytes
) -> None:
    """So what the forgeries above are refused for is what they change, and not the departure."""

    def mend(events: Events) -> None:
        departed(events)

    found = both.verify(forged(content, house, mend), house.key)
    assert (found["verdict"], len(found["decision"]["departures"])) == ("verified", 1)


def test_reads_opened_again_undo_a_decision_whatever_day_is_due(
    both: Verifiers, house: DossierHouse, content: bytes
) -> None:
    def mend(events: Events) -> None:
        last = [each for each in events if each["stream"] == "inspection-the-one"][-1]
        events.append(
            copy.deepcopy(last)
            | {
                "name": "inspection.case-reads-reopened.v1",
                "acting_role": "lead-inspector",
                "version": last["version"] + 1,
                "data": {"reason": "Again.", "due": None},
            }
        )

    found = both.verify(forged(content, house, mend), house.key)
    assert (found["verdict"], found["decision"]) == ("verified", None)
    assert found["reopened"] == found["last_event"] == found["events"]


def test_what_no_terminal_can_write_or_should_obey_is_shown_by_its_number(
    house: DossierHouse, content: bytes, tmp_path: Path
) -> None:
    def mend(events: Events) -> None:
        reason = "\u2192 \u0175 \x1b[8m\nVerdict: verified."
        departed(events)["data"]["departures"][0]["reason"] = reason

    file = tmp_path / "the-one.zip"
    file.write_bytes(forged(content, house, mend))
    alone = [sys.executable, "-S", str(PLACE), str(file), "--key", str(house.key)]
    ran = subprocess.run(
        alone, capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": "cp1252"}
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert rb"\u2192 \u0175 \x1b[8m\nVerdict: verified." in ran.stdout
    assert ran.stdout.splitlines().count(b"Verdict: verified.") == 1


def test_a_place_stays_on_its_line() -> None:
    told = verifier().tell({"verdict": "changed", "place": "case-\nVerdict: verified.\x1b[8m"})
    assert told.splitlines() == [r"case-\nVerdict: verified.\x1b[8m.", "Verdict: changed."]


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        ("inspection-", "inspection.ratings-annulled"),
        ("case-", "case.answers-amended"),
        ("second-read-", "second-read.answers-amended"),
        ("panel-", "panel.consideration-withdrawn"),
    ],
)
def test_an_event_of_a_kind_that_is_not_known_is_for_a_newer_program(
    stream: str, kind: str, both: Verifiers, house: DossierHouse, content: bytes
) -> None:
    """Whether a rating rests on it, only a program that knows the kind can tell."""
    places = []

    def mend(events: Events) -> None:
        last = [each for each in events if each["stream"].startswith(stream)][-1]
        last["name"] = f"{kind}.v1"
        places.append(events.index(last) + 1)

    found = both.verify(forged(content, house, mend), house.key)
    told = f"event {places[0]} is of a kind or version that this program does not know"
    assert (found["verdict"], found["place"]) == ("newer", told)


def test_an_inspection_that_was_cancelled_is_said_to_be(both: Verifiers, tmp_path: Path) -> None:
    house = DossierHouse(tmp_path)
    walk = RandomWalk(kinds_to_draw()["youth-2018"][0], house, "ended", Random(5))
    walk.to_a_decision()
    before = both.verify(house.dossiers.make("ended").content, house.key)
    assert before["cancelled"] is None
    house.give(CancelInspection(inspection="ended", reason="It is merged with another."))
    content = house.dossiers.make("ended").content
    found = both.verify(content, house.key)
    assert found["verdict"] == "verified"
    assert found["cancelled"] is not None
    assert found["acts"][-1]["kind"] == "inspection.cancelled"
    assert f"The inspection was cancelled: event {found['cancelled']}." in verifier().tell(found).splitlines()
    assert (
        "The inspection was cancelled"
        in verifier().Dossier(content, str(house.key)).files["read-me-first.html"].decode()
    )
    house.close()
