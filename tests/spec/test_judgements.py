"""Judged standards: evidence named, characteristics weighed, enquiries closed, case results looked at (004 §4.14)."""

from collections.abc import Iterator

import pytest

from domain.dated_rules.library import Library
from domain.evidence.commands import (
    AssessPrompts,
    CarryEnquiry,
    CloseEnquiry,
    GiveFeedback,
    TakeUpEvidence,
    WorkOnEnquiry,
)
from domain.evidence.correlation import Comparison, compare
from domain.evidence.events import (
    EnquiryCarried,
    EnquiryClosed,
    EvidenceCorrected,
    EvidenceRegistered,
    FeedbackGiven,
    PromptAssessed,
    PromptsAssessed,
)
from domain.evidence.weighing import remarks
from domain.holdings.events import HoldingWithdrawn, ItemHeld
from domain.inspections.commands import (
    BeginFieldwork,
    CheckCorrelation,
    ConfirmRatings,
    DecideRatings,
    EndFieldwork,
    Interrogated,
    LinkEvidence,
    ProposeRating,
    ProposeRatings,
)
from domain.inspections.events import (
    CorrelationChecked,
    EvidenceLinked,
    EvidenceNamed,
    EvidenceReplaced,
    FieldworkBegun,
    Pin,
    RatingProposed,
    RatingsDerived,
    StandardLeftUnrated,
    StandardLookedAt,
)
from domain.inspections.kinds.parts import FieldworkRule, JudgementRule
from domain.inspections.tasks import Surroundings, Task, tasks
from domain.messages import Command
from domain.people.roles import Role
from tests.support.evidence_room import ENQUIRY, FOLLOWED, ROOM, STRATEGY, STRATEGY_ENTRY, WITHDRAWN
from tests.support.example import (
    ALL_READ,
    ALL_SAMPLED,
    ANNOUNCED,
    AT_FIELDWORK,
    AT_PANEL_REVIEW,
    BEFORE_THE_PANEL,
    CASE_READS_CLOSED,
    CASES,
    CONVENED,
    DERIVED,
    FIELDWORK_BEGUN,
    FIELDWORK_ENDED,
    FRAMEWORK,
    INSPECTION,
    JUDGED,
    OPENED,
    PANEL,
    POLICY,
    PROPOSALS,
    PROTOCOL,
    READY_FOR_FIELDWORK,
    SCHEME,
    Facts,
    day,
    read_to_the_end,
)
from tests.support.house import shipped_library
from tests.support.kinds.walk import KindWalk
from tests.support.specification import Story, given
from tests.support.story_ground import StoryGround, a_working_day_of

STREAM = f"inspection-{INSPECTION}"
STRICT = PROTOCOL.with_(
    id="strict-2018",
    judgements=JudgementRule(
        preliminary=True,
        names_evidence=True,
        weighs_characteristics=True,
        correlation_steps=2,
        citation="a test",
    ),
    fieldwork=FieldworkRule(closing_feedback=True, citation="a test"),
)
LIBRARY = Library.of([STRICT], [FRAMEWORK], [SCHEME])
PINNED = ANNOUNCED.with_(protocol=Pin(id=STRICT.id, version=STRICT.version, digest=STRICT.digest))


def strictly(facts: Facts) -> Facts:
    """The same inspection, bound to a protocol that asks for everything."""
    return tuple(PINNED if each == ANNOUNCED else each for each in facts)


