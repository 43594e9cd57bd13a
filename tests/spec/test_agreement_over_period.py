"""How far readers agree, added up over the inspections of a period, and looking into what is too low (004 §4.13)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from domain.cases.agreement.adding_up import (
    ReadTwice,
    added_up,
    falls_in,
    low_of,
    lows_in,
    pairs_of,
    read_twice,
    usual_period,
)
from domain.cases.agreement.reviewing import (
    AgreementOverPeriodReviewed,
    AgreementReviews,
    ReviewAgreementOverPeriod,
)
from domain.cases.events import SecondReadGivenUp
from domain.cases.second_reads.state import DifferenceDecided, SecondReadAbandoned
from domain.cases.streams import second_read_of
from domain.dated_rules.library import Library
from domain.decider import On
from domain.inspections.commands import CloseCaseReads
from domain.inspections.events import CaseReadsReopened
from domain.inspections.kinds.parts import SecondReads
from domain.people.roles import Role
from domain.privacy.boxes import Plain
from domain.ratings.consistency import DoubleRead
from tests.support.example import CASES, FRAMEWORK, INSPECTION, QUESTIONS, SCHEME, day, read_to_the_end
from tests.support.read_twice import (
    ALLOCATED,
    DRAW,
    FIRST,
    QUALITY,
    SECOND,
    SECOND_STREAM,
    TWICE,
    TWICE_READ,
    first_read,
    second_read,
    story,
)
from tests.support.specification import Story

ON = "2018-07-17"
STREAM = f"agreement-{FRAMEWORK.id}"
WATCHED = SecondReads(percent=10, lowest_agreement=80, fewest_pairs=4, citation="a test")
KIND = TWICE.with_(
    id="small-watched-2018",
    second_reads=SecondReads(percent=50, lowest_agreement=80, fewest_pairs=1, citation="a test"),
)
"""A single answer given twice is enough to look into."""
UNWATCHED = SecondReads(percent=10, citation="a test")


# Adding up


def answers(*both: str, reader: str = "os-1", question: str = "2.1.1") -> tuple[DoubleRead, ...]:
    """One letter for each reader: ``yn`` is a yes of the first and a no of the second."""
    words = {"y": "yes", "n": "no", "-": "not_applicable"}
    return tuple(DoubleRead(question, reader, "os-2", words[each[0]], words[each[1]]) for each in both)


def inspection(
    reference: str,
    *both: str,
    framework: str = "adult",
    rule: SecondReads | None = WATCHED,
    question: str = "2.1.1",
) -> ReadTwice:
    return ReadTwice(reference, framework, answers(*both, question=question), rule)


NORTH = inspection("north", "yy", "yn", "ny")
SOUTH = inspection("south", "yy", "yy", "yn")


def test_the_answers_of_several_inspections_are_put_together_and_no_share_is_averaged() -> None:
    (added,) = added_up([SOUTH, NORTH, inspection("silent")])
    assert (added.framework, added.inspections) == ("adult", ("north", "south"))
    (found,) = {added.all, added.questions["2.1.1"]}
    assert (found.pairs, found.agreed) == (6, 3)
    assert (added.each["os-1", "2.1.1"].pairs, added.readers["os-2"].agreed) == (6, 3)


def test_a_question_of_one_framework_is_not_added_to_that_of_another_with_its_number() -> None:
    youth = inspection("youth", "yy", framework="youth")
    adult, other = added_up([NORTH, youth])
    assert [(each.framework, each.all.pairs) for each in (adult, other)] == [("adult", 3), ("youth", 1)]


@pytest.mark.parametrize(
    ("inspections", "low"),
    [
        ((NORTH,), None),
        ((NORTH, SOUTH), (6, 3, 80, 4)),
        ((SOUTH, inspection("west", "yy", "yy", "yy")), (6, 5, 90, 6)),
        ((NORTH, inspection("west", "yn", rule=UNWATCHED)), None),
        ((NORTH, inspection("west", "yn", rule=None)), None),
        ((NORTH, inspection("west", "yn", framework="youth")), None),
        ((NORTH, inspection("west", "yn", question="2.1.2")), None),
    ],
    ids=[
        "too few answers",
        "few in each, enough in both",
        "the stricter limits hold",
        "a kind that does not watch",
        "a kind without second reads",
        "another framework",
        "another question",
    ],
)
def test_an_agreement_is_too_low_over_all_that_counts(
    inspections: tuple[ReadTwice, ...], low: tuple[int, int, int, int] | None
) -> None:
    strict = SecondReads(percent=10, lowest_agreement=90, fewest_pairs=6, citation="a test")
    stricter = [replace(each, rule=strict) if low and low[2] == 90 else each for each in inspections]
    found = [each for each in lows_in(stricter, {}) if each.reader == "os-1"]
    seen = [(each.found.pairs, each.found.agreed, each.lowest, each.fewest) for each in found]
    assert seen == ([low] if low else [])


def test_what_was_looked_into_is_no_task_again_and_later_inspections_are_added_up_anew() -> None:
    def tasks(*several: ReadTwice) -> list[tuple[str, tuple[str, ...]]]:
        done = {"adult": {("os-1", "2.1.1"): frozenset({"north", "south"})}}
        return [(each.reader, each.inspections) for each in lows_in(several, done)]

    both = ("os-2", ("north", "south"))
    assert tasks(NORTH, SOUTH) == [both]
    later = inspection("west", "yn", "yn", "yy")
    assert tasks(NORTH, SOUTH, later) == [("os-2", ("north", "south", "west"))]
    more = inspection("east", "yn")
    assert tasks(NORTH, SOUTH, later, more)[0] == ("os-1", ("east", "west"))


def test_each_inspection_is_gone_through_once_however_many_inspectors_and_questions_it_has() -> None:
    class Counting(tuple[DoubleRead, ...]):
        times = 0

        def __iter__(self) -> Iterator[DoubleRead]:
            self.times += 1
            return super().__iter__()

    reads = Counting(
        read
        for reader in ("os-1", "os-3", "os-4")
        for question in ("2.1.1", "2.1.2", "2.1.3")
        for read in answers("yy", "yy", "yy", "yy", reader=reader, question=question)
    )
    assert lows_in([ReadTwice("north", "adult", reads, WATCHED)], {}) == ()
    assert reads.times == 1


def test_whoever_answered_the_question_or_led_one_of_the_inspections_does_not_look_into_it() -> None:
    beside = answers("yy", reader="os-3") + answers("yy", reader="os-4", question="2.1.2")
    north = replace(NORTH, reads=NORTH.reads + beside, judges=frozenset({"os-7"}))
    apart = inspection("west", "yy", question="2.1.2")
    (low,) = (
        each
        for each in lows_in([north, SOUTH, replace(apart, judges=frozenset({"os-8"}))], {})
        if each.reader == "os-1"
    )
    assert low.barred == {"os-1", "os-2", "os-3", "os-7"}


def test_the_usual_period_is_the_twelve_months_to_today() -> None:
    assert usual_period(day("2018-07-17")) == (day("2017-07-18"), day("2018-07-17"))


# An inspection of the record


def noted(text: str) -> Plain:
    return Plain(text, TWICE_READ, "case-note")


def all_in(*different: str) -> Story:
    """All reads are in, of one case twice, and nothing is decided."""
    drawn = story(KIND).under(library=Library.of([KIND], [FRAMEWORK], [SCHEME])).when(DRAW, on=ON).story
    others = tuple(
        fact
        for case in drawn.state(f"inspection-{INSPECTION}").twice
        if case != TWICE_READ
        for fact in (
            On(second_read_of(case), SecondReadAbandoned(reason=noted("Ill."))),
            On(case, SecondReadGivenUp()),
        )
    )
    rest = tuple(fact for case in CASES if case != TWICE_READ for fact in read_to_the_end(case))
    return drawn.and_(*ALLOCATED, *first_read(), *second_read(*different), *rest, *others)


def closed(*different: str) -> Story:
    decided = (
        On(SECOND_STREAM, DifferenceDecided(question=each, answer="no", reason=noted("So.")))
        for each in different
    )
    after = all_in(*different).and_(*decided).when(CloseCaseReads(inspection=INSPECTION), on=ON)
    assert not after.refusal
    return after.story


def reviewing(**changed: object) -> ReviewAgreementOverPeriod:
    asked = {
        "framework": FRAMEWORK.id,
        "reader": FIRST,
        "question": "2.1.1",
        "first": day("2018-01-01"),
        "last": day("2018-12-31"),
        "inspections": (INSPECTION,),
        "conclusion": "The word “plan” was read differently.",
    }
    return ReviewAgreementOverPeriod.model_validate(asked | changed)


def test_an_inspection_is_added_once_its_reads_are_closed_and_told_of_before_that_to_nobody() -> None:
    year = day("2018-01-01"), day("2018-12-31")
    stream = f"inspection-{INSPECTION}"
    assert not falls_in(all_in("2.1.1").state(stream), *year), "a difference is undecided"
    state = closed("2.1.1").state(stream)
    assert falls_in(state, *year)
    assert falls_in(state, day("2018-07-09"), day("2018-07-09"))
    assert not falls_in(state, day("2018-07-10"), year[1])
    again = closed("2.1.1").and_(CaseReadsReopened(reason="Misread.", due=day("2018-08-01")))
    assert not falls_in(again.state(stream), *year)


def test_it_adds_every_answer_given_twice_and_none_of_a_read_that_was_given_up() -> None:
    story = closed("2.1.1")
    state = story.state(f"inspection-{INSPECTION}")
    found = read_twice(state, KIND, {each: story.state(each) for each in pairs_of(state)})
    assert (found.inspection, found.framework, found.rule) == (INSPECTION, FRAMEWORK.id, KIND.second_reads)
    assert [each.key_question for each in found.reads] == list(QUESTIONS)
    assert [each.key_question for each in found.reads if each.first != each.second] == ["2.1.1"]
    low = low_of([found], FIRST, "2.1.1")
    assert low is not None
    assert (low.found.pairs, low.found.agreed, low.inspections) == (1, 0, (INSPECTION,))
    assert low_of([found], FIRST, "2.1.2") is None


# Looking into it


REVIEWED = AgreementOverPeriodReviewed(
    reader=FIRST,
    question="2.1.1",
    first=day("2018-01-01"),
    last=day("2018-12-31"),
    inspections=(INSPECTION,),
    pairs=1,
    agreed=0,
    lowest=80,
    fewest=1,
    conclusion="The word “plan” was read differently.",
)


def test_the_quality_lead_records_what_was_found_and_the_record_says_what_it_rests_on() -> None:
    after = closed("2.1.1").when(reviewing(), on=ON, by=Role.QUALITY_LEAD, who=QUALITY)
    after.then(On(STREAM, REVIEWED))
    state: AgreementReviews = after.story.state(STREAM)
    assert state.reviews == (REVIEWED,)
    assert state.looked_into == {(FIRST, "2.1.1"): frozenset({INSPECTION})}
    after.story.when(reviewing(), on=ON, who=QUALITY).then_refused("looked-into", INSPECTION)
    other = reviewing(reader=SECOND)
    assert not after.story.when(other, on=ON, who=QUALITY).refusal, (
        "the other inspector is looked at for themselves"
    )


def test_only_what_is_too_low_is_looked_into() -> None:
    for command in (reviewing(question="2.1.2"), reviewing(question="3.1.1"), reviewing(reader="os-9")):
        closed("2.1.1").when(command, on=ON, who=QUALITY).then_refused("agreement-not-low")


@pytest.mark.parametrize(
    "changed",
    [
        {"last": day("2018-07-08")},
        {"first": day("2018-07-10")},
        {"framework": "youth-2018"},
        {"inspections": ("nowhere",)},
    ],
    ids=["fieldwork after it", "fieldwork before it", "another framework", "no inspection"],
)
def test_what_is_not_of_the_period_or_of_the_framework_is_not_counted(changed: dict[str, object]) -> None:
    closed("2.1.1").when(reviewing(**changed), on=ON, who=QUALITY).then_refused("not-counted")


def test_nothing_is_looked_into_while_the_reads_are_open() -> None:
    all_in("2.1.1").when(reviewing(), on=ON, who=QUALITY).then_refused("not-counted", "not closed")


def test_neither_those_who_gave_the_answers_nor_the_lead_look_into_it() -> None:
    for reader in (FIRST, SECOND):
        closed("2.1.1").when(reviewing(), on=ON, who=reader).then_refused("own-read")
    closed("2.1.1").when(reviewing(), on=ON, who="lead-inspector-1").then_refused("leads-it")
