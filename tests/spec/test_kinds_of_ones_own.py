"""The kinds of one's own in ``examples/kinds``, each from its announcement to its end: ``kinds-of-ones-own.csv``.

No follow-up of an inspection of today is published, so none ships: an inspectorate copies one of these and changes it.
They are seen on their way as the kinds that ship are (``test_kinds.py``).
"""

import csv
from pathlib import Path

import pytest

from domain.dated_rules.library import Library
from domain.inspections.kinds.fit import misfits
from domain.inspections.kinds.protocol import parse_protocol
from tests.support.house import shipped_library
from tests.support.kinds.seen import row_of, walked_under

TABLE = Path(__file__).with_name("kinds-of-ones-own.csv")
FOLDER = Path(__file__).parents[2] / "examples" / "kinds"
KINDS = {each.stem: parse_protocol(each.read_bytes(), where=each.name) for each in FOLDER.glob("*.toml")}
SHIPPED = shipped_library()
LIBRARY = Library.of((*SHIPPED.protocols(), *KINDS.values()), SHIPPED.frameworks().all(), SHIPPED.schemes())


def written() -> list[dict[str, str]]:
    with TABLE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_table_has_every_example_of_a_kind_and_each_fits_what_ships() -> None:
    assert [row["kind"] for row in written()] == sorted(KINDS)
    assert [each.id for each in KINDS.values()] == list(KINDS)
    assert [said for each in KINDS.values() for said in misfits(each, LIBRARY)] == []


@pytest.mark.parametrize("row", written(), ids=lambda row: row["kind"])
def test_a_kind_of_ones_own_goes_to_its_end_as_the_table_says(row: dict[str, str]) -> None:
    kind = KINDS[row["kind"]]
    assert row_of(kind, *walked_under(kind, LIBRARY)) == row


@pytest.mark.parametrize("provider", ["nps-division", "crc", "pdu", "yot"])
def test_every_service_that_is_inspected_today_can_be_followed_up(provider: str) -> None:
    again = KINDS[f"follow-up-{provider}"]
    followed = again.follow_up
    assert followed is not None
    [first] = (SHIPPED.protocol(each) for each in followed.of)
    assert first is not None
    assert (first.inspects, first.framework, first.scheme) == (again.inspects, again.framework, again.scheme)
    assert (again.status, again.retired_from, first.status, first.retired_from) == (
        "in-force",
        None,
        "in-force",
        None,
    )
    scheme = SHIPPED.scheme(first.scheme or "")
    assert scheme is not None
    assert sorted((*followed.standards, *followed.not_rescored)) == sorted(
        each.id for each in scheme.standards
    )
    assert all(
        narrowing.values == ("high", "very-high")
        for population in again.populations
        for narrowing in population.only_where
    )


def test_a_follow_up_needs_the_lists_of_what_it_scores_again_and_of_nothing_else() -> None:
    """Court reports are left alone by this kind; as soon as it scores them again their list is missed."""
    kind = KINDS["follow-up-nps-division"]
    followed = kind.follow_up
    assert followed is not None
    wider = followed.with_(standards=(*followed.standards, "3.1"), not_rescored=followed.not_rescored[:-2])
    assert list(misfits(kind.with_(follow_up=wider), LIBRARY)) == [
        "There is no list court-reports, on which adult-nps-2018 rates 3.1."
    ]
    assert list(misfits(kind.with_(follow_up=None), LIBRARY)) == [
        "There is no list court-reports, on which adult-nps-2018 rates 3.1.",
        "There is no list victims, on which adult-nps-2018 rates 3.2.",
    ]
