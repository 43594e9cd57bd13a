"""The questions that a lead inspector sets where no framework asks any, and what the cases said to them."""

import re
from collections import Counter

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.cases.prompts import prompts_of
from domain.cases.reading import CaseRead
from domain.cases.second_reads.state import SecondRead, answers_that_count
from domain.cases.streams import second_read_of
from domain.dated_rules.library import Library
from domain.holdings.events import ItemHeld
from domain.inspections.commands import (
    CloseCaseReads,
    DrawSample,
    QuestionWanted,
    ReceiveEvidence,
    ReopenCaseReads,
    RequestEvidence,
    SetQuestions,
)
from domain.inspections.events import (
    AnswersCounted,
    CaseReadsClosed,
    EvidenceItem,
    EvidenceRequested,
    InspectionClosed,
    QuestionAsked,
    QuestionCounted,
    QuestionsSet,
)
from domain.inspections.kinds.checks import mistakes
from domain.inspections.kinds.parts import Population, SubSample
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.questions import framework_in, framework_set
from domain.inspections.report.content import report_content
from domain.inspections.report.found import what_was_found
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.inspections.tasks import Surroundings, tasks
from tests.spec.test_kinds_apart import kind, on, state_of, story_at
from tests.support.example import AT_ANNOUNCEMENT, INSPECTION, PROTOCOL
from tests.support.house import shipped_library
from tests.support.kinds.lists import CaseListAtHand
from tests.support.kinds.walk import KindWalk
from tests.support.specification import given
from tests.support.story_ground import StoryGround, a_working_day_of

THEMATIC, INQUIRY = kind("thematic"), kind("special-inquiry")
ASKED = QuestionWanted(
    text="Was the person asked about drugs?",
    population="cases",
    applies_to="cases after release",
    guidance="Look at the first interview.",
    prompts=("Was it asked at the start?", "Was it asked again?"),
)
PLAIN = QuestionWanted(text="Did anything come of it?")
SET = SetQuestions(inspection=INSPECTION, questions=(ASKED, PLAIN))
TWO_LISTS = THEMATIC.with_(
    id="two-lists",
    populations=(
        Population(id="adults", title="Adults", sample=2, citation="a test"),
        Population(id="children", title="Children", sample=2, citation="a test"),
    ),
    second_reads=None,
)


def at_its_announcement(protocol: Protocol = THEMATIC) -> StoryGround:
    return story_at(protocol, Stage.ANNOUNCEMENT)


def asked_in(ground: StoryGround) -> QuestionsSet:
    found = state_of(ground.story).questions
    assert found is not None
    return found


# Setting them


def test_a_lead_sets_the_questions_which_are_numbered_list_by_list() -> None:
    ground = at_its_announcement()
    first = QuestionAsked(
        number="Q1.1",
        population="cases",
        text=ASKED.text,
        applies_to=ASKED.applies_to,
        guidance=ASKED.guidance,
        prompts=ASKED.prompts,
    )
    second = QuestionAsked(number="Q1.2", population="cases", text=PLAIN.text)
    ground.story.when(SET, on=on(ground)).then(
        QuestionsSet(questions=(first, second), reason=None, set_on=ground.today)
    )


def test_of_several_lists_each_is_asked_its_own_in_the_order_of_the_kind() -> None:
    ground = at_its_announcement(TWO_LISTS)
    wanted = [
        QuestionWanted(text=text, population=population)
        for text, population in (("A?", "children"), ("B?", "adults"), ("C?", "children"))
    ]
    set_ = ground.story.when(SET.with_(questions=tuple(wanted)), on=on(ground)).then_one(QuestionsSet)
    assert [(each.number, each.population, each.text) for each in set_.questions] == [
        ("Q1.1", "adults", "B?"),
        ("Q2.1", "children", "A?"),
        ("Q2.2", "children", "C?"),
    ]


