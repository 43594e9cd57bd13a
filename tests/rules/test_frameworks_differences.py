"""What changed between two versions of a framework, prompts, key questions and standards apart."""

import pytest

from domain.frameworks import Framework, parse_framework, shipped_frameworks
from domain.frameworks.differences import Differences, differences

BEFORE = """id = "lighthouses"
version = "1"
title = "Lighthouses"
status = "proposed"
wording = "own"
citation = "the board"

[[domains]]
number = "1"
title = "Stations"

[[domains.standards]]
number = "1.1"
title = "The light"
text = "The light is kept burning through every night."

[[domains.standards.key_questions]]
number = "1.1.1"
aim = "safety"
text = "Does the lamp burn all night?"
[domains.standards.key_questions.prompts]
a = "Is there oil enough for a week of nights?"
b = "Is the wick trimmed at dusk?"
c = "Do keepers relieve one another in time?"

[[domains.standards.key_questions]]
number = "1.1.2"
text = "Can ships see it from afar?"
[domains.standards.key_questions.prompts]
a = "Is the lens free of salt?"
b = "Is the tower painted white?"

[[domains.standards]]
number = "1.2"
title = "Keepers"
text = "Keepers are able and rested."

[[domains.standards.key_questions]]
number = "1.2.1"
text = "Have keepers been taught?"
[domains.standards.key_questions.prompts]
a = "By whom, and when?"
"""


def changed(*changes: tuple[str, str]) -> Differences:
    after = BEFORE
    for old, new in changes:
        assert old in after
        after = after.replace(old, new, 1)
    return differences(read(BEFORE), read(after))


def read(text: str) -> Framework:
    return parse_framework(text.encode(), where="lighthouses.toml")


def told(found: Differences) -> dict[str, list[tuple[str | None, str | None, str]]]:
    levels = {
        "domains": found.domains,
        "standards": found.standards,
        "key questions": found.key_questions,
        "prompts": found.prompts,
    }
    return {
        level: [(each.before, each.after, " and ".join(each.kinds)) for each in changes]
        for level, changes in levels.items()
        if changes
    }


WEEK = 'a = "Is there oil enough for a week of nights?"\n'
WICK = 'b = "Is the wick trimmed at dusk?"\n'
RELIEF = 'c = "Do keepers relieve one another in time?"\n'
TOWER = 'b = "Is the tower painted white?"\n'
KEEPERS = BEFORE[BEFORE.index('[[domains.standards]]\nnumber = "1.2"') :]
SECOND = BEFORE[BEFORE.index('[[domains.standards.key_questions]]\nnumber = "1.1.2"') : BEFORE.index(KEEPERS)]