PLACES = tuple(
    f"{question.number} {prompt.letter}"
    for standard in FRAMEWORK.standards()
    if standard.number in JUDGED
    for question in standard.key_questions
    for prompt in question.prompts
)
ALL_ASSESSED = PromptsAssessed(
    findings=tuple(PromptAssessed(prompt=each, finding="met", evidence=("strategy",)) for each in PLACES)
)
GIVEN = FeedbackGiven(
    given_on=day("2018-07-13"), to=("chief-officer",), inspectors=("lead-inspector-1",), said="Much is good."
)
READY = (*strictly(READY_FOR_FIELDWORK), STRATEGY, ALL_ASSESSED)
IN_FIELDWORK: Facts = (*READY, FIELDWORK_BEGUN)
TO_THE_PANEL: Facts = (
    *IN_FIELDWORK,
    *ALL_SAMPLED,
    *PROPOSALS,
    GIVEN,
    FIELDWORK_ENDED,
    *ALL_READ,
    CASE_READS_CLOSED,
)
PROPOSE = ProposeRating(
    inspection=INSPECTION,
    standard="1.1",
    rating="outstanding",
    reason="As seen.",
    evidence=("strategy",),
    as_worded="met",
    weighed=(("outstanding-1", "present"), ("outstanding-2", "partly"), ("inadequate-1", "absent")),
)
PROPOSED = RatingProposed(
    standard="1.1",
    rating="outstanding",
    reason="As seen.",
    evidence=(EvidenceNamed(entry="strategy", version=1),),
    by="lead-inspector-1",
    as_worded="met",
    weighed=(("outstanding-1", "present"), ("outstanding-2", "partly"), ("inadequate-1", "absent")),
)
PANEL_DAY = "2018-08-08"
DERIVE = ProposeRatings(inspection=INSPECTION)


def under(facts: Facts) -> Story:
    return given(*facts).under(library=LIBRARY)


def compared(story: Story) -> Comparison:
    state = story.state(STREAM)
    return compare(state, SCHEME, {each: story.state(each) for each in state.reads}, 2)


def check(story: Story, **showed: str) -> CheckCorrelation:
    interrogated = tuple(Interrogated(standard=each, showed=words) for each, words in showed.items())
    return CheckCorrelation(inspection=INSPECTION, compared=compared(story).digest, interrogated=interrogated)


def checked(story: Story) -> Story:
    """Somebody has looked at the proposals beside the case results, and into whatever lies far off."""
    command = CheckCorrelation(
        inspection=INSPECTION,
        compared=compared(story).digest,
        interrogated=tuple(
            Interrogated(standard=each, showed="Looked into.") for each in compared(story).diverging
        ),
    )
    return story.when(command, on=PANEL_DAY).story


# Before fieldwork


def test_fieldwork_begins_once_every_prompt_of_the_judged_standards_was_held_against_the_evidence() -> None:
    begin = BeginFieldwork(inspection=INSPECTION)
    story = under(strictly(READY_FOR_FIELDWORK))
    story.when(begin, on="2018-07-09").then_refused("prompts-not-assessed", "66 prompts left")
    under(READY).when(begin, on="2018-07-09").then(FIELDWORK_BEGUN)
    given(*READY_FOR_FIELDWORK).when(begin, on="2018-07-09").then(
        FieldworkBegun(begun_on=day("2018-07-09"), due=day("2018-07-13"))
    )


# Proposals


def test_a_proposal_names_its_evidence_as_it_stood_and_the_characteristics_that_were_weighed() -> None:
    under(IN_FIELDWORK).when(PROPOSE, on="2018-07-12").then(PROPOSED)


@pytest.mark.parametrize(
    ("changed", "code", "saying"),
    [
        ({"evidence": ()}, "evidence-not-named", "1.1"),
        ({"evidence": ("rumour",)}, "unknown-evidence", "rumour"),
        ({"standard": "1.2", "rating": "good", "weighed": ()}, "evidence-beside-the-point", "strategy"),
        ({"weighed": (("outstanding-7", "present"),)}, "unknown-characteristic", "outstanding-7"),
        ({"weighed": (("outstanding-1", "present"),) * 2}, "weighed-twice", ""),
        ({"weighed": ()}, "characteristics-not-weighed", "decides nothing"),
        ({"weighed": (("inadequate-1", "absent"),)}, "characteristics-not-weighed", "outstanding"),
    ],
)
def test_what_a_proposal_lacks_is_said(changed: dict[str, object], code: str, saying: str) -> None:
    under(IN_FIELDWORK).when(PROPOSE.with_(**changed), on="2018-07-12").then_refused(code, saying)