def test_what_is_wrong_with_questions_is_named_all_at_once() -> None:
    ground = at_its_announcement(TWO_LISTS)
    nowhere, elsewhere = PLAIN, PLAIN.with_(population="victims")
    refused = ground.story.when(SET.with_(questions=(nowhere, elsewhere)), on=on(ground))
    refused.then_refused("unknown-population", "question 1 names no list; question 2 is about victims")
    adults = PLAIN.with_(population="adults")
    ground.story.when(SET.with_(questions=(adults,)), on=on(ground)).then_refused("nothing-asked", "children")
    children = PLAIN.with_(population="children")
    twice = SET.with_(questions=(adults, children, adults, children))
    ground.story.when(twice, on=on(ground)).then_refused("listed-twice", "question 3, 4")
    both = SET.with_(questions=(adults, children, elsewhere, adults))
    refused = ground.story.when(both, on=on(ground))
    refused.then_refused(
        "unknown-population", "question 3 is about victims. Asked of the same list before: question 4"
    )


def test_the_same_questions_again_are_no_news_and_others_need_a_reason() -> None:
    ground = at_its_announcement()
    given_reason = SET.with_(reason="The pilot showed more.")
    ground.story.when(given_reason, on=on(ground)).then_refused("reason-missing", "none to give a reason")
    ground.give(SET)
    ground.story.when(SET, on=on(ground)).then_nothing()
    other = SET.with_(questions=(PLAIN,))
    ground.story.when(other, on=on(ground)).then_refused("reason-missing", "say why")
    with_reason = other.with_(reason="The first is asked by nobody.")
    now = ground.story.when(with_reason, on=on(ground)).then_one(QuestionsSet)
    assert ([each.number for each in now.questions], now.reason) == (["Q1.1"], with_reason.reason)


def test_where_a_framework_asks_or_no_case_is_read_none_are_set() -> None:
    given(*AT_ANNOUNCEMENT).when(SET, on="2018-06-05").then_refused("framework-asks", "adult-nps-2018")
    words = PROTOCOL.with_(
        id="words",
        framework=None,
        scheme=None,
        panel=None,
        stages=(Stage.ANNOUNCEMENT, Stage.FIELDWORK, Stage.PUBLICATION),
        populations=(),
    )
    ground = at_its_announcement(words)
    ground.story.when(SET, on=on(ground)).then_refused("no-case-reads")


def test_no_case_is_drawn_before_questions_are_set_and_then_they_stand() -> None:
    ground = story_at(THEMATIC, Stage.FIELDWORK)
    [population] = THEMATIC.populations
    cases = CaseListAtHand(INSPECTION, population, 3)
    for command in cases.before_the_seed():
        ground.give(command)
    draw = cases.draw(ground.head(cases.stream))
    ground.story.when(draw, on=on(ground)).then_refused("questions-unset", "assay inspection set-questions")
    ground.give(SET)
    ground.give(draw)
    ground.story.when(
        SET.with_(questions=(PLAIN,), reason="There is more to ask."), on=on(ground)
    ).then_refused("sample-drawn")
    case = ground.state(state_of(ground.story).sampled[0])
    assert isinstance(case, CaseRead)
    assert case.sampled is not None
    assert case.sampled.key_questions == ("Q1.1", "Q1.2")


def test_the_one_case_of_an_inquiry_is_not_drawn_without_questions_either() -> None:
    ground = story_at(INQUIRY, Stage.FIELDWORK)
    draw = DrawSample(
        inspection=INSPECTION, population="case", list_digest="1" * 64, list_size=1, seed="the one case"
    )
    ground.story.when(draw, on=on(ground)).then_refused("questions-unset")
    ground.give(SET.with_(questions=(PLAIN,)))
    ground.give(draw)
    assert len(state_of(ground.story).sampled) == 1


