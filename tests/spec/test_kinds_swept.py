"""Whatever a kind of inspection says is noticed when it is changed: on the way to its end, or by a refusal before.

Each setting of some contrasting kinds is changed by itself, and the kind walked to its end: what is seen on the way, or
read in the report, must be other than usual, unless the changed kind is refused or does not get that far. Of settings
that stand in a list one is changed for all.
"""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from domain.dated_rules.library import Library
from domain.inspections.kinds.checks import mistakes
from domain.inspections.kinds.fit import misfits
from domain.inspections.kinds.protocol import Protocol
from tests.support.house import shipped_library
from tests.support.kinds.seen import row_of, told_of, walked_under

KINDS = {each.id: each for each in shipped_library().protocols()}

SWEPT = (
    "nps-division-2018",
    "yot-2021",
    "thematic",
    "iyow-full-joint-2012",
    "effective-supervision-follow-up-2004",
)
"""Adults and young people, one that rates, one that counts and one that tells in words, and one that looks again."""

_SEATS = (
    "tests/spec/test_panel_items.py::"
    "test_whoever_holds_no_role_in_which_one_sits_on_the_kind_of_an_item_does_not_decide_it"
)
_LACKING = "tests/spec/test_judgements.py::test_what_a_proposal_lacks_is_said"

SEEN_ELSEWHERE = {
    # Where a setting is written is no setting: it is shown beside it.
    "citation": "tests/e2e/test_protocols_page.py::test_every_kind_is_listed_and_shown_with_where_it_is_written",
    # What would be refused is not tried on the way.
    "panel.chairs.*": _SEATS,
    "panel.members.*": _SEATS,
    "panel.consistency": "tests/spec/test_panel_items.py::test_a_kind_of_inspection_may_want_a_word_on_consistency",
    "panel.pack": "tests/spec/test_panel_meeting.py::test_a_pack_that_was_never_issued_was_not_before_the_panel",
    "judgements.names_evidence": _LACKING,
    "judgements.weighs_characteristics": _LACKING,
    "recommendations": "tests/spec/test_kinds_apart.py::test_a_kind_that_makes_no_recommendations_makes_none",
    "experience.*.by": "tests/spec/test_evidence_voices.py::"
    "test_what_is_due_is_what_is_not_in_by_the_way_that_is_asked_for",
    "follow_up.only": "tests/spec/test_follow_up.py::"
    "test_a_follow_up_that_is_narrowed_says_how_the_first_cases_are_told",
}
"""What no walk meets of a kind's settings, by its name or the last part of it, and the test that looks at it."""

Way = tuple[str | int, ...]


def settings_in(value: object, path: Way = ()) -> Iterator[Way]:
    """The way to every number, text, and yes or no of a kind."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from settings_in(each, (*path, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from settings_in(each, (*path, number))
    elif isinstance(value, str | int):
        yield path


def named(path: Way) -> str:
    """The name of a setting, whichever it is of several in a list: ``populations.*.sample``."""
    return ".".join("*" if isinstance(part, int) else part for part in path)


def changed_at(path: Way, raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A kind with one setting changed: by little, and where something is in whole cases also by much."""

    def saying(value: object) -> dict[str, Any]:
        made = deepcopy(raw)
        inner: Any = made
        for each in path[:-1]:
            inner = inner[each]
        inner[path[-1]] = value
        return made

    was: Any = raw
    for each in path:
        was = was[each]
    match was:
        case bool():
            yield saying(not was)
        case int():
            yield saying(was + 1)
            yield saying(was * 2)
        case _:
            yield saying(next((each for each in words_instead(saying(f"{was}x")) if each != was), f"{was}x"))


def words_instead(raw: dict[str, Any]) -> list[str]:
    """Which words may stand where a kind has one that is none of a few; none where any text may."""
    try:
        Protocol.model_validate_json(json.dumps(raw))
    except ValidationError as fault:
        return re.findall(r"'([^']+)'", str(fault.errors()[0].get("ctx", {}).get("expected", "")))
    return []


def is_noticed(raw: dict[str, Any], usual: tuple[object, ...]) -> bool:
    """Whether a changed kind is refused, or does not go to its end, or is seen to be another on its way there."""
    try:
        changed = Protocol.model_validate_json(json.dumps(raw))
    except ValidationError:
        return True
    if list(mistakes(changed)):
        return True
    shipped = shipped_library()
    others = (each for each in shipped.protocols() if each.id != changed.id)
    library = Library.of([*others, changed], shipped.frameworks().all(), shipped.schemes())
    if list(misfits(changed, library)):
        return True
    try:
        walk, ground = walked_under(changed, library)
    except (
        AssertionError,
        LookupError,
        StopIteration,
    ):  # it is refused on the way, or lacks what the walk brings
        return True
    return (row_of(changed, walk, ground), *told_of(changed, walk, ground)) != usual


def is_looked_at_elsewhere(name: str) -> bool:
    return name in SEEN_ELSEWHERE or name.rpartition(".")[2] in SEEN_ELSEWHERE


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("id_", SWEPT)
def test_whatever_a_kind_says_is_noticed_on_the_way_when_it_is_changed(id_: str) -> None:
    kind = KINDS[id_]
    walk, ground = walked_under(kind, shipped_library())
    usual = (row_of(kind, walk, ground), *told_of(kind, walk, ground))
    raw = kind.model_dump(mode="json")
    first = {named(path): path for path in reversed(list(settings_in(raw)))}
    unseen = [
        name
        for name, path in sorted(first.items())
        if not is_looked_at_elsewhere(name)
        and not any(is_noticed(changed, usual) for changed in changed_at(path, raw))
    ]
    assert unseen == []
    assert len(first) > 40


def test_what_no_walk_meets_is_looked_at_by_a_test_that_there_is() -> None:
    root = Path(__file__).parents[2]
    for elsewhere in SEEN_ELSEWHERE.values():
        file, _, test = elsewhere.partition("::")
        assert f"def {test}(" in (root / file).read_text(encoding="utf-8"), elsewhere
