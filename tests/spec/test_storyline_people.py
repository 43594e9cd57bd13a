"""What the timeline says of the staff record: a whole sentence for each event, which names nobody."""

import pytest

from domain.messages import Event
from domain.people.staff.events import RoleEnded
from domain.storyline.telling import sentence
from tests.support.golden.people import PEOPLE, PEOPLE_VARIANTS

EVERY = (*PEOPLE, *PEOPLE_VARIANTS.values())


@pytest.mark.parametrize("event", EVERY, ids=lambda each: each.name)
def test_every_event_of_the_staff_record_is_told_in_one_sentence(event: Event) -> None:
    told = sentence(event)
    assert told is not None
    assert told.endswith(".")
    assert told[0].isupper()
    assert "None" not in told
    assert "Sealed" not in told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("staff.role-given.v1", "The role inspector was given, from 8 January 2018 to 31 December 2018."),
        ("staff.role-ended.v1", "The role inspector was taken away, after 29 June 2018."),
        (
            "staff.deputy-named.v1",
            "A deputy was named for os-1002, as panel-chair, from 6 August 2018 to 17 August 2018.",
        ),
        ("staff.interest-declared.v1", "An interest in north was declared: friendship."),
        (
            "staff.interest-ended.v2",
            "The interest friend ended on 31 May 2018; it bars until 31 May 2018.",
        ),
        (
            "roll.training-required.v1",
            "The role lead-inspector needs the course leading, good for 36 months.",
        ),
    ],
)
def test_some_of_them_word_for_word(name: str, told: str) -> None:
    (event,) = (each for each in PEOPLE if each.name == name)
    assert sentence(event) == told


def test_a_role_that_goes_at_once_is_told_so() -> None:
    event = PEOPLE_VARIANTS["at-once"]
    assert isinstance(event, RoleEnded)
    assert sentence(event) == "The role inspector was taken away, at once."