def test_a_kind_that_does_not_wait_for_questions_lets_them_be_set_too() -> None:
    """So an inspection that was announced under an earlier version is not left with reads of nothing."""
    earlier = shipped_library().protocol_version("thematic", "1.1")
    assert earlier is not None
    assert not earlier.sets_questions
    ground = story_at(earlier, Stage.FIELDWORK)
    ground.give(SET)
    assert len(asked_in(ground).questions) == 2


def test_setting_them_stands_on_the_list_of_tasks_until_it_is_done_and_no_sample_is_drawn_before() -> None:
    ground = story_at(INQUIRY, Stage.FIELDWORK)

    def listed() -> dict[str, tuple[str, str]]:
        found = tasks(state_of(ground.story), Surroundings(protocol=INQUIRY))
        return {each.verb: (each.status, each.why) for each in found if each.stage is Stage.FIELDWORK}

    assert listed()["set-questions"] == ("to-do", "")
    ground.give(SET.with_(questions=(PLAIN,)))
    assert listed()["set-questions"] == ("done", "")
    rated = tasks(
        state_of(story_at(kind("yot-2021"), Stage.FIELDWORK).story), Surroundings(protocol=PROTOCOL)
    )
    assert "set-questions" not in {each.verb for each in rated}


# As a framework


def test_set_questions_are_a_framework_of_the_inspections_own_under_numbers_of_their_own() -> None:
    ground = at_its_announcement()
    ground.give(SET)
    framework = framework_in(state_of(ground.story), ground.library)
    assert framework is not None
    [standard] = framework.standards()
    assert (standard.number, standard.title, standard.population) == ("Q1", "Cases on the topic", "cases")
    assert [each.text for each in standard.key_questions] == [ASKED.text, PLAIN.text]
    prompts = prompts_of(framework, ("Q1.1", "Q1.2"))
    assert list(prompts) == ["Q1.1.a", "Q1.1.b"]
    assert {each.applies_to for each in prompts.values()} == {ASKED.applies_to}
    official = {
        number.number for each in ground.library.frameworks().all() for _, number in each.key_questions()
    }
    assert official.isdisjoint(each.number for _, each in framework.key_questions())


words = st.text(st.characters(categories=("Lu", "Ll", "Nd")), min_size=1, max_size=20)


@settings(max_examples=60)
@for_all(
    st.lists(
        st.builds(
            QuestionWanted,
            text=words,
            population=st.sampled_from(["adults", "children"]),
            applies_to=st.none() | words,
            prompts=st.lists(words, max_size=26).map(tuple),
        ),
        min_size=1,
        max_size=99,
    )
)
def test_whatever_is_set_each_question_has_one_number_in_order_and_nothing_of_it_is_lost(
    wanted: list[QuestionWanted],
) -> None:
    ground = GROUND
    asked = [(each.population, each.text) for each in wanted]
    result = ground.story.when(SET.with_(questions=tuple(wanted)), on=on(ground))
    if result.refusal is not None:
        missing = {"adults", "children"} - {population for population, _ in asked}
        assert missing or len(set(asked)) < len(asked)
        return
    set_ = result.then_one(QuestionsSet)
    assert sorted((each.population, each.text) for each in set_.questions) == sorted(asked)
    for population in ("adults", "children"):
        of_list = [each for each in set_.questions if each.population == population]
        assert [each.text for each in of_list] == [text for of, text in asked if of == population]
    framework = framework_set(set_, {})
    assert [each.number for _, each in framework.key_questions()] == [each.number for each in set_.questions]
    assert all(re.fullmatch(r"Q[12]\.[1-9][0-9]?", each.number) for each in set_.questions)


GROUND = story_at(TWO_LISTS, Stage.ANNOUNCEMENT)


# What the cases said


def walked_to_the_reads() -> tuple[StoryGround, KindWalk]:
    ground = StoryGround(shipped_library(), a_working_day_of(THEMATIC.in_force_from))
    walk = KindWalk(THEMATIC, ground, INSPECTION)
    walk.until(Stage.CASE_READS)
    walk.read_cases_but_not_close()
    return ground, walk


