"""On which days an inspection may be announced under a rating scheme."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.support.ratings_examples import scheme_of, small_scheme

EVE, FIRST, DURING, LAST, AFTER = (
    date(2020, 3, 31),
    date(2020, 4, 1),
    date(2021, 1, 1),
    date(2022, 6, 30),
    date(2022, 7, 1),
)


@pytest.mark.parametrize(
    ("status", "last", "days"),
    [
        ("proposed", None, ()),
        ("proposed", LAST, ()),
        ("piloted", None, (FIRST, DURING, LAST, AFTER)),
        ("in-force", None, (FIRST, DURING, LAST, AFTER)),
        ("in-force", LAST, (FIRST, DURING, LAST)),
        ("retired", LAST, (FIRST, DURING, LAST)),
        ("retired", None, ()),
    ],
)
def test_a_scheme_applies_from_its_first_to_its_last_day(
    status: Any, last: date | None, days: tuple[date, ...]
) -> None:
    scheme = replace(scheme_of(small_scheme()), status=status, in_force_from=FIRST, in_force_to=last)
    assert tuple(day for day in (EVE, FIRST, DURING, LAST, AFTER) if scheme.applies_on(day)) == days