def test_nothing_is_proposed_on_withdrawn_evidence() -> None:
    story = under((*IN_FIELDWORK, WITHDRAWN))
    story.when(PROPOSE, on="2018-07-12").then_refused("evidence-withdrawn")


def test_characteristics_are_a_guide_and_never_a_checklist() -> None:
    none_present = PROPOSE.with_(weighed=(("outstanding-1", "absent"), ("inadequate-1", "present")))
    proposal = under(IN_FIELDWORK).when(none_present, on="2018-07-12").then_one(RatingProposed)
    assert list(remarks(proposal.rating, proposal.as_worded, proposal.weighed)) == [
        "No characteristic of outstanding was found to be present.",
        "A characteristic of inadequate was found to be present.",
    ]


@pytest.mark.parametrize(
    ("rating", "as_worded", "weighed", "told"),
    [
        ("good", "met", (), 0),
        ("good", None, (), 0),
        ("good", "not-met", (), 1),
        ("outstanding", "not-met", (("outstanding-1", "present"),), 1),
        ("inadequate", "met", (("inadequate-1", "present"),), 1),
        ("inadequate", "not-met", (("inadequate-1", "present"),), 0),
        ("requires_improvement", "not-met", (("inadequate-1", "present"),), 0),
    ],
)
def test_a_panel_is_told_what_it_may_want_to_ask(
    rating: str, as_worded: str | None, weighed: tuple[tuple[str, str], ...], told: int
) -> None:
    assert len(list(remarks(rating, as_worded, weighed))) == told


def test_where_the_kind_of_inspection_asks_nothing_a_proposal_needs_nothing() -> None:
    plain = ProposeRating(inspection=INSPECTION, standard="1.1", rating="outstanding", reason="As seen.")
    given(*AT_FIELDWORK).when(plain, on="2018-07-12").then(
        RatingProposed(standard="1.1", rating="outstanding", reason="As seen.", by="lead-inspector-1")
    )


# The end of fieldwork


def test_fieldwork_ends_once_the_provider_has_had_closing_feedback() -> None:
    end = EndFieldwork(inspection=INSPECTION)
    before: Facts = (*IN_FIELDWORK, *ALL_SAMPLED, *PROPOSALS)
    under(before).when(end, on="2018-07-13").then_refused("feedback-missing")
    under((*before, GIVEN)).when(end, on="2018-07-13").then(FIELDWORK_ENDED)


# The case results beside the proposals


def test_each_judged_standard_stands_beside_the_case_standards_and_what_lies_far_off_is_marked() -> None:
    low = PROPOSALS[0].with_(rating="inadequate")
    found = compared(under((*TO_THE_PANEL, low)))
    assert [(each.standard, each.rating) for each in found.cases] == [
        (each, "outstanding") for each in ("2.1", "2.2", "2.3", "2.4", "3.1", "3.2")
    ]
    assert found.cases[0].questions == (("2.1.1", 2, 0), ("2.1.2", 2, 0), ("2.1.3", 2, 0))
    assert [(each.proposed, each.diverges) for each in found.judged] == [
        ("inadequate", True),
        ("good", False),
        ("good", False),
        ("good", False),
    ]
    assert dict(found.judged[0].steps)["2.1"] == -3
    assert found.diverging == ("1.1",)


def test_cases_that_are_still_being_read_do_not_count_yet() -> None:
    some = (*IN_FIELDWORK, *ALL_SAMPLED, *PROPOSALS, *read_to_the_end(CASES[0], "no"))
    found = {each.standard: each.rating for each in compared(under(some)).cases}
    assert found["2.1"] == "inadequate"
    assert found["3.1"] is None