def counts_by_hand(ground: StoryGround, state: Inspection) -> dict[str, Counter[str]]:
    """Question by question, over the answers that count of each case."""
    found: dict[str, Counter[str]] = {}
    for case in state.sampled:
        first, second = ground.state(case), ground.state(second_read_of(case))
        assert isinstance(first, CaseRead)
        assert isinstance(second, SecondRead)
        for question, answer in answers_that_count(first, second).items():
            found.setdefault(question, Counter())[answer] += 1
    return found


def test_as_the_reads_are_closed_the_answers_that_count_are_counted_and_stand_in_the_report() -> None:
    ground, walk = walked_to_the_reads()
    told = counts_by_hand(ground, walk.state)
    result = ground.story.when(CloseCaseReads(inspection=INSPECTION), on=on(ground))
    closed = next(event for _, event in result.events if isinstance(event, CaseReadsClosed))
    counted = AnswersCounted(
        counts=tuple(
            QuestionCounted(
                number=number,
                population="cases",
                yes=tally["yes"],
                no=tally["no"],
                not_applicable=tally["not_applicable"],
            )
            for number, tally in told.items()
        )
    )
    result.then(counted, closed)
    ground.give(CloseCaseReads(inspection=INSPECTION))
    walk.draft_and_send()
    state = walk.state
    framework = framework_in(state, ground.library)
    content = report_content(INSPECTION, state, THEMATIC, framework, None)
    [domain] = content.found
    [standard] = domain.standards
    assert [(each.number, each.yes, each.no, each.not_applicable) for each in standard.questions] == [
        (number, tally["yes"], tally["no"], tally["not_applicable"]) for number, tally in told.items()
    ]
    assert {each.band for each in standard.questions} == {None}
    assert (content.rules.framework, content.rules.scheme) == (None, None), (
        "no standards were inspected against"
    )
    assert content.rules.questions_set_on == asked_in(ground).set_on


@pytest.mark.parametrize(
    ("yes", "no", "share"), [(2, 1, "66.7"), (0, 3, "0"), (3, 0, "100"), (0, 0, None), (1, 7, "12.5")]
)
def test_a_share_is_of_yes_and_no_and_there_is_none_where_nothing_applied(
    yes: int, no: int, share: str | None
) -> None:
    ground = at_its_announcement()
    ground.give(SET)
    counts = tuple(
        QuestionCounted(number=number, population="cases", yes=yes, no=no, not_applicable=2)
        for number in ("Q1.1", "Q1.2")
    )
    state = state_of(ground.story.and_(AnswersCounted(counts=counts)))
    [domain] = what_was_found(state, framework_in(state, ground.library), None)
    assert [each.shown for standard in domain.standards for each in standard.questions] == [share, share]


def test_when_the_reads_are_opened_again_what_was_counted_no_longer_stands() -> None:
    ground, _ = walked_to_the_reads()
    ground.give(CloseCaseReads(inspection=INSPECTION))
    assert state_of(ground.story).counted
    ground.give(ReopenCaseReads(inspection=INSPECTION, reason="A case was misread."))
    assert state_of(ground.story).counted == ()


def test_a_kind_that_ends_with_its_reads_ends_with_the_answers_counted() -> None:
    only_reads = THEMATIC.with_(
        id="only-reads",
        stages=(Stage.ANNOUNCEMENT, Stage.FIELDWORK, Stage.CASE_READS),
        partners=(),
        evidence=(),
        published=False,
    )
    ground = story_at(only_reads, Stage.CASE_READS)
    KindWalk(only_reads, ground, INSPECTION).read_cases_but_not_close()
    result = ground.story.when(CloseCaseReads(inspection=INSPECTION), on=on(ground))
    assert [type(event) for _, event in result.events] == [AnswersCounted, CaseReadsClosed, InspectionClosed]


