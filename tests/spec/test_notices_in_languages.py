"""Notices as translations of one template: the same in both languages, one after the other where both are read."""

from string import Formatter

import pytest

from domain.action_plans.notices import plan_notice
from domain.inspections.notices import notice_of
from domain.notices.words import in_language
from domain.streams import inspection_stream
from tests.support.example import (
    AT_ACTION_PLAN,
    AT_ANNOUNCEMENT,
    INSPECTION,
    PLAN,
)
from tests.support.specification import given

STREAM = inspection_stream(INSPECTION)
KEYS = sorted(in_language("en").keys)


def places(text: str) -> list[str]:
    """The places for values in a text, each as often as it has it."""
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def test_both_languages_have_the_same_kinds_of_notice() -> None:
    assert sorted(in_language("cy").keys) == KEYS
    same = [each for each in KEYS if in_language("cy").keys[each] == in_language("en").keys[each]]
    words = {
        each: "".join(text for text, *_ in Formatter().parse(in_language("en").keys[each])) for each in same
    }
    assert {each: said for each, said in words.items() if any(map(str.isalpha, said))} == {}


@pytest.mark.parametrize("key", KEYS)
def test_what_a_notice_says_has_the_same_places_for_values_in_both_languages(key: str) -> None:
    assert places(in_language("cy").keys[key]) == places(in_language("en").keys[key])


def test_a_provider_in_wales_reads_one_notice_in_welsh_and_then_in_english() -> None:
    state = given(*AT_ANNOUNCEMENT).state(STREAM)
    notice = notice_of(INSPECTION, state, "announcement", ("cy", "en"))
    assert notice.subject == f"Cyhoeddi eich arolygiad / Your inspection is announced ({INSPECTION})"
    welsh, english = notice.body.split("-" * 72)
    assert "Bwriedir cynnal y gwaith maes o 9 Gorffennaf 2018" in welsh
    assert english.strip("\n") == notice_of(INSPECTION, state, "announcement").body.strip("\n")
    assert notice.languages == ("cy", "en")
    assert notice_of(INSPECTION, state, "announcement", ("cy",)).body == welsh.rstrip("\n") + "\n"


def test_a_notice_about_the_action_plan_is_in_both_languages_too() -> None:
    plan = given(*AT_ACTION_PLAN).state(PLAN)
    notice = plan_notice("north", plan, "requested", ("cy", "en"))
    assert notice.subject.startswith("Gofynnir am gynllun gweithredu / An action plan is asked for")
    assert "erbyn diwedd 18 Hydref 2018" in notice.body
    assert "by the end of 18 October 2018" in notice.body