def test_somebody_looks_at_exactly_this_and_says_what_looking_further_showed() -> None:
    low = PROPOSALS[0].with_(rating="inadequate")
    story = under((*TO_THE_PANEL, low))
    story.when(check(story), on=PANEL_DAY).then_refused("divergence-not-interrogated", "1.1")
    strange = check(story, **{"1.1": "Staff carry it.", "2.1": "?"})
    story.when(strange, on=PANEL_DAY).then_refused("not-judged", "2.1")
    story.when(check(story, **{"1.1": "Staff carry it."}), on=PANEL_DAY).then(
        CorrelationChecked(
            compared=compared(story).digest,
            checked_on=day(PANEL_DAY),
            standards=tuple(
                StandardLookedAt(
                    standard=each,
                    diverges=each == "1.1",
                    interrogated="Staff carry it." if each == "1.1" else None,
                )
                for each in JUDGED
            ),
        )
    )


def test_what_was_looked_at_must_be_what_stands() -> None:
    story = under(TO_THE_PANEL)
    old = check(story)
    changed = story.and_(PROPOSALS[1].with_(rating="outstanding"))
    changed.when(old, on=PANEL_DAY).then_refused("comparison-stale")
    one_missing = under(tuple(each for each in TO_THE_PANEL if each != PROPOSALS[2]))
    one_missing.when(check(one_missing), on=PANEL_DAY).then_refused("proposal-missing", "1.3")


def test_a_standard_that_was_left_unrated_has_nothing_to_be_looked_at() -> None:
    without = tuple(each for each in TO_THE_PANEL if each != PROPOSALS[2])
    left = StandardLeftUnrated(standard="1.3", reason="The follow-up's focus is narrower.")
    story = under((*without, left))
    assert [each.standard for each in compared(story).judged] == ["1.1", "1.2", "1.4"]
    checked(story).when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)
    proposed_all_the_same = story.and_(PROPOSALS[2])
    assert len(compared(proposed_all_the_same).judged) == 4


# To the panel


def test_ratings_go_to_the_panel_once_the_case_results_were_looked_at() -> None:
    story = under(TO_THE_PANEL)
    story.when(DERIVE, on=PANEL_DAY).then_refused("correlation-not-checked")
    checked(story).when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)


def test_a_look_is_stale_when_a_proposal_changes_and_ratings_are_then_not_proposed() -> None:
    story = checked(under(TO_THE_PANEL)).and_(PROPOSALS[1].with_(rating="outstanding"))
    story.when(DERIVE, on=PANEL_DAY).then_refused("correlation-stale")
    checked(story).when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)


def test_a_look_is_stale_when_a_case_result_changes() -> None:
    story = checked(under(TO_THE_PANEL))
    otherwise = tuple(fact for case in CASES for fact in read_to_the_end(case, "no"))
    read_otherwise = tuple(
        fact for fact in TO_THE_PANEL if fact not in ALL_READ and fact != CASE_READS_CLOSED
    )
    again = under((*read_otherwise, *otherwise, CASE_READS_CLOSED, story.state(STREAM).correlation))
    again.when(DERIVE, on=PANEL_DAY).then_refused("correlation-stale")


def test_open_lines_of_enquiry_hold_the_proposal_back_unless_they_are_carried() -> None:
    story = checked(under(TO_THE_PANEL)).and_(ENQUIRY)
    story.when(DERIVE, on=PANEL_DAY).then_refused("enquiries-open", "risks")
    carried = story.and_(EnquiryCarried(enquiry="risks", reason="The chair was ill."))
    carried.when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)