CASES = [
    ("nothing", (), {}),
    (
        "a prompt is reworded",
        ((WICK, 'b = "Is the wick trimmed at dusk and at dawn?"\n'),),
        {"prompts": [("1.1.1 b", "1.1.1 b", "reworded")]},
    ),
    (
        "a prompt asks something quite different",
        ((WICK, 'b = "Are there spare chimneys?"\n'),),
        {"prompts": [("1.1.1 b", "1.1.1 b", "reworded")]},
    ),
    (
        "a prompt is added at the end",
        ((RELIEF, RELIEF + 'd = "Is there a log?"\n'),),
        {"prompts": [(None, "1.1.1 d", "added")]},
    ),
    (
        "a prompt is added in the middle, and those after it are renumbered",
        (
            (WICK, 'b = "Are there spare chimneys?"\n'),
            (RELIEF, WICK.replace("b =", "c =") + RELIEF.replace("c =", "d =")),
        ),
        {
            "prompts": [
                (None, "1.1.1 b", "added"),
                ("1.1.1 b", "1.1.1 c", "renumbered"),
                ("1.1.1 c", "1.1.1 d", "renumbered"),
            ]
        },
    ),
    (
        "a prompt is added before one that is reworded",
        (
            (WICK, 'b = "Are there spare chimneys?"\nc = "Is the wick trimmed at dusk and dawn?"\n'),
            (RELIEF, RELIEF.replace("c =", "d =")),
        ),
        {
            "prompts": [
                (None, "1.1.1 b", "added"),
                ("1.1.1 b", "1.1.1 c", "renumbered and reworded"),
                ("1.1.1 c", "1.1.1 d", "renumbered"),
            ]
        },
    ),
    (
        "a prompt is removed, and the next one moves up",
        ((WICK, ""), (RELIEF, RELIEF.replace("c =", "b ="))),
        {"prompts": [("1.1.1 c", "1.1.1 b", "renumbered"), ("1.1.1 b", None, "removed")]},
    ),
    (
        "two prompts change places",
        ((WEEK, WICK.replace("b =", "a =")), (WICK, WEEK.replace("a =", "b ="))),
        {"prompts": [("1.1.1 b", "1.1.1 a", "renumbered"), ("1.1.1 a", "1.1.1 b", "renumbered")]},
    ),
    (
        "a prompt moves to another key question",
        ((RELIEF, ""), (TOWER, TOWER + RELIEF)),
        {"prompts": [("1.1.1 c", "1.1.2 c", "moved")]},
    ),
    (
        "a prompt is for some cases only",
        ((WICK, 'b = { text = "Is the wick trimmed at dusk?", applies_to = "oil lamps only" }\n'),),
        {"prompts": [("1.1.1 b", "1.1.1 b", "altered")]},
    ),
    (
        "a key question is reworded, its prompts are not",
        (("Does the lamp burn all night?", "Does the lamp burn the whole night?"),),
        {"key questions": [("1.1.1", "1.1.1", "reworded")]},
    ),
    (
        "a key question serves another aim",
        (('aim = "safety"', 'aim = "engagement"'),),
        {"key questions": [("1.1.1", "1.1.1", "altered")]},
    ),
    (
        "a key question is removed with its prompts",
        ((SECOND, ""),),
        {
            "key questions": [("1.1.2", None, "removed")],
            "prompts": [("1.1.2 a", None, "removed"), ("1.1.2 b", None, "removed")],
        },
    ),
    (
        "a key question moves to another standard, and its prompts go with it",
        ((SECOND, ""), (KEEPERS, KEEPERS + SECOND.replace("1.1.2", "1.2.2"))),
        {"key questions": [("1.1.2", "1.2.2", "moved")]},
    ),
    (
        "a standard's text is reworded",
        (("through every night", "through each night"),),
        {"standards": [("1.1", "1.1", "reworded")]},
    ),
    (
        "a standard gets another title",
        (('title = "Keepers"', 'title = "Staff"'),),
        {"standards": [("1.2", "1.2", "reworded")]},
    ),
    (
        "a standard is decided by cases from now on",
        (('title = "Keepers"', 'title = "Keepers"\npopulation = "watches"'),),
        {"standards": [("1.2", "1.2", "altered")]},
    ),
    (
        "a standard is removed with all under it",
        ((KEEPERS, ""),),
        {
            "standards": [("1.2", None, "removed")],
            "key questions": [("1.2.1", None, "removed")],
            "prompts": [("1.2.1 a", None, "removed")],
        },
    ),
    (
        "a standard comes before another, which is renumbered with all under it as before",
        (
            (KEEPERS, '[[domains.standards]]\nnumber = "1.2"\ntitle = "Stores"\n\n' + KEEPERS.replace("1.2", "1.3")),
        ),
        {"standards": [(None, "1.2", "added"), ("1.2", "1.3", "renumbered")]},
    ),
    (
        "a domain has another heading",
        (('title = "Stations"', 'title = "Towers"'),),
        {"domains": [("1", "1", "reworded")]},
    ),
    (
        "a standard moves to a new domain",
        ((KEEPERS, '[[domains]]\nnumber = "2"\ntitle = "People"\n\n' + KEEPERS.replace("1.2", "2.1")),),
        {"domains": [(None, "2", "added")], "standards": [("1.2", "2.1", "moved")]},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("what", "changes", "expected"), CASES, ids=[what for what, *_ in CASES])
def test_each_kind_of_change_is_told_at_its_own_level(
    what: str,
    changes: tuple[tuple[str, str], ...],
    expected: dict[str, list[tuple[str | None, str | None, str]]],
) -> None:
    found = changed(*changes)
    assert told(found) == expected, what
    assert found.none == (not expected)


def test_what_comes_and_goes_is_told_the_other_way_round_backwards() -> None:
    youth, later = shipped_frameworks()["youth-2018"], shipped_frameworks()["youth-2021"]
    forward, backward = differences(youth, later), differences(later, youth)
    assert {"3.4", "4.1"} == forward.changed_standards()
    assert forward.standards_come_and_gone() == {"4.1"}
    assert backward.standards_come_and_gone() == {"4.1"}


def test_from_an_nps_division_to_a_crc_the_third_domain_changes_and_nothing_else() -> None:
    found = differences(shipped_frameworks()["adult-nps-2018"], shipped_frameworks()["adult-crc-2018"])
    assert [(each.before, each.after) for each in found.domains] == [(None, "4"), ("3", None)]
    assert found.changed_standards() == {"3.1", "3.2", "4.1", "4.2"}
    assert len(found.key_questions) == 6 + 7
    assert len(found.prompts) == 23 + 29


def test_a_change_says_what_else_was_altered_and_both_wordings() -> None:
    found = changed((WICK, 'b = { text = "Is the wick trimmed at dusk?", guidance = "Look." }\n'))
    assert found.prompts[0].fields == ("guidance",)
    reworded = changed((WICK, 'b = "Is the wick trimmed at dusk and at dawn?"\n')).prompts[0]
    assert reworded.text_before == "Is the wick trimmed at dusk?"
    assert reworded.text_after == "Is the wick trimmed at dusk and at dawn?"
