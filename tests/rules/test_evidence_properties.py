"""Whatever the timetable, every conflict is shown once; whatever a survey counts, no small number can be worked out."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, permutations
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from domain.cases.diversity import SMALLEST_SHOWN
from domain.evidence.commands import RecordSurvey, SurveyQuestion
from domain.evidence.conflicts import conflicts
from domain.evidence.events import SessionPlan
from domain.evidence.state import Session
from domain.evidence.surveys import NO_ANSWER, shown

DAY = date(2018, 7, 9)
MINUTES = 5
OUTCOMES: tuple[Literal["planned", "held", "cancelled"], ...] = ("planned", "held", "cancelled")
SLOTS = 24 * 60 // MINUTES - 1


def clock(slot: int) -> str:
    return f"{slot * MINUTES // 60:02}:{slot * MINUTES % 60:02}"


@st.composite
def timetables(draw: st.DrawFn) -> dict[str, Session]:
    sessions = {}
    for number in range(draw(st.integers(0, 6))):
        begins = draw(st.integers(0, SLOTS - 1))
        plan = SessionPlan(
            session=f"s{number}",
            kind="meeting",
            on=DAY + timedelta(days=draw(st.integers(0, 1))),
            begins=clock(begins),
            ends=clock(draw(st.integers(begins + 1, SLOTS))),
            place="Here",
            inspectors=tuple(draw(st.lists(st.sampled_from(("os-1", "os-2", "os-3")), max_size=3))),
        )
        outcome = draw(st.sampled_from(OUTCOMES))
        sessions[plan.session] = Session(plan, outcome)
    return sessions


def clash(one: Session, other: Session) -> bool:
    first, second = one.plan, other.plan
    standing = "cancelled" not in (one.outcome, other.outcome)
    return standing and first.on == second.on and first.begins < second.ends and second.begins < first.ends


@given(timetables())
def test_exactly_the_sessions_that_one_inspector_cannot_both_be_in_are_shown_once(
    sessions: dict[str, Session],
) -> None:
    found = [(each.inspector, frozenset((each.first, each.second))) for each in conflicts(sessions)]
    expected = {
        (inspector, frozenset((one, other)))
        for one, other in combinations(sessions, 2)
        for inspector in set(sessions[one].plan.inspectors) & set(sessions[other].plan.inspectors)
        if clash(sessions[one], sessions[other])
    }
    assert len(found) == len(set(found))
    assert set(found) == expected


COUNTS = st.lists(st.integers(0, 12), min_size=2, max_size=5)


def shown_of(counts: tuple[int, ...], silent: int) -> tuple[tuple[str, int | None], ...]:
    question = SurveyQuestion(
        question="q",
        text="What?",
        bears_on=("2.1",),
        scale=tuple(f"answer {number}" for number in range(len(counts))),
        counts=counts,
    )
    answered = sum(counts) + silent
    survey = RecordSurvey(
        inspection="north-2018",
        survey="su",
        title="Survey",
        source="Everybody",
        true_from=DAY,
        asked=answered,
        answered=answered,
        questions=(question,),
    )
    (one,) = shown(survey)
    return tuple((each.option, each.number) for each in one.options)


def orders(counts: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    yield from set(permutations(counts))


@given(COUNTS, st.integers(0, 6))
def test_a_small_number_is_never_shown_and_never_the_only_one_that_fits(
    counts: list[int], silent: int
) -> None:
    known = dict(shown_of(tuple(counts), silent))
    assert all(number is None or number >= SMALLEST_SHOWN for number in known.values())
    assert (NO_ANSWER in known) == (silent > 0)
    hidden = [option for option, number in known.items() if number is None]
    if not hidden:
        return
    # Whoever knows the rule and the total may put the hidden numbers in any order: the same would be shown.
    of_scale = tuple(counts)
    fitting = {order for order in orders(of_scale) if shown_of(order, silent) == tuple(known.items())}
    for place, option in enumerate(each for each in known if each != NO_ANSWER):
        if option in hidden and len(hidden) < len(known) and silent == 0:
            assert len({order[place] for order in fitting}) > 1