def test_a_proposal_is_at_odds_with_a_document_that_came_in_the_place_of_the_one_it_rests_on() -> None:
    taken_up = EvidenceRegistered(
        entry="policy",
        content=STRATEGY_ENTRY.with_(source="The provider, asked for in advance", document="a" * 64),
        recorded_on=day("2018-06-20"),
        account=None,
    )
    on_it = PROPOSE.with_(evidence=("policy",))
    proposed = under(TO_THE_PANEL).and_(taken_up).when(on_it, on=PANEL_DAY).story
    story = checked(proposed)
    story.when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)
    better = EvidenceReplaced(
        item="policy", was="a" * 64, document="b" * 64, true_from=None, true_to=None, reason="A draft."
    )
    replaced = story.and_(better)
    replaced.when(DERIVE, on=PANEL_DAY).then_refused("evidence-changed", "take up what came in its place")
    up = replaced.when(TakeUpEvidence(inspection=INSPECTION), on=PANEL_DAY).story
    up.when(DERIVE, on=PANEL_DAY).then_refused("evidence-changed", "since; propose it again")
    again = checked(up.when(on_it, on=PANEL_DAY).story)
    again.when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)


def test_a_proposal_on_evidence_that_has_changed_must_be_made_again() -> None:
    story = checked(under((*TO_THE_PANEL, PROPOSED)))
    story.when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)
    corrected = EvidenceCorrected(
        entry="strategy",
        content=STRATEGY_ENTRY.with_(title="The old strategy"),
        recorded_on=day(PANEL_DAY),
        account=None,
        reason="A slip.",
    )
    for event in (corrected, WITHDRAWN):
        story.and_(event).when(DERIVE, on=PANEL_DAY).then_refused("evidence-changed", "strategy")
    again = story.and_(corrected).when(PROPOSE, on=PANEL_DAY).story
    checked(again).when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)


def test_what_was_assessed_or_closed_on_evidence_that_went_shakes_the_judgements_until_it_is_looked_at_again() -> (
    None
):
    closed = EnquiryClosed(enquiry="risks", conclusion="The board owns it.")
    story = checked(under(TO_THE_PANEL)).and_(ENQUIRY, FOLLOWED, closed)
    story.when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)
    titled = EvidenceCorrected(
        entry="strategy",
        content=STRATEGY_ENTRY.with_(title="The strategy of 2018"),
        recorded_on=day(PANEL_DAY),
        account=None,
        reason="A slip.",
    )
    story.and_(titled).when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)
    other = titled.with_(content=STRATEGY_ENTRY.with_(document="b" * 64))
    for event in (other, WITHDRAWN):
        story.and_(event).when(DERIVE, on=PANEL_DAY).then_refused("evidence-changed", "assess it again")
    reread = PromptsAssessed(
        findings=tuple(
            each.with_(evidence=("strategy",))
            for each in story.state(ROOM).findings.values()
            if each.evidence
        )
    )
    assessed = story.and_(other, reread)
    assessed.when(DERIVE, on=PANEL_DAY).then_refused("evidence-changed", "work on it again and close it")
    again = WorkOnEnquiry(
        inspection=INSPECTION, enquiry="risks", evidence=("strategy",), showed="The board does, still."
    )
    worked = assessed.when(again, on=PANEL_DAY).story
    worked.when(DERIVE, on=PANEL_DAY).then_refused("enquiries-open", "risks")
    done = worked.when(
        CloseEnquiry(inspection=INSPECTION, enquiry="risks", conclusion="It does."), on=PANEL_DAY
    ).story
    done.when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)


