"""Projects in the format of MSPSP-InstLib, written here: read as they are meant, scheduled as short as they can be."""

from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.multiskill import solved, wrong
from benchmarks.multiskill_reading import BadInstance, Instance, read_instance

WORK = 2_000
PROJECT = """% ours
mint = 2;
% maxt = 9;
nActs = 5;
dur = [0,3,2,2,0];
nSkills = 2;
sreq = [| 0,0,
	| 1,0,
	| 1,1,
	| 0,1,
	| 0,0, |];
nResources = 2;
mastery = [| true,false,
	| true,true, |];
nPrecs = 4;
pred = [1,1,2,4];
succ = [2,3,4,5];
nUnrels = 1;
unpred = [2];
unsucc = [3];
USEFUL_RES = [{}, {1,2}, {1,2}, {2}, {}];
"""


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "ours.dzn"
    file.write_text(text)
    return file


def test_a_project_is_read_as_it_is_meant(tmp_path: Path) -> None:
    assert read_instance(written(tmp_path, PROJECT)) == Instance(
        name="ours.dzn",
        durations=(0, 3, 2, 2, 0),
        asked=((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)),
        skills=((True, False), (True, True)),
        follows=((0, 1), (0, 2), (1, 3), (3, 4)),
        least=2,
    )


def test_it_is_scheduled_as_short_as_it_can_be(tmp_path: Path) -> None:
    """The second activity takes both people, so it comes before or after the chain of the two others: 2 and 5."""
    outcome = solved(read_instance(written(tmp_path, PROJECT)), WORK)
    assert (outcome.length, outcome.bound) == (7, 7)
    assert outcome.places is not None
    assert wrong(read_instance(written(tmp_path, PROJECT)), outcome) == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("nActs = 5", "nActs = 6", "dur has 5 entries, and should have 6"),
        ("dur = [0,3,2,2,0];", "", "there is no dur"),
        ("nSkills = 2", "nSkills = two", "nSkills must be a whole number, not 'two'"),
        ("pred = [1,1,2,4]", "pred = [1,1,2,9]", "names activity 9; there are 5"),
        ("true,false", "true,maybe", "holds 'maybe'"),
        ("dur = [0,3", "dur = [0,-3", "a number below 0"),
        ("| 1,1,\n", "| 1,\n", "sreq should have 5 rows of 2"),
        ("mint = 2", "mint 2", "is no statement like"),
    ],
)
def test_what_is_no_project_is_said_with_its_file(tmp_path: Path, was: str, now: str, said: str) -> None:
    assert was in PROJECT
    with pytest.raises(BadInstance, match=said) as found:
        read_instance(written(tmp_path, PROJECT.replace(was, now)))
    assert "ours.dzn" in str(found.value)


def test_a_schedule_that_is_wrong_is_noticed(tmp_path: Path) -> None:
    project = read_instance(written(tmp_path, PROJECT))
    outcome = solved(project, WORK)
    assert outcome.places is not None
    bent: list[tuple[dict[int, Any], str]] = [
        ({**outcome.places, 3: (0, {1: (1,)})}, "does not wait for 2"),
        ({**outcome.places, 1: (outcome.places[2][0], {0: (0,)})}, "and on something else"),
        ({**outcome.places, 3: (outcome.places[3][0], {1: (0,)})}, "what it asks for of skill 2"),
        ({at: place for at, place in outcome.places.items() if at != 1}, "activity 2 has no place"),
    ]
    for places, said in bent:
        assert any(said in each for each in wrong(project, replace(outcome, places=places)))
    assert wrong(project, replace(outcome, length=6)) == ["it does not take 6"]


def test_people_who_are_not_there_are_proved_to_be_missing(tmp_path: Path) -> None:
    outcome = solved(read_instance(written(tmp_path, PROJECT.replace("true,true", "true,false"))), WORK)
    assert outcome.places is None
    assert outcome.impossible


projects = st.builds(
    lambda durations, asked, skills, pairs: Instance(
        name="drawn",
        durations=tuple(durations),
        asked=tuple(asked[: len(durations)]),
        skills=tuple(skills),
        follows=tuple((one, other) for one, other in pairs if one < other < len(durations)),
        least=0,
    ),
    st.lists(st.integers(1, 3), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=3, max_size=3),
    st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=3),
    st.sets(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=2),
)


@settings(max_examples=15)
@given(projects)
def test_no_project_can_be_shorter_by_any_other_schedule(project: Instance) -> None:
    outcome = solved(project, WORK)
    assert wrong(project, outcome) == []
    assert (outcome.length if outcome.places is not None else None) == shortest(project)


def shortest(project: Instance) -> int | None:
    """Every start and every team, tried one after the other."""
    horizon = sum(project.durations)
    people = range(len(project.skills))
    teams = [
        [
            team
            for team in product((None, 0, 1), repeat=len(people))
            if all(skill is None or project.skills[who][skill] for who, skill in enumerate(team))
            and all(team.count(skill) == number for skill, number in enumerate(asked))
        ]
        for asked in project.asked
    ]
    best = None
    for starts in product(*(range(horizon - length + 1) for length in project.durations)):
        ends = [start + length for start, length in zip(starts, project.durations, strict=True)]
        if (best is not None and max(ends) >= best) or any(
            starts[other] < ends[one] for one, other in project.follows
        ):
            continue
        if any(_can_be(starts, ends, chosen, people) for chosen in product(*teams)):
            best = max(ends)
    return best


def _can_be(
    starts: tuple[int, ...], ends: list[int], chosen: tuple[tuple[int | None, ...], ...], people: range
) -> bool:
    for who in people:
        own = [at for at, team in enumerate(chosen) if team[who] is not None]
        if any(
            starts[one] < ends[other] and starts[other] < ends[one]
            for one in own
            for other in own
            if one < other
        ):
            return False
    return True