def test_nothing_is_counted_apart_where_ratings_are_derived() -> None:
    ground = story_at(kind("yot-2021"), Stage.PANEL_REVIEW)
    assert state_of(ground.story).counted == ()
    assert state_of(ground.story).cases


# What a kind may say


@pytest.mark.parametrize(
    ("changes", "place", "says"),
    [
        ({"framework": "adult-nps-2018"}, "sets_questions", "leave one of the two out"),
        (
            {
                "stages": (Stage.ANNOUNCEMENT, Stage.FIELDWORK, Stage.PUBLICATION),
                "populations": (),
                "second_reads": None,
            },
            "sets_questions",
            "nothing is asked of any case",
        ),
        (
            {
                "populations": (
                    Population(
                        id="cases",
                        title="Cases",
                        sample=4,
                        sub_samples=(SubSample(size=2, key_questions=("2.1.1",), citation="a test"),),
                        citation="a test",
                    ),
                )
            },
            "populations.0",
            "its questions are set by the lead",
        ),
        ({"sets_questions": False}, "second_reads", "no key question is answered"),
    ],
)
def test_a_kind_says_once_who_asks(changes: dict[str, object], place: str, says: str) -> None:
    assert list(mistakes(THEMATIC)) == []
    wrong = dict(mistakes(THEMATIC.with_(**changes)))
    assert says in wrong[place]


def test_every_kind_that_ships_and_reads_cases_has_something_to_ask() -> None:
    library: Library = shipped_library()
    without = [
        each.id
        for each in library.protocols()
        if each.has(Stage.CASE_READS) and not (each.framework or each.sets_questions)
    ]
    assert without == []
    assert len([each for each in library.protocols() if each.sets_questions]) == 8


# Evidence for them


def requested_in(ground: StoryGround, ask: RequestEvidence) -> EvidenceRequested:
    events = [each for _, each in ground.story.when(ask, on=on(ground)).events]
    [found] = [each for each in events if isinstance(each, EvidenceRequested)]
    return found


def test_evidence_is_asked_for_by_the_questions_and_prompts_that_are_set_and_by_no_others() -> None:
    ground = at_its_announcement()
    tests = EvidenceItem(
        id="tests", title="Drug tests by month", key_questions=("Q1.2",), prompts=("Q1.1 b",)
    )
    ask = RequestEvidence(inspection=INSPECTION, items=(tests,))
    ground.story.when(ask, on=on(ground)).then_refused(
        "unknown-key-question", "none is set for this inspection"
    )
    ground.give(SET)
    wrong = tests.with_(key_questions=("Q1.2", "Q1.3", "1.1.1"), prompts=("Q1.1 c",))
    refused = ground.story.when(ask.with_(items=(wrong,)), on=on(ground))
    refused.then_refused(
        "unknown-key-question", "There is no key question Q1.3 among the questions that are set"
    )
    refused.then_refused("unknown-key-question", "no key question 1.1.1 among")
    refused.then_refused("unknown-key-question", "no prompt Q1.1 c among")
    assert {each.serves for each in requested_in(ground, ask).items} == {"Q1.2, Q1.1 b"}
    freely = ask.with_(items=(EvidenceItem(id="plan", title="The plan"),))
    assert {each.serves for each in requested_in(ground, freely).items} == {""}


def test_what_came_in_for_a_set_question_is_not_held_for_another_inspections_under_the_same_number() -> None:
    ground = at_its_announcement()
    ground.give(SET)
    item = EvidenceItem(id="tests", title="Drug tests by month", key_questions=("Q1.2",))
    ask = RequestEvidence(inspection=INSPECTION, items=(item,))
    [asked, *_] = requested_in(ground, ask).items
    ground.give(ask)
    came = ground.story.when(ReceiveEvidence(inspection=INSPECTION, item=asked.id), on=on(ground))
    [held] = [each for _, each in came.events if isinstance(each, ItemHeld)]
    assert (held.about, held.key_questions) == ("tests", ())