def test_a_linked_holding_that_was_replaced_shakes_what_rests_on_it_until_the_better_one_is_linked() -> None:
    first = ItemHeld(
        holding="h1",
        about="policy",
        title="The risk policy",
        key_questions=(),
        document="a" * 64,
        source="submission",
        of="A return",
        true_from=None,
        true_to=None,
        held_on=day("2018-05-02"),
        replaces=None,
    )
    linked = EvidenceLinked(
        item=POLICY, holding="h1", document="a" * 64, true_from=None, true_to=None, held_on=day("2018-05-02")
    )
    entry = STRATEGY_ENTRY.with_(source="Held already", document="a" * 64)
    taken_up = EvidenceRegistered(entry="policy", content=entry, recorded_on=day("2018-06-20"), account=None)
    on_it = PROPOSE.with_(evidence=("policy",))
    story = checked(under(TO_THE_PANEL).and_(first, linked, taken_up).when(on_it, on=PANEL_DAY).story)
    story.when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)
    better = first.with_(holding="h2", document="b" * 64, replaces="h1")
    withdrawn = HoldingWithdrawn(holding="h1", reason="It was another provider's.")
    for event in (better, withdrawn):
        story.and_(event).when(DERIVE, on=PANEL_DAY).then_refused("evidence-changed", "link or hand in")
    relink = LinkEvidence(inspection=INSPECTION, item="policy", holding="h2")
    story.and_(better.with_(replaces=None)).when(relink, on=PANEL_DAY).then_refused("item-settled")
    replaced = (
        story.and_(better).when(relink, on=PANEL_DAY).then(linked.with_(holding="h2", document="b" * 64))
    )
    replaced.when(DERIVE, on=PANEL_DAY).then_refused("evidence-changed", "take up what came in its place")
    up = replaced.when(TakeUpEvidence(inspection=INSPECTION), on=PANEL_DAY).story
    checked(up.when(on_it, on=PANEL_DAY).story).when(DERIVE, on=PANEL_DAY).then_one(RatingsDerived)


# Tasks

LIVES: dict[str, Facts] = {
    "nothing assessed": strictly(READY_FOR_FIELDWORK),
    "all assessed": READY,
    "fieldwork": IN_FIELDWORK,
    "an enquiry open": (*IN_FIELDWORK, ENQUIRY),
    "an enquiry followed": (*IN_FIELDWORK, ENQUIRY, FOLLOWED),
    "no feedback": (*IN_FIELDWORK, *ALL_SAMPLED, *PROPOSALS),
    "feedback": (*IN_FIELDWORK, *ALL_SAMPLED, *PROPOSALS, GIVEN),
    "before the panel": TO_THE_PANEL,
    "one judgement missing": tuple(each for each in TO_THE_PANEL if each != PROPOSALS[2]),
    "an enquiry open before the panel": (*TO_THE_PANEL, ENQUIRY),
    "evidence withdrawn before the panel": (*TO_THE_PANEL, PROPOSED, WITHDRAWN),
}


def around(story: Story) -> Surroundings:
    return Surroundings(
        unread=sum(not story.state(each).complete for each in story.state(STREAM).sampled),
        protocol=STRICT,
        scheme=SCHEME,
        framework=FRAMEWORK,
        room=story.state(ROOM),
        compared=compared(story).digest,
    )


def commands(story: Story, task: Task) -> Iterator[Command]:
    """The commands that would do a task of a judgement's preparation."""
    match task.verb:
        case "assess-prompts":
            stands = story.state(ROOM).stands("strategy")
            met = PromptAssessed(prompt="1.1.1 a", finding="met", evidence=("strategy",))
            one = met if stands else PromptAssessed(prompt="1.1.1 a", finding="not-known")
            yield AssessPrompts(inspection=INSPECTION, assessments=(one,))
        case "begin-fieldwork":
            yield BeginFieldwork(inspection=INSPECTION)
        case "carry-enquiry":
            yield CarryEnquiry(inspection=INSPECTION, enquiry="risks", reason="The chair was ill.")
        case "close-enquiry":
            yield CloseEnquiry(inspection=INSPECTION, enquiry="risks", conclusion="The board does.")
        case "give-feedback":
            yield GiveFeedback(
                inspection=INSPECTION,
                given_on=day("2018-07-13"),
                to=("chief-officer",),
                inspectors=("lead-inspector-1",),
                said="Much is good.",
            )
        case "end-fieldwork":
            yield EndFieldwork(inspection=INSPECTION)
        case "check-correlation":
            yield check(story)
        case "propose-ratings":
            yield DERIVE


def listed(story: Story) -> tuple[Task, ...]:
    return tasks(story.state(STREAM), around(story))


@pytest.mark.parametrize("life", LIVES)
def test_what_is_to_do_is_accepted_and_what_is_locked_is_refused(life: str) -> None:
    story = under((STRATEGY, *(each for each in LIVES[life] if each != STRATEGY)))
    tried = 0
    for task in listed(story):
        for command in commands(story, task) if task.status != "done" else ():
            result = story.when(command, on=PANEL_DAY)
            assert (result.refusal is not None) == (task.status == "locked"), (task, result.refusal)
            assert (task.status == "locked") == bool(task.why), task
            tried += 1
    assert tried


def test_a_look_that_stands_is_done_and_then_the_ratings_can_be_proposed() -> None:
    before = {each.verb: each for each in listed(under(TO_THE_PANEL))}
    assert before["check-correlation"].status == "to-do"
    assert "beside the case results" in before["propose-ratings"].why
    after = {each.verb: each.status for each in listed(checked(under(TO_THE_PANEL)))}
    assert (after["check-correlation"], after["propose-ratings"]) == ("done", "to-do")
    assert after["assess-prompts"] == after["give-feedback"] == "done"


def test_the_task_before_fieldwork_says_how_many_prompts_are_left() -> None:
    story = under(strictly(READY_FOR_FIELDWORK))
    found = {each.verb: each for each in listed(story)}
    assert found["assess-prompts"].title == "Hold 66 prompts against the evidence in advance"
    assert found["begin-fieldwork"].why == "66 prompts are not assessed"


# Before the panel and after


def test_what_the_panel_would_decide_on_must_still_stand() -> None:
    before = given(*BEFORE_THE_PANEL, STRATEGY)
    decide = DecideRatings(inspection=INSPECTION, panel=PANEL, derivation=DERIVED.trace_digest)
    before.and_(ENQUIRY).when(decide, on=PANEL_DAY).then_refused("enquiries-open", "risks")
    resting = given(*AT_PANEL_REVIEW, STRATEGY, PROPOSED, DERIVED, CONVENED, OPENED)
    resting.and_(WITHDRAWN).when(decide, on=PANEL_DAY).then_refused("evidence-changed", "strategy")


def test_what_another_role_decides_must_still_stand_too() -> None:
    decided_by_the_manager = STRICT.with_(id="by-hand-2018", panel=None, decides=Role.OPERATIONS_MANAGER)
    library = Library.of([decided_by_the_manager], [FRAMEWORK], [SCHEME])
    pin = Pin(id="by-hand-2018", version=STRICT.version, digest=decided_by_the_manager.digest)
    announced = ANNOUNCED.with_(protocol=pin)
    facts = (announced if each == PINNED else each for each in (*TO_THE_PANEL, PROPOSED, DERIVED))
    story = given(*facts).under(library=library)
    confirm = ConfirmRatings(inspection=INSPECTION, derivation=DERIVED.trace_digest)
    by = Role.OPERATIONS_MANAGER
    story.and_(WITHDRAWN).when(confirm, on=PANEL_DAY, by=by).then_refused("evidence-changed")
    story.and_(ENQUIRY).when(confirm, on=PANEL_DAY, by=by).then_refused("enquiries-open")


@pytest.mark.parametrize("kind", ["pdu-2021", "pdu-2023"])
def test_a_delivery_unit_is_judged_on_evidence_that_was_looked_at_before_the_panel(kind: str) -> None:
    library = shipped_library()
    protocol = library.protocol(kind)
    assert protocol is not None
    ground = StoryGround(library, a_working_day_of(protocol.in_force_from))
    walk = KindWalk(protocol, ground)
    commands_ = walk.to_the_end().commands
    order = [
        "register-evidence",
        "assess-prompts",
        "begin-fieldwork",
        "propose-rating",
        "give-feedback",
        "end-fieldwork",
        "check-correlation",
        "propose-ratings",
    ]
    assert [each for each in dict.fromkeys(commands_) if each in order] == order
    assert all(each.evidence for each in walk.state.proposals.values())
